//! [`Governing`]: how a client's governor is set.

use std::sync::Arc;

use super::store::{BudgetStore, InProcess};

/// How much of the org's budget a client takes; see [`ClientBuilder::governing`](crate::ClientBuilder::governing).
///
/// ```no_run
/// use okta_transport::{Client, Governing};
///
/// # fn main() -> okta_transport::Result<()> {
/// let okta = Client::builder()
///     .org("https://acme.okta.com")
///     .api_token("00a…")
///     .governing(Governing::default().share(0.5).most_at_once(10))
///     .build()?;
/// # let _ = okta;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Governing {
    share: f64,
    most_at_once: u32,
    store: Arc<dyn BudgetStore>,
}

impl Default for Governing {
    /// A share of 0.8, at most 30 requests at once, in one process.
    fn default() -> Self {
        // A token may have half of what the org may have under way, unless that was changed; of that, the same 0.8.
        let most_at_once =
            okta_facts::CONCURRENCY * u32::from(okta_facts::DEFAULT_TOKEN_SHARE_PERCENT) / 100 * 8 / 10;
        Self {
            share: 0.8,
            most_at_once: most_at_once.max(1),
            store: Arc::new(InProcess),
        }
    }
}

impl Governing {
    /// The part of each bucket, as the headers show it and others leave it, that the client uses: between 0 and 1. The
    /// rest is left to the org's other clients.
    pub fn share(mut self, share: f64) -> Self {
        self.share = if share.is_nan() {
            0.0
        } else {
            share.clamp(0.0, 1.0)
        };
        self
    }

    /// How many requests may be under way at the same time, of all clones together. The governor begins with four and
    /// goes up to this, as long as Okta does not refuse any for it.
    pub fn most_at_once(mut self, requests: u32) -> Self {
        self.most_at_once = requests.max(1);
        self
    }

    /// What divides the budget between processes.
    pub fn store(mut self, store: impl BudgetStore + 'static) -> Self {
        self.store = Arc::new(store);
        self
    }

    pub(super) fn parts(self) -> (f64, u32, Arc<dyn BudgetStore>) {
        (self.share, self.most_at_once, self.store)
    }
}
