//! The operations of Okta's tag `Schema` about users, groups and app users.

use super::{UserSchema, UserSchemaUpdate};
use crate::{AppId, UserSchemaId, operation::operation};

operation! {
    /// Reads the schema that profiles of a user type follow; `default` is that of the default type.
    pub struct GetUserSchema = Reads "Schema" "getUserSchema" => object UserSchema {
        path {
            /// The schema: [`UserType::schema`](crate::user_types::UserType::schema) names it.
            schema: UserSchemaId = "schemaId",
        }
    }
}

operation! {
    /// Adds, changes or removes attributes of users.
    pub struct UpdateUserProfile = Idempotent "Schema" "updateUserProfile" => object UserSchema {
        path {
            /// The schema.
            schema: UserSchemaId = "schemaId",
        }
        body {
            /// The changes.
            request: UserSchemaUpdate
        }
    }
}

operation! {
    /// Reads the schema of groups.
    pub struct GetGroupSchema = Reads "Schema" "getGroupSchema" => object UserSchema {}
}

operation! {
    /// Adds, changes or removes attributes of groups.
    pub struct UpdateGroupSchema = Idempotent "Schema" "updateGroupSchema" => object UserSchema {
        optional_body {
            /// The changes.
            request: UserSchemaUpdate
        }
    }
}

operation! {
    /// Reads the schema of an application's users.
    pub struct GetApplicationUserSchema = Reads "Schema" "getApplicationUserSchema" => object UserSchema {
        path {
            /// The application.
            app: AppId = "appId",
        }
    }
}

operation! {
    /// Adds, changes or removes attributes of an application's users.
    pub struct UpdateApplicationUserProfile = Idempotent "Schema" "updateApplicationUserProfile" => object UserSchema {
        path {
            /// The application.
            app: AppId = "appId",
        }
        optional_body {
            /// The changes.
            request: UserSchemaUpdate
        }
    }
}
