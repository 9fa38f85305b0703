//! The known traps are findings, where what was read leads into them and nowhere else.

use okta_permissions::{
    ATOLIO, ATOMICWORK, AUTHOMIZE, FindingKind, HAPPYFOX_WORKFLOWS, MOVEWORKS, PreflightReport, Profile,
    preflight,
};
use okta_transport::Client;

use crate::org::{
    bind, client, client_that_is_answered, client_with, emulator, group, let_read_roles, owner,
};

fn kinds(report: &PreflightReport) -> Vec<FindingKind> {
    report
        .findings()
        .iter()
        .map(okta_permissions::Finding::kind)
        .collect()
}

fn text(report: &PreflightReport, kind: FindingKind) -> String {
    let found = report.findings().iter().find(|finding| finding.kind() == kind);
    assert!(found.is_some(), "{kind:?} is missing: {report}");
    found.unwrap().to_string()
}

async fn check(client: &Client, profile: &Profile) -> PreflightReport {
    preflight(client, profile).await.unwrap()
}

#[tokio::test]
async fn a_super_administrator_is_warned_of_what_the_operations_do_alone() {
    let emulator = emulator();
    let client = client(&emulator, "SUPER_ADMIN");
    assert_eq!(kinds(&check(&client, &AUTHOMIZE).await), []);
    assert_eq!(
        kinds(&check(&client, &HAPPYFOX_WORKFLOWS).await),
        [FindingKind::SuspendKeepsAccess, FindingKind::RuleManagedMembers]
    );
}

#[tokio::test]
async fn roles_that_cannot_be_read_are_said() {
    let emulator = emulator();
    let report = check(&client(&emulator, "READ_ONLY_ADMIN"), &ATOLIO).await;
    assert_eq!(kinds(&report), [FindingKind::RolesNotReadable]);
}

/// From the matrix: who can create API tokens can list them, and the other way round.
#[tokio::test]
async fn a_token_that_may_not_list_tokens_cannot_be_made_again_by_its_owner() {
    let creates = okta_facts::role_action("api_token_create_own").unwrap();
    for role in okta_permissions::StandardRole::all().filter(|role| role.role_type() != "SUPER_ADMIN") {
        let Some(can) = creates.cell(role.role_type()).and_then(|cell| cell.allow) else {
            continue;
        };
        let emulator = emulator();
        let report = check(&client(&emulator, role.role_type()), &ATOLIO).await;
        let found = kinds(&report).contains(&FindingKind::TokenNotRenewable);
        assert_eq!(found, !can, "{}", role.role_type());
    }
}

#[tokio::test]
async fn a_group_administrator_is_told_of_everyone_and_of_its_limits() {
    let emulator = emulator();
    let client = client(&emulator, "USER_ADMIN");
    let_read_roles(&emulator, &client).await;
    let report = check(&client, &ATOMICWORK).await;
    let found = kinds(&report);
    for kind in [
        FindingKind::EveryoneHidden,
        FindingKind::GroupAdministratorLimits,
        FindingKind::AdministratorsProtected,
        FindingKind::SuperAdministratorsHidden,
        FindingKind::SuspendKeepsAccess,
    ] {
        assert!(found.contains(&kind), "{kind:?}: {found:?}");
    }
    assert!(
        !found.contains(&FindingKind::TokenNotRenewable) && !found.contains(&FindingKind::NarrowedByTargets)
    );
    assert!(text(&report, FindingKind::EveryoneHidden).ends_with("(concerns: view groups)"));
    assert!(
        text(&report, FindingKind::GroupAdministratorLimits)
            .ends_with("(concerns: create groups, assign apps)")
    );
    let protected = text(&report, FindingKind::AdministratorsProtected);
    assert!(
        protected.contains("reset passwords") && !protected.contains("suspend users"),
        "{protected}"
    );
}

/// Of a real list the group is missing, as the finding says.
#[tokio::test]
async fn everyone_is_missing_where_the_finding_says_so() {
    use okta_models::groups::ListGroups;
    for role in [
        "USER_ADMIN",
        "ORG_ADMIN",
        "GROUP_MEMBERSHIP_ADMIN",
        "HELP_DESK_ADMIN",
    ] {
        let emulator = emulator();
        let client = client(&emulator, role);
        let_read_roles(&emulator, &client).await;
        let report = check(&client, &ATOLIO).await;
        let groups = client.send(ListGroups::new()).await.unwrap();
        let is_everyone = |group: &okta_models::groups::Group| {
            group.group_type == Some(okta_models::groups::GroupType::BuiltIn)
        };
        let shown = groups.into_iter().flatten().any(|group| is_everyone(&group));
        assert_eq!(
            kinds(&report).contains(&FindingKind::EveryoneHidden),
            !shown,
            "{role}"
        );
    }
}

