//! The journal: readable whatever happened to the process, and without secrets.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use okta_lifecycle::{
    Durability, ErrorKind, InMemory, Joiner, Journal, JsonLines, Leaver, Record, RunHistory, Runner,
};
use okta_models::{
    application_users::{AppUserAssignRequest, AssignUserToApplication, UnassignUserFromApplication},
    users::GetUser,
};
use serde_json::json;

use super::world::World;

/// Every journal is the same to a run.
async fn behaves(world: &World, journal: Arc<dyn Journal>) {
    let ada = world.person().await;
    let plan = world.plan(Leaver::of(&ada)).await;
    let report = Runner::new(&world.client)
        .journal(Arc::clone(&journal))
        .run(&plan)
        .await
        .unwrap();
    assert!(report.is_complete(), "{report}");
    let history = journal.run(report.run_id()).unwrap().unwrap();
    assert_eq!(history.plan().steps(), plan.steps());
    assert_eq!(history.user_id(), Some(&ada));
    assert!(history.is_complete() && history.open_steps().next().is_none());
    assert_eq!(history.done_steps().count(), plan.steps().len());
    assert!(journal.unfinished().unwrap().is_empty());
    assert_eq!(journal.runs_of(&ada).unwrap(), [history]);
    let mut records = Vec::new();
    journal.read(&mut |record| records.push(record)).unwrap();
    assert!(matches!(records.first(), Some(Record::Begun { .. })));
    assert!(matches!(
        records.last(),
        Some(Record::Ended { complete: true, .. })
    ));
    // Before each change, and after each step.
    let sending = records
        .iter()
        .filter(|record| matches!(record, Record::Sending { .. }))
        .count();
    let outcomes = records
        .iter()
        .filter(|record| matches!(record, Record::Outcome { .. }))
        .count();
    assert_eq!((sending, outcomes), (plan.steps().len(), plan.steps().len()));
}

#[tokio::test]
async fn every_journal_behaves_the_same() {
    let world = World::new().await;
    let folder = tempfile::tempdir().unwrap();
    behaves(&world, Arc::new(InMemory::default())).await;
    behaves(
        &world,
        Arc::new(JsonLines::open(folder.path().join("journal.jsonl")).unwrap()),
    )
    .await;
    let relaxed = JsonLines::open(folder.path().join("relaxed.jsonl")).unwrap();
    behaves(&world, Arc::new(relaxed.durability(Durability::EndOfProcess))).await;
    #[cfg(feature = "sqlite")]
    behaves(
        &world,
        Arc::new(okta_lifecycle::Sqlite::open(folder.path().join("journal.db")).unwrap()),
    )
    .await;
}

#[tokio::test]
async fn a_torn_line_is_passed_over_and_said() {
    let world = World::new().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.jsonl");
    let ada = world.person().await;
    let plan = world.plan(Leaver::of(&ada)).await;
    {
        let journal = JsonLines::open(&path).unwrap();
        let _ = Runner::new(&world.client)
            .journal(journal)
            .run(&plan)
            .await
            .unwrap();
    }
    let whole = std::fs::read(&path).unwrap();
    let mut count = 0;
    JsonLines::read_file(&path, &mut |_| count += 1).unwrap();
    // Cut anywhere, the journal is read, and every whole record is there.
    for cut in (0..whole.len()).step_by(97).chain([whole.len() - 1]) {
        std::fs::write(&path, &whole[..cut]).unwrap();
        let lines = whole[..cut].split(|byte| *byte == b'\n').count() - 1;
        let is_torn = cut > 0 && whole[cut - 1] != b'\n';
        let mut read = 0;
        let torn = JsonLines::read_file(&path, &mut |_| read += 1).unwrap();
        // Without its line feed a record may be whole all the same.
        assert!(
            read == lines && torn == u64::from(is_torn) || read == lines + 1 && torn == 0,
            "cut at {cut}"
        );
        let journal = JsonLines::open(&path).unwrap();
        assert_eq!(journal.torn_lines(), torn);
        let runs: Vec<RunHistory> = journal.unfinished().unwrap();
        assert!(runs.len() <= 1);
        // What is written then begins a line of its own.
        if let Some(history) = runs.first() {
            journal
                .append(&Record::Ended {
                    run: history.run_id().clone(),
                    at: history.begun(),
                    complete: false,
                })
                .unwrap();
            drop(journal);
            let mut again = 0;
            assert_eq!(JsonLines::read_file(&path, &mut |_| again += 1).unwrap(), torn);
            assert_eq!(again, read + 1);
        }
    }
}

