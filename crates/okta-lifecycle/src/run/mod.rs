//! [`Runner`]: runs plans.
//!
//! `runner.rs` runs the steps of a plan in order, `execute.rs` does one: read, write down, send, read back, write down.
//! `live.rs` is what is known of the person meanwhile, `send.rs` how an action becomes an operation. `outcome.rs` and
//! `report.rs` are what comes of it.

mod cancellation;
mod execute;
mod live;
mod observer;
mod outcome;
mod report;
mod runner;
mod send;

pub use cancellation::Cancellation;
pub use observer::{Event, Observer};
pub use outcome::{Failure, FailureKind, Missing, Proven, SkipReason, StepOutcome};
pub use report::{RunReport, StepReport};
pub use runner::Runner;
