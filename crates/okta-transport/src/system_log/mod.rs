//! The System Log without an end: [`LogTail`] reads it, [`LogPosition`] is where it stands.
//!
//! `tail.rs` polls, `pace.rs` decides when, `recent.rs` knows which events were delivered, `position.rs` is what survives
//! the process, and `stop.rs` ends a tail from elsewhere.

mod pace;
mod position;
mod recent;
mod stop;
mod tail;

pub use position::LogPosition;
pub use stop::TailStopper;
pub use tail::LogTail;
