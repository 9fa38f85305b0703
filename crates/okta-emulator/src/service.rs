//! The way of a request: route, authenticate, count, permit, handle, answer.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, DATE, HOST, HeaderName, HeaderValue, LINK, USER_AGENT,
};
use http::uri::Authority;
use http::{Method, Request, Response, StatusCode, request};
use jiff::{SignedDuration, Timestamp};
use okta_facts::Operation;
use serde_json::json;

use crate::authentication;
use crate::call::{Answer, Call, Caller};
use crate::clock::{self, Clock};
use crate::concurrency::Concurrency;
use crate::errors::{Outcome, Refusal};
use crate::fault_plan::{Asked, Cut, Faults, Plan};
use crate::iam::{Access, ProfileView};
use crate::interrupted::Interrupted;
use crate::kept_answers::{KeptAnswers, Rendered};
use crate::oauth;
use crate::permissions;
use crate::query::Query;
use crate::rate_limits::Count;
use crate::request_log::{RequestLog, ServedRequest};
use crate::router::{self, Match};
use crate::settings::Settings;
use crate::state::Org;
use crate::system_log::Happened;

/// The org and what surrounds it; the two faces of the emulator share one.
pub(crate) struct Service {
    pub(crate) base_url: String,
    pub(crate) clock: Clock,
    org: Mutex<Org>,
    kept: Mutex<KeptAnswers>,
    requests: Mutex<RequestLog>,
    pub(crate) concurrency: Concurrency,
    faults: Mutex<Faults>,
    settings: Settings,
}

/// Where a request comes from, for what is not for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Peer {
    InProcess,
    /// Over TCP, from this machine.
    Loopback,
    Remote,
}

/// What is known about an answer before it is built.
#[derive(Default)]
struct Heading {
    count: Option<Count>,
    request_id: String,
    /// The moment of the request, by the org's clock.
    now: Timestamp,
}

impl Service {
    pub(crate) fn new(
        base_url: String,
        clock: Clock,
        org: Org,
        (concurrency, fault_seed): (Option<u32>, u64),
        settings: Settings,
    ) -> Arc<Self> {
        Arc::new(Self {
            base_url,
            clock,
            org: Mutex::new(org),
            kept: Mutex::default(),
            requests: Mutex::default(),
            concurrency: Concurrency::new(concurrency),
            faults: Mutex::new(Faults::new(fault_seed, &settings.faults)),
            settings,
        })
    }

