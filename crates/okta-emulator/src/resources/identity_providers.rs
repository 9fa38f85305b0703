//! Identity providers: list, create, read, replace, switch on and off, delete
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/IdentityProvider/>).
//!
//! Each brings profile mappings with it. Nobody signs in through one, so that its settings are kept as they
//! were given, with what Okta fills in; its signing key is not checked.

use std::collections::BTreeMap;
use std::ops::Bound;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::merge;
use super::policies::state_of;
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::ids::Ids;
use crate::paging::{self, Sizes};
use crate::state::Object;
use crate::system_log::Target;

const SIZES: Sizes = Sizes {
    default: 20,
    maximum: 200,
};

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct IdentityProviders(BTreeMap<String, IdentityProvider>);

#[derive(Serialize, Deserialize)]
struct IdentityProvider {
    kind: String,
    name: String,
    active: bool,
    issuer_mode: Option<String>,
    protocol: Value,
    policy: Value,
    created: Timestamp,
    last_updated: Timestamp,
}

impl IdentityProviders {
    pub(super) fn exists(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }

    /// Whether an identity provider is the source of its users' profiles.
    pub(super) fn sources_profiles(&self, id: &str) -> bool {
        let known = self.0.get(id);
        known.is_some_and(|known| known.policy["provisioning"]["profileMaster"] == true)
    }

    /// What a profile mapping calls it: `saml_idp`, `oidc_idp` and `google_idp` are recorded, the others follow
    /// them.
    pub(super) fn name_in_mappings(&self, id: &str) -> Option<String> {
        let kind = self.0.get(id)?.kind.as_str();
        let kind = kind.strip_suffix('2').unwrap_or(kind).to_lowercase();
        Some(format!("{kind}_idp"))
    }
}

/// `200`; `q` is a part of the name (recorded), `type` the type.
pub(super) fn list_identity_providers(call: &mut Call<'_>) -> Outcome<Answer> {
    let limit = paging::limit(call, SIZES)?;
    let start = paging::start(call, "0oa")?;
    let kind = call.query.filled("type");
    let q = call.query.filled("q").map(str::to_lowercase);
    let providers = &call.org.directory.identity_providers.0;
    let following = providers.range((start, Bound::Unbounded)).filter(|(_, known)| {
        kind.is_none_or(|kind| kind == known.kind)
            && q.as_ref()
                .is_none_or(|q| known.name.to_lowercase().contains(q.as_str()))
    });
    let (found, next) = paging::page(following, limit, |(id, _)| (*id).clone());
    let items = found.iter().map(|(id, known)| shown(id, known, &call.base));
    Ok(paging::answer(call, items.collect(), limit, next.as_deref()))
}

pub(super) fn get_identity_provider(call: &mut Call<'_>) -> Outcome<Answer> {
    answer(call, call.parameter(0))
}

/// `200`, ACTIVE whatever the body says.
pub(super) fn create_identity_provider(call: &mut Call<'_>) -> Outcome<Answer> {
    let body = call.json()?;
    let now = call.second();
    let id = call.org.ids.next("0oa");
    let provider = described(call, &body, None, now)?;
    call.org
        .directory
        .identity_providers
        .0
        .insert(id.clone(), provider);
    record(call, "system.idp.lifecycle.create", &id);
    answer(call, &id)
}

/// `200` with `created` null (recorded); a read shows it again.
pub(super) fn replace_identity_provider(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    let body = call.json()?;
    find(call, &id)?;
    let now = call.second();
    let provider = described(call, &body, Some(&id), now)?;
    call.org
        .directory
        .identity_providers
        .0
        .insert(id.clone(), provider);
    record(call, "system.idp.lifecycle.update", &id);
    let mut replaced = shown(&id, find(call, &id)?, &call.base);
    replaced["created"] = Value::Null;
    Ok(Answer::ok(replaced))
}

pub(super) fn activate_identity_provider(call: &mut Call<'_>) -> Outcome<Answer> {
    switch(call, true, "system.idp.lifecycle.activate")
}

pub(super) fn deactivate_identity_provider(call: &mut Call<'_>) -> Outcome<Answer> {
    switch(call, false, "system.idp.lifecycle.deactivate")
}

/// `204`. Its profile mappings go with it.
pub(super) fn delete_identity_provider(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    find(call, &id)?;
    record(call, "system.idp.lifecycle.delete", &id);
    call.org.directory.identity_providers.0.remove(&id);
    Ok(Answer::no_content())
}

