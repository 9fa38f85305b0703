//! A joiner comes, is cared for, and leaves: the thirteen actions, each checked, converging and read back.

use okta_sdk::{lifecycle, prelude::*};

use crate::screen::Screen;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A user and a group that exist for the tour alone.
pub(crate) struct Joiner {
    user: UserId,
    group: GroupId,
    app: Option<AppId>,
}

pub(crate) async fn onboard(
    okta: &Client,
    domain: &str,
    app: Option<&AppId>,
    screen: &Screen,
) -> Result<Joiner> {
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
    let created = okta
        .send(CreateUser::new(CreateUserRequest::from(profile).credentials(password)).activate(false))
        .await?;
    screen.line("create user", format!("{} {login}", created.id));
    let user = created.id;

    let group = okta
        .send(AddGroup::new(
            GroupProfileUpdate::new().name(format!("Tour {tag}")),
        ))
        .await?;
    screen.line(
        "create group",
        format!("{} {}", group.id, group.name().unwrap_or_default()),
    );
    report(screen, lifecycle.activate_user(&user).await);
    report(screen, lifecycle.add_user_to_group(&user, &group.id).await);
    // A second time is no error: it already is so.
    report(screen, lifecycle.add_user_to_group(&user, &group.id).await);
    match app {
        Some(app) => report(screen, lifecycle.assign_app(&user, app).await),
        None => screen.line("assign app", "left out: name one with --app"),
    }
    Ok(Joiner {
        user,
        group: group.id,
        app: app.cloned(),
    })
}

pub(crate) async fn care(
    okta: &Client,
    joiner: &Joiner,
    locked_out: Option<UserId>,
    screen: &Screen,
) -> Result<()> {
    let lifecycle = Lifecycle::new(okta);
    let user = &joiner.user;
    report(screen, lifecycle.suspend_user(user).await);
    report(screen, lifecycle.unsuspend_user(user).await);
    report(
        screen,
        lifecycle.unlock_user(locked_out.as_ref().unwrap_or(user)).await,
    );
    report(screen, lifecycle.expire_password(user).await);
    let reset = lifecycle
        .reset_password(user, ResetPasswordOptions::new().hand_over_link())
        .await;
    report(screen, reset.map(|reset| reset.outcome().clone()));
    Ok(())
}

pub(crate) async fn offboard(okta: &Client, joiner: Joiner, screen: &Screen) -> Result<()> {
    let lifecycle = Lifecycle::new(okta);
    let user = &joiner.user;
    report(screen, lifecycle.clear_sessions(user).await);
    if let Some(app) = &joiner.app {
        report(screen, lifecycle.revoke_app(user, app).await);
    }
    report(
        screen,
        lifecycle.remove_user_from_group(user, &joiner.group).await,
    );
    report(screen, lifecycle.deactivate_user(user).await);
    okta.send(DeleteUser::new(user)).await?;
    screen.line("delete user", user);
    okta.send(DeleteGroup::new(&joiner.group)).await?;
    screen.line("delete group", &joiner.group);
    Ok(())
}

/// One line for each action; a failed one does not end the tour, so that what was created is removed.
fn report(screen: &Screen, outcome: std::result::Result<Outcome, lifecycle::Error>) {
    match outcome {
        Ok(outcome) => {
            let text = outcome.to_string();
            let (_, result) = text.split_once(": ").unwrap_or(("", &text));
            screen.line(outcome.action(), result);
        }
        Err(error) => screen.line("not done", error),
    }
}
