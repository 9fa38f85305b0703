//! What the emulator promises, one module a promise.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of tests fails the test, as the test itself may"
)]

#[cfg(feature = "command-line")]
mod binary;
mod concurrency;
mod control;
mod errors;
mod faults;
mod filters;
mod generator;
mod kept_answers;
mod lifecycle;
mod oddities;
mod org;
mod over_tcp;
mod page;
mod pagination;
mod permissions;
mod rate_limits;
mod request_lines;
mod search_lag;
mod served;
mod snapshot;
mod state_machine;
mod system_log;
mod wire;
