//! [`TokenHealth`]: whether the credentials work, for how long, and what may end them.

use std::fmt;

use jiff::Timestamp;
use okta_models::users::UserStatus;
use okta_transport::Error;
use serde::Serialize;

use super::token::{IDLE, IDLE_DAYS, TokenRecord};

/// A colour, as a dashboard shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// It works, and nothing that was read stands in its way.
    Green,
    /// It works, and somebody should look at it.
    Yellow,
    /// It does not work, or will end soon.
    Red,
}

impl Colour {
    /// `green`, `yellow` or `red`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Red => "red",
        }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// Which of the owner's API tokens is the one that called: Okta does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Identified {
    /// The owner has this one alone.
    Certainly,
    /// It is the one of several that was used last.
    Probably,
    /// The owner's tokens may not be read, or Okta shows none of them.
    No,
}

/// Whether the credentials work, for how long, and what may end them: a colour with its reasons.
///
/// Okta ends an API token after 30 days without use, and when its owner is deactivated; what it may do follows its
/// owner's roles (<https://developer.okta.com/docs/guides/create-an-api-token/>).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TokenHealth {
    colour: Colour,
    reasons: Vec<String>,
    owner_status: Option<String>,
    identified: Identified,
    tokens: Vec<TokenRecord>,
    ends_at: Option<Timestamp>,
}

impl TokenHealth {
    /// Of an API token that was used a moment ago. `tokens` are its owner's, the one that was used last first.
    pub(super) fn of_api_token(
        owner_status: Option<&UserStatus>,
        tokens: Option<Vec<TokenRecord>>,
        now: Timestamp,
    ) -> Self {
        let tokens = tokens.unwrap_or_default();
        let identified = match tokens.len() {
            0 => Identified::No,
            1 => Identified::Certainly,
            _ => Identified::Probably,
        };
        let mut health = Self {
            colour: Colour::Green,
            reasons: Vec::new(),
            owner_status: owner_status.map(|status| status.as_str().to_owned()),
            identified,
            ends_at: tokens.first().and_then(TokenRecord::ends_at),
            tokens,
        };
        health.look_at_the_owner(owner_status);
        health.look_at_the_network();
        health.look_at_the_end(now);
        health
    }

    /// Of an access token, which ends by itself, soon: whether somebody renews it, the token does not tell.
    pub(super) fn of_access_token(ends_at: Option<Timestamp>) -> Self {
        let end = ends_at.map(|end| end.strftime("ends %Y-%m-%d %H:%M UTC").to_string());
        let end = end.as_deref().unwrap_or("does not tell when it ends");
        Self {
            colour: Colour::Green,
            reasons: vec![format!(
                "valid: Okta accepted the access token, which {end}, and which its client has to renew"
            )],
            owner_status: None,
            identified: Identified::No,
            tokens: Vec::new(),
            ends_at,
        }
    }

    /// Of credentials that Okta refused (401), from the error of a preflight or of any other call; `None` for an error
    /// that says nothing about the credentials.
    ///
    /// ```no_run
    /// use okta_permissions::{MOVEWORKS, TokenHealth, preflight};
    ///
    /// # async fn example(client: &okta_transport::Client) {
    /// match preflight(client, &MOVEWORKS).await {
    ///     Ok(report) => println!("{}", report.health()),
    ///     Err(error) => match TokenHealth::of_refusal(&error) {
    ///         Some(health) => println!("{health}"), // red
    ///         None => println!("{error}"),
    ///     },
    /// }
    /// # }
    /// ```
    pub fn of_refusal(error: &Error) -> Option<Self> {
        let reasons = if error.oauth().is_some() {
            vec![
                "Okta gives the service app no access token: the app is not active, is of another org, or does not have the \
                 public key to the private one that signs"
                    .to_owned(),
                "see the app in the Admin Console under Applications > Applications > the app > General".to_owned(),
            ]
        } else {
            vec![
                format!(
                    "Okta refuses the credentials, and does not say which of these it is: revoked, expired, not used for \
                     {IDLE_DAYS} days, their owner deactivated, of another org, or used from a network that they are \
                     not for"
                ),
                "make a new token in the Admin Console under Security > API > Tokens".to_owned(),
            ]
        };
        error.is_unauthenticated().then(|| Self {
            colour: Colour::Red,
            reasons,
            owner_status: None,
            identified: Identified::No,
            tokens: Vec::new(),
            ends_at: None,
        })
    }

