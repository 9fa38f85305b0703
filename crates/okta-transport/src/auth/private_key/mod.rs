//! [`PrivateKey`]: a key in this process.
//!
//! `pem.rs` and `jwk.rs` read its encodings. ring signs with RSA; RustCrypto's curves sign with ECDSA, since ring
//! has no P-521 and reads no EC key without its public half.

mod jwk;
mod pem;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use okta_models::Secret;
use p256::ecdsa::signature::Signer as _;
use ring::rand::{SecureRandom, SystemRandom};
use ring::rsa::{KeyPair as RsaKeyPair, PublicKeyComponents};
use ring::signature::{RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::jws::base64;
use super::signer::{Signer, SigningAlgorithm};
use crate::error::{Error, Result};

/// A private key of a service app: RSA with 2048 to 4096 bits, or EC on P-256, P-384 or P-521.
///
/// RSA keys sign with RS256 unless [`algorithm`](PrivateKey::algorithm) or the JWK's `alg` says otherwise; the
/// curve of an EC key decides its algorithm. `Debug` shows neither key nor file. EC keys are wiped from memory when
/// dropped, and so are the texts that keys are read from; ring, which holds RSA keys, does not wipe them.
///
/// ```no_run
/// use okta_transport::PrivateKey;
///
/// let key = PrivateKey::from_file("okta-key.pem")?.key_id("my-key-1");
/// # Ok::<(), okta_transport::Error>(())
/// ```
#[derive(Clone)]
pub struct PrivateKey {
    key: Arc<Key>,
    algorithm: SigningAlgorithm,
    key_id: Option<String>,
}

pub(super) enum Key {
    Rsa(Box<RsaKeyPair>),
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    P521(p521::ecdsa::SigningKey),
}

const FORMS: &str = "Give an unencrypted private key as PEM (PKCS#8, PKCS#1 or SEC1) or as JWK.";

impl PrivateKey {
    /// Reads a key from a text: PEM with PKCS#8 (`PRIVATE KEY`), PKCS#1 (`RSA PRIVATE KEY`) or SEC1
    /// (`EC PRIVATE KEY`), or a JWK. PEM may be on one line, with `\n` for its line ends, as it stands in
    /// environment variables.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration), which names what was found instead, and holds
    /// nothing of the text.
    pub fn parse(text: impl Into<Secret>) -> Result<Self> {
        let text = text.into();
        let read = if is_jwk(text.expose()) {
            jwk::read(text.expose())
        } else {
            pem::read(text.expose()).map(|key| (key, None, None))
        };
        let (key, named, key_id) =
            read.map_err(|problem| Error::configuration(format!("the private key {problem}"), FORMS))?;
        let algorithm = key.usual_algorithm();
        let key = Self {
            key: Arc::new(key),
            algorithm,
            key_id,
        };
        key.algorithm(named.unwrap_or(algorithm))
    }

    /// Reads a key from a file; see [`parse`](PrivateKey::parse).
    ///
    /// # Errors
    ///
    /// As [`parse`](PrivateKey::parse), and when the file cannot be read.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|problem| {
            // Not the path: who gives a key in its place must not find that in a log.
            let why = match problem.kind() {
                std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
                other => other.to_string(),
            };
            let what = format!("the file of the private key could not be read: {why}");
            Error::configuration(what, "Check its path and who may read it.")
        })?;
        Self::parse(text)
    }

    /// Reads a setting: a key, or the path of its file, both of which Okta's SDKs take.
    pub(crate) fn from_setting(text: &Secret) -> Result<Self> {
        let is_key = is_jwk(text.expose()) || text.expose().contains("-----BEGIN");
        if is_key {
            Self::parse(text.clone())
        } else {
            Self::from_file(text.expose().trim())
        }
    }

    /// Makes a new key on P-256. A service app needs its [`public_jwk`](PrivateKey::public_jwk) before it can be
    /// used.
    ///
    /// # Errors
    ///
    /// When the system gives no randomness.
    pub fn generate() -> Result<Self> {
        let random = SystemRandom::new();
        let mut bytes = Zeroizing::new([0_u8; 32]);
        loop {
            random
                .fill(&mut *bytes)
                .map_err(|_| Error::configuration("the system gives no randomness for a key", ""))?;
            // All but one in 2^32 numbers are keys.
            if let Ok(key) = p256::ecdsa::SigningKey::from_slice(&*bytes) {
                return Ok(Self {
                    key: Arc::new(Key::P256(key)),
                    algorithm: SigningAlgorithm::Es256,
                    key_id: None,
                });
            }
        }
    }

    /// The algorithm to sign with.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration) when the key is of another kind.
    pub fn algorithm(mut self, algorithm: SigningAlgorithm) -> Result<Self> {
        use SigningAlgorithm::{Rs256, Rs384, Rs512};
        let usual = self.key.usual_algorithm();
        let both_rsa = usual == Rs256 && matches!(algorithm, Rs256 | Rs384 | Rs512);
        if algorithm != usual && !both_rsa {
            let what = format!("the private key cannot sign with {algorithm}");
            return Err(Error::configuration(what, format!("Use {usual} with this key.")));
        }
        self.algorithm = algorithm;
        Ok(self)
    }

    /// The `kid` under which Okta knows the key. One that the key's JWK names is replaced.
    pub fn key_id(mut self, key_id: impl Into<String>) -> Self {
        self.key_id = Some(key_id.into());
        self
    }

    /// The public half as a JWK with the members of its kind and, if there is one, the `kid`. This is what the
    /// service app must be given.
    pub fn public_jwk(&self) -> Value {
        let mut jwk = self.key.public_members();
        if let Some(key_id) = &self.key_id {
            jwk["kid"] = json!(key_id);
        }
        jwk
    }

    /// The public half as a proof shows it: what RFC 7638 hashes, and nothing else.
    pub(super) fn public_members(&self) -> Value {
        self.key.public_members()
    }

    pub(super) fn sign_now(&self, message: &[u8]) -> std::result::Result<Vec<u8>, SigningFailed> {
        match &*self.key {
            Key::Rsa(key) => {
                let padding = match self.algorithm {
                    SigningAlgorithm::Rs384 => &RSA_PKCS1_SHA384,
                    SigningAlgorithm::Rs512 => &RSA_PKCS1_SHA512,
                    _ => &RSA_PKCS1_SHA256,
                };
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(padding, &SystemRandom::new(), message, &mut signature)
                    .map_err(|_| SigningFailed)?;
                Ok(signature)
            }
            Key::P256(key) => {
                let signature: p256::ecdsa::Signature = key.try_sign(message).map_err(|_| SigningFailed)?;
                Ok(signature.to_vec())
            }
            Key::P384(key) => {
                let signature: p384::ecdsa::Signature = key.try_sign(message).map_err(|_| SigningFailed)?;
                Ok(signature.to_vec())
            }
            Key::P521(key) => {
                let signature: p521::ecdsa::Signature = key.try_sign(message).map_err(|_| SigningFailed)?;
                Ok(signature.to_vec())
            }
        }
    }
}

