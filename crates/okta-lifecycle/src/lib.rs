//! Joiner, mover, leaver: actions on people's access that check first, converge, and prove themselves.
//!
//! Each action reads the state, sends nothing when it already holds, refuses what Okta would refuse with a reason that
//! helps, and reads the result back instead of assuming it. Doing an action twice is not an error, and an answer that gets
//! lost is settled by reading.
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
//! # The actions
//!
//! On the user:
//!
//! | action | sends | holds already when |
//! | --- | --- | --- |
//! | [`create_user`](Lifecycle::create_user) | createUser | a user has this login and these attributes |
//! | [`activate_user`](Lifecycle::activate_user), [`activate_user_by_link`](Lifecycle::activate_user_by_link) | activateUser | the user is active, or waits for a password |
//! | [`reactivate_user`](Lifecycle::reactivate_user) | reactivateUser | ACTIVE |
//! | [`suspend_user`](Lifecycle::suspend_user) | suspendUser | SUSPENDED |
//! | [`unsuspend_user`](Lifecycle::unsuspend_user) | unsuspendUser | ACTIVE |
//! | [`unlock_user`](Lifecycle::unlock_user) | unlockUser | ACTIVE and not blocked anywhere |
//! | [`deactivate_user`](Lifecycle::deactivate_user), [`deactivate_user_in_background`](Lifecycle::deactivate_user_in_background) | deactivateUser | DEPROVISIONED |
//! | [`delete_user`](Lifecycle::delete_user) | deactivateUser, deleteUser | Okta does not know the id |
//! | [`update_profile`](Lifecycle::update_profile), [`change_login`](Lifecycle::change_login) | updateUser | the attributes are so |
//! | [`change_user_type`](Lifecycle::change_user_type) | replaceUser | of this type |
//! | [`identify_user`](Lifecycle::identify_user), [`get_user`](Lifecycle::get_user) | | |
//!
//! On what the user signs in with:
//!
//! | action | sends | holds already when |
//! | --- | --- | --- |
//! | [`expire_password`](Lifecycle::expire_password) | expirePassword | PASSWORD_EXPIRED |
//! | [`reset_password`](Lifecycle::reset_password) | resetPassword | RECOVERY, unless the link is wanted again |
//! | [`set_password`](Lifecycle::set_password) | updateUser | never |
//! | [`give_temporary_password`](Lifecycle::give_temporary_password) | expirePasswordWithTempPassword | never |
//! | [`give_temporary_access_code`](Lifecycle::give_temporary_access_code) | createTacAuthenticatorEnrollment | never |
//! | [`reset_factor`](Lifecycle::reset_factor) | unenrollFactor | no such factor |
//! | [`reset_factors`](Lifecycle::reset_factors) | resetFactors | never: a list of factors may leave some out |
//! | [`clear_sessions`](Lifecycle::clear_sessions) | revokeUserSessions | never: sessions cannot be listed |
//! | [`revoke_tokens`](Lifecycle::revoke_tokens), [`revoke_tokens_of_client`](Lifecycle::revoke_tokens_of_client) | revokeTokensForUserAndClient | no token is in force |
//! | [`revoke_grants`](Lifecycle::revoke_grants), [`revoke_grants_of_client`](Lifecycle::revoke_grants_of_client) | revokeUserGrants, revokeGrantsForUserAndClient | no grant is in force |
//! | [`list_factors`](Lifecycle::list_factors) | | |
//! | [`password_expiry`](Lifecycle::password_expiry), [`passwords_expiring_within`](Lifecycle::passwords_expiring_within) | | |
//!
//! On groups and apps:
//!
//! | action | sends | holds already when |
//! | --- | --- | --- |
//! | [`add_user_to_group`](Lifecycle::add_user_to_group) | assignUserToGroup | a member |
//! | [`remove_user_from_group`](Lifecycle::remove_user_from_group) | unassignUserFromGroup | not a member |
//! | [`create_group`](Lifecycle::create_group) | addGroup | there is one of this name |
//! | [`assign_app`](Lifecycle::assign_app) | assignUserToApplication | a user of the app, also through a group |
//! | [`assign_app_as`](Lifecycle::assign_app_as) | assignUserToApplication, or updateApplicationUser | a user of the app with this user name and these attributes |
//! | [`revoke_app`](Lifecycle::revoke_app) | unassignUserFromApplication | not a user of the app |
//! | [`assign_app_to_group`](Lifecycle::assign_app_to_group) | assignGroupToApplication | assigned with this priority and these attributes |
//! | [`revoke_app_from_group`](Lifecycle::revoke_app_from_group) | unassignApplicationFromGroup | not assigned |
//!
//! # What an action costs
//!
//! One read, its writes, and one read, for users and groups that are named by id; what holds already costs the first read.
//! A login costs one call more, which finds the id, where the action would not read the user anyway. A group whose members
//! are changed costs one more, which finds its type, unless it is a [`KnownGroup`]; attributes of the org's own cost one
//! more, which reads the schema, unless a [`ProfileSchema`] is handed over; a temporary access code one more, which finds the
//! org's authenticator, unless it is named; [`unlock_user`](Lifecycle::unlock_user) of an ACTIVE user also reads the blocks,
//! and [`revoke_tokens`](Lifecycle::revoke_tokens) goes from client to client. The tests count.
//!
//! # What stands in the way
//!
//! Before anything is sent an action recognises a status that does not allow it, a password or group that another system
//! owns (APP_GROUP, BUILT_IN), an app that comes through a group, an attribute that the schema does not have; and of a
//! [`KnownGroup`] also group rules and admin roles. [`ErrorKind`] names each.
//!
//! Which rules fill a group, and whether it holds an admin role, no single read tells beside the membership. So a
//! [`KnownGroup`] is looked into once, for many changes ([`Lifecycle::group`]); plans and bulk jobs look every group up, once
//! for all people, and print what they found; and an action on a group that is named by its id alone finds out that it holds
//! an admin role when Okta refuses the change for that, and does not see rules.
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
//! changed since. One step may be sent twice, because nothing can be read of it and twice is as once: that which ends the
//! sessions ([`StepAction::RevokeUserSessions`]).
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
//! - [`NewUser`], [`Identity`], [`ProfileChange`], [`AppAssignment`]: what actions are told. [`PasswordExpiry`]: when a
//!   password expires, or why that cannot be told.

mod actions;
mod bulk;
mod error;
mod expiry;
mod intent;
mod journal;
mod lines;
mod logins;
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