    /// The colour.
    pub fn colour(&self) -> Colour {
        self.colour
    }

    /// Why, the weightiest first.
    pub fn reasons(&self) -> &[String] {
        &self.reasons
    }

    /// The owner's status, `ACTIVE`; `None` for a service app, and where the credentials were refused.
    pub fn owner_status(&self) -> Option<&str> {
        self.owner_status.as_deref()
    }

    /// Whether it is known which of [`tokens`](Self::tokens) called; then it is the first.
    pub fn identified(&self) -> Identified {
        self.identified
    }

    /// The owner's API tokens that Okta shows, the one that was used last first.
    pub fn tokens(&self) -> &[TokenRecord] {
        &self.tokens
    }

    /// When the API token ends unless it is used before; where its record may not be read, it is [`IDLE_DAYS`] after this
    /// call. Of an access token when that ends by itself, where it tells.
    pub fn ends_at(&self) -> Option<Timestamp> {
        self.ends_at
    }

    pub(super) fn calling_token(&self) -> Option<&TokenRecord> {
        self.tokens.first()
    }

    fn warn(&mut self, colour: Colour, reason: String) {
        self.colour = self.colour.max(colour);
        self.reasons.push(reason);
    }

    fn look_at_the_owner(&mut self, status: Option<&UserStatus>) {
        match status {
            Some(UserStatus::Active) => {}
            Some(status @ (UserStatus::Deprovisioned | UserStatus::Suspended)) => {
                self.warn(
                    Colour::Red,
                    format!("its owner is {status}: Okta ends the tokens of users who are deactivated"),
                );
            }
            Some(status) => self.warn(
                Colour::Yellow,
                format!("its owner is {status}: should the owner be deactivated over it, the token ends"),
            ),
            None => self.warn(
                Colour::Yellow,
                "Okta does not tell its owner's status; the token ends when the owner is deactivated"
                    .to_owned(),
            ),
        }
    }

    fn look_at_the_network(&mut self) {
        let restricted = self
            .tokens
            .iter()
            .filter(|token| token.is_restricted_to_zones())
            .count();
        let all = self.tokens.len();
        if restricted == 0 {
            return;
        }
        let reason = if all == 1 {
            "it works from some network zones only: from other addresses Okta refuses it".to_owned()
        } else {
            format!(
                "{restricted} of the owner's {all} tokens work from some network zones only, and this may be one of them"
            )
        };
        self.warn(Colour::Yellow, reason);
    }

    fn look_at_the_end(&mut self, now: Timestamp) {
        let idle = self.calling_token().and_then(TokenRecord::idle_days);
        let soon = now.checked_add(SOON).unwrap_or(Timestamp::MAX);
        if let Some(ends_at) = self.ends_at {
            let (day, idle) = (ends_at.strftime("%Y-%m-%d"), idle.unwrap_or_default());
            let reason =
                format!("valid: idle {idle} of {IDLE_DAYS} days, ends {day} unless it is used before");
            // It was used a moment ago, so that an end so near is none of idleness.
            let colour = if ends_at <= soon {
                Colour::Red
            } else {
                Colour::Green
            };
            self.warn(colour, reason);
        } else {
            self.ends_at = now.checked_add(IDLE).ok();
            let day = self.ends_at.map(|end| end.strftime("%Y-%m-%d").to_string());
            let day = day.as_deref().unwrap_or("in 30 days");
            let reason = format!(
                "valid: used just now, so that it ends {day} unless it is used before; Okta does not show it its own record"
            );
            self.warn(Colour::Green, reason);
        }
        if self.identified == Identified::Probably {
            let others = self.tokens.len().saturating_sub(1);
            self.warn(
                Colour::Green,
                format!(
                    "Okta does not tell which token called: the owner has {others} more, and this is the one that was used last"
                ),
            );
        }
        let restricts_nothing = self.tokens.iter().all(TokenRecord::knows_network);
        if !self.tokens.is_empty() && !restricts_nothing {
            self.warn(
                Colour::Green,
                "Okta does not tell from which networks it works".to_owned(),
            );
        }
    }
}

/// A token that ends so soon after it was used does not end for want of use.
const SOON: jiff::SignedDuration = jiff::SignedDuration::from_hours(7 * 24);

impl fmt::Display for TokenHealth {
    /// `green: valid: idle 0 of 30 days, …`, the reasons in one line.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.colour, self.reasons.join("; "))
    }
}
