//! A budget that processes share, bucket by bucket.
//!
//! `account.rs` is what they keep together in a [`BudgetStore`], `stake.rs` what one process has of it. A process asks for
//! requests before they leave, as many at a time as wait and may leave soon, and tells what became of those before. No
//! task runs in the background: who waits for a request asks for all who wait.

mod account;
mod stake;

use std::time::Duration;

use jiff::Timestamp;

use super::store::{BudgetStore, StoreError, Stored};
use crate::clock::Clock;
use account::{Account, Moment};
pub(super) use account::{Report, Told};
pub(super) use stake::Stake;

/// How long a bucket is kept that nobody uses: its windows are over by then, and its limit is soon learnt anew.
const KEEP: Duration = Duration::from_secs(3_600);
/// How often another process may come first. One of them gets on each time.
const TRIES: u32 = 16;

/// Tells the others what `report` says and takes what it asks for.
pub(super) async fn settle_up(
    store: &dyn BudgetStore,
    key: &str,
    name: &'static str,
    report: &Report,
    clock: &dyn Clock,
) -> Result<Told, StoreError> {
    let mut own = clock.elapsed();
    let mut stored = store.read(key).await?;
    for _ in 0..TRIES {
        let now = Moment {
            stored: since_epoch(stored.now()),
            own,
        };
        let mut account = account(&stored, name, report.share, now.stored);
        let (told, changed) = account.meet(report, now);
        if !changed {
            return Ok(told);
        }
        let text = account
            .write()
            .ok_or_else(|| StoreError::new("the budget cannot be written down"))?;
        own = clock.elapsed();
        match store.replace(key, stored.text(), &text, KEEP).await? {
            None => return Ok(told),
            Some(other) => stored = other,
        }
    }
    Err(StoreError::new("other processes always came first"))
}

fn account(stored: &Stored, name: &'static str, share: f64, now: Duration) -> Account {
    let Some(text) = stored.text() else {
        return Account::new(name, share, now);
    };
    Account::read(text, share, now).unwrap_or_else(|| {
        tracing::warn!(
            bucket = name,
            "what stands in the store of the budget cannot be read; it is begun anew"
        );
        Account::new(name, share, now)
    })
}

fn since_epoch(now: Timestamp) -> Duration {
    Duration::try_from(now.duration_since(Timestamp::UNIX_EPOCH)).unwrap_or_default()
}