    /// The org, for one at a time, to be looked at or changed.
    pub(crate) fn org(&self) -> MutexGuard<'_, Org> {
        let org = self.org_for_reads();
        self.kept().clear();
        org
    }

    /// The org, for what changes none of its objects. A handler does not panic; were one to, the org it left is
    /// still used.
    pub(crate) fn org_for_reads(&self) -> MutexGuard<'_, Org> {
        self.org.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Locked while the org is, never the other way round.
    fn kept(&self) -> MutexGuard<'_, KeptAnswers> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn requests(&self) -> MutexGuard<'_, RequestLog> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn control_token(&self) -> Option<&str> {
        self.settings.control_token.as_deref()
    }

    /// The answer, unless a fault ends the connection before it.
    pub(crate) async fn answer(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Interrupted> {
        let (parts, body) = request.into_parts();
        let matched = router::route(parts.method.as_str(), parts.uri.path());
        let operation = matched.operation();
        let slot = self.concurrency.enter();
        let mut plan = self.plan(&parts, operation);
        if slot.is_some() && !plan.latency.is_zero() {
            tokio::time::sleep(plan.latency).await;
        }
        let sent = self.settings.request_lines.as_ref().map(|_| body.clone());
        let outcome = if matches!(plan.before, Some(Cut::Reset)) {
            Err(Interrupted::Reset)
        } else {
            let response = self.carry_out(&parts, body, matched, slot.is_some(), &mut plan);
            self.requests().push(ServedRequest {
                method: parts.method.to_string(),
                path: parts.uri.path().to_owned(),
                query: parts.uri.query().unwrap_or_default().to_owned(),
                status: response.status().as_u16(),
            });
            plan.spoil(response)
        };
        if let (Some(lines), Some(sent)) = (&self.settings.request_lines, sent) {
            let response = match &outcome {
                Ok(response) => Some(response),
                Err(Interrupted::Truncated { response }) => Some(&**response),
                Err(Interrupted::Reset) => None,
            };
            lines.write(&parts, &sent, operation, response);
        }
        outcome
    }

    fn plan(&self, parts: &request::Parts, operation: Option<&str>) -> Plan {
        let query = parts.uri.query().unwrap_or_default();
        self.faults().plan(Asked {
            operation,
            path: parts.uri.path(),
            has_cursor: query.split('&').any(|pair| pair.starts_with("after=")),
        })
    }

    fn carry_out(
        &self,
        parts: &request::Parts,
        body: Bytes,
        matched: Match,
        has_slot: bool,
        plan: &mut Plan,
    ) -> Response<Bytes> {
        let mut heading = Heading {
            now: self.now_with(plan.clock_offset),
            ..Heading::default()
        };
        let mut org = if parts.method == Method::GET {
            self.org_for_reads()
        } else {
            self.org()
        };
        heading.request_id = org.ids.request_id();
        if !has_slot {
            heading.count = Some(too_many_at_once(&mut org, heading.now));
            return respond(&mut org, &heading, Err(Refusal::of("E0000047")));
        }
        match matched {
            Match::Unknown if oauth::is_token_endpoint(parts.uri.path()) => {
                let outcome = self.issue_token(&mut org, &mut heading, parts, body, plan);
                respond(&mut org, &heading, outcome)
            }
            Match::Unknown => unknown_path(),
            Match::WrongMethod => respond(&mut org, &heading, Err(Refusal::of("E0000022"))),
            Match::NotServed(operation) => {
                // Okta has this operation and the emulator does not: said plainly, so that nobody takes it
                // for Okta.
                let cause = format!("The emulator does not answer {} yet.", operation.id);
                respond(&mut org, &heading, Err(Refusal::of("E0000060").cause(cause)))
            }
            Match::Routed {
                operation,
                handler,
                parameters,
            } => {
                let outcome = match acceptable(parts, &body) {
                    Err(refusal) => Err(refusal),
                    Ok(()) => self.handle(
                        &mut org,
                        &mut heading,
                        parts,
                        body,
                        (operation, handler, parameters),
                        plan,
                    ),
                };
                respond(&mut org, &heading, outcome)
            }
        }
    }

    fn handle(
        &self,
        org: &mut Org,
        heading: &mut Heading,
        parts: &request::Parts,
        body: Bytes,
        (operation, handler, parameters): (&'static Operation, crate::call::Handler, Vec<String>),
        plan: &mut Plan,
    ) -> Outcome<Arc<Rendered>> {
        let now = heading.now;
        org.set_now(now);
        let base = self.base_of(parts);
        let presented = oauth::Presented {
            operation,
            method: parts.method.as_str(),
            path: parts.uri.path(),
            base: &base,
            headers: &parts.headers,
            now: now.as_second(),
        };
        let caller = oauth::caller(org, &presented).unwrap_or_else(|| {
            let caller = authentication::caller(org, &parts.headers)?;
            let works = org.iam.use_token(&caller.token_id, clock::whole_second(now));
            works.then_some(caller).ok_or_else(authentication::refused)
        });
        let bucket = okta_facts::bucket(parts.method.as_str(), parts.uri.path()).unwrap_or("/api/v1");
        let token = caller.as_ref().ok().map(Caller::budget);
        let count = org.rate_limits.count(bucket, token, now);
        heading.count = Some(count);
        let caller = caller?;
        if !count.allowed {
            return Err(Refusal::of("E0000047"));
        }
        if let Some(Cut::Refused(refusal)) = plan.before.take() {
            return Err(refusal);
        }
        oauth::check_scopes(&caller, &presented)?;
        let access = match permissions::check(org, &caller, operation, &parameters, &body) {
            Ok(access) => access,
            Err(refusal) => {
                let nothing = oauth::nothing_to_see(org, &caller, operation.id).ok_or(refusal)?;
                return cut_after(plan, Arc::new(Rendered::from(nothing)));
            }
        };
        let query = parts.uri.query().unwrap_or_default();
        // An access token has an id of its own, so what one client sees is not shown to another.
        let key = KeptAnswers::key(operation.id, &caller.token_id, &base, parts.uri.path(), query);
        let kept = key.as_ref().and_then(|key| self.kept().get(key));
        if let Some(kept) = kept.filter(|_| plan.after.is_none()) {
            return Ok(kept);
        }
        let mut call = self.call(org, heading, parts, body, (caller, access), parameters);
        let answer = Arc::new(Rendered::from(within_view(&mut call, operation, handler)?));
        if let Some(key) = key {
            self.kept().keep(key, &answer);
        }
        cut_after(plan, answer)
    }

    fn issue_token(
        &self,
        org: &mut Org,
        heading: &mut Heading,
        parts: &request::Parts,
        body: Bytes,
        plan: &mut Plan,
    ) -> Outcome<Arc<Rendered>> {
        let bucket = okta_facts::bucket(parts.method.as_str(), parts.uri.path()).unwrap_or("/oauth2/v1");
        let count = org.rate_limits.count(bucket, None, heading.now);
        heading.count = Some(count);
        if !count.allowed {
            return Err(Refusal::of("E0000047"));
        }
        if let Some(Cut::Refused(refusal)) = plan.before.take() {
            return Err(refusal);
        }
        let nobody = (Caller::nobody(), Access::everything());
        let mut call = self.call(org, heading, parts, body, nobody, Vec::new());
        let answer = oauth::issue_token(&mut call, parts.method.as_str(), &parts.headers)?;
        cut_after(plan, Arc::new(Rendered::from(answer)))
    }

    fn call<'org>(
        &self,
        org: &'org mut Org,
        heading: &Heading,
        parts: &request::Parts,
        body: Bytes,
        (caller, access): (Caller, Access),
        parameters: Vec<String>,
    ) -> Call<'org> {
        Call {
            org,
            parameters,
            query: Query::parse(parts.uri.query().unwrap_or_default()),
            body,
            path: parts.uri.path().to_owned(),
            base: self.base_of(parts),
            caller,
            request_id: heading.request_id.clone(),
            user_agent: header(parts, &USER_AGENT).map(str::to_owned),
            now: heading.now,
            access,
        }
    }

    /// The address that the request came to: links in the answer carry it.
    fn base_of(&self, parts: &request::Parts) -> String {
        match (
            parts.uri.scheme_str(),
            parts.uri.authority(),
            header(parts, &HOST),
        ) {
            (Some(scheme), Some(authority), _) => format!("{scheme}://{authority}"),
            // A host that is none would make links that no client can read.
            (_, _, Some(host))
                if host
                    .parse::<Authority>()
                    .is_ok_and(|parsed| parsed.as_str() == host) =>
            {
                format!("http://{host}")
            }
            _ => self.base_url.clone(),
        }
    }

    /// The org's time in whole seconds, for changes that no request makes.
    pub(crate) fn now_in_seconds(&self) -> Timestamp {
        clock::whole_second(self.clock.now())
    }

    fn now_with(&self, offset: i64) -> Timestamp {
        let now = self.clock.now();
        now.checked_add(SignedDuration::from_secs(offset)).unwrap_or(now)
    }
}

