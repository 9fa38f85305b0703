//! OAuth 2.0 of the org authorization server, as service apps use it
//! (<https://developer.okta.com/docs/guides/implement-oauth-for-okta-serviceapp/main/>).
//!
//! A service app proves itself with a signed assertion (`token_endpoint.rs`), may bind its access token to a
//! key (`proof.rs`), and then calls the management API with what its scopes and its admin roles both allow
//! (`access.rs`). What a super administrator does for it, keys, secrets, grants and roles, are operations of
//! the management API and lie under `resources`.

mod access;
mod jwt;
mod proof;
mod token_endpoint;

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(crate) use access::{Presented, caller, check_scopes, nothing_to_see};
pub(crate) use jwt::{hash, public_key};
pub(crate) use token_endpoint::{is_token_endpoint, issue, issue_token};

use crate::ids::Ids;
use crate::state::{Application, Object, Org, RoleAssignment};

/// What the org knows about OAuth 2.0 clients and what it gave them.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct OAuth {
    /// By the app's id. An app is added when it is first looked at.
    clients: BTreeMap<String, Client>,
    /// By the text of the token.
    access_tokens: HashMap<String, AccessToken>,
    spent: Spent,
    nonces: Vec<Nonce>,
    /// Whether a proof for a resource needs a nonce too. Okta's documentation asks for one at the token
    /// endpoint alone. A setting of the builder, so it is not kept in a file.
    #[serde(skip)]
    pub(crate) nonce_at_resources: bool,
}

/// What an OAuth 2.0 app has beside its settings.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Client {
    pub(crate) keys: Vec<Key>,
    pub(crate) secrets: Vec<Secret>,
    /// In the order of creation.
    pub(crate) grants: Vec<Grant>,
    pub(crate) roles: Vec<RoleAssignment>,
}

/// A public key that the client signs its assertions with.
#[derive(Serialize, Deserialize)]
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) active: bool,
    pub(crate) created: Timestamp,
    pub(crate) last_updated: Timestamp,
    /// The members of the JSON Web Key, `kid` and `use` among them.
    pub(crate) jwk: Object,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Secret {
    pub(crate) id: String,
    pub(crate) active: bool,
    pub(crate) created: Timestamp,
    pub(crate) last_updated: Timestamp,
    pub(crate) text: String,
}

/// The consent of an administrator that the app may ask for a scope.
#[derive(Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) id: String,
    pub(crate) scope: String,
    pub(crate) created: Timestamp,
    pub(crate) created_by: String,
}

#[derive(Serialize, Deserialize)]
struct AccessToken {
    id: String,
    application: String,
    scopes: Vec<String>,
    /// Seconds since the epoch.
    expires: i64,
    /// The thumbprint of the key that the token is bound to.
    key: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Nonce {
    text: String,
    /// Seconds since the epoch.
    issued: i64,
}

/// Okta renews the nonce once a day and takes an old one for three (its guide to DPoP).
const NONCE_RENEWED_SECONDS: i64 = 24 * 60 * 60;
const NONCE_VALID_SECONDS: i64 = 3 * NONCE_RENEWED_SECONDS;

impl OAuth {
    /// The nonce to challenge with.
    fn nonce(&mut self, ids: &mut Ids, now: i64) -> String {
        self.nonces
            .retain(|nonce| now - nonce.issued < NONCE_VALID_SECONDS);
        if let Some(latest) = self.nonces.last()
            && now - latest.issued < NONCE_RENEWED_SECONDS
        {
            return latest.text.clone();
        }
        let text = ids.text(32);
        self.nonces.push(Nonce {
            text: text.clone(),
            issued: now,
        });
        text
    }

    fn knows_nonce(&self, text: &str, now: i64) -> bool {
        self.nonces
            .iter()
            .any(|nonce| nonce.text == text && now - nonce.issued < NONCE_VALID_SECONDS)
    }

    /// Forgets an app that is deleted, and the tokens it has.
    pub(crate) fn forget(&mut self, application: &str) {
        self.clients.remove(application);
        self.access_tokens
            .retain(|_, token| token.application != application);
    }
}

/// The ids (`jti`) of assertions and proofs that were used and would still be valid.
#[derive(Default, Serialize, Deserialize)]
struct Spent {
    until: HashMap<String, i64>,
    cleared: i64,
}

impl Spent {
    fn contains(&self, id: &str, now: i64) -> bool {
        self.until.get(id).is_some_and(|until| *until > now)
    }

    fn insert(&mut self, id: String, until: i64, now: i64) {
        // Once a minute is often enough to keep the map short and seldom enough to cost nothing.
        if now - self.cleared >= 60 {
            self.until.retain(|_, until| *until > now);
            self.cleared = now;
        }
        self.until.insert(id, until);
    }
}

impl Org {
    /// The client behind an app, if the app is an OAuth 2.0 one.
    pub(crate) fn client(&self, application: &str) -> Option<&Client> {
        self.applications
            .get(application)
            .filter(|application| is_client(application))?;
        self.oauth.clients.get(application)
    }

    /// The client with this `client_id`.
    pub(crate) fn client_named(&self, client_id: &str) -> Option<&Client> {
        let application = self.application_of_client(client_id)?;
        self.oauth.clients.get(&application.id)
    }

    pub(crate) fn client_mut(&mut self, application: &str) -> Option<&mut Client> {
        let application = self
            .applications
            .get(application)
            .filter(|application| is_client(application))?;
        Some(self.oauth.clients.entry(application.id.clone()).or_default())
    }

    /// The app with this `client_id`, which is its own id unless the request that made it named another.
    pub(crate) fn application_of_client(&self, client_id: &str) -> Option<&Application> {
        let named = |application: &&Application| {
            is_client(application) && client_setting(application, "client_id") == Some(client_id)
        };
        self.applications
            .get(client_id)
            .filter(named)
            .or_else(|| self.applications.values().find(named))
    }
}

fn is_client(application: &Application) -> bool {
    application.text("signOnMode") == "OPENID_CONNECT"
}

/// A member of `credentials.oauthClient`.
pub(crate) fn client_setting<'app>(application: &'app Application, member: &str) -> Option<&'app str> {
    application.settings.get("credentials")?["oauthClient"][member].as_str()
}
