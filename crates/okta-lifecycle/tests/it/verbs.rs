//! Every verb as a value, with a person, group or app on which it has something to do: for the promises that hold for all.

use std::time::Duration;

use okta_lifecycle::{
    AppAssignment, Error, GroupAppAssignment, KnownGroup, Lifecycle, NewUser, Outcome, ResetPasswordOptions,
    TemporaryAccessCodeOptions,
};
use okta_models::{
    AppId, AuthenticatorId, FactorId, GroupId, Secret, UserId, UserTypeId,
    applications::ListApplications,
    authenticators::{AuthenticatorKey, ListAuthenticators},
    groups::GroupProfileUpdate,
    user_factors::{EnrollFactor, FactorType, UserFactorProfileUpdate, UserFactorRequest},
    user_types::{CreateUserType, UserTypeRequest},
    users::{UserProfileUpdate, UserStatus},
};
use serde_json::json;

use crate::org::{Org, password, unique};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    CreateUser,
    ActivateUser,
    ActivateUserByLink,
    ReactivateUser,
    SuspendUser,
    UnsuspendUser,
    DeactivateUser,
    DeactivateUserInBackground,
    DeleteUser,
    UnlockUser,
    UpdateProfile,
    ChangeLogin,
    ChangeUserType,
    AddUserToGroup,
    RemoveUserFromGroup,
    CreateGroup,
    AssignApp,
    AssignAppAs,
    /// Of who has it.
    ChangeAssignment,
    RevokeApp,
    AssignAppToGroup,
    /// Of a group that has it.
    ChangeGroupAssignment,
    RevokeAppFromGroup,
    ClearSessions,
    RevokeTokensOfClient,
    RevokeTokens,
    RevokeGrantsOfClient,
    RevokeGrants,
    ExpirePassword,
    ResetPassword,
    SetPassword,
    GiveTemporaryPassword,
    ResetFactor,
    ResetFactors,
    GiveTemporaryAccessCode,
}

use Verb::*;

pub(crate) const ALL: [Verb; 35] = [
    CreateUser,
    ActivateUser,
    ActivateUserByLink,
    ReactivateUser,
    SuspendUser,
    UnsuspendUser,
    DeactivateUser,
    DeactivateUserInBackground,
    DeleteUser,
    UnlockUser,
    UpdateProfile,
    ChangeLogin,
    ChangeUserType,
    AddUserToGroup,
    RemoveUserFromGroup,
    CreateGroup,
    AssignApp,
    AssignAppAs,
    ChangeAssignment,
    RevokeApp,
    AssignAppToGroup,
    ChangeGroupAssignment,
    RevokeAppFromGroup,
    ClearSessions,
    RevokeTokensOfClient,
    RevokeTokens,
    RevokeGrantsOfClient,
    RevokeGrants,
    ExpirePassword,
    ResetPassword,
    SetPassword,
    GiveTemporaryPassword,
    ResetFactor,
    ResetFactors,
    GiveTemporaryAccessCode,
];

impl Verb {
    /// Sends every time: there is nothing to read that would say that it is done.
    pub(crate) fn never_holds(self) -> bool {
        matches!(
            self,
            ReactivateUser
                | ClearSessions
                | SetPassword
                | GiveTemporaryPassword
                | ResetFactors
                | GiveTemporaryAccessCode
        )
    }

    /// Okta shows nothing of what it did.
    pub(crate) fn leaves_no_trace(self) -> bool {
        matches!(self, ReactivateUser | ClearSessions)
    }

    /// The changes that it sends.
    pub(crate) fn writes(self) -> usize {
        match self {
            DeleteUser => 2,
            _ => 1,
        }
    }

    fn status(self) -> UserStatus {
        match self {
            ActivateUser | ActivateUserByLink => UserStatus::Staged,
            ReactivateUser => UserStatus::Provisioned,
            UnsuspendUser => UserStatus::Suspended,
            UnlockUser => UserStatus::LockedOut,
            _ => UserStatus::Active,
        }
    }
}

/// On whom and what a verb acts.
pub(crate) struct Scene {
    pub(crate) user: UserId,
    pub(crate) group: GroupId,
    pub(crate) app: AppId,
    /// Its id is its client id too.
    client: Option<AppId>,
    factor: Option<FactorId>,
    user_type: Option<UserTypeId>,
    authenticator: Option<AuthenticatorId>,
    known: Option<KnownGroup>,
    name: String,
}

