//! The System Log without an end: [`LogTail`] reads it, [`LogPosition`] is where it stands.
//!
//! `tail.rs` polls, `pace.rs` decides when and `page_size.rs` for how much, `recent.rs` knows which events were delivered, `position.rs` is what survives
//! the process, and `stop.rs` ends a tail from elsewhere.

mod pace;
mod page_size;
mod position;
mod recent;
mod stop;
mod tail;

use okta_models::system_log::ListLogEvents;
use okta_models::{Metadata, Operation};
pub use position::LogPosition;
pub use stop::TailStopper;
pub use tail::LogTail;

const LOG: Metadata = ListLogEvents::METADATA;
