//! Okta's identity core as Rust types, and its operations as values that perform no I/O
