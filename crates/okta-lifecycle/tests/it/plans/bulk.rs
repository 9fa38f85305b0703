//! Bulk: thousands of rows in little memory, a result each, safe to run again.

use std::cell::Cell;
use std::fmt::Write as _;
use std::rc::Rc;

use okta_emulator::{Emulator, Fault, OrgShape, Preset};
use okta_lifecycle::{
    Bulk, Cancellation, ErrorKind, Event, JsonLines, Leaver, Results, Row, leavers_from_csv,
};
use okta_models::{UserId, users::ListUsers};
use okta_transport::Client;

use super::world::{changes, unreliable};

fn is_full() -> bool {
    std::env::var("OKTA_PROOFS").is_ok_and(|proofs| proofs == "full")
}

pub(super) fn org(users: usize) -> Emulator {
    org_with_apps(users, 2.0)
}

fn org_with_apps(users: usize, apps_per_user: f64) -> Emulator {
    let shape = OrgShape::default()
        .users(users)
        .groups(12)
        .groups_per_user(2.0)
        .apps(6)
        .apps_per_user(apps_per_user)
        .apps_through_groups(0.3);
    Emulator::builder()
        .shape(shape)
        .seed(11)
        .limits(Preset::Unlimited)
        .build()
}

pub(super) async fn user_ids(client: &Client) -> Vec<UserId> {
    use futures_util::TryStreamExt as _;
    let everyone = ListUsers::new()
        .search(okta_models::search("status").pr())
        .limit(200);
    client
        .stream(everyone)
        .map_ok(|user| user.id)
        .try_collect()
        .await
        .unwrap()
}

pub(super) fn csv_of(ids: &[UserId]) -> String {
    let rows: Vec<&str> = ids.iter().map(UserId::as_str).collect();
    format!("user\n{}\n", rows.join("\n"))
}

#[tokio::test]
async fn a_dry_run_of_ten_thousand_counts_costs_and_names_who_cannot_be_processed() {
    let people = if is_full() { 10_000 } else { 1_000 };
    // The org looks at every assignment to answer whose apps these are, so that few make a large org quick.
    let emulator = org_with_apps(people, 0.2);
    let client = unreliable(&emulator).build().unwrap();
    let ids = user_ids(&client).await;
    // With a grace, only who can be suspended can be processed; and some rows name nobody.
    let missing = 7;
    let mut csv = csv_of(&ids);
    for row in 0..missing {
        writeln!(csv, "nobody-{row}@example.com").unwrap();
    }
    let total = ids.len() + missing;
    let at_once = 8;
    let (pulled, reported, peak) = (
        Rc::new(Cell::new(0_usize)),
        Rc::new(Cell::new(0_usize)),
        Cell::new(0),
    );
    let like = Leaver::of("").grace(std::time::Duration::from_secs(600));
    let counted = Rc::clone(&pulled);
    let rows = leavers_from_csv(csv.as_bytes(), like).inspect(move |_| counted.set(counted.get() + 1));
    let mut reasons: std::collections::BTreeMap<String, u64> = std::collections::BTreeMap::new();
    let before = emulator.requests_served();
    let changed = changes(&emulator);
    let dry_run = Bulk::new(&client)
        .at_once(at_once)
        .dry_run(rows, |_, plan| {
            peak.set(peak.get().max(pulled.get() - reported.get()));
            reported.set(reported.get() + 1);
            if let Err(reason) = plan {
                assert_eq!(reason.kind(), ErrorKind::CannotBeProcessed);
                *reasons.entry(reason.to_string()).or_default() += 1;
            }
        })
        .await
        .unwrap();
    let calls = emulator.requests_served() - before;
    assert_eq!(changes(&emulator), changed, "a dry run changed something");
    assert_eq!(dry_run.people(), total as u64);
    assert_eq!(dry_run.cannot(), reasons.values().sum::<u64>());
    assert_eq!(
        reasons["there is no such user, or it is hidden from the token"],
        missing as u64
    );
    // Of twenty, five are in a status that cannot be suspended.
    let statuses = [
        "STAGED",
        "PROVISIONED",
        "RECOVERY",
        "LOCKED_OUT",
        "PASSWORD_EXPIRED",
    ];
    for status in statuses {
        let (_, count) = reasons
            .iter()
            .find(|(reason, _)| reason.contains(&format!("is {status},")))
            .unwrap();
        assert_eq!(*count, people as u64 / 20, "{status}");
    }
    // Thirteen are ACTIVE and one is SUSPENDED; who is DEPROVISIONED may be in groups still.
    assert_eq!(dry_run.steps()["deactivateUser"], people as u64 * 14 / 20);
    assert_eq!(
        dry_run.nothing_to_do() + dry_run.to_do() + dry_run.cannot(),
        total as u64
    );
    // No row is read before there is room for it, so that what is held does not grow with the file.
    assert!(peak.get() <= at_once, "{} rows were held at once", peak.get());
    let text = dry_run.to_string();
    for part in ["that cannot be processed", "deactivateUser", "minutes"] {
        assert!(text.contains(part), "{text}");
    }
    let cost = dry_run.cost().unwrap();
    assert_eq!(cost.calls(), dry_run.calls().values().sum::<u64>());
    assert!(calls <= 4 * total as u64 + 20, "{calls} calls for {total} people");
    println!(
        "figure lifecycle_dry_run_people {} people target >= {total} baseline -",
        dry_run.people()
    );
    println!(
        "figure lifecycle_dry_run_rows_held {} rows target <= {at_once} baseline -",
        peak.get()
    );
    #[expect(clippy::cast_precision_loss, reason = "a ratio for people")]
    let each = calls as f64 / total as f64;
    println!("figure lifecycle_dry_run_calls_a_person {each:.2} calls target <= 4.1 baseline -");
    print!("{text}");
}

