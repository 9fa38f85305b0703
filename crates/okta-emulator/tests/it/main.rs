//! What the emulator promises, one module a promise.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of tests fails the test, as the test itself may"
)]

mod api_tokens;
mod app_shapes;
#[cfg(feature = "command-line")]
mod binary;
mod concurrency;
mod control;
mod custom_access;
mod custom_roles;
mod errors;
mod faults;
mod filters;
mod generator;
mod iam_lists;
mod enrolment;
mod event_hooks;
mod group_rules;
mod lifecycle;
mod linked_objects;
mod oddities;
mod org;
mod over_tcp;
mod page;
mod pagination;
mod permissions;
mod principal_rate_limits;
mod protected_administrators;
mod rate_limits;
mod replay;
mod request_lines;
mod role_targets;
mod scoped_access;
mod search_lag;
mod served;
mod snapshot;
mod policies;
mod schemas;
mod sessions;
mod settings;
mod state_machine;
mod system_log;
mod wire;
