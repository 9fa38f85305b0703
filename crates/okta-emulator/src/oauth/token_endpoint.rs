//! `POST /oauth2/v1/token`
//! (<https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/tag/OrgAS/#tag/OrgAS/operation/token>), for
//! the grant `client_credentials`, the only one that a service app has.
//!
//! Descriptions are Okta's where its specification, its support articles or recorded traffic show them; what
//! is marked as ours is made up, and only the error's code should be relied on.

use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use serde_json::json;
use url::form_urlencoded;

use super::jwt::{Jwt, opaque, public_key};
use super::proof::{self, Fault, Proven};
use super::{AccessToken, client_setting};
use crate::call::{Answer, Call, Caller, ClientCaller};
use crate::errors::{Outcome, Refusal};
use crate::query::Query;
use crate::state::{Application, Org};
use crate::system_log::Target;

const PATH: &str = "/oauth2/v1/token";
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// How long an access token lives (recorded).
const LIFETIME_SECONDS: i64 = 3600;
/// An assertion may not expire later than this (Okta's guide "Client authentication methods").
const LONGEST_ASSERTION_SECONDS: i64 = 3600;

pub(crate) fn is_token_endpoint(path: &str) -> bool {
    path.trim_end_matches('/') == PATH
}

/// Gives a service app an access token, bound to a key if the request proves that it holds one.
///
/// The assertion is used up by every request, one that ends in the challenge for a nonce too: Okta's Python SDK
/// says so and signs another for the repetition.
pub(crate) fn issue_token(call: &mut Call<'_>, method: &str, headers: &HeaderMap) -> Outcome<Answer> {
    if method != "POST" {
        return Err(Refusal::of("E0000022"));
    }
    let form = form(call, headers)?;
    if form.get("grant_type") != Some("client_credentials") {
        return Err(Refusal::oauth(
            400,
            "unsupported_grant_type",
            "The grant type in the request isn't supported.",
        ));
    }
    let client = authenticated(call, &form, headers)?;
    let scopes = granted(call, &client, &form)?;
    let key = bound_key(call, &client, method, headers)?;
    let now = call.now.as_second();
    let base = call.base.clone();
    let client_id = client.id.as_str();
    let to = (client.application.as_str(), client_id);
    let (id, text) = issue(call.org, &base, to, &scopes, key.clone(), now);
    let kind = if key.is_some() { "DPoP" } else { "Bearer" };
    let answer = json!({
        "token_type": kind,
        "expires_in": LIFETIME_SECONDS,
        "access_token": text,
        "scope": scopes.join(" "),
    });
    call.caller = Caller::of_client(&id, ClientCaller::new(&client.application, &client.id));
    let target = Target::new(&id, "access_token", "unknown", "Access Token");
    call.record("app.oauth2.token.grant.access_token", vec![target]);
    Ok(Answer {
        nonce: next_nonce(call, kind),
        ..Answer::ok(answer)
    })
}

/// With a bound token comes the nonce for the next proof (recorded by Okta's Python SDK,
/// `TestDPoPIntegration.test_dpop_token_acquisition`).
fn next_nonce(call: &mut Call<'_>, kind: &str) -> Option<HeaderValue> {
    if kind != "DPoP" {
        return None;
    }
    let org = &mut *call.org;
    let nonce = org.oauth.nonce(&mut org.ids, call.now.as_second());
    HeaderValue::from_str(&nonce).ok()
}

/// Makes an access token of a client, named by its app's id and its own, and gives the token's id and text.
pub(crate) fn issue(
    org: &mut Org,
    base: &str,
    (application, client_id): (&str, &str),
    scopes: &[String],
    key: Option<String>,
    now: i64,
) -> (String, String) {
    let id = format!("AT.{}", org.ids.text(43));
    let claims = json!({
        "ver": 1,
        "jti": id,
        "iss": base,
        "aud": base,
        "sub": client_id,
        "iat": now,
        "exp": now + LIFETIME_SECONDS,
        "cid": client_id,
        "scp": scopes,
        "cnf": key.as_ref().map(|key| json!({ "jkt": key })),
    });
    let text = opaque(&claims, &org.ids.text(64));
    let token = AccessToken {
        id: id.clone(),
        application: application.to_owned(),
        scopes: scopes.to_vec(),
        expires: now + LIFETIME_SECONDS,
        key,
    };
    let issued = &mut org.oauth.access_tokens;
    issued.retain(|_, token| token.expires > now);
    issued.insert(text.clone(), token);
    (id, text)
}