/// `200` with the identity provider, in either state.
fn switch(call: &mut Call<'_>, active: bool, event_type: &str) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    let now = call.second();
    let changes = find(call, &id)?.active != active;
    if let Some(provider) = call.org.directory.identity_providers.0.get_mut(&id)
        && changes
    {
        provider.active = active;
        provider.last_updated = now;
        record(call, event_type, &id);
    }
    answer(call, &id)
}

/// An identity provider as a body describes it. One that is there keeps its type, status and age.
fn described(
    call: &mut Call<'_>,
    body: &Object,
    own_id: Option<&str>,
    now: Timestamp,
) -> Outcome<IdentityProvider> {
    let text = |member: &str| body.get(member).and_then(Value::as_str);
    let providers = &call.org.directory.identity_providers.0;
    let before = own_id.and_then(|id| providers.get(id));
    let name = text("name").unwrap_or_default().trim();
    if name.is_empty() {
        let cause = "name: The field cannot be left blank";
        return Err(Refusal::validation("name", cause));
    }
    // The refusal's words are ours: none is recorded.
    let taken = |(id, known): (&String, &IdentityProvider)| known.name == name && Some(id.as_str()) != own_id;
    if providers.iter().any(taken) {
        let cause = "name: An identity provider with this name exists already";
        return Err(Refusal::validation("name", cause));
    }
    let kind = before.map_or(text("type").unwrap_or_default(), |before| &before.kind);
    if kind.is_empty() {
        let cause = "type: The field cannot be left blank";
        return Err(Refusal::validation("type", cause));
    }
    let (kind, active, created) = (
        kind.to_owned(),
        before.is_none_or(|before| before.active),
        before.map_or(now, |before| before.created),
    );
    let signing = before.and_then(|before| before.protocol["credentials"]["signing"].as_object());
    let signing = signing.cloned().map(Value::Object);
    let given = |member: &str| body.get(member).unwrap_or(&Value::Null);
    Ok(IdentityProvider {
        name: name.to_owned(),
        active,
        // A SAML 2.0 identity provider shows none (recorded).
        issuer_mode: (kind != "SAML2").then(|| text("issuerMode").unwrap_or("DYNAMIC").to_owned()),
        protocol: protocol(&kind, given("protocol"), signing, &mut call.org.ids, &call.base),
        policy: policy(&kind, given("policy")),
        created,
        last_updated: now,
        kind,
    })
}

/// The protocol with what Okta adds to it and without what it drops (recorded).
fn protocol(kind: &str, given: &Value, signing: Option<Value>, ids: &mut Ids, base: &str) -> Value {
    let endpoint = |url: &str, binding: &str| json!({ "url": url, "binding": format!("HTTP-{binding}") });
    let social = |authorization: &str, token: &str| {
        json!({ "endpoints": {
            "authorization": endpoint(authorization, "REDIRECT"), "token": endpoint(token, "POST"),
        }})
    };
    let defaults = match kind {
        "SAML2" => json!({ "credentials": {
            "trust": {
                "audience": format!("{base}/saml2/service-provider/{}", ids.text(20).to_lowercase()),
                "revocation": null, "revocationCacheLifetime": 0,
            },
            "signing": signing.unwrap_or_else(|| json!({ "kid": ids.text(43) })),
        }}),
        "OIDC" => json!({ "settings": { "nameFormat": null } }),
        "GOOGLE" => social(
            "https://accounts.google.com/o/oauth2/auth",
            "https://www.googleapis.com/oauth2/v3/token",
        ),
        "FACEBOOK" => social(
            "https://www.facebook.com/dialog/oauth",
            "https://graph.facebook.com/v2.8/oauth/access_token",
        ),
        // Recorded by Okta's Python SDK, `TestIdentityProvidersResource.test_add_get_linkedin_idp`.
        "LINKEDIN" => social(
            "https://www.linkedin.com/uas/oauth2/authorization",
            "https://www.linkedin.com/uas/oauth2/accessToken",
        ),
        "MICROSOFT" => social(
            "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
            "https://login.microsoftonline.com/common/oauth2/v2.0/token",
        ),
        _ => json!({}),
    };
    let mut merged = merge::over(defaults, given);
    // The digest is shown where requests are signed (recorded since May 2026).
    if let Some(request) = merged
        .pointer_mut("/algorithms/request")
        .and_then(Value::as_object_mut)
        && kind == "SAML2"
    {
        request.entry("digest").or_insert_with(|| json!("SHA-1"));
    }
    let drop_from = |place: Option<&mut Value>, drop: &dyn Fn(&str, &Value) -> bool| {
        if let Some(members) = place.and_then(Value::as_object_mut) {
            members.retain(|member, value| !drop(member, value));
        }
    };
    drop_from(merged.pointer_mut("/credentials/client"), &|member, value| {
        member == "pkce_required" && value.is_null()
    });
    if kind != "SAML2" {
        // A client signs with a secret, so that a digest of SAML's says nothing (recorded of OIDC).
        let of_saml = merged.pointer("/algorithms/request/signature/algorithm");
        let of_saml = of_saml
            .and_then(Value::as_str)
            .is_some_and(|name| name.starts_with("SHA-"));
        drop_from(Some(&mut merged), &|member, _| member == "algorithms" && of_saml);
    }
    if kind == "OIDC" {
        drop_from(merged.pointer_mut("/settings"), &|member, _| {
            member == "honorPersistentNameId"
        });
        if let Some(logout) = merged
            .pointer_mut("/endpoints/slo")
            .and_then(Value::as_object_mut)
        {
            logout.entry("binding").or_insert_with(|| json!("HTTP-REDIRECT"));
        }
    }
    merged
}

