//! What an application user is on the wire, and what may be written of one.

use serde_json::{Map, Value};

use crate::{
    DecodeError, RawJson, Secret, UserId, open_enum::open_enum, wire_struct::wire_struct,
    write_struct::write_struct,
};

open_enum! {
    /// How a user came to an application.
    pub enum AppUserScope {
        /// Assigned as a person.
        User = "USER",
        /// Through a group; unassigning the user alone does not last.
        Group = "GROUP",
    }
}

open_enum! {
    /// Where an application user is in its lifecycle.
    pub enum AppUserStatus {
        /// Assigned.
        Active = "ACTIVE",
        /// Approved, waiting.
        Approved = "APPROVED",
        /// Taken away in the application.
        Deprovisioned = "DEPROVISIONED",
        /// Assigned without anyone's doing.
        Implicit = "IMPLICIT",
        /// Unassigned.
        Inactive = "INACTIVE",
        /// Found by an import.
        Imported = "IMPORTED",
        /// Matched by an import.
        Matched = "MATCHED",
        /// Waiting for approval.
        Pending = "PENDING",
        /// Created in the application.
        Provisioned = "PROVISIONED",
        /// Withdrawn.
        Revoked = "REVOKED",
        /// Prepared.
        Staged = "STAGED",
        /// Suspended in the application.
        Suspended = "SUSPENDED",
        /// Not assigned.
        Unassigned = "UNASSIGNED",
    }
}

open_enum! {
    /// Whether Okta and the application agree about a user.
    pub enum AppUserSyncState {
        /// Provisioning is off.
        Disabled = "DISABLED",
        /// Provisioning failed.
        Error = "ERROR",
        /// Not yet in agreement.
        OutOfSync = "OUT_OF_SYNC",
        /// In agreement.
        Synchronized = "SYNCHRONIZED",
        /// Being brought into agreement.
        Syncing = "SYNCING",
    }
}

wire_struct! {
    /// A user of an application.
    pub struct AppUser {
        required {
            /// Okta's id of the user.
            id: UserId = "id",
        }
        optional {
            /// The user's id in the application.
            external_id: String = "externalId",
            /// How the user came to the application.
            scope: AppUserScope = "scope",
            /// Where the application user is in its lifecycle.
            status: AppUserStatus = "status",
            /// Whether Okta and the application agree.
            sync_state: AppUserSyncState = "syncState",
            /// User name and password in the application.
            credentials: AppUserCredentials = "credentials",
            /// Attributes in the application, whose schema is the application's own.
            profile: Map<String, Value> = "profile",
            /// What was asked for with `expand=user`.
            embedded: RawJson = "_embedded",
            /// What may be read about the assignment.
            links: RawJson = "_links",
        }
        times {
            /// When the user was assigned.
            created = "created",
            /// When the assignment was last changed.
            last_updated = "lastUpdated",
            /// When the status last changed.
            status_changed = "statusChanged",
            /// When the password in the application was last changed.
            password_changed = "passwordChanged",
            /// When the two were last brought into agreement.
            last_sync = "lastSync",
        }
    }
}

impl AppUser {
    /// The user name in the application, where there is one.
    pub fn user_name(&self) -> Option<&str> {
        self.credentials.as_ref()?.user_name.as_deref()
    }

    /// The Okta user, when it was asked for with `expand=user`.
    ///
    /// # Errors
    ///
    /// When it is of another form than Okta documents.
    pub fn user(&self) -> Option<Result<crate::users::User, DecodeError>> {
        let user = self.embedded.as_ref()?.pointer("/user").transpose()?;
        Some(user.and_then(|user| RawJson::from(&user).decode()))
    }
}

wire_struct! {
    /// Credentials in an application as Okta sends them: that there is a password, not which.
    #[derive(Default)]
    pub struct AppUserCredentials {
        optional {
            /// The user name in the application.
            user_name: String = "userName",
            /// Present, and empty, when Okta stores a password.
            password: RawJson = "password",
        }
    }
}

write_struct! {
    /// Credentials in an application to be written.
    pub struct AppUserCredentialsUpdate {
        /// The user name in the application.
        user_name: String = "userName",
        /// The password in the application.
        password: AppUserPasswordUpdate = "password",
    }
}

write_struct! {
    /// A password in an application to be written.
    pub struct AppUserPasswordUpdate {
        /// The password.
        value: Secret = "value",
    }
}

write_struct! {
    /// A user to be assigned to an application.
    ///
    /// ```
    /// use okta_models::{Operation, UserId, application_users::AssignUserToApplication};
    ///
    /// let assign = AssignUserToApplication::new("0oa1", UserId::new("00u1"));
    /// assert_eq!(assign.request()?.body().as_slice(), br#"{"id":"00u1","scope":"USER"}"#);
    /// # Ok::<(), okta_models::RequestError>(())
    /// ```
    pub struct AppUserAssignRequest {
        /// Okta's id of the user; a login is not taken here.
        id: UserId = "id",
        /// How the user comes to the application.
        scope: AppUserScope = "scope",
        /// User name and password in the application, where Okta does not make them.
        credentials: AppUserCredentialsUpdate = "credentials",
        /// Attributes in the application.
        profile: Map<String, Value> = "profile",
    }
}

impl From<UserId> for AppUserAssignRequest {
    /// As a person, with what the application's template makes of the user's profile.
    fn from(id: UserId) -> Self {
        Self::new().id(id).scope(AppUserScope::User)
    }
}

impl From<&UserId> for AppUserAssignRequest {
    fn from(id: &UserId) -> Self {
        id.clone().into()
    }
}

write_struct! {
    /// What an update changes of an application user.
    pub struct AppUserUpdateRequest {
        /// How the user comes to the application: GROUP turns a personal assignment into one through groups.
        scope: AppUserScope = "scope",
        /// User name and password in the application.
        credentials: AppUserCredentialsUpdate = "credentials",
        /// Attributes in the application.
        profile: Map<String, Value> = "profile",
    }
}
