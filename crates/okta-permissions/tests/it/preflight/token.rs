//! The health of the token: valid, how long idle, when it ends, what may end it, its share of the limits, the clock.

use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use okta_emulator::Emulator;
use okta_models::{
    api_tokens::{
        ApiTokenNetworkConnection, ApiTokenNetworkUpdate, ApiTokenUpdate, ListApiTokens, UpsertApiToken,
    },
    principal_rate_limits::{CreatePrincipalRateLimitEntity, PrincipalRateLimitEntityUpdate, PrincipalType},
    user_lifecycle::DeactivateUser,
};
use okta_permissions::{
    ATOLIO, Colour, FindingKind, IDLE_DAYS, Identified, TokenHealth, keep_alive, preflight,
};
use okta_transport::{Client, Clock};

use crate::org::{builder, client, client_that_is_answered, client_with, owner};

const DAY: Duration = Duration::from_secs(86_400);

fn virtual_org() -> Emulator {
    Emulator::builder().users(3).seed(7).virtual_time().build()
}

/// A clock that is off by so many seconds from the one of a virtual org.
#[derive(Debug)]
struct Off(i64);

#[async_trait]
impl Clock for Off {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_768_478_400 + self.0).unwrap()
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    async fn sleep(&self, _: Duration) {}
}

fn with_clock(emulator: &Emulator, off: i64) -> Client {
    let token = emulator.api_token("SUPER_ADMIN");
    builder(emulator)
        .api_token(token.expose())
        .clock(Off(off))
        .build()
        .unwrap()
}

#[tokio::test]
async fn the_only_token_of_its_owner_is_the_one_that_calls() {
    let emulator = virtual_org();
    let report = preflight(&client(&emulator, "SUPER_ADMIN"), &ATOLIO)
        .await
        .unwrap();
    let health = report.health();
    assert_eq!(
        (health.colour(), health.identified()),
        (Colour::Green, Identified::Certainly)
    );
    assert_eq!(health.owner_status(), Some("ACTIVE"));
    assert_eq!(health.tokens()[0].idle_days(), Some(0));
    assert_eq!(health.ends_at().unwrap().to_string(), "2026-02-14T12:00:00Z");
    assert_eq!(
        health.to_string(),
        "green: valid: idle 0 of 30 days, ends 2026-02-14 unless it is used before"
    );
}

#[tokio::test]
async fn of_several_tokens_the_one_that_was_used_last_is_taken_and_the_idle_one_is_shown() {
    let emulator = virtual_org();
    let first = client(&emulator, "SUPER_ADMIN");
    let me = owner(&first).await;
    emulator.advance(20 * DAY);
    let second = emulator.api_token_of(me.as_str()).unwrap();
    let report = preflight(&client_with(&emulator, second.expose()), &ATOLIO)
        .await
        .unwrap();
    let health = report.health();
    assert_eq!(health.identified(), Identified::Probably);
    let idle: Vec<_> = health
        .tokens()
        .iter()
        .map(|token| token.idle_days().unwrap())
        .collect();
    assert_eq!(idle, [0, 20]);
    assert!(
        health
            .to_string()
            .contains("does not tell which token called: the owner has 1 more"),
        "{health}"
    );
}

/// The record that could not be read may be that of the token.
#[tokio::test]
async fn a_record_that_cannot_be_read_leaves_open_which_token_called() {
    let emulator = virtual_org();
    let client = crate::org::client_that_is_answered(&emulator, "SUPER_ADMIN", "/api-tokens", "[{}]");
    let report = preflight(&client, &ATOLIO).await.unwrap();
    assert_eq!(report.health().identified(), Identified::No);
    assert!(
        report
            .unread()
            .iter()
            .any(|unread| unread.operation_id() == "listApiTokens"),
        "{report}"
    );
}

#[tokio::test]
async fn a_token_that_may_not_read_its_record_ends_30_days_after_this_call() {
    let emulator = virtual_org();
    let client = client(&emulator, "HELP_DESK_ADMIN");
    emulator.advance(10 * DAY);
    let report = preflight(&client, &ATOLIO).await.unwrap();
    let health = report.health();
    assert_eq!(
        (health.colour(), health.identified()),
        (Colour::Green, Identified::No)
    );
    assert_eq!(health.ends_at().unwrap().to_string(), "2026-02-24T12:00:00Z");
    assert_eq!(report.rate_share().percent(), None);
}

#[tokio::test]
async fn a_token_for_some_networks_is_yellow() {
    let emulator = virtual_org();
    let client = client(&emulator, "SUPER_ADMIN");
    let token = client
        .send(ListApiTokens::new())
        .await
        .unwrap()
        .into_iter()
        .flatten()
        .next()
        .unwrap();
    let network = ApiTokenNetworkUpdate::new()
        .connection(ApiTokenNetworkConnection::Zone)
        .include(["nzo1"]);
    let update = ApiTokenUpdate::from(&token).network(network);
    client.send(UpsertApiToken::new(&token.id, update)).await.unwrap();
    let report = preflight(&client, &ATOLIO).await.unwrap();
    assert_eq!(report.health().colour(), Colour::Yellow);
    assert!(report.health().reasons()[0].contains("network zones"), "{report}");
}

