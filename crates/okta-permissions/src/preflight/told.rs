//! [`Told`]: whose the credentials are and what for, as far as the caller or an access token itself tells.

use jiff::Timestamp;
use okta_models::{ClientId, UserId};
use okta_transport::{Client, Credentials, Error};

use crate::Scope;

/// What is told of the credentials, which Okta's answers do not tell.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub(super) client: Option<ClientId>,
    pub(super) user: Option<UserId>,
    pub(super) scopes: Option<Vec<Scope>>,
    /// When the access token ends.
    pub(super) ends_at: Option<Timestamp>,
    /// What the client sends is an access token, or an API token; or neither shows.
    bearer: bool,
    api_token: bool,
}

/// What a service app, or a user who signed in, has to tell where the token does not.
const WHOSE: &str = "The credentials do not say whose they are. Of a service app, name it with Preflight::service_app and \
                     the scopes of its token with Preflight::scopes; a user's access token takes the scope \
                     okta.users.read.self.";

impl Told {
    /// Adds what the client's own credentials say, where the caller did not say it.
    pub(super) async fn asked_of(mut self, client: &Client) -> Result<Self, Error> {
        if self.client.is_some() && self.scopes.is_some() {
            return Ok(self);
        }
        match client.credentials().await? {
            Credentials::AccessToken(claims) => {
                self.bearer = true;
                self.ends_at = claims.expires_at;
                if self.client.is_none() {
                    self.client = claims.service_app().map(ClientId::from);
                    self.user = claims.user_id;
                }
                if self.scopes.is_none() {
                    let scopes = claims.scopes.map(|scopes| scopes.into_iter().map(Scope::new));
                    self.scopes = scopes.map(Iterator::collect);
                }
            }
            // What a gateway adds shows when it is used.
            other => self.api_token = other == Credentials::ApiToken,
        }
        Ok(self)
    }

    /// Whether the credentials are an access token, as far as is told.
    pub(super) fn is_access_token(&self) -> bool {
        self.bearer || self.client.is_some() || self.scopes.is_some()
    }

    /// What came of asking for the owner, with what to call instead where the credentials may have none.
    pub(super) fn explained(&self, error: Error) -> Error {
        if !self.api_token && (error.is_not_found() || error.is_forbidden()) {
            error.with_advice(WHOSE)
        } else {
            error
        }
    }
}
