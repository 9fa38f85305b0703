//! The System Log: what happened in the org; Okta's tag `SystemLog`.
//!
//! The same events come by event hook, see [`EventHookDelivery`].

mod model;
mod operations;

pub use model::{
    EventHookDelivery, EventHookEvents, LogActor, LogClient, LogEvent, LogOutcome, LogOutcomeResult,
    LogSeverity, LogSortOrder, LogTarget, LogTransaction,
};
pub use operations::ListLogEvents;
