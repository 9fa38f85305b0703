//! [`Signer`]: who signs a client's assertions, and with which algorithm.

use std::fmt;

use async_trait::async_trait;

/// An algorithm for signatures, of those that Okta takes for `private_key_jwt`.
///
/// Okta's page: <https://developer.okta.com/docs/reference/api/oidc/#token-claims-for-client-authentication-with-client-secret-or-private-key-jwt>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SigningAlgorithm {
    /// RSA with PKCS#1 v1.5 and SHA-256.
    Rs256,
    /// RSA with PKCS#1 v1.5 and SHA-384.
    Rs384,
    /// RSA with PKCS#1 v1.5 and SHA-512.
    Rs512,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
    /// ECDSA on P-521 with SHA-512.
    Es512,
}

impl SigningAlgorithm {
    const ALL: [Self; 6] = [
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
        Self::Es256,
        Self::Es384,
        Self::Es512,
    ];

    /// Its name in the header `alg`, `RS256`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
        }
    }

    pub(super) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }
}

impl fmt::Display for SigningAlgorithm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// Signs assertions with a key that it need not give away: in a key management service, an HSM, another process.
/// [`PrivateKey`](super::PrivateKey) is the signer whose key is in this process.
///
/// ```
/// use async_trait::async_trait;
/// use okta_transport::{Signer, SigningAlgorithm};
///
/// #[derive(Debug)]
/// struct Vault;
///
/// #[async_trait]
/// impl Signer for Vault {
///     fn algorithm(&self) -> SigningAlgorithm {
///         SigningAlgorithm::Rs256
///     }
///     fn key_id(&self) -> Option<&str> {
///         Some("signing-key-2026")
///     }
///     async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
///         // Send the message, or its SHA-256, to the service.
/// #       let _ = message;
///         Err("the vault is closed".into())
///     }
/// }
/// ```
#[async_trait]
pub trait Signer: fmt::Debug + Send + Sync {
    /// The algorithm of its signatures.
    fn algorithm(&self) -> SigningAlgorithm;

    /// The `kid` under which Okta knows the public key. Okta wants one where the app has several keys.
    fn key_id(&self) -> Option<&str> {
        None
    }

    /// The signature of a message, as JOSE writes it (RFC 7518, section 3): for ECDSA the numbers r and s one
    /// after the other, each as long as the curve's, which is not the DER that most services answer with.
    ///
    /// # Errors
    ///
    /// When there is no signature. The error becomes the [source](std::error::Error::source) of the call's.
    async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>>;
}
