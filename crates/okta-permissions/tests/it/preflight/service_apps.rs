//! A service app is checked by its client id and the scopes of its token: scope ∩ role ∩ resource.

use okta_models::role_assignments::{AssignRoleToClient, RoleAssignmentRequest};
use okta_permissions::{
    ATOLIO, AUTHOMIZE, FindingKind, HAPPYFOX_WORKFLOWS, Preflight, RoleType, Verdict, preflight,
};

use super::verdict_of;
use crate::org::{bind_member, client, client_that_is_answered, emulator, owner};
use crate::service_app::{ServiceApp, client_that_sends, unsigned};

const READS: [&str; 4] = [
    "okta.users.read",
    "okta.groups.read",
    "okta.apps.read",
    "okta.roles.read",
];

fn finds(report: &okta_permissions::PreflightReport, kind: FindingKind) -> bool {
    report.findings().iter().any(|finding| finding.kind() == kind)
}

#[tokio::test]
async fn scopes_and_roles_must_both_allow() {
    let emulator = emulator();
    let app = ServiceApp::new(&emulator, &READS, Some("SUPER_ADMIN")).await;
    let checked = Preflight::new(&ATOLIO).service_app(app.id()).scopes(READS);
    let report = checked.run(app.client()).await.unwrap();
    assert_eq!(report.owner_id(), None);
    assert_eq!(verdict_of(&report, "read users").0, Verdict::Granted, "{report}");
    let log = report.capability("poll the System Log").unwrap();
    assert_eq!(log.verdict(), Verdict::Denied);
    let remedy = log.remedy().unwrap();
    assert_eq!(remedy.scopes(), ["okta.logs.read"]);
    assert!(remedy.console().ends_with("Okta API Scopes"));
    let refused = app
        .client()
        .send(okta_models::system_log::ListLogEvents::new())
        .await;
    assert!(refused.unwrap_err().is_forbidden());
}

#[tokio::test]
async fn a_scope_without_a_role_is_a_finding() {
    let emulator = emulator();
    let app = ServiceApp::new(&emulator, &READS, None).await;
    let checked = Preflight::new(&ATOLIO).service_app(app.id()).scopes(READS);
    let report = checked.run(app.client()).await.unwrap();
    assert!(finds(&report, FindingKind::ScopeWithoutRole), "{report}");
    assert!(!verdict_of(&report, "read users").0.is_able(), "{report}");
    assert_ne!(report.exit_code(), 0);
    let users = app.client().send(okta_models::users::ListUsers::new()).await;
    assert!(users.is_ok_and(|users| users.is_empty()), "as Okta does");
}

/// Where Okta tells an app that it has no role, everything but its empty lists is denied.
#[tokio::test]
async fn an_app_that_is_known_to_have_no_role_is_told_what_happens() {
    let emulator = emulator();
    let client = client_that_is_answered(&emulator, "SUPER_ADMIN", "/clients/0oa1/roles", "[]");
    let checked = Preflight::new(&ATOLIO).service_app("0oa1").scopes(READS);
    let report = checked.run(&client).await.unwrap();
    assert!(finds(&report, FindingKind::ScopeWithoutRole), "{report}");
    let users = report.capability("read users").unwrap();
    assert_eq!(users.verdict(), Verdict::Denied);
    assert!(users.reason().contains("answers an empty list"), "{report}");
    assert!(users.remedy().unwrap().roles().contains(&"READ_ONLY_ADMIN"));
}

#[tokio::test]
async fn the_scopes_of_a_person_s_access_token_count_beside_the_roles() {
    let emulator = emulator();
    let client = client(&emulator, "SUPER_ADMIN");
    let scopes = ["okta.users.read", "okta.roles.read"];
    let report = Preflight::new(&ATOLIO).scopes(scopes).run(&client).await.unwrap();
    assert!(report.owner_id().is_some());
    assert_eq!(verdict_of(&report, "read users").0, Verdict::Granted);
    let groups = report.capability("read groups").unwrap();
    assert_eq!(groups.remedy().unwrap().scopes(), ["okta.groups.read"]);
    assert!(report.health().tokens().is_empty() && report.health().ends_at().is_none());
}

