//! [`RateShare`]: how much of the org's rate limits the credentials may use.

use okta_models::{
    filter,
    principal_rate_limits::{ListPrincipalRateLimitEntities, PrincipalRateLimitEntity, PrincipalType},
};
use okta_transport::{Error, RateLimit};
use serde::Serialize;

use super::calls::{Calls, Reply};

/// How much of the org's rate limits the credentials may use.
///
/// Okta gives every API token and service app half of each bucket unless an administrator says otherwise
/// (<https://developer.okta.com/docs/reference/rl-best-practices/>); the headers then speak of the share. The share is that
/// of the token that is [taken for the calling one](crate::TokenHealth::identified).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RateShare {
    pub(super) percent: Option<u32>,
    pub(super) concurrency_percent: Option<u32>,
    pub(super) is_own: bool,
    pub(super) buckets: Vec<Bucket>,
}

/// A bucket that the preflight's calls were counted in, after the last of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bucket {
    name: &'static str,
    limit: u32,
    remaining: u32,
}

impl RateShare {
    /// The part of each bucket, in percent; `None` where the credentials may not read it.
    pub fn percent(&self) -> Option<u32> {
        self.percent
    }

    /// The part of the concurrent requests, in percent; `None` where the credentials may not read it, or Okta has none.
    pub fn concurrency_percent(&self) -> Option<u32> {
        self.concurrency_percent
    }

    /// Whether the share was set for these credentials; otherwise it is Okta's default, where it is known at all.
    pub fn is_own(&self) -> bool {
        self.is_own
    }

    /// The buckets that the preflight's calls were counted in, as the headers tell.
    pub fn buckets(&self) -> &[Bucket] {
        &self.buckets
    }
}

impl Bucket {
    pub(super) fn new(name: &'static str, limit: RateLimit) -> Self {
        Self {
            name,
            limit: limit.limit(),
            remaining: limit.remaining(),
        }
    }

    /// Okta's name of the bucket.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// How many calls the credentials may make in a window of 60 s.
    pub fn limit(&self) -> u32 {
        self.limit
    }

    /// How many of them were left.
    pub fn remaining(&self) -> u32 {
        self.remaining
    }
}

/// Reads the share of a token or client.
pub(super) async fn read(
    calls: &mut Calls<'_>,
    kind: PrincipalType,
    principal: &str,
) -> Result<RateShare, Error> {
    let own = filter("principalType")
        .eq(kind)
        .and(filter("principalId").eq(principal));
    let list = ListPrincipalRateLimitEntities::new(own).limit(1);
    let reply = calls.send(list, "the share of the rate limits").await?;
    let Reply::Answered(page) = reply else {
        return Ok(RateShare::default());
    };
    let is_this = |entity: &PrincipalRateLimitEntity| {
        let named = entity.principal_id.as_ref();
        named.is_some_and(|named| named.as_str() == principal)
    };
    let found = page.into_iter().flatten().find(is_this);
    Ok(RateShare {
        is_own: found.is_some(),
        percent: found
            .as_ref()
            .map_or(Some(u32::from(okta_facts::DEFAULT_TOKEN_SHARE_PERCENT)), |own| {
                own.default_percentage
            }),
        concurrency_percent: found.and_then(|own| own.default_concurrency_percentage),
        buckets: Vec::new(),
    })
}
