//! The figures of the Okta SDK for Rust, each with its baseline beside it: `cargo bench -p benches`.
