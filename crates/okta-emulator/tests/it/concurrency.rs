//! Too many requests at once are refused, with a limit of 0.

use okta_emulator::{Latency, Preset};

use crate::org::{Org, empty};

#[tokio::test(start_paused = true)]
async fn the_request_too_many_is_answered_429_with_both_numbers_0() {
    for (builder, limit) in [
        (empty().concurrency_limit(3), 3),
        (empty().limits(Preset::IntegratorFree), 35),
        (empty().limits(Preset::Workforce), 75),
    ] {
        let org = Org::new(builder.latency(Latency::Fixed { milliseconds: 50 }));
        let mut asked = Vec::new();
        for _ in 0..limit + 2 {
            asked.push(org.get("/api/v1/groups"));
        }
        let replies = futures(asked).await;
        let (fine, refused): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 200);
        assert_eq!((fine.len(), refused.len()), (limit, 2));
        for reply in refused {
            assert_eq!(reply.error().1, "E0000047");
            assert_eq!(reply.headers["x-rate-limit-limit"], "0");
            assert_eq!(reply.headers["x-rate-limit-remaining"], "0");
            assert!(reply.headers.contains_key("x-rate-limit-reset"));
        }
        // One after the other there is always a place.
        for _ in 0..limit.min(5) {
            org.get("/api/v1/users").await.expect(200);
        }
        let violations = org.events().await;
        let violations = violations
            .iter()
            .filter(|event| *event == "core.concurrency.org.limit.violation");
        assert_eq!(violations.count(), 2);
    }
}

/// Polls all of them in turn until each has answered.
async fn futures<F: Future>(asked: Vec<F>) -> Vec<F::Output> {
    let mut asked: Vec<_> = asked.into_iter().map(|one| (Box::pin(one), None)).collect();
    std::future::poll_fn(|context| {
        for (one, reply) in &mut asked {
            if reply.is_none()
                && let std::task::Poll::Ready(answered) = one.as_mut().poll(context)
            {
                *reply = Some(answered);
            }
        }
        if asked.iter().all(|(_, reply)| reply.is_some()) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    asked.into_iter().filter_map(|(_, reply)| reply).collect()
}
