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
//! # Plans
//!
//! What is to become of a person, somebody who comes, moves, goes or comes back, is planned as a whole, agreed to, and run:
//!
//! ```no_run
//! use okta_lifecycle::{JsonLines, Leaver, Planner, Runner};
//! use okta_transport::Client;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let okta = Client::from_environment()?;
//! let plan = Planner::new(&okta).plan(Leaver::of("ada@example.com")).await?;
//! print!("{plan}"); // the dry run: each step with what it expects, leaves, needs and costs
//! let held = okta_permissions::Preflight::new(&plan.profile()).run(&okta).await?;
//! assert!(!plan.check(&held).is_denied(), "the token is too weak");
//! let runner = Runner::new(&okta).journal(JsonLines::open("leavers.jsonl")?);
//! let report = runner.run(&plan).await?;
//! print!("{report}"); // what is done, what is not and why, what the token lacks
//! # Ok(())
//! # }
//! ```
//!
//! What already is so costs no call, what cannot be undone comes last, every step is read back, and an answer that got lost
//! is settled by reading. A [`Journal`] is written before and after each change: a run that was killed goes on
//! ([`Runner::resume`]) without doing anything twice, and is undone ([`Planner::undo`]) without overwriting what somebody
//! changed since.
//!
//! An *intent* is what is to become of a person; a *plan* the steps that this takes, for the person as read; a *run* is a
//! plan that is carried out, and a *journal* what was written down of it.
//!
//! | feature | what it adds |
//! | --- | --- |
//! | `sqlite` | `Sqlite`, a journal in a database; it brings SQLite, which is C |
//!
//! # What to read next
//!
//! - [`Intent`]: [`Joiner`], [`Mover`], [`Leaver`], [`Rehire`] and [`Sequence`], with [`RoleTemplate`]s from files. [`Planner`]
//!   and [`Plan`]; [`Runner`] and [`RunReport`]; [`Journal`]; [`Bulk`] for thousands of people from a file.
//! - [`Lifecycle`]: the actions. [`Outcome`]: what an action found, did and proved. [`Error`]: why one could not be done.

mod actions;
mod bulk;
mod error;
mod expiry;
mod intent;
mod journal;
mod outcome;
mod plan;
mod run;
mod undo;

pub use actions::{
    Activation, AppAssignment, GroupAppAssignment, GroupCreation, GroupTarget, Identity, KnownGroup,
    Lifecycle, MembershipOptions, NewUser, PasswordReset, ProfileChange, ProfileSchema, ResetPasswordOptions,
    TemporaryAccessCode, TemporaryAccessCodeOptions, TemporaryPassword, UserCreation,
};
pub use bulk::{Bulk, BulkSummary, DryRun, Results, Row, RowOutcome, RowResult, leavers_from_csv};
pub use error::{Error, ErrorKind};
pub use expiry::{ExpiringPassword, ExpiringPasswords, PasswordExpiry, PasswordPolicies, UnknownExpiry};
pub use intent::{
    AppLabel, AppTemplate, GroupName, Intent, Joiner, Leaver, Mover, Rehire, RoleTemplate, Sequence, Wanted,
};
#[cfg(feature = "sqlite")]
pub use journal::Sqlite;
pub use journal::{Durability, InMemory, Journal, JsonLines, Record, RunHistory, RunId};
pub use outcome::{Action, Change, Outcome, Proof, Subject};
pub use plan::{
    AppRecord, Attributes, Condition, GroupRecord, Left, Owned, Plan, PlanCheck, Planner, ProblemKind,
    Reversal, Step, StepAction, StepCheck, TemplateProblem, Unread, Wait,
};
pub use run::{
    Cancellation, Event, Failure, FailureKind, Missing, Observer, Proven, RunReport, Runner, SkipReason,
    StepOutcome, StepReport,
};