impl Plan {
    /// What arrives of an answer.
    fn spoil(self, response: Response<Bytes>) -> Result<Response<Bytes>, Interrupted> {
        if matches!(self.after, Some(Cut::Reset)) {
            return Err(Interrupted::Reset);
        }
        if !self.truncated || response.body().is_empty() {
            return Ok(response);
        }
        let length = response.body().len();
        let mut response = response.map(|body| body.slice(..length / 2));
        response
            .headers_mut()
            .insert(CONTENT_LENGTH, HeaderValue::from(length));
        Err(Interrupted::Truncated {
            response: Box::new(response),
        })
    }
}

/// More requests are under way than the org allows: both numbers are 0, and the reset is only a suggestion
/// (<https://developer.okta.com/docs/reference/rl2-concurrency/>); here it is a window ahead. Okta logs it.
fn too_many_at_once(org: &mut Org, now: Timestamp) -> Count {
    let event = Happened::by_the_org("core.concurrency.org.limit.violation", Vec::new());
    org.log(now, event);
    let window = i64::try_from(okta_facts::WINDOW_SECONDS).unwrap_or(60);
    Count {
        limit: 0,
        remaining: 0,
        reset: now.as_second() + window,
        allowed: false,
    }
}

fn respond(org: &mut Org, heading: &Heading, outcome: Outcome<Arc<Rendered>>) -> Response<Bytes> {
    let mut extra = Vec::new();
    let answer = outcome.unwrap_or_else(|refusal| {
        extra.clone_from(&refusal.headers);
        Arc::new(Rendered {
            status: refusal.status,
            body: refusal
                .body(&mut org.ids)
                .map(|body| Bytes::from(body.to_string())),
            links: Vec::new(),
        })
    });
    let mut response = json_response(answer.status, answer.body.clone());
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache, no-store"));
    if let Some(count) = heading.count {
        for (name, number) in [
            ("x-rate-limit-limit", i64::from(count.limit)),
            ("x-rate-limit-remaining", i64::from(count.remaining)),
            ("x-rate-limit-reset", count.reset),
        ] {
            headers.insert(HeaderName::from_static(name), HeaderValue::from(number));
        }
    }
    let mut insert = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.append(name, value);
        }
    };
    insert(DATE, &clock::http_date(heading.now));
    insert(HeaderName::from_static("x-okta-request-id"), &heading.request_id);
    for (name, value) in &extra {
        insert(HeaderName::from_static(name), value);
    }
    for link in &answer.links {
        insert(LINK, link);
    }
    response
}

