//! An org that keeps what it was told, and counts how often it did what.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{Request, Response, StatusCode};

/// Records of the listing, and how many of them a page holds.
pub(crate) const USERS: usize = 17;
pub(crate) const PAGE: usize = 4;

pub(crate) const USER: &str = "00uKnown";
pub(crate) const GROUP: &str = "00gKnown";

/// What was done to the org, by the operationId: how often it was carried out, and how often that changed something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) carried_out: u32,
    pub(crate) changed: u32,
}

pub(crate) struct Org {
    /// The org's address, which its links name.
    pub(crate) address: String,
    pub(crate) done: BTreeMap<&'static str, Done>,
    /// How many requests came, faults counted.
    pub(crate) requests: u32,
    nickname: Option<String>,
    suspended: bool,
    status: UserStatus,
    is_member: bool,
    group_exists: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum UserStatus {
    Active,
    Deprovisioned,
    Deleted,
}

impl Org {
    pub(crate) fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            done: BTreeMap::new(),
            requests: 0,
            nickname: None,
            suspended: false,
            status: UserStatus::Active,
            is_member: false,
            group_exists: true,
        }
    }

    pub(crate) fn done(&self, operation: &str) -> Done {
        self.done.get(operation).copied().unwrap_or_default()
    }

    /// Does what is asked.
    pub(crate) fn answer(&mut self, request: &Request<Bytes>) -> Response<Bytes> {
        let user = format!("/api/v1/users/{USER}");
        let suspension = format!("{user}/lifecycle/suspend");
        let group = format!("/api/v1/groups/{GROUP}");
        let membership = format!("{group}/users/{USER}");
        let (method, path) = (request.method().as_str(), request.uri().path());
        match (method, path) {
            ("GET", "/api/v1/users") => self.page(request.uri().query().unwrap_or_default()),
            ("POST", "/api/v1/users") => {
                self.carried_out("createUser", true);
                json(200, r#"{"id": "00uNew", "status": "STAGED"}"#)
            }
            ("POST", path) if path == user => {
                let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
                let told = body["profile"]["nickName"].as_str().map(str::to_owned);
                let is_new = self.nickname != told;
                self.nickname = told;
                self.carried_out("updateUser", is_new);
                json(200, &format!(r#"{{"id": "{USER}", "status": "ACTIVE"}}"#))
            }
            ("POST", path) if path == suspension => {
                if self.suspended {
                    return refusal(400, "E0000001", "Api validation failed: suspendUser");
                }
                self.suspended = true;
                self.carried_out("suspendUser", true);
                json(200, "")
            }
            ("PUT", path) if path == membership => {
                let is_new = !std::mem::replace(&mut self.is_member, true);
                self.carried_out("assignUserToGroup", is_new);
                empty(204)
            }
            ("DELETE", path) if path == group => {
                if !std::mem::replace(&mut self.group_exists, false) {
                    return refusal(
                        404,
                        "E0000007",
                        "Not found: Resource not found: 00gKnown (UserGroup)",
                    );
                }
                self.carried_out("deleteGroup", true);
                empty(204)
            }
            ("DELETE", path) if path == user => {
                self.status = match self.status {
                    UserStatus::Active => UserStatus::Deprovisioned,
                    _ => UserStatus::Deleted,
                };
                self.carried_out("deleteUser", true);
                empty(204)
            }
            _ => panic!("the org was asked for {method} {path}"),
        }
    }

    fn carried_out(&mut self, operation: &'static str, changed: bool) {
        let done = self.done.entry(operation).or_default();
        done.carried_out += 1;
        done.changed += u32::from(changed);
    }

    /// The records after the one that the query names.
    fn page(&self, query: &str) -> Response<Bytes> {
        let after = query
            .split('&')
            .find_map(|parameter| parameter.strip_prefix("after="));
        let from = after.map_or(0, |after| after.parse().unwrap());
        let to = USERS.min(from + PAGE);
        let records: Vec<String> = (from..to)
            .map(|number| format!(r#"{{"id": "{}"}}"#, id(number)))
            .collect();
        let mut answer = json(200, &format!("[{}]", records.join(", ")));
        let own = format!(r#"<{}/api/v1/users>; rel="self""#, self.address);
        answer.headers_mut().append("link", own.parse().unwrap());
        if to < USERS {
            let next = format!(r#"<{}/api/v1/users?after={to}>; rel="next""#, self.address);
            answer.headers_mut().append("link", next.parse().unwrap());
        }
        answer
    }
}

/// The id of a record of the listing.
pub(crate) fn id(number: usize) -> String {
    format!("00u{number:04}")
}

pub(crate) fn json(status: u16, body: &str) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::copy_from_slice(body.as_bytes()));
    *answer.status_mut() = StatusCode::from_u16(status).unwrap();
    let headers = answer.headers_mut();
    headers.insert("content-type", "application/json".parse().unwrap());
    headers.insert("x-okta-request-id", "req-storm".parse().unwrap());
    answer
}

pub(crate) fn refusal(status: u16, code: &str, summary: &str) -> Response<Bytes> {
    let body = format!(
        r#"{{"errorCode": "{code}", "errorSummary": "{summary}", "errorId": "oaeStorm", "errorCauses": []}}"#
    );
    json(status, &body)
}

fn empty(status: u16) -> Response<Bytes> {
    let mut answer = json(status, "");
    answer.headers_mut().remove("content-type");
    answer
}
