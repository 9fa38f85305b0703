//! What a preflight says is what happens, for every standard role and every profile.

use okta_permissions::{
    ATOMICWORK, AUTHOMIZE, Capability, HAPPYFOX_WORKFLOWS, INTEGRATIONS, Profile, StandardRole, Verdict,
    preflight,
};

use super::try_out::{Org, Tried};
use super::verdict_of;
use crate::org::{client, client_that_is_answered, client_with, emulator, let_read_roles};

#[tokio::test]
async fn a_super_administrator_may_do_everything_that_is_known() {
    let emulator = emulator();
    let client = client(&emulator, "SUPER_ADMIN");
    for profile in INTEGRATIONS {
        let report = preflight(&client, &profile).await.unwrap();
        assert!(report.is_granted(), "{}: {report}", profile.name());
        assert_eq!(report.verdict(), Verdict::Granted);
        assert_eq!(report.exit_code(), 0);
        assert_eq!(report.roles().map(<[_]>::len), Some(1));
    }
}

#[tokio::test]
async fn what_is_missing_is_named_with_who_can_grant_it() {
    let emulator = emulator();
    let client = client(&emulator, "HELP_DESK_ADMIN");
    let_read_roles(&emulator, &client).await;
    let report = preflight(&client, &HAPPYFOX_WORKFLOWS).await.unwrap();
    assert_eq!(
        verdict_of(&report, "unlock a user"),
        (Verdict::Scoped, "all users, except administrators".to_owned())
    );
    let denied = report.capability("add to a group").unwrap();
    assert_eq!(denied.verdict(), Verdict::Denied);
    assert_eq!(
        denied.reason(),
        "assignUserToGroup needs GROUP_MEMBERSHIP_ADMIN, USER_ADMIN or another role that allows it, \
         or a custom role with okta.groups.members.manage and okta.users.groupMembership.manage"
    );
    let remedy = denied.remedy().unwrap();
    assert_eq!(
        remedy.roles(),
        ["GROUP_MEMBERSHIP_ADMIN", "USER_ADMIN", "ORG_ADMIN", "SUPER_ADMIN"]
    );
    assert_eq!(
        remedy.permissions(),
        ["okta.groups.members.manage", "okta.users.groupMembership.manage"]
    );
    assert_eq!(remedy.console(), "Security > Administrators > Admins");
    assert_eq!(remedy.granted_by(), "a super administrator");
    assert!(!report.is_granted());
    assert_eq!(report.exit_code(), 1);
    assert!(
        report
            .to_string()
            .contains("; a super administrator can grant it under Security"),
        "{report}"
    );
}

#[tokio::test]
async fn roles_add_up_and_inactive_ones_do_not_count() {
    let emulator = emulator();
    let roles = r#"[{"type": "REPORT_ADMIN"}, {"type": "READ_ONLY_ADMIN"}, {"type": "ORG_ADMIN", "status": "INACTIVE"}]"#;
    let client = client_that_is_answered(&emulator, "READ_ONLY_ADMIN", "/roles", roles);
    let report = preflight(&client, &AUTHOMIZE).await.unwrap();
    assert_eq!(verdict_of(&report, "collect activity").0, Verdict::Granted);
    assert_eq!(verdict_of(&report, "collect apps").0, Verdict::Granted);
    assert_eq!(verdict_of(&report, "collect custom roles").0, Verdict::Denied);
    let report = preflight(&client, &HAPPYFOX_WORKFLOWS).await.unwrap();
    assert_eq!(verdict_of(&report, "suspend a user").0, Verdict::Denied);
}

