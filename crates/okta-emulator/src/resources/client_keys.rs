//! The JSON Web Keys of OAuth 2.0 clients
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ApplicationSSOPublicKeys/>).
//!
//! The app's settings show the same keys, and creating or replacing an app sets them (recorded traffic).

use serde_json::{Value, json};

use super::application_grants::client_of;
use super::applications;
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::oauth::{Key, public_key};
use crate::state::{Object, Org};
use crate::system_log::Target;

pub(super) fn list_jwk(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    let base = call.base.clone();
    let keys = &client_of(call, &id)?.keys;
    Ok(Answer::ok(
        keys.iter().map(|key| shown(&base, &id, key)).collect(),
    ))
}

pub(super) fn get_jwk(call: &mut Call<'_>) -> Outcome<Answer> {
    let (id, place) = named(call)?;
    answer(call, &id, place)
}

pub(super) fn add_jwk(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    let jwk = call.json()?;
    if is_too_short(&jwk) {
        // Recorded by Okta's Python SDK, `TestApplicationSSOPublicKeysResource.test_sso_public_keys_lifecycle`, of a key
        // that has no modulus at all.
        let cause = "RSA key length in the 'jwks' is less than '2,048' bits for the given key.";
        return Err(Refusal::validation("JsonWebKey", cause));
    }
    let jwk = checked(&jwk, "JsonWebKey")?;
    let kid = |key: &Object| key.get("kid").filter(|kid| !kid.is_null()).cloned();
    let keys = &client_of(call, &id)?.keys;
    // Okta's specification: a key cannot be added beside one that has no `kid`.
    if keys
        .iter()
        .any(|key| kid(&key.jwk).is_none() || kid(&key.jwk) == kid(&jwk))
    {
        return Err(Refusal::validation(
            "kid",
            "kid: The key ID must be there and unique among the client's keys.",
        ));
    }
    let key = new_key(call, jwk);
    let target = target(&key);
    let keys = &mut client_of(call, &id)?.keys;
    keys.push(key);
    let place = keys.len() - 1;
    changed(call, &id, target, "app.oauth2.credentials.lifecycle.create");
    let mut answer = answer(call, &id, place)?;
    answer.status = 201;
    Ok(answer)
}

pub(super) fn activate_jwk(call: &mut Call<'_>) -> Outcome<Answer> {
    switch(call, true, "app.oauth2.credentials.lifecycle.activate")
}

pub(super) fn deactivate_jwk(call: &mut Call<'_>) -> Outcome<Answer> {
    switch(call, false, "app.oauth2.credentials.lifecycle.deactivate")
}

/// Only a key that is inactive can be deleted (Okta's specification; the code is Okta's for a refused value).
pub(super) fn delete_jwk(call: &mut Call<'_>) -> Outcome<Answer> {
    let (id, place) = named(call)?;
    let keys = &mut client_of(call, &id)?.keys;
    if keys[place].active {
        let cause = "status: The key must be deactivated before it is deleted.";
        return Err(Refusal::validation("status", cause));
    }
    let target = target(&keys.remove(place));
    changed(call, &id, target, "app.oauth2.credentials.lifecycle.delete");
    Ok(Answer::no_content())
}

/// The keys that the body of an app brings, checked before anything is changed.
pub(super) fn given(body: &Object) -> Outcome<Vec<Object>> {
    let keys = body
        .get("settings")
        .and_then(|settings| settings["oauthClient"]["jwks"]["keys"].as_array());
    keys.into_iter()
        .flatten()
        .map(|key| {
            key.as_object()
                .ok_or_else(|| invalid("settings.oauthClient.jwks"))
                .and_then(|key| checked(key, "settings.oauthClient.jwks"))
        })
        .collect()
}

/// Makes these the keys of an app that was created or replaced. A key that was there keeps its id.
pub(super) fn adopt(call: &mut Call<'_>, id: &str, given: Vec<Object>) {
    let made: Vec<Key> = given.into_iter().map(|jwk| new_key(call, jwk)).collect();
    let Some(client) = call.org.client_mut(id) else {
        return;
    };
    let mut before = std::mem::take(&mut client.keys);
    for mut key in made {
        if let Some(place) = before.iter().position(|old| old.jwk == key.jwk) {
            let old = before.swap_remove(place);
            (key.id, key.created) = (old.id, old.created);
        }
        client.keys.push(key);
    }
    show_keys_in_settings(call.org, id);
}

fn switch(call: &mut Call<'_>, active: bool, event: &str) -> Outcome<Answer> {
    let (id, place) = named(call)?;
    let now = call.second();
    let key = &mut client_of(call, &id)?.keys[place];
    if key.active != active {
        key.active = active;
        key.last_updated = now;
        let target = target(key);
        changed(call, &id, target, event);
    }
    answer(call, &id, place)
}

/// The app's id and the place of the key that the path names by its id.
fn named(call: &mut Call<'_>) -> Outcome<(String, usize)> {
    let id = call.parameter(0).to_owned();
    let wanted = call.parameter(1).to_owned();
    let keys = &client_of(call, &id)?.keys;
    let place = keys.iter().position(|key| key.id == wanted);
    place
        .map(|place| (id, place))
        .ok_or_else(|| Refusal::not_found(&wanted, "OAuth2ClientJsonWebKey"))
}

