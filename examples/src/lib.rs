//! Runnable programs of the Okta SDK for Rust.
