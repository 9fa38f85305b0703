//! [`Evidence`]: everything that a preflight reads, in the order in which it does.

use std::collections::BTreeMap;

use okta_models::{
    ClientId, UserId, UserKey,
    application_grants::{ListScopeConsentGrants, ScopeConsentGrantStatus},
    principal_rate_limits::PrincipalType,
    users::GetUser,
};
use okta_transport::{Client, Error};

use super::calls::{Calls, Reply};
use super::clock::ClockDifference;
use super::health::TokenHealth;
use super::holder::Holder;
use super::probes::{self, Probes, Trial, Trials};
use super::rate_share::{self, RateShare};
use super::roles::RoleReader;
use super::token;
use super::told::Told;
use super::unread::Unread;
use super::wanted::Wanted;
use crate::{Assignment, Grant, Principal, Scope};

/// Where the scopes are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScopesFrom {
    /// An API token has none.
    Nowhere,
    /// The caller, or the access token itself.
    Told,
    /// What the app was granted: the token may have less.
    Grants,
    Unknown,
}

/// What was read.
pub(super) struct Evidence {
    pub(super) grant: Grant,
    pub(super) scopes_from: ScopesFrom,
    /// Whether Okta answered with roles.
    pub(super) roles_read: bool,
    pub(super) roles_refused: bool,
    pub(super) trials: Trials,
    pub(super) health: TokenHealth,
    pub(super) share: RateShare,
    pub(super) clock: Option<ClockDifference>,
    pub(super) unread: Vec<Unread>,
    pub(super) sent: BTreeMap<&'static str, u32>,
}

impl Evidence {
    pub(super) async fn gather(
        client: &Client,
        told: &Told,
        wanted: &Wanted,
        at_most: u32,
    ) -> Result<Self, Error> {
        let mut calls = Calls::new(client, at_most);
        let mut trials = Trials::new();
        let found = match (&told.client, &told.user) {
            (Some(id), _) => Found::client(&mut calls, id, told).await?,
            (None, Some(id)) => Found::user(id, told),
            (None, None) => Found::owner(&mut calls, client, told, &mut trials).await?,
        };
        let (scopes, scopes_from) = scopes(&mut calls, told).await?;
        let scopes_known = scopes_from != ScopesFrom::Unknown;
        let roles = Roles::read(&mut calls, &found.holder).await?;
        if !roles.read {
            if roles.refused && scopes_known && has_scope_for_roles(scopes.as_deref()) {
                let refused = probes::refused_with_the_roles();
                trials.extend(refused.map(|operation| (operation, Trial::Refused)));
            }
            let mut probes = Probes {
                calls: &mut calls,
                wanted,
                trials: &mut trials,
            };
            probes.run().await?;
        }
        let sent = calls.sent().clone();
        let (buckets, clock, unread) = calls.into_parts();
        Ok(Self {
            scopes_from,
            roles_read: roles.read,
            roles_refused: roles.refused,
            grant: roles.grant(&found.holder, scopes),
            trials,
            health: found.health,
            share: RateShare {
                buckets,
                ..found.share
            },
            clock,
            unread,
            sent,
        })
    }
}

/// Who calls, and what is told of the credentials.
struct Found {
    holder: Holder,
    health: TokenHealth,
    share: RateShare,
}

impl Found {
    async fn owner(
        calls: &mut Calls<'_>,
        client: &Client,
        told: &Told,
        trials: &mut Trials,
    ) -> Result<Self, Error> {
        let owner = calls.require(GetUser::new(UserKey::me())).await;
        let (owner, date) = owner.map_err(|error| told.explained(error))?;
        let now = date.unwrap_or_else(|| client.now());
        let mut share = RateShare::default();
        let health = if told.is_access_token() {
            TokenHealth::of_access_token(told.ends_at)
        } else {
            let tokens = token::read(calls, &owner.id, now, trials).await?;
            let health = TokenHealth::of_api_token(owner.status.as_ref(), tokens, now);
            if let Some(record) = health.calling_token() {
                share = rate_share::read(calls, PrincipalType::SswsToken, record.id().as_str()).await?;
            }
            health
        };
        Ok(Self {
            holder: Holder::User(owner.id),
            health,
            share,
        })
    }

