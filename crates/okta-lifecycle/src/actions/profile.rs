//! Actions on a user's profile: update, change the login, change the user type.

use okta_models::{
    UserKey, UserTypeId,
    users::{ReplaceUser, UpdateUser, UpdateUserRequest, User, UserProfileUpdate, UserStatus},
};
use serde_json::Value;

use super::{Lifecycle, ProfileSchema, already, schema::schema_of};
use crate::{Action, Error, Outcome, Proof};

/// A change of a profile, and the schema that it is checked against.
///
/// Without one, the user's own is read when the change names attributes of the org's own.
///
/// ```no_run
/// # async fn example(lifecycle: okta_lifecycle::Lifecycle) -> Result<(), okta_lifecycle::Error> {
/// use okta_lifecycle::ProfileChange;
/// use okta_models::users::UserProfileUpdate;
///
/// let schema = lifecycle.profile_schema("default").await?;
/// for login in ["ada@example.com", "grace@example.com"] {
///     let update = UserProfileUpdate::new().member("badge", 7);
///     let change = ProfileChange::new(update).checked_against(&schema);
///     println!("{}", lifecycle.update_profile(login, change).await?);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct ProfileChange {
    update: UserProfileUpdate,
    schema: Option<ProfileSchema>,
}

impl ProfileChange {
    /// This change.
    pub fn new(update: UserProfileUpdate) -> Self {
        Self { update, schema: None }
    }

    /// Checked against this schema, which was read before; for changes of many users.
    pub fn checked_against(mut self, schema: &ProfileSchema) -> Self {
        self.schema = Some(schema.clone());
        self
    }
}

impl From<UserProfileUpdate> for ProfileChange {
    fn from(update: UserProfileUpdate) -> Self {
        Self::new(update)
    }
}

impl Lifecycle {
    /// Changes attributes of a user and keeps the others; [`Patch::Clear`](okta_models::Patch::Clear) clears one.
    ///
    /// Attributes of the org's own are checked against the live schema before anything is sent: that they exist, and that
    /// the value has the type, length, range and choice that the schema asks for.
    ///
    /// # Errors
    ///
    /// When an attribute does not follow the schema, the user is DEPROVISIONED (Okta would accept the change and not apply
    /// it), Okta kept another value, or a call fails.
    pub async fn update_profile(
        &self,
        user: impl Into<UserKey>,
        change: impl Into<ProfileChange>,
    ) -> Result<Outcome, Error> {
        self.change_profile(Action::UpdateProfile, user.into(), change.into())
            .await
    }

    /// Changes the name with which a user signs in.
    ///
    /// # Errors
    ///
    /// When somebody else has that login (Okta refuses it with E0000001), the user is DEPROVISIONED, or a call fails.
    pub async fn change_login(
        &self,
        user: impl Into<UserKey>,
        login: impl Into<String>,
    ) -> Result<Outcome, Error> {
        let change = UserProfileUpdate::new().login(login.into());
        self.change_profile(Action::ChangeLogin, user.into(), change.into())
            .await
    }

    /// Gives a user another user type. Okta takes that with a replacement of the whole profile alone, so the profile is
    /// sent as it was read.
    ///
    /// # Errors
    ///
    /// When the profile does not fit the other type's schema (Okta's refusal), or a call fails.
    pub async fn change_user_type(
        &self,
        user: impl Into<UserKey>,
        user_type: impl Into<UserTypeId>,
    ) -> Result<Outcome, Error> {
        let (action, user_type) = (Action::ChangeUserType, user_type.into());
        let user = self.read(action, user).await?;
        let has_type =
            |user: &User| user.user_type.as_ref().and_then(|held| held.id.as_ref()) == Some(&user_type);
        if has_type(&user) {
            return Ok(already(action, user));
        }
        let profile = user
            .profile
            .as_ref()
            .map(UserProfileUpdate::from)
            .unwrap_or_default();
        let request = UpdateUserRequest::from(profile).user_type(user_type.clone());
        let (_, sent) = self.change(action, ReplaceUser::new(&user.id, request)).await?;
        self.prove_user(action, user, sent, has_type).await
    }

    async fn change_profile(
        &self,
        action: Action,
        user: UserKey,
        change: ProfileChange,
    ) -> Result<Outcome, Error> {
        let ProfileChange { update, schema } = change;
        let user = self.read(action, user).await?;
        if differing(&user, &update).is_empty() {
            return Ok(already(action, user));
        }
        if user.status == Some(UserStatus::Deprovisioned) {
            let advice = "Okta does not change the profile of such a user; activate the user first";
            return Err(Error::wrong_status(action, user.status.as_ref(), advice));
        }
        let schema = match schema {
            None if !update.extra.is_empty() => Some(self.profile_schema(schema_of(&user)).await?),
            schema => schema,
        };
        if let Some(schema) = schema {
            schema.check(action, &update)?;
        }
        let (_, sent) = self
            .change(action, UpdateUser::new(&user.id, update.clone()))
            .await?;
        self.prove_user(action, user, sent, |user| differing(user, &update).is_empty())
            .await
    }

    /// Reads a user back after a change of something else than the status.
    pub(super) async fn prove_user(
        &self,
        action: Action,
        before: User,
        sent: super::Sent,
        holds: impl Fn(&User) -> bool,
    ) -> Result<Outcome, Error> {
        let after = self.read(action, &before.id).await;
        let (held, after) = match after {
            Ok(after) => (Ok(holds(&after)), after),
            Err(error) => (Err(error), before.clone()),
        };
        let change = sent.conclude(action, held)?;
        Ok(Outcome::of_user(
            action,
            change,
            Proof::ReadBack,
            before.status,
            after,
        ))
    }
}

/// The attributes that a user has otherwise than the update wants them; `null` is the same as absent.
pub(super) fn differing(user: &User, update: &UserProfileUpdate) -> Vec<String> {
    let Ok(Value::Object(wanted)) = serde_json::to_value(update) else {
        return Vec::new();
    };
    let kept = |name: &str| user.profile.as_ref().and_then(|profile| profile.member(name));
    let wanted = wanted.into_iter();
    wanted
        .filter(|(name, value)| kept(name).unwrap_or(Value::Null) != *value)
        .map(|(name, _)| name)
        .collect()
}
