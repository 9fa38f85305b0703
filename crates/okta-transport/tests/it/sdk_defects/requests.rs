//! What is sent, how often, and with what.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::TryStreamExt;
use okta_emulator::Emulator;
use okta_models::user_resources::ListUserGroups;
use okta_models::users::{GetUser, ListUsers};
use okta_transport::{Client, ClientCredentials, Config, LogTail, Pages, PrivateKey, VirtualClock};
use serde_json::Value;

use crate::support::{Outcome, Script, json, okta_error, page};

const TOKEN: &str = r#"{"token_type":"DPoP","expires_in":3600,"access_token":"eyJhIjoxfQ.e30.c2ln"}"#;

fn with_app(script: &Script) -> Client {
    let key = PrivateKey::generate().unwrap();
    let app = ClientCredentials::new("0oa1", key.clone()).scopes(["okta.users.read"]);
    script.builder().authenticator(app.dpop_key(key)).build().unwrap()
}

#[tokio::test]
async fn a_proof_is_of_the_request_that_leaves_on_every_page() {
    let next = "https://acme.okta.com/api/v1/users/ada@example.com/groups?after=1";
    let script = Script::of([json(200, &[], TOKEN), page(Some(next), "[]"), page(None, "[]")]);
    let groups = with_app(&script).stream(ListUserGroups::new("ada@example.com"));
    groups.try_collect::<Vec<_>>().await.unwrap();
    let claims: Vec<(Value, Value)> = script
        .requests()
        .iter()
        .map(|request| {
            let proof = request.headers()["dpop"].to_str().unwrap();
            let claims = URL_SAFE_NO_PAD.decode(proof.split('.').nth(1).unwrap()).unwrap();
            let claims: Value = serde_json::from_slice(&claims).unwrap();
            (claims["htm"].clone(), claims["htu"].clone())
        })
        .collect();
    let (token, groups) = (
        "https://acme.okta.com/oauth2/v1/token",
        "https://acme.okta.com/api/v1/users/ada@example.com/groups",
    );
    let of = |method: &str, uri: &str| (method.into(), uri.into());
    assert_eq!(claims, [of("POST", token), of("GET", groups), of("GET", groups)]);
}

#[tokio::test]
async fn a_rate_limit_costs_no_other_token() {
    let refused = || {
        let headers = [
            ("x-rate-limit-limit", "0"),
            ("x-rate-limit-remaining", "0"),
            ("x-rate-limit-reset", "1"),
        ];
        okta_error(429, "E0000047", "API call exceeded rate limit", &headers)
    };
    let script = Script::of([
        json(200, &[], TOKEN),
        refused(),
        refused(),
        json(200, &[], r#"{"id": "00u1"}"#),
    ]);
    with_app(&script).send(GetUser::new("me")).await.unwrap();
    let requests = script.requests();
    assert_eq!(requests.len(), 4);
    assert!(
        requests[1..]
            .iter()
            .all(|request| request.uri().path() == "/api/v1/users/me")
    );
}

#[tokio::test]
async fn a_limit_is_outwaited_whatever_its_headers_look_like() {
    let date = ("date", "Tue, 14 Nov 2023 22:13:20 GMT");
    let whole = [("x-rate-limit-limit", "600"), ("x-rate-limit-remaining", "0")];
    let resets = [
        ("x-rate-limit-reset", "1700000030"),
        ("x-rate-limit-reset", "1700000060"),
    ];
    let twice = [whole.as_slice(), &resets, &[date]].concat();
    let without_date = [whole.as_slice(), &resets[..1]].concat();
    let malformed = [whole.as_slice(), &[("x-rate-limit-reset", "soon"), date]].concat();
    for (headers, at_least) in [
        (&twice[..], 30),
        (&without_date, 0),
        (&malformed, 0),
        (&[date][..], 0),
        (&[], 0),
    ] {
        let refused = okta_error(429, "E0000047", "API call exceeded rate limit", headers);
        let script = Script::of([refused, json(200, &[], "[]")]);
        let clock = Arc::new(VirtualClock::default());
        let client = script
            .builder()
            .ungoverned()
            .shared_clock(clock.clone())
            .build()
            .unwrap();
        client.send(ListUsers::new()).await.unwrap();
        let [wait] = clock.sleeps()[..] else {
            panic!("{headers:?}: one wait")
        };
        assert!(
            wait > Duration::from_secs(at_least) && wait < Duration::from_secs(70),
            "{headers:?}: {wait:?}"
        );
    }
}

#[tokio::test]
async fn a_repetition_waits_after_every_failure() {
    for status in [500, 502, 503, 504] {
        let failure = || -> Outcome { json(status, &[], "{}") };
        let script = Script::of([failure(), failure(), json(200, &[], "[]")]);
        let clock = Arc::new(VirtualClock::default());
        let client = script
            .builder()
            .ungoverned()
            .shared_clock(clock.clone())
            .build()
            .unwrap();
        client.send(ListUsers::new()).await.unwrap();
        assert_eq!(
            clock.sleeps(),
            [500, 1_000].map(Duration::from_millis),
            "{status}"
        );
    }
}

#[tokio::test]
async fn a_listing_takes_one_request_a_page() {
    let emulator = Emulator::builder().users(800).seed(7).build();
    let backend = emulator.clone();
    let client = Client::builder()
        .ungoverned()
        .org(emulator.base_url())
        .api_token(emulator.api_token("SUPER_ADMIN").expose())
        .backend(move |request| backend.handle(request))
        .build()
        .unwrap();
    let before = emulator.requests_served();
    let users: Vec<_> = client
        .stream(ListUsers::new().limit(200))
        .try_collect()
        .await
        .unwrap();
    let pages = u64::try_from(users.len().div_ceil(200)).unwrap();
    assert!(users.len() > 600);
    assert_eq!(emulator.requests_served() - before, pages);
}

#[test]
fn what_threads_share_may_be_shared() {
    fn shared<T: Send + Sync>() {}
    fn moved<T: Send>() {}
    shared::<Client>();
    shared::<Config>();
    shared::<ClientCredentials>();
    shared::<PrivateKey>();
    moved::<Pages<ListUsers>>();
    moved::<LogTail>();
    #[cfg(feature = "blocking")]
    shared::<okta_transport::blocking::Client>();
}
