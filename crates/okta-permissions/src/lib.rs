//! Permissions and roles of Okta: what an operation needs and what a token has