#[tokio::test]
async fn each_row_has_a_result_and_a_second_run_sends_nothing() {
    let emulator = org(60);
    let client = unreliable(&emulator).build().unwrap();
    let ids: Vec<UserId> = user_ids(&client).await.into_iter().take(40).collect();
    let folder = tempfile::tempdir().unwrap();
    let (journal, results) = (
        folder.path().join("journal.jsonl"),
        folder.path().join("results.csv"),
    );
    let mut csv = csv_of(&ids);
    csv.push_str("nobody@example.com\n");
    let rows = || leavers_from_csv(csv.as_bytes(), Leaver::of(""));
    // The token's own owner is among nobody's rows: it was made after the list was read. Two are refused.
    let refused: Vec<String> = ids[..2].iter().map(ToString::to_string).collect();
    for id in &refused {
        let path = format!("/api/v1/users/{id}/lifecycle/deactivate");
        emulator.inject(Fault::error(403, "E0000006").on_path(path));
    }
    let bulk = || {
        Bulk::new(&client)
            .at_once(6)
            .settle_after(std::time::Duration::ZERO)
    };
    let summary = {
        let bulk = bulk().journal(JsonLines::open(&journal).unwrap());
        bulk.run(rows(), &mut Results::open(&results).unwrap())
            .await
            .unwrap()
    };
    assert_eq!(summary.cannot, 1, "{summary}");
    assert_eq!(summary.done + summary.failed, 40, "{summary}");
    assert!((1..=2).contains(&summary.failed), "{summary}");
    let text = std::fs::read_to_string(&results).unwrap();
    assert_eq!(text.lines().count(), 42, "{text}");
    assert!(
        text.contains("cannot be processed") && text.contains("deactivateUser: failed"),
        "{text}"
    );

    // Again, with what was refused allowed: only that is done.
    emulator.clear_faults();
    let before = changes(&emulator);
    let failed = summary.failed;
    let summary = {
        let bulk = bulk().journal(JsonLines::open(&journal).unwrap());
        bulk.run(rows(), &mut Results::open(&results).unwrap())
            .await
            .unwrap()
    };
    assert_eq!(
        (summary.passed_over, summary.done, summary.cannot),
        (40 - failed, failed, 1),
        "{summary}"
    );
    let mut after = changes(&emulator);
    after.retain(|change, times| before.get(change) != Some(times));
    assert!(
        after
            .keys()
            .all(|change| refused.iter().any(|id| change.contains(id))),
        "{after:?}"
    );

    let done = changes(&emulator);
    let bulk = bulk().journal(JsonLines::open(&journal).unwrap());
    let summary = bulk
        .run(rows(), &mut Results::open(&results).unwrap())
        .await
        .unwrap();
    assert_eq!((summary.passed_over, summary.cannot), (40, 1));
    assert_eq!(changes(&emulator), done);
}

