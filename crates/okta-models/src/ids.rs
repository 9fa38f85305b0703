//! Identifiers: one type each, so that a group's id cannot be passed where a user's is asked for.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Ids that may be shown.
macro_rules! id {
    ($( $(#[$meta:meta])* $name:ident, )*) => {
        $(
            bare_id! { $(#[$meta])* $name, }

            impl fmt::Debug for $name {
                fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(formatter, "{}({})", stringify!($name), self.0)
                }
            }
        )*
    };
}

/// Ids without their `Debug`.
macro_rules! bare_id {
    ($( $(#[$meta:meta])* $name:ident, )*) => {
        $(
            $(#[$meta])*
            ///
            /// Okta's ids are opaque text: any text is accepted here, and it is percent-encoded where it
            /// becomes part of a path.
            #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct $name(String);

            impl $name {
                /// Wraps an id.
                pub fn new(id: impl Into<String>) -> Self {
                    Self(id.into())
                }

                /// The id as Okta writes it.
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }

            impl From<&str> for $name {
                fn from(id: &str) -> Self {
                    Self(id.to_owned())
                }
            }

            impl From<String> for $name {
                fn from(id: String) -> Self {
                    Self(id)
                }
            }

            impl From<&$name> for $name {
                fn from(id: &$name) -> Self {
                    id.clone()
                }
            }

            impl From<&String> for $name {
                fn from(id: &String) -> Self {
                    Self(id.clone())
                }
            }

            impl From<&str> for $crate::Patch<$name> {
                fn from(id: &str) -> Self {
                    $crate::Patch::Set(id.into())
                }
            }

            impl From<&$name> for $crate::Patch<$name> {
                fn from(id: &$name) -> Self {
                    $crate::Patch::Set(id.clone())
                }
            }

            $crate::shown::shown_by_debug!($name);

            impl From<$name> for $crate::Operand {
                fn from(id: $name) -> Self {
                    id.as_str().into()
                }
            }

            impl From<&$name> for $crate::Operand {
                fn from(id: &$name) -> Self {
                    id.as_str().into()
                }
            }

            impl AsRef<str> for $name {
                fn as_ref(&self) -> &str {
                    &self.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                    formatter.pad(&self.0)
                }
            }
        )*
    };
}

bare_id! {
    /// The id of a session. `Debug` withholds it: the System Log, too, holds another name in its place
    /// (`externalSessionId`, "proxy for the actor's session ID").
    SessionId,
}

impl fmt::Debug for SessionId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SessionId(…)")
    }
}

id! {
    /// The id of an API token (`00T…`), which is not the token.
    ApiTokenId,
    /// The id of an application instance (`0oa…`).
    AppId,
    /// The name of an application in Okta's catalog (`salesforce`), which all its instances in an org share.
    AppName,
    /// The id of an authenticator of an org (`aut…`).
    AuthenticatorId,
    /// The id of an authenticator that a user has enrolled.
    AuthenticatorEnrollmentId,
    /// The id of a member of a binding (`irb…`). A role assignment that comes from it has the same id.
    BindingMemberId,
    /// The id of an OAuth client; of a service app it is the app's own id unless another was set.
    ClientId,
    /// The id of a user's enrolled factor.
    FactorId,
    /// The id of a verification of a factor that is under way.
    FactorTransactionId,
    /// The id of a grant of Okta Identity Governance.
    GovernanceGrantId,
    /// The id of a group (`00g…`).
    GroupId,
    /// The id of an owner of a group, which is that of a user or group.
    GroupOwnerId,
    /// The id of a group rule (`0pr…`).
    GroupRuleId,
    /// The name of one side of a kind of link between users (`manager`).
    LinkedObjectName,
    /// The id of a network zone (`nzo…`).
    NetworkZoneId,
    /// The id of an org (`00o…`).
    OrgId,
    /// The id of a policy (`00p…`, `rst…`).
    PolicyId,
    /// The id of a rule of a policy (`0pr…`, `rul…`).
    PolicyRuleId,
    /// The label of a permission of custom roles (`okta.users.read`).
    PermissionType,
    /// The id of what a rate limit is shared out to: an API token or an OAuth client.
    PrincipalId,
    /// The id of a principal's share of the rate limits (`prl…`).
    PrincipalRateLimitId,
    /// The id of a mapping between profiles (`prm…`).
    ProfileMappingId,
    /// The id of a refresh token (`oar…`), which is not the token.
    RefreshTokenId,
    /// The id of a resource set (`iam…`). Paths take its label too.
    ResourceSetId,
    /// The id of a resource in a resource set (`ire…`), which is not that of the object.
    ResourceSetResourceId,
    /// The id of a role assignment. For roles that take targets it is derived from the role, so it is
    /// unique only together with the assignee.
    RoleAssignmentId,
    /// The id of a custom role (`cr0…`). Paths take its label too.
    RoleId,
    /// The id of a consent to a scope (`oag…`).
    ScopeConsentGrantId,
    /// The id of a user (`00u…`).
    UserId,
    /// The id of a schema of users (`osc…`), or `default`.
    UserSchemaId,
    /// The id of a user type (`oty…`), or `default`.
    UserTypeId,
    /// The id of a token of a YubiKey in one-time-password mode.
    YubikeyOtpTokenId,
}

/// An id that may stand where another one is asked for, since Okta takes either there.
macro_rules! also {
    ($( $from:ident as $into:ident, )*) => {
        $(
            impl From<$from> for $into {
                fn from(id: $from) -> Self {
                    Self(id.0)
                }
            }

            impl From<&$from> for $into {
                fn from(id: &$from) -> Self {
                    Self(id.0.clone())
                }
            }
        )*
    };
}

also! {
    ApiTokenId as PrincipalId,
    AppId as ClientId,
    BindingMemberId as RoleAssignmentId,
    ClientId as PrincipalId,
    GroupId as GroupOwnerId,
    UserId as GroupOwnerId,
}

/// A user named by id, by login, or as the owner of the calling token.
///
/// Okta takes all three in the same place of a path. A login with `/` is encoded and thus safe, but
/// Okta finds such a user by id only.
///
/// ```
/// use okta_models::{UserId, UserKey};
///
/// let by_id: UserKey = UserId::new("00u1a2b3").into();
/// let by_login: UserKey = "ada+test@example.com".into();
/// assert_eq!(UserKey::me().as_str(), "me");
/// # let _ = (by_id, by_login);
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UserKey {
    text: String,
    /// Whether it is known to be an id, or `me`, and so no personal value.
    is_id: bool,
}

impl UserKey {
    /// The owner of the calling token.
    pub fn me() -> Self {
        Self {
            text: "me".to_owned(),
            is_id: true,
        }
    }

    /// The user with this login.
    pub fn login(login: impl Into<String>) -> Self {
        Self {
            text: login.into(),
            is_id: false,
        }
    }

    /// The id, where the user was named by one; not that of `me`, nor an id that was given as text.
    ///
    /// ```
    /// use okta_models::{UserId, UserKey};
    ///
    /// assert_eq!(UserKey::from(UserId::new("00u1")).as_id(), Some(UserId::new("00u1")));
    /// assert_eq!(UserKey::from("00u1").as_id(), None);
    /// ```
    pub fn as_id(&self) -> Option<UserId> {
        (self.is_id && self.text != "me").then(|| UserId::new(self.text.as_str()))
    }

    /// The key as it stands in a path, before encoding.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl From<UserId> for UserKey {
    fn from(id: UserId) -> Self {
        Self {
            text: id.0,
            is_id: true,
        }
    }
}

impl From<&UserId> for UserKey {
    fn from(id: &UserId) -> Self {
        id.clone().into()
    }
}

impl From<&UserKey> for UserKey {
    fn from(key: &UserKey) -> Self {
        key.clone()
    }
}

impl From<&str> for UserKey {
    /// An id or a login.
    fn from(id_or_login: &str) -> Self {
        Self::login(id_or_login)
    }
}

impl From<&String> for UserKey {
    /// An id or a login.
    fn from(id_or_login: &String) -> Self {
        Self::login(id_or_login)
    }
}

impl From<String> for UserKey {
    /// An id or a login.
    fn from(id_or_login: String) -> Self {
        Self::login(id_or_login)
    }
}

impl AsRef<str> for UserKey {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for UserKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.text)
    }
}

impl fmt::Debug for UserKey {
    /// A login is a personal value, and text that was not given as an id may be one.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "UserKey({})",
            if self.is_id { &self.text } else { "…" }
        )
    }
}
