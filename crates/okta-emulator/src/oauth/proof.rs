//! DPoP (RFC 9449): the proof that the caller holds the key that a token is bound to.

use http::HeaderMap;
use percent_encoding::{AsciiSet, percent_decode_str, utf8_percent_encode};

use super::jwt::{Jwt, hash, thumbprint};
use crate::ids::Ids;
use crate::oauth::OAuth;

/// How old a proof may be, and how far ahead of the org's clock. Okta does not say; RFC 9449 suggests seconds
/// to minutes.
const PROOF_SECONDS: i64 = 300;

/// What is wrong with a proof.
#[derive(Debug)]
pub(crate) enum Fault {
    /// `invalid_dpop_proof`, with a reason.
    Invalid(&'static str),
    /// `use_dpop_nonce`: repeat it with this nonce.
    Nonce(String),
}

/// The request that a proof must be for.
pub(crate) struct Proven<'request> {
    pub(crate) method: &'request str,
    /// Scheme, host and path, as the path was sent.
    pub(crate) url: String,
    /// The access token that goes with it; none at the token endpoint.
    pub(crate) access_token: Option<&'request str>,
    pub(crate) nonce_needed: bool,
}

/// Checks the proof in the header `DPoP`, and gives the thumbprint of its key.
pub(crate) fn check(
    oauth: &mut OAuth,
    ids: &mut Ids,
    headers: &HeaderMap,
    proven: &Proven<'_>,
    now: i64,
) -> Result<String, Fault> {
    let invalid = |reason| Err(Fault::Invalid(reason));
    let mut sent = headers.get_all("dpop").iter();
    let (Some(text), None) = (sent.next(), sent.next()) else {
        // Recorded, for no header at all.
        return invalid("The DPoP proof JWT header is missing.");
    };
    let Some(proof) = text.to_str().ok().and_then(Jwt::read) else {
        return invalid("The DPoP proof is not a JWT.");
    };
    if proof.header.typ.as_deref() != Some("dpop+jwt") {
        return invalid("The DPoP proof JWT header must have the typ 'dpop+jwt'.");
    }
    let Some((key, print)) = proof.own_key().and_then(|key| Some((key, thumbprint(key)?))) else {
        return invalid("The DPoP proof JWT header must have a public key in 'jwk'.");
    };
    if !proof.is_signed_by(key) {
        return invalid("The DPoP proof signature is invalid.");
    }
    if proof.text("htm") != Some(proven.method) {
        return invalid("The DPoP proof 'htm' must be the method of the request.");
    }
    if proof.text("htu").map(with_lower_origin) != Some(with_lower_origin(&normal(&proven.url))) {
        return invalid("The DPoP proof 'htu' must be the URL of the request without query and fragment.");
    }
    let fresh = |issued: i64| (now - issued).abs() <= PROOF_SECONDS;
    if !proof.moment("iat").is_some_and(fresh) {
        return invalid("The DPoP proof 'iat' must be the current time.");
    }
    if let Some(token) = proven.access_token
        && proof.text("ath") != Some(hash(token).as_str())
    {
        return invalid("The DPoP proof 'ath' must be the hash of the access token.");
    }
    match proof.text("nonce") {
        Some(nonce) if oauth.knows_nonce(nonce, now) => {}
        None if !proven.nonce_needed => {}
        _ => return Err(Fault::Nonce(oauth.nonce(ids, now))),
    }
    let Some(id) = proof.text("jti").filter(|id| !id.is_empty()) else {
        return invalid("The DPoP proof must have a 'jti'.");
    };
    let id = format!("proof {print} {id}");
    if oauth.spent.contains(&id, now) {
        return invalid("The DPoP proof 'jti' was used before.");
    }
    oauth.spent.insert(id, now + 2 * PROOF_SECONDS, now);
    Ok(print)
}

/// The URL that Okta compares `htu` with. Users of Okta's SDKs report that a `%40` in it is refused, and the
/// Java SDK mends that by decoding the path and encoding no more than these again (its pull request 1526).
fn normal(url: &str) -> String {
    const ENCODED: &AsciiSet = &percent_encoding::CONTROLS.add(b'%').add(b' ').add(b'"').add(b'#');
    utf8_percent_encode(&percent_decode_str(url).decode_utf8_lossy(), ENCODED).to_string()
}

/// Scheme and host do not depend on case.
fn with_lower_origin(url: &str) -> String {
    let path = url
        .match_indices('/')
        .nth(2)
        .map_or(url.len(), |(place, _)| place);
    format!("{}{}", url[..path].to_ascii_lowercase(), &url[path..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_compared_with_its_path_decoded() {
        assert_eq!(
            normal("https://a.example/api/v1/users/a%40b%20c%23%25"),
            "https://a.example/api/v1/users/a@b%20c%23%25"
        );
        assert_eq!(
            with_lower_origin("HTTPS://A.example/Users/Me"),
            "https://a.example/Users/Me"
        );
        assert_eq!(with_lower_origin("HTTPS://A.example"), "https://a.example");
    }
}