/// What is kept of a JWK that a request brings. Its `status` stays in until the key is made.
fn checked(jwk: &Object, subject: &str) -> Outcome<Object> {
    if public_key(jwk).is_none() && !lacks_its_curve(jwk) && !is_loosely_written(jwk) {
        return Err(invalid(subject));
    }
    let members = ["kty", "kid", "use", "alg", "e", "n", "crv", "x", "y", "status"];
    Ok(jwk
        .iter()
        .filter(|(member, _)| members.contains(&member.as_str()))
        .map(|(member, value)| (member.clone(), value.clone()))
        .collect())
}

/// The least length of the modulus of an RSA key that is added, in bits.
const LEAST_BITS: usize = 2048;

/// Whether the modulus is too short, where there is one: six bits a digit, and the leading zeros of the first byte count.
fn is_too_short(jwk: &Object) -> bool {
    let digits = jwk.get("n").and_then(Value::as_str).unwrap_or_default().len();
    jwk.get("kty").is_some_and(|kind| kind == "RSA") && digits * 6 / 8 * 8 < LEAST_BITS
}

/// Okta takes an EC key without `crv` and shows it with null (recorded); no signature can be checked with it.
fn lacks_its_curve(jwk: &Object) -> bool {
    let has = |member: &str| jwk.get(member).is_some_and(Value::is_string);
    let lacks = |member: &str| jwk.get(member).is_none_or(Value::is_null);
    jwk.get("kty").is_some_and(|kind| kind == "EC") && has("x") && has("y") && lacks("crv") && lacks("d")
}

/// Okta takes an RSA key whose base 64 has bits left over at its end (recorded), which strict readers refuse.
fn is_loosely_written(jwk: &Object) -> bool {
    let is_base64 = |member: &str| {
        let text = jwk.get(member).and_then(Value::as_str).unwrap_or_default();
        let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        text.len() % 4 > 1 && text.bytes().all(is_digit)
    };
    let is_exponent = jwk.get("e").is_some_and(|exponent| exponent == "AQAB");
    jwk.get("kty").is_some_and(|kind| kind == "RSA")
        && is_exponent
        && is_base64("n")
        && !jwk.contains_key("d")
}

fn invalid(subject: &str) -> Refusal {
    let cause = format!("{subject}: The key must be a public RSA or EC key.");
    Refusal::validation(subject, cause)
}

fn new_key(call: &mut Call<'_>, mut jwk: Object) -> Key {
    let status = jwk.remove("status");
    for member in ["kid", "use"] {
        jwk.entry(member).or_insert(Value::Null);
    }
    if jwk.get("kty").is_some_and(|kind| kind == "EC") {
        jwk.entry("crv").or_insert(Value::Null);
    }
    Key {
        id: call.org.ids.next("pks"),
        active: status.is_none_or(|status| status != "INACTIVE"),
        created: call.second(),
        last_updated: call.second(),
        jwk,
    }
}

fn changed(call: &mut Call<'_>, id: &str, target: Target, event: &str) {
    show_keys_in_settings(call.org, id);
    let mut targets = vec![target];
    targets.extend(applications::target(call, id));
    call.record(event, targets);
}

/// Writes the keys into `settings.oauthClient.jwks`, where an app without any has no such member (recorded).
pub(crate) fn show_keys_in_settings(org: &mut Org, id: &str) {
    let keys: Vec<Value> = org
        .client(id)
        .into_iter()
        .flat_map(|client| &client.keys)
        .map(plain)
        .collect();
    let settings = org
        .applications
        .get_mut(id)
        .and_then(|application| application.settings.get_mut("settings"))
        .and_then(|settings| settings.get_mut("oauthClient"))
        .and_then(Value::as_object_mut);
    if let Some(settings) = settings {
        if keys.is_empty() {
            settings.remove("jwks");
        } else {
            settings.insert("jwks".to_owned(), json!({ "keys": keys }));
        }
    }
}

fn target(key: &Key) -> Target {
    let kid = key.jwk.get("kid").and_then(Value::as_str).unwrap_or_default();
    Target::new(&key.id, "OAuth2ClientJsonWebKeyEntity", kid, kid)
}

/// The key as the app's settings show it.
fn plain(key: &Key) -> Value {
    let mut jwk = key.jwk.clone();
    jwk.insert("id".to_owned(), json!(key.id));
    jwk.insert("status".to_owned(), json!(status(key.active)));
    Value::Object(jwk)
}

fn shown(base: &str, application: &str, key: &Key) -> Value {
    let own = format!("{base}/api/v1/apps/{application}/credentials/jwks/{}", key.id);
    let mut value = plain(key);
    value["created"] = json!(wire(key.created));
    value["lastUpdated"] = json!(wire(key.last_updated));
    value["_links"] = links(&own, key.active);
    value
}

fn answer(call: &mut Call<'_>, id: &str, place: usize) -> Outcome<Answer> {
    let base = call.base.clone();
    let key = &client_of(call, id)?.keys[place];
    Ok(Answer::ok(shown(&base, id, key)))
}

pub(super) fn status(active: bool) -> &'static str {
    if active { "ACTIVE" } else { "INACTIVE" }
}

/// An active credential can be deactivated (recorded), an inactive one activated or deleted.
pub(super) fn links(own: &str, active: bool) -> Value {
    let post =
        |verb: &str| json!({ "href": format!("{own}/lifecycle/{verb}"), "hints": { "allow": ["POST"] } });
    if active {
        json!({ "deactivate": post("deactivate") })
    } else {
        json!({ "activate": post("activate"), "delete": { "href": own, "hints": { "allow": ["DELETE"] } } })
    }
}
