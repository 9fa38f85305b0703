//! The way of a request: route, authenticate, count, permit, handle, answer.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::header::{IF_MATCH, USER_AGENT};
use http::{Method, Request, Response, request};
use jiff::{SignedDuration, Timestamp};
use okta_facts::Operation;

use crate::authentication;
use crate::background;
use crate::call::{Answer, Call, Caller, Handler};
use crate::clock::{self, Clock};
use crate::concurrency::Concurrency;
use crate::errors::{Outcome, Refusal};
use crate::event_hook_calls::UnderWay;
use crate::fault_plan::{Asked, Cut, Faults, Plan};
use crate::host::LastHost;
use crate::iam::{Access, ProfileView};
use crate::interrupted::Interrupted;
use crate::kept_answers::{KeptAnswers, Known, Question, Rendered};
use crate::oauth;
use crate::permissions;
use crate::query::Query;
use crate::rate_limits::Count;
use crate::request_headers::{acceptable, header, okta_response, prefers_async};
use crate::request_log::RequestLog;
use crate::response::{Heading, LastValues, respond, unknown_path};
use crate::router::{self, Match};
use crate::settings::Settings;
use crate::state::Org;
use crate::system_log::Happened;

/// The org and what surrounds it; the two faces of the emulator share one.
pub(crate) struct Service {
    pub(crate) base_url: Arc<str>,
    last_host: LastHost,
    pub(crate) clock: Clock,
    org: Mutex<Org>,
    kept: Mutex<KeptAnswers>,
    last_values: Mutex<LastValues>,
    requests: Mutex<RequestLog>,
    pub(crate) concurrency: Concurrency,
    faults: Mutex<Faults>,
    pub(crate) deliveries: UnderWay,
    settings: Settings,
}

/// An operation with its handler, the values of its placeholders and its rate limit.
type Routed = (&'static Operation, Handler, Vec<String>, &'static str);