#[tokio::test]
async fn the_scope_to_read_roles_reads_none_without_the_role() {
    let emulator = emulator();
    let app = ServiceApp::new(&emulator, &READS, Some("READ_ONLY_ADMIN")).await;
    let checked = Preflight::new(&AUTHOMIZE).service_app(app.id()).scopes(READS);
    let report = checked.run(app.client()).await.unwrap();
    assert!(report.roles().is_none());
    assert!(finds(&report, FindingKind::RolesScopeWithoutRole), "{report}");
    assert_eq!(verdict_of(&report, "collect admin roles").0, Verdict::Denied);
    assert_eq!(verdict_of(&report, "collect users").0, Verdict::Scoped);
}

#[tokio::test]
async fn roles_of_a_client_are_read_with_what_they_are_for() {
    let emulator = emulator();
    let scopes = ["okta.users.read", "okta.users.manage", "okta.roles.read"];
    let app = ServiceApp::new(&emulator, &scopes, None).await;
    let base = emulator.base_url();
    let member = format!("{base}/oauth2/v1/clients/{}", app.id());
    bind_member(
        &emulator,
        &member,
        &["okta.iam.read"],
        &[format!("{base}/api/v1/iam")],
    )
    .await;
    let role = RoleAssignmentRequest::from(RoleType::HelpDeskAdmin);
    client(&emulator, "SUPER_ADMIN")
        .send(AssignRoleToClient::new(app.id(), role))
        .await
        .unwrap();
    let checked = Preflight::new(&HAPPYFOX_WORKFLOWS)
        .service_app(app.id())
        .scopes(scopes);
    let report = checked.run(app.client()).await.unwrap();
    let held: Vec<_> = report
        .roles()
        .unwrap()
        .iter()
        .map(|role| role.role().unwrap())
        .collect();
    assert_eq!(held, ["HELP_DESK_ADMIN", "CUSTOM"]);
    assert_eq!(
        verdict_of(&report, "unlock a user").0,
        Verdict::Scoped,
        "{report}"
    );
    let denied = report.capability("suspend a user").unwrap();
    assert_eq!(denied.verdict(), Verdict::Denied);
    assert!(denied.remedy().unwrap().console().ends_with("Admin roles"));
}

#[tokio::test]
async fn scopes_that_were_not_told_are_those_that_the_app_was_granted() {
    let emulator = emulator();
    let scopes = ["okta.users.read", "okta.appGrants.read", "okta.roles.read"];
    let app = ServiceApp::new(&emulator, &scopes, Some("SUPER_ADMIN")).await;
    let report = Preflight::new(&ATOLIO)
        .service_app(app.id())
        .run(app.opaque())
        .await
        .unwrap();
    assert!(finds(&report, FindingKind::ScopesAssumed), "{report}");
    assert_eq!(report.grant().scopes().unwrap().len(), 3);
    assert_eq!(verdict_of(&report, "read users").0, Verdict::Granted);
    assert_eq!(verdict_of(&report, "read groups").0, Verdict::Denied);
}

#[tokio::test]
async fn scopes_that_nobody_tells_leave_all_but_what_was_tried_unknown() {
    let emulator = emulator();
    let app = ServiceApp::new(
        &emulator,
        &["okta.users.read", "okta.roles.read"],
        Some("SUPER_ADMIN"),
    )
    .await;
    let report = Preflight::new(&ATOLIO)
        .service_app(app.id())
        .run(app.opaque())
        .await
        .unwrap();
    assert!(report.roles().is_some(), "{report}");
    assert_eq!(verdict_of(&report, "read users").0, Verdict::Unknown, "{report}");
}

#[tokio::test]
async fn calls_of_a_service_app_keep_to_the_forecast() {
    let emulator = emulator();
    for role in [None, Some("READ_ONLY_ADMIN"), Some("SUPER_ADMIN")] {
        let app = ServiceApp::new(&emulator, &READS, role).await;
        for checked in [
            Preflight::new(&AUTHOMIZE).service_app(app.id()),
            Preflight::new(&AUTHOMIZE).service_app(app.id()).scopes(READS),
            Preflight::new(&AUTHOMIZE).identified(app.client()).await.unwrap(),
        ] {
            let forecast = checked.forecast();
            let before = emulator.requests().len();
            let report = checked.run(app.client()).await.unwrap();
            let sent = emulator.requests().split_off(before);
            assert_eq!(sent.len(), usize::try_from(report.calls().sent()).unwrap());
            assert!(sent.iter().all(|request| request.method == "GET"), "{sent:?}");
            for (operation, count) in report.calls().by_operation() {
                let lines = forecast
                    .lines()
                    .iter()
                    .filter(|line| line.operation_id() == *operation);
                let allowed: u32 = lines.map(okta_permissions::ForecastLine::at_most).sum();
                assert!(*count <= allowed, "{operation}: {count} of {allowed}");
            }
        }
    }
}

