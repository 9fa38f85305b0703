//! Rows and files as they come: people named twice, rows that cannot be read, jobs that were interrupted, files cut short.

use okta_emulator::Fault;
use okta_lifecycle::{
    Bulk, Cancellation, ErrorKind, Event, JsonLines, Leaver, Results, Row, leavers_from_csv,
};
use okta_models::UserId;

use super::bulk::{csv_of, org, user_ids};
use super::world::{changes, unreliable};

/// A person is worked on once in a job, by whatever the rows call them, and no call is sent twice.
#[tokio::test]
async fn a_person_who_appears_twice_is_worked_on_once() {
    let emulator = org(20);
    let client = unreliable(&emulator).build().unwrap();
    let ids: Vec<UserId> = user_ids(&client).await.into_iter().take(4).collect();
    let login = client
        .send(okta_models::users::GetUser::new(&ids[0]))
        .await
        .unwrap();
    let login = login.login().unwrap().to_owned();
    let folder = tempfile::tempdir().unwrap();
    let (journal, results) = (folder.path().join("j.jsonl"), folder.path().join("r.csv"));
    let csv = format!("{}{}\n{login}\n", csv_of(&ids), ids[1]);
    let run = async || {
        let bulk = Bulk::new(&client)
            .at_once(8)
            .journal(JsonLines::open(&journal).unwrap());
        let rows = leavers_from_csv(csv.as_bytes(), Leaver::of(""));
        let mut results = Results::open(&results).unwrap();
        bulk.run(rows, &mut results).await.unwrap()
    };
    let summary = run().await;
    assert_eq!((summary.done, summary.repeated), (4, 2), "{summary}");
    for (change, times) in changes(&emulator) {
        assert_eq!(times, 1, "{change}");
    }
    let text = std::fs::read_to_string(&results).unwrap();
    assert_eq!(text.matches(",repeated,").count(), 2, "{text}");
    // The row by the same key is done; the one by another finds nothing to do.
    let summary = run().await;
    assert_eq!((summary.passed_over, summary.done), (5, 1), "{summary}");
    for (change, times) in changes(&emulator) {
        assert_eq!(times, 1, "{change}");
    }
}

/// Somebody thinks better of it while the job is down: what the killed run was yet to do is not done.
#[tokio::test]
async fn an_interrupted_run_is_not_gone_on_with_where_the_row_wants_something_else_now() {
    let emulator = org(10);
    let client = unreliable(&emulator).build().unwrap();
    let id = user_ids(&client).await[0].clone();
    let folder = tempfile::tempdir().unwrap();
    let (journal, results) = (folder.path().join("j.jsonl"), folder.path().join("r.csv"));
    let cancellation = Cancellation::default();
    let switch = cancellation.clone();
    let observer = move |event: &Event<'_>| {
        if let Event::StepEnded { .. } = event {
            switch.cancel();
        }
    };
    let bulk = Bulk::new(&client)
        .journal(JsonLines::open(&journal).unwrap())
        .observer(observer)
        .cancellation(&cancellation);
    let deletes = Leaver::of(&id).delete_after(std::time::Duration::ZERO);
    let rows = [Ok(Row::new("ada", deletes))];
    let summary = bulk
        .run(rows, &mut Results::open(&results).unwrap())
        .await
        .unwrap();
    assert_eq!(summary.cancelled, 1, "{summary}");
    drop(bulk);
    let bulk = Bulk::new(&client).journal(JsonLines::open(&journal).unwrap());
    let rows = [Ok(Row::new("ada", Leaver::of(&id)))];
    let summary = bulk
        .run(rows, &mut Results::open(&results).unwrap())
        .await
        .unwrap();
    assert_eq!(summary.done, 1, "{summary}");
    let account = client.send(okta_models::users::GetUser::new(&id)).await.unwrap();
    assert_eq!(
        account.status,
        Some(okta_models::users::UserStatus::Deprovisioned)
    );
    drop(bulk);
    let journal = JsonLines::open(&journal).unwrap();
    assert!(okta_lifecycle::Journal::interrupted(&journal).unwrap().is_empty());
}

