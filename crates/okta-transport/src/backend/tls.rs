//! TLS by rustls with the ring provider and the platform's trust store, whatever other crates of the process choose.

use std::sync::Arc;

use rustls_platform_verifier::BuilderVerifierExt;

use crate::error::{Error, Result};

pub(crate) fn tls() -> Result<rustls::ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(BuilderVerifierExt::with_platform_verifier)
        .map_err(|problem| {
            Error::configuration(
                format!("TLS could not be set up: {problem}"),
                "Install the system's CA certificates (ca-certificates).",
            )
        })?;
    Ok(config.with_no_client_auth())
}
