//! The compact form of signed tokens (RFC 7515, section 7.1). The signatures are other crates'.
//!
//! jsonwebtoken is not used: its cryptography is chosen for the whole process, which a library must not do, it signs
//! in no other place than the process, and it has no ES512.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::Value;
use zeroize::Zeroizing;

use super::private_key::{PrivateKey, SigningFailed};
use super::signer::Signer;
use crate::error::{Error, Result};

/// `header.claims.signature`, signed by whom the header must name.
pub(super) async fn signed(
    signer: &dyn Signer,
    header: &Value,
    claims: &Value,
) -> std::result::Result<Zeroizing<String>, Box<dyn std::error::Error + Send + Sync>> {
    let mut token = Zeroizing::new(unsigned(header, claims));
    let signature = signer.sign(token.as_bytes()).await?;
    token.push('.');
    token.push_str(&base64(&signature));
    Ok(token)
}

/// The same with a key of this process, without a wait.
pub(super) fn signed_now(
    key: &PrivateKey,
    header: &Value,
    claims: &Value,
) -> std::result::Result<Zeroizing<String>, SigningFailed> {
    let mut token = Zeroizing::new(unsigned(header, claims));
    let signature = key.sign_now(token.as_bytes())?;
    token.push('.');
    token.push_str(&base64(&signature));
    Ok(token)
}

fn unsigned(header: &Value, claims: &Value) -> String {
    let mut text = base64(header.to_string().as_bytes());
    text.push('.');
    text.push_str(&base64(claims.to_string().as_bytes()));
    text
}

/// Base 64 in its URL-safe alphabet, without padding.
pub(super) fn base64(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// An id that no other token has: 128 random bits.
pub(super) fn token_id() -> Result<String> {
    let mut bytes = [0_u8; 16];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Error::configuration("the system gives no randomness for a token's id", ""))?;
    Ok(base64(&bytes))
}
