//! The requests as JSON lines, for checks of the traffic against Okta's specification.
//!
//! A line has `method`, `path`, `query`, `headers`, `body`, `operation` and `status`, and `response_body` if
//! that was asked for. Secrets are replaced: the credentials of `authorization`, passwords, answers, client
//! secrets, private keys, what an event hook authenticates with and the tokens of answers. Their keys stay, so that a check sees that they were sent.

use std::fmt;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE};
use http::{Response, request};
use serde_json::{Map, Value, json};
use url::form_urlencoded;

const REDACTED: &str = "[redacted]";

/// Members that are a secret wherever they stand. The addresses among them end in a token.
const SECRETS: [&str; 21] = [
    "password",
    "oldPassword",
    "newPassword",
    "tempPassword",
    "answer",
    "client_secret",
    "clientSecret",
    "client_assertion",
    "access_token",
    "refresh_token",
    "id_token",
    "passCode",
    "sharedSecret",
    "activationToken",
    "activationUrl",
    "recoveryToken",
    "resetPasswordUrl",
    "sessionToken",
    "stateToken",
    "private_key",
    "privateKey",
];
/// Members that are secret inside of a password, of what an event hook authenticates with, or of a private key.
const SECRET_PARTS: [&str; 9] = ["value", "salt", "d", "p", "q", "dp", "dq", "qi", "k"];
/// Whose members are. Beside them every object with `kty`, which is a JSON Web Key.
const HOLDERS: [&str; 7] = [
    "password",
    "oldPassword",
    "newPassword",
    "hash",
    "keys",
    "authScheme",
    "headers",
];

/// Where the lines go.
#[derive(Clone)]
pub(crate) struct RequestLines {
    writer: Arc<Mutex<dyn Write + Send>>,
    /// Whether the lines carry the bodies of the answers too.
    with_answers: bool,
}

impl RequestLines {
    pub(crate) fn new(writer: impl Write + Send + 'static, with_answers: bool) -> Self {
        Self {
            writer: Arc::new(Mutex::new(writer)),
            with_answers,
        }
    }

    /// Writes a line and flushes it. A writer that fails is told of on standard error, once a line: a log that
    /// cannot be written must not change what the org answers.
    pub(crate) fn write(
        &self,
        parts: &request::Parts,
        body: &Bytes,
        operation: Option<&str>,
        response: Option<&Response<Bytes>>,
    ) {
        let mut line = json!({
            "method": parts.method.as_str(),
            "path": parts.uri.path(),
            "query": query(parts.uri.query().unwrap_or_default()),
            "headers": headers(parts),
            "body": redacted_body(body),
            "operation": operation,
            "status": response.map(|response| response.status().as_u16()),
        });
        if self.with_answers {
            line["response_body"] = response.map_or(Value::Null, |response| redacted_body(response.body()));
        }
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let written = writeln!(writer, "{line}").and_then(|()| writer.flush());
        if let Err(error) = written {
            eprintln!("the request log cannot be written: {error}");
        }
    }
}

impl fmt::Debug for RequestLines {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RequestLines")
            .field("with_answers", &self.with_answers)
            .finish_non_exhaustive()
    }
}

fn headers(parts: &request::Parts) -> Map<String, Value> {
    let mut shown = Map::new();
    for (name, value) in &parts.headers {
        let value = value.to_str().unwrap_or_default();
        let value = if *name == AUTHORIZATION {
            let scheme = value
                .split(' ')
                .next()
                .filter(|scheme| scheme.len() < value.len());
            scheme.map_or(REDACTED.to_owned(), |scheme| format!("{scheme} {REDACTED}"))
        } else if *name == COOKIE || name.as_str() == "x-emulator-control" {
            REDACTED.to_owned()
        } else {
            value.to_owned()
        };
        shown.insert(name.to_string(), Value::String(value));
    }
    shown
}

/// A query string without its secrets.
pub(crate) fn query(sent: &str) -> String {
    if !SECRETS.iter().any(|name| sent.contains(name)) {
        return sent.to_owned();
    }
    form(sent.as_bytes())
}