impl Scene {
    /// A scene on which the verb has something to do.
    pub(crate) async fn set(org: &Org, verb: Verb) -> Self {
        let emulator = org.emulator.as_ref().unwrap();
        let user = org.user(&verb.status()).await.unwrap();
        let (group, app) = (org.group().await, app(org).await);
        let name = unique();
        let mut scene = Self {
            user,
            group,
            app,
            client: None,
            factor: None,
            user_type: None,
            authenticator: None,
            known: None,
            name,
        };
        let (user, group, app) = (&scene.user, &scene.group, &scene.app);
        let lifecycle = org.lifecycle();
        match verb {
            RemoveUserFromGroup => drop(lifecycle.add_user_to_group(user, group).await.unwrap()),
            RevokeApp | ChangeAssignment => drop(lifecycle.assign_app(user, app).await.unwrap()),
            RevokeAppFromGroup | ChangeGroupAssignment => {
                let assignment = GroupAppAssignment::new();
                drop(
                    lifecycle
                        .assign_app_to_group(group, app, assignment)
                        .await
                        .unwrap(),
                );
            }
            ChangeUserType => {
                let request = UserTypeRequest::new().name(format!("type{}", scene.name.replace('-', "_")));
                let create = CreateUserType::new(request.display_name("Contractor").description("x"));
                scene.user_type = Some(org.client.send(create).await.unwrap().id);
            }
            ResetFactor | ResetFactors => {
                let profile = UserFactorProfileUpdate::new()
                    .question("disliked_food")
                    .answer(Secret::new("mushy peas"));
                let question = UserFactorRequest::new()
                    .factor_type(FactorType::Question)
                    .provider("OKTA");
                let enroll = EnrollFactor::new(user, question.profile(profile));
                scene.factor = Some(org.client.send(enroll).await.unwrap().id);
            }
            RevokeTokens | RevokeTokensOfClient | RevokeGrants | RevokeGrantsOfClient => {
                let client = client(org);
                drop(lifecycle.assign_app(user, &client).await.unwrap());
                let scopes = ["openid", "offline_access", "profile"];
                for _ in 0..2 {
                    let signed_in = emulator.sign_in_at_app(user.as_str(), client.as_str(), &scopes);
                    assert!(signed_in.unwrap().refresh_token.is_some());
                }
                scene.client = Some(client);
            }
            GiveTemporaryAccessCode => scene.authenticator = Some(authenticator_of_codes(org).await),
            // `passwordChanged` has whole seconds in the emulated org.
            SetPassword => emulator.advance(Duration::from_secs(2)),
            _ => {}
        }
        scene.known = Some(lifecycle.group(&scene.group).await.unwrap());
        scene
    }

    fn client(&self) -> &str {
        self.client.as_ref().unwrap().as_str()
    }

