//! What the emulator promises, one module a promise.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of tests fails the test, as the test itself may"
)]

mod answers;
mod api_tokens;
mod app_shapes;
mod app_sign_ins;
mod authenticator_enrollments;
mod background_work;
#[cfg(feature = "command-line")]
mod binary;
#[path = "../checker/mod.rs"]
mod checker;
mod client_credentials;
mod concurrency;
mod control;
mod custom_access;
mod custom_roles;
mod dpop;
mod enrolment;
mod errors;
mod event_hooks;
mod every_operation;
mod factor_verification;
mod faults;
mod filters;
mod generator;
mod group_owners;
mod group_rules;
mod iam_lists;
mod identity_providers;
mod imports;
mod kept_answers;
mod lifecycle;
mod linked_objects;
mod oddities;
mod org;
mod over_tcp;
mod page;
mod page_in_chromium;
mod pagination;
mod password_policies;
mod permissions;
mod policies;
mod principal_rate_limits;
mod profile_values;
mod protected_administrators;
mod python_sdk;
mod rate_limits;
mod replay;
mod request_lines;
mod role_targets;
mod schemas;
mod scoped_access;
mod search_lag;
mod served;
mod service_app_roles;
mod service_apps;
mod sessions;
mod settings;
mod signer;
mod snapshot;
mod specification;
mod state_machine;
mod system_log;
mod system_log_queries;
mod traffic;
mod user_operations;
mod user_versions;
mod web_driver;
mod wire;
mod yubikey_tokens;
