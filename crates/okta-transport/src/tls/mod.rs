//! [`Tls`]: whom a connection trusts, and as whom it shows itself.
//!
//! TLS is rustls with the ring provider, whatever other crates of the process choose. What a failed handshake tells is in
//! `refusal.rs`.

mod certificates;
mod client_certificate;
mod refusal;

use std::fmt;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::sign::SingleCertAndKey;
use rustls_platform_verifier::Verifier;

pub use certificates::Certificates;
pub use client_certificate::ClientCertificate;
#[cfg(feature = "reqwest")]
pub(crate) use refusal::refuses_client;
pub(crate) use refusal::{Refusal, rustls_error};

use crate::error::{Error, Result};

/// The TLS settings of connections: to the org, its token endpoint included, to a proxy that is called over https, and
/// to a Redis.
///
/// The platform's trust store counts always; on Linux `SSL_CERT_FILE` and `SSL_CERT_DIR` name another one. These
/// settings add to it, and can turn off nothing: there is no connection whose certificate is not checked.
/// They are made in code alone. An `okta.yaml` could add a root and a proxy, and whoever wrote it would read the token.
///
/// ```no_run
/// use okta_transport::{Certificates, Client, ReqwestBackend, Tls};
///
/// # fn main() -> okta_transport::Result<()> {
/// let tls = Tls::default().trust(Certificates::from_file("/etc/acme/proxy-root.pem")?);
/// let okta = Client::builder()
///     .org("https://acme.okta.com")
///     .api_token("00a1b2c3")
///     .reqwest_backend(ReqwestBackend::builder().tls(tls))
///     .build()?;
/// # let _ = okta;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Tls {
    trusted: Vec<CertificateDer<'static>>,
    shown: Option<ClientCertificate>,
}

impl Tls {
    /// Trusts these root certificates beside the platform's: of a proxy that inspects TLS, or of an authority of one's own.
    /// Given twice, both count.
    pub fn trust(mut self, roots: Certificates) -> Self {
        self.trusted.extend(roots.into_der());
        self
    }

    /// Shows this certificate to a server that asks for one.
    pub fn client_certificate(mut self, certificate: ClientCertificate) -> Self {
        self.shown = Some(certificate);
        self
    }

    /// The settings as rustls has them.
    pub(crate) fn client_config(&self) -> Result<rustls::ClientConfig> {
        let failed = |problem: rustls::Error| {
            Error::configuration(
                format!("TLS could not be set up: {problem}"),
                "Install the system's CA certificates (ca-certificates).",
            )
        };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = Verifier::new_with_extra_roots(self.trusted.iter().cloned(), Arc::clone(&provider));
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(failed)?
            .dangerous() // rustls calls every verifier so that is not its own; this one is the platform's.
            .with_custom_certificate_verifier(Arc::new(verifier.map_err(failed)?));
        Ok(match &self.shown {
            None => config.with_no_client_auth(),
            Some(shown) => config.with_client_cert_resolver(Arc::new(SingleCertAndKey::from(shown.key()))),
        })
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Tls")
            .field("trusted", &self.trusted.len())
            .field("client_certificate", &self.shown)
            .finish()
    }
}
