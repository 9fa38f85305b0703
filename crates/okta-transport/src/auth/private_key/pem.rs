//! PEM (RFC 7468): the frame around PKCS#1, PKCS#8 and SEC1.
//!
//! Keys come from environment variables, secret stores and hands, which replace line ends with `\n`, blanks or
//! nothing; the readers of PEM at hand refuse such a frame. Only the frame is read here, the keys are not.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ring::rsa::KeyPair;
use zeroize::Zeroizing;

use super::Key;

/// The key in the first block that holds one, or what is wrong with the text.
pub(super) fn read(text: &str) -> Result<Key, String> {
    let block = Block::of_key(text)?;
    let der = block.der()?;
    match block.label {
        "RSA PRIVATE KEY" => rsa(KeyPair::from_der(&der)),
        "EC PRIVATE KEY" => elliptic_curve(&der)
            .ok_or_else(|| "is on another curve than P-256, P-384 and P-521, or is damaged".to_owned()),
        "PRIVATE KEY" => match elliptic_curve(&der) {
            Some(key) => Ok(key),
            None => rsa(KeyPair::from_pkcs8(&der)),
        },
        "ENCRYPTED PRIVATE KEY" => Err("is encrypted with a password".to_owned()),
        // What was found is named only where it is one of these; a label may be anything.
        "OPENSSH PRIVATE KEY" => Err("is in OpenSSH's own form".to_owned()),
        "DSA PRIVATE KEY" => Err("is a DSA key".to_owned()),
        _ => Err("is PEM of an unknown kind".to_owned()),
    }
}

struct Block<'text> {
    label: &'text str,
    content: &'text str,
}

impl<'text> Block<'text> {
    /// The first block with a private key; `openssl ecparam` puts the parameters of the curve before it.
    fn of_key(text: &'text str) -> Result<Self, String> {
        const DASHES: &str = "-----";
        let mut rest = text;
        let mut other = None;
        while let Some((_, after)) = rest.split_once("-----BEGIN ") {
            let unfinished = || "is PEM without its end".to_owned();
            let (label, after) = after.split_once(DASHES).ok_or_else(unfinished)?;
            let (content, after) = after
                .split_once(format!("{DASHES}END {label}{DASHES}").as_str())
                .ok_or_else(unfinished)?;
            if label.ends_with("PRIVATE KEY") {
                return Ok(Self { label, content });
            }
            other = Some(label);
            rest = after;
        }
        Err(match other {
            None => "is neither PEM nor JWK".to_owned(),
            Some("PUBLIC KEY" | "RSA PUBLIC KEY") => "is a public key".to_owned(),
            Some("CERTIFICATE") => "is a certificate".to_owned(),
            Some(_) => "is PEM of another thing than a key".to_owned(),
        })
    }

    fn der(&self) -> Result<Zeroizing<Vec<u8>>, String> {
        if self.content.contains(':') {
            // RFC 1421's header of an encrypted key; no header stands in base 64.
            return Err("is encrypted with a password".to_owned());
        }
        // As long as it can become, so that no copy of a key is left behind by growing.
        let mut text = Zeroizing::new(String::with_capacity(self.content.len()));
        let mut characters = self.content.chars().peekable();
        while let Some(character) = characters.next() {
            if character == '\\' {
                // A line end that was written out.
                characters.next_if(|next| matches!(next, 'n' | 'r'));
            } else if !character.is_whitespace() {
                text.push(character);
            }
        }
        BASE64_STANDARD
            .decode(text.as_bytes())
            .map(Zeroizing::new)
            .map_err(|_| "is PEM whose content is no base 64".to_owned())
    }
}

/// ring says in a word what it refuses: `TooSmall`, `InvalidEncoding`.
pub(super) fn rsa(read: Result<KeyPair, ring::error::KeyRejected>) -> Result<Key, String> {
    read.map(|key| Key::Rsa(Box::new(key))).map_err(|problem| {
        format!("is no RSA key of 2048 to 4096 bits, nor an EC key that is known ({problem})")
    })
}

/// PKCS#8 or SEC1, on the curve that it names.
fn elliptic_curve(der: &[u8]) -> Option<Key> {
    if let Ok(key) = p256::SecretKey::from_der(der) {
        return Some(Key::P256(key.into()));
    }
    if let Ok(key) = p384::SecretKey::from_der(der) {
        return Some(Key::P384(key.into()));
    }
    let key = p521::SecretKey::from_der(der).ok()?;
    Some(Key::P521(key.into()))
}
