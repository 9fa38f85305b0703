//! No event is lost or delivered twice, whatever happens.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use http::Request;
use okta_emulator::{Emulator, Fault};
use okta_models::filter;
use okta_models::groups::{AddGroup, DeleteGroup, GroupProfileUpdate};
use okta_models::system_log::TailLogEvents;
use okta_transport::{
    BackendError, BackendErrorKind, Client, ErrorKind, LogPosition, LogTail, RetryPolicy, VirtualClock,
    WasSent,
};
use proptest::prelude::*;

use super::{Log, after, client_of, events, since, tail, uuids};
use crate::support::{Script, page};

fn saved(tail: &LogTail) -> LogPosition {
    let stored = serde_json::to_string(&tail.position().unwrap()).unwrap();
    serde_json::from_str(&stored).unwrap()
}

#[tokio::test]
async fn events_come_in_the_order_of_storage_and_what_comes_twice_is_delivered_once() {
    let stored = |uuid: &str, published: &str| format!(r#"{{"uuid":"{uuid}","published":"{published}"}}"#);
    let (late, early) = ("2026-01-14T03:00:00.000Z", "2026-01-14T01:00:00.000Z");
    let second = format!("[{},{}]", stored("b", late), stored("c", early));
    let script = Script::of([
        page(
            Some(&after(2)),
            &format!("[{},{}]", stored("a", late), stored("b", late)),
        ),
        page(Some(&after(3)), &second),
        page(Some(&after(5)), &events(&["c", "d"])),
    ]);
    let mut tail = script.client().tail(tail());
    // The third happened first and was stored last.
    assert_eq!(uuids(&mut tail, 4).await.concat(), "abcd");
    assert_eq!(
        tail.position().unwrap().newest().unwrap().to_string(),
        "2026-01-14T03:00:00Z"
    );
}

#[tokio::test]
async fn a_tail_goes_on_in_the_middle_of_a_page_in_another_process() {
    let script = Script::of([
        page(Some(&after(2)), &events(&["a", "b"])),
        page(Some(&after(4)), &events(&["c", "d"])),
    ]);
    let mut tail = script.client().tail(tail());
    assert_eq!(uuids(&mut tail, 3).await.concat(), "abc");
    let position = saved(&tail);
    let script = Script::of([
        page(Some(&after(4)), &events(&["c", "d"])),
        page(Some(&after(5)), &events(&["e"])),
    ]);
    let mut resumed = script.client().resume_tail(position);
    assert_eq!(uuids(&mut resumed, 2).await.concat(), "de");
    assert_eq!(script.lines()[0], format!("GET {}", after(2)));
}

#[tokio::test]
async fn a_record_that_cannot_be_read_is_one_error_and_is_not_told_twice() {
    let odd = r#"[{"uuid": "a"}, {"uuid": "b", "target": {"id": 7}, "actor": "nobody"}]"#;
    let odder = r#"[{"uuid": ["c"]}, 7, {"uuid": "d"}]"#;
    let script = Script::of([
        page(Some(&after(2)), odd),
        page(Some(&after(2)), odd),
        page(Some(&after(4)), odder),
    ]);
    let mut tail = script.client().tail(tail());
    let mut seen = Vec::new();
    while seen.len() < 5 {
        seen.push(match tail.next().await.unwrap() {
            Ok(event) => event.uuid.unwrap_or_default(),
            Err(problem) => {
                assert_eq!(problem.kind(), ErrorKind::Decode);
                problem.item().unwrap().raw().as_str().to_owned()
            }
        });
        if seen.last().unwrap() == "d" {
            break;
        }
    }
    assert_eq!(
        seen.iter()
            .filter(|seen| seen.contains(r#""b""#) || *seen == "b")
            .count(),
        1,
        "{seen:?}"
    );
    assert_eq!(seen.first().unwrap(), "a");
    assert_eq!(seen.last().unwrap(), "d");
}

/// What goes wrong around one poll.
#[derive(Clone, Copy, Debug)]
enum Turn {
    Poll { again: usize },
    Fail,
    Late,
    TooLarge,
    Store { events: usize },
    Restart,
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let turn = prop_oneof![
        4 => (0_usize..4).prop_map(|again| Turn::Poll { again }),
        1 => Just(Turn::Fail),
        1 => Just(Turn::Late),
        1 => Just(Turn::TooLarge),
        3 => (1_usize..9).prop_map(|events| Turn::Store { events }),
        1 => Just(Turn::Restart),
    ];
    prop::collection::vec(turn, 1..60)
}

/// A client whose every request meets the next of the turns.
fn client(log: &Log, turns: Arc<std::sync::Mutex<Vec<Turn>>>) -> Client {
    let log = log.clone();
    let builder = log
        .builder()
        .retry(RetryPolicy::never())
        .clock(VirtualClock::default());
    let backend = move |request: Request<bytes::Bytes>| {
        let turn = turns.lock().unwrap().pop();
        let failure = |kind| Err(BackendError::new(kind, WasSent::Maybe, "broken"));
        let answer = match turn {
            Some(Turn::Fail) => failure(BackendErrorKind::Interrupted),
            Some(Turn::Late) => failure(BackendErrorKind::Timeout),
            Some(Turn::TooLarge) => failure(BackendErrorKind::BodyTooLarge),
            Some(Turn::Poll { again }) => Ok(log.answer(&request, again)),
            _ => Ok(log.answer(&request, 0)),
        };
        async move { answer }
    };
    builder.backend(backend).build().unwrap()
}

proptest! {
    #[test]
    fn every_event_is_delivered_once_and_in_order(turns in turns(), limit in 1_u32..5, delivered in 0_usize..4) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (log, plan) = (Log::default(), Arc::new(std::sync::Mutex::new(Vec::new())));
            let store = |count: usize| {
                for _ in 0..count {
                    let number = log.0.lock().unwrap().len();
                    log.push(format!("event-{number}"));
                }
            };
            let begin = || TailLogEvents::since(since()).limit(limit);
            let mut tail = client(&log, plan.clone()).tail(begin());
            let mut got: Vec<String> = Vec::new();
            for turn in turns {
                match turn {
                    Turn::Store { events } => store(events),
                    Turn::Restart => tail = client(&log, plan.clone()).resume_tail(saved(&tail)),
                    Turn::Poll { .. } | Turn::Fail | Turn::Late | Turn::TooLarge => {
                        plan.lock().unwrap().push(turn);
                        // As many as lie ready, no more: an empty log would be waited for without end.
                        let ready = (log.0.lock().unwrap().len() - got.len()).min(delivered);
                        let before = got.len();
                        while got.len() < before + ready {
                            if let Ok(event) = tail.next().await.unwrap() {
                                got.push(event.uuid.unwrap());
                            }
                        }
                    }
                }
            }
            let all = log.0.lock().unwrap().clone();
            while got.len() < all.len() {
                if let Ok(event) = tail.next().await.unwrap() {
                    got.push(event.uuid.unwrap());
                }
            }
            prop_assert_eq!(got, all);
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn a_tail_of_the_emulated_org_survives_faults_and_restarts() {
    let emulator = Emulator::builder().users(3).seed(7).build();
    let admin = client_of(&emulator);
    let begun = admin.send_for_answer(okta_models::system_log::ListLogEvents::new().limit(1));
    let begun = begun.await.unwrap().date().unwrap();
    for fault in [
        Fault::error(503, "E0000010").at_rate(0.2),
        Fault::truncated_body().at_rate(0.1),
        Fault::reset().at_rate(0.1),
    ] {
        emulator.inject(fault.on_operation("listLogEvents"));
    }
    let of_groups = filter("eventType").sw("group.lifecycle");
    let mut tail = client_of(&emulator)
        .with_retry(RetryPolicy::never())
        .tail(TailLogEvents::since(begun).filter(of_groups).limit(3));
    let mut count = HashMap::<String, usize>::new();
    for round in 0..20 {
        for number in 0..3 {
            let profile = GroupProfileUpdate::new().name(format!("Group {round} {number}"));
            let group = admin.send(AddGroup::new(profile)).await.unwrap();
            admin.send(DeleteGroup::new(&group.id)).await.unwrap();
        }
        emulator.advance(Duration::from_secs(60));
        let mut events = tail.events();
        let mut left = 6;
        while left > 0 {
            if let Ok(event) = events.next().await.unwrap() {
                *count.entry(event.uuid.unwrap()).or_default() += 1;
                left -= 1;
            }
        }
        drop(events);
        tail = client_of(&emulator)
            .with_retry(RetryPolicy::never())
            .resume_tail(saved(&tail));
    }
    assert_eq!(count.len(), 120);
    assert!(count.values().all(|times| *times == 1));
}

#[tokio::test]
async fn the_emulated_org_refuses_a_cursor_as_okta_does() {
    let emulator = Emulator::builder().users(1).seed(7).build();
    let client = client_of(&emulator);
    let stored = r#"{"page":{"operation":"listLogEvents","listing":"/api/v1/logs","page":"/api/v1/logs?after=long-gone"}}"#;
    let mut tail = client.resume_tail(serde_json::from_str(stored).unwrap());
    let error = tail.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::CursorRefused, "{error}");
    assert!(tail.next().await.is_none());
}
