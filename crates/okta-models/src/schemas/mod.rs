//! Which attributes profiles have: the six operations of Okta's tag `Schema` about users, groups and app users.
//!
//! The schemas of log streams are not among them.

mod model;
mod operations;

pub use model::{
    UserSchema, UserSchemaAttribute, UserSchemaAttributeEnum, UserSchemaAttributeItems,
    UserSchemaAttributeMaster, UserSchemaAttributeMasterType, UserSchemaAttributeMutability,
    UserSchemaAttributePermission, UserSchemaAttributeScope, UserSchemaAttributeType, UserSchemaDefinitions,
    UserSchemaDefinitionsUpdate, UserSchemaPart, UserSchemaPartUpdate, UserSchemaUpdate,
};
pub use operations::{
    GetApplicationUserSchema, GetGroupSchema, GetUserSchema, UpdateApplicationUserProfile, UpdateGroupSchema,
    UpdateUserProfile,
};
