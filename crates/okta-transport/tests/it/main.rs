//! What okta-transport promises, one module per promise.

#![cfg(test)]

mod support;

mod configuration;
mod error_shape;
mod messages;
mod pagination;
#[cfg(feature = "reqwest")]
mod path_safety;
mod plug_in;
mod retries;
#[cfg(feature = "reqwest")]
mod same_origin;
mod secrets;
#[cfg(feature = "reqwest")]
mod wire;
