//! When passwords expire: of one person, and who is next.
//!
//! Okta tells the day of nobody's password. It follows from the policy that applies to the person, which is the first by
//! priority whose conditions the person meets, and from when the password was changed. Where a part of that cannot be read or
//! is not understood, the answer is [`PasswordExpiry::Unknown`] with the reason, and never a date.
//!
//! Okta's page: <https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Policy/>.

mod everyone;
mod policies;
mod verbs;

pub use everyone::{ExpiringPassword, ExpiringPasswords};
pub use policies::PasswordPolicies;

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use okta_models::{
    PolicyId,
    user_credentials::AuthenticationProviderType,
    users::{User, UserStatus},
};

/// When a password expires.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PasswordExpiry {
    /// On a day, which may be past: Okta notices at the next sign-in.
    At {
        /// When.
        time: Timestamp,
        /// The policy that says so.
        policy: PolicyId,
    },
    /// Never, as the policy says.
    Never {
        /// The policy that says so.
        policy: PolicyId,
    },
    /// It has: the user must choose another one.
    Expired,
    /// The user has none: not activated, waiting for one, or federated.
    NoPassword,
    /// It belongs to a directory, which decides.
    OwnedElsewhere(AuthenticationProviderType),
    /// It cannot be told.
    Unknown(UnknownExpiry),
}

impl PasswordExpiry {
    /// Whole days from `now` on, rounded down: 0 is within a day, negative is past; `None` where there is no day.
    pub fn days_left(&self, now: Timestamp) -> Option<i64> {
        let Self::At { time, .. } = self else {
            return None;
        };
        let left = time.duration_since(now);
        Some(left.as_secs().div_euclid(SECONDS_A_DAY))
    }
}

const SECONDS_A_DAY: i64 = 86_400;

/// Why it cannot be told when a password expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnknownExpiry {
    /// The token may not read policies: it takes `okta.policies.read`.
    PoliciesUnreadable,
    /// The token does not see all of the user's groups, not even `Everyone`, so another policy may apply.
    GroupsHidden,
    /// A policy that may apply has conditions, a status or a priority that this version does not know.
    PolicyNotUnderstood,
    /// No policy that the token sees applies, though Okta has one for everyone.
    NoPolicy,
    /// The policy does not tell the age of passwords.
    AgeNotTold,
    /// The user's record tells not who checks the password, or not when it was changed.
    PasswordNotTold,
}

impl fmt::Display for UnknownExpiry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::PoliciesUnreadable => "the token may not read policies",
            Self::GroupsHidden => "the token does not see all groups",
            Self::PolicyNotUnderstood => "a policy has conditions that are not understood",
            Self::NoPolicy => "no policy that the token sees applies",
            Self::AgeNotTold => "the policy does not tell the age of passwords",
            Self::PasswordNotTold => "the user's record does not tell about the password",
        })
    }
}

/// What the user's record alone decides; otherwise since when Okta keeps the password.
fn of_record(user: &User) -> Result<Timestamp, PasswordExpiry> {
    let unknown = PasswordExpiry::Unknown(UnknownExpiry::PasswordNotTold);
    let Some(Ok(credentials)) = user.credentials() else {
        return Err(unknown);
    };
    match credentials.provider.and_then(|provider| provider.provider_type) {
        Some(AuthenticationProviderType::Okta | AuthenticationProviderType::Import) => {}
        Some(AuthenticationProviderType::Federation | AuthenticationProviderType::Social) => {
            return Err(PasswordExpiry::NoPassword);
        }
        Some(AuthenticationProviderType::Unknown(_)) | None => return Err(unknown),
        Some(directory) => return Err(PasswordExpiry::OwnedElsewhere(directory)),
    }
    match &user.status {
        Some(UserStatus::PasswordExpired) => return Err(PasswordExpiry::Expired),
        Some(UserStatus::Deprovisioned) => return Err(PasswordExpiry::NoPassword),
        _ => {}
    }
    if credentials.password.is_none() {
        return Err(PasswordExpiry::NoPassword);
    }
    user.password_changed.ok_or(unknown)
}

/// `days` after `changed`.
fn after(changed: Timestamp, days: u64, policy: &PolicyId) -> PasswordExpiry {
    if days == 0 {
        return PasswordExpiry::Never {
            policy: policy.clone(),
        };
    }
    let seconds = i64::try_from(days)
        .ok()
        .and_then(|days| days.checked_mul(SECONDS_A_DAY));
    let time = seconds.and_then(|seconds| changed.checked_add(SignedDuration::from_secs(seconds)).ok());
    match time {
        Some(time) => PasswordExpiry::At {
            time,
            policy: policy.clone(),
        },
        // Later than any calendar goes.
        None => PasswordExpiry::Never {
            policy: policy.clone(),
        },
    }
}
