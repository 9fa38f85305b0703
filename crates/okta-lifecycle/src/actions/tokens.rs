//! Actions on what a user lets OAuth clients do: revoke tokens, revoke grants, for one client or for all.

use std::collections::BTreeSet;

use futures_util::TryStreamExt as _;
use okta_models::{
    ClientId, ListOperation, UserId, UserKey,
    user_grants::{
        ListGrantsForUserAndClient, ListUserGrants, RevokeGrantsForUserAndClient, RevokeUserGrants,
        ScopeConsentGrant, ScopeConsentGrantStatus,
    },
    user_oauth::{
        GrantOrTokenStatus, ListRefreshTokensForUserAndClient, OAuth2RefreshToken,
        RevokeTokensForUserAndClient,
    },
    user_resources::ListUserClients,
};

use super::{Lifecycle, Sent, already_of};
use crate::{Action, Change, Error, Outcome, Proof, Subject};

impl Lifecycle {
    /// Revokes the refresh tokens that a client holds for a user. Access tokens last until they end.
    ///
    /// # Errors
    ///
    /// When a call fails.
    pub async fn revoke_tokens_of_client(
        &self,
        user: impl Into<UserKey>,
        client: impl Into<ClientId>,
    ) -> Result<Outcome, Error> {
        let (action, client) = (Action::RevokeTokens, client.into());
        let user = self.resolve(action, user).await?;
        if !self.has_tokens(action, &user, &client).await? {
            return Ok(already_of(action, Subject::User(user)));
        }
        let revoke = RevokeTokensForUserAndClient::new(&user, &client);
        let (_, sent) = self.change(action, revoke).await?;
        let has_tokens = self.has_tokens(action, &user, &client).await;
        let change = sent.conclude(action, has_tokens.map(|has| !has))?;
        Ok(Outcome::of(action, change, Proof::ReadBack, Subject::User(user)))
    }

    /// Revokes the refresh tokens that all clients hold for a user: one list of clients, and for each client one read, one
    /// write and one read.
    ///
    /// # Errors
    ///
    /// When a call fails; the tokens of some clients may be revoked by then.
    pub async fn revoke_tokens(&self, user: impl Into<UserKey>) -> Result<Outcome, Error> {
        let action = Action::RevokeTokens;
        let user = self.resolve(action, user).await?;
        let clients: Vec<_> = self.all(action, ListUserClients::new(&user)).await?;
        let clients: BTreeSet<ClientId> = clients
            .into_iter()
            .filter_map(|client| client.client_id.map(ClientId::from))
            .collect();
        let mut change = Change::AlreadyHeld;
        for client in clients {
            let of_client = self.revoke_tokens_of_client(&user, client).await?.change();
            if change != Change::Made && of_client != Change::AlreadyHeld {
                change = of_client;
            }
        }
        Ok(Outcome::of(action, change, Proof::ReadBack, Subject::User(user)))
    }

    /// Revokes what a user has consented to for a client; the client must ask again.
    ///
    /// # Errors
    ///
    /// When a call fails.
    pub async fn revoke_grants_of_client(
        &self,
        user: impl Into<UserKey>,
        client: impl Into<ClientId>,
    ) -> Result<Outcome, Error> {
        let (action, client) = (Action::RevokeGrants, client.into());
        let user = self.resolve(action, user).await?;
        let list = || ListGrantsForUserAndClient::new(&user, &client).limit(200);
        if !self.has_grants(action, list()).await? {
            return Ok(already_of(action, Subject::User(user)));
        }
        let revoke = RevokeGrantsForUserAndClient::new(&user, &client);
        let (_, sent) = self.change(action, revoke).await?;
        let held = self.has_grants(action, list()).await;
        revoked(action, user, sent, held)
    }

    /// Revokes all that a user has consented to.
    ///
    /// # Errors
    ///
    /// When a call fails.
    pub async fn revoke_grants(&self, user: impl Into<UserKey>) -> Result<Outcome, Error> {
        let action = Action::RevokeGrants;
        let user = self.resolve(action, user).await?;
        let list = || ListUserGrants::new(&user).limit(200);
        if !self.has_grants(action, list()).await? {
            return Ok(already_of(action, Subject::User(user)));
        }
        let (_, sent) = self.change(action, RevokeUserGrants::new(&user)).await?;
        let held = self.has_grants(action, list()).await;
        revoked(action, user, sent, held)
    }

    /// Whether a client holds a token that is in force.
    async fn has_tokens(&self, action: Action, user: &UserId, client: &ClientId) -> Result<bool, Error> {
        let list = ListRefreshTokensForUserAndClient::new(user, client).limit(200);
        let tokens: Vec<OAuth2RefreshToken> = self.all(action, list).await?;
        Ok(tokens
            .iter()
            .any(|token| token.status != Some(GrantOrTokenStatus::Revoked)))
    }

    /// Whether there is a grant that is in force.
    async fn has_grants<L>(&self, action: Action, list: L) -> Result<bool, Error>
    where
        L: ListOperation<Item = ScopeConsentGrant>,
    {
        let grants: Vec<ScopeConsentGrant> = self.all(action, list).await?;
        Ok(grants
            .iter()
            .any(|grant| grant.status != Some(ScopeConsentGrantStatus::Revoked)))
    }

    async fn all<L: ListOperation>(&self, action: Action, list: L) -> Result<Vec<L::Item>, Error> {
        let records = self.client.stream(list).try_collect().await;
        records.map_err(|error| Error::transport_of(action, error))
    }
}

fn revoked(action: Action, user: UserId, sent: Sent, held: Result<bool, Error>) -> Result<Outcome, Error> {
    let change = sent.conclude(action, held.map(|held| !held))?;
    Ok(Outcome::of(action, change, Proof::ReadBack, Subject::User(user)))
}
