//! Whatever fails on the way, a report says less, and never something else: what can be used is not called denied, what
//! cannot is not called granted.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use http::{Request, Response};
use okta_emulator::Emulator;
use okta_permissions::{ATOMICWORK, AUTHOMIZE, HAPPYFOX_WORKFLOWS, Profile, Verdict, preflight};
use okta_transport::{BackendError, BackendErrorKind, BearerToken, Client, RetryPolicy, WasSent};

use crate::org::{bind, client_with, emulator, group, let_read_roles};
use crate::service_app::ServiceApp;

/// What comes in the place of one answer: status, body, or no answer at all.
const FAULTS: [(u16, &str); 11] = [
    (
        429,
        r#"{"errorCode": "E0000047", "errorSummary": "API call exceeded rate limit"}"#,
    ),
    (
        403,
        r#"{"errorCode": "E0000006", "errorSummary": "You do not have permission"}"#,
    ),
    (404, r#"{"errorCode": "E0000007", "errorSummary": "Not found"}"#),
    (
        401,
        r#"{"errorCode": "E0000015", "errorSummary": "You do not have the feature"}"#,
    ),
    (
        500,
        r#"{"errorCode": "E0000009", "errorSummary": "Internal Server Error"}"#,
    ),
    (503, ""),
    (200, "null"),
    (200, "[{}, 7, null]"),
    (200, "<html>"),
    (200, ""),
    (0, ""),
];

/// A client of which this call, by number, fares so.
fn with_fault(
    emulator: &Emulator,
    authorization: &str,
    place: usize,
    (status, body): (u16, &'static str),
) -> Client {
    let (emulator_behind, header) = (emulator.clone(), authorization.to_owned());
    let calls = Arc::new(AtomicUsize::new(0));
    let (scheme, token) = authorization.split_once(' ').unwrap();
    let builder = Client::builder().ungoverned().org(emulator.base_url());
    let builder = match scheme {
        "SSWS" => builder.api_token(token),
        _ => builder.authenticator(BearerToken::new(token).unwrap()),
    };
    builder
        .retry(RetryPolicy::never())
        .backend(move |mut request: Request<Bytes>| {
            let (emulator, header) = (emulator_behind.clone(), header.clone());
            let now = calls.fetch_add(1, Ordering::Relaxed) == place;
            // Nobody is a super administrator, so that a refusal of the roles themselves is nothing strange.
            request
                .headers_mut()
                .insert("authorization", header.parse().unwrap());
            async move {
                let truth = emulator.handle(request).await;
                match status {
                    _ if !now => Ok(truth),
                    // Okta does not answer with success what it refuses.
                    200 if truth.status() != 200 => Ok(truth),
                    0 => Err(BackendError::new(
                        BackendErrorKind::Timeout,
                        WasSent::Maybe,
                        "no answer",
                    )),
                    _ => Ok(Response::builder()
                        .status(status)
                        .header(
                            "content-type",
                            if body == "<html>" {
                                "text/html"
                            } else {
                                "application/json"
                            },
                        )
                        .header("x-rate-limit-remaining", "0")
                        .body(Bytes::from_static(body.as_bytes()))
                        .unwrap()),
                }
            }
        })
        .build()
        .unwrap()
}

fn is_less(truth: Verdict, said: Verdict) -> bool {
    match (truth, said) {
        (truth, said) if truth == said => true,
        // What was tried instead answers, and how far it reaches is not known.
        (Verdict::Granted | Verdict::Unknown, Verdict::Scoped) | (_, Verdict::Unknown) => true,
        _ => false,
    }
}

/// All of them, or in a small run three at each place, other ones at the next.
fn faults(place: usize) -> impl Iterator<Item = (u16, &'static str)> {
    let full = std::env::var("OKTA_PROOFS").is_ok_and(|proofs| proofs == "full");
    let some = FAULTS.iter().enumerate();
    some.filter(move |(number, _)| full || (number + place).is_multiple_of(4))
        .map(|(_, fault)| *fault)
}

async fn holds_for(emulator: &Emulator, authorization: &str, profile: &Profile) {
    let whole = with_fault(emulator, authorization, usize::MAX, (0, ""));
    let truth = preflight(&whole, profile).await.unwrap();
    let (mut reports, mut errors) = (0, 0);
    let calls = usize::try_from(truth.calls().sent()).unwrap();
    for place in 0..calls {
        for fault in faults(place) {
            let client = with_fault(emulator, authorization, place, fault);
            let Ok(report) = preflight(&client, profile).await else {
                errors += 1;
                continue;
            };
            reports += 1;
            for (truth, said) in truth.capabilities().iter().zip(report.capabilities()) {
                // A refusal is the truth of what was refused, and of what takes the same: who is refused its roles is
                // neither a super administrator nor holds okta.iam.read.
                let is_told = |operation: &str| {
                    let takes_the_same = ["Role", "ResourceSet"]
                        .iter()
                        .any(|part| operation.contains(part));
                    takes_the_same || report.calls().by_operation().contains_key(operation)
                };
                let mut denied = said
                    .operations()
                    .iter()
                    .filter(|operation| operation.verdict() == Verdict::Denied);
                let follows = fault.0 == 403 && denied.any(|operation| is_told(operation.operation_id()));
                assert!(
                    is_less(truth.verdict(), said.verdict()) || follows,
                    "{} at call {place}, {fault:?}: {} instead of {}: {}\n{report}",
                    said.name(),
                    said.verdict(),
                    truth.verdict(),
                    said.reason()
                );
            }
        }
    }
    // Without its first answer there is no report: nobody knows whose the token is.
    assert!(reports > errors, "{reports} {errors}");
}

#[tokio::test]
async fn a_fault_in_any_call_of_a_super_administrator_s_token_makes_a_report_say_less() {
    let emulator = emulator();
    let token = format!("SSWS {}", emulator.api_token("SUPER_ADMIN").expose());
    for profile in [&ATOMICWORK, &AUTHOMIZE] {
        holds_for(&emulator, &token, profile).await;
    }
}

#[tokio::test]
async fn a_fault_in_any_call_of_a_narrow_token_makes_a_report_say_less() {
    let emulator = emulator();
    let (berlin, paris) = (group(&emulator, "Berlin").await, group(&emulator, "Paris").await);
    let token = emulator
        .api_token_with_targets("HELP_DESK_ADMIN", &[berlin.as_str(), paris.as_str()])
        .unwrap();
    let client = client_with(&emulator, token.expose());
    let_read_roles(&emulator, &client).await;
    let members = format!("/api/v1/groups/{berlin}/users");
    let permissions = [
        "okta.users.read",
        "okta.users.lifecycle.suspend",
        "okta.groups.read",
    ];
    bind(&emulator, &client, &permissions, &[&members, "/api/v1/groups"]).await;
    let token = format!("SSWS {}", token.expose());
    for profile in [&HAPPYFOX_WORKFLOWS, &AUTHOMIZE] {
        holds_for(&emulator, &token, profile).await;
    }
}

#[tokio::test]
async fn a_fault_in_any_call_of_a_token_that_may_not_read_roles_makes_a_report_say_less() {
    let emulator = emulator();
    for role in ["READ_ONLY_ADMIN", "nobody"] {
        let token = format!("SSWS {}", emulator.api_token(role).expose());
        holds_for(&emulator, &token, &AUTHOMIZE).await;
    }
}

#[tokio::test]
async fn a_fault_in_any_call_of_a_service_app_makes_a_report_say_less() {
    let emulator = emulator();
    let scopes = [
        "okta.users.read",
        "okta.groups.read",
        "okta.roles.read",
        "okta.apps.read",
    ];
    for role in [Some("SUPER_ADMIN"), Some("READ_ONLY_ADMIN")] {
        let app = ServiceApp::new(&emulator, &scopes, role).await;
        let token = format!("Bearer {}", app.token());
        holds_for(&emulator, &token, &AUTHOMIZE).await;
    }
}
