//! The hand with which the tests ask an org.

use bytes::Bytes;
use http::{HeaderMap, Request};
use okta_emulator::{ApiToken, Builder, Emulator, Preset};
use serde_json::{Value, json};

use crate::traffic;

pub(crate) struct Org {
    pub(crate) emulator: Emulator,
    pub(crate) token: ApiToken,
}

pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

/// An org without generated content and limits, in virtual time.
pub(crate) fn empty() -> Builder {
    Emulator::builder()
        .users(0)
        .groups(0)
        .apps(0)
        .limits(Preset::Unlimited)
        .virtual_time()
}

impl Org {
    pub(crate) fn new(builder: Builder) -> Self {
        let emulator = builder.build();
        let token = emulator.api_token("SUPER_ADMIN");
        Self { emulator, token }
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send("GET", path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.send("POST", path, Some(body)).await
    }

    pub(crate) async fn act(&self, path: &str) -> Reply {
        self.send("POST", path, None).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Reply {
        self.send("PUT", path, Some(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Reply {
        self.send("DELETE", path, None).await
    }

    pub(crate) async fn send(&self, method: &str, path: &str, body: Option<Value>) -> Reply {
        ask(&self.emulator, Some(&self.token), method, path, body).await
    }

    /// Creates a user who is ACTIVE, with the password `Passw0rd-of-mine`, and gives the id.
    pub(crate) async fn active_user(&self, login: &str) -> String {
        let body = with_password(login);
        self.post("/api/v1/users", body).await.expect(200).id()
    }

    pub(crate) async fn group(&self, name: &str) -> String {
        self.post("/api/v1/groups", json!({ "profile": { "name": name } }))
            .await
            .expect(200)
            .id()
    }

    pub(crate) async fn app(&self, label: &str) -> String {
        let body = json!({ "label": label, "signOnMode": "BOOKMARK", "settings": { "app": { "url": "https://a.example" } } });
        self.post("/api/v1/apps", body).await.expect(200).id()
    }

    pub(crate) async fn status(&self, user: &str) -> String {
        self.get(&format!("/api/v1/users/{user}"))
            .await
            .expect(200)
            .text("status")
    }

    /// The event types in the log, oldest first.
    pub(crate) async fn events(&self) -> Vec<String> {
        let log = self.get("/api/v1/logs?limit=1000").await.expect(200);
        log.body
            .as_array()
            .unwrap()
            .iter()
            .map(|event| event["eventType"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// A request with an API token, or without one.
pub(crate) async fn ask(
    emulator: &Emulator,
    token: Option<&ApiToken>,
    method: &str,
    path: &str,
    body: Option<Value>,
) -> Reply {
    let address = if path.starts_with("http") {
        path.to_owned()
    } else {
        format!("{}{path}", emulator.base_url())
    };
    let mut request = Request::builder().method(method).uri(address);
    if let Some(token) = token {
        request = request.header("authorization", format!("SSWS {}", token.expose()));
    }
    if body.is_some() {
        request = request.header("content-type", "application/json");
    }
    handle(emulator, request, body).await
}

/// A request with headers of its own.
pub(crate) async fn handle(
    emulator: &Emulator,
    request: http::request::Builder,
    body: Option<Value>,
) -> Reply {
    let body = body.map(|body| Bytes::from(body.to_string())).unwrap_or_default();
    let request = request.body(body).unwrap();
    let line = traffic::asked(&request);
    let response = emulator.handle(request).await;
    if let Some(line) = line {
        traffic::answered(line, &response);
    }
    read(response)
}

pub(crate) fn read(response: http::Response<Bytes>) -> Reply {
    let (parts, body) = response.into_parts();
    let body = if body.is_empty() {
        Value::Null
    } else {
        serde_json::from_slice(&body).unwrap()
    };
    Reply {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body,
    }
}

impl Reply {
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }

    /// The error's status, code, summary and causes.
    pub(crate) fn error(&self) -> (u16, String, String, Vec<String>) {
        let causes = self.body["errorCauses"].as_array().expect("an error body");
        let causes = causes
            .iter()
            .map(|cause| cause["errorSummary"].as_str().unwrap().to_owned())
            .collect();
        (
            self.status,
            self.text("errorCode"),
            self.text("errorSummary"),
            causes,
        )
    }

    pub(crate) fn text(&self, member: &str) -> String {
        self.body[member]
            .as_str()
            .unwrap_or_else(|| panic!("no {member} in {}", self.body))
            .to_owned()
    }

    pub(crate) fn id(&self) -> String {
        self.text("id")
    }

    pub(crate) fn ids(&self) -> Vec<String> {
        self.body
            .as_array()
            .expect("a list")
            .iter()
            .map(|item| item["id"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The address of the `Link` line with this relation.
    pub(crate) fn link(&self, relation: &str) -> Option<String> {
        let lines = self
            .headers
            .get_all("link")
            .iter()
            .map(|line| line.to_str().unwrap());
        let end = format!(">; rel=\"{relation}\"");
        lines
            .filter_map(|line| line.strip_prefix('<')?.strip_suffix(&end))
            .map(str::to_owned)
            .next()
    }
}

pub(crate) fn profile(login: &str) -> Value {
    json!({ "login": login, "email": login, "firstName": "Pat", "lastName": "Doe" })
}

pub(crate) fn with_password(login: &str) -> Value {
    json!({
        "profile": profile(login),
        "credentials": {
            "password": { "value": "Passw0rd-of-mine" },
            "recovery_question": { "question": "Colour?", "answer": "green" },
        },
    })
}

/// A text as one segment of a path.
pub(crate) fn segment(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