#[tokio::test]
async fn an_access_token_tells_by_itself_whose_it_is_and_what_for() {
    let emulator = emulator();
    let app = ServiceApp::new(&emulator, &READS, Some("SUPER_ADMIN")).await;
    let before = emulator.requests().len();
    let report = preflight(app.client(), &ATOLIO).await.unwrap();
    assert_eq!(report.grant().principal().id(), app.id());
    let ends_at = report.health().ends_at().expect("its own end");
    assert!(
        ends_at > jiff::Timestamp::now() && report.health().to_string().contains("UTC"),
        "{report}"
    );
    assert_eq!(report.grant().scopes().unwrap().len(), READS.len());
    assert!(!finds(&report, FindingKind::ScopesAssumed), "{report}");
    assert_eq!(verdict_of(&report, "read users").0, Verdict::Granted);
    assert_eq!(verdict_of(&report, "poll the System Log").0, Verdict::Denied);
    // As if it had been said, call for call.
    let sent = emulator.requests().split_off(before);
    let told = Preflight::new(&ATOLIO).service_app(app.id()).scopes(READS);
    let again = told.run(app.client()).await.unwrap();
    assert_eq!(again.calls(), report.calls());
    assert_eq!(u32::try_from(sent.len()).unwrap(), report.calls().sent());
    let identified = Preflight::new(&ATOLIO).identified(app.client()).await.unwrap();
    assert_eq!(identified.forecast(), told.forecast());
}

#[tokio::test]
async fn a_person_s_access_token_names_its_user_and_scopes() {
    let emulator = emulator();
    let token = emulator.api_token("SUPER_ADMIN");
    let me = owner(&crate::org::client_with(&emulator, token.expose())).await;
    let claims = serde_json::json!({
        "cid": "0oa1", "uid": me.as_str(), "sub": "ada@example.com",
        "scp": ["okta.users.read", "okta.roles.read"],
    });
    let client = client_that_sends(&emulator, &unsigned(&claims), &format!("SSWS {}", token.expose()));
    let report = preflight(&client, &ATOLIO).await.unwrap();
    assert_eq!(report.owner_id(), Some(&me));
    assert!(!report.calls().by_operation().contains_key("getUser"), "{report}");
    assert_eq!(verdict_of(&report, "read users").0, Verdict::Granted);
    let groups = report.capability("read groups").unwrap();
    assert_eq!(groups.remedy().unwrap().scopes(), ["okta.groups.read"]);
    assert!(report.health().tokens().is_empty());
}

/// A gateway between this process and Okta adds the token.
#[derive(Debug)]
struct ByGateway;

