//! The emulator's own small API, for programs in other languages than Rust: `/_emulator/...`.
//!
//! | request | what it does |
//! | --- | --- |
//! | `GET /_emulator/faults` | lists the faults with how often each applied and hit |
//! | `POST /_emulator/faults` | adds a fault (its JSON is at [`Fault`]); answers its `id` |
//! | `DELETE /_emulator/faults`, `DELETE /_emulator/faults/{id}` | takes all or one away |
//! | `POST /_emulator/clock` `{"advance_seconds": 60}` | moves the org's clock on |
//! | `POST /_emulator/tokens` `{"role": "READ_ONLY_ADMIN"}` | makes an admin with an API token |
//! | `POST /_emulator/sign-ins` | signs a user in at an app: `{"user": "pat@example.com", "client_id": "0oa1", "scopes": ["openid", "offline_access"]}`; answers the ids of the refresh token and the grants |
//! | `GET /` | the page for people; a control token is then the password that the browser asks for |
//! | `GET /_emulator/requests` | the last requests with their answers' status, newest first |
//!
//! It is for requests in process, and over TCP for clients of the same machine or, where the builder set a
//! control token, for those that send it as `x-emulator-control`. A request with an `Origin`, which a browser
//! puts on what a foreign page sends, is refused.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{
    ALLOW, AUTHORIZATION, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue,
    ORIGIN, REFERRER_POLICY, WWW_AUTHENTICATE,
};
use http::{Method, Request, Response, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::clock::wire;
use crate::emulator::Emulator;
use crate::faults::Fault;
use crate::page;
use crate::service::Peer;

const PREFIX: &str = "/_emulator";
/// As many requests are shown.
const SHOWN_REQUESTS: usize = 100;
/// A hundred years, so that a slip of the pen does not end the org's time.
const FARTHEST_STEP: u64 = 3_155_760_000;
/// What the page may do: nothing but show itself, and ask for itself.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

type Reply = Result<(StatusCode, Value), (StatusCode, String)>;

/// Whether the request is for the emulator and not for the org.
pub(crate) fn is_meant(path: &str) -> bool {
    path == "/"
        || path
            .strip_prefix(PREFIX)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

pub(crate) fn answer(emulator: &Emulator, request: &Request<Bytes>, peer: Peer) -> Response<Bytes> {
    let is_page = request.uri().path() == "/";
    if is_page && is_allowed_page(emulator, request, peer) {
        return html(emulator, request);
    }
    let reply = if is_page && emulator.service.control_token().is_some() {
        let reason = "the page asks for the control token, as the password of any user";
        Err((StatusCode::UNAUTHORIZED, reason.to_owned()))
    } else if is_allowed(emulator, request, peer) {
        carry_out(emulator, request)
    } else {
        let reason = "the control API is for clients on the same machine, or with the header x-emulator-control where a control token is set";
        Err((StatusCode::FORBIDDEN, reason.to_owned()))
    };
    let (status, body) = reply.unwrap_or_else(|(status, reason)| (status, json!({ "error": reason })));
    let mut response = Response::new(match body {
        Value::Null => Bytes::new(),
        body => Bytes::from(body.to_string()),
    });
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if status == StatusCode::UNAUTHORIZED {
        let challenge = HeaderValue::from_static("Basic realm=\"okta-emulator\", charset=\"UTF-8\"");
        headers.insert(WWW_AUTHENTICATE, challenge);
    }
    response
}

/// The page, whatever `Accept` says: there is nothing else to be had here.
fn html(emulator: &Emulator, request: &Request<Bytes>) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
        response
            .headers_mut()
            .insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let page = page::page(&emulator.service, request.uri().query().unwrap_or_default());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(page.len()));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if request.method() == Method::GET {
        *response.body_mut() = Bytes::from(page);
    }
    response
}

fn is_allowed(emulator: &Emulator, request: &Request<Bytes>, peer: Peer) -> bool {
    if peer == Peer::InProcess {
        return true;
    }
    match emulator.service.control_token() {
        Some(token) => request
            .headers()
            .get("x-emulator-control")
            .is_some_and(|sent| sent.as_bytes() == token.as_bytes()),
        None => peer == Peer::Loopback && !request.headers().contains_key(ORIGIN),
    }
}

/// A browser sends no header of its own, so for the page alone the control token may also come as the password
/// that a browser asks a person for. It reads and changes nothing, so a browser may send it unasked.
fn is_allowed_page(emulator: &Emulator, request: &Request<Bytes>, peer: Peer) -> bool {
    let password = || {
        let sent = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
        let (scheme, sent) = sent.split_once(' ')?;
        let sent = STANDARD.decode(sent.trim()).ok()?;
        let password = sent.iter().position(|byte| *byte == b':')? + 1;
        let is_it = Some(sent.get(password..)?) == emulator.service.control_token().map(str::as_bytes);
        Some(scheme.eq_ignore_ascii_case("basic") && is_it)
    };
    is_allowed(emulator, request, peer) || password().unwrap_or(false)
}