#[tokio::test]
async fn what_cannot_be_told_is_unknown() {
    let emulator = emulator();
    for (roles, reason) in [
        (
            r#"[{"type": "CUSTOM", "role": "cr0", "resource-set": "iam"}]"#,
            "custom role",
        ),
        (r#"[{"type": "ORBIT_ADMIN"}]"#, "could not be read"),
        (r#"[{"id": "1", "status": "ACTIVE"}]"#, "could not be read"),
    ] {
        let client = client_that_is_answered(&emulator, "READ_ONLY_ADMIN", "/roles", roles);
        let report = preflight(&client, &HAPPYFOX_WORKFLOWS).await.unwrap();
        let (verdict, said) = verdict_of(&report, "get a user");
        assert_eq!(verdict, Verdict::Unknown, "{roles}");
        assert!(said.contains(reason), "{roles}: {said}");
        assert_eq!(report.exit_code(), 2, "{report}");
    }
}

/// Nobody without a role may ask for roles, so that an empty list tells that they are hidden.
#[tokio::test]
async fn where_no_role_is_shown_lists_are_tried() {
    let emulator = emulator();
    for roles in ["[]", "[7]"] {
        let client = client_that_is_answered(&emulator, "READ_ONLY_ADMIN", "/roles", roles);
        let report = preflight(&client, &HAPPYFOX_WORKFLOWS).await.unwrap();
        assert!(report.roles().is_none(), "{roles}");
        assert_eq!(
            verdict_of(&report, "get a user").0,
            Verdict::Scoped,
            "{roles}: {report}"
        );
        assert_eq!(
            verdict_of(&report, "suspend a user").0,
            Verdict::Unknown,
            "{roles}"
        );
    }
}

#[tokio::test]
async fn an_operation_that_okta_does_not_have_is_unknown() {
    let coffee = Profile::named("Coffee").with(Capability::new("make coffee", &["makeCoffee"]));
    let emulator = emulator();
    let report = preflight(&client(&emulator, "SUPER_ADMIN"), &coffee)
        .await
        .unwrap();
    let (verdict, why) = verdict_of(&report, "make coffee");
    assert_eq!(verdict, Verdict::Unknown);
    assert!(why.contains("makeCoffee"), "{why}");
}

/// Reads of a capability that is granted are not refused, and those that are denied are.
fn agree(said: Verdict, tried: Tried) -> bool {
    match said {
        Verdict::Granted => tried == Tried::Allowed,
        Verdict::Scoped => tried != Tried::Forbidden,
        Verdict::Denied => matches!(tried, Tried::Forbidden | Tried::Hidden),
        _ => true,
    }
}

/// What is worked out from roles: every standard role, every profile, every operation that can be tried.
#[tokio::test]
async fn for_every_role_what_is_said_is_what_happens() {
    let mut compared = 0;
    for role in StandardRole::all() {
        let emulator = emulator();
        let client = client(&emulator, role.role_type());
        let_read_roles(&emulator, &client).await;
        let org = Org::of(&emulator).await;
        for profile in INTEGRATIONS {
            let report = preflight(&client, &profile).await.unwrap();
            assert!(report.roles().is_some(), "{}", role.role_type());
            compared += compare(&org, &client, &report, role.role_type()).await;
        }
    }
    assert!(compared > 500, "{compared} operations were compared");
}

/// The same where the roles may not be read, so that lists are tried.
#[tokio::test]
async fn for_every_role_that_cannot_read_roles_what_was_tried_is_what_happens() {
    let mut compared = 0;
    for role in StandardRole::all().filter(|role| role.role_type() != "SUPER_ADMIN") {
        let emulator = emulator();
        let client = client(&emulator, role.role_type());
        let org = Org::of(&emulator).await;
        for profile in INTEGRATIONS {
            let report = preflight(&client, &profile).await.unwrap();
            assert!(report.roles().is_none(), "{}", role.role_type());
            compared += compare(&org, &client, &report, role.role_type()).await;
        }
    }
    assert!(compared > 500, "{compared} operations were compared");
}

/// Whoever may not read their own roles may read nobody's, nor custom roles and resource sets: it is not tried again.
#[tokio::test]
async fn what_reading_roles_takes_is_denied_with_the_roles() {
    let emulator = emulator();
    let report = preflight(&client(&emulator, "READ_ONLY_ADMIN"), &AUTHOMIZE)
        .await
        .unwrap();
    for capability in ["collect admin roles", "collect custom roles"] {
        let operations = report.capability(capability).unwrap().operations();
        for operation in operations {
            assert_eq!(
                operation.verdict(),
                Verdict::Denied,
                "{}",
                operation.operation_id()
            );
        }
    }
    for unsent in [
        "listRoles",
        "listResourceSets",
        "listUsersWithRoleAssignments",
        "listGroupAssignedRoles",
    ] {
        assert!(!report.calls().by_operation().contains_key(unsent), "{unsent}");
    }
}

/// What is scoped to targets is done within them and refused outside.
#[tokio::test]
async fn a_reach_is_where_it_ends() {
    let emulator = emulator();
    let org = Org::of(&emulator).await;
    let token = emulator
        .api_token_with_targets("HELP_DESK_ADMIN", &[org.group()])
        .unwrap();
    let client = client_with(&emulator, token.expose());
    let_read_roles(&emulator, &client).await;
    let report = preflight(&client, &HAPPYFOX_WORKFLOWS).await.unwrap();
    let get = report.capability("get a user").unwrap();
    let within = format!("users in group {}", org.group());
    assert_eq!(
        (get.verdict(), get.operations()[0].reach()),
        (Verdict::Scoped, &[within][..])
    );
    assert_eq!(org.perform(&client, "getUser").await, Some(Tried::Allowed));
    assert_eq!(org.perform_on_a_stranger(&client).await, Tried::Hidden);
}

async fn compare(
    org: &Org,
    client: &okta_transport::Client,
    report: &okta_permissions::PreflightReport,
    role: &str,
) -> usize {
    let mut compared = 0;
    for capability in report.capabilities() {
        for operation in capability.operations() {
            let Some(tried) = org.perform(client, operation.operation_id()).await else {
                continue;
            };
            compared += 1;
            assert!(
                agree(operation.verdict(), tried),
                "{role}, {}: {} is {} ({}), and was {tried:?}",
                report.profile(),
                operation.operation_id(),
                operation.verdict(),
                operation.reason()
            );
        }
    }
    compared
}

#[tokio::test]
async fn what_a_super_administrator_may_is_said_to_be_by_that_role() {
    let emulator = emulator();
    let report = preflight(&client(&emulator, "SUPER_ADMIN"), &ATOMICWORK)
        .await
        .unwrap();
    for capability in report.capabilities() {
        assert_eq!(
            capability.reason(),
            "by Super Administrator",
            "{}",
            capability.name()
        );
    }
}
