//! Sign-ins at apps, which people do in a browser and no operation of the management API does.

use std::fmt;

use crate::emulator::Emulator;
use crate::resources;

/// What a [sign-in at an app](Emulator::sign_in_at_app) made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AppSignIn {
    /// Id of the refresh token, where `offline_access` is among the scopes. It is the id that the management API shows,
    /// not a text that anybody could get access with.
    pub refresh_token: Option<String>,
    /// Ids of the grants that are new, one a scope.
    pub grants: Vec<String>,
}

/// Why a user cannot sign in at an app. It names neither.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInRefused {
    reason: &'static str,
}

impl fmt::Display for SignInRefused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the sign-in is refused: {}", self.reason)
    }
}

impl std::error::Error for SignInRefused {}

impl Emulator {
    /// Signs a user in at an OpenID Connect app, which asks for these scopes; no operation of the management API does it.
    /// The user is named by id or login, the app by its `client_id`.
    ///
    /// With `offline_access` the app gets a refresh token, which lives 90 days, as
    /// [`UserOAuth`](https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserOAuth/) shows it. An app whose
    /// `consent_method` is `REQUIRED` asks for consent, and the user gives it for all scopes: a grant for each that has none
    /// yet, as [`UserGrant`](https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserGrant/) shows it. Okta
    /// asks for the scopes alone whose own setting says so; here they are all taken for such.
    ///
    /// Both end with their revocation, and when the user is deactivated or loses the app or the app is deactivated.
    ///
    /// # Errors
    ///
    /// There is no such user or app, one of them is not ACTIVE, the app is not assigned to the user, or `offline_access` is
    /// asked for by an app without the grant type `refresh_token`.
    ///
    /// ```
    /// use okta_emulator::Emulator;
    ///
    /// let emulator = Emulator::builder().users(0).build();
    /// let refused = emulator.sign_in_at_app("pat@example.com", "0oa1", &["openid", "offline_access"]);
    /// assert_eq!(refused.unwrap_err().to_string(), "the sign-in is refused: the org has no such user");
    /// ```
    pub fn sign_in_at_app(
        &self,
        user: &str,
        client_id: &str,
        scopes: &[&str],
    ) -> Result<AppSignIn, SignInRefused> {
        let now = self.service.clock.now();
        resources::sign_in_at_app(&mut self.service.org(), (user, client_id), scopes, now)
            .map(|made| AppSignIn {
                refresh_token: made.refresh_token,
                grants: made.grants,
            })
            .map_err(|reason| SignInRefused { reason })
    }
}
