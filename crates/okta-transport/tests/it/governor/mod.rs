//! The governor stays within its share, serves everyone who waits, and cannot be hung by what headers say.

mod clock;
mod joint;
#[cfg(feature = "redis")]
mod processes;
#[cfg(feature = "redis")]
mod redis_store;
#[cfg(feature = "redis")]
mod redis_tls;
mod server;
mod tokens;

use std::time::Duration;

use futures_util::future::join_all;
use okta_models::Operation as _;
use okta_models::groups::ListGroups;
use okta_models::users::ListUsers;
use okta_transport::{Client, ErrorKind, Governing, Lane, WasSent};
use proptest::prelude::*;
use server::{Server, Truth, Words, honest, http_date};

/// Runs in virtual time.
fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap()
        .block_on(future)
}

/// A case simulates minutes of up to six processes: 1,000 of each property took six minutes on two shared cores.
fn cases() -> ProptestConfig {
    ProptestConfig::with_cases(if proofs_are_full() { 400 } else { 24 })
}

/// A request to the bucket `/api/v1/users`, told from others by its page size.
fn list(limit: u32) -> ListUsers {
    ListUsers::new().limit(limit)
}

async fn send(client: &Client) -> okta_transport::Result<()> {
    client.send(list(1)).await.map(drop)
}

fn proofs_are_full() -> bool {
    std::env::var("OKTA_PROOFS").is_ok_and(|value| value == "full")
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn no_window_holds_more_than_the_share_and_everyone_is_served(
        limit in 10_u32..700, share in 0.1_f64..=1.0, slow in 1_u64..4_000, spread in 0_u64..8_000,
        phase in prop::option::of(0_i64..60), requests in 1_u32..900, seed: u64,
    ) {
        run(async {
            let mut server = Server::new(limit, seed);
            (server.latency, server.grid) = ((slow, slow + spread), phase);
            let governing = Governing::default().share(share).most_at_once(60);
            let client = server.builder().governing(governing).build().unwrap().lane(Lane::Bulk);
            let results = join_all((0..requests).map(|_| send(&client))).await;
            let seen = server.seen();
            prop_assert!(results.iter().all(Result::is_ok), "{results:?}");
            prop_assert_eq!(seen.refused, 0);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the share is at most 1")]
            let most = ((share * f64::from(limit)) as u32).max(1);
            prop_assert!(seen.windows.values().all(|count| *count <= most), "{most} {seen:?}");
            prop_assert_eq!(client.budget().under_way(), 0);
            Ok(())
        })?;
    }

    #[test]
    fn who_gives_up_waiting_frees_the_place(
        limit in 10_u32..100, patience in prop::collection::vec(0_u64..90_000, 1..120), seed: u64,
    ) {
        run(async {
            let server = Server::new(limit, seed);
            let client = server.client().lane(Lane::Bulk);
            let waits = patience.iter().enumerate().map(|(number, patience)| {
                let client = &client;
                let lane = if number % 3 == 0 { Lane::Interactive } else { Lane::Bulk };
                async move {
                    let client = client.lane(lane).wait_at_most(Duration::from_secs(3_600));
                    let asked = tokio::time::timeout(Duration::from_millis(*patience), send(&client)).await;
                    asked.is_ok_and(|result| result.is_ok())
                }
            });
            let patient = join_all((0..20).map(|_| send(&client)));
            let (_, served) = futures_util::future::join(join_all(waits), patient).await;
            prop_assert!(served.iter().all(Result::is_ok));
            let budget = client.budget();
            prop_assert_eq!((budget.under_way(), budget.buckets()[0].waiting()), (0, 0));
            // Those who left after all had been counted: one window later all is as new.
            tokio::time::sleep(Duration::from_secs(121)).await;
            prop_assert_eq!(client.budget().buckets()[0].left(), (limit * 8 / 10).max(1));
            Ok(())
        })?;
    }
}

