//! [`Governing`]: how a client's governor is set.

use std::sync::Arc;

use super::store::BudgetStore;

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
    store: Option<Arc<dyn BudgetStore>>,
    processes: u32,
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
            store: None,
            processes: 1,
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

    /// Where processes share the budget: those with the same store, org and credentials keep within the share together, and
    /// divide [`most_at_once`](Governing::most_at_once) among them. Without one, a client shares with its clones alone; two
    /// clients that were built one by one do not know of each other.
    ///
    /// While the store does not answer, each process keeps to its part of the share: it goes by how many they were before.
    /// [`Budget::sharing`](crate::Budget::sharing) and one warning say so. Where one process alone loses the store, the others
    /// leave its part to it for a minute; after that they take it for one of the org's other clients, so that they may exceed
    /// the share together by a fifth of that part (with a share of 0.8), and never by more than the part, which is
    /// where a process that was idle wakes up without the store.
    pub fn store(mut self, store: impl BudgetStore + 'static) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// How many processes there are to be taken for as long as the store has not told; one unless set. It matters when they
    /// start while the store is down.
    pub fn processes(mut self, processes: u32) -> Self {
        self.processes = processes.max(1);
        self
    }

    pub(super) fn parts(self) -> Parts {
        Parts {
            share: self.share,
            most_at_once: self.most_at_once,
            store: self.store,
            processes: self.processes,
        }
    }
}

/// What was set.
pub(super) struct Parts {
    pub(super) share: f64,
    pub(super) most_at_once: u32,
    pub(super) store: Option<Arc<dyn BudgetStore>>,
    pub(super) processes: u32,
}
