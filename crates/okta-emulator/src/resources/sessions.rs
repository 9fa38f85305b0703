//! Sessions of users: started in Rust, since no operation of the management API signs anybody in; read, prolonged
//! and ended over HTTP (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Session/>).

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::user_lifecycle::target;
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::state::{Org, Status};
use crate::system_log::{Happened, Target};

/// An idle session ends after two hours: the default of `maxSessionIdleMinutes` (SPEC
/// `OktaSignOnPolicyRuleSignonSessionActions`). A sign-on rule with another number is not regarded.
const LIFETIME: SignedDuration = SignedDuration::from_hours(2);

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Sessions(BTreeMap<String, Session>);

#[derive(Serialize, Deserialize)]
struct Session {
    user: String,
    created: Timestamp,
    expires: Timestamp,
}

impl Sessions {
    pub(crate) fn forget_user(&mut self, id: &str) {
        self.0.retain(|_, session| session.user != id);
    }
}

/// Signs an ACTIVE user in; gives the session's id.
pub(crate) fn start(org: &mut Org, named: &str, now: Timestamp) -> Option<String> {
    let user = org.find_user(named)?.to_owned();
    let known = org
        .users
        .get_mut(&user)
        .filter(|user| user.status == Status::Active)?;
    known.last_login = Some(crate::clock::whole_second(now).into());
    let actor = Target::user(known);
    let id = format!("102{}", org.ids.text(22));
    let session = Session {
        user,
        created: now,
        expires: now.checked_add(LIFETIME).unwrap_or(now),
    };
    org.directory.sessions.0.insert(id.clone(), session);
    let mut started = Happened::by_the_org("user.session.start", Vec::new());
    started.actor = actor;
    org.log(now, started);
    Some(id)
}

pub(super) fn get_session(call: &mut Call<'_>) -> Outcome<Answer> {
    answer(call)
}

/// `200` with the session, which lives as long again.
pub(super) fn refresh_session(call: &mut Call<'_>) -> Outcome<Answer> {
    living(call)?;
    let (id, now) = (call.parameter(0).to_owned(), call.now);
    if let Some(session) = call.org.directory.sessions.0.get_mut(&id) {
        session.expires = now.checked_add(LIFETIME).unwrap_or(now);
    }
    answer(call)
}

pub(super) fn revoke_session(call: &mut Call<'_>) -> Outcome<Answer> {
    let user = living(call)?.user.clone();
    let id = call.parameter(0).to_owned();
    call.org.directory.sessions.0.remove(&id);
    let target = target(call, &user);
    call.record("user.session.end", target);
    Ok(Answer::no_content())
}

/// Allowed in every status; `204` whether or not there was a session. With `oauthTokens=true` the user's refresh tokens
/// end too (SPEC `revokeUserSessions`).
pub(super) fn revoke_user_sessions(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    clear(call, &id);
    if call.query.flag("oauthTokens", false) {
        super::app_sign_ins::revoke_tokens(call, "app.oauth2.token.revoke", |token| token.user == id);
    }
    Ok(Answer::no_content())
}

pub(super) fn clear(call: &mut Call<'_>, id: &str) {
    call.org.directory.sessions.forget_user(id);
    let target = target(call, id);
    call.record("user.session.clear", target);
}

/// A session that has expired, or whose user may not sign in any more, is not found.
fn living<'call>(call: &'call Call<'_>) -> Outcome<&'call Session> {
    let id = call.parameter(0);
    let session = call.org.directory.sessions.0.get(id).filter(|session| {
        let user = call.org.users.get(&session.user);
        let may = user.is_some_and(|user| !matches!(user.status, Status::Deprovisioned | Status::Suspended));
        may && session.expires > call.now
    });
    session.ok_or_else(|| Refusal::not_found(id, "Session"))
}

fn answer(call: &Call<'_>) -> Outcome<Answer> {
    let (id, session) = (call.parameter(0), living(call)?);
    Ok(Answer::ok(shown(call, id, session)))
}

/// In no recording; the members are those of Okta's specification (`Session`). `lastFactorVerification` is not among them:
/// a session starts with a password here, and the specification has no null for it.
fn shown(call: &Call<'_>, id: &str, session: &Session) -> Value {
    let login = call.org.users.get(&session.user).map_or("", |user| user.login());
    let own = format!("{}/api/v1/sessions/{id}", call.base);
    json!({
        "id": id,
        "login": login,
        "userId": session.user,
        "createdAt": wire(session.created),
        "expiresAt": wire(session.expires),
        "status": "ACTIVE",
        "lastPasswordVerification": wire(session.created),
        "amr": ["pwd"],
        "idp": { "id": call.org.id, "type": "OKTA" },
        "_links": { "self": { "href": own, "hints": { "allow": ["GET", "DELETE"] } } },
    })
}
