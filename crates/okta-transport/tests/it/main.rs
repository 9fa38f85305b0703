//! What okta-transport promises, one module per promise.

#![cfg(test)]

mod support;

mod administration;
#[cfg(feature = "reqwest")]
mod all_output;
#[cfg(any(feature = "reqwest", feature = "redis"))]
mod authority;
#[cfg(feature = "blocking")]
mod blocking;
#[cfg(feature = "reqwest")]
mod body_limit;
mod configuration;
mod error_shape;
mod fuzz;
mod governor;
mod keys;
mod lists_in_objects;
mod messages;
mod observing;
mod page_size;
mod pagination;
#[cfg(feature = "reqwest")]
mod path_safety;
mod plug_in;
#[cfg(feature = "reqwest")]
mod proxies;
mod reading_ahead;
mod retries;
#[cfg(feature = "reqwest")]
mod same_origin;
mod sdk_defects;
mod secrets;
mod service_apps;
mod storm;
mod system_log;
mod tokens;
#[cfg(feature = "reqwest")]
mod trust;
#[cfg(feature = "reqwest")]
mod wire;
