//! [`Certificates`]: root certificates, from a text or a file.

use std::fmt;
use std::path::Path;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use crate::error::{Error, Result};

const FORMS: &str = "Give certificates as PEM (BEGIN CERTIFICATE), or one as DER.";

/// One or more root certificates for [`Tls::trust`](super::Tls::trust).
///
/// ```no_run
/// use okta_transport::Certificates;
///
/// let roots = Certificates::from_file("/etc/acme/proxy-root.pem")?;
/// # Ok::<(), okta_transport::Error>(())
/// ```
#[derive(Clone)]
pub struct Certificates(Vec<CertificateDer<'static>>);

impl Certificates {
    /// Reads PEM with one certificate or more, or one as DER.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration), which says which certificate cannot be read, or
    /// that there is none.
    pub fn parse(bytes: impl AsRef<[u8]>) -> Result<Self> {
        let bytes = bytes.as_ref();
        let certificates = read(bytes)?;
        // What cannot be trusted is told here rather than when the client is built.
        let mut store = RootCertStore::empty();
        for (number, certificate) in (1..).zip(&certificates) {
            store.add(certificate.clone()).map_err(|problem| {
                let what = format!("root certificate {number} cannot be trusted: {problem}");
                Error::configuration(what, FORMS)
            })?;
        }
        Ok(Self(certificates))
    }

    /// Reads a file; see [`parse`](Certificates::parse).
    ///
    /// # Errors
    ///
    /// As [`parse`](Certificates::parse), and when the file cannot be read.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        Self::parse(file(path.as_ref(), "of the root certificates")?)
    }

    pub(super) fn into_der(self) -> Vec<CertificateDer<'static>> {
        self.0
    }
}

impl fmt::Debug for Certificates {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Certificates({})", self.0.len())
    }
}

/// The certificates of a text, of which there is at least one.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<CertificateDer<'static>>> {
    /// The tag of a sequence, with which DER begins and PEM does not.
    const SEQUENCE: u8 = 0x30;
    if bytes.first() == Some(&SEQUENCE) && !bytes.is_ascii() {
        return Ok(vec![CertificateDer::from(bytes.to_vec())]);
    }
    let mut certificates = Vec::new();
    for (number, certificate) in (1..).zip(CertificateDer::pem_slice_iter(bytes)) {
        certificates.push(certificate.map_err(|_| {
            Error::configuration(format!("certificate {number} cannot be read as PEM"), FORMS)
        })?);
    }
    if certificates.is_empty() {
        return Err(Error::configuration(
            "there is no certificate in what was given as one",
            FORMS,
        ));
    }
    Ok(certificates)
}

/// What is in a file of certificates.
pub(super) fn file(path: &Path, whose: &str) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|problem| {
        let what = format!("the file {whose} could not be read: {}", problem.kind());
        Error::configuration(what, "Check its path and who may read it.")
    })
}
