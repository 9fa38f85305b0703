//! A run of leavers is killed at random moments and goes on: the final state is that of a run that nobody killed, no
//! destructive call is sent twice, and the journal is readable throughout. So it is with each journal that outlives its
//! process.
//!
//! The one call that may be sent twice is `revokeUserSessions`: nothing can be read of it, and twice is as once.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use okta_emulator::Emulator;
use okta_lifecycle::{Bulk, BulkSummary, Journal, JsonLines, Leaver, Results, leavers_from_csv};
use okta_models::UserId;
use okta_transport::{Client, RetryPolicy};
use serde_json::Value;

use super::bulk::{org, user_ids};
use super::world::{changes, everything, unreliable};

const URL: &str = "OKTA_LIFECYCLE_KILLED_URL";
const TOKEN: &str = "OKTA_LIFECYCLE_KILLED_TOKEN";
const FOLDER: &str = "OKTA_LIFECYCLE_KILLED_FOLDER";
const KIND: &str = "OKTA_LIFECYCLE_KILLED_JOURNAL";

/// A journal that outlives its process.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    JsonLines,
    #[cfg(feature = "sqlite")]
    Sqlite,
}

impl Kind {
    const ALL: &[Self] = &[
        Self::JsonLines,
        #[cfg(feature = "sqlite")]
        Self::Sqlite,
    ];

    fn file(self) -> &'static str {
        match self {
            Self::JsonLines => "journal.jsonl",
            #[cfg(feature = "sqlite")]
            Self::Sqlite => "journal.db",
        }
    }

    fn open(self, folder: &Path) -> Arc<dyn Journal> {
        let path = folder.join(self.file());
        match self {
            Self::JsonLines => Arc::new(JsonLines::open(path).unwrap()),
            #[cfg(feature = "sqlite")]
            Self::Sqlite => Arc::new(okta_lifecycle::Sqlite::open(path).unwrap()),
        }
    }

    /// How many lines are torn; a database has none.
    fn torn(self, folder: &Path) -> u64 {
        match self {
            Self::JsonLines => JsonLines::read_file(folder.join(self.file()), &mut |_| {}).unwrap(),
            #[cfg(feature = "sqlite")]
            Self::Sqlite => 0,
        }
    }
}

async fn work(client: &Client, folder: &Path, kind: Kind) -> BulkSummary {
    let rows = leavers_from_csv(
        std::fs::File::open(folder.join("leavers.csv")).unwrap(),
        Leaver::of(""),
    );
    let journal = kind.open(folder);
    let mut results = Results::open(folder.join("results.csv")).unwrap();
    let bulk = Bulk::new(client)
        .journal(journal)
        .settle_after(Duration::from_millis(100));
    bulk.run(rows, &mut results).await.unwrap()
}

/// The process that is killed: the test starts this binary again for this one test. By itself it does three people.
#[tokio::test]
async fn worker() {
    let (Ok(url), Ok(token), Ok(folder)) = (std::env::var(URL), std::env::var(TOKEN), std::env::var(FOLDER))
    else {
        let emulator = org(10);
        let client = unreliable(&emulator).build().unwrap();
        let ids = user_ids(&client).await;
        for (kind, ids) in Kind::ALL.iter().zip(ids.chunks(3)) {
            let folder = tempfile::tempdir().unwrap();
            write_rows(folder.path(), ids);
            let summary = work(&client, folder.path(), *kind).await;
            assert_eq!(summary.done, 3, "{summary}");
        }
        return;
    };
    let client = Client::builder()
        .org(url)
        .api_token(token)
        .allow_plain_http_on_loopback(true)
        .ungoverned()
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let kind = std::env::var(KIND).unwrap();
    let kind = Kind::ALL.iter().find(|known| known.file() == kind).unwrap();
    let summary = work(&client, Path::new(&folder), *kind).await;
    println!("{summary}");
}

/// Every other one is deleted, too.
fn write_rows(folder: &Path, ids: &[UserId]) {
    let rows = ids.iter().enumerate().map(|(place, id)| {
        let delete = if place % 2 == 1 { "0" } else { "" };
        format!("{id},{delete}\n")
    });
    let csv = format!("user,delete_after_days\n{}", rows.collect::<Vec<_>>().concat());
    std::fs::write(folder.join("leavers.csv"), csv).unwrap();
}

async fn states(emulator: &Emulator, ids: &[UserId]) -> Vec<Value> {
    let client = unreliable(emulator).build().unwrap();
    let mut states = Vec::new();
    for id in ids {
        states.push(everything(&client, id).await);
    }
    states
}