fn policy(kind: &str, given: &Value) -> Value {
    let mut defaults = json!({
        "accountLink": { "filter": null, "action": "AUTO" },
        "provisioning": {
            "action": "AUTO", "profileMaster": false, "groups": { "action": "NONE" },
            "conditions": { "deprovisioned": { "action": "NONE" }, "suspended": { "action": "NONE" } },
        },
        "subject": { "filter": null, "matchType": "USERNAME", "matchAttribute": null },
        "maxClockSkew": 0,
        "transformedUsernameMatchingEnabled": false,
    });
    if matches!(kind, "SAML2" | "OIDC") {
        defaults["trustClaims"] = json!(false);
    }
    merge::over(defaults, given)
}

fn find<'call>(call: &'call Call<'_>, id: &str) -> Outcome<&'call IdentityProvider> {
    let known = call.org.directory.identity_providers.0.get(id);
    known.ok_or_else(|| Refusal::not_found(id, "IdpV2"))
}

fn record(call: &mut Call<'_>, event_type: &str, id: &str) {
    // No recorded event shows the type of such a target, so the word is ours.
    let target = find(call, id).map(|known| Target::new(id, "IdentityProvider", "unknown", &known.name));
    call.record(event_type, target.into_iter().collect());
}

fn answer(call: &Call<'_>, id: &str) -> Outcome<Answer> {
    Ok(Answer::ok(shown(id, find(call, id)?, &call.base)))
}

fn shown(id: &str, known: &IdentityProvider, base: &str) -> Value {
    let mut value = json!({
        "id": id,
        "name": known.name,
        "type": known.kind,
        "status": state_of(known.active),
        "created": wire(known.created),
        "lastUpdated": wire(known.last_updated),
        "protocol": known.protocol,
        "policy": known.policy,
        "_links": links(id, known, base),
    });
    if let Some(mode) = &known.issuer_mode {
        value["issuerMode"] = json!(mode);
    }
    value
}

/// A SAML 2.0 identity provider has its metadata and its switch, the others an address to begin at (recorded).
fn links(id: &str, known: &IdentityProvider, base: &str) -> Value {
    let own = format!("{base}/api/v1/idps/{id}");
    let hints = |method: &str| json!({ "allow": [method] });
    if known.kind != "SAML2" {
        let begin = format!(
            "{base}/oauth2/v1/authorize?idp={id}&client_id={{clientId}}&response_type={{responseType}}\
             &response_mode={{responseMode}}&scope={{scopes}}&redirect_uri={{redirectUri}}&state={{state}}\
             &nonce={{nonce}}"
        );
        return json!({
            "authorize": { "href": begin, "templated": true, "hints": hints("GET") },
            "clientRedirectUri": {
                "href": format!("{base}/oauth2/v1/authorize/callback"), "hints": hints("POST"),
            },
        });
    }
    let action = if known.active { "deactivate" } else { "activate" };
    let mut links = json!({
        "metadata": {
            "href": format!("{own}/metadata.xml"), "type": "application/xml", "hints": hints("GET"),
        },
        "acs": {
            "href": format!("{base}/sso/saml2/{id}"), "type": "application/xml", "hints": hints("POST"),
        },
        "users": { "href": format!("{own}/users"), "hints": hints("GET") },
    });
    links[action] = json!({ "href": format!("{own}/lifecycle/{action}"), "hints": hints("POST") });
    links
}