#[test]
fn no_lie_of_the_headers_hangs_a_client() {
    let lies: &[(&str, Words)] = &[
        ("nothing", |_| Vec::new()),
        ("no date", |truth| honest(truth).into_iter().take(3).collect()),
        ("no limit", |truth| honest(truth).into_iter().skip(1).collect()),
        ("limit 0", |truth| honest(Truth { limit: 0, ..truth })),
        ("all 0", |truth| {
            honest(Truth {
                limit: 0,
                remaining: 0,
                reset: 0,
                ..truth
            })
        }),
        ("always empty", |truth| {
            honest(Truth {
                remaining: 0,
                ..truth
            })
        }),
        ("resets in ten years", |truth| {
            honest(Truth {
                reset: truth.reset + 315_360_000,
                ..truth
            })
        }),
        ("reset ten years ago", |truth| {
            honest(Truth {
                reset: truth.reset - 315_360_000,
                ..truth
            })
        }),
        ("resets now", |truth| {
            honest(Truth {
                reset: truth.date.as_second(),
                ..truth
            })
        }),
        ("a window without end", |truth| {
            honest(Truth {
                reset: truth.date.as_second() + 60,
                ..truth
            })
        }),
        ("the largest numbers", |truth| {
            honest(Truth {
                limit: u32::MAX,
                remaining: u32::MAX,
                reset: 253_402_300_799,
                ..truth
            })
        }),
        ("words", |_| {
            [
                "x-rate-limit-limit",
                "x-rate-limit-remaining",
                "x-rate-limit-reset",
                "date",
            ]
            .map(|name| (name, "soon".to_owned()))
            .into()
        }),
        ("many values", |truth| {
            [
                honest(truth),
                honest(Truth {
                    limit: 5,
                    remaining: 0,
                    reset: truth.reset - 30,
                    ..truth
                }),
            ]
            .concat()
        }),
    ];
    for (name, words) in lies {
        run(async {
            let mut server = Server::new(600, 7);
            server.words = *words;
            let client = server.client().lane(Lane::Bulk);
            let all = join_all((0..30).map(|_| send(&client)));
            let results = tokio::time::timeout(Duration::from_secs(3_600), all).await;
            let results = results.unwrap_or_else(|_| panic!("{name}: hangs, {:?}", client.budget()));
            assert!(results.iter().all(Result::is_ok), "{name}: {results:?}");
        });
    }
}

#[test]
fn windows_are_told_by_the_date_of_the_answers_whatever_our_clock_says() {
    run(async {
        let mut server = Server::new(50, 7);
        server.words = |truth| {
            let off = 600;
            let mut words = honest(Truth {
                reset: truth.reset + off,
                ..truth
            });
            words[3].1 = http_date(truth.date + Duration::from_secs(600));
            words
        };
        let client = server.client().lane(Lane::Bulk);
        join_all((0..120).map(|_| send(&client))).await;
        let seen = server.seen();
        assert_eq!(seen.refused, 0);
        // 0.8 of 50; where windows meet, one may fall to either side.
        assert!(
            seen.windows
                .values()
                .take(2)
                .all(|count| (39..=40).contains(count)),
            "{seen:?}"
        );
    });
}

#[test]
fn without_a_date_the_share_holds_however_far_our_clock_is_off() {
    fn dateless(truth: Truth, seconds: i64) -> Vec<(&'static str, String)> {
        let reset = truth.reset + seconds;
        honest(Truth { reset, ..truth }).into_iter().take(3).collect()
    }
    let clocks: &[Words] = &[
        |truth| dateless(truth, 0),
        |truth| dateless(truth, -40),
        |truth| dateless(truth, -20),
        |truth| dateless(truth, 40),
        |truth| dateless(truth, -600),
        |truth| dateless(truth, 600),
    ];
    for words in clocks {
        run(async {
            let mut server = Server::new(50, 7);
            server.words = *words;
            let client = server.client().lane(Lane::Bulk);
            let results = join_all((0..200).map(|_| send(&client))).await;
            let seen = server.seen();
            assert!(results.iter().all(Result::is_ok), "{results:?}");
            assert_eq!(seen.refused, 0);
            assert!(seen.windows.values().all(|count| *count <= 40), "{seen:?}");
        });
    }
}

#[test]
fn one_answer_with_a_date_of_another_century_is_soon_forgotten() {
    run(async {
        let mut server = Server::new(100, 7);
        server.words = |truth| {
            let lies = truth.date.as_second() < 1_700_000_005;
            let off = if lies { 315_360_000 } else { 0 };
            let mut words = honest(Truth {
                reset: truth.reset + off,
                ..truth
            });
            words[3].1 = http_date(truth.date + Duration::from_secs(off.unsigned_abs()));
            words
        };
        let client = server.client().lane(Lane::Bulk);
        join_all((0..300).map(|_| send(&client))).await;
        let budget = client.budget();
        let reset = budget.bucket("/api/v1/users").unwrap().reset_at().unwrap();
        assert!(reset.as_second() < 1_700_001_000, "{budget:?}");
        assert_eq!(server.seen().refused, 0);
    });
}

#[test]
fn a_wait_that_is_too_long_fails_at_once_with_the_reset() {
    run(async {
        let mut server = Server::new(10, 7);
        server.grid = Some(0);
        let client = server.client();
        // A share of 8, of which one may leave at once, and the others evenly.
        join_all((0..8).map(|_| send(&client))).await;
        let begun = tokio::time::Instant::now();
        let hurried = client.wait_at_most(Duration::from_millis(10));
        let error = loop {
            if let Err(error) = send(&hurried).await {
                break error;
            }
        };
        assert!(begun.elapsed() < Duration::from_secs(5));
        assert_eq!(
            (error.kind(), error.was_sent()),
            (ErrorKind::RateLimited, WasSent::No)
        );
        assert!(error.reset_at().is_some(), "{error}");
        assert!(error.retry_after().unwrap() > Duration::from_millis(10));
        assert!(
            error.to_string().contains("Nothing was sent. Try again in"),
            "{error}"
        );
        let sent = server.seen().left.len();
        send(&hurried).await.unwrap_err();
        assert_eq!(server.seen().left.len(), sent);
    });
}