    /// The user whom an access token names.
    fn user(id: &UserId, told: &Told) -> Self {
        Self {
            holder: Holder::User(id.clone()),
            health: TokenHealth::of_access_token(told.ends_at),
            share: RateShare::default(),
        }
    }

    async fn client(calls: &mut Calls<'_>, id: &ClientId, told: &Told) -> Result<Self, Error> {
        let share = rate_share::read(calls, PrincipalType::OAuthClient, id.as_str()).await?;
        Ok(Self {
            holder: Holder::Client(id.clone()),
            health: TokenHealth::of_access_token(told.ends_at),
            share,
        })
    }
}

/// The scopes: as they were told, or of a service app those that it was granted.
async fn scopes(calls: &mut Calls<'_>, told: &Told) -> Result<(Option<Vec<Scope>>, ScopesFrom), Error> {
    let Some(client) = told.client.as_ref().filter(|_| told.scopes.is_none()) else {
        let from = match &told.scopes {
            Some(_) => ScopesFrom::Told,
            None if told.is_access_token() => ScopesFrom::Unknown,
            None => ScopesFrom::Nowhere,
        };
        return Ok((told.scopes.clone(), from));
    };
    // The client's id is the app's, unless somebody chose another one.
    let list = ListScopeConsentGrants::new(client.as_str());
    let reply = calls.list(list, "the scopes that the app was granted").await?;
    let Reply::Answered(grants) = reply else {
        return Ok((None, ScopesFrom::Unknown));
    };
    let active = grants
        .items
        .iter()
        .filter(|grant| grant.status != Some(ScopeConsentGrantStatus::Revoked));
    let named = active.filter_map(|grant| grant.scope_id.as_deref());
    let scopes = named.map(Scope::new).collect();
    let from = if grants.whole {
        ScopesFrom::Grants
    } else {
        ScopesFrom::Unknown
    };
    Ok((Some(scopes), from))
}

/// An access token that lacks the scope is refused whatever its roles are.
fn has_scope_for_roles(scopes: Option<&[Scope]>) -> bool {
    scopes.is_none_or(|scopes| scopes.iter().any(|scope| scope.as_str() == "okta.roles.read"))
}

/// What the principal holds, as far as it could be read.
struct Roles {
    assignments: Vec<Assignment>,
    /// Whether Okta answered with roles.
    read: bool,
    refused: bool,
    /// Whether these are known to be all.
    whole: bool,
}

impl Roles {
    async fn read(calls: &mut Calls<'_>, holder: &Holder) -> Result<Self, Error> {
        let reply = holder.roles(calls).await?;
        let refused = matches!(reply, Reply::Refused);
        let Some(listed) = reply.answered() else {
            return Ok(Self {
                assignments: Vec::new(),
                read: false,
                refused,
                whole: false,
            });
        };
        // A user without a role may not ask for roles, so that an empty answer tells that everything is hidden. A service
        // app is answered so where it has none.
        let hidden = listed.items.is_empty() && matches!(holder, Holder::User(_));
        let mut reader = RoleReader::default();
        let mut assignments = Vec::new();
        for wire in &listed.items {
            assignments.push(reader.read(calls, wire, holder).await?);
        }
        Ok(Self {
            assignments,
            read: !hidden,
            refused: false,
            whole: listed.whole && !hidden,
        })
    }

    fn grant(self, holder: &Holder, scopes: Option<Vec<Scope>>) -> Grant {
        let principal = match holder {
            Holder::Client(id) => Principal::client(id.as_str()),
            Holder::User(id) => Principal::user(id),
            Holder::Group(id) => Principal::user(id.as_str()),
        };
        let grant = match scopes {
            Some(scopes) => Grant::access_token(principal, scopes),
            None => Grant::api_token(principal),
        };
        let grant = if self.whole { grant } else { grant.incomplete() };
        self.assignments.into_iter().fold(grant, Grant::with)
    }
}
