//! Actions on a user's factors: list, reset one, reset all, give a temporary access code.

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use okta_models::{
    AuthenticatorId, FactorId, Secret, UserId, UserKey,
    authenticators::{Authenticator, AuthenticatorKey, ListAuthenticators},
    user_authenticator_enrollments::{
        AuthenticatorEnrollment, AuthenticatorType, CreateTacAuthenticatorEnrollment,
        ListAuthenticatorEnrollments, TacAuthenticatorEnrollmentRequest, TacProfileUpdate,
    },
    user_factors::{GetFactor, ListFactors, UnenrollFactor, UserFactor},
    user_lifecycle::ResetFactors,
    users::GetUser,
};

use super::{Lifecycle, Sent, already_of, found};
use crate::{Action, Error, ErrorKind, Outcome, Proof, Subject};

/// How a temporary access code is to be. Which lengths the org allows is set on its authenticator.
///
/// ```
/// use okta_lifecycle::TemporaryAccessCodeOptions;
///
/// let for_today = TemporaryAccessCodeOptions::new().minutes(8 * 60).multi_use(true);
/// # let _ = for_today;
/// ```
#[derive(Clone, Debug, Default)]
pub struct TemporaryAccessCodeOptions {
    authenticator: Option<AuthenticatorId>,
    minutes: Option<u32>,
    multi_use: Option<bool>,
}

impl TemporaryAccessCodeOptions {
    /// Of the org's authenticator for temporary access codes, which is looked for, as long as the org's default.
    pub fn new() -> Self {
        Self::default()
    }

    /// Of this authenticator, whose id is known: looking for it costs a call.
    pub fn authenticator(mut self, authenticator: impl Into<AuthenticatorId>) -> Self {
        self.authenticator = Some(authenticator.into());
        self
    }

    /// For so many minutes: 10 at least, 14,400 (ten days) at most.
    pub fn minutes(mut self, minutes: u32) -> Self {
        self.minutes = Some(minutes);
        self
    }

    /// Usable more than once, or not.
    pub fn multi_use(mut self, multi_use: bool) -> Self {
        self.multi_use = Some(multi_use);
        self
    }

    fn request(&self, authenticator: AuthenticatorId) -> TacAuthenticatorEnrollmentRequest {
        let mut profile = TacProfileUpdate::new();
        if let Some(minutes) = self.minutes {
            profile = profile.ttl(minutes.to_string());
        }
        if let Some(multi_use) = self.multi_use {
            profile = profile.multi_use(multi_use);
        }
        TacAuthenticatorEnrollmentRequest::new()
            .authenticator_id(authenticator)
            .profile(profile)
    }
}

/// A temporary access code.
///
/// ```no_run
/// # async fn example(lifecycle: okta_lifecycle::Lifecycle) -> Result<(), okta_lifecycle::Error> {
/// let options = okta_lifecycle::TemporaryAccessCodeOptions::new().minutes(60);
/// let given = lifecycle.give_temporary_access_code("ada@example.com", options).await?;
/// if let (Some(code), Some(until)) = (given.code(), given.expires_at()) {
///     println!("{} until {until}", code.expose());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct TemporaryAccessCode {
    outcome: Outcome,
    code: Option<Secret>,
    expires_at: Option<Timestamp>,
}

impl TemporaryAccessCode {
    /// What was found, done and proved.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The code; `None` when the answer that held it got lost, since Okta tells it once. Another one takes its place.
    pub fn code(&self) -> Option<&Secret> {
        self.code.as_ref()
    }

    /// When the code ends.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.expires_at
    }
}

impl Lifecycle {
    /// Lists the factors that a user has enrolled.
    ///
    /// Okta evaluates the enrolment policy for the caller's network zone and leaves out factors that it does not cover: an
    /// empty list is no proof that there are none.
    ///
    /// # Errors
    ///
    /// When there is no such user, or a call fails.
    pub async fn list_factors(&self, user: impl Into<UserKey>) -> Result<Vec<UserFactor>, Error> {
        let user = self.resolve(Action::ListFactors, user).await?;
        self.factors(Action::ListFactors, &user).await
    }

    /// Resets a factor of a user, who may then enrol it anew. Resetting push also resets the other factors of Okta Verify.
    ///
    /// # Errors
    ///
    /// When a call fails; Okta refuses it for a DEPROVISIONED user.
    pub async fn reset_factor(
        &self,
        user: impl Into<UserKey>,
        factor: impl Into<FactorId>,
    ) -> Result<Outcome, Error> {
        let (action, factor) = (Action::ResetFactor, factor.into());
        let user = self.resolve(action, user).await?;
        let read = async || {
            let answer = self.client.send(GetFactor::new(&user, &factor)).await;
            let around = async || self.client.send(GetUser::new(&user)).await.map(drop);
            found(action, answer, "UserFactor", around).await
        };
        if read().await?.is_none() {
            return Ok(already_of(action, Subject::User(user)));
        }
        let (_, sent) = self.change(action, UnenrollFactor::new(&user, &factor)).await?;
        let change = sent.conclude(action, read().await.map(|factor| factor.is_none()))?;
        Ok(Outcome::of(action, change, Proof::ReadBack, Subject::User(user)))
    }

