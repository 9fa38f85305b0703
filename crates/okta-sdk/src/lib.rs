//! The Okta SDK for Rust: one dependency, one prelude
