//! Users: create, read, change, delete.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};

use super::password_rules::{PasswordRules, Unmet};
use super::user_left_out::LeftOut;
use super::user_profile::{check_names, check_values, credentials_of, merged, profile_of, user_in, whole};
use super::{
    group_rule_effects, schema_checks, user_blocks, user_json, user_lifecycle, user_types, user_version,
    user_view,
};
use crate::background::Kind;
use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};
use crate::id_set::IdSet;
use crate::ready_text::ReadyText;
use crate::state::{GroupKind, Object, Status, User};
use crate::system_log::Target;

/// A new user may be put into this many groups (Okta's specification of `groupIds`).
const MOST_GROUPS_AT_CREATION: usize = 20;

/// `expand=blocks` embeds how the user is kept from signing in; `classification`, which is in early access, is not
/// answered.
pub(super) fn get_user(call: &mut Call<'_>) -> Outcome<Answer> {
    let user = call.user(0)?;
    let written = user_json::user(call.org, user, &call.base);
    let tag = user_version::tag(call.org, user);
    let left_out = LeftOut::of(call.okta_response);
    let with_blocks = call.query.get("expand") == Some("blocks");
    if left_out.is_none() && !with_blocks {
        return Ok(Answer {
            tag,
            ..Answer::written(written)
        });
    }
    let whole = user_view::user(call.org, user, &call.base);
    let mut shown = left_out.unwrap_or_default().of_user(whole);
    if with_blocks {
        shown["_embedded"] = json!({ "blocks": user_blocks::of(user) });
    }
    Ok(Answer {
        tag,
        ..Answer::ok(shown)
    })
}

/// A user's answer, after a change or for its own sake.
pub(super) fn shown(call: &Call<'_>, id: &str) -> Outcome<Answer> {
    let user = call
        .org
        .users
        .get(id)
        .ok_or_else(|| Refusal::not_found(id, "User"))?;
    Ok(Answer::written(user_json::user(call.org, user, &call.base)))
}

/// `200`, not 201 (recorded). The status that the user starts with depends on `activate`, `provider`,
/// `nextLogin` and on whether there is a password.
pub(super) fn create_user(call: &mut Call<'_>) -> Outcome<Answer> {
    let body = user_in(call)?;
    let given = profile_of(&body)?.ok_or_else(|| Refusal::of("E0000003"))?;
    let kind = user_types::named_by(call.org, &body)?;
    let kind = kind.unwrap_or_else(|| call.org.user_type_id.clone());
    check_names(call.org, &kind, given, "newUser")?;
    let profile = whole(given);
    check_values(call.org, &profile, None)?;
    schema_checks::check(call.org, &kind, &profile, None)?;
    let groups = body.get("groupIds").and_then(Value::as_array);
    let groups: Vec<&str> = groups.into_iter().flatten().filter_map(Value::as_str).collect();
    let credentials = credentials_of(&body, &PasswordRules::of(call.org, &groups, &profile))?;

    let activate = call.query.flag("activate", true);
    let must_change = call.query.filled("nextLogin") == Some("changePassword");
    if must_change && credentials.password.is_none() {
        return Err(Refusal::of("E0000124"));
    }
    if must_change && !activate {
        return Err(Refusal::of("E0000125"));
    }
    let groups = groups_of(call, &body)?;

    let imported = matches!(credentials.password, Some(crate::state::Password::Opaque));
    let default_provider = if imported { "IMPORT" } else { "OKTA" };
    let provider = credentials
        .provider
        .unwrap_or_else(|| (default_provider.to_owned(), default_provider.to_owned()));
    let external =
        call.query.flag("provider", false) && matches!(provider.0.as_str(), "FEDERATION" | "SOCIAL");
    let status = match (activate, must_change, external || credentials.password.is_some()) {
        (false, _, _) => Status::Staged,
        (true, true, _) => Status::PasswordExpired,
        (true, false, true) => Status::Active,
        (true, false, false) => Status::Provisioned,
    };

    let now = call.second();
    let has_password = credentials.password.is_some();
    let user = User {
        id: call.org.ids.next("00u").into(),
        status,
        created: now.into(),
        activated: activate.then_some(now.into()),
        // Setting a password moves `statusChanged` even of a user who stays STAGED (recorded).
        status_changed: (activate || has_password).then_some(now.into()),
        last_login: None,
        last_updated: now.into(),
        password_changed: has_password.then_some(now.into()),
        profile: profile.into(),
        password: credentials.password,
        recovery_question: credentials.recovery_question.map(Arc::new),
        provider: Arc::new(provider),
        groups: IdSet::default(),
        factors: Vec::new(),
        roles: Vec::new(),
        text: ReadyText::default(),
    };
    let (id, target) = (user.id.to_string(), Target::user(&user));
    call.org.insert_user(user);
    call.org.set_type_of_user(&id, &kind);
    call.record("user.lifecycle.create", vec![target.clone()]);
    if activate {
        call.record("user.lifecycle.activate", vec![target]);
    }
    for group in groups {
        super::groups::add_member(call, &group, &id);
    }
    super::application_users::reconcile(call, &id);
    group_rule_effects::evaluate(call, &id);
    shown(call, &id)
}

/// The groups that a new user goes into: they must be there and be editable.
fn groups_of(call: &Call<'_>, body: &Object) -> Outcome<Vec<String>> {
    let named = body
        .get("groupIds")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    if named.len() > MOST_GROUPS_AT_CREATION {
        return Err(Refusal::of("E0000093"));
    }
    let mut groups = Vec::new();
    for id in named.iter().map(|id| id.as_str().unwrap_or_default()) {
        let group = call
            .org
            .groups
            .get(id)
            .ok_or_else(|| Refusal::not_found(id, "UserGroup"))?;
        if group.kind == GroupKind::Okta {
            groups.push(id.to_owned());
        }
    }
    Ok(groups)
}