#[tokio::test]
async fn a_token_whose_owner_could_not_make_it_again_is_said() {
    let emulator = emulator();
    for (role, renewable) in [
        ("HELP_DESK_ADMIN", false),
        ("REPORT_ADMIN", false),
        ("READ_ONLY_ADMIN", true),
    ] {
        let token = format!(r#"[{{"id": "1", "type": "{role}"}}]"#);
        let roles: &'static str = Box::leak(token.into_boxed_str());
        let client = client_that_is_answered(&emulator, "SUPER_ADMIN", "/roles", roles);
        let report = check(&client, &MOVEWORKS).await;
        assert_eq!(
            kinds(&report).contains(&FindingKind::TokenNotRenewable),
            !renewable,
            "{role}"
        );
    }
}

#[tokio::test]
async fn a_role_that_has_targets_says_that_it_was_wider() {
    let emulator = emulator();
    let pilots = group(&emulator, "Pilots").await;
    let token = emulator
        .api_token_with_targets("HELP_DESK_ADMIN", &[pilots.as_str()])
        .unwrap();
    let client = client_with(&emulator, token.expose());
    let_read_roles(&emulator, &client).await;
    let narrowed = text(&check(&client, &MOVEWORKS).await, FindingKind::NarrowedByTargets);
    assert!(narrowed.contains(pilots.as_str()), "{narrowed}");
}

#[tokio::test]
async fn permissions_without_effect_are_named() {
    let emulator = emulator();
    let pilots = group(&emulator, "Pilots").await;
    let client = client(&emulator, "nobody");
    let_read_roles(&emulator, &client).await;
    let the_group = format!("/api/v1/groups/{pilots}");
    let permissions = ["okta.users.read", "okta.groups.read", "okta.apps.read"];
    bind(&emulator, &client, &permissions, &[&the_group]).await;
    let report = check(&client, &MOVEWORKS).await;
    let idle = text(&report, FindingKind::PermissionWithoutResource);
    assert!(idle.starts_with("okta.apps.read, okta.users.read of"), "{idle}");
    assert!(
        !idle.contains("okta.groups.read") && idle.contains("/groups/{id}/users"),
        "{idle}"
    );
    // And nobody is shown.
    let users = client.send(okta_models::users::ListUsers::new()).await;
    let _ = owner(&client).await;
    assert!(users.is_err() || users.unwrap().is_empty());
    assert!(kinds(&report).contains(&FindingKind::LogTakesStandardRole));
}

#[tokio::test]
async fn resources_that_match_leave_nothing_to_say() {
    let emulator = emulator();
    let client = client(&emulator, "nobody");
    let_read_roles(&emulator, &client).await;
    let permissions = ["okta.users.create", "okta.groups.read"];
    bind(&emulator, &client, &permissions, &["/api/v1/groups"]).await;
    let report = check(&client, &AUTHOMIZE).await;
    assert!(
        !kinds(&report).contains(&FindingKind::PermissionWithoutResource),
        "{report}"
    );
}

#[tokio::test]
async fn permissions_with_conditions_hide_attributes() {
    let emulator = emulator();
    let client = client(&emulator, "nobody");
    let_read_roles(&emulator, &client).await;
    bind(&emulator, &client, &["okta.users.read"], &["/api/v1/users"]).await;
    assert!(!kinds(&check(&client, &ATOLIO).await).contains(&FindingKind::AttributesHidden));
    let role = preflight(&client, &ATOLIO).await.unwrap();
    let label = role
        .grant()
        .assignments()
        .iter()
        .find_map(|assignment| match assignment.held() {
            okta_permissions::Held::Custom { role: Some(role), .. }
                if role.permissions()[0].permission().label() == "okta.users.read" =>
            {
                role.role_id().map(str::to_owned)
            }
            _ => None,
        });
    let conditions = okta_models::custom_roles::PermissionConditionsUpdate::only_profile_attributes(["city"]);
    let update = okta_models::custom_roles::RolePermissionUpdate::from(conditions);
    let replace =
        okta_models::custom_roles::ReplaceRolePermission::new(label.unwrap(), "okta.users.read", update);
    crate::org::client(&emulator, "SUPER_ADMIN")
        .send(replace)
        .await
        .unwrap();
    let hidden = text(&check(&client, &ATOLIO).await, FindingKind::AttributesHidden);
    assert!(
        hidden.ends_with("(concerns: read users, read groups)"),
        "{hidden}"
    );
}

/// Okta's help page "Role permissions": who may act on users sees a few attributes of theirs.
#[tokio::test]
async fn a_permission_to_act_shows_a_part_of_each_user() {
    let emulator = emulator();
    let client = client(&emulator, "nobody");
    let_read_roles(&emulator, &client).await;
    bind(
        &emulator,
        &client,
        &["okta.users.lifecycle.suspend"],
        &["/api/v1/users"],
    )
    .await;
    let acts = check(&client, &AUTHOMIZE).await;
    assert_eq!(
        acts.capability("collect users").unwrap().verdict(),
        okta_permissions::Verdict::Granted
    );
    let said = text(&acts, FindingKind::ProfilesInPart);
    assert!(
        said.contains("okta.users.read") && said.ends_with("(concerns: collect users)"),
        "{said}"
    );
    // Whole profiles of some users, and parts of all.
    let pilots = group(&emulator, "Pilots").await;
    let members = format!("/api/v1/groups/{pilots}/users");
    bind(&emulator, &client, &["okta.users.read"], &[&members]).await;
    assert!(kinds(&check(&client, &AUTHOMIZE).await).contains(&FindingKind::ProfilesInPart));
    bind(&emulator, &client, &["okta.users.read"], &["/api/v1/users"]).await;
    assert!(!kinds(&check(&client, &AUTHOMIZE).await).contains(&FindingKind::ProfilesInPart));
}

#[tokio::test]
async fn managing_tokens_is_not_creating_them() {
    let emulator = emulator();
    let client = client(&emulator, "nobody");
    let_read_roles(&emulator, &client).await;
    bind(
        &emulator,
        &client,
        &["okta.users.apitokens.manage"],
        &["/api/v1/users"],
    )
    .await;
    let alone = kinds(&check(&client, &ATOMICWORK).await);
    assert!(alone.contains(&FindingKind::TokenPermissionAlone), "{alone:?}");
    bind(&emulator, &client, &["okta.users.manage"], &["/api/v1/users"]).await;
    let both = kinds(&check(&client, &ATOMICWORK).await);
    assert!(!both.contains(&FindingKind::TokenPermissionAlone), "{both:?}");
}
