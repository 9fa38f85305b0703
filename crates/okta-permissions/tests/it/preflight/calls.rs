//! A preflight only reads, sends no more than it forecasts, and fails with what failed.

use std::collections::BTreeMap;

use okta_emulator::Fault;
use okta_permissions::{ATOLIO, INTEGRATIONS, Preflight, StandardRole, Verdict, preflight};
use okta_transport::ErrorKind;

use super::verdict_of;
use crate::org::{builder, client, client_with, emulator, let_read_roles};

#[tokio::test]
async fn every_call_reads_and_is_counted_and_forecast() {
    for role in StandardRole::all() {
        let emulator = emulator();
        let plain = client(&emulator, role.role_type());
        let reads_roles = client(&emulator, role.role_type());
        let_read_roles(&emulator, &reads_roles).await;
        for client in [plain, reads_roles] {
            for profile in INTEGRATIONS {
                let planned = Preflight::new(&profile);
                let forecast = planned.forecast();
                let before = emulator.requests().len();
                let report = planned.run(&client).await.unwrap();
                let sent = emulator.requests().split_off(before);
                assert!(sent.iter().all(|request| request.method == "GET"), "{sent:?}");
                assert_eq!(sent.len(), usize::try_from(report.calls().sent()).unwrap());
                assert!(report.calls().sent() <= forecast.calls());
                assert_eq!(report.calls().at_most(), forecast.calls());
                let mut allowed: BTreeMap<&str, u32> = BTreeMap::new();
                for line in forecast.lines() {
                    *allowed.entry(line.operation_id()).or_default() += line.at_most();
                }
                for (operation, count) in report.calls().by_operation() {
                    let allowed = allowed.get(operation).copied().unwrap_or_default();
                    assert!(*count <= allowed, "{operation}: {count} of {allowed}");
                }
            }
        }
    }
}

#[test]
fn a_forecast_names_buckets_and_keeps_to_the_bound() {
    for profile in INTEGRATIONS {
        for bound in 1..=40 {
            let forecast = Preflight::new(&profile).at_most(bound).forecast();
            assert_eq!(forecast.calls(), bound);
            assert!(forecast.by_bucket().values().all(|calls| *calls <= bound));
        }
    }
    let forecast = Preflight::new(&ATOLIO).forecast();
    assert_eq!(forecast.by_bucket().get("/api/v1/users/me"), Some(&1));
    assert!(forecast.to_string().ends_with("in all, at most\n"), "{forecast}");
}

#[tokio::test]
async fn a_refused_token_is_an_error_and_not_a_report() {
    let emulator = emulator();
    let client = client_with(&emulator, "not-a-token-of-this-org");
    let error = preflight(&client, &ATOLIO).await.unwrap_err();
    assert!(error.is_unauthenticated());
    assert!(!error.to_string().contains("not-a-token"), "{error}");
}

#[tokio::test]
async fn an_org_that_cannot_be_reached_is_an_error() {
    let emulator = emulator();
    let nobody = |_: http::Request<bytes::Bytes>| async {
        Err::<http::Response<bytes::Bytes>, _>(okta_transport::BackendError::new(
            okta_transport::BackendErrorKind::Connect,
            okta_transport::WasSent::No,
            "no route",
        ))
    };
    let client = builder(&emulator)
        .api_token("00x")
        .backend(nobody)
        .build()
        .unwrap();
    let error = preflight(&client, &ATOLIO).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unreachable);
}

/// A token that is revoked while it is read is refused, and no report says that it may something.
#[tokio::test]
async fn a_token_that_ends_on_the_way_is_an_error() {
    for operation in [
        "listApiTokens",
        "listPrincipalRateLimitEntities",
        "listAssignedRolesForUser",
    ] {
        let emulator = emulator();
        let client = client(&emulator, "SUPER_ADMIN");
        emulator.inject(Fault::error(401, "E0000011").on_operation(operation));
        let error = preflight(&client, &ATOLIO).await.unwrap_err();
        let health = okta_permissions::TokenHealth::of_refusal(&error).expect("a refusal");
        assert_eq!(health.colour(), okta_permissions::Colour::Red, "{operation}");
    }
}