/// Where a request comes from, for what is not for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Peer {
    InProcess,
    /// Over TCP, from this machine.
    Loopback,
    Remote,
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
            base_url: base_url.into(),
            last_host: LastHost::default(),
            clock,
            org: Mutex::new(org),
            kept: Mutex::default(),
            last_values: Mutex::default(),
            requests: Mutex::new(RequestLog::new(settings.request_list_bytes)),
            concurrency: Concurrency::new(concurrency),
            faults: Mutex::new(Faults::new(fault_seed, &settings.faults)),
            deliveries: UnderWay::new(settings.event_hook_bytes()),
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
            self.requests().push(
                parts.method.as_str(),
                parts.uri.path(),
                parts.uri.query().unwrap_or_default(),
                response.status().as_u16(),
            );
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
        let mut faults = self.faults();
        if faults.are_none() {
            return Plan::default();
        }
        let query = parts.uri.query().unwrap_or_default();
        faults.plan(Asked {
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
        if org.directory.background.is_due(heading.now) {
            self.kept().clear();
            background::catch_up(&mut org, &self.base_url, heading.now);
        }
        heading.request_id = org.ids.request_id();
        if !has_slot {
            heading.count = Some(too_many_at_once(&mut org, heading.now));
            return self.respond(&mut org, &heading, Err(Refusal::of("E0000047")));
        }
        match matched {
            Match::Unknown if oauth::is_token_endpoint(parts.uri.path()) => {
                let outcome = self.issue_token(&mut org, &mut heading, parts, body, plan);
                self.respond(&mut org, &heading, outcome)
            }
            Match::Unknown => unknown_path(),
            Match::WrongMethod => self.respond(&mut org, &heading, Err(Refusal::of("E0000022"))),
            Match::NotServed(operation) => {
                // Okta has this operation and the emulator does not: said plainly, so that nobody takes it
                // for Okta.
                let cause = format!("The emulator does not answer {} yet.", operation.id);
                self.respond(&mut org, &heading, Err(Refusal::of("E0000060").cause(cause)))
            }
            Match::Routed {
                operation,
                handler,
                parameters,
                bucket,
            } => {
                let outcome = match acceptable(parts, &body) {
                    Err(refusal) => Err(refusal),
                    Ok(()) => self.handle(
                        &mut org,
                        &mut heading,
                        parts,
                        body,
                        (operation, handler, parameters, bucket),
                        plan,
                    ),
                };
                self.respond(&mut org, &heading, outcome)
            }
        }
    }

    fn respond(&self, org: &mut Org, heading: &Heading, outcome: Outcome<Rendered>) -> Response<Bytes> {
        let mut last = self.last_values.lock().unwrap_or_else(PoisonError::into_inner);
        respond(org, &mut last, heading, outcome)
    }

    fn handle(
        &self,
        org: &mut Org,
        heading: &mut Heading,
        parts: &request::Parts,
        body: Bytes,
        (operation, handler, parameters, bucket): Routed,
        plan: &mut Plan,
    ) -> Outcome<Rendered> {
        let now = heading.now;
        org.set_now(now);
        let base = self.last_host.base_of(parts, &self.base_url);
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
                return plan.cut_after(Rendered::from(nothing));
            }
        };
        let query = parts.uri.query().unwrap_or_default();
        // An access token has an id of its own, so what one client sees is not shown to another.
        let place = (&*base, parts.uri.path(), query);
        let question =
            Question::of(operation.id, &caller.token_id, place).filter(|_| okta_response(parts).is_none());
        let known = question.map_or(Known::Nothing, |question| self.kept().ask(&question));
        let is_asked_again = !matches!(known, Known::Nothing);
        if let Known::Kept(kept) = known
            && plan.after.is_none()
        {
            return Ok(kept);
        }
        let around = (Arc::clone(&base), parameters);
        let mut call = Self::call(org, heading, parts, body, (caller, access), around);
        let answer = Rendered::from(within_view(&mut call, operation, handler)?);
        if is_asked_again && let Some(question) = Question::of(operation.id, &call.caller.token_id, place) {
            self.kept().keep(&question, &answer);
        }
        plan.cut_after(answer)
    }

    fn issue_token(
        &self,
        org: &mut Org,
        heading: &mut Heading,
        parts: &request::Parts,
        body: Bytes,
        plan: &mut Plan,
    ) -> Outcome<Rendered> {
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
        let around = (self.last_host.base_of(parts, &self.base_url), Vec::new());
        let mut call = Self::call(org, heading, parts, body, nobody, around);
        let answer = oauth::issue_token(&mut call, parts.method.as_str(), &parts.headers)?;
        plan.cut_after(Rendered::from(answer))
    }

    fn call<'org>(
        org: &'org mut Org,
        heading: &'org Heading,
        parts: &'org request::Parts,
        body: Bytes,
        (caller, access): (Caller, Access),
        (base, parameters): (Arc<str>, Vec<String>),
    ) -> Call<'org> {
        Call {
            org,
            parameters,
            query: Query::parse(parts.uri.query().unwrap_or_default()),
            body,
            path: parts.uri.path().trim_end_matches('/'),
            base,
            caller,
            request_id: heading.request_id.as_str(),
            user_agent: header(parts, &USER_AGENT),
            okta_response: okta_response(parts),
            if_match: header(parts, &IF_MATCH),
            prefers_async: prefers_async(parts),
            now: heading.now,
            access,
        }
    }

    /// The org's time in whole seconds, for changes that no request makes.
    pub(crate) fn now_in_seconds(&self) -> Timestamp {
        clock::whole_second(self.clock.now())
    }

    fn now_with(&self, offset: i64) -> Timestamp {
        let now = self.clock.now();
        if offset == 0 {
            return now;
        }
        now.checked_add(SignedDuration::from_secs(offset)).unwrap_or(now)
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

/// Runs the handler and leaves of users in its answer what the caller's permissions show.
fn within_view(call: &mut Call<'_>, operation: &Operation, handler: Handler) -> Outcome<Answer> {
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
    if let Some(body) = answer.body_mut() {
        view.apply(call.org, body);
    }
    Ok(answer)
}