    /// Resets all factors of a user. Since a list of factors may leave some out, every call sends; the proof is that none of
    /// the factors of before is listed.
    ///
    /// # Errors
    ///
    /// When a call fails.
    pub async fn reset_factors(&self, user: impl Into<UserKey>) -> Result<Outcome, Error> {
        let action = Action::ResetFactors;
        let user = self.resolve(action, user).await?;
        let before = self.factors(action, &user).await?;
        let (_, sent) = self.change(action, ResetFactors::new(&user)).await?;
        let after = self.factors(action, &user).await;
        let had_some = !before.is_empty();
        let are_gone = after.map(|after| {
            after
                .iter()
                .all(|factor| before.iter().all(|gone| gone.id != factor.id))
        });
        let change = match (&sent, are_gone) {
            // Where there were none, that there are none says nothing about what was sent.
            (Sent::Failed(_), Ok(_)) if !had_some => sent.conclude(action, Ok(false))?,
            (_, are_gone) => sent.conclude(action, are_gone)?,
        };
        let proof = if had_some {
            Proof::ReadBack
        } else {
            Proof::Accepted
        };
        Ok(Outcome::of(action, change, proof, Subject::User(user)))
    }

    /// Gives a user a temporary access code, which takes the place of one of before.
    ///
    /// Orgs of Okta Identity Engine that have asked for it have the feature.
    ///
    /// # Errors
    ///
    /// [`NotFound`](ErrorKind::NotFound) when the org has no authenticator for temporary access codes that is in use. Else
    /// when Okta refuses the options (E0000001), or a call fails.
    pub async fn give_temporary_access_code(
        &self,
        user: impl Into<UserKey>,
        options: TemporaryAccessCodeOptions,
    ) -> Result<TemporaryAccessCode, Error> {
        let action = Action::GiveTemporaryAccessCode;
        let user = self.resolve(action, user).await?;
        let authenticator = match options.authenticator.clone() {
            Some(known) => known,
            None => self.authenticator_of_codes(action).await?,
        };
        let before = self.temporary_access_codes(action, &user).await?;
        let create = CreateTacAuthenticatorEnrollment::new(&user, options.request(authenticator));
        let (made, sent) = self.change(action, create).await?;
        let after = self.temporary_access_codes(action, &user).await;
        let is_new = |code: &AuthenticatorEnrollment| match &made {
            Some(made) => code.id == made.id,
            None => before
                .iter()
                .all(|before| before.id != code.id || before.created != code.created),
        };
        let (holds, listed) = match after {
            Ok(codes) => {
                let listed = codes.into_iter().find(is_new);
                (Ok(listed.is_some()), listed)
            }
            Err(error) => (Err(error), None),
        };
        let change = sent.conclude(action, holds)?;
        let expires_at = made
            .as_ref()
            .and_then(|made| made.profile.as_ref()?.expires_at)
            .or_else(|| listed?.profile?.expires_at);
        Ok(TemporaryAccessCode {
            outcome: Outcome::of(action, change, Proof::ReadBack, Subject::User(user)),
            code: made.and_then(|made| made.profile?.tac),
            expires_at,
        })
    }

    async fn factors(&self, action: Action, user: &UserId) -> Result<Vec<UserFactor>, Error> {
        let factors = self.client.stream(ListFactors::new(user)).try_collect().await;
        factors.map_err(|error| Error::transport_of(action, error))
    }

    /// The org's authenticator for temporary access codes: an org has one at most.
    async fn authenticator_of_codes(&self, action: Action) -> Result<AuthenticatorId, Error> {
        let authenticators = self.client.stream(ListAuthenticators::new()).try_collect().await;
        let authenticators: Vec<Authenticator> =
            authenticators.map_err(|error| Error::transport_of(action, error))?;
        let of_codes = authenticators
            .into_iter()
            .find(|one| one.key == Some(AuthenticatorKey::Tac));
        match of_codes {
            Some(found) if found.is_active() => Ok(found.id),
            Some(_) => {
                let message =
                    "the org's authenticator for temporary access codes is not in use; activate it first";
                Err(Error::new(action, ErrorKind::NotFound, message))
            }
            None => {
                let message = "the org has no authenticator for temporary access codes; add one first";
                Err(Error::new(action, ErrorKind::NotFound, message))
            }
        }
    }

    async fn temporary_access_codes(
        &self,
        action: Action,
        user: &UserId,
    ) -> Result<Vec<AuthenticatorEnrollment>, Error> {
        let enrolments: Result<Vec<AuthenticatorEnrollment>, _> = self
            .client
            .stream(ListAuthenticatorEnrollments::new(user))
            .try_collect()
            .await;
        let mut enrolments = enrolments.map_err(|error| Error::transport_of(action, error))?;
        enrolments.retain(|enrolment| enrolment.authenticator_type == Some(AuthenticatorType::Tac));
        Ok(enrolments)
    }
}
