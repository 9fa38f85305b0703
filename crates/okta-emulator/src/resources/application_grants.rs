//! The scopes that an app may ask for
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ApplicationGrants/>).

use serde_json::{Value, json};

use super::applications;
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::oauth::{Client, Grant, client_setting};
use crate::system_log::Target;

pub(super) fn list_scope_consent_grants(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    client_of(call, &id)?;
    let grants = call
        .org
        .client(&id)
        .map(|client| client.grants.as_slice())
        .unwrap_or_default();
    Ok(Answer::ok(
        grants.iter().map(|grant| shown(call, &id, grant)).collect(),
    ))
}

pub(super) fn get_scope_consent_grant(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    let wanted = call.parameter(1).to_owned();
    client_of(call, &id)?;
    let grants = call.org.client(&id).map(|client| client.grants.as_slice());
    let grant = grants.unwrap_or_default().iter().find(|grant| grant.id == wanted);
    grant
        .map(|grant| Answer::ok(shown(call, &id, grant)))
        .ok_or_else(|| not_found(&wanted))
}

/// `201` with the grant and its scope, which a read embeds only when it is asked to (recorded by Okta's Python SDK,
/// `TestApplicationsResource.test_grant_consent_to_scope`). A scope that is granted already gives the grant there is, because
/// the outcome is what was asked for; Okta's answer is not recorded.
pub(super) fn grant_consent_to_scope(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    let body = call.json()?;
    let text = |member: &str| body.get(member).and_then(Value::as_str).unwrap_or_default();
    let scope = text("scopeId").to_owned();
    if !is_scope(&scope) {
        let cause = "scopeId: The scope is not one of the org authorization server.";
        return Err(Refusal::validation("scopeId", cause));
    }
    if text("issuer").trim_end_matches('/') != &*call.base {
        return Err(Refusal::validation(
            "issuer",
            "issuer: The issuer must be the org's URL.",
        ));
    }
    client_of(call, &id)?;
    let new = Grant {
        id: call.org.ids.next("oag"),
        scope: scope.clone(),
        created: call.second(),
        created_by: call.caller.principal().to_owned(),
    };
    let client = client_of(call, &id)?;
    if !client.grants.iter().any(|held| held.scope == scope) {
        client.grants.push(new);
        record(call, &id, &scope, "app.oauth2.admin.consent.grant");
    }
    let grants = call.org.client(&id).map(|client| client.grants.as_slice());
    let grant = grants.unwrap_or_default().iter().find(|held| held.scope == scope);
    let granted = grant.map(|grant| {
        let mut value = shown(call, &id, grant);
        embed_scope(&mut value, grant);
        value
    });
    Ok(Answer::created(granted.unwrap_or_default()))
}

pub(super) fn revoke_scope_consent_grant(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    let wanted = call.parameter(1).to_owned();
    let grants = &mut client_of(call, &id)?.grants;
    let place = grants
        .iter()
        .position(|grant| grant.id == wanted)
        .ok_or_else(|| not_found(&wanted))?;
    let scope = grants.remove(place).scope;
    record(call, &id, &scope, "app.oauth2.admin.consent.revoke");
    Ok(Answer::no_content())
}

/// The client behind the app; an app that is none has nothing to grant scopes to.
pub(super) fn client_of<'call>(call: &'call mut Call<'_>, id: &str) -> Outcome<&'call mut Client> {
    applications::find(call.org, id)?;
    call.org
        .client_mut(id)
        .ok_or_else(|| Refusal::not_found(id, "PublicClientApp"))
}

/// The scopes that some operation of the management API names.
fn is_scope(name: &str) -> bool {
    okta_facts::OPERATIONS
        .iter()
        .any(|operation| operation.scopes.contains(&name))
}

fn record(call: &mut Call<'_>, id: &str, scope: &str, event: &str) {
    let mut targets = applications::target(call, id);
    targets.push(Target::new(scope, "scope", scope, scope));
    call.record(event, targets);
}

fn shown(call: &Call<'_>, id: &str, grant: &Grant) -> Value {
    let application = call.org.applications.get(id);
    let label = application.map_or("", |application| application.text("label"));
    let client_id = application
        .and_then(|application| client_setting(application, "client_id"))
        .unwrap_or(id);
    let base = &call.base;
    let mut value = json!({
        "id": grant.id,
        "status": "ACTIVE",
        "created": wire(grant.created),
        "createdBy": { "id": grant.created_by, "type": "User" },
        "lastUpdated": wire(grant.created),
        "issuer": base,
        "clientId": client_id,
        "scopeId": grant.scope,
        "source": "ADMIN",
        "_links": {
            "self": {
                "href": format!("{base}/api/v1/apps/{id}/grants/{}", grant.id),
                "hints": { "allow": ["GET", "DELETE"] },
            },
            "app": { "href": format!("{base}/api/v1/apps/{id}"), "title": label },
            "client": { "href": format!("{base}/oauth2/v1/clients/{client_id}"), "title": label },
        },
    });
    if call.query.get("expand") == Some("scope") {
        embed_scope(&mut value, grant);
    }
    value
}

fn embed_scope(shown: &mut Value, grant: &Grant) {
    shown["_embedded"] = json!({ "scope": { "id": grant.scope } });
}

fn not_found(id: &str) -> Refusal {
    Refusal::not_found(id, "OAuth2ScopeConsentGrant")
}
