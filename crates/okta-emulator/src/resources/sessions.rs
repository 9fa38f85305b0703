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

/// A session that has expired, or whose user may not sign in any more, is not found, in the words for one that was
/// revoked (recorded by Okta's Python SDK, `TestSessionsResource.test_successful_session_lifecycle`).
fn living<'call>(call: &'call Call<'_>) -> Outcome<&'call Session> {
    let id = call.parameter(0);
    let session = call.org.directory.sessions.0.get(id).filter(|session| {
        let user = call.org.users.get(&session.user);
        let may = user.is_some_and(|user| !matches!(user.status, Status::Deprovisioned | Status::Suspended));
        may && session.expires > call.now
    });
    session.ok_or_else(|| Refusal::not_found(id, "AppSession"))
}

fn answer(call: &Call<'_>) -> Outcome<Answer> {
    let (id, session) = (call.parameter(0), living(call)?);
    Ok(Answer::ok(shown(call, id, session)))
}

/// The members are those that Okta's Python SDK recorded (`TestSessionsResource.test_successful_session_lifecycle`), of a
/// session of a new user that started with a password: `mfaActive` is true there. The recorded `self` link names the
/// session by another id than `id`; here there is one.
fn shown(call: &Call<'_>, id: &str, session: &Session) -> Value {
    let user = call.org.users.get(&session.user);
    let own = format!("{}/api/v1/sessions/{id}", call.base);
    let link = |href: String, allow: &[&str]| json!({ "href": href, "hints": { "allow": allow } });
    let mut of_user = link(format!("{}/api/v1/users/{}", call.base, session.user), &["GET"]);
    of_user["name"] = json!(user.map(|user| format!("{} {}", user.text("firstName"), user.text("lastName"))));
    json!({
        "id": id,
        "login": user.map_or("", |user| user.login()),
        "userId": session.user,
        "createdAt": wire(session.created),
        "expiresAt": wire(session.expires),
        "status": "ACTIVE",
        "lastPasswordVerification": wire(session.created),
        "lastFactorVerification": null,
        "amr": ["pwd"],
        "idp": { "id": call.org.id, "type": "OKTA" },
        "mfaActive": true,
        "_links": {
            "self": link(own.clone(), &["GET", "DELETE"]),
            "refresh": link(format!("{own}/lifecycle/refresh"), &["POST"]),
            "user": of_user,
        },
    })
}
