//! [`TokenRecord`]: what Okta tells of the owner's API tokens, and which of them is the one that called.

use jiff::{SignedDuration, Timestamp};
use okta_models::{
    ApiTokenId, UserId,
    api_tokens::{ApiToken, ApiTokenNetworkConnection, ListApiTokens},
};
use okta_transport::Error;
use serde::Serialize;

use super::calls::{Calls, Reply};
use super::probes::{Trial, Trials};
use super::unread::WhyUnread;

/// After how many days without use an API token ends. It is the same for every token, and every call starts the days
/// anew (<https://developer.okta.com/docs/guides/create-an-api-token/>).
pub const IDLE_DAYS: u32 = 30;

pub(super) const IDLE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What Okta tells of an API token. Never the token; and not its name, which is mostly a person's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TokenRecord {
    id: ApiTokenId,
    ends_at: Option<Timestamp>,
    idle_days: Option<u32>,
    restricted_to_zones: bool,
    known_network: bool,
}

impl TokenRecord {
    fn new(token: &ApiToken, now: Timestamp) -> Self {
        // Lists leave the window out at times (recorded); it is the same for all tokens.
        let last_used = token
            .last_used()
            .or_else(|| token.expires_at?.checked_sub(IDLE).ok());
        let connection = token
            .network
            .as_ref()
            .and_then(|network| network.connection.as_ref());
        Self {
            id: token.id.clone(),
            ends_at: token.expires_at,
            idle_days: last_used.map(|used| whole_days(used, now)),
            restricted_to_zones: connection.is_some_and(|kind| *kind != ApiTokenNetworkConnection::Anywhere),
            known_network: connection.is_some(),
        }
    }

    /// Okta's id of the token.
    pub fn id(&self) -> &ApiTokenId {
        &self.id
    }

    /// When it ends unless it is used before.
    pub fn ends_at(&self) -> Option<Timestamp> {
        self.ends_at
    }

    /// For how many whole days it was not used, of [`IDLE_DAYS`].
    pub fn idle_days(&self) -> Option<u32> {
        self.idle_days
    }

    /// Whether it works from some networks only.
    pub fn is_restricted_to_zones(&self) -> bool {
        self.restricted_to_zones
    }

    /// Whether Okta tells from where it may be used.
    pub(super) fn knows_network(&self) -> bool {
        self.known_network
    }
}

fn whole_days(since: Timestamp, now: Timestamp) -> u32 {
    let hours = now.duration_since(since).as_hours();
    u32::try_from(hours / 24).unwrap_or_default()
}

/// The owner's tokens, the one that was used last first; `None` where they may not be read.
///
/// Okta does not tell which token a call was made with. The calling token is among its owner's, and being used at this
/// moment it is the one that was used last, unless another program uses another one of the same owner.
pub(super) async fn read(
    calls: &mut Calls<'_>,
    owner: &UserId,
    now: Timestamp,
    trials: &mut Trials,
) -> Result<Option<Vec<TokenRecord>>, Error> {
    let reply = calls.send(ListApiTokens::new(), "the owner's API tokens").await?;
    let page = match reply {
        Reply::Answered(page) => page,
        Reply::Refused => {
            trials.insert("listApiTokens", Trial::Refused);
            return Ok(None);
        }
        Reply::Unread => return Ok(None),
    };
    trials.insert("listApiTokens", Trial::Answered);
    let Ok(tokens) = page.into_iter().collect::<Result<Vec<_>, _>>() else {
        // The one that could not be read may be the one that called.
        calls.note::<ListApiTokens>("the owner's API tokens", WhyUnread::Odd);
        return Ok(None);
    };
    let own = tokens
        .into_iter()
        .filter(|token| token.user_id.as_ref() == Some(owner));
    let mut records: Vec<TokenRecord> = own.map(|token| TokenRecord::new(&token, now)).collect();
    records.sort_by_key(|record| std::cmp::Reverse(record.ends_at));
    Ok(Some(records))
}
