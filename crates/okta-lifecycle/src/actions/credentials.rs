//! Actions on a user's credentials: expire password, reset password, clear sessions.

use okta_models::{
    Secret, UserKey,
    sessions::RevokeUserSessions,
    user_credentials::{ExpirePassword, ResetPassword},
    users::{User, UserStatus},
};

use super::{Lifecycle, already, password_owner};
use crate::{Action, Change, Error, ErrorKind, Outcome, Proof};

/// How a password is reset.
///
/// ```
/// use okta_lifecycle::ResetPasswordOptions;
///
/// let by_phone = ResetPasswordOptions::new().hand_over_link().revoke_sessions();
/// assert_ne!(by_phone, ResetPasswordOptions::new());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResetPasswordOptions {
    hand_over_link: bool,
    revoke_sessions: bool,
    again: bool,
}

impl ResetPasswordOptions {
    /// A mail to the user; sessions go on; nothing when a reset is under way.
    pub fn new() -> Self {
        Self::default()
    }

    /// No mail: the link comes back in [`PasswordReset::link`], to be handed to the user in another way.
    pub fn hand_over_link(mut self) -> Self {
        self.hand_over_link = true;
        self
    }

    /// Ends the user's sessions.
    pub fn revoke_sessions(mut self) -> Self {
        self.revoke_sessions = true;
        self
    }

    /// Starts the reset anew for a user who is in RECOVERY already, say because the mail was lost.
    ///
    /// No source settles whether Okta does that; where it refuses, the refusal is the error.
    pub fn again(mut self) -> Self {
        self.again = true;
        self
    }
}

/// A password reset.
///
/// ```no_run
/// # async fn example(lifecycle: okta_lifecycle::Lifecycle) -> Result<(), okta_lifecycle::Error> {
/// let options = okta_lifecycle::ResetPasswordOptions::new().hand_over_link();
/// let reset = lifecycle.reset_password("ada@example.com", options).await?;
/// if reset.link().is_none() {
///     println!("{}: no link, a reset was under way", reset.outcome());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct PasswordReset {
    outcome: Outcome,
    link: Option<Secret>,
}

impl PasswordReset {
    /// What was found, done and proved.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The link with which the user sets a new password.
    ///
    /// It is there when it was asked for, a reset was started by this call, and the answer arrived; not when the user was
    /// in RECOVERY already, since Okta gives no link out twice.
    pub fn link(&self) -> Option<&Secret> {
        self.link.as_ref()
    }
}

impl Lifecycle {
    /// Makes a user choose a new password at the next sign-in.
    ///
    /// # Errors
    ///
    /// When the password belongs to a directory, the user has no password to expire, or a call fails.
    pub async fn expire_password(&self, user: impl Into<UserKey>) -> Result<Outcome, Error> {
        let action = Action::ExpirePassword;
        let user = self.read(action, user).await?;
        if user.status == Some(UserStatus::PasswordExpired) {
            return Ok(already(action, user));
        }
        has_own_password(action, &user)?;
        let expire = ExpirePassword::new(&user.id);
        Ok(self
            .reach(action, user, expire, |status| {
                *status == UserStatus::PasswordExpired
            })
            .await?
            .0)
    }

    /// Starts a password reset: the user is in RECOVERY until a new password is chosen.
    ///
    /// # Errors
    ///
    /// When the password belongs to a directory, the user has no password to reset, or a call fails.
    pub async fn reset_password(
        &self,
        user: impl Into<UserKey>,
        options: ResetPasswordOptions,
    ) -> Result<PasswordReset, Error> {
        let action = Action::ResetPassword;
        let user = self.read(action, user).await?;
        if user.status == Some(UserStatus::Recovery) && !options.again {
            // The reset is under way; that the sessions end is asked for all the same.
            let outcome = if options.revoke_sessions {
                self.end_sessions(action, user).await?
            } else {
                already(action, user)
            };
            return Ok(PasswordReset { outcome, link: None });
        }
        has_own_password(action, &user)?;
        let reset = ResetPassword::new(&user.id)
            .send_email(!options.hand_over_link)
            .revoke_sessions(options.revoke_sessions);
        let (outcome, token) = self
            .reach(action, user, reset, |status| *status == UserStatus::Recovery)
            .await?;
        Ok(PasswordReset {
            outcome,
            link: token.and_then(|token| token.reset_password_url),
        })
    }

    /// Ends all of a user's Okta sessions. Sessions of web and native apps go on.
    ///
    /// Okta has no list of sessions, so the outcome is [`Proof::Accepted`], and every call sends.
    ///
    /// # Errors
    ///
    /// When a call fails.
    pub async fn clear_sessions(&self, user: impl Into<UserKey>) -> Result<Outcome, Error> {
        let action = Action::ClearSessions;
        let user = self.read(action, user).await?;
        self.end_sessions(action, user).await
    }

    async fn end_sessions(&self, action: Action, user: User) -> Result<Outcome, Error> {
        let clear = RevokeUserSessions::new(&user.id);
        self.client
            .send(clear)
            .await
            .map_err(|error| Error::transport_of(action, error))?;
        Ok(Outcome::of_user(
            action,
            Change::Made,
            Proof::Accepted,
            user.status.clone(),
            user,
        ))
    }
}

/// Okta keeps a password of this user that can be expired or reset.
///
/// Which statuses Okta accepts beyond ACTIVE, PASSWORD_EXPIRED and RECOVERY no source settles, so those that may be right
/// are left to Okta's own answer.
pub(super) fn has_own_password(action: Action, user: &User) -> Result<(), Error> {
    is_okta_s_own(action, user)?;
    let advice = match &user.status {
        Some(UserStatus::Staged | UserStatus::Deprovisioned) => "activate the user first",
        Some(UserStatus::Suspended) => "unsuspend the user first",
        _ => return Ok(()),
    };
    Err(Error::wrong_status(action, user.status.as_ref(), advice))
}

/// Okta keeps this user's password, or would.
pub(super) fn is_okta_s_own(action: Action, user: &User) -> Result<(), Error> {
    match password_owner(user) {
        Some(owner) => {
            let message = format!("the user's password belongs to {owner}; change it there");
            Err(Error::new(action, ErrorKind::OwnedElsewhere, message))
        }
        None => Ok(()),
    }
}
