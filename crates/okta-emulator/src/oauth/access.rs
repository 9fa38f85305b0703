//! Access tokens at the management API: whose they are, and what their scopes allow.

use http::HeaderMap;
use http::header::AUTHORIZATION;
use okta_facts::Operation;

use super::proof::{self, Fault, Proven};
use crate::call::{Answer, Caller, ClientCaller, Scheme};
use crate::errors::{Outcome, Refusal};
use crate::iam::holds_any_role;
use crate::state::Org;

/// What an access token comes with.
pub(crate) struct Presented<'request> {
    pub(crate) operation: &'static Operation,
    pub(crate) method: &'request str,
    pub(crate) path: &'request str,
    pub(crate) base: &'request str,
    pub(crate) headers: &'request HeaderMap,
    /// Seconds since the epoch.
    pub(crate) now: i64,
}

/// The service app behind `Authorization: Bearer {token}` or `DPoP {token}`; `None` when the request brings
/// neither.
pub(crate) fn caller(org: &mut Org, presented: &Presented<'_>) -> Option<Outcome<Caller>> {
    let value = presented.headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, text) = value.split_once(' ')?;
    let scheme = match scheme {
        scheme if scheme.eq_ignore_ascii_case("Bearer") => Scheme::Bearer,
        scheme if scheme.eq_ignore_ascii_case("DPoP") => Scheme::Dpop,
        _ => return None,
    };
    Some(with_token(org, presented, scheme, text.trim()))
}

fn with_token(org: &mut Org, presented: &Presented<'_>, scheme: Scheme, text: &str) -> Outcome<Caller> {
    let refused = |error: &str, description: &str| {
        let challenge = challenge(scheme, presented, error, description);
        Refusal::of("E0000011").with_header("www-authenticate", challenge)
    };
    let expired = || refused("invalid_token", "The access token is invalid or has expired.");
    let token = org.oauth.access_tokens.get(text).ok_or_else(expired)?;
    let application = org.applications.get(&token.application);
    let application = application
        .filter(|application| application.active && token.expires > presented.now)
        .ok_or_else(expired)?;
    let client_id = super::client_setting(application, "client_id").unwrap_or(&application.id);
    let caller = Caller::of_client(
        &token.id,
        ClientCaller {
            scopes: token.scopes.clone(),
            scheme,
            ..ClientCaller::new(&application.id, client_id)
        },
    );
    match (&token.key, scheme) {
        (None, Scheme::Bearer) => Ok(caller),
        // RFC 9449, section 7.2: a bound token is no bearer token, nor the other way about.
        (None, Scheme::Dpop) | (Some(_), Scheme::Bearer) => Err(expired()),
        (Some(key), Scheme::Dpop) => {
            let key = key.clone();
            let proven = Proven {
                method: presented.method,
                url: format!("{}{}", presented.base, presented.path),
                access_token: Some(text),
                nonce_needed: org.oauth.nonce_at_resources,
            };
            match proof::check(
                &mut org.oauth,
                &mut org.ids,
                presented.headers,
                &proven,
                presented.now,
            ) {
                Ok(print) if print == key => Ok(caller),
                Ok(_) => Err(refused(
                    "invalid_token",
                    "The access token is bound to another key than that of the DPoP proof.",
                )),
                Err(Fault::Invalid(reason)) => Err(refused("invalid_dpop_proof", reason)),
                Err(Fault::Nonce(nonce)) => {
                    let description = "Resource server requires nonce in DPoP proof.";
                    Err(refused("use_dpop_nonce", description).with_header("dpop-nonce", nonce))
                }
            }
        }
    }
}

/// Refuses an operation whose scope the token lacks: `403` with a challenge and no body, as recorded by users
/// of Okta's Terraform provider (its issue 2375).
///
/// The scope must be the one that the operation names. That `okta.users.manage` were enough to read is said
/// nowhere, so the emulator does not take it for granted.
pub(crate) fn check_scopes(caller: &Caller, presented: &Presented<'_>) -> Outcome<()> {
    let Some(client) = &caller.client else {
        return Ok(());
    };
    let operation = presented.operation;
    if !operation.oauth2 {
        // Users who called operations without a scope with an access token got "Invalid session" (issue 316 of
        // Okta's Go SDK).
        return Err(Refusal::of("E0000005"));
    }
    let has = |scope: &&str| client.scopes.iter().any(|held| held == scope);
    if operation.no_scope_required || operation.scopes.iter().all(has) {
        return Ok(());
    }
    let description = "The access token provided does not contain the required scopes.";
    let challenge = challenge(client.scheme, presented, "insufficient_scope", description);
    Err(Refusal::bare(403).with_header("www-authenticate", challenge))
}

/// The parameters of Okta's challenge, in its order.
fn challenge(scheme: Scheme, presented: &Presented<'_>, error: &str, description: &str) -> String {
    let (name, algorithms) = match scheme {
        Scheme::Bearer => ("Bearer", ""),
        Scheme::Dpop => ("DPoP", "algs=\"RS256 RS384 RS512 ES256 ES384\", "),
    };
    // Okta writes the org's address with http here.
    let realm = presented
        .base
        .split_once("://")
        .map_or(presented.base, |(_, host)| host);
    format!(
        "{name} {algorithms}authorization_uri=\"http://{realm}/oauth2/v1/authorize\", realm=\"http://{realm}\", \
         scope=\"{}\", error=\"{error}\", error_description=\"{description}\", resource=\"{}\"",
        presented.operation.scopes.join(" "),
        presented.path,
    )
}

/// The lists that show a service app without any role nothing, where other operations refuse it: `GET
/// /api/v1/users` was seen to answer `200 []` and `GET /api/v1/devices` `403`. Groups and apps are taken to be
/// like users, as the other lists that a resource set narrows.
pub(crate) fn nothing_to_see(org: &Org, caller: &Caller, operation: &str) -> Option<Answer> {
    caller.client.as_ref()?;
    let narrowed = ["listUsers", "listGroups", "listApplications"].contains(&operation);
    (narrowed && !holds_any_role(org, caller.principal()))
        .then(|| Answer::ok(serde_json::Value::Array(Vec::new())))
}