/// `POST`: changes what is named and leaves the rest; null clears.
pub(super) fn update_user(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let named = user_types::named_by(call.org, &user_in(call)?)?;
    // Only a full replacement can change the type (SPEC `updateUser`); the refusal's words are not verified.
    if named.is_some_and(|kind| kind != call.org.type_of_user(&id)) {
        let cause = "type: The type of a user can't be changed by a partial update.";
        return Err(Refusal::validation("type", cause));
    }
    change(call, merged)
}

/// `PUT`: what is absent is cleared.
pub(super) fn replace_user(call: &mut Call<'_>) -> Outcome<Answer> {
    change(call, |_, given| whole(given))
}

fn change(call: &mut Call<'_>, combine: fn(&Object, &Object) -> Object) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let body = user_in(call)?;
    let user = call
        .org
        .users
        .get(&id)
        .ok_or_else(|| Refusal::not_found(&id, "User"))?;
    user_version::expected(call, user)?;
    let deprovisioned = user.status == Status::Deprovisioned;
    let before = user.profile.to_object();
    let named = user_types::named_by(call.org, &body)?;
    let kind = named.unwrap_or_else(|| call.org.type_of_user(&id).to_owned());
    let profile = match profile_of(&body)? {
        // The profile of a deactivated user stays as it is, unless the org has switched on an option that the
        // emulator has not; Okta answers 200 all the same (SPEC `deactivateUser`).
        None => before.clone(),
        Some(given) => {
            check_names(call.org, &kind, given, "user")?;
            let combined = combine(&before, given);
            check_values(call.org, &combined, Some(&id))?;
            schema_checks::check(call.org, &kind, &combined, Some(&id))?;
            if deprovisioned { before.clone() } else { combined }
        }
    };
    let rules = PasswordRules::of_user(call.org, user, &profile);
    let credentials = credentials_of(&body, &rules)?;
    // An administrator's password need not be a new one, unless `strict` is asked for (SPEC `updateUser`).
    if let Some(password) = credentials
        .password
        .as_ref()
        .filter(|_| call.query.flag("strict", false))
    {
        rules
            .is_old_enough(user, call.now)
            .and_then(|()| rules.is_new(call.org, user, password))
            .map_err(Unmet::in_a_profile)?;
    }
    let changed: Vec<&str> = changed_names(&before, &profile);
    let changed = changed.join(",");

    let now = call.second();
    call.org.replace_profile(&id, profile);
    if kind != call.org.type_of_user(&id) {
        call.org.set_type_of_user(&id, &kind);
        let target = user_lifecycle::target(call, &id);
        call.record("user.account.update_user_type", target);
    }
    let password_set = credentials.password.is_some() && !deprovisioned;
    if let Some(user) = call.org.users.get_mut(&id) {
        user.last_updated = now.into();
        if let Some(question) = credentials.recovery_question {
            user.recovery_question = Some(Arc::new(question));
        }
        if let Some(provider) = credentials.provider {
            user.provider = Arc::new(provider);
        }
        if password_set {
            let before = std::mem::replace(&mut user.password, credentials.password);
            call.org.directory.past_passwords.add(&id, before);
            user.password_changed = Some(now.into());
            // A password is what these three wait for. That an administrator's password ends the wait is
            // documented for PROVISIONED; for RECOVERY and PASSWORD_EXPIRED it follows from change_password.
            if matches!(
                user.status,
                Status::Provisioned | Status::Recovery | Status::PasswordExpired
            ) {
                user.status = Status::Active;
                user.status_changed = Some(now.into());
            }
        }
    }
    let target = user_lifecycle::target(call, &id);
    if !changed.is_empty() {
        let debug = json!({ "changedAttributes": changed });
        call.record_with("user.account.update_profile", target.clone(), &debug);
    }
    if password_set {
        call.record("user.account.update_password", target);
    }
    group_rule_effects::evaluate(call, &id);
    shown(call, &id)
}

fn changed_names<'profile>(before: &'profile Object, after: &'profile Object) -> Vec<&'profile str> {
    let names: BTreeSet<&str> = before.keys().chain(after.keys()).map(String::as_str).collect();
    names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name))
        .collect()
}

/// The first call deactivates, the next one deletes; both answer 204 (recorded).
pub(super) fn delete_user(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let user = call
        .org
        .users
        .get(&id)
        .ok_or_else(|| Refusal::not_found(&id, "User"))?;
    if user.status == Status::Deprovisioned {
        let target = vec![Target::user(user)];
        if !call.org.directory.background.is_under_way(&id) {
            call.record("user.lifecycle.delete.initiated", target);
        }
        if !call.put_off(&id, Kind::Deletion) {
            finish_deletion(call, &id);
        }
    } else if !call.put_off(&id, Kind::Deactivation) {
        user_lifecycle::deactivate(call, &id);
    }
    Ok(Answer::no_content())
}

/// Deletes a user, unless it was activated in the meantime.
pub(crate) fn finish_deletion(call: &mut Call<'_>, id: &str) {
    let user = call.org.users.get(id);
    let Some(user) = user.filter(|user| user.status == Status::Deprovisioned) else {
        return;
    };
    let target = vec![Target::user(user)];
    call.org.remove_user(id);
    call.record("user.lifecycle.delete.completed", target);
}
