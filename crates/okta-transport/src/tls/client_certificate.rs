//! [`ClientCertificate`]: a certificate with its key, for servers and proxies that ask who calls.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use okta_models::Secret;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::sign::CertifiedKey;
use zeroize::Zeroizing;

use super::certificates::{file, read};
use crate::error::{Error, Result};

const FORMS: &str = "Give the certificate, then those that it is signed by, and its unencrypted private key (PKCS#8, PKCS#1 \
                     or SEC1), as PEM.";

/// A client's certificate with those that it is signed by, and its private key, for
/// [`Tls::client_certificate`](super::Tls::client_certificate). `Debug` does not show the key.
///
/// Okta itself asks for none: it is for a gateway or proxy before it.
///
/// ```no_run
/// use okta_transport::ClientCertificate;
///
/// let one_file = ClientCertificate::from_file("/run/secrets/client.pem")?;
/// let two_files = ClientCertificate::from_files("/run/secrets/tls.crt", "/run/secrets/tls.key")?;
/// # Ok::<(), okta_transport::Error>(())
/// ```
#[derive(Clone)]
pub struct ClientCertificate(Arc<CertifiedKey>);

impl ClientCertificate {
    /// Reads PEM that holds certificate and key.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration), which says what is missing or does not fit, and
    /// holds nothing of the text.
    pub fn parse(pem: impl Into<Secret>) -> Result<Self> {
        let pem = pem.into();
        Self::of(pem.expose().as_bytes(), pem.expose().as_bytes())
    }

    /// Reads a file of PEM that holds certificate and key.
    ///
    /// # Errors
    ///
    /// As [`parse`](ClientCertificate::parse), and when the file cannot be read.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        let pem = Zeroizing::new(file(path.as_ref(), "of the client certificate")?);
        Self::of(&pem, &pem)
    }

    /// Reads certificate and key from a file each.
    ///
    /// # Errors
    ///
    /// As [`from_file`](ClientCertificate::from_file).
    pub fn from_files(certificate: impl AsRef<Path>, key: impl AsRef<Path>) -> Result<Self> {
        let certificate = file(certificate.as_ref(), "of the client certificate")?;
        let key = Zeroizing::new(file(key.as_ref(), "of the client certificate's key")?);
        Self::of(&certificate, &key)
    }

    fn of(certificate: &[u8], key: &[u8]) -> Result<Self> {
        let refuse = |what: &str| Error::configuration(format!("the client certificate {what}"), FORMS);
        let certificates = read(certificate)?;
        let key =
            PrivateKeyDer::from_pem_slice(key).map_err(|_| refuse("has no private key that can be read"))?;
        let provider = rustls::crypto::ring::default_provider();
        let both = CertifiedKey::from_der(certificates, key, &provider);
        // rustls tells no more of a key than that it is of no use.
        let both = both.map_err(|_| {
            refuse("and its private key do not belong together, or are of a kind that TLS has not")
        })?;
        Ok(Self(Arc::new(both)))
    }

    pub(super) fn key(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.0)
    }
}

impl fmt::Debug for ClientCertificate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientCertificate")
            .field("certificates", &self.0.cert.len())
            .finish_non_exhaustive()
    }
}