/// The answer, unless a fault takes its place after the work is done.
fn cut_after(plan: &mut Plan, answer: Arc<Rendered>) -> Outcome<Arc<Rendered>> {
    match plan.after.take_if(|cut| matches!(cut, Cut::Refused(_))) {
        Some(Cut::Refused(refusal)) => Err(refusal),
        _ => Ok(answer),
    }
}

/// Runs the handler and leaves of users in its answer what the caller's permissions show.
fn within_view(call: &mut Call<'_>, operation: &Operation, handler: crate::call::Handler) -> Outcome<Answer> {
    if call.access.is_everything() {
        return handler(call);
    }
    let Some(view) = ProfileView::of(call.org, call.caller.principal()) else {
        return handler(call);
    };
    let expressions = ["search", "filter", "sortBy"].map(|name| call.query.filled(name));
    if operation.id == "listUsers" && expressions.iter().flatten().any(|text| view.hides_any_in(text)) {
        return Err(Refusal::of("E0000031"));
    }
    let mut answer = handler(call)?;
    if let Some(body) = answer.body.as_mut() {
        view.apply(call.org, body);
    }
    Ok(answer)
}

/// A body must say that it is JSON if it says anything; otherwise `E0000019`, without rate-limit headers
/// (recorded).
fn acceptable(parts: &request::Parts, body: &Bytes) -> Outcome<()> {
    match header(parts, &CONTENT_TYPE) {
        Some(kind) if !body.is_empty() && !kind.contains("json") => Err(Refusal::of("E0000019")),
        _ => Ok(()),
    }
}

fn header<'parts>(parts: &'parts request::Parts, name: &HeaderName) -> Option<&'parts str> {
    parts.headers.get(name).and_then(|value| value.to_str().ok())
}

/// A path that Okta does not route is answered by the web server before it: JSON of another shape, without an
/// error code, a request id or rate-limit headers (recorded).
fn unknown_path() -> Response<Bytes> {
    let body = json!({ "status": 404, "message": "Resource not found" });
    json_response(404, Some(Bytes::from(body.to_string())))
}

fn json_response(status: u16, body: Option<Bytes>) -> Response<Bytes> {
    let is_json = body.is_some();
    let mut response = Response::new(body.unwrap_or_default());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if is_json {
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    response
}
