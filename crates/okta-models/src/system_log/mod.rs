//! The System Log: what happened in the org; Okta's tag `SystemLog`.
//!
//! Okta answers one operation in two ways, and a program that takes one for the other never ends, or misses events. Here
//! they are two types: [`QueryLogEvents`] asks for the events between two moments and ends by itself, [`TailLogEvents`] is
//! where an endless tail begins, which a transport reads. [`ListLogEvents`] is Okta's operation as it is, one page of either.
//!
//! The same events come by event hook, see [`EventHookDelivery`].

mod model;
mod operations;

pub use model::{
    EventHookDelivery, EventHookEvents, LogActor, LogClient, LogEvent, LogOutcome, LogOutcomeResult,
    LogSeverity, LogSortOrder, LogTarget, LogTransaction,
};
pub use operations::{ListLogEvents, QueryLogEvents, TailLogEvents};