    pub(crate) async fn play(&self, lifecycle: &Lifecycle, verb: Verb) -> Result<Outcome, Error> {
        let (user, group, app) = (&self.user, &self.group, &self.app);
        match verb {
            CreateUser => {
                let login = format!("{}@example.com", self.name);
                let profile = UserProfileUpdate::new()
                    .login(login.as_str())
                    .email(login)
                    .first_name("Ada");
                let ada = NewUser::new(profile.last_name("Lovelace")).groups([group]);
                Ok(lifecycle.create_user(ada).await?.outcome().clone())
            }
            ActivateUser => lifecycle.activate_user(user).await,
            ActivateUserByLink => Ok(lifecycle.activate_user_by_link(user).await?.outcome().clone()),
            ReactivateUser => Ok(lifecycle.reactivate_user(user, true).await?.outcome().clone()),
            SuspendUser => lifecycle.suspend_user(user).await,
            UnsuspendUser => lifecycle.unsuspend_user(user).await,
            DeactivateUser => lifecycle.deactivate_user(user).await,
            DeactivateUserInBackground => {
                lifecycle
                    .deactivate_user_in_background(user, Duration::ZERO)
                    .await
            }
            DeleteUser => lifecycle.delete_user(user).await,
            UnlockUser => lifecycle.unlock_user(user).await,
            UpdateProfile => {
                let update = UserProfileUpdate::new().department(self.name.as_str());
                lifecycle.update_profile(user, update).await
            }
            ChangeLogin => {
                lifecycle
                    .change_login(user, format!("{}@example.org", self.name))
                    .await
            }
            ChangeUserType => {
                lifecycle
                    .change_user_type(user, self.user_type.as_ref().unwrap())
                    .await
            }
            AddUserToGroup | RemoveUserFromGroup => {
                let known = self.known.as_ref().unwrap();
                if verb == AddUserToGroup {
                    lifecycle.add_user_to_group(user, known).await
                } else {
                    lifecycle.remove_user_from_group(user, known).await
                }
            }
            CreateGroup => {
                let profile = GroupProfileUpdate::new().name(self.name.as_str());
                Ok(lifecycle.create_group(profile).await?.outcome().clone())
            }
            AssignApp => lifecycle.assign_app(user, app).await,
            AssignAppAs | ChangeAssignment => {
                let assignment = AppAssignment::new().user_name(self.name.as_str());
                lifecycle.assign_app_as(user, app, assignment).await
            }
            RevokeApp => lifecycle.revoke_app(user, app).await,
            AssignAppToGroup | ChangeGroupAssignment => {
                let priority = if verb == AssignAppToGroup { 0 } else { 7 };
                let assignment = GroupAppAssignment::new().priority(priority);
                lifecycle.assign_app_to_group(group, app, assignment).await
            }
            RevokeAppFromGroup => lifecycle.revoke_app_from_group(group, app).await,
            ClearSessions => lifecycle.clear_sessions(user).await,
            RevokeTokensOfClient => lifecycle.revoke_tokens_of_client(user, self.client()).await,
            RevokeTokens => lifecycle.revoke_tokens(user).await,
            RevokeGrantsOfClient => lifecycle.revoke_grants_of_client(user, self.client()).await,
            RevokeGrants => lifecycle.revoke_grants(user).await,
            ExpirePassword => lifecycle.expire_password(user).await,
            ResetPassword => {
                let options = ResetPasswordOptions::new();
                Ok(lifecycle.reset_password(user, options).await?.outcome().clone())
            }
            SetPassword => lifecycle.set_password(user, password()).await,
            GiveTemporaryPassword => {
                let given = lifecycle.give_temporary_password(user, false).await?;
                Ok(given.outcome().clone())
            }
            ResetFactor => lifecycle.reset_factor(user, self.factor.as_ref().unwrap()).await,
            ResetFactors => lifecycle.reset_factors(user).await,
            GiveTemporaryAccessCode => {
                let options = TemporaryAccessCodeOptions::new()
                    .authenticator(self.authenticator.clone().unwrap())
                    .minutes(60)
                    .multi_use(false);
                let given = lifecycle.give_temporary_access_code(user, options).await?;
                Ok(given.outcome().clone())
            }
        }
    }
}

/// An app at which users sign in, which keeps them signed in and asks for their consent.
fn client(org: &Org) -> AppId {
    let digits = unique().replace('-', "");
    let id = format!("0oa{}", &digits[digits.len() - 17..]);
    let app = json!({
        "id": id, "label": "Notes", "name": "oidc_client", "status": "ACTIVE", "signOnMode": "OPENID_CONNECT",
        "credentials": { "oauthClient": { "client_id": id } },
        "settings": { "oauthClient": {
            "grant_types": ["authorization_code", "refresh_token"], "consent_method": "REQUIRED",
        } },
    });
    AppId::new(org.emulator.as_ref().unwrap().import_application(&app).unwrap())
}

pub(crate) async fn authenticator_of_codes(org: &Org) -> AuthenticatorId {
    let listed = org.client.send(ListAuthenticators::new()).await.unwrap();
    let mut listed = listed.into_iter().flatten();
    let found = listed.find(|one| one.key == Some(AuthenticatorKey::Tac));
    found.unwrap().id
}

pub(crate) async fn app(org: &Org) -> AppId {
    let apps = org.client.send(ListApplications::new()).await.unwrap();
    let is_wiki = |label: Option<&str>| label.is_some_and(|label| label.starts_with("Wiki"));
    let mut apps = apps.into_iter().flatten();
    apps.find(|app| is_wiki(app.label.as_deref())).unwrap().id
}
