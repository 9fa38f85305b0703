//! An action sends what the profile of HappyFox Workflows asks for and nothing else, so that a token that passes the
//! preflight can run it.

use okta_lifecycle::{Lifecycle, ResetPasswordOptions};
use okta_models::{AppId, GroupId, UserId, applications::ListApplications, users::UserStatus};
use okta_permissions::HAPPYFOX_WORKFLOWS;

use crate::org::Org;

/// Runs what a capability names.
async fn run(lifecycle: &Lifecycle, capability: &str, user: &UserId, group: &GroupId, app: &AppId) {
    match capability {
        "activate a user" => drop(lifecycle.activate_user(user).await.unwrap()),
        "deactivate a user" => drop(lifecycle.deactivate_user(user).await.unwrap()),
        "suspend a user" => drop(lifecycle.suspend_user(user).await.unwrap()),
        "unsuspend a user" => drop(lifecycle.unsuspend_user(user).await.unwrap()),
        "unlock a user" => drop(lifecycle.unlock_user(user).await.unwrap()),
        "add to a group" => drop(lifecycle.add_user_to_group(user, group).await.unwrap()),
        "remove from a group" => drop(lifecycle.remove_user_from_group(user, group).await.unwrap()),
        "assign an app" => drop(lifecycle.assign_app(user, app).await.unwrap()),
        "revoke an app" => drop(lifecycle.revoke_app(user, app).await.unwrap()),
        "clear sessions" => drop(lifecycle.clear_sessions(user).await.unwrap()),
        "expire a password" => drop(lifecycle.expire_password(user).await.unwrap()),
        "reset a password" => {
            drop(
                lifecycle
                    .reset_password(user, ResetPasswordOptions::new())
                    .await
                    .unwrap(),
            );
        }
        "get a user" => drop(lifecycle.get_user(user).await.unwrap()),
        other => panic!("no action for {other}"),
    }
}

/// The operation that a request was: of those whose path fits, the one with the most fixed segments.
pub(crate) fn operation_of(method: &str, path: &str) -> &'static str {
    let sent: Vec<&str> = path.split('/').collect();
    let fits = |template: &str| {
        let known: Vec<&str> = template.split('/').collect();
        known.len() == sent.len()
            && known
                .iter()
                .zip(&sent)
                .all(|(known, sent)| known.starts_with('{') || known == sent)
    };
    let operations = okta_facts::OPERATIONS.iter();
    let fitting = operations.filter(|operation| operation.method.as_str() == method && fits(operation.path));
    fitting
        .min_by_key(|operation| operation.path.matches('{').count())
        .unwrap()
        .id
}

#[tokio::test]
async fn an_action_needs_no_more_than_its_capability() {
    let org = Org::embedded();
    let emulator = org.emulator.as_ref().unwrap();
    let lifecycle = org.lifecycle();
    let apps = org.client.send(ListApplications::new()).await.unwrap();
    let is_wiki = |label: Option<&str>| label.is_some_and(|label| label.starts_with("Wiki"));
    let app = apps
        .into_iter()
        .flatten()
        .find(|app| is_wiki(app.label.as_deref()))
        .unwrap()
        .id;
    for capability in HAPPYFOX_WORKFLOWS.capabilities() {
        let group = org.group().await;
        let status = match capability.name() {
            "activate a user" => UserStatus::Staged,
            "unsuspend a user" => UserStatus::Suspended,
            _ => UserStatus::Active,
        };
        let user = org.user(&status).await.unwrap();
        if capability.name() == "unlock a user" {
            assert!(emulator.lock_out(user.as_str()));
        }
        let before = emulator.requests().len();
        run(&lifecycle, capability.name(), &user, &group, &app).await;
        for request in emulator.requests().split_off(before) {
            let sent = operation_of(&request.method, &request.path);
            assert!(
                capability.operations().contains(&sent),
                "{}: {sent} is not in the profile",
                capability.name()
            );
        }
    }
}
