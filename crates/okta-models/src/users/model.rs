//! What a user is on the wire, and what may be written of one.

use std::fmt;

use super::{UserProfile, UserProfileUpdate};
use crate::{
    DecodeError, GroupId, Patch, RawJson, UserId, UserTypeId,
    open_enum::open_enum,
    shown::shown_by_debug,
    user_credentials::{UserCredentials, UserCredentialsUpdate},
    wire_struct::wire_struct,
    write_struct::write_struct,
};

open_enum! {
    /// Where a user is in the lifecycle.
    pub enum UserStatus {
        /// Created, not yet activated.
        Staged = "STAGED",
        /// Activated, but without a password yet.
        Provisioned = "PROVISIONED",
        /// Can sign in.
        Active = "ACTIVE",
        /// Must follow a reset link.
        Recovery = "RECOVERY",
        /// Must choose a new password.
        PasswordExpired = "PASSWORD_EXPIRED",
        /// Too many failed sign-ins.
        LockedOut = "LOCKED_OUT",
        /// Kept, with access withheld.
        Suspended = "SUSPENDED",
        /// Deactivated. Absent from the plain list of users.
        Deprovisioned = "DEPROVISIONED",
    }
}

open_enum! {
    /// What a new user does at the first sign-in.
    pub enum UserNextLogin {
        /// Changes the password that was given at creation.
        ChangePassword = "changePassword",
    }
}

wire_struct! {
    /// A user.
    ///
    /// ```
    /// use okta_models::users::{User, UserStatus};
    ///
    /// let user: User = serde_json::from_str(r#"{"id": "00u1", "status": "ACTIVE", "lastLogin": null}"#)?;
    /// assert_eq!(user.status, Some(UserStatus::Active));
    /// assert_eq!(serde_json::to_value(&user)?["lastLogin"], serde_json::Value::Null);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct User {
        required {
            /// Okta's id of the user.
            id: UserId = "id",
        }
        optional {
            /// Where the user is in the lifecycle.
            status: UserStatus = "status",
            /// The status that an asynchronous change is about to reach.
            transitioning_to_status: UserStatus = "transitioningToStatus",
            /// The realm that the user lives in, where the org has realms.
            realm_id: String = "realmId",
            /// The user type.
            user_type: UserTypeReference = "type",
            /// The profile.
            profile: UserProfile = "profile",
            /// Password, recovery question and provider; see [`credentials`](User::credentials).
            credentials: RawJson = "credentials",
            /// What was asked for with `expand`.
            embedded: RawJson = "_embedded",
            /// What may be done with the user now.
            links: RawJson = "_links",
        }
        times {
            /// When the user was created.
            created = "created",
            /// When the user was last activated.
            activated = "activated",
            /// When the status last changed.
            status_changed = "statusChanged",
            /// When the user last signed in.
            last_login = "lastLogin",
            /// When the user was last changed.
            last_updated = "lastUpdated",
            /// When the password was last changed.
            password_changed = "passwordChanged",
        }
    }
}

impl User {
    /// The credentials, parsed; `None` where the answer leaves them out.
    ///
    /// # Errors
    ///
    /// When they are of another form than Okta documents.
    pub fn credentials(&self) -> Option<Result<UserCredentials, DecodeError>> {
        self.credentials.as_ref().map(RawJson::decode)
    }

    /// The login, where the answer holds it.
    pub fn login(&self) -> Option<&str> {
        self.profile.as_ref()?.login.as_deref()
    }
}

wire_struct! {
    /// The user type that a user has.
    #[derive(Default)]
    pub struct UserTypeReference {
        optional {
            /// Okta's id of the user type.
            id: UserTypeId = "id",
        }
    }
}

wire_struct! {
    /// Why a user cannot sign in from somewhere.
    #[derive(Default)]
    pub struct UserBlock {
        optional {
            /// The kind of block, `DEVICE_BASED`.
            block_type: String = "type",
            /// What it applies to, `ANY_DEVICES` or `UNKNOWN_DEVICES`.
            applies_to: String = "appliesTo",
        }
    }
}

write_struct! {
    /// A user to be created.
    ///
    /// ```
    /// use okta_models::users::{CreateUserRequest, UserProfileUpdate};
    ///
    /// let profile = UserProfileUpdate::new().login("ada@example.com").email("ada@example.com").first_name("Ada").last_name("Lovelace");
    /// let request = CreateUserRequest::from(profile).group_ids(vec!["00g1".into()]);
    /// assert_eq!(serde_json::to_value(&request)?["groupIds"][0], "00g1");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct CreateUserRequest {
        /// The profile; login, e-mail, first and last name are asked for by default.
        profile: UserProfileUpdate = "profile",
        /// Password, recovery question, provider.
        credentials: UserCredentialsUpdate = "credentials",
        /// Groups that the user joins at once.
        group_ids: Vec<GroupId> = "groupIds",
        /// The realm that the user lives in.
        realm_id: String = "realmId",
        /// The user type.
        user_type: UserTypeUpdate = "type",
    }
}

impl From<UserProfileUpdate> for CreateUserRequest {
    fn from(profile: UserProfileUpdate) -> Self {
        Self::new().profile(profile)
    }
}

write_struct! {
    /// What an update changes of a user.
    pub struct UpdateUserRequest {
        /// The user type; only a full replacement changes it.
        user_type: UserTypeUpdate = "type",
        /// The profile.
        profile: UserProfileUpdate = "profile",
        /// Password, recovery question, provider.
        credentials: UserCredentialsUpdate = "credentials",
        /// The realm that the user lives in.
        realm_id: String = "realmId",
    }
}

impl From<UserProfileUpdate> for UpdateUserRequest {
    fn from(profile: UserProfileUpdate) -> Self {
        Self::new().profile(profile)
    }
}

write_struct! {
    /// The user type of a user to be created or changed.
    pub struct UserTypeUpdate {
        /// Okta's id of the user type.
        id: UserTypeId = "id",
    }
}

impl From<UserTypeId> for Patch<UserTypeUpdate> {
    fn from(id: UserTypeId) -> Self {
        Patch::Set(UserTypeUpdate::new().id(id))
    }
}

impl From<&str> for Patch<UserTypeUpdate> {
    fn from(id: &str) -> Self {
        UserTypeId::new(id).into()
    }
}

/// Parts that an answer about users may leave out, which makes it smaller and faster.
///
/// Okta takes the wish in the request's `Content-Type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OktaResponse {
    /// Leaves out `credentials`, the links that come with them, and `transitioningToStatus`.
    OmitCredentials,
}

impl fmt::Display for OktaResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(
            r#"application/json; okta-response="omitCredentials,omitCredentialsLinks,omitTransitioningToStatus""#,
        )
    }
}

shown_by_debug!(OktaResponse);
