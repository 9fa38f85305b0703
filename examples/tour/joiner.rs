//! A joiner comes, is cared for, and leaves: thirteen actions, each checked, converging and read back.

use okta_sdk::{lifecycle, prelude::*};

use crate::screen;

/// A user and a group that exist for the tour alone.
pub(crate) struct Joiner {
    user: UserId,
    group: Option<GroupId>,
    app: Option<AppId>,
}

/// Creates the user; whatever fails after that is one line, so that the tour goes on and removes the user again.
pub(crate) async fn onboard(okta: &Client, domain: &str, app: Option<&AppId>) -> Result<Joiner, Error> {
    let lifecycle = Lifecycle::new(okta);
    // The time keeps two tours apart.
    let tag = jiff::Timestamp::now().as_millisecond();
    let login = format!("tour-{tag}@{domain}");
    let profile = UserProfileUpdate::new()
        .login(login.as_str())
        .email(login.as_str())
        .first_name("Grace")
        .last_name("Hopper");
    let password = UserCredentialsUpdate::with_password(format!("Cobol-{tag:x}-Ship!"));
    let request = CreateUserRequest::from(profile).credentials(password);
    let user = okta.send(CreateUser::new(request).activate(false)).await?.id;
    screen::line("create user", format!("{user} {login}"));

    let group = create_group(okta, format!("Tour {tag}")).await;
    report(lifecycle.activate_user(&user).await);
    if let Some(group) = &group {
        report(lifecycle.add_user_to_group(&user, group).await);
        // A second time is no error: it already is so.
        report(lifecycle.add_user_to_group(&user, group).await);
    }
    match app {
        Some(app) => report(lifecycle.assign_app(&user, app).await),
        None => screen::line("assign app", "left out: name one with --app"),
    }
    let app = app.cloned();
    Ok(Joiner { user, group, app })
}

async fn create_group(okta: &Client, name: String) -> Option<GroupId> {
    match okta
        .send(AddGroup::new(GroupProfileUpdate::new().name(name.as_str())))
        .await
    {
        Ok(group) => {
            screen::line("create group", format!("{} {name}", group.id));
            Some(group.id)
        }
        Err(error) => {
            screen::line("not done", error);
            None
        }
    }
}

pub(crate) async fn care(okta: &Client, joiner: &Joiner, locked_out: Option<UserId>) {
    let lifecycle = Lifecycle::new(okta);
    let user = &joiner.user;
    report(lifecycle.suspend_user(user).await);
    report(lifecycle.unsuspend_user(user).await);
    report(lifecycle.unlock_user(locked_out.as_ref().unwrap_or(user)).await);
    report(lifecycle.expire_password(user).await);
    let options = ResetPasswordOptions::new().hand_over_link();
    let reset = lifecycle.reset_password(user, options).await;
    report(reset.map(|reset| reset.outcome().clone()));
}

pub(crate) async fn offboard(okta: &Client, joiner: Joiner) {
    let lifecycle = Lifecycle::new(okta);
    let user = &joiner.user;
    report(lifecycle.clear_sessions(user).await);
    if let Some(app) = &joiner.app {
        report(lifecycle.revoke_app(user, app).await);
    }
    if let Some(group) = &joiner.group {
        report(lifecycle.remove_user_from_group(user, group).await);
    }
    report(lifecycle.deactivate_user(user).await);
    deleted("delete user", user.as_str(), delete(okta, user).await);
    if let Some(group) = &joiner.group {
        deleted(
            "delete group",
            group.as_str(),
            okta.send(DeleteGroup::new(group)).await,
        );
    }
}

/// Deletes and reads back: the operation deactivates a user who is not DEPROVISIONED, so it may take two.
async fn delete(okta: &Client, user: &UserId) -> Result<(), Error> {
    okta.send(DeleteUser::new(user)).await?;
    match okta.send(GetUser::new(user)).await {
        Err(error) if error.is_not_found() => Ok(()),
        Err(error) => Err(error),
        Ok(_) => okta.send(DeleteUser::new(user)).await,
    }
}

fn report(outcome: Result<Outcome, lifecycle::Error>) {
    match outcome {
        Ok(outcome) => {
            let text = outcome.to_string();
            let (_, result) = text.split_once(": ").unwrap_or(("", &text));
            screen::line(outcome.action(), result);
        }
        Err(error) => screen::line("not done", error),
    }
}

fn deleted(what: &str, id: &str, result: Result<(), Error>) {
    match result {
        Ok(()) => screen::line(what, id),
        Err(error) => screen::line("not done", error),
    }
}
