//! API tokens: what is shown of them, and how they expire.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::Iam;

/// A token that is not used for 30 days stops (Okta's guide "Create an API token"); the span is the same for
/// every token.
const IDLE: SignedDuration = SignedDuration::from_hours(30 * 24);

#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) struct TokenRecord {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) owner: String,
    /// `network` of the wire: from where the token may be used.
    pub(crate) network: Value,
    pub(crate) created: Timestamp,
    pub(crate) last_updated: Timestamp,
    pub(crate) expires_at: Timestamp,
}

impl TokenRecord {
    pub(crate) fn new(id: &str, owner: &str, name: String, now: Timestamp) -> Self {
        Self {
            id: id.to_owned(),
            name,
            owner: owner.to_owned(),
            network: serde_json::json!({ "connection": "ANYWHERE" }),
            created: now,
            last_updated: now,
            expires_at: now + IDLE,
        }
    }
}

impl Iam {
    /// Uses a token: its expiry moves to 30 days from now, and `lastUpdated` with it (recorded: the two are
    /// 30 days apart). Says whether the token still works; one without a record always does.
    pub(crate) fn use_token(&mut self, id: &str, now: Timestamp) -> bool {
        let Some(token) = self.tokens.get_mut(id) else {
            return true;
        };
        if token.expires_at <= now {
            return false;
        }
        if token.last_updated != now {
            token.expires_at = now + IDLE;
            token.last_updated = now;
        }
        true
    }
}
