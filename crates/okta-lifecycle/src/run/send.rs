//! How an action becomes an operation.

use okta_models::{
    UserId,
    application_users::{
        AppUserAssignRequest, AppUserCredentialsUpdate, AppUserUpdateRequest, AssignUserToApplication,
        UnassignUserFromApplication, UpdateApplicationUser,
    },
    groups::{AssignUserToGroup, UnassignUserFromGroup},
    sessions::RevokeUserSessions,
    user_lifecycle::{ActivateUser, DeactivateUser, ResetFactors, SuspendUser, UnsuspendUser},
    users::{CreateUser, CreateUserRequest, DeleteUser, UpdateUser, UserProfileUpdate},
};
use okta_transport::{Client, Error};

use crate::plan::{Attributes, StepAction};

/// Sends a creation; gives the account's id.
pub(super) async fn create(client: &Client, profile: &Attributes) -> Result<UserId, Error> {
    let request = CreateUserRequest::from(update(profile));
    let user = client.send(CreateUser::new(request).activate(false)).await?;
    Ok(user.id)
}

/// Sends an action on an account.
pub(super) async fn send(client: &Client, user: &UserId, action: &StepAction) -> Result<(), Error> {
    match action {
        StepAction::CreateUser { profile } => create(client, profile).await.map(drop),
        StepAction::ActivateUser { send_email } => {
            // Without a mail, Okta answers with a link, which is dropped here.
            let activate = ActivateUser::new(user).send_email(*send_email);
            client.send(activate).await.map(drop)
        }
        StepAction::SuspendUser => client.send(SuspendUser::new(user)).await,
        StepAction::UnsuspendUser => client.send(UnsuspendUser::new(user)).await,
        StepAction::RevokeUserSessions { oauth_tokens } => {
            let revoke = RevokeUserSessions::new(user).oauth_tokens(*oauth_tokens);
            client.send(revoke).await
        }
        StepAction::UpdateUser { to, .. } => client.send(UpdateUser::new(user, update(to))).await.map(drop),
        StepAction::AssignUserToGroup { group } => client.send(AssignUserToGroup::new(&group.id, user)).await,
        StepAction::UnassignUserFromGroup { group } => {
            client.send(UnassignUserFromGroup::new(&group.id, user)).await
        }
        StepAction::AssignUserToApplication { app } => {
            let mut request = AppUserAssignRequest::from(user);
            if let Some(user_name) = &app.user_name {
                request = request.credentials(AppUserCredentialsUpdate::new().user_name(user_name));
            }
            if !app.profile.is_empty() {
                request = request.profile(app.profile.as_map().clone());
            }
            client
                .send(AssignUserToApplication::new(&app.id, request))
                .await
                .map(drop)
        }
        StepAction::UpdateApplicationUser { to, .. } => {
            let mut request = AppUserUpdateRequest::new();
            if let Some(user_name) = &to.user_name {
                request = request.credentials(AppUserCredentialsUpdate::new().user_name(user_name));
            }
            if !to.profile.is_empty() {
                request = request.profile(to.profile.as_map().clone());
            }
            client
                .send(UpdateApplicationUser::new(&to.id, user, request))
                .await
                .map(drop)
        }
        StepAction::UnassignUserFromApplication { app } => {
            client.send(UnassignUserFromApplication::new(&app.id, user)).await
        }
        StepAction::ResetFactors { .. } => client.send(ResetFactors::new(user)).await,
        StepAction::DeactivateUser { .. } => client.send(DeactivateUser::new(user)).await,
        StepAction::DeleteUser => client.send(DeleteUser::new(user)).await,
    }
}

fn update(attributes: &Attributes) -> UserProfileUpdate {
    let named = attributes.iter();
    named.fold(UserProfileUpdate::new(), |update, (name, value)| {
        update.member(name, value.clone())
    })
}