#[tokio::test]
async fn a_cancelled_job_goes_on_where_it_stopped() {
    let emulator = org(40);
    let client = unreliable(&emulator).build().unwrap();
    let ids: Vec<UserId> = user_ids(&client).await.into_iter().take(20).collect();
    let folder = tempfile::tempdir().unwrap();
    let results = folder.path().join("results.csv");
    let journal = folder.path().join("journal.jsonl");
    let rows = || ids.iter().map(|id| Ok(Row::new(id.as_str(), Leaver::of(id))));
    let cancellation = Cancellation::default();
    let switch = cancellation.clone();
    let steps = std::sync::atomic::AtomicU32::new(0);
    let observer = move |event: &Event<'_>| {
        if let Event::StepEnded { .. } = event
            && steps.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 20
        {
            switch.cancel();
        }
    };
    {
        let bulk = Bulk::new(&client)
            .journal(JsonLines::open(&journal).unwrap())
            .observer(observer)
            .cancellation(&cancellation);
        let summary = bulk
            .run(rows(), &mut Results::open(&results).unwrap())
            .await
            .unwrap();
        assert!(summary.cancelled > 0 && summary.done > 0, "{summary}");
    }
    let bulk = Bulk::new(&client).journal(JsonLines::open(&journal).unwrap());
    let mut opened = Results::open(&results).unwrap();
    let summary = bulk.run(rows(), &mut opened).await.unwrap();
    assert_eq!(summary.done + summary.passed_over, 20, "{summary}");
    assert_eq!(opened.rows_done(), 20);
    for (change, times) in changes(&emulator) {
        assert_eq!(times, 1, "{change}");
    }
}

#[tokio::test]
async fn a_job_without_a_journal_is_refused_and_a_bad_row_names_its_line() {
    let emulator = org(5);
    let client = unreliable(&emulator).build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut results = Results::open(folder.path().join("results.csv")).unwrap();
    let error = Bulk::new(&client).run([], &mut results).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Journal);
    let rows =
        |csv: &'static str| leavers_from_csv(csv.as_bytes(), Leaver::of("")).collect::<Result<Vec<_>, _>>();
    for (csv, said) in [
        ("name\nada\n", "no column `user`"),
        ("user,grace_days\nada,soon\n", "line 2"),
        ("user,grace_days\nada,1\n,1\n", "line 3"),
        ("user\nada,extra\n", "line: 2"),
    ] {
        let error = rows(csv).unwrap_err();
        assert!(
            error.kind() == ErrorKind::InvalidInput && error.to_string().contains(said),
            "{error}"
        );
    }
    assert_eq!(
        rows("\u{feff}user\r\nada@example.com\r\n").unwrap()[0].key(),
        "ada@example.com"
    );
    std::fs::write(folder.path().join("other.csv"), "a,b\n1,2\n").unwrap();
    let other = Results::open(folder.path().join("other.csv")).unwrap_err();
    assert!(other.to_string().contains("first line"), "{other}");
}
