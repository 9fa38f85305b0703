//! The state machine of users: which operation is allowed in which status, what it leaves, and how it is
//! refused.
//!
//! Okta's page: <https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserLifecycle/>.
//! Where no source says how Okta refuses, the answer is `403 E0000038`, which Okta's retired page "Users API" shows for
//! an "unexpected user status"; a comment at the place says so.

use serde_json::json;

use crate::background::Kind;
use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};
use crate::state::{Status, User};
use crate::system_log::Target;

pub(super) fn activate_user(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    // The one documented refusal says "already active"; that it is also the one of the other statuses is not verified.
    require(call, &id, &[Status::Staged, Status::Deprovisioned], || {
        Refusal::of("E0000016")
    })?;
    let now = call.second();
    if let Some(user) = call.org.users.get_mut(&id) {
        let to = if user.password.is_some() {
            Status::Active
        } else {
            Status::Provisioned
        };
        user.activated = Some(now.into());
        move_to(user, to, now);
    }
    super::application_users::reconcile(call, &id);
    let target = target(call, &id);
    call.record("user.lifecycle.activate", target);
    super::group_rule_effects::evaluate(call, &id);
    Ok(activation(call, true))
}

pub(super) fn reactivate_user(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    require(call, &id, &[Status::Provisioned, Status::Recovery], wrong_status)?;
    let target = target(call, &id);
    call.record("user.lifecycle.reactivate", target);
    Ok(activation(call, false))
}

/// `{}` when the link goes by mail, otherwise the link itself, in the form of Okta Identity Engine.
fn activation(call: &mut Call<'_>, mail_by_default: bool) -> Answer {
    if call.query.flag("sendEmail", mail_by_default) {
        return Answer::empty_object();
    }
    let token = call.org.ids.text(20);
    let url = format!("{}/tokens/{token}/verify", call.base);
    Answer::ok(json!({ "activationUrl": url, "activationToken": token }))
}

pub(super) fn deactivate_user(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    // How a real org refuses a user who is deactivated already: <https://github.com/okta/okta-sdk-java/issues/721>.
    if status(call, &id)? == Status::Deprovisioned {
        return Err(Refusal::not_found(&id, "User"));
    }
    if !call.put_off(&id, Kind::Deactivation) {
        deactivate(call, &id);
    }
    Ok(Answer::empty_object())
}

/// Deactivates a user after the answer, who may have been deactivated otherwise by then.
pub(crate) fn finish_deactivation(call: &mut Call<'_>, id: &str) {
    if status(call, id).is_ok_and(|status| status != Status::Deprovisioned) {
        deactivate(call, id);
    }
}

/// Deactivates: app assignments, password and factors go, group memberships stay.
pub(super) fn deactivate(call: &mut Call<'_>, id: &str) {
    let now = call.second();
    if let Some(user) = call.org.users.get_mut(id) {
        move_to(user, Status::Deprovisioned, now);
        user.password = None;
        user.password_changed = None;
        user.recovery_question = None;
        user.factors.clear();
    }
    call.org.directory.background.forget_user(id);
    call.org.directory.temporary_access_codes.forget_user(id);
    let target = target(call, id);
    call.record("user.lifecycle.deactivate", target);
    super::app_sign_ins::end_of_user(call, id, None);
    super::application_users::unassign_everywhere(call, id);
}

pub(super) fn suspend_user(call: &mut Call<'_>) -> Outcome<Answer> {
    // ACTIVE alone (SPEC `suspendUser`), although PROVISIONED and PASSWORD_EXPIRED users have the link.
    let refusal = || Refusal::validation("suspendUser", "Cannot suspend a user that is not active");
    let answer = transition(
        call,
        &[Status::Active],
        Status::Suspended,
        "user.lifecycle.suspend",
        refusal,
    )?;
    // One recorded request wrote both events.
    let id = call.user_id(0)?;
    super::sessions::clear(call, &id);
    Ok(answer)
}

pub(super) fn unsuspend_user(call: &mut Call<'_>) -> Outcome<Answer> {
    // The summary says suspendUser here too (a third party's recording).
    let refusal = || Refusal::validation("suspendUser", "Cannot unsuspend a user that is not suspended");
    transition(
        call,
        &[Status::Suspended],
        Status::Active,
        "user.lifecycle.unsuspend",
        refusal,
    )
}

pub(super) fn unlock_user(call: &mut Call<'_>) -> Outcome<Answer> {
    let refusal = || Refusal::of("E0000032").cause("The user is not locked out.");
    transition(
        call,
        &[Status::LockedOut],
        Status::Active,
        "user.account.unlock_by_admin",
        refusal,
    )
}

/// Worked from ACTIVE and RECOVERY (recorded); its link is on users of every other status too. That a deactivated user,
/// who has no factor left, is refused is not verified.
pub(super) fn reset_factors(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    if status(call, &id)? == Status::Deprovisioned {
        return Err(wrong_status());
    }
    let now = call.second();
    if let Some(user) = call.org.users.get_mut(&id) {
        user.factors.clear();
        user.last_updated = now.into();
    }
    let target = target(call, &id);
    call.record("user.mfa.factor.reset_all", target);
    Ok(Answer::empty_object())
}

fn transition(
    call: &mut Call<'_>,
    from: &[Status],
    to: Status,
    event_type: &str,
    refusal: fn() -> Refusal,
) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    require(call, &id, from, refusal)?;
    let now = call.second();
    if let Some(user) = call.org.users.get_mut(&id) {
        move_to(user, to, now);
    }
    let target = target(call, &id);
    call.record(event_type, target);
    Ok(Answer::empty_object())
}

pub(super) fn require(call: &Call<'_>, id: &str, from: &[Status], refusal: fn() -> Refusal) -> Outcome<()> {
    if from.contains(&status(call, id)?) {
        Ok(())
    } else {
        Err(refusal())
    }
}

pub(super) fn status(call: &Call<'_>, id: &str) -> Outcome<Status> {
    call.org
        .users
        .get(id)
        .map(|user| user.status)
        .ok_or_else(|| Refusal::not_found(id, "User"))
}

pub(super) fn move_to(user: &mut User, status: Status, now: jiff::Timestamp) {
    user.status = status;
    user.status_changed = Some(now.into());
    user.last_updated = now.into();
}

pub(super) fn target(call: &Call<'_>, id: &str) -> Vec<Target> {
    call.org.users.get(id).map(Target::user).into_iter().collect()
}

pub(super) fn wrong_status() -> Refusal {
    Refusal::of("E0000038")
}
