//! [`TokenCache`]: one access token for all calls, got by one of them at a time.
//!
//! A token is renewed in the last tenth of its life, at most five minutes before its end, by one call, while the
//! others go on with the one they have. Without a good token one call asks and the others wait for it; what it is
//! told, a refusal too, they are told.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use http::HeaderValue;
use okta_models::Secret;

use super::bearer_token::header;
use super::{AccessToken, Connection};
use crate::error::{Error, Result};
use crate::retry::RetryPolicy;

const LONGEST_MARGIN: Duration = Duration::from_secs(300);
/// A token is not used in the last moments of its life, which may end while a request is on its way.
const LONGEST_REST: Duration = Duration::from_secs(30);
/// How long a renewal that failed is left alone while the token is still good.
const PAUSE: Duration = Duration::from_secs(30);

/// Where tokens come from.
#[async_trait]
pub(super) trait TokenSource: Send + Sync {
    /// The scheme under which its tokens are sent.
    fn scheme(&self) -> &'static str;

    async fn fetch(&self, connection: &Connection<'_>) -> Result<AccessToken>;
}

/// A token as it is sent.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) header: HeaderValue,
    pub(super) token: Secret,
    /// By the client's running clock; a token without an end is good until it is refused.
    ends: Option<Ends>,
}

#[derive(Clone, Copy, Debug)]
struct Ends {
    renew: Duration,
    last_use: Duration,
}

#[derive(Debug, Default)]
pub(super) struct TokenCache {
    state: Mutex<State>,
    /// Held by the one call that asks.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct State {
    token: Option<Arc<Held>>,
    /// Not before this moment is a token renewed whose renewal failed.
    renew_after: Duration,
    /// How often a token was asked for, and how the last time failed.
    asked: u64,
    failure: Option<Error>,
}

enum Known {
    Good(Arc<Held>),
    Ageing(Arc<Held>),
    /// Nothing; `asked` tells a refusal that comes while one waits from an older one.
    Nothing {
        asked: u64,
    },
}

impl TokenCache {
    pub(super) async fn token(
        &self,
        source: &dyn TokenSource,
        connection: &Connection<'_>,
    ) -> Result<Arc<Held>> {
        match self.known(connection.elapsed()) {
            Known::Good(token) => Ok(token),
            Known::Ageing(token) => Ok(self.renewed(token, source, connection).await),
            Known::Nothing { asked } => {
                let _turn = self.turn.lock().await;
                match self.known(connection.elapsed()) {
                    Known::Good(token) | Known::Ageing(token) => return Ok(token),
                    Known::Nothing { .. } => {}
                }
                if let Some(failure) = self.failure_since(asked) {
                    return Err(failure);
                }
                self.fetch(source, connection).await
            }
        }
    }

    /// Gives up the token that `credentials` bore. Whether another attempt would bear another one: it would, too,
    /// when another call has given the token up before.
    pub(super) fn give_up(&self, credentials: Option<&HeaderValue>) -> bool {
        let Some(refused) = credentials else {
            return false;
        };
        let mut state = self.state();
        if state.token.as_ref().is_some_and(|token| token.header == refused) {
            state.token = None;
        }
        true
    }

    /// The token, renewed if it is nobody else's turn and the renewal succeeds.
    async fn renewed(
        &self,
        token: Arc<Held>,
        source: &dyn TokenSource,
        connection: &Connection<'_>,
    ) -> Arc<Held> {
        let Ok(_turn) = self.turn.try_lock() else {
            return token;
        };
        if let Known::Good(token) = self.known(connection.elapsed()) {
            return token;
        }
        // There is a good one: nothing is waited for, no room in the rate limit either.
        let once = RetryPolicy::never().budget(Duration::ZERO);
        match self.fetch(source, &connection.with_retry(&once)).await {
            Ok(token) => token,
            Err(problem) => {
                tracing::warn!(kind = ?problem.kind(), "the access token could not be renewed; the old one is used on");
                self.state().renew_after = connection.elapsed().saturating_add(PAUSE);
                token
            }
        }
    }

    /// Asks, and keeps what comes. Only who has the turn may.
    async fn fetch(&self, source: &dyn TokenSource, connection: &Connection<'_>) -> Result<Arc<Held>> {
        let begun = connection.elapsed();
        let held = source.fetch(connection).await.and_then(|token| {
            let header = header(source.scheme(), &token.token).map_err(|problem| {
                Error::credentials(format!("the access token {problem}"), "Ask for another one.")
            })?;
            let ends = token.expires_in.map(|life| Ends::of(begun, life));
            Ok(Arc::new(Held {
                header,
                token: token.token,
                ends,
            }))
        });
        let mut state = self.state();
        state.asked += 1;
        match held {
            Ok(held) => {
                state.token = Some(Arc::clone(&held));
                state.failure = None;
                Ok(held)
            }
            Err(problem) => {
                state.failure = Some(problem.duplicate());
                Err(problem)
            }
        }
    }

    fn known(&self, now: Duration) -> Known {
        let state = self.state();
        let nothing = Known::Nothing { asked: state.asked };
        match &state.token {
            None => nothing,
            Some(token) => match token.ends {
                Some(ends) if now >= ends.last_use => nothing,
                Some(ends) if now >= ends.renew.max(state.renew_after) => Known::Ageing(Arc::clone(token)),
                _ => Known::Good(Arc::clone(token)),
            },
        }
    }

    fn failure_since(&self, asked: u64) -> Option<Error> {
        let state = self.state();
        let failure = state.failure.as_ref().filter(|_| state.asked > asked);
        failure.map(Error::duplicate)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Every change of the state is one assignment, or whole before the lock is let go.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ends {
    fn of(begun: Duration, life: Duration) -> Self {
        let end = begun.saturating_add(life);
        Self {
            renew: end.saturating_sub((life / 10).min(LONGEST_MARGIN)),
            last_use: end.saturating_sub((life / 20).min(LONGEST_REST)),
        }
    }
}
