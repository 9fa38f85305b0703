//! The six operations of Okta's tag `UserType`.

use super::{UserType, UserTypeRequest};
use crate::{UserTypeId, operation::operation};

operation! {
    /// Lists the org's user types.
    pub struct ListUserTypes = Reads "UserType" "listUserTypes" => list UserType {}
}

operation! {
    /// Creates a user type. Okta refuses a second creation at the same time with 423.
    pub struct CreateUserType = Creates "UserType" "createUserType" => object UserType {
        body {
            /// The user type.
            user_type: UserTypeRequest
        }
    }
}

operation! {
    /// Reads a user type by id, or `default`.
    pub struct GetUserType = Reads "UserType" "getUserType" => object UserType {
        path {
            /// The user type.
            user_type: UserTypeId = "typeId",
        }
    }
}

operation! {
    /// Replaces a user type: name, display name and description are all sent.
    pub struct ReplaceUserType = Idempotent "UserType" "replaceUserType" => object UserType {
        path {
            /// The user type.
            user_type: UserTypeId = "typeId",
        }
        body {
            /// The whole user type.
            request: UserTypeRequest
        }
    }
}

operation! {
    /// Changes a user type's display name or description.
    pub struct UpdateUserType = Idempotent "UserType" "updateUserType" => object UserType {
        path {
            /// The user type.
            user_type: UserTypeId = "typeId",
        }
        body {
            /// The changes.
            request: UserTypeRequest
        }
    }
}

operation! {
    /// Deletes a user type that no user has; the default one cannot be deleted.
    pub struct DeleteUserType = Idempotent "UserType" "deleteUserType" => nothing {
        path {
            /// The user type.
            user_type: UserTypeId = "typeId",
        }
    }
}
