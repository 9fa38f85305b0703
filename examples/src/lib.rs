//! Runnable programs of the Okta SDK for Rust. Start with `cargo run --example tour`.
