//! The promises of okta-models, one module each.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod fixtures;
mod odd_json;
mod operations;
mod outputs;
mod paths;
mod recordings;
mod round_trip;
mod specification;
mod table;
mod writes;