fn carry_out(emulator: &Emulator, request: &Request<Bytes>) -> Reply {
    let rest = request.uri().path().strip_prefix(PREFIX).unwrap_or_default();
    let service = &emulator.service;
    match (request.method().as_str(), rest) {
        ("GET", "/faults") => {
            let faults = service.faults();
            let listed = faults.list().map(
                |(id, fault, asked, hit)| json!({ "id": id, "fault": fault, "applied": asked, "hit": hit }),
            );
            Ok((StatusCode::OK, Value::Array(listed.collect())))
        }
        ("POST", "/faults") => {
            let fault: Fault = serde_json::from_slice(request.body())
                .map_err(|error| (StatusCode::BAD_REQUEST, format!("this is no fault: {error}")))?;
            Ok((StatusCode::CREATED, json!({ "id": emulator.inject(fault) })))
        }
        ("DELETE", "/faults") => {
            emulator.clear_faults();
            Ok((StatusCode::NO_CONTENT, Value::Null))
        }
        ("DELETE", fault) if fault.starts_with("/faults/") => {
            let id = fault.trim_start_matches("/faults/").parse();
            let removed = id.is_ok_and(|id| service.faults().remove(id));
            let missing = || (StatusCode::NOT_FOUND, "no fault has this number".to_owned());
            removed
                .then_some((StatusCode::NO_CONTENT, Value::Null))
                .ok_or_else(missing)
        }
        ("POST", "/clock") => {
            let seconds = only_member(request, "advance_seconds")?.as_u64();
            let seconds =
                seconds.ok_or_else(|| invalid("advance_seconds must be a whole number of seconds"))?;
            if seconds > FARTHEST_STEP {
                return Err(invalid(
                    "advance_seconds must be at most 3155760000, a hundred years",
                ));
            }
            emulator.advance(Duration::from_secs(seconds));
            Ok((StatusCode::OK, json!({ "now": wire(service.clock.now()) })))
        }
        ("POST", "/tokens") => {
            let role = only_member(request, "role")?;
            let role = role.as_str().ok_or_else(|| invalid("role must be a text"))?;
            check_role(role)?;
            let token = emulator.api_token(role);
            Ok((StatusCode::CREATED, json!({ "token": token.expose() })))
        }
        ("POST", "/sign-ins") => sign_in(emulator, request),
        ("GET", "/requests") => {
            let requests = service.requests().newest(0, SHOWN_REQUESTS);
            let shown = requests.iter().map(|request| {
                json!({
                    "method": request.method, "path": request.path, "query": request.query, "status": request.status,
                })
            });
            Ok((StatusCode::OK, Value::Array(shown.collect())))
        }
        _ => Err((
            StatusCode::NOT_FOUND,
            "the control API has no such operation".to_owned(),
        )),
    }
}

/// What a sign-in is asked for with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignIn {
    user: String,
    client_id: String,
    scopes: Vec<String>,
}

fn sign_in(emulator: &Emulator, request: &Request<Bytes>) -> Reply {
    let asked: SignIn = serde_json::from_slice(request.body())
        .map_err(|error| invalid(&format!("this is no sign-in: {error}")))?;
    let scopes: Vec<&str> = asked.scopes.iter().map(String::as_str).collect();
    let made = emulator
        .sign_in_at_app(&asked.user, &asked.client_id, &scopes)
        .map_err(|refused| invalid(&refused.to_string()))?;
    Ok((
        StatusCode::CREATED,
        json!({ "refresh_token": made.refresh_token, "grants": made.grants }),
    ))
}

/// The member of a body that may have no other.
fn only_member(request: &Request<Bytes>, name: &str) -> Result<Value, (StatusCode, String)> {
    let body: Result<Map<String, Value>, _> = serde_json::from_slice(request.body());
    let mut body = body.map_err(|error| invalid(&format!("the body must be an object of JSON: {error}")))?;
    let value = body.remove(name).unwrap_or_default();
    match body.keys().next() {
        None => Ok(value),
        Some(unknown) => Err(invalid(&format!(
            "the body has a member {unknown:?}, and only {name} is known"
        ))),
    }
}

/// A slip in the name would make an admin without any right, whose refusals look like Okta's.
fn check_role(role: &str) -> Result<(), (StatusCode, String)> {
    let mut known = okta_facts::STANDARD_ROLES.iter().map(|known| known.role);
    if known.any(|known| known == role && known != "CUSTOM") {
        return Ok(());
    }
    Err(invalid(&format!("no standard role is named {role:?}")))
}

fn invalid(reason: &str) -> (StatusCode, String) {
    (StatusCode::BAD_REQUEST, reason.to_owned())
}
