//! Passwords and recovery questions of users
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserCred/>).

use serde_json::json;

use super::password_rules::{PasswordRules, Unmet};
use super::user_lifecycle::{move_to, require, status, target, wrong_status};
use super::user_profile::{check_password, nested_text, recovery_of};
use super::{sessions, user_view, users};
use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};
use crate::state::{Password, Status, User};

/// Takes RECOVERY and PASSWORD_EXPIRED to ACTIVE. The words for a wrong old password are those that users of Okta's SDKs
/// quote.
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
    check_password(
        call,
        &id,
        nested_text(&body, "oldPassword", "value"),
        "Old Password is not correct",
    )?;
    let password = new_password(call, &id, nested_text(&body, "newPassword", "value"))?;
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
        user.last_updated = now.into();
    }
    let target = target(call, &id);
    call.record("user.account.update_profile", target);
    credentials(call, &id)
}

/// `200` with the user, in which `statusChanged` is the one from before; who reads the user afterwards finds the new one
/// (recorded by Okta's Python SDK, `TestUsersResource.test_expire_password`).
pub(super) fn expire_password(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let was = status(call, &id)?;
    expire(call, &id)?;
    // The retired form of expirePasswordWithTempPassword.
    let answer = if call.query.flag("tempPassword", false) {
        Ok(temporary_password(call, &id))
    } else {
        users::shown(call, &id)
    };
    note_change(call, &id, was);
    answer
}

pub(super) fn expire_password_with_temp_password(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let was = status(call, &id)?;
    expire(call, &id)?;
    note_change(call, &id, was);
    if call.query.flag("revokeSessions", false) {
        sessions::clear(call, &id);
    }
    Ok(temporary_password(call, &id))
}

/// From ACTIVE (recorded), and from PASSWORD_EXPIRED, whose users were recorded with the link: Okta publishes the
/// operations that are permitted (Okta's page "Core Okta API", "Hypermedia"). Other statuses are refused with Okta's
/// word for a wrong status, which is not verified.
fn expire(call: &mut Call<'_>, id: &str) -> Outcome<()> {
    let from = [Status::Active, Status::PasswordExpired];
    require(call, id, &from, wrong_status)?;
    let now = call.second();
    if let Some(user) = call.org.users.get_mut(id) {
        user.status = Status::PasswordExpired;
        user.last_updated = now.into();
    }
    let target = target(call, id);
    call.record("user.account.expire_password", target);
    Ok(())
}

/// A password that had expired before changes no status.
fn note_change(call: &mut Call<'_>, id: &str, was: Status) {
    let now = call.second();
    if let Some(user) = call.org.users.get_mut(id)
        && user.status != was
    {
        user.status_changed = Some(now.into());
    }
}

fn temporary_password(call: &mut Call<'_>, id: &str) -> Answer {
    let password = call.org.ids.text(12);
    if let Some(user) = call.org.users.get_mut(id) {
        let temporary = Password::Known(password.as_str().into());
        let before = user.password.replace(temporary);
        call.org.directory.past_passwords.add(id, before);
    }
    Answer::ok(json!({ "tempPassword": password }))
}

/// From ACTIVE and PASSWORD_EXPIRED (recorded) to RECOVERY, and from PROVISIONED, whose users were recorded with the
/// link. The other statuses are refused with Okta's word for a wrong status, which is not verified.
pub(super) fn reset_password(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let from = [Status::Provisioned, Status::Active, Status::PasswordExpired];
    require(call, &id, &from, wrong_status)?;
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

/// Leaves the status as it is; needs an ACTIVE user. The specification also asks for a recovery question, but not of Identity
/// Engine, where a user without one is answered with a link (recorded by Okta's Python SDK,
/// `TestUsersResource.test_forgot_password`). With an answer to the question in the body it is the retired form of
/// forgotPasswordSetNewPassword (recorded, `TestUsersResource.test_change_recovery_question`). The cause is one that programs
/// of others quote.
pub(super) fn forgot_password(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    if call.json_or_empty()?.contains_key("recovery_question") {
        return forgot_password_set_new_password(call);
    }
    if status(call, &id)? != Status::Active {
        let cause = "Forgot password is not allowed in the user's current status";
        return Err(Refusal::of("E0000034").cause(cause));
    }
    let target = target(call, &id);
    call.record("user.account.reset_password", target);
    if call.query.flag("sendEmail", true) {
        return Ok(Answer::empty_object());
    }
    let url = format!("{}/signin/reset-password/{}", call.base, call.org.ids.text(20));
    Ok(Answer::ok(json!({ "resetPasswordUrl": url })))
}

/// Sets a password for who knows the answer to the recovery question. The cause is one that programs of others quote.
pub(super) fn forgot_password_set_new_password(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let body = call.json()?;
    require(call, &id, &[Status::Active, Status::Recovery], || {
        Refusal::of("E0000034")
    })?;
    let answer = nested_text(&body, "recovery_question", "answer").unwrap_or_default();
    let user = found(call, &id)?;
    let recovery = user
        .recovery_question
        .as_ref()
        .ok_or_else(|| Refusal::of("E0000034").cause("Recovery credential not set."))?;
    if !recovery.answer.eq_ignore_ascii_case(answer.trim()) {
        return Err(Refusal::of("E0000087"));
    }
    let password = new_password(call, &id, nested_text(&body, "password", "value"))?;
    set_password(call, &id, password);
    credentials(call, &id)
}

/// The password that a user chose, who can't take one of the last ones again. The minimum age counts where `strict` is
/// asked for (SPEC `changePassword`).
fn new_password(call: &Call<'_>, id: &str, given: Option<&str>) -> Outcome<Password> {
    let user = found(call, id)?;
    let profile = user.profile.to_object();
    let rules = PasswordRules::of_user(call.org, user, &profile);
    let password = rules
        .complexity(given.unwrap_or_default())
        .map_err(Unmet::in_credentials)?;
    if call.query.flag("strict", false) {
        rules
            .is_old_enough(user, call.now)
            .map_err(Unmet::in_credentials)?;
    }
    rules
        .is_new(call.org, user, &password)
        .map_err(Unmet::in_credentials)?;
    Ok(password)
}

fn found<'call>(call: &'call Call<'_>, id: &str) -> Outcome<&'call User> {
    let user = call.org.users.get(id);
    user.ok_or_else(|| Refusal::not_found(id, "User"))
}

fn set_password(call: &mut Call<'_>, id: &str, password: Password) {
    let now = call.second();
    if let Some(user) = call.org.users.get_mut(id) {
        let before = user.password.replace(password);
        call.org.directory.past_passwords.add(id, before);
        user.password_changed = Some(now.into());
        user.last_updated = now.into();
        if matches!(user.status, Status::Recovery | Status::PasswordExpired) {
            move_to(user, Status::Active, now);
        }
    }
    let target = target(call, id);
    call.record("user.account.update_password", target);
}

/// The answer of the operations on credentials: the credentials, not the user (recorded).
fn credentials(call: &Call<'_>, id: &str) -> Outcome<Answer> {
    Ok(Answer::ok(user_view::credentials(found(call, id)?)))
}
