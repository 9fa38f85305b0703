//! Refresh tokens that a user has at an app
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserOAuth/>).
//!
//! No recording has these operations; the members are those of recorded answers to the same objects of an app
//! (`getOAuth2TokenForApplication`), with the addresses that the specification gives as examples. The issuer is the org's
//! own authorization server, the only one there is here. A token that was revoked or has expired is not shown any more,
//! which is not verified: the specification also knows the status REVOKED.

use serde_json::{Value, json};

use super::app_sign_ins::{self, RefreshToken};
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::paging::{self, Sizes};

const SIZES: Sizes = Sizes {
    default: 20,
    maximum: 200,
};

pub(super) fn list_refresh_tokens_for_user_and_client(call: &mut Call<'_>) -> Outcome<Answer> {
    let (user, application) = named(call)?;
    let limit = paging::limit(call, SIZES)?;
    let start = paging::start(call, "oar")?;
    let tokens = &call.org.directory.app_sign_ins.tokens;
    let kept = tokens
        .range((start, std::ops::Bound::Unbounded))
        .map(|(_, token)| token)
        .filter(|token| token.is_of(&user, &application) && token.expires > call.now);
    let (page, next) = paging::page(kept, limit, |token| token.id.clone());
    let items = page.into_iter().map(|token| shown(call, token)).collect();
    Ok(paging::answer(call, items, limit, next.as_deref()))
}

pub(super) fn get_refresh_token_for_user_and_client(call: &mut Call<'_>) -> Outcome<Answer> {
    let token = find(call)?;
    Ok(Answer::ok(shown(call, token)))
}

pub(super) fn revoke_token_for_user_and_client(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = find(call)?.id.clone();
    app_sign_ins::revoke_tokens(call, "app.oauth2.token.revoke", |token| token.id == id);
    Ok(Answer::no_content())
}

/// `204`, also where there is none.
pub(super) fn revoke_tokens_for_user_and_client(call: &mut Call<'_>) -> Outcome<Answer> {
    let (user, application) = named(call)?;
    app_sign_ins::revoke_tokens(call, "app.oauth2.token.revoke", |token| {
        token.is_of(&user, &application)
    });
    Ok(Answer::no_content())
}

/// The ids of the user and the app that the path names.
fn named(call: &Call<'_>) -> Outcome<(String, String)> {
    let user = call.user_id(0)?;
    let application = app_sign_ins::application(call, call.parameter(1))?;
    Ok((user, application.id.clone()))
}

fn find<'call>(call: &'call Call<'_>) -> Outcome<&'call RefreshToken> {
    let (user, application) = named(call)?;
    let id = call.parameter(2);
    call.org
        .directory
        .app_sign_ins
        .tokens
        .get(id)
        .filter(|token| token.is_of(&user, &application) && token.expires > call.now)
        .ok_or_else(|| Refusal::not_found(id, "OAuth2RefreshToken"))
}

fn shown(call: &Call<'_>, token: &RefreshToken) -> Value {
    let (client_id, mut links) = app_sign_ins::shared(call, &token.user, &token.application);
    let own = format!(
        "{}/api/v1/users/{}/clients/{client_id}/tokens/{}",
        call.base, token.user, token.id
    );
    links["self"] = json!({ "href": own });
    links["revoke"] = json!({ "href": own, "hints": { "allow": ["DELETE"] } });
    let mut value = json!({
        "id": token.id,
        "status": "ACTIVE",
        "created": wire(token.created),
        "lastUpdated": wire(token.created),
        "expiresAt": wire(token.expires),
        "issuer": call.base,
        "clientId": client_id,
        "userId": token.user,
        "scopes": token.scopes,
        "_links": links,
    });
    if call.query.get("expand") == Some("scope") {
        // The org's own authorization server shows no ids of its scopes.
        let scopes = token.scopes.iter();
        let scopes: Vec<Value> = scopes
            .map(|scope| json!({ "name": scope, "displayName": scope }))
            .collect();
        value["_embedded"] = json!({ "scopes": scopes });
    }
    value
}
