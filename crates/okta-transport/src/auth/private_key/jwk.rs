//! JSON Web Keys (RFC 7517, RFC 7518 section 6) with a private half.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use okta_models::Secret;
use ring::rsa::{KeyPair, KeyPairComponents, PublicKeyComponents};
use serde::Deserialize;
use serde_json::Value;
use zeroize::Zeroizing;

use super::super::signer::SigningAlgorithm;
use super::{Key, pem};

/// All members are kept as secrets: which of them are depends on the kind.
#[derive(Deserialize)]
struct Jwk {
    kty: Option<String>,
    crv: Option<String>,
    alg: Option<String>,
    kid: Option<String>,
    d: Option<Secret>,
    n: Option<Secret>,
    e: Option<Secret>,
    p: Option<Secret>,
    q: Option<Secret>,
    dp: Option<Secret>,
    dq: Option<Secret>,
    qi: Option<Secret>,
    x: Option<Secret>,
    y: Option<Secret>,
    keys: Option<serde::de::IgnoredAny>,
}

type Read = (Key, Option<SigningAlgorithm>, Option<String>);

/// The key, and the algorithm and `kid` that it names, or what is wrong with the text.
pub(super) fn read(text: &str) -> Result<Read, String> {
    // The error of serde may repeat a value.
    let jwk: Jwk = serde_json::from_str(text).map_err(|_| "is no JWK: its JSON cannot be read".to_owned())?;
    if jwk.keys.is_some() && jwk.kty.is_none() {
        return Err("is a set of keys; give one of them".to_owned());
    }
    let key = match jwk.kty.as_deref() {
        Some("RSA") => jwk.rsa()?,
        Some("EC") => jwk.elliptic_curve()?,
        Some(_) => return Err("is a JWK whose `kty` is neither RSA nor EC".to_owned()),
        None => return Err("is no JWK: it has no `kty`".to_owned()),
    };
    let algorithm = match jwk.alg.as_deref() {
        None => None,
        Some(name) => Some(
            SigningAlgorithm::of_name(name)
                .ok_or_else(|| "is a JWK with an `alg` that Okta does not take from clients".to_owned())?,
        ),
    };
    Ok((key, algorithm, jwk.kid))
}

impl Jwk {
    fn rsa(&self) -> Result<Key, String> {
        let components = KeyPairComponents {
            public_key: PublicKeyComponents {
                n: number(self.n.as_ref(), "n")?,
                e: number(self.e.as_ref(), "e")?,
            },
            d: number(self.d.as_ref(), "d")?,
            p: number(self.p.as_ref(), "p")?,
            q: number(self.q.as_ref(), "q")?,
            dP: number(self.dp.as_ref(), "dp")?,
            dQ: number(self.dq.as_ref(), "dq")?,
            qInv: number(self.qi.as_ref(), "qi")?,
        };
        pem::rsa(KeyPair::from_components(&components))
    }

    fn elliptic_curve(&self) -> Result<Key, String> {
        let damaged = |_| "is a JWK whose `d` is no key of its curve".to_owned();
        let key = match self.crv.as_deref() {
            Some("P-256") => {
                Key::P256(p256::ecdsa::SigningKey::from_slice(&self.scalar(32)?).map_err(damaged)?)
            }
            Some("P-384") => {
                Key::P384(p384::ecdsa::SigningKey::from_slice(&self.scalar(48)?).map_err(damaged)?)
            }
            Some("P-521") => {
                Key::P521(p521::ecdsa::SigningKey::from_slice(&self.scalar(66)?).map_err(damaged)?)
            }
            _ => return Err("is a JWK whose `crv` is none of P-256, P-384 and P-521".to_owned()),
        };
        let public = key.public_members();
        let agrees = |given: Option<&Secret>, name: &str| {
            given.is_none_or(|given| public.get(name).and_then(Value::as_str) == Some(given.expose()))
        };
        if agrees(self.x.as_ref(), "x") && agrees(self.y.as_ref(), "y") {
            Ok(key)
        } else {
            Err("is a JWK whose `x` and `y` are not those of its `d`".to_owned())
        }
    }

    /// `d` as long as the curve's numbers are; some writers leave the zeros before it out.
    fn scalar(&self, length: usize) -> Result<Zeroizing<Vec<u8>>, String> {
        let number = number(self.d.as_ref(), "d")?;
        let missing = length
            .checked_sub(number.len())
            .ok_or_else(|| "is a JWK whose `d` is too long for its curve".to_owned())?;
        let mut padded = Zeroizing::new(vec![0; length]);
        padded[missing..].copy_from_slice(&number);
        Ok(padded)
    }
}

/// A number without the zeros before it, as ring wants them.
fn number(member: Option<&Secret>, name: &str) -> Result<Zeroizing<Vec<u8>>, String> {
    let text = member.ok_or_else(|| match name {
        "d" => "is a JWK without `d`: a public key".to_owned(),
        _ => format!("is a JWK without `{name}`"),
    })?;
    let bytes = BASE64_URL_SAFE_NO_PAD
        .decode(text.expose().trim_end_matches('='))
        .map(Zeroizing::new)
        .map_err(|_| format!("is a JWK whose `{name}` is no base 64"))?;
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    Ok(Zeroizing::new(bytes[zeros..].to_vec()))
}
