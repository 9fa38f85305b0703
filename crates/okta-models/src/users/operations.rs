//! The seven operations of Okta's tag `User`.

use super::{CreateUserRequest, OktaResponse, UpdateUserRequest, User, UserBlock, UserNextLogin};
use crate::{Expression, Prefer, SortOrder, UserKey, operation::operation};

operation! {
    /// Lists users. Without `search` or `filter`, and with `q`, DEPROVISIONED users are left out.
    ///
    /// `search` reads an index that lags behind changes by seconds; `filter` and [`GetUser`] do not.
    ///
    /// ```
    /// use okta_models::{Operation, search, users::ListUsers};
    ///
    /// let everyone = ListUsers::new().search(search("status").pr()).limit(200);
    /// assert_eq!(everyone.request()?.uri(), "/api/v1/users?search=status%20pr&limit=200");
    /// # Ok::<(), okta_models::RequestError>(())
    /// ```
    pub struct ListUsers = Reads "User" "listUsers" => list User {
        query {
            /// Finds users by any attribute, DEPROVISIONED ones included. Does not take `ne`.
            search: Expression = "search",
            /// Finds users by status, lastUpdated, id, login, e-mail or name, DEPROVISIONED ones included.
            filter: Expression = "filter",
            /// Finds users whose name or e-mail starts with this. No paging; not for enumeration.
            q: String = "q",
            /// Users a page, 200 at most.
            limit: u32 = "limit",
            /// Attribute to sort by, with `search` only.
            sort_by: String = "sortBy",
            /// Direction to sort in, with `search` only.
            sort_order: SortOrder = "sortOrder",
            /// Members to answer with, `profile:(login,email)`.
            fields: String = "fields",
            /// Parts to embed, `classification` where the org has that feature.
            expand: String = "expand",
        }
        header {
            /// Leaves out parts of the answer.
            okta_response: OktaResponse = "content-type",
        }
    }
}

operation! {
    /// Creates a user.
    ///
    /// ```
    /// use okta_models::{Operation, users::{CreateUser, UserProfileUpdate}};
    ///
    /// let profile = UserProfileUpdate::new().login("ada@example.com").email("ada@example.com").first_name("Ada").last_name("Lovelace");
    /// let create = CreateUser::new(profile).activate(false);
    /// assert_eq!(create.request()?.uri(), "/api/v1/users?activate=false");
    /// # Ok::<(), okta_models::RequestError>(())
    /// ```
    pub struct CreateUser = Creates "User" "createUser" => object User {
        query {
            /// Whether the user is activated at once; Okta does so unless told otherwise.
            activate: bool = "activate",
            /// Whether the credentials name another provider than Okta.
            provider: bool = "provider",
            /// What the user does at the first sign-in; needs a password and activation.
            next_login: UserNextLogin = "nextLogin",
        }
        body {
            /// The user.
            user: CreateUserRequest
        }
    }
}

operation! {
    /// Reads a user by id, login, or `me`.
    pub struct GetUser = Reads "User" "getUser" => object User {
        path {
            /// The user.
            user: UserKey = "id",
        }
        query {
            /// Parts to embed, `blocks`.
            expand: String = "expand",
        }
        header {
            /// Leaves out parts of the answer.
            okta_response: OktaResponse = "content-type",
        }
    }
}

operation! {
    /// Replaces a user's profile and credentials: what is not sent is cleared.
    ///
    /// Start from what was read, so that no attribute is lost:
    ///
    /// ```
    /// use okta_models::{Operation, users::{ReplaceUser, User, UserProfile, UserProfileUpdate}};
    ///
    /// let profile: UserProfile = serde_json::from_str(r#"{"login": "ada@example.com", "badge": 7}"#)?;
    /// let replace = ReplaceUser::new("00u1", UserProfileUpdate::from(&profile).first_name("Ada"));
    /// let body: serde_json::Value = serde_json::from_slice(replace.request()?.body())?;
    /// assert_eq!(body["profile"]["badge"], 7);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub struct ReplaceUser = Idempotent "User" "replaceUser" => object User {
        path {
            /// The user.
            user: UserKey = "id",
        }
        query {
            /// Whether a password is checked against history and age.
            strict: bool = "strict",
        }
        header {
            /// The `ETag` that the user must still have.
            if_match: String = "if-match",
        }
        body {
            /// The whole user.
            request: UpdateUserRequest
        }
    }
}

operation! {
    /// Changes what is sent of a user and keeps the rest; `null` clears.
    pub struct UpdateUser = Idempotent "User" "updateUser" => object User {
        path {
            /// The user.
            user: UserKey = "id",
        }
        query {
            /// Whether a password is checked against history and age.
            strict: bool = "strict",
        }
        header {
            /// The `ETag` that the user must still have.
            if_match: String = "if-match",
        }
        body {
            /// The changes.
            request: UpdateUserRequest
        }
    }
}

operation! {
    /// Deletes a DEPROVISIONED user; deactivates a user in any other status.
    ///
    /// So it takes two calls to delete an active user, and a repeated call may delete a user that the first one
    /// deactivated: it is never sent again on its own.
    pub struct DeleteUser = Changes "User" "deleteUser" => nothing {
        path {
            /// The user.
            user: UserKey = "id",
        }
        query {
            /// Whether the administrator is told by mail.
            send_email: bool = "sendEmail",
        }
        header {
            /// Asks for an asynchronous change.
            prefer: Prefer = "prefer",
        }
    }
}

operation! {
    /// Lists why a user cannot sign in from somewhere. Orgs without the feature answer 401 E0000015.
    pub struct ListUserBlocks = Reads "User" "listUserBlocks" => list UserBlock {
        path {
            /// The user.
            user: UserKey = "id",
        }
    }
}