#[tokio::test]
async fn an_owner_who_is_not_active_shows() {
    let emulator = virtual_org();
    for (user, colour, said) in [
        (
            r#"{"id": "00u1", "status": "PASSWORD_EXPIRED"}"#,
            Colour::Yellow,
            "PASSWORD_EXPIRED",
        ),
        (
            r#"{"id": "00u1", "status": "DEPROVISIONED"}"#,
            Colour::Red,
            "DEPROVISIONED",
        ),
        (r#"{"id": "00u1"}"#, Colour::Yellow, "status"),
    ] {
        let client = client_that_is_answered(&emulator, "HELP_DESK_ADMIN", "/users/me", user);
        let report = preflight(&client, &ATOLIO).await.unwrap();
        assert_eq!(report.health().colour(), colour, "{user}");
        assert!(report.health().reasons()[0].contains(said), "{user}: {report}");
    }
}

/// Not for want of use, then: it was used a moment ago.
#[tokio::test]
async fn a_token_that_ends_soon_although_it_is_used_is_red() {
    let emulator = virtual_org();
    let client = client(&emulator, "SUPER_ADMIN");
    let me = owner(&client).await;
    let record = format!(
        r#"[{{"id": "00T1", "userId": "{me}", "expiresAt": "2026-01-18T00:00:00.000Z", "tokenWindow": null}}]"#
    );
    let answer: &'static str = Box::leak(record.into_boxed_str());
    let emulator_behind = emulator.clone();
    let token = emulator.api_token_of(me.as_str()).unwrap();
    let client = Client::builder()
        .org(emulator.base_url())
        .api_token(token.expose())
        .backend(move |request: http::Request<bytes::Bytes>| {
            let emulator = emulator_behind.clone();
            async move {
                if request.uri().path().ends_with("/api-tokens") {
                    return http::Response::new(bytes::Bytes::from(answer));
                }
                emulator.handle(request).await
            }
        })
        .build()
        .unwrap();
    let report = preflight(&client, &ATOLIO).await.unwrap();
    assert_eq!(report.health().colour(), Colour::Red);
    assert_eq!(report.health().tokens()[0].idle_days(), Some(27));
}

#[tokio::test]
async fn a_refused_token_is_red_and_other_errors_have_no_health() {
    let emulator = virtual_org();
    let super_admin = client(&emulator, "SUPER_ADMIN");
    let client = client(&emulator, "READ_ONLY_ADMIN");
    let me = owner(&client).await;
    super_admin.send(DeactivateUser::new(&me)).await.unwrap();
    let error = preflight(&client, &ATOLIO).await.unwrap_err();
    let health = TokenHealth::of_refusal(&error).unwrap();
    assert_eq!(health.colour(), Colour::Red);
    assert!(health.to_string().contains("owner deactivated"), "{health}");
    let nobody = super_admin
        .send(okta_models::users::GetUser::new("nobody"))
        .await
        .unwrap_err();
    assert_eq!(TokenHealth::of_refusal(&nobody), None);
}

#[tokio::test]
async fn a_call_a_month_keeps_a_token_alive_and_nothing_else_does() {
    let emulator = virtual_org();
    let client = client(&emulator, "HELP_DESK_ADMIN");
    for _ in 0..3 {
        emulator.advance(DAY * (IDLE_DAYS - 1));
        let before = emulator.requests().len();
        let ends = keep_alive(&client).await.unwrap();
        let sent = emulator.requests().split_off(before);
        assert_eq!(sent.len(), 1);
        assert_eq!(
            (sent[0].method.as_str(), sent[0].path.as_str()),
            ("GET", "/api/v1/users/me")
        );
        let now = client
            .send_for_answer(okta_models::users::GetUser::new("me"))
            .await
            .unwrap()
            .date()
            .unwrap();
        assert_eq!(ends.duration_since(now), SignedDuration::from_hours(24 * 30));
    }
    emulator.advance(DAY * (IDLE_DAYS + 1));
    assert!(keep_alive(&client).await.unwrap_err().is_unauthenticated());
}

#[tokio::test]
async fn the_share_of_the_limits_is_the_token_s_own_or_okta_s_default() {
    let emulator = virtual_org();
    let client = client(&emulator, "SUPER_ADMIN");
    let report = preflight(&client, &ATOLIO).await.unwrap();
    let share = report.rate_share();
    assert_eq!((share.percent(), share.is_own()), (Some(50), false));
    let me = share
        .buckets()
        .iter()
        .find(|bucket| bucket.name() == "/api/v1/users/me")
        .unwrap();
    assert!(me.remaining() < me.limit());
    let token = report.health().tokens()[0].id().as_str().to_owned();
    let own = PrincipalRateLimitEntityUpdate::new()
        .principal_id(token.as_str())
        .principal_type(PrincipalType::SswsToken)
        .default_percentage(20)
        .default_concurrency_percentage(10);
    client
        .send(CreatePrincipalRateLimitEntity::new(own))
        .await
        .unwrap();
    let report = preflight(&client, &ATOLIO).await.unwrap();
    let share = report.rate_share();
    assert_eq!(
        (share.percent(), share.concurrency_percent(), share.is_own()),
        (Some(20), Some(10), true)
    );
    assert!(
        report
            .to_string()
            .contains("limits    20 % of each bucket, set for it; least of those seen"),
        "{report}"
    );
}

#[tokio::test]
async fn the_difference_of_clocks_is_told() {
    let emulator = virtual_org();
    for (off, shown, finding) in [
        (0, 0, false),
        (-30, 30, false),
        (-600, 600, true),
        (3_600, -3_599, true),
    ] {
        let report = preflight(&with_clock(&emulator, off), &ATOLIO).await.unwrap();
        let difference = report.clock().unwrap();
        assert_eq!(difference.seconds(), shown, "{off}");
        let found = report
            .findings()
            .iter()
            .any(|finding| finding.kind() == FindingKind::ClockDiffers);
        assert_eq!(found, finding, "{off}: {report}");
    }
}
