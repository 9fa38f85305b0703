//! What the emulated org does not keep: temporary access codes, and deactivation in the background. Every request goes to
//! the org first, so that it is in the request log; these answers take the place of the org's `501`.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use http::{Method, Request, Response};
use okta_emulator::Emulator;
use serde_json::{Value, json};

#[derive(Clone, Default)]
pub(crate) struct Beside(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    codes: HashMap<String, Value>,
    made: usize,
    /// Users who are being deactivated, and how often they are still seen so.
    leaving: HashMap<String, usize>,
}

impl Beside {
    /// The next reads of this user, so many, show a user on the way out.
    pub(crate) fn leave_slowly(&self, user: &str, reads: usize) {
        self.0.lock().unwrap().leaving.insert(user.to_owned(), reads);
    }

    pub(crate) async fn handle(&self, emulator: &Emulator, request: Request<Bytes>) -> Response<Bytes> {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let body: Value = serde_json::from_slice(request.body()).unwrap_or_default();
        let in_background = request.headers().get("prefer").is_some();
        let answer = emulator.handle(request).await;
        let segments: Vec<&str> = path.trim_start_matches("/api/v1/users/").split('/').collect();
        let answered = match segments.as_slice() {
            [user] if method == Method::GET => self.0.lock().unwrap().seen(user, &answer),
            [_, "lifecycle", "deactivate"] if in_background => None,
            [user, rest @ ..] => self.0.lock().unwrap().answer(&method, user, rest, &body),
            [] => None,
        };
        match answered {
            None => answer,
            Some((status, body)) => {
                let body = if body.is_null() {
                    Bytes::new()
                } else {
                    Bytes::from(body.to_string())
                };
                let response = Response::builder()
                    .status(status)
                    .header("content-type", "application/json");
                response.body(body).unwrap()
            }
        }
    }
}

impl State {
    /// A user on the way out, as long as that was asked for.
    fn seen(&mut self, user: &str, answer: &Response<Bytes>) -> Option<(u16, Value)> {
        let mut shown: Value = serde_json::from_slice(answer.body()).ok()?;
        if shown["status"] != "DEPROVISIONED" {
            return None;
        }
        let left = self.leaving.get_mut(user).filter(|left| **left > 0)?;
        *left -= 1;
        shown["status"] = json!("ACTIVE");
        shown["transitioningToStatus"] = json!("DEPROVISIONED");
        Some((200, shown))
    }

    fn answer(&mut self, method: &Method, user: &str, rest: &[&str], body: &Value) -> Option<(u16, Value)> {
        Some(match (method.as_str(), rest) {
            ("GET", ["authenticator-enrollments"]) => {
                (200, self.codes.get(user).into_iter().cloned().collect())
            }
            ("POST", ["authenticator-enrollments", "tac"]) => {
                self.made += 1;
                let code = json!({
                    "id": format!("tac{}", self.made), "key": "tac", "type": "tac", "status": "ACTIVE",
                    "created": "2026-01-02T03:04:05.000Z",
                    "profile": {"multiUse": body["profile"]["multiUse"], "expiresAt": "2026-01-02T04:04:05.000Z"},
                });
                self.codes.insert(user.to_owned(), code.clone());
                let mut told = code;
                told["profile"]["tac"] = json!("open-sesame");
                (200, told)
            }
            _ => return None,
        })
    }
}