/// The calls that destroy: all but the one that may be repeated.
fn destructive(mut changes: BTreeMap<String, u32>) -> BTreeMap<String, u32> {
    changes.retain(|change, _| !is_repeatable(change));
    changes
}

/// `revokeUserSessions`: no state tells whether it was done, so that a run that is resumed sends it again.
fn is_repeatable(change: &str) -> bool {
    change.starts_with("DELETE ") && change.ends_with("/sessions")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_run_ends_as_one_that_nobody_killed() {
    is_survived(Kind::JsonLines).await;
}

#[cfg(feature = "sqlite")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_run_with_a_database_ends_as_one_that_nobody_killed() {
    is_survived(Kind::Sqlite).await;
}

async fn is_survived(kind: Kind) {
    let is_full = std::env::var("OKTA_PROOFS").is_ok_and(|proofs| proofs == "full");
    let (leavers, kills) = if is_full { (200, 100) } else { (20, 5) };

    let undisturbed = org(leavers * 2);
    let client = unreliable(&undisturbed).build().unwrap();
    let ids: Vec<UserId> = user_ids(&client).await.into_iter().take(leavers).collect();
    let folder = tempfile::tempdir().unwrap();
    write_rows(folder.path(), &ids);
    let before = undisturbed.requests_served();
    let summary = work(&client, folder.path(), kind).await;
    assert_eq!(summary.done, leavers as u64, "{summary}");
    let requests = undisturbed.requests_served() - before;

    let emulator = org(leavers * 2);
    let server = emulator.serve(("127.0.0.1", 0)).await.unwrap();
    let token = emulator.api_token("SUPER_ADMIN");
    let folder = tempfile::tempdir().unwrap();
    write_rows(folder.path(), &ids);
    let start = || {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "plans::killed::worker", "--nocapture"])
            .env(URL, server.base_url())
            .env(TOKEN, token.expose())
            .env(FOLDER, folder.path())
            .env(KIND, kind.file())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let journal = folder.path().join(kind.file());
    let (mut killed, mut torn, mut open) = (0, 0, 0);
    let seed = fastrand::u64(..);
    let mut random = fastrand::Rng::with_seed(seed);
    while killed < kills {
        let mut child = start();
        // A moment somewhere in the work, or in what a process does before and after.
        let until = emulator.requests_served() + random.u64(0..=2 * requests / kills);
        let pause = Duration::from_micros(random.u64(0..3_000));
        let deadline = Instant::now() + Duration::from_secs(60);
        while emulator.requests_served() < until && child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < deadline, "the worker hangs (seed {seed})");
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
        tokio::time::sleep(pause).await;
        // SIGKILL: the process has no chance to tidy up.
        child.kill().unwrap();
        child.wait().unwrap();
        killed += 1;
        if journal.exists() {
            torn += kind.torn(folder.path());
            let interrupted = kind.open(folder.path()).interrupted().unwrap();
            open += interrupted
                .iter()
                .map(|run| run.open_steps().count())
                .sum::<usize>();
        }
    }
    let last = start().wait_with_output().unwrap();
    assert!(
        last.status.success(),
        "seed {seed}: {}",
        String::from_utf8_lossy(&last.stdout)
    );

    assert_eq!(
        states(&emulator, &ids).await,
        states(&undisturbed, &ids).await,
        "seed {seed}"
    );
    let sent = changes(&emulator);
    for (change, times) in destructive(sent.clone()) {
        assert_eq!(times, 1, "{change} was sent {times} times (seed {seed})");
    }
    let expected = changes(&undisturbed);
    let which = |changes: &BTreeMap<String, u32>| changes.keys().cloned().collect::<Vec<_>>();
    assert_eq!(which(&sent), which(&expected), "seed {seed}");
    let again = sent
        .iter()
        .filter(|(change, times)| is_repeatable(change) && **times > 1);
    let again = again.count();
    let results = Results::open(folder.path().join("results.csv")).unwrap();
    assert_eq!(results.rows_done(), leavers, "seed {seed}");
    let name = match kind {
        Kind::JsonLines => "lifecycle_kills_survived",
        #[cfg(feature = "sqlite")]
        Kind::Sqlite => "lifecycle_kills_survived_sqlite",
    };
    println!("figure {name} {killed} kills target >= {kills} baseline -");
    println!(
        "{leavers} leavers; {open} changes were open when their process was killed, {torn} lines torn, sessions of {again} \
         people ended again"
    );
    server.shutdown().await.unwrap();
}
