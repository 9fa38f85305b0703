//! Joiner, mover, leaver: actions on people's access that check first, converge, and prove themselves.
//!
//! Each of the thirteen actions reads the state, sends nothing when it already holds, refuses what Okta would refuse with
//! a reason that helps, and reads the result back instead of assuming it. Doing an action twice is not an error.
//!
//! ```no_run
//! use okta_lifecycle::{Change, Lifecycle};
//! use okta_transport::Client;
//!
//! # async fn example() -> Result<(), okta_lifecycle::Error> {
//! let client = Client::from_environment()?;
//! let lifecycle = Lifecycle::new(&client);
//! let outcome = lifecycle.suspend_user("ada@example.com").await?;
//! assert!(matches!(outcome.change(), Change::Made | Change::AlreadyHeld));
//! println!("{outcome}");
//! # Ok(())
//! # }
//! ```
//!
//! # The thirteen actions
//!
//! | action | sends | holds already when |
//! | --- | --- | --- |
//! | [`activate_user`](Lifecycle::activate_user) | activateUser | the user is active, or waits for a password |
//! | [`deactivate_user`](Lifecycle::deactivate_user) | deactivateUser | DEPROVISIONED |
//! | [`suspend_user`](Lifecycle::suspend_user) | suspendUser | SUSPENDED |
//! | [`unsuspend_user`](Lifecycle::unsuspend_user) | unsuspendUser | ACTIVE |
//! | [`unlock_user`](Lifecycle::unlock_user) | unlockUser | ACTIVE and not blocked anywhere |
//! | [`add_user_to_group`](Lifecycle::add_user_to_group) | assignUserToGroup | a member |
//! | [`remove_user_from_group`](Lifecycle::remove_user_from_group) | unassignUserFromGroup | not a member |
//! | [`assign_app`](Lifecycle::assign_app) | assignUserToApplication | a user of the app, also through a group |
//! | [`revoke_app`](Lifecycle::revoke_app) | unassignUserFromApplication | not a user of the app |
//! | [`clear_sessions`](Lifecycle::clear_sessions) | revokeUserSessions | never: sessions cannot be listed |
//! | [`expire_password`](Lifecycle::expire_password) | expirePassword | PASSWORD_EXPIRED |
//! | [`reset_password`](Lifecycle::reset_password) | resetPassword | RECOVERY, unless the link is wanted again |
//! | [`get_user`](Lifecycle::get_user) | getUser | |
//!
//! # What to read next
//!
//! - [`Lifecycle`]: the actions. [`Outcome`]: what an action found, did and proved. [`Error`]: why one could not be done.

mod actions;
mod error;
mod expiry;
mod outcome;

pub use actions::{
    Activation, AppAssignment, GroupAppAssignment, GroupCreation, GroupTarget, Identity, KnownGroup,
    Lifecycle, MembershipOptions, NewUser, PasswordReset, ProfileChange, ProfileSchema, ResetPasswordOptions,
    TemporaryAccessCode, TemporaryAccessCodeOptions, TemporaryPassword, UserCreation,
};
pub use error::{Error, ErrorKind};
pub use expiry::{ExpiringPassword, ExpiringPasswords, PasswordExpiry, PasswordPolicies, UnknownExpiry};
pub use outcome::{Action, Change, Outcome, Proof, Subject};