#[tokio::test]
async fn a_journal_is_of_one_process_and_another_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.jsonl");
    let journal = JsonLines::open(&path).unwrap();
    let second = JsonLines::open(&path).unwrap_err();
    assert_eq!(second.kind(), ErrorKind::Journal);
    assert!(second.to_string().contains("in use"), "{second}");
    drop(journal);
    let mut file = std::fs::File::create(&path).unwrap();
    writeln!(file, r#"{{"users": []}}"#).unwrap();
    drop(file);
    let other = JsonLines::open(&path).unwrap_err();
    assert!(other.to_string().contains("line 1"), "{other}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let path = folder.path().join("new.jsonl");
        let _journal = JsonLines::open(&path).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0);
    }
    #[cfg(feature = "sqlite")]
    {
        let path = folder.path().join("journal.db");
        let open = okta_lifecycle::Sqlite::open(&path).unwrap();
        open.append(&Record::Ended {
            run: okta_lifecycle::RunId::new("run-1"),
            at: jiff::Timestamp::UNIX_EPOCH,
            complete: true,
        })
        .unwrap();
        #[cfg(unix)]
        for file in std::fs::read_dir(folder.path()).unwrap() {
            use std::os::unix::fs::PermissionsExt as _;
            let file = file.unwrap();
            let others = file.metadata().unwrap().permissions().mode() & 0o077;
            let is_ours = file.file_name().to_string_lossy().starts_with("journal.db");
            assert!(!is_ours || others == 0, "{:?} {others:o}", file.file_name());
        }
        let second = okta_lifecycle::Sqlite::open(&path).unwrap_err();
        assert!(second.to_string().contains("in use"), "{second}");
    }
}

/// What is not journalled is not sent.
#[tokio::test]
async fn a_journal_that_cannot_be_written_stops_the_run_before_the_change() {
    struct Full(u32, AtomicU32);
    impl Journal for Full {
        fn append(&self, record: &Record) -> Result<(), okta_lifecycle::Error> {
            let before = self.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            if before >= self.0 {
                // Any failure of a journal's is such an error.
                return JsonLines::open("/").map(drop);
            }
            let _ = record;
            Ok(())
        }

        fn read(&self, _: &mut dyn FnMut(Record)) -> Result<(), okta_lifecycle::Error> {
            Ok(())
        }
    }
    let world = World::new().await;
    let plan = world.plan(Leaver::of(world.person().await)).await;
    for room in 0..2 {
        let changes = world.changes();
        let runner = Runner::new(&world.client).journal(Full(room, AtomicU32::default()));
        let error = runner.run(&plan).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Journal);
        assert_eq!(world.changes(), changes);
    }
}

#[tokio::test]
async fn no_secret_and_no_more_of_a_person_than_undoing_needs_is_in_it() {
    let world = World::new().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.jsonl");
    let journal = Arc::new(JsonLines::open(&path).unwrap());
    let ada = world.person().await;
    let account = world.client.send(GetUser::new(&ada)).await.unwrap();
    // An app whose attributes hold what nobody should write down.
    let profile = json!({"apiToken": "s3cr3t-value", "legacyPassword": "hunter2", "seat": "full"});
    let request = AppUserAssignRequest::from(&ada).profile(profile.as_object().unwrap().clone());
    let sent = world
        .client
        .send(AssignUserToApplication::new(&world.apps[0], request))
        .await;
    // The OpenID Connect app knows the person by name: as claims, which giving it back does not need all of.
    let unassign = UnassignUserFromApplication::new(&world.apps[1], &ada);
    world.client.send(unassign).await.unwrap();
    let leaver = Leaver::of(account.login().unwrap());
    let runner = Runner::new(&world.client).journal(Arc::clone(&journal));
    let _ = runner.run(&world.plan(leaver).await).await.unwrap();
    let joiner = Joiner::new("grace@example.com", "Grace", "Hopper").without_mail();
    let _ = runner.run(&world.plan(joiner).await).await.unwrap();

    let text = std::fs::read_to_string(&path).unwrap();
    let token = world.emulator().api_token("SUPER_ADMIN");
    for secret in [
        "s3cr3t-value",
        "hunter2",
        token.expose(),
        "activationToken",
        "/tokens/",
    ] {
        assert!(!text.contains(secret), "{secret} is in the journal ({sent:?})");
    }
    let login = account.login().unwrap();
    assert!(!text.contains(login), "the leaver's login is in the journal");
    assert!(!text.contains("Lovelace"), "the leaver's name is in the journal");
    // A run's own values show in no `Debug`.
    let history = journal.unfinished().unwrap();
    let debugged = format!("{history:?}{:?}", journal.runs_of(&ada).unwrap());
    assert!(
        !debugged.contains("grace@example.com") && !debugged.contains("Hopper"),
        "{debugged}"
    );
}
