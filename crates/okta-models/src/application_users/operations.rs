//! The five operations of Okta's tag `ApplicationUsers`.

use super::{AppUser, AppUserAssignRequest, AppUserUpdateRequest};
use crate::{AppId, UserKey, operation::operation};

operation! {
    /// Lists the users of an application.
    pub struct ListApplicationUsers = Reads "ApplicationUsers" "listApplicationUsers" => list AppUser {
        path {
            /// The application.
            app: AppId = "appId",
        }
        query {
            /// Finds users whose name or user name in the application starts with this.
            q: String = "q",
            /// Users a page: 50 unless set, 500 at most.
            limit: u32 = "limit",
            /// Embeds the Okta user, `user`.
            expand: String = "expand",
        }
    }
}

operation! {
    /// Assigns a user to an application.
    pub struct AssignUserToApplication = Creates "ApplicationUsers" "assignUserToApplication" => object AppUser {
        path {
            /// The application.
            app: AppId = "appId",
        }
        body {
            /// The user, and what the user is in the application.
            request: AppUserAssignRequest
        }
    }
}

operation! {
    /// Reads a user of an application.
    pub struct GetApplicationUser = Reads "ApplicationUsers" "getApplicationUser" => object AppUser {
        path {
            /// The application.
            app: AppId = "appId",
            /// The user.
            user: UserKey = "userId",
        }
        query {
            /// Embeds the Okta user, `user`.
            expand: String = "expand",
        }
    }
}

operation! {
    /// Changes a user's credentials or attributes in an application.
    pub struct UpdateApplicationUser = Idempotent "ApplicationUsers" "updateApplicationUser" => object AppUser {
        path {
            /// The application.
            app: AppId = "appId",
            /// The user.
            user: UserKey = "userId",
        }
        body {
            /// The changes.
            request: AppUserUpdateRequest
        }
    }
}

operation! {
    /// Takes an application from a user. With provisioning on, the account there is deactivated; attributes that only
    /// the assignment held are lost.
    pub struct UnassignUserFromApplication = Idempotent "ApplicationUsers" "unassignUserFromApplication" => nothing {
        path {
            /// The application.
            app: AppId = "appId",
            /// The user.
            user: UserKey = "userId",
        }
        query {
            /// Whether the administrator is told by mail.
            send_email: bool = "sendEmail",
        }
    }
}
