//! The requests as JSON lines, for checks of the traffic against Okta's specification.
//!
//! A line has `method`, `path`, `query`, `headers`, `body`, `operation` and `status`, and `response_body` if
//! that was asked for. Secrets are replaced: the credentials of `authorization`, passwords, answers, client
//! secrets and private keys. Their keys stay, so that a check sees that they were sent.

use std::fmt;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE};
use http::{Response, request};
use serde_json::{Map, Value, json};
use url::form_urlencoded;

const REDACTED: &str = "[redacted]";

/// Members whose text is a secret wherever they stand.
const SECRETS: [&str; 15] = [
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
    "passCode",
    "sharedSecret",
    "activationToken",
    "stateToken",
    "privateKey",
];
/// Members that are secret inside of a password or of a private key (a JSON Web Key).
const SECRET_PARTS: [&str; 9] = ["value", "salt", "d", "p", "q", "dp", "dq", "qi", "k"];
const HOLDERS: [&str; 5] = ["password", "oldPassword", "newPassword", "hash", "keys"];

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

fn query(sent: &str) -> String {
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
        Ok(text) if text.contains('=') => Value::String(form(text.as_bytes())),
        _ => Value::String(format!("{REDACTED} {} bytes that are no JSON", body.len())),
    }
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
            for (name, member) in members {
                let secret =
                    SECRETS.contains(&name.as_str()) || (in_holder && SECRET_PARTS.contains(&name.as_str()));
                if secret && member.is_string() {
                    *member = Value::String(REDACTED.to_owned());
                } else {
                    redact(member, HOLDERS.contains(&name.as_str()));
                }
            }
        }
        _ => {}
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
        });
        let shown = redacted_body(&Bytes::from(sent.to_string())).to_string();
        for secret in ["p1", "p2", "p3", "p4", "p5", "p6"] {
            assert!(!shown.contains(&format!("\"{secret}\"")), "{secret}: {shown}");
        }
        assert_eq!(shown.matches("stays").count(), 2);
        let sent = "grant_type=client_credentials&client_assertion=p7";
        assert!(!redacted_body(&Bytes::from(sent)).to_string().contains("p7"));
    }
}
