//! [`NewUser`] and its creation.

use okta_models::{
    GroupId, Secret, UserTypeId,
    user_credentials::{
        AuthenticationProviderType, AuthenticationProviderUpdate, PasswordCredentialUpdate,
        UserCredentialsUpdate,
    },
    users::{CreateUser, CreateUserRequest, User, UserNextLogin, UserProfileUpdate},
};

use super::{Lifecycle, already, profile::differing};
use crate::logins::user_with_login;
use crate::{Action, Change, Error, ErrorKind, Outcome, ProfileSchema, Proof};

/// A user to be created: STAGED, with an Okta password to be chosen, in no group, unless said otherwise.
///
/// ```
/// use okta_lifecycle::NewUser;
/// use okta_models::users::UserProfileUpdate;
///
/// let profile = UserProfileUpdate::new()
///     .login("ada@example.com")
///     .email("ada@example.com")
///     .first_name("Ada")
///     .last_name("Lovelace");
/// let ada = NewUser::new(profile).active().password("Analytical-1843!").groups(["00g1"]);
/// # let _ = ada;
/// ```
#[derive(Clone, Debug)]
pub struct NewUser {
    profile: UserProfileUpdate,
    active: bool,
    password: Option<Secret>,
    must_change_password: bool,
    groups: Vec<GroupId>,
    provider: Option<AuthenticationProviderUpdate>,
    user_type: Option<UserTypeId>,
    schema: Option<ProfileSchema>,
}

impl NewUser {
    /// With this profile; login, e-mail, first and last name are asked for by Okta's default.
    pub fn new(profile: UserProfileUpdate) -> Self {
        Self {
            profile,
            active: false,
            password: None,
            must_change_password: false,
            groups: Vec::new(),
            provider: None,
            user_type: None,
            schema: None,
        }
    }

    /// Activated at once: ACTIVE with a password or federated, PROVISIONED without, with a mail from Okta.
    pub fn active(mut self) -> Self {
        self.active = true;
        self
    }

    /// With a password.
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// The password works once: the user must change it at the first sign-in. Takes a password and activation.
    pub fn change_password_at_first_login(mut self) -> Self {
        self.must_change_password = true;
        self
    }

    /// In these groups from the start, 20 at most.
    pub fn groups<G: Into<GroupId>>(mut self, groups: impl IntoIterator<Item = G>) -> Self {
        self.groups.extend(groups.into_iter().map(Into::into));
        self
    }

    /// Signs in with an identity provider: Okta keeps no password.
    pub fn federated(mut self) -> Self {
        self.provider = Some(
            AuthenticationProviderUpdate::new()
                .provider_type(AuthenticationProviderType::Federation)
                .name("FEDERATION"),
        );
        self
    }

    /// Of this user type.
    pub fn user_type(mut self, user_type: impl Into<UserTypeId>) -> Self {
        self.user_type = Some(user_type.into());
        self
    }

    /// Checks the profile against this schema before anything is sent.
    pub fn checked_against(mut self, schema: &ProfileSchema) -> Self {
        self.schema = Some(schema.clone());
        self
    }

    fn operation(&self) -> CreateUser {
        let mut request = CreateUserRequest::from(self.profile.clone());
        if !self.groups.is_empty() {
            request = request.group_ids(self.groups.clone());
        }
        if let Some(user_type) = &self.user_type {
            request = request.user_type(user_type.clone());
        }
        let mut credentials = None;
        if let Some(password) = &self.password {
            let password = PasswordCredentialUpdate::new().value(password.clone());
            credentials = Some(UserCredentialsUpdate::new().password(password));
        }
        if let Some(provider) = &self.provider {
            let known = credentials.unwrap_or_else(UserCredentialsUpdate::new);
            credentials = Some(known.provider(provider.clone()));
        }
        if let Some(credentials) = credentials {
            request = request.credentials(credentials);
        }
        let mut create = CreateUser::new(request).activate(self.active);
        if self.provider.is_some() {
            create = create.provider(true);
        }
        if self.must_change_password {
            create = create.next_login(UserNextLogin::ChangePassword);
        }
        create
    }
}

/// A user who was created, or was there.
///
/// ```no_run
/// # async fn example(lifecycle: okta_lifecycle::Lifecycle) -> Result<(), okta_lifecycle::Error> {
/// use okta_lifecycle::{Change, NewUser};
/// use okta_models::users::UserProfileUpdate;
///
/// let profile = UserProfileUpdate::new().login("ada@example.com").email("ada@example.com");
/// let ada = lifecycle.create_user(NewUser::new(profile.first_name("Ada").last_name("Byron"))).await?;
/// if ada.outcome().change() == Change::AlreadyHeld {
///     println!("{} was there", ada.user().id);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct UserCreation {
    outcome: Outcome,
    user: User,
}

impl UserCreation {
    /// What was found, done and proved.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The user, as last read.
    pub fn user(&self) -> &User {
        &self.user
    }

    fn new(outcome: impl FnOnce(User) -> Outcome, user: User) -> Self {
        Self {
            outcome: outcome(user.clone()),
            user,
        }
    }
}

impl Lifecycle {
    /// Creates a user, unless there is one with this login and these attributes.
    ///
    /// The status, password and groups of a user who was there are left as they are.
    ///
    /// # Errors
    ///
    /// When there is a user with this login and other attributes ([`Exists`](ErrorKind::Exists)), the profile does not
    /// follow the schema, or a call fails.
    pub async fn create_user(&self, user: NewUser) -> Result<UserCreation, Error> {
        let action = Action::CreateUser;
        if let Some(schema) = &user.schema {
            schema.check(action, &user.profile)?;
        }
        let Some(login) = user.profile.login.as_set().cloned() else {
            let problem = ("login".to_owned(), "is missing".to_owned());
            return Err(Error::invalid_attributes(action, vec![problem]));
        };
        if let Some(found) = self.user_with_login(action, &login).await? {
            if let Some(name) = differing(&found, &user.profile).first() {
                let message = format!("user {} has this login, and another {name}", found.id);
                return Err(Error::new(action, ErrorKind::Exists, message));
            }
            return Ok(UserCreation::new(|user| already(action, user), found));
        }
        let (created, sent) = self.change(action, user.operation()).await?;
        let after = match created {
            Some(created) => self.read(action, &created.id).await.map(Some),
            None => self.user_with_login(action, &login).await,
        };
        let (holds, after) = match after {
            // Somebody else may have been faster with another person.
            Ok(Some(after)) => (Ok(differing(&after, &user.profile).is_empty()), Some(after)),
            Ok(None) => (Ok(false), None),
            Err(error) => (Err(error), None),
        };
        let change = sent.conclude(action, holds)?;
        // Where it holds there is a user; the error is for the compiler.
        let after = after.ok_or_else(|| super::unchanged(action))?;
        debug_assert!(change != Change::AlreadyHeld, "something was sent");
        Ok(UserCreation::new(
            |user| Outcome::of_user(action, change, Proof::ReadBack, None, user),
            after,
        ))
    }

    /// The user with this login.
    pub(super) async fn user_with_login(&self, action: Action, login: &str) -> Result<Option<User>, Error> {
        let found = user_with_login(&self.client, login).await;
        found.map_err(|error| Error::transport_of(action, error))
    }
}
