//! What the org works on after it has answered: deactivations and deletions that were asked for with
//! `Prefer: respond-async` (SPEC `deactivateUser`, `deleteUser`).
//!
//! Nothing runs beside the requests: each request first finds done what was due by then, at the moment that it was due,
//! by whom it was asked for.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::builder::Builder;
use crate::call::{Call, Caller};
use crate::iam::Access;
use crate::query::Query;
use crate::resources;
use crate::state::Org;

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Background {
    /// How long work takes.
    takes: Duration,
    /// By the user's id.
    work: BTreeMap<String, Work>,
}

#[derive(Serialize, Deserialize)]
struct Work {
    due: Timestamp,
    kind: Kind,
    caller: Caller,
    path: String,
    request_id: String,
    user_agent: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Kind {
    Deactivation,
    Deletion,
}

impl Background {
    pub(crate) fn set_takes(&mut self, takes: Duration) {
        self.takes = takes;
    }

    /// The user is gone, or what was to be done was done at once.
    pub(crate) fn forget_user(&mut self, user: &str) {
        self.work.remove(user);
    }

    pub(crate) fn is_under_way(&self, user: &str) -> bool {
        self.work.contains_key(user)
    }

    /// The status that a user is on the way to.
    pub(crate) fn transition_of(&self, user: &str) -> Option<&'static str> {
        let work = self.work.get(user)?;
        (work.kind == Kind::Deactivation).then_some("DEPROVISIONED")
    }

    pub(crate) fn is_due(&self, now: Timestamp) -> bool {
        self.work.values().any(|work| work.due <= now)
    }

    /// The user whose work is due first.
    fn take_due(&mut self, now: Timestamp) -> Option<(String, Work)> {
        let due = self.work.iter().filter(|(_, work)| work.due <= now);
        let (user, _) = due.min_by_key(|(_, work)| work.due)?;
        let user = user.clone();
        self.work.remove_entry(&user)
    }
}

impl Call<'_> {
    /// Leaves this for later if the request prefers that and work takes any time. What is under way already is not begun
    /// anew: how Okta answers that is not verified.
    pub(crate) fn put_off(&mut self, user: &str, kind: Kind) -> bool {
        let background = &mut self.org.directory.background;
        if !self.prefers_async || background.takes.is_zero() {
            return false;
        }
        let takes = SignedDuration::try_from(background.takes).unwrap_or(SignedDuration::MAX);
        let work = || Work {
            due: self.now.saturating_add(takes).unwrap_or(Timestamp::MAX),
            kind,
            caller: self.caller.clone(),
            path: self.path.to_owned(),
            request_id: self.request_id.to_owned(),
            user_agent: self.user_agent.map(str::to_owned),
        };
        background.work.entry(user.to_owned()).or_insert_with(work);
        true
    }
}

/// Does what was due by now.
pub(crate) fn catch_up(org: &mut Org, base: &Arc<str>, now: Timestamp) {
    while let Some((user, work)) = org.directory.background.take_due(now) {
        org.set_now(work.due);
        let mut call = Call {
            org: &mut *org,
            parameters: Vec::new(),
            query: Query::parse(""),
            body: Bytes::new(),
            path: &work.path,
            base: Arc::clone(base),
            caller: work.caller,
            request_id: &work.request_id,
            user_agent: work.user_agent.as_deref(),
            okta_response: None,
            if_match: None,
            prefers_async: false,
            now: work.due,
            access: Access::everything(),
        };
        match work.kind {
            Kind::Deactivation => resources::finish_deactivation(&mut call, &user),
            Kind::Deletion => resources::finish_deletion(&mut call, &user),
        }
    }
}

impl Builder {
    /// How long the org works on what was asked for with `Prefer: respond-async`: users who are deactivated so show
    /// `transitioningToStatus` until then.
    ///
    /// Nothing by default: what is asked for is done before the answer. Okta gives no number.
    pub fn background_work(mut self, takes: Duration) -> Self {
        self.settings.background_work = takes;
        self
    }
}