#[test]
fn a_wait_for_a_place_ends_in_time_too() {
    run(async {
        let mut server = Server::new(600, 7);
        server.latency = (5_000, 5_000);
        let governing = Governing::default().most_at_once(1);
        let client = server.builder().governing(governing).build().unwrap();
        let hurried = client.wait_at_most(Duration::from_secs(2));
        let begun = tokio::time::Instant::now();
        let (first, second) = futures_util::future::join(send(&hurried), async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            let result = send(&hurried).await;
            (result, begun.elapsed())
        })
        .await;
        first.unwrap();
        let (error, waited) = (second.0.unwrap_err(), second.1);
        assert_eq!(
            (error.kind(), error.was_sent()),
            (ErrorKind::RateLimited, WasSent::No)
        );
        assert!((2_000..2_100).contains(&waited.as_millis()), "{waited:?}");
    });
}

#[test]
fn who_waits_for_the_first_answer_is_not_told_to_wait_a_window() {
    run(async {
        let mut server = Server::new(600, 7);
        server.latency = (500, 500);
        let client = server.client().wait_at_most(Duration::from_secs(5));
        let results = join_all((0..10).map(|_| send(&client))).await;
        assert!(results.iter().all(Result::is_ok), "{results:?}");
    });
}

#[test]
fn interactive_goes_first_and_bulk_is_every_fifth_at_least() {
    run(async {
        let mut server = Server::new(60, 7);
        server.latency = (1, 10);
        let client = server.client();
        let asking = client.wait_at_most(Duration::from_secs(3_600));
        let asked = asking.clone();
        // The limit is learnt, and the burst is spent.
        join_all((0..10).map(|_| asking.send(list(9)))).await;
        let job = client.lane(Lane::Bulk);
        let bulk = join_all((0..20).map(|_| job.send(list(1))));
        let interactive = join_all((0..40).map(|_| asked.send(list(2))));
        futures_util::future::join(bulk, interactive).await;
        let left = server.seen().left.split_off(10);
        for turns in left[..50].chunks(5) {
            let of_bulk = turns.iter().filter(|query| *query == "limit=1").count();
            assert_eq!(of_bulk, 1, "{left:?}");
        }
    });
}

#[test]
fn fewer_are_sent_at_once_when_okta_refuses_them_for_that() {
    run(async {
        let mut server = Server::new(6_000, 7);
        server.at_once = 12;
        let client = server.client().lane(Lane::Bulk);
        let results = join_all((0..1_000).map(|_| send(&client))).await;
        let successes = results.iter().filter(|result| result.is_ok()).count();
        let seen = server.seen();
        assert!(successes >= 990, "{successes} {seen:?}");
        assert!(seen.crowded > 0 && seen.crowded < 100, "{seen:?}");
        assert!(client.budget().at_once() < 30, "{:?}", client.budget());
    });
}

#[test]
fn the_budget_is_what_clones_share_and_the_forecast_follows_from_it() {
    run(async {
        let server = Server::new(100, 7);
        let client = server.client();
        assert!(client.budget().buckets().is_empty());
        let calls = [(ListUsers::METADATA, 160), (ListGroups::METADATA, 1)];
        let guess = client.forecast(&calls);
        assert!(guess.buckets().iter().all(|bucket| !bucket.is_learnt()));
        client.clone().send(list(1)).await.unwrap();
        let budget = client.lane(Lane::Bulk).budget();
        let users = budget.bucket("/api/v1/users").unwrap();
        assert_eq!(
            (users.limit(), users.left(), users.remaining()),
            (100, 79, Some(99))
        );
        assert!(users.is_learnt() && users.reset_at().is_some());
        let forecast = client.forecast(&calls);
        assert_eq!(
            (forecast.calls(), forecast.duration()),
            (161, Duration::from_secs(120))
        );
        let lines = forecast.to_string();
        assert!(
            lines.contains("/api/v1/users: 160 calls, 2.0 minutes\n"),
            "{lines}"
        );
        assert!(
            lines.contains("/api/v1/groups: 1 calls, 0.0 minutes (limit not seen yet)\n"),
            "{lines}"
        );
        let free = server.builder().ungoverned().build().unwrap();
        join_all((0..90).map(|_| free.send(list(1)))).await;
        assert!(free.budget().buckets().is_empty());
    });
}
