//! A preflight says granted, denied with what is missing, or unknown, and changes nothing.

use okta_permissions::{ATOLIO, AUTHOMIZE, HAPPYFOX_WORKFLOWS, INTEGRATIONS, Preflight, Verdict, preflight};

use crate::org::{client, client_that_reads_roles, emulator};

fn verdict_of(report: &Preflight, capability: &str) -> (Verdict, String) {
    let found = report
        .capabilities()
        .iter()
        .find(|report| report.capability().name() == capability);
    let found = found.expect("the capability is in the profile");
    (found.verdict(), found.reason().to_owned())
}

#[tokio::test]
async fn a_super_administrator_may_do_everything_that_is_known() {
    let emulator = emulator();
    let client = client(&emulator, "SUPER_ADMIN");
    for profile in INTEGRATIONS {
        let report = preflight(&client, &profile).await.unwrap();
        assert_eq!(
            report.with_verdict(Verdict::Denied).count(),
            0,
            "{}: {report}",
            profile.name()
        );
        assert_eq!(report.roles().map(<[_]>::len), Some(1));
    }
    assert!(
        preflight(&client, &HAPPYFOX_WORKFLOWS)
            .await
            .unwrap()
            .is_granted()
    );
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let emulator = emulator();
    let client = client_that_reads_roles(
        &emulator,
        "HELP_DESK_ADMIN",
        r#"[{"id": "1", "type": "HELP_DESK_ADMIN"}]"#,
    );
    let report = preflight(&client, &HAPPYFOX_WORKFLOWS).await.unwrap();
    let (verdict, reason) = verdict_of(&report, "unlock a user");
    assert_eq!(
        (verdict, reason.as_str()),
        (
            Verdict::Granted,
            "Help Desk Administrator, within the role's targets"
        )
    );
    let (verdict, reason) = verdict_of(&report, "add to a group");
    assert_eq!(verdict, Verdict::Denied);
    assert_eq!(
        reason,
        "assignUserToGroup needs SUPER_ADMIN or ORG_ADMIN or USER_ADMIN or GROUP_MEMBERSHIP_ADMIN, \
         or a custom role with okta.groups.members.manage and okta.users.groupMembership.manage"
    );
    assert!(!report.is_granted());
}

#[tokio::test]
async fn roles_add_up() {
    let emulator = emulator();
    let roles = r#"[{"type": "HELP_DESK_ADMIN"}, {"type": "APP_ADMIN"}, {"type": "ORG_ADMIN", "status": "INACTIVE"}]"#;
    let report = preflight(
        &client_that_reads_roles(&emulator, "APP_ADMIN", roles),
        &HAPPYFOX_WORKFLOWS,
    )
    .await
    .unwrap();
    assert_eq!(verdict_of(&report, "assign an app").0, Verdict::Granted);
    assert_eq!(verdict_of(&report, "reset a password").0, Verdict::Granted);
    assert_eq!(
        verdict_of(&report, "suspend a user").0,
        Verdict::Denied,
        "an inactive assignment does not count"
    );
}

#[tokio::test]
async fn what_cannot_be_told_is_unknown() {
    let emulator = emulator();
    for (roles, reason) in [
        (
            r#"[{"type": "CUSTOM", "role": "cr0", "resource-set": "iam"}]"#,
            "custom role",
        ),
        (r#"[{"type": "ORBIT_ADMIN"}]"#, "ORBIT_ADMIN"),
        (r#"[{"id": "1", "status": "ACTIVE"}]"#, "did not tell"),
        ("[]", "no roles at all"),
        ("[7]", "could not be read"),
    ] {
        let client = client_that_reads_roles(&emulator, "READ_ONLY_ADMIN", roles);
        let report = preflight(&client, &HAPPYFOX_WORKFLOWS).await.unwrap();
        let (verdict, said) = verdict_of(&report, "get a user");
        assert_eq!(verdict, Verdict::Unknown, "{roles}");
        assert!(said.contains(reason), "{roles}: {said}");
    }
}

#[tokio::test]
async fn where_roles_may_not_be_read_lists_are_tried_and_nothing_is_guessed() {
    let emulator = emulator();
    // An event, so that the log answers with something.
    let group = okta_models::groups::GroupProfileUpdate::new().name("Pilots");
    client(&emulator, "SUPER_ADMIN")
        .send(okta_models::groups::AddGroup::new(group))
        .await
        .unwrap();
    let client = client(&emulator, "REPORT_ADMIN");
    let before = emulator.requests().len();
    let report = preflight(&client, &AUTHOMIZE).await.unwrap();
    assert!(report.roles().is_none());
    assert_eq!(verdict_of(&report, "collect users").0, Verdict::Denied);
    assert_eq!(verdict_of(&report, "collect activity").0, Verdict::Granted);
    assert_eq!(verdict_of(&report, "collect admin roles").0, Verdict::Denied);
    assert_eq!(verdict_of(&report, "collect app access").0, Verdict::Unknown);
    let sent = emulator.requests().split_off(before);
    assert!(
        sent.len() <= 6 && sent.iter().all(|request| request.method == "GET"),
        "{sent:?}"
    );
}

/// What the preflight says of lists is what happens when they are read.
#[tokio::test]
async fn for_every_role_the_verdict_on_a_list_is_what_happens() {
    use okta_models::{
        applications::ListApplications, groups::ListGroups, system_log::ListLogEvents, users::ListUsers,
    };
    for role in okta_permissions::StandardRole::all() {
        let emulator = emulator();
        let client = client(&emulator, role.role_type());
        let report = preflight(&client, &ATOLIO).await.unwrap();
        let refused = [
            (
                "read users",
                client
                    .send(ListUsers::new())
                    .await
                    .is_err_and(|error| error.is_forbidden()),
            ),
            (
                "read groups",
                client
                    .send(ListGroups::new())
                    .await
                    .is_err_and(|error| error.is_forbidden()),
            ),
            (
                "read apps",
                client
                    .send(ListApplications::new())
                    .await
                    .is_err_and(|error| error.is_forbidden()),
            ),
            (
                "poll the System Log",
                client
                    .send(ListLogEvents::new())
                    .await
                    .is_err_and(|error| error.is_forbidden()),
            ),
        ];
        for (capability, refused) in refused {
            let list = report
                .capabilities()
                .iter()
                .find(|report| report.capability().name() == capability)
                .unwrap();
            assert_eq!(
                list.operations()[0].verdict() == Verdict::Denied,
                refused,
                "{}: {capability}",
                role.role_type()
            );
        }
    }
}

#[tokio::test]
async fn a_refused_token_is_an_error_and_not_a_report() {
    let emulator = emulator();
    let handle = emulator.clone();
    let client = okta_transport::Client::builder()
        .org(emulator.base_url())
        .api_token("not-a-token-of-this-org")
        .backend(move |request| handle.handle(request))
        .build()
        .unwrap();
    assert!(
        preflight(&client, &ATOLIO)
            .await
            .unwrap_err()
            .is_unauthenticated()
    );
}