/// What of the person could not be read was not planned: the row is not called done, and is tried again.
#[tokio::test]
async fn a_row_whose_person_was_not_read_whole_is_not_done() {
    let emulator = org(10);
    let client = unreliable(&emulator).build().unwrap();
    let ids: Vec<UserId> = user_ids(&client).await.into_iter().take(2).collect();
    let folder = tempfile::tempdir().unwrap();
    let (journal, results) = (folder.path().join("j.jsonl"), folder.path().join("r.csv"));
    let run = async || {
        let bulk = Bulk::new(&client).journal(JsonLines::open(&journal).unwrap());
        let rows = ids.iter().map(|id| Ok(Row::new(id.as_str(), Leaver::of(id))));
        let mut results = Results::open(&results).unwrap();
        bulk.run(rows, &mut results).await.unwrap()
    };
    emulator.inject(Fault::error(403, "E0000006").on_operation("listUserGroups"));
    let summary = run().await;
    assert_eq!((summary.done, summary.failed), (0, 2), "{summary}");
    // Again: there is nothing to do in what can be read.
    assert_eq!(run().await.failed, 2);
    let text = std::fs::read_to_string(&results).unwrap();
    assert!(text.contains("could be read: listUserGroups"), "{text}");
    emulator.clear_faults();
    assert_eq!(run().await.done, 2);
}

/// The rest of the job is finished before a row that cannot be read ends it.
#[tokio::test]
async fn a_bad_row_ends_the_job_behind_those_that_are_worked_on() {
    let emulator = org(10);
    let client = unreliable(&emulator).build().unwrap();
    let ids: Vec<UserId> = user_ids(&client).await.into_iter().take(3).collect();
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("j.jsonl");
    let csv = format!("user,grace_days\n{},\n{},\n{},soon\n", ids[0], ids[1], ids[2]);
    let bulk = Bulk::new(&client).journal(JsonLines::open(&journal).unwrap());
    let rows = leavers_from_csv(csv.as_bytes(), Leaver::of(""));
    let mut results = Results::open(folder.path().join("r.csv")).unwrap();
    let error = bulk.run(rows, &mut results).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert_eq!(results.rows_done(), 2);
    drop(bulk);
    let journal = JsonLines::open(&journal).unwrap();
    assert!(okta_lifecycle::Journal::unfinished(&journal).unwrap().is_empty());
}

#[test]
fn a_csv_file_may_be_as_spreadsheets_write_it() {
    let keys = |csv: &'static str| -> Vec<String> {
        let rows = leavers_from_csv(csv.as_bytes(), Leaver::of(""));
        rows.map(|row| row.unwrap().key().to_owned()).collect()
    };
    for csv in [
        "user\nada\ngrace\n",
        "user\r\nada\r\ngrace",
        "\u{feff}user\nada\n\n\ngrace\n",
        "\u{feff}\"user\",\"name\"\r\n\"ada\",\"Byron, Ada\"\r\n\"grace\",\"a \"\"b\"\"\r\nc\"\r\n",
        "name,user\nx,ada\n,\n , \ny, grace \n,\n",
    ] {
        assert_eq!(keys(csv), ["ada", "grace"], "{csv:?}");
    }
}

#[test]
fn a_file_of_results_is_of_one_process_and_outlives_a_write_that_was_cut_short() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.csv");
    let open = Results::open(&path).unwrap();
    let second = Results::open(&path).unwrap_err();
    assert!(second.to_string().contains("in use"), "{second}");
    drop(open);
    let header = std::fs::read_to_string(&path).unwrap();
    let done = "00u1,00u1,done,2,0,,run-1,2026-11-22T10:00:00Z\n";
    let failed = "00u2,00u2,failed,1,1,\"a, b\",run-2,2026-11-22T10:00:00Z\n";
    let repeated = "00u1,00u1,repeated,0,0,x,,2026-11-22T10:00:00Z\n";
    let whole = [header.as_str(), done, failed, repeated].concat();
    for cut in 0..=whole.len() {
        std::fs::write(&path, &whole[..cut]).unwrap();
        let results = Results::open(&path).unwrap();
        // Without its line feed, or with its time cut, a line is whole all the same.
        let is_there = cut >= header.len() + done.len() - "2026-11-22T10:00:00Z\n".len();
        assert_eq!(results.rows_done(), usize::from(is_there), "cut at {cut}");
        drop(results);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with(&header) && text.ends_with('\n'), "{text:?}");
    }
}