/// An owner of 5,000 roles, on pages that a header links: all are read where the bound allows, and each page is a call.
#[tokio::test]
async fn thousands_of_roles_are_read_over_pages() {
    const ALL: usize = 5_000;
    const PAGE: usize = 200;
    let emulator = emulator();
    let (behind, base) = (emulator.clone(), emulator.base_url().to_owned());
    let token = emulator.api_token("SUPER_ADMIN");
    let paged = builder(&emulator)
        .api_token(token.expose())
        .backend(move |request: http::Request<bytes::Bytes>| {
            let (emulator, base) = (behind.clone(), base.clone());
            async move {
                if !request.uri().path().ends_with("/roles") {
                    return emulator.handle(request).await;
                }
                let query = request.uri().query().unwrap_or_default();
                let from: usize = query
                    .strip_prefix("after=")
                    .map_or(0, |after| after.parse().unwrap());
                let role = |number: usize| {
                    format!(r#"{{"id": "ra{number}", "type": "REPORT_ADMIN", "status": "ACTIVE"}}"#)
                };
                let roles: Vec<String> = (from..from + PAGE).map(role).collect();
                let next = format!(
                    "<{base}{}?after={}>; rel=\"next\"",
                    request.uri().path(),
                    from + PAGE
                );
                let mut response = http::Response::builder().header("content-type", "application/json");
                if from + PAGE < ALL {
                    response = response.header("link", next);
                }
                response
                    .body(bytes::Bytes::from(format!("[{}]", roles.join(","))))
                    .unwrap()
            }
        })
        .build()
        .unwrap();
    let report = preflight(&paged, &ATOLIO).await.unwrap();
    assert_eq!(report.roles().map(<[_]>::len), Some(ALL));
    assert_eq!(report.calls().by_operation()["listAssignedRolesForUser"], 25);
    assert_eq!(verdict_of(&report, "poll the System Log").0, Verdict::Granted);
    assert_eq!(verdict_of(&report, "read users").0, Verdict::Denied);
    assert!(report.to_string().lines().count() < 30, "{report}");
    // Where the bound does not allow it, nothing that a role on a further page may allow is denied.
    let bounded = Preflight::new(&ATOLIO).at_most(10).run(&paged).await.unwrap();
    assert_eq!(bounded.calls().sent(), 10);
    assert_eq!(verdict_of(&bounded, "poll the System Log").0, Verdict::Granted);
    assert_eq!(verdict_of(&bounded, "read users").0, Verdict::Unknown);
}

/// An org without the feature, or one that hides it, answers what concerns custom roles so: nothing of them is denied.
#[tokio::test]
async fn an_org_without_custom_roles_leaves_unknowns() {
    for (status, code) in [(404, "E0000007"), (401, "E0000015"), (403, "E0000006")] {
        let emulator = emulator();
        let client = client(&emulator, "nobody");
        let_read_roles(&emulator, &client).await;
        let fault = || Fault::error(status, code).times(9);
        emulator.inject(fault().on_operation("listRolePermissions"));
        emulator.inject(fault().on_operation("listResourceSetResources"));
        let report = preflight(&client, &ATOLIO).await.unwrap();
        for capability in report.capabilities() {
            let (name, verdict) = (capability.name(), capability.verdict());
            // No permission opens it, whatever the role holds.
            let expected = if name == "poll the System Log" {
                Verdict::Denied
            } else {
                Verdict::Unknown
            };
            assert_eq!(verdict, expected, "{status} {name}: {report}");
        }
    }
}

/// A failure that may pass costs what it was about, and not the report.
#[tokio::test]
async fn a_failure_on_the_way_leaves_unknowns() {
    let emulator = emulator();
    let client = client(&emulator, "SUPER_ADMIN").with_retry(okta_transport::RetryPolicy::never());
    emulator.inject(Fault::error(500, "E0000009").on_operation("listAssignedRolesForUser"));
    let report = preflight(&client, &ATOLIO).await.unwrap();
    assert!(report.roles().is_none());
    assert_eq!(
        verdict_of(&report, "read users").0,
        Verdict::Scoped,
        "it was tried"
    );
    assert_eq!(verdict_of(&report, "read app user schemas").0, Verdict::Unknown);
    assert_eq!(report.exit_code(), 2);
    assert!(report.to_string().contains("the call failed"), "{report}");
}
