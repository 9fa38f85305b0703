//! Passwords and recovery questions of users
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserCred/>).

use serde_json::json;

use super::user_lifecycle::{move_to, require, status, target, wrong_status};
use super::user_profile::{check_password, checked_password, nested_text, recovery_of};
use super::{sessions, user_view, users};
use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};
use crate::state::{Password, Status};

/// Takes RECOVERY and PASSWORD_EXPIRED to ACTIVE.
pub(super) fn change_password(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let body = call.json()?;
    let from = [
        Status::Staged,
        Status::Active,
        Status::PasswordExpired,
        Status::Recovery,
    ];
    require(call, &id, &from, || Refusal::of("E0000014"))?;
    let login = call.org.users.get(&id).map_or("", |user| user.login()).to_owned();
    check_password(
        call,
        &id,
        nested_text(&body, "oldPassword", "value"),
        "Old Password is not correct",
    )?;
    let new = nested_text(&body, "newPassword", "value").unwrap_or_default();
    let password = checked_password(new, &login)?;
    set_password(call, &id, password);
    if body.get("revokeSessions").and_then(serde_json::Value::as_bool) == Some(true) {
        sessions::clear(call, &id);
    }
    credentials(call, &id)
}

pub(super) fn change_recovery_question(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let body = call.json()?;
    let from = [Status::Staged, Status::Active, Status::Recovery];
    require(call, &id, &from, || Refusal::of("E0000036"))?;
    check_password(
        call,
        &id,
        nested_text(&body, "password", "value"),
        "Password is not correct",
    )?;
    let given = body
        .get("recovery_question")
        .and_then(serde_json::Value::as_object)
        .cloned()
        .unwrap_or_default();
    let recovery = recovery_of(&given)?;
    let now = call.second();
    if let Some(user) = call.org.users.get_mut(&id) {
        user.recovery_question = Some(recovery.into());
        user.last_updated = now;
    }
    let target = target(call, &id);
    call.record("user.account.update_profile", target);
    credentials(call, &id)
}

/// `200` with the user. `statusChanged` does not move (recorded).
pub(super) fn expire_password(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    expire(call, &id)?;
    // The retired form of expirePasswordWithTempPassword.
    if call.query.flag("tempPassword", false) {
        return Ok(temporary_password(call, &id));
    }
    users::shown(call, &id)
}

pub(super) fn expire_password_with_temp_password(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    expire(call, &id)?;
    if call.query.flag("revokeSessions", false) {
        sessions::clear(call, &id);
    }
    Ok(temporary_password(call, &id))
}

/// ACTIVE alone is recorded as a status to start from; others are refused with Okta's word for a wrong
/// status.
fn expire(call: &mut Call<'_>, id: &str) -> Outcome<()> {
    require(call, id, &[Status::Active], wrong_status)?;
    let now = call.second();
    if let Some(user) = call.org.users.get_mut(id) {
        user.status = Status::PasswordExpired;
        user.last_updated = now;
    }
    let target = target(call, id);
    call.record("user.account.expire_password", target);
    Ok(())
}

fn temporary_password(call: &mut Call<'_>, id: &str) -> Answer {
    let password = call.org.ids.text(12);
    if let Some(user) = call.org.users.get_mut(id) {
        user.password = Some(Password::Known(password.as_str().into()));
    }
    Answer::ok(json!({ "tempPassword": password }))
}

/// From ACTIVE and PASSWORD_EXPIRED (recorded) to RECOVERY; the other statuses are refused with Okta's word
/// for a wrong status, which is a guess.
pub(super) fn reset_password(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    require(
        call,
        &id,
        &[Status::Active, Status::PasswordExpired],
        wrong_status,
    )?;
    let now = call.second();
    if let Some(user) = call.org.users.get_mut(&id) {
        move_to(user, Status::Recovery, now);
    }
    let target = target(call, &id);
    call.record("user.account.reset_password", target);
    if call.query.flag("revokeSessions", false) {
        sessions::clear(call, &id);
    }
    // Required by the specification of 2026; older documentation says that it is true by default.
    if call.query.flag("sendEmail", true) {
        return Ok(Answer::empty_object());
    }
    let url = format!("{}/reset_password/{}", call.base, call.org.ids.text(20));
    Ok(Answer::ok(json!({ "resetPasswordUrl": url })))
}

/// Leaves the status as it is; needs an ACTIVE user with a recovery question.
pub(super) fn forgot_password(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let has_question = call
        .org
        .users
        .get(&id)
        .is_some_and(|user| user.recovery_question.is_some());
    if status(call, &id)? != Status::Active || !has_question {
        return Err(Refusal::of("E0000034"));
    }
    let target = target(call, &id);
    call.record("user.account.reset_password", target);
    if call.query.flag("sendEmail", true) {
        return Ok(Answer::empty_object());
    }
    let url = format!("{}/signin/reset-password/{}", call.base, call.org.ids.text(20));
    Ok(Answer::ok(json!({ "resetPasswordUrl": url })))
}

/// Sets a password for who knows the answer to the recovery question.
pub(super) fn forgot_password_set_new_password(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let body = call.json()?;
    require(call, &id, &[Status::Active, Status::Recovery], || {
        Refusal::of("E0000034")
    })?;
    let answer = nested_text(&body, "recovery_question", "answer").unwrap_or_default();
    let user = call
        .org
        .users
        .get(&id)
        .ok_or_else(|| Refusal::not_found(&id, "User"))?;
    let recovery = user
        .recovery_question
        .as_ref()
        .ok_or_else(|| Refusal::of("E0000034"))?;
    if !recovery.answer.eq_ignore_ascii_case(answer.trim()) {
        return Err(Refusal::of("E0000087"));
    }
    let password = checked_password(
        nested_text(&body, "password", "value").unwrap_or_default(),
        user.login(),
    )?;
    set_password(call, &id, password);
    credentials(call, &id)
}

fn set_password(call: &mut Call<'_>, id: &str, password: Password) {
    let now = call.second();
    if let Some(user) = call.org.users.get_mut(id) {
        user.password = Some(password);
        user.password_changed = Some(now);
        user.last_updated = now;
        if matches!(user.status, Status::Recovery | Status::PasswordExpired) {
            move_to(user, Status::Active, now);
        }
    }
    let target = target(call, id);
    call.record("user.account.update_password", target);
}

/// The answer of the operations on credentials: the credentials, not the user (recorded).
fn credentials(call: &Call<'_>, id: &str) -> Outcome<Answer> {
    let user = call
        .org
        .users
        .get(id)
        .ok_or_else(|| Refusal::not_found(id, "User"))?;
    Ok(Answer::ok(user_view::credentials(user)))
}