/// Who asks, once the assertion proved it.
struct Authenticated {
    /// The `client_id`.
    id: String,
    /// The app's id.
    application: String,
}

fn form(call: &Call<'_>, headers: &HeaderMap) -> Outcome<Query> {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
        // Ours.
        let description = "The request must have the content type 'application/x-www-form-urlencoded'.";
        return Err(Refusal::oauth(400, "invalid_request", description));
    }
    let text = String::from_utf8_lossy(&call.body);
    let mut names: Vec<String> = form_urlencoded::parse(text.as_bytes())
        .map(|(name, _)| name.into_owned())
        .collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        // RFC 6749, section 3.2; the words are ours.
        return Err(Refusal::oauth(
            400,
            "invalid_request",
            "A parameter was sent twice.",
        ));
    }
    Ok(Query::parse(&text))
}

/// RFC 7523, with the rules of Okta's guide: the audience is the endpoint, the assertion expires within an
/// hour, and one with a `jti` is good for one token.
fn authenticated(call: &mut Call<'_>, form: &Query, headers: &HeaderMap) -> Outcome<Authenticated> {
    let Some(text) = form.filled("client_assertion") else {
        return Err(without_assertion(call, form, headers));
    };
    if form.get("client_assertion_type") != Some(ASSERTION_TYPE) {
        let description = "The `client_assertion_type` is invalid.";
        return Err(Refusal::oauth(400, "invalid_request", description));
    }
    if form.filled("client_secret").is_some() || headers.contains_key(AUTHORIZATION) {
        let description = "Can't supply multiple client credentials. Use one of the following: credentials in the \
                           Authorization header, credentials in the post body, or a `client_assertion` in the post body.";
        return Err(Refusal::oauth(400, "invalid_request", description));
    }
    // Ours.
    let assertion = Jwt::read(text).ok_or_else(|| invalid_client("The client_assertion is not a JWT."))?;
    let id = assertion
        .text("sub")
        .filter(|subject| assertion.text("iss") == Some(subject))
        // Ours.
        .ok_or_else(|| {
            invalid_client("The issuer and the subject of the client_assertion must be the client ID.")
        })?;
    let named = form.filled("client_id").unwrap_or(id);
    let application = call
        .org
        .application_of_client(id)
        .filter(|application| application.active && named == id)
        .ok_or_else(|| invalid_client("Invalid value for the `client_id` parameter"))?;
    uses_assertions(application)?;
    let key = signing_key(call, application, assertion.header.kid.as_deref())
        .ok_or_else(|| invalid_client("The client_assertion JWT kid is invalid."))?;
    if !assertion.is_signed_by(&key) {
        return Err(invalid_client("The client_assertion signature is invalid."));
    }
    if !assertion.is_for(&format!("{}{PATH}", call.base)) {
        return Err(invalid_client(
            "The audience claim for client_assertion must be the endpoint invoked for the request.",
        ));
    }
    let now = call.now.as_second();
    let expires = match assertion.moment("exp") {
        Some(expires) if expires > now + LONGEST_ASSERTION_SECONDS => {
            // Ours.
            let description = "The client_assertion token has an expiration too far into the future.";
            return Err(invalid_client(description));
        }
        Some(expires) if expires > now => expires,
        _ => return Err(invalid_client("The client_assertion token is expired.")),
    };
    let assertion_id = assertion
        .text("jti")
        .map(|assertion| format!("assertion {id} {assertion}"));
    let used = |id: &String| call.org.oauth.spent.contains(id, now);
    if assertion_id.as_ref().is_some_and(used) {
        return Err(invalid_client(
            "The client_assertion token has already been used.",
        ));
    }
    let client = Authenticated {
        id: id.to_owned(),
        application: application.id.clone(),
    };
    if let Some(assertion_id) = assertion_id {
        call.org.oauth.spent.insert(assertion_id, expires, now);
    }
    Ok(client)
}

