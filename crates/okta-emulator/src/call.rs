//! One request as a handler sees it, and what the handler gives back.

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use smol_str::SmolStr;

use crate::clock;
use crate::errors::{Outcome, Refusal};
use crate::iam::Access;
use crate::query::Query;
use crate::state::{Org, User};

/// A request that was authenticated, permitted and counted, with the org that it acts on.
pub(crate) struct Call<'org> {
    pub(crate) org: &'org mut Org,
    /// The values of the path's placeholders, decoded, in the order of the template.
    pub(crate) parameters: Vec<String>,
    pub(crate) query: Query,
    pub(crate) body: Bytes,
    /// The path as it was sent, for `self` and `next` links and the System Log, but without a slash at its end: links have
    /// none (recorded by Okta's Python SDK, `TestPoliciesResource.test_list_policies_by_type`).
    pub(crate) path: &'org str,
    /// `scheme://authority` that the request came to; links carry it.
    pub(crate) base: Arc<str>,
    pub(crate) caller: Caller,
    pub(crate) request_id: &'org str,
    pub(crate) user_agent: Option<&'org str>,
    /// The `Content-Type`, where it says which parts of the answer the request does without.
    pub(crate) okta_response: Option<&'org str>,
    /// `If-Match`: which version of the object a change expects.
    pub(crate) if_match: Option<&'org str>,
    /// `Prefer: respond-async`: what takes long may be done after the answer.
    pub(crate) prefers_async: bool,
    /// The moment of the request, with milliseconds.
    pub(crate) now: Timestamp,
    /// What the caller reaches with this operation: lists leave out the rest.
    pub(crate) access: Access,
}

/// Who calls: an API token and the user who owns it, or an access token and the service app it was given to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Caller {
    /// Empty for a service app, which is no user.
    pub(crate) user_id: SmolStr,
    pub(crate) token_id: SmolStr,
    pub(crate) client: Option<ClientCaller>,
}

/// The service app that calls.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ClientCaller {
    /// The app's id.
    pub(crate) application: String,
    pub(crate) client_id: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) scheme: Scheme,
}

/// How an access token was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Scheme {
    Bearer,
    Dpop,
}

impl Caller {
    pub(crate) fn of_client(token_id: &str, client: ClientCaller) -> Self {
        Self {
            user_id: SmolStr::default(),
            token_id: SmolStr::new(token_id),
            client: Some(client),
        }
    }

    /// Nobody, as long as a request has not said who it comes from.
    pub(crate) fn nobody() -> Self {
        Self {
            user_id: SmolStr::default(),
            token_id: SmolStr::default(),
            client: None,
        }
    }

    /// Who holds the roles that the call is checked against: the user, or the service app by its client id.
    pub(crate) fn principal(&self) -> &str {
        self.client
            .as_ref()
            .map_or(&self.user_id, |client| &client.client_id)
    }

    /// Whose share of a rate limit the call counts in: the API token's, or the service app's whatever token
    /// it holds (Okta's page "API token and OAuth app rate limits").
    pub(crate) fn budget(&self) -> &str {
        self.client
            .as_ref()
            .map_or(&self.token_id, |client| &client.client_id)
    }
}

impl ClientCaller {
    /// A service app without any scope.
    pub(crate) fn new(application: &str, client_id: &str) -> Self {
        Self {
            application: application.to_owned(),
            client_id: client_id.to_owned(),
            scopes: Vec::new(),
            scheme: Scheme::Bearer,
        }
    }
}

impl Call<'_> {
    /// The placeholder at this place of the path; empty when the template has fewer, which no handler asks
    /// for.
    pub(crate) fn parameter(&self, index: usize) -> &str {
        self.parameters.get(index).map_or("", String::as_str)
    }

    /// The moment of the request in whole seconds, which is what objects are stamped with.
    pub(crate) fn second(&self) -> Timestamp {
        clock::whole_second(self.now)
    }

    /// The body as a JSON object. What is not JSON, or not an object, is `E0000003`.
    pub(crate) fn json(&self) -> Outcome<Map<String, Value>> {
        match serde_json::from_slice(&self.body) {
            Ok(Value::Object(object)) => Ok(object),
            _ => Err(Refusal::of("E0000003")),
        }
    }

    /// The body as a JSON object where Okta also accepts none at all.
    pub(crate) fn json_or_empty(&self) -> Outcome<Map<String, Value>> {
        if self.body.is_empty() {
            Ok(Map::new())
        } else {
            self.json()
        }
    }

    /// The user that a path names: by id, login, the login's part before `@` where only one user has it, or
    /// `me`, which a service app is not. A login with `/` is found by id alone (SPEC `getUser`). How Okta refuses
    /// that and a `me` that is no user is not verified; nobody is found by them here.
    pub(crate) fn user(&self, index: usize) -> Outcome<&User> {
        let named = self.parameter(index);
        let found = if named == "me" && self.caller.client.is_none() {
            self.org.users.get(&self.caller.user_id)
        } else {
            self.org.user_named(named).filter(|_| !named.contains('/'))
        };
        found.ok_or_else(|| Refusal::not_found(named, "User"))
    }

    /// A member of a body that is an object, if it is there and not null. What is none is `E0000003`: Okta's reader
    /// takes no body with a text, a number or a list in the place of an object.
    pub(crate) fn object<'body>(
        body: &'body Map<String, Value>,
        name: &str,
    ) -> Outcome<Option<&'body Map<String, Value>>> {
        match body.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(object)) => Ok(Some(object)),
            Some(_) => Err(Refusal::of("E0000003")),
        }
    }

    /// The id of the user that a path names.
    pub(crate) fn user_id(&self, index: usize) -> Outcome<String> {
        self.user(index).map(|user| user.id.to_string())
    }
}

/// What a handler answers when it does not refuse.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Option<Value>,
    /// The body as a handler has written it; then the other one is none.
    pub(crate) written: Option<Bytes>,
    /// One `Link` header line each: Okta sends `self` and `next` as separate lines (recorded traffic).
    pub(crate) links: Vec<String>,
    /// The version of the object, where Okta tells it.
    pub(crate) tag: Option<HeaderValue>,
    /// The nonce for the next proof of a key, where one was asked for.
    pub(crate) nonce: Option<HeaderValue>,
}

impl Answer {
    pub(crate) fn ok(body: Value) -> Self {
        Self {
            status: 200,
            body: Some(body),
            ..Self::default()
        }
    }

    /// As [`ok`](Self::ok), of JSON that the handler has written.
    pub(crate) fn written(json: Vec<u8>) -> Self {
        Self {
            status: 200,
            written: Some(json.into()),
            ..Self::default()
        }
    }

    /// `200 {}`, which Okta answers to most lifecycle operations.
    pub(crate) fn empty_object() -> Self {
        Self::ok(Value::Object(Map::new()))
    }

    pub(crate) fn created(body: Value) -> Self {
        Self {
            status: 201,
            body: Some(body),
            ..Self::default()
        }
    }

    pub(crate) fn no_content() -> Self {
        Self {
            status: 204,
            ..Self::default()
        }
    }
}

impl Answer {
    /// The body, to be changed.
    pub(crate) fn body_mut(&mut self) -> Option<&mut Value> {
        if let Some(written) = self.written.take() {
            self.body = serde_json::from_slice(&written).ok();
        }
        self.body.as_mut()
    }
}

pub(crate) type Handler = fn(&mut Call<'_>) -> Outcome<Answer>;