fn is_jwk(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

impl Key {
    fn usual_algorithm(&self) -> SigningAlgorithm {
        match self {
            Self::Rsa(_) => SigningAlgorithm::Rs256,
            Self::P256(_) => SigningAlgorithm::Es256,
            Self::P384(_) => SigningAlgorithm::Es384,
            Self::P521(_) => SigningAlgorithm::Es512,
        }
    }

    fn public_members(&self) -> Value {
        match self {
            Self::Rsa(key) => {
                let public = PublicKeyComponents::<Vec<u8>>::from(key.public());
                json!({ "e": base64(&public.e), "kty": "RSA", "n": base64(&public.n) })
            }
            Self::P256(key) => point("P-256", key.verifying_key().to_sec1_point(false).as_bytes()),
            Self::P384(key) => point("P-384", key.verifying_key().to_sec1_point(false).as_bytes()),
            Self::P521(key) => point("P-521", key.verifying_key().to_sec1_point(false).as_bytes()),
        }
    }
}

/// An uncompressed point: a byte that says so, then both coordinates.
fn point(curve: &str, bytes: &[u8]) -> Value {
    let coordinates = bytes.get(1..).unwrap_or_default();
    let (x, y) = coordinates.split_at(coordinates.len() / 2);
    json!({ "crv": curve, "kty": "EC", "x": base64(x), "y": base64(y) })
}

/// The key could not sign: the system gave no randomness.
#[derive(Debug)]
pub(super) struct SigningFailed;

impl fmt::Display for SigningFailed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the private key could not sign")
    }
}

impl std::error::Error for SigningFailed {}

#[async_trait]
impl Signer for PrivateKey {
    fn algorithm(&self) -> SigningAlgorithm {
        self.algorithm
    }

    fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    async fn sign(
        &self,
        message: &[u8],
    ) -> std::result::Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
        Ok(self.sign_now(message)?)
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PrivateKey")
            .field("algorithm", &self.algorithm)
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}
