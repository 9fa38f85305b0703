//! Scopes that users consented to give to apps
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserGrant/>).
//!
//! No recording has these operations; the members are those of an app's grants with the user in the admin's place. A
//! grant that was revoked is not shown any more, which is not verified: the specification also knows the status REVOKED.
//! The event types of a revocation are those of Okta's catalog, which has them under `app.oauth2.as` alone.

use std::ops::Bound;

use serde_json::{Value, json};

use super::app_sign_ins::{self, UserGrant};
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::paging::{self, Sizes};
use crate::system_log::Target;

const SIZES: Sizes = Sizes {
    default: 20,
    maximum: 200,
};

pub(super) fn list_user_grants(call: &mut Call<'_>) -> Outcome<Answer> {
    let user = call.user_id(0)?;
    let scope = call.query.filled("scopeId");
    list(call, |grant| {
        grant.user == user && scope.is_none_or(|scope| grant.scope == scope)
    })
}

pub(super) fn list_grants_for_user_and_client(call: &mut Call<'_>) -> Outcome<Answer> {
    let (user, application) = named(call)?;
    list(call, |grant| grant.is_of(&user, &application))
}

pub(super) fn get_user_grant(call: &mut Call<'_>) -> Outcome<Answer> {
    let grant = find(call)?;
    Ok(Answer::ok(shown(call, grant)))
}

pub(super) fn revoke_user_grant(call: &mut Call<'_>) -> Outcome<Answer> {
    let (user, id) = (call.user_id(0)?, find(call)?.id.clone());
    if let Some(grant) = call.org.directory.app_sign_ins.grants.remove(&id) {
        let mut targets = app_sign_ins::targets(call, &user, &grant.application);
        targets.push(Target::new(&grant.scope, "scope", &grant.scope, &grant.scope));
        call.record("app.oauth2.as.consent.revoke", targets);
    }
    Ok(Answer::no_content())
}

/// `204`, also where there is none.
pub(super) fn revoke_user_grants(call: &mut Call<'_>) -> Outcome<Answer> {
    let user = call.user_id(0)?;
    if revoke(call, |grant| grant.user == user) {
        let target = super::user_lifecycle::target(call, &user);
        call.record("app.oauth2.as.consent.revoke.user", target);
    }
    Ok(Answer::no_content())
}

/// `204`, also where there is none.
pub(super) fn revoke_grants_for_user_and_client(call: &mut Call<'_>) -> Outcome<Answer> {
    let (user, application) = named(call)?;
    if revoke(call, |grant| grant.is_of(&user, &application)) {
        let targets = app_sign_ins::targets(call, &user, &application);
        call.record("app.oauth2.as.consent.revoke.user.client", targets);
    }
    Ok(Answer::no_content())
}

fn list(call: &Call<'_>, keep: impl Fn(&UserGrant) -> bool) -> Outcome<Answer> {
    let limit = paging::limit(call, SIZES)?;
    let start = paging::start(call, "oag")?;
    let grants = &call.org.directory.app_sign_ins.grants;
    let kept = grants
        .range((start, Bound::Unbounded))
        .map(|(_, grant)| grant)
        .filter(|grant| keep(grant));
    let (page, next) = paging::page(kept, limit, |grant| grant.id.clone());
    let items = page.into_iter().map(|grant| shown(call, grant)).collect();
    Ok(paging::answer(call, items, limit, next.as_deref()))
}

/// Whether anything was revoked.
fn revoke(call: &mut Call<'_>, meant: impl Fn(&UserGrant) -> bool) -> bool {
    let grants = &mut call.org.directory.app_sign_ins.grants;
    let before = grants.len();
    grants.retain(|_, grant| !meant(grant));
    grants.len() < before
}

/// The ids of the user and the app that the path names.
fn named(call: &Call<'_>) -> Outcome<(String, String)> {
    let user = call.user_id(0)?;
    let application = app_sign_ins::application(call, call.parameter(1))?;
    Ok((user, application.id.clone()))
}

fn find<'call>(call: &'call Call<'_>) -> Outcome<&'call UserGrant> {
    let (user, id) = (call.user_id(0)?, call.parameter(1));
    let grants = &call.org.directory.app_sign_ins.grants;
    grants
        .get(id)
        .filter(|grant| grant.user == user)
        .ok_or_else(|| Refusal::not_found(id, "OAuth2ScopeConsentGrant"))
}

fn shown(call: &Call<'_>, grant: &UserGrant) -> Value {
    let (client_id, mut links) = app_sign_ins::shared(call, &grant.user, &grant.application);
    let own = format!("{}/api/v1/users/{}/grants/{}", call.base, grant.user, grant.id);
    links["self"] = json!({ "href": own, "hints": { "allow": ["GET", "DELETE"] } });
    let mut value = json!({
        "id": grant.id,
        "status": "ACTIVE",
        "created": wire(grant.created),
        "createdBy": { "id": grant.user, "type": "User" },
        "lastUpdated": wire(grant.created),
        "issuer": call.base,
        "clientId": client_id,
        "userId": grant.user,
        "scopeId": grant.scope,
        "source": "END_USER",
        "_links": links,
    });
    if call.query.get("expand") == Some("scope") {
        value["_embedded"] = json!({ "scope": { "id": grant.scope } });
    }
    value
}
