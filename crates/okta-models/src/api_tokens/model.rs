//! What an API token is on the wire, and what may be written of one.

use std::time::Duration;

use jiff::{Span, SpanRelativeTo};
use serde::{Deserialize, Serialize};

use crate::{
    ApiTokenId, NetworkZoneId, RawJson, UserId,
    open_enum::open_enum,
    shown::shown_by_debug,
    wire_struct::wire_struct,
    write_struct::{write_from_read, write_struct},
};

wire_struct! {
    /// What Okta tells about an API token; never the token.
    ///
    /// ```
    /// use std::time::Duration;
    /// use okta_models::api_tokens::ApiToken;
    ///
    /// let token: ApiToken = serde_json::from_str(
    ///     r#"{"id": "00T1", "tokenWindow": "P30D", "expiresAt": "2026-02-01T00:00:00.000Z"}"#,
    /// )?;
    /// assert_eq!(token.token_window.as_ref().and_then(|window| window.duration()), Some(Duration::from_secs(30 * 86_400)));
    /// assert_eq!(token.last_used().map(|time| time.to_string()).as_deref(), Some("2026-01-02T00:00:00Z"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct ApiToken {
        required {
            /// Okta's id of the token.
            id: ApiTokenId = "id",
        }
        optional {
            /// The name that its creator gave it.
            name: String = "name",
            /// The user who created it: what the token may do is what this user may do now.
            user_id: UserId = "userId",
            /// What kind of client it is for, `Okta API`.
            client_name: String = "clientName",
            /// After how long without use the token ends; `null` in some records of a list.
            token_window: TimeDuration = "tokenWindow",
            /// Where the token may be used from.
            network: ApiTokenNetwork = "network",
            /// The token and its creator. Okta's specification writes `_link`, which is not the name on the wire.
            links: RawJson = "_links",
        }
        times {
            /// When the token ends unless it is used; every use moves it on by the window.
            expires_at = "expiresAt",
            /// When the token was created.
            created = "created",
            /// When the token was last changed; mostly its last use.
            last_updated = "lastUpdated",
        }
    }
}

impl ApiToken {
    /// When the token was last used: the window before its end. `None` where the answer does not tell both.
    pub fn last_used(&self) -> Option<jiff::Timestamp> {
        let window = self.token_window.as_ref()?.duration()?;
        self.expires_at?.checked_sub(window).ok()
    }
}

/// A duration as Okta writes it, in the form of ISO 8601: `P30D`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TimeDuration(String);

impl TimeDuration {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The duration, where a day has 24 hours; `None` for months and years, whose length differs, and for other text.
    pub fn duration(&self) -> Option<Duration> {
        let span: Span = self.0.parse().ok()?;
        let length = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
        length.try_into().ok()
    }
}

impl From<&str> for TimeDuration {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

shown_by_debug!(TimeDuration);

open_enum! {
    /// From where an API token may be used.
    pub enum ApiTokenNetworkConnection {
        /// Everywhere.
        Anywhere = "ANYWHERE",
        /// As the zones say.
        Zone = "ZONE",
    }
}

wire_struct! {
    /// From where an API token may be used.
    #[derive(Default)]
    pub struct ApiTokenNetwork {
        optional {
            /// Whether zones count.
            connection: ApiTokenNetworkConnection = "connection",
            /// The zones that it may be used from alone.
            include: Vec<NetworkZoneId> = "include",
            /// The zones that it may not be used from.
            exclude: Vec<NetworkZoneId> = "exclude",
        }
    }
}

write_struct! {
    /// What is to be kept of an API token. It is a replacement: begin with what was read.
    ///
    /// ```
    /// use okta_models::api_tokens::{ApiToken, ApiTokenNetworkConnection, ApiTokenNetworkUpdate, ApiTokenUpdate};
    ///
    /// let read: ApiToken = serde_json::from_str(r#"{"id": "00T1", "name": "Sync", "userId": "00u1"}"#)?;
    /// let network = ApiTokenNetworkUpdate::new().connection(ApiTokenNetworkConnection::Zone).include(["nzo1"]);
    /// let update = ApiTokenUpdate::from(&read).network(network);
    /// assert_eq!(
    ///     serde_json::to_string(&update)?,
    ///     r#"{"name":"Sync","userId":"00u1","network":{"connection":"ZONE","include":["nzo1"]}}"#,
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct ApiTokenUpdate {
        /// The name.
        name: String = "name",
        /// The user who created it.
        user_id: UserId = "userId",
        /// From where it may be used.
        network: ApiTokenNetworkUpdate = "network",
    }
}

write_from_read!(ApiTokenUpdate from only ApiToken {
    name = "name",
    user_id = "userId",
    network = "network",
});

write_struct! {
    /// From where an API token may be used from now on.
    pub struct ApiTokenNetworkUpdate {
        /// Whether zones count.
        connection: ApiTokenNetworkConnection = "connection",
        /// The zones that it may be used from alone.
        include: Vec<NetworkZoneId> = "include",
        /// The zones that it may not be used from.
        exclude: Vec<NetworkZoneId> = "exclude",
    }
}

write_from_read!(ApiTokenNetworkUpdate from ApiTokenNetwork {
    connection: ApiTokenNetworkConnection = "connection",
    include: Vec<NetworkZoneId> = "include",
    exclude: Vec<NetworkZoneId> = "exclude",
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_of_fixed_length_is_told_and_any_text_is_kept() {
        let seconds = |text: &str| TimeDuration::from(text).duration().map(|length| length.as_secs());
        assert_eq!(seconds("P30D"), Some(30 * 86_400));
        assert_eq!(seconds("P2W"), Some(14 * 86_400));
        assert_eq!(seconds("P1DT2H3M4S"), Some(93_784));
        for text in ["P1M", "P1Y", "-P1D", "P99999999999D", "soon", ""] {
            assert_eq!(seconds(text), None, "{text}");
            assert_eq!(TimeDuration::from(text).as_str(), text);
        }
    }

    #[test]
    fn the_last_use_is_unknown_without_the_window_or_the_end() {
        for text in [
            r#"{"id": "00T1", "tokenWindow": null, "expiresAt": "2026-02-01T00:00:00.000Z"}"#,
            r#"{"id": "00T1", "tokenWindow": "P30D"}"#,
            r#"{"id": "00T1", "tokenWindow": "P1M", "expiresAt": "2026-02-01T00:00:00.000Z"}"#,
        ] {
            let token: ApiToken = serde_json::from_str(text).unwrap();
            assert_eq!(token.last_used(), None, "{text}");
        }
    }
}