/// The active key that an assertion names. Okta wants the `kid` where a client has several keys (its support
/// article); with one key the emulator does without.
fn signing_key(
    call: &Call<'_>,
    application: &Application,
    kid: Option<&str>,
) -> Option<jsonwebtoken::jwk::Jwk> {
    let keys = &call.org.client(&application.id)?.keys;
    let mut active = keys.iter().filter(|key| key.active);
    let key = match kid {
        Some(kid) => {
            active.find(|key| key.jwk.get("kid").and_then(serde_json::Value::as_str) == Some(kid))?
        }
        None => active.next().filter(|_| active.next().is_none())?,
    };
    public_key(&key.jwk)
}

/// A client with a secret cannot have scopes of the management API.
fn uses_assertions(application: &Application) -> Outcome<()> {
    if client_setting(application, "token_endpoint_auth_method") == Some("private_key_jwt") {
        return Ok(());
    }
    Err(invalid_client(
        "Client Credentials requests to the Org Authorization Server must use the private_key_jwt \
         token_endpoint_auth_method.",
    ))
}

fn without_assertion(call: &Call<'_>, form: &Query, headers: &HeaderMap) -> Refusal {
    let named = form
        .filled("client_id")
        .and_then(|id| call.org.application_of_client(id));
    match named {
        Some(application) => uses_assertions(application)
            .err()
            .unwrap_or_else(|| invalid_client("No client credentials found")),
        None if headers.contains_key(AUTHORIZATION) || form.filled("client_id").is_some() => {
            invalid_client("Invalid value for the `client_id` parameter")
        }
        None => invalid_client("No client credentials found"),
    }
}

/// All scopes that were asked for must be granted. Okta's guide says that each is checked against the app's
/// grants; what it answers where only some are there is not recorded, and this is the stricter reading.
fn granted(call: &Call<'_>, client: &Authenticated, form: &Query) -> Outcome<Vec<String>> {
    let mut scopes: Vec<String> = Vec::new();
    for scope in form.get("scope").unwrap_or_default().split_whitespace() {
        if !scopes.iter().any(|known| known == scope) {
            scopes.push(scope.to_owned());
        }
    }
    let invalid = |description| Err(Refusal::oauth(400, "invalid_scope", description));
    if scopes.is_empty() {
        return invalid("No scopes were requested.");
    }
    let grants = call
        .org
        .client(&client.application)
        .map(|client| client.grants.as_slice())
        .unwrap_or_default();
    let is_granted = |scope: &String| grants.iter().any(|grant| grant.scope == *scope);
    if scopes.iter().all(is_granted) {
        Ok(scopes)
    } else {
        invalid("One or more scopes are not configured for the authorization server resource.")
    }
}

/// The key to bind the token to. An app with `dpop_bound_access_tokens` must send a proof, others may.
fn bound_key(
    call: &mut Call<'_>,
    client: &Authenticated,
    method: &str,
    headers: &HeaderMap,
) -> Outcome<Option<String>> {
    let application = call.org.applications.get(&client.application);
    let must = application
        .and_then(|application| application.settings.get("settings"))
        .is_some_and(|settings| settings["oauthClient"]["dpop_bound_access_tokens"] == true);
    if !must && !headers.contains_key("dpop") {
        return Ok(None);
    }
    let proven = Proven {
        method,
        url: format!("{}{}", call.base, call.path),
        access_token: None,
        nonce_needed: true,
    };
    let org = &mut *call.org;
    let now = call.now.as_second();
    match proof::check(&mut org.oauth, &mut org.ids, headers, &proven, now) {
        Ok(key) => Ok(Some(key)),
        Err(Fault::Invalid(reason)) => Err(Refusal::oauth(400, "invalid_dpop_proof", reason)),
        Err(Fault::Nonce(nonce)) => {
            let description = "Authorization server requires nonce in DPoP proof.";
            Err(Refusal::oauth(400, "use_dpop_nonce", description).with_header("dpop-nonce", nonce))
        }
    }
}

fn invalid_client(description: &str) -> Refusal {
    Refusal::oauth(401, "invalid_client", description)
}
