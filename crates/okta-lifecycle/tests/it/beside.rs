//! What the emulated org does not keep: OAuth tokens and grants of users. Every request goes to the org first, so that it is in the request log; these answers take the place of the
//! org's `501`.

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
    /// By user and client.
    tokens: HashMap<(String, String), usize>,
    grants: HashMap<(String, String), usize>,
}

impl Beside {
    pub(crate) fn give_tokens_and_grants(&self, user: &str, client: &str) {
        let mut state = self.0.lock().unwrap();
        let key = (user.to_owned(), client.to_owned());
        state.tokens.insert(key.clone(), 2);
        state.grants.insert(key, 3);
    }

    pub(crate) async fn handle(&self, emulator: &Emulator, request: Request<Bytes>) -> Response<Bytes> {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let answer = emulator.handle(request).await;
        let segments: Vec<&str> = path.trim_start_matches("/api/v1/users/").split('/').collect();
        let answered = match segments.as_slice() {
            [user, rest @ ..] => self.0.lock().unwrap().answer(&method, user, rest),
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
    fn answer(&mut self, method: &Method, user: &str, rest: &[&str]) -> Option<(u16, Value)> {
        let key = |client: &&str| (user.to_owned(), (*client).to_owned());
        let of_user = |all: &HashMap<(String, String), usize>| -> Vec<(String, usize)> {
            let mine = all
                .iter()
                .filter(|((owner, _), count)| owner == user && **count > 0);
            mine.map(|((_, client), count)| (client.clone(), *count))
                .collect()
        };
        let listed = |client: &str, count: usize, kind: &str| -> Vec<Value> {
            (0..count)
                .map(
                    |number| json!({"id": format!("{kind}{number}"), "clientId": client, "status": "ACTIVE"}),
                )
                .collect()
        };
        Some(match (method.as_str(), rest) {
            ("GET", ["clients"]) => {
                let clients = of_user(&self.tokens);
                (
                    200,
                    clients
                        .iter()
                        .map(|(client, _)| json!({"client_id": client}))
                        .collect(),
                )
            }
            ("GET", ["clients", client, "tokens"]) => {
                let count = self.tokens.get(&key(client)).copied().unwrap_or_default();
                (200, listed(client, count, "oar").into())
            }
            ("GET", ["clients", client, "grants"]) => {
                let count = self.grants.get(&key(client)).copied().unwrap_or_default();
                (200, listed(client, count, "oag").into())
            }
            ("GET", ["grants"]) => {
                let grants = of_user(&self.grants);
                let all = grants
                    .iter()
                    .flat_map(|(client, count)| listed(client, *count, "oag"));
                (200, all.collect())
            }
            ("DELETE", ["clients", client, "tokens"]) => {
                self.tokens.remove(&key(client));
                (204, Value::Null)
            }
            ("DELETE", ["clients", client, "grants"]) => {
                self.grants.remove(&key(client));
                (204, Value::Null)
            }
            ("DELETE", ["grants"]) => {
                self.grants.retain(|(owner, _), _| owner != user);
                (204, Value::Null)
            }
            _ => return None,
        })
    }
}