/// JSON as JSON, a form as its text, and anything else by its length.
fn redacted_body(body: &Bytes) -> Value {
    if body.is_empty() {
        return Value::Null;
    }
    if let Ok(mut body) = serde_json::from_slice(body) {
        redact(&mut body, false);
        return body;
    }
    match std::str::from_utf8(body) {
        Ok(text) if is_form(text) => Value::String(form(text.as_bytes())),
        _ => Value::String(format!("{REDACTED} {} bytes that are no JSON", body.len())),
    }
}

/// Whether each part has a name of its own before a value: broken JSON with a `=` in it is no form, and its secrets
/// have no names that could be found.
fn is_form(text: &str) -> bool {
    let is_named = |pair: &str| {
        pair.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty()
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
        })
    };
    text.split('&').all(is_named)
}

fn form(sent: &[u8]) -> String {
    let pairs = form_urlencoded::parse(sent).map(|(name, value)| {
        let secret = SECRETS.contains(&&*name) && !["true", "false"].contains(&&*value);
        let value = if secret { REDACTED.into() } else { value };
        (name, value)
    });
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

fn redact(value: &mut Value, in_holder: bool) {
    match value {
        Value::Array(items) => {
            for item in items {
                redact(item, in_holder);
            }
        }
        Value::Object(members) => {
            let holds_secrets = in_holder || members.contains_key("kty");
            for (name, member) in members {
                let name = name.as_str();
                if SECRETS.contains(&name) || (holds_secrets && SECRET_PARTS.contains(&name)) {
                    hide(member);
                } else {
                    redact(member, HOLDERS.contains(&name));
                }
            }
        }
        _ => {}
    }
}

/// What stands where a secret is expected, in whatever form it was sent. The members of an object have names of
/// their own that say which of them are secret.
fn hide(secret: &mut Value) {
    match secret {
        Value::Null | Value::Bool(_) => {}
        Value::Array(items) => items.iter_mut().for_each(hide),
        Value::Object(_) => redact(secret, true),
        Value::String(_) | Value::Number(_) => *secret = Value::String(REDACTED.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_replaced_wherever_they_stand() {
        let sent = json!({
            "profile": { "login": "a@b.example", "value": "stays" },
            "credentials": {
                "password": { "value": "p1", "hash": { "algorithm": "MD5", "salt": "p2", "value": "p3" } },
                "recovery_question": { "question": "q", "answer": "p4" },
                "oauthClient": { "client_secret": "p5" },
            },
            "settings": { "jwks": { "keys": [{ "kty": "RSA", "n": "stays", "d": "p6" }] } },
            "channel": { "config": {
                "headers": [{ "key": "X-Key", "value": "p8" }],
                "authScheme": { "type": "HEADER", "key": "authorization", "value": "p9" },
            } },
            "activationUrl": "p10",
            "oldPassword": { "value": 11 },
            "passCode": 12,
            "answer": ["p13"],
        });
        let shown = redacted_body(&Bytes::from(sent.to_string())).to_string();
        assert!(!shown.contains("11") && !shown.contains("12"), "{shown}");
        for secret in ["p1", "p2", "p3", "p4", "p5", "p6", "p8", "p9", "p10", "p13"] {
            assert!(!shown.contains(&format!("\"{secret}\"")), "{secret}: {shown}");
        }
        assert_eq!(shown.matches("stays").count(), 2);
        let sent = "grant_type=client_credentials&client_assertion=p7";
        assert!(!redacted_body(&Bytes::from(sent)).to_string().contains("p7"));
    }

    #[test]
    fn a_key_on_its_own_and_broken_json_tell_no_secret_either() {
        let key = json!({ "kty": "RSA", "n": "stays", "d": "p1" }).to_string();
        let shown = redacted_body(&Bytes::from(key)).to_string();
        assert!(shown.contains("stays") && !shown.contains("p1"), "{shown}");
        let broken = r#"{"note":"a=b","password":{"value":"p2"}"#;
        assert!(!redacted_body(&Bytes::from(broken)).to_string().contains("p2"));
    }
}
