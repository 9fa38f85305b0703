//! The secrets of OAuth 2.0 clients
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ApplicationSSOPublicKeys/>).

use serde_json::{Value, json};

use super::application_grants::client_of;
use super::applications;
use super::client_keys::{links, status};
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::oauth::{Secret, client_setting, hash};
use crate::system_log::Target;

/// A client has two secrets at most, so that one can follow the other (Okta's specification).
const MOST: usize = 2;

pub(super) fn list_oauth2_client_secrets(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    let base = call.base.clone();
    let secrets = secrets_of(call, &id)?;
    Ok(Answer::ok(
        secrets.iter().map(|secret| shown(&base, &id, secret)).collect(),
    ))
}

pub(super) fn get_oauth2_client_secret(call: &mut Call<'_>) -> Outcome<Answer> {
    let (id, place) = named(call)?;
    answer(call, &id, place)
}

/// `201` with the secret, which the request may bring itself.
pub(super) fn create_oauth2_client_secret(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    let body = call.json_or_empty()?;
    if secrets_of(call, &id)?.len() >= MOST {
        return Err(Refusal::validation(
            "client_secret",
            "client_secret: The client has two secrets already.",
        ));
    }
    let own = body
        .get("client_secret")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let secret = Secret {
        id: call.org.ids.next("ocs"),
        active: body.get("status").is_none_or(|status| status != "INACTIVE"),
        created: call.second(),
        last_updated: call.second(),
        text: own.unwrap_or_else(|| call.org.ids.text(64)),
    };
    let target = target(&secret);
    let secrets = secrets_of(call, &id)?;
    secrets.push(secret);
    let place = secrets.len() - 1;
    record(call, &id, target, "app.oauth2.credentials.lifecycle.create");
    let mut answer = answer(call, &id, place)?;
    answer.status = 201;
    Ok(answer)
}

pub(super) fn activate_oauth2_client_secret(call: &mut Call<'_>) -> Outcome<Answer> {
    switch(call, true, "app.oauth2.credentials.lifecycle.activate")
}

pub(super) fn deactivate_oauth2_client_secret(call: &mut Call<'_>) -> Outcome<Answer> {
    switch(call, false, "app.oauth2.credentials.lifecycle.deactivate")
}

/// Only a secret that is inactive can be deleted (Okta's specification; the code is Okta's for a refused
/// value).
pub(super) fn delete_oauth2_client_secret(call: &mut Call<'_>) -> Outcome<Answer> {
    let (id, place) = named(call)?;
    let secrets = secrets_of(call, &id)?;
    if secrets[place].active {
        let cause = "status: The secret must be deactivated before it is deleted.";
        return Err(Refusal::validation("status", cause));
    }
    let target = target(&secrets.remove(place));
    record(call, &id, target, "app.oauth2.credentials.lifecycle.delete");
    Ok(Answer::no_content())
}

fn switch(call: &mut Call<'_>, active: bool, event: &str) -> Outcome<Answer> {
    let (id, place) = named(call)?;
    let now = call.second();
    let secret = &mut secrets_of(call, &id)?[place];
    if secret.active != active {
        secret.active = active;
        secret.last_updated = now;
        let target = target(secret);
        record(call, &id, target, event);
    }
    answer(call, &id, place)
}

fn named(call: &mut Call<'_>) -> Outcome<(String, usize)> {
    let id = call.parameter(0).to_owned();
    let wanted = call.parameter(1).to_owned();
    let place = secrets_of(call, &id)?
        .iter()
        .position(|secret| secret.id == wanted);
    place
        .map(|place| (id, place))
        .ok_or_else(|| Refusal::not_found(&wanted, "OAuth2ClientSecret"))
}

/// The client's secrets. One that signs in with a secret has had one from its beginning.
fn secrets_of<'call>(call: &'call mut Call<'_>, id: &str) -> Outcome<&'call mut Vec<Secret>> {
    client_of(call, id)?;
    let application = applications::find(call.org, id)?;
    let method = client_setting(application, "token_endpoint_auth_method").unwrap_or_default();
    let first = Secret {
        id: String::new(),
        active: true,
        created: application.created,
        last_updated: application.created,
        text: application.client_secret.clone(),
    };
    let is_due = method.starts_with("client_secret") && client_of(call, id)?.secrets.is_empty();
    if is_due {
        let id_of_secret = call.org.ids.next("ocs");
        client_of(call, id)?.secrets.push(Secret {
            id: id_of_secret,
            ..first
        });
    }
    Ok(&mut client_of(call, id)?.secrets)
}

fn record(call: &mut Call<'_>, id: &str, target: Target, event: &str) {
    let mut targets = vec![target];
    targets.extend(applications::target(call, id));
    call.record(event, targets);
}

/// The type of the target is recorded.
fn target(secret: &Secret) -> Target {
    Target::new(&secret.id, "OAuth2ClientSecretEntity", "unknown", "unknown")
}

fn answer(call: &mut Call<'_>, id: &str, place: usize) -> Outcome<Answer> {
    let base = call.base.clone();
    let secret = &secrets_of(call, id)?[place];
    Ok(Answer::ok(shown(&base, id, secret)))
}

fn shown(base: &str, application: &str, secret: &Secret) -> Value {
    let own = format!(
        "{base}/api/v1/apps/{application}/credentials/secrets/{}",
        secret.id
    );
    // 22 characters, as recorded; how Okta computes them is not known.
    let hash: String = hash(&secret.text).chars().take(22).collect();
    json!({
        "id": secret.id,
        "created": wire(secret.created),
        "lastUpdated": wire(secret.last_updated),
        "status": status(secret.active),
        "client_secret": secret.text,
        "secret_hash": hash,
        "_links": links(&own, secret.active),
    })
}
