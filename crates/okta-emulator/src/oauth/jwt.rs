//! JSON Web Tokens and Keys: jsonwebtoken reads them, ring checks the signature.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::dangerous::insecure_decode;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk};
use jsonwebtoken::{Algorithm, DecodingKey, DecodingKeyKind, Header};
use ring::digest::{SHA256, digest};
use ring::signature::{self, EcdsaVerificationAlgorithm, RsaParameters, UnparsedPublicKey};
use serde_json::Value;

use crate::state::Object;

/// A token that was read and not yet checked.
pub(crate) struct Jwt<'text> {
    pub(crate) header: Header,
    claims: Object,
    signed: &'text str,
    signature: Vec<u8>,
}

impl<'text> Jwt<'text> {
    /// Reads `header.claims.signature`; `None` when it is not that.
    pub(crate) fn read(text: &'text str) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let read = insecure_decode::<Object>(text).ok()?;
        Some(Self {
            header: read.header,
            claims: read.claims,
            signed,
            signature: BASE64_URL_SAFE_NO_PAD.decode(signature).ok()?,
        })
    }

    pub(crate) fn text(&self, claim: &str) -> Option<&str> {
        self.claims.get(claim).and_then(Value::as_str)
    }

    /// A claim that is a moment, in seconds since the epoch.
    pub(crate) fn moment(&self, claim: &str) -> Option<i64> {
        self.claims.get(claim).and_then(Value::as_i64)
    }

    /// Whether the audience is, or contains, this one.
    pub(crate) fn is_for(&self, audience: &str) -> bool {
        match self.claims.get("aud") {
            Some(Value::String(named)) => named == audience,
            Some(Value::Array(named)) => named.iter().any(|named| named == audience),
            _ => false,
        }
    }

    pub(crate) fn is_signed_by(&self, key: &Jwk) -> bool {
        let message = self.signed.as_bytes();
        let Ok(decoded) = DecodingKey::from_jwk(key) else {
            return false;
        };
        match (&key.algorithm, decoded.kind()) {
            (AlgorithmParameters::RSA(_), DecodingKeyKind::RsaModulusExponent { n, e }) => {
                rsa(self.header.alg).is_some_and(|parameters| {
                    signature::RsaPublicKeyComponents { n, e }
                        .verify(parameters, message, &self.signature)
                        .is_ok()
                })
            }
            (AlgorithmParameters::EllipticCurve(parameters), DecodingKeyKind::SecretOrDer(point)) => {
                elliptic_curve(self.header.alg, &parameters.curve).is_some_and(|algorithm| {
                    UnparsedPublicKey::new(algorithm, point)
                        .verify(message, &self.signature)
                        .is_ok()
                })
            }
            _ => false,
        }
    }

    /// The public key that a proof carries in its header. One that shows the private key is none.
    pub(crate) fn own_key(&self) -> Option<&Jwk> {
        let header = self.signed.split('.').next()?;
        let header: Value = serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
        let is_public = header["jwk"].get("d").is_none();
        self.header.jwk.as_ref().filter(|_| is_public)
    }
}

/// The algorithms of Okta's guide for clients' assertions that ring can check: ES512 is missing, because ring
/// has no P-521.
fn rsa(algorithm: Algorithm) -> Option<&'static RsaParameters> {
    Some(match algorithm {
        Algorithm::RS256 => &signature::RSA_PKCS1_2048_8192_SHA256,
        Algorithm::RS384 => &signature::RSA_PKCS1_2048_8192_SHA384,
        Algorithm::RS512 => &signature::RSA_PKCS1_2048_8192_SHA512,
        _ => return None,
    })
}

fn elliptic_curve(
    algorithm: Algorithm,
    curve: &EllipticCurve,
) -> Option<&'static EcdsaVerificationAlgorithm> {
    match (algorithm, curve) {
        (Algorithm::ES256, EllipticCurve::P256) => Some(&signature::ECDSA_P256_SHA256_FIXED),
        (Algorithm::ES384, EllipticCurve::P384) => Some(&signature::ECDSA_P384_SHA384_FIXED),
        _ => None,
    }
}

/// The key in a JWK, if it is a public RSA or elliptic-curve key that a signature can be checked with.
pub(crate) fn public_key(jwk: &Object) -> Option<Jwk> {
    if jwk.contains_key("d") {
        return None;
    }
    let key: Jwk = serde_json::from_value(Value::Object(jwk.clone())).ok()?;
    DecodingKey::from_jwk(&key).ok()?;
    let usable = match &key.algorithm {
        AlgorithmParameters::RSA(_) => true,
        AlgorithmParameters::EllipticCurve(parameters) => {
            matches!(parameters.curve, EllipticCurve::P256 | EllipticCurve::P384)
        }
        _ => false,
    };
    usable.then_some(key)
}

/// RFC 7638: the hash of the key's required members in alphabetical order.
pub(crate) fn thumbprint(key: &Jwk) -> Option<String> {
    let required = match &key.algorithm {
        AlgorithmParameters::RSA(parameters) => {
            format!(r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#, parameters.e, parameters.n)
        }
        AlgorithmParameters::EllipticCurve(parameters) => {
            let curve = match parameters.curve {
                EllipticCurve::P256 => "P-256",
                EllipticCurve::P384 => "P-384",
                _ => return None,
            };
            format!(
                r#"{{"crv":"{curve}","kty":"EC","x":"{}","y":"{}"}}"#,
                parameters.x, parameters.y
            )
        }
        _ => return None,
    };
    Some(hash(&required))
}

/// SHA-256 in URL-safe base 64, as `ath` and thumbprints are written.
pub(crate) fn hash(text: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, text.as_bytes()))
}

/// The claims of an access token in the form of one. Only the org can read its own tokens, so the third part
/// is random: Okta's guide "Access tokens" says that nobody else can validate what the org authorization
/// server issues, and the emulator finds them by their whole text.
pub(crate) fn opaque(claims: &Value, random: &str) -> String {
    let header = r#"{"kid":"emulator","alg":"RS256"}"#;
    format!(
        "{}.{}.{}",
        BASE64_URL_SAFE_NO_PAD.encode(header),
        BASE64_URL_SAFE_NO_PAD.encode(claims.to_string()),
        BASE64_URL_SAFE_NO_PAD.encode(random)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thumbprint_is_that_of_rfc_7638() {
        // The example of the RFC's section 3.1.
        let jwk = serde_json::json!({
            "kty": "RSA",
            "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
            "e": "AQAB",
            "alg": "RS256",
            "kid": "2011-04-29",
        });
        let key = public_key(jwk.as_object().unwrap()).unwrap();
        assert_eq!(
            thumbprint(&key).unwrap(),
            "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
        );
    }

    #[test]
    fn a_key_that_shows_its_private_part_or_is_a_secret_is_refused() {
        for jwk in [
            serde_json::json!({ "kty": "oct", "k": "AQAB" }),
            serde_json::json!({ "kty": "RSA", "n": "AQAB", "e": "AQAB", "d": "AQAB" }),
            serde_json::json!({ "kty": "EC", "crv": "P-521", "x": "AQAB", "y": "AQAB" }),
            serde_json::json!({}),
        ] {
            assert!(public_key(jwk.as_object().unwrap()).is_none(), "{jwk}");
        }
    }
}
