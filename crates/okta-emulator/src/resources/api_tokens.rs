//! API tokens: read, change, revoke. No operation makes one; the Admin Console does, and here
//! `Emulator::api_token`.

use serde_json::{Value, json};

use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::iam::TokenRecord;
use crate::system_log::Target;

/// All tokens that the caller may see, on one page (recorded), by name without regard to case (recorded by Okta's Python
/// SDK, `TestApiTokenResource.test_error_handling_scenarios`, `test_list_api_tokens_with_parameters`).
#[expect(clippy::unnecessary_wraps, reason = "every handler has this signature")]
pub(super) fn list_api_tokens(call: &mut Call<'_>) -> Outcome<Answer> {
    let tokens = call.org.iam.tokens.values().filter(|token| sees(call, token));
    let mut tokens: Vec<&TokenRecord> = tokens.collect();
    tokens.sort_by_cached_key(|token| token.name.to_lowercase());
    let shown = tokens.into_iter().map(|token| shown(token, &call.base));
    Ok(Answer::ok(Value::Array(shown.collect())))
}

pub(super) fn get_api_token(call: &mut Call<'_>) -> Outcome<Answer> {
    let token = find(call)?;
    Ok(Answer::ok(shown(token, &call.base)))
}

/// `PUT`: name and network. It moves `lastUpdated` and not the expiry (recorded). There is no upsert of an id
/// that is not there: no token would belong to it.
pub(super) fn upsert_api_token(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = find(call)?.id.clone();
    let body = call.json()?;
    let name = body.get("name").and_then(Value::as_str).map(str::to_owned);
    let network = body.get("network").filter(|network| !network.is_null()).cloned();
    if name.as_ref().is_some_and(|name| name.trim().is_empty()) {
        return Err(Refusal::validation(
            "name",
            "name: The field cannot be left blank",
        ));
    }
    let connection = network.as_ref().map(|network| network["connection"].as_str());
    if connection.is_some_and(|named| !matches!(named, Some("ANYWHERE" | "ZONE"))) {
        let cause = "network.connection: The connection must be ANYWHERE or ZONE.";
        return Err(Refusal::validation("network", cause));
    }
    let now = call.second();
    if let Some(token) = call.org.iam.tokens.get_mut(&id) {
        token.last_updated = now;
        token.name = name.unwrap_or_else(|| token.name.clone());
        token.network = network.unwrap_or_else(|| token.network.clone());
    }
    let target = target(call, &id);
    call.record("system.api_token.update", target);
    let token = find(call)?;
    Ok(Answer::ok(shown(token, &call.base)))
}

pub(super) fn revoke_api_token(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = find(call)?.id.clone();
    revoke(call, &id);
    Ok(Answer::no_content())
}

/// Revokes the token of this very request; the next one with it is 401.
#[expect(clippy::unnecessary_wraps, reason = "every handler has this signature")]
pub(super) fn revoke_current_api_token(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.caller.token_id.clone();
    revoke(call, &id);
    Ok(Answer::no_content())
}

fn revoke(call: &mut Call<'_>, id: &str) {
    let target = target(call, id);
    call.org.iam.tokens.remove(id);
    call.org.tokens.retain(|_, token| token.id != id);
    call.record("system.api_token.revoke", target);
}

fn sees(call: &Call<'_>, token: &TokenRecord) -> bool {
    let owner = call.org.users.get(&token.owner);
    owner.is_some_and(|owner| call.access.sees_user(call.org, owner))
}

fn find<'call>(call: &'call Call<'_>) -> Outcome<&'call TokenRecord> {
    let id = call.parameter(0);
    let token = call.org.iam.tokens.get(id).filter(|token| sees(call, token));
    token.ok_or_else(|| Refusal::not_found(id, "Token"))
}

fn target(call: &Call<'_>, id: &str) -> Vec<Target> {
    let token = call.org.iam.tokens.get(id);
    token
        .map(|token| Target::new(&token.id, "Token", "unknown", &token.name))
        .into_iter()
        .collect()
}

fn shown(token: &TokenRecord, base: &str) -> Value {
    json!({
        "id": token.id,
        "name": token.name,
        "userId": token.owner,
        "clientName": "Okta API",
        "tokenWindow": "P30D",
        "network": token.network,
        "expiresAt": wire(token.expires_at),
        "created": wire(token.created),
        "lastUpdated": wire(token.last_updated),
        "_links": {
            "self": {
                "href": format!("{base}/api/v1/api-tokens/{}", token.id),
                "hints": { "allow": ["GET", "DELETE"] },
            },
            "user": {
                "href": format!("{base}/api/v1/users/{}", token.owner),
                "hints": { "allow": ["GET"] },
            },
        },
    })
}