#[async_trait::async_trait]
impl okta_transport::Authenticator for ByGateway {
    async fn authenticate(
        &self,
        _: &mut http::Request<bytes::Bytes>,
        _: &okta_transport::Connection<'_>,
    ) -> okta_transport::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_token_that_tells_nothing_ends_in_an_error_that_says_what_to_call() {
    let emulator = emulator();
    let app = ServiceApp::new(&emulator, &READS, Some("SUPER_ADMIN")).await;
    let error = preflight(app.opaque(), &ATOLIO).await.unwrap_err();
    assert!(
        error.to_string().contains("name it with Preflight::service_app"),
        "{error}"
    );
    // Nor does what a gateway adds behind the client's back.
    let (handle, token) = (emulator.clone(), format!("Bearer {}", app.token()));
    let client = crate::org::builder(&emulator)
        .authenticator(ByGateway)
        .backend(move |mut request: http::Request<bytes::Bytes>| {
            request
                .headers_mut()
                .insert("authorization", token.parse().unwrap());
            handle.handle(request)
        })
        .build()
        .unwrap();
    let error = preflight(&client, &ATOLIO).await.unwrap_err();
    assert!(
        error.to_string().contains("name it with Preflight::service_app"),
        "{error}"
    );
    let told = Preflight::new(&ATOLIO).service_app(app.id()).scopes(READS);
    assert!(told.run(&client).await.unwrap().roles().is_some());
    // An API token needs no such word.
    let client = client_that_is_answered(&emulator, "HELP_DESK_ADMIN", "/users/me", "{");
    let error = preflight(&client, &ATOLIO).await.unwrap_err();
    assert!(!error.to_string().contains("Preflight"), "{error}");
}

/// With a person's token that does not tell its scopes, what the roles allow is unknown, not granted.
#[tokio::test]
async fn a_person_s_token_that_tells_no_scopes_grants_nothing_for_sure() {
    let emulator = emulator();
    let token = emulator.api_token("SUPER_ADMIN");
    let client = client_that_sends(&emulator, "opaque", &format!("SSWS {}", token.expose()));
    let report = preflight(&client, &ATOLIO).await.unwrap();
    assert_eq!(verdict_of(&report, "read users").0, Verdict::Unknown, "{report}");
    assert!(report.health().tokens().is_empty() && report.owner_id().is_some());
}

#[tokio::test]
async fn an_app_whose_key_okta_does_not_know_is_red_for_its_key() {
    let emulator = emulator();
    let app = ServiceApp::new(&emulator, &READS, Some("SUPER_ADMIN")).await;
    let stranger = okta_transport::PrivateKey::generate().unwrap().key_id("key-1");
    let credentials = okta_transport::ClientCredentials::new(app.id(), stranger).scopes(READS);
    let client = crate::org::builder(&emulator)
        .authenticator(credentials)
        .build()
        .unwrap();
    let error = preflight(&client, &ATOLIO).await.unwrap_err();
    let health = okta_permissions::TokenHealth::of_refusal(&error).unwrap();
    assert!(
        health
            .to_string()
            .starts_with("red: Okta gives the service app no access token"),
        "{health}"
    );
    assert!(!health.to_string().contains("API > Tokens"), "{health}");
}

/// The roles of a client with what each is for, as Okta's specification has them: the embedded org gives them no targets.
#[tokio::test]
async fn the_targets_of_a_client_s_roles_are_read() {
    let emulator = emulator();
    let handle = emulator.clone();
    let token = emulator.api_token("SUPER_ADMIN");
    let client = crate::org::builder(&emulator)
        .api_token(token.expose())
        .backend(move |request: http::Request<bytes::Bytes>| {
            let emulator = handle.clone();
            async move {
                let answer = match request.uri().path() {
                    "/oauth2/v1/clients/0oa1/roles" => {
                        r#"[{"id": "irb1", "type": "HELP_DESK_ADMIN", "status": "ACTIVE", "assignmentType": "CLIENT"},
                            {"id": "irb2", "type": "APP_ADMIN", "status": "ACTIVE", "assignmentType": "CLIENT"},
                            {"id": "irb3", "type": "ORBIT_ADMIN", "status": "INACTIVE"}]"#
                    }
                    "/oauth2/v1/clients/0oa1/roles/irb1/targets/groups" => r#"[{"id": "00g1"}]"#,
                    "/oauth2/v1/clients/0oa1/roles/irb2/targets/catalog/apps" => {
                        r#"[{"name": "slack"}, {"name": "bookmark", "id": "0oa7"}]"#
                    }
                    _ => return emulator.handle(request).await,
                };
                let body = bytes::Bytes::from_static(answer.as_bytes());
                http::Response::builder().header("content-type", "application/json").body(body).unwrap()
            }
        })
        .build()
        .unwrap();
    let scopes = ["okta.users.manage", "okta.apps.manage"];
    let checked = Preflight::new(&okta_permissions::MOVEWORKS)
        .service_app("0oa1")
        .scopes(scopes);
    let report = checked.run(&client).await.unwrap();
    let roles = report.roles().unwrap();
    assert_eq!(roles[0].targets().unwrap(), ["00g1"]);
    assert_eq!(roles[1].targets().unwrap(), ["slack", "0oa7"]);
    assert_eq!(
        (roles[2].role(), roles[2].is_active()),
        (Some("ORBIT_ADMIN"), false)
    );
    assert_eq!(
        verdict_of(&report, "reset passwords"),
        (
            Verdict::Scoped,
            "users in group 00g1, except administrators".to_owned()
        )
    );
    assert_eq!(
        verdict_of(&report, "provision by app"),
        (Verdict::Scoped, "all users, slack apps, app 0oa7".to_owned())
    );
}
