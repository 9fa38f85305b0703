//! Roles are read as they are held: directly, through groups, with targets, as custom roles on resource sets.

use okta_models::{
    groups::AssignUserToGroup,
    role_assignments::{AssignRoleToGroup, AssignRoleToUser, RoleAssignmentRequest},
    role_targets::{AssignGroupTargetToGroupAdminRole, AssignGroupTargetToUserRole},
};
use okta_permissions::{
    AUTHOMIZE, Decision, HAPPYFOX_WORKFLOWS, MOVEWORKS, Preflight, RoleType, Verdict, WhyUnread, preflight,
};

use super::verdict_of;
use crate::org::{
    bind, builder, client, client_that_is_answered, client_with, emulator, group, let_read_roles, owner,
};

/// The id of an assignment of HELP_DESK_ADMIN, the same for everyone.
const HELP_DESK: &str = "JBCUYUC7IRCVGS27IFCE2SKO";

#[tokio::test]
async fn targets_are_read_over_several_pages() {
    let emulator = emulator();
    let mut groups = Vec::new();
    for number in 0..25 {
        groups.push(group(&emulator, &format!("Team {number}")).await);
    }
    let targets: Vec<&str> = groups.iter().map(okta_models::GroupId::as_str).collect();
    let token = emulator
        .api_token_with_targets("HELP_DESK_ADMIN", &targets)
        .unwrap();
    let client = client_with(&emulator, token.expose());
    let_read_roles(&emulator, &client).await;
    let report = preflight(&client, &MOVEWORKS).await.unwrap();
    let role = &report.roles().unwrap()[0];
    assert_eq!(
        (role.role(), role.targets().map(<[_]>::len)),
        (Some("HELP_DESK_ADMIN"), Some(25))
    );
    assert_eq!(report.calls().by_operation()["listGroupTargetsForRole"], 2);
    let reset = &report.capability("reset passwords").unwrap().operations()[0];
    assert_eq!(reset.verdict(), Verdict::Scoped);
    assert_eq!(reset.reach().len(), 25);
    assert!(
        reset.reason().ends_with(" and 22 more, except administrators"),
        "{}",
        reset.reason()
    );
}

/// Half of the targets would make the role look narrower than it is.
#[tokio::test]
async fn targets_that_were_not_read_to_the_end_are_unknown() {
    let emulator = emulator();
    let mut groups = Vec::new();
    for number in 0..25 {
        groups.push(group(&emulator, &format!("Team {number}")).await);
    }
    let targets: Vec<&str> = groups.iter().map(okta_models::GroupId::as_str).collect();
    let token = emulator
        .api_token_with_targets("HELP_DESK_ADMIN", &targets)
        .unwrap();
    let client = client_with(&emulator, token.expose());
    let_read_roles(&emulator, &client).await;
    let report = Preflight::new(&MOVEWORKS).at_most(4).run(&client).await.unwrap();
    assert_eq!(report.calls().by_operation()["listGroupTargetsForRole"], 1);
    assert_eq!(report.roles().unwrap()[0].targets(), None);
    assert_eq!(verdict_of(&report, "reset passwords").0, Verdict::Unknown);
}

#[tokio::test]
async fn app_targets_are_read() {
    let emulator = emulator();
    let app = client(&emulator, "SUPER_ADMIN")
        .send(okta_models::applications::ListApplications::new())
        .await
        .unwrap();
    let app = app.into_iter().flatten().next().unwrap().id;
    let token = emulator
        .api_token_with_targets("APP_ADMIN", &[app.as_str(), "bookmark"])
        .unwrap();
    let client = client_with(&emulator, token.expose());
    let_read_roles(&emulator, &client).await;
    let report = preflight(&client, &MOVEWORKS).await.unwrap();
    let assign = &report.capability("provision by app").unwrap().operations()[0];
    assert_eq!(assign.verdict(), Verdict::Scoped, "{report}");
    let reach = assign.reach().join(", ");
    assert!(
        reach.contains(app.as_str()) && reach.contains("bookmark apps"),
        "{reach}"
    );
}

#[tokio::test]
async fn a_role_that_a_group_holds_counts_with_the_targets_that_it_has_there() {
    let emulator = emulator();
    let super_admin = client(&emulator, "SUPER_ADMIN");
    let client = client(&emulator, "HELP_DESK_ADMIN");
    let_read_roles(&emulator, &client).await;
    let me = owner(&client).await;
    let (desk, first, second) = (
        group(&emulator, "Service desk").await,
        group(&emulator, "Berlin").await,
        group(&emulator, "Paris").await,
    );
    let role = RoleAssignmentRequest::from(RoleType::HelpDeskAdmin);
    super_admin
        .send(AssignRoleToGroup::new(&desk, role))
        .await
        .unwrap();
    let target = AssignGroupTargetToGroupAdminRole::new(&desk, HELP_DESK, &second);
    super_admin.send(target).await.unwrap();
    let target = AssignGroupTargetToUserRole::new(&me, HELP_DESK, &first);
    super_admin.send(target).await.unwrap();
    super_admin
        .send(AssignUserToGroup::new(&desk, &me))
        .await
        .unwrap();

    let report = preflight(&client, &MOVEWORKS).await.unwrap();
    let desks: Vec<_> = report
        .roles()
        .unwrap()
        .iter()
        .filter(|role| role.role() == Some("HELP_DESK_ADMIN"))
        .map(|role| (role.group(), role.targets().unwrap().to_vec()))
        .collect();
    assert_eq!(
        desks,
        [
            (None, vec![first.to_string()]),
            (Some(desk.as_str()), vec![second.to_string()])
        ]
    );
    let (verdict, reach) = verdict_of(&report, "reset passwords");
    assert_eq!(verdict, Verdict::Scoped);
    assert_eq!(
        reach,
        format!("users in group {first}, users in group {second}, except administrators")
    );
}

#[tokio::test]
async fn a_group_that_okta_does_not_name_leaves_its_role_s_targets_unknown() {
    let emulator = emulator();
    let roles =
        r#"[{"id": "JBCUYUC7IRCVGS27IFCE2SKO", "type": "HELP_DESK_ADMIN", "assignmentType": "GROUP"}]"#;
    let client = client_that_is_answered(&emulator, "SUPER_ADMIN", "/roles", roles);
    let report = preflight(&client, &MOVEWORKS).await.unwrap();
    assert_eq!(report.roles().unwrap()[0].targets(), None);
    assert_eq!(verdict_of(&report, "reset passwords").0, Verdict::Unknown);
    assert!(
        report
            .unread()
            .iter()
            .any(|unread| unread.why() == WhyUnread::Untold)
    );
}

#[tokio::test]
async fn a_custom_role_counts_on_its_resource_set() {
    let emulator = emulator();
    let pilots = group(&emulator, "Pilots").await;
    let client = client(&emulator, "nobody");
    let_read_roles(&emulator, &client).await;
    let members = format!("/api/v1/groups/{pilots}/users");
    let permissions = ["okta.users.read", "okta.users.credentials.resetPassword"];
    bind(&emulator, &client, &permissions, &[&members]).await;
    let report = preflight(&client, &MOVEWORKS).await.unwrap();
    let custom: Vec<_> = report
        .roles()
        .unwrap()
        .iter()
        .map(|role| role.permissions().unwrap().len())
        .collect();
    assert_eq!(custom, [1, 2]);
    assert_eq!(
        verdict_of(&report, "reset passwords"),
        (
            Verdict::Scoped,
            format!("users in group {pilots}, except administrators")
        )
    );
    assert_eq!(verdict_of(&report, "identify employees").0, Verdict::Scoped);
    let (verdict, why) = verdict_of(&report, "unlock accounts");
    assert_eq!(verdict, Verdict::Denied);
    assert!(
        why.contains("a custom role with okta.users.lifecycle.unlock"),
        "{why}"
    );
}

#[tokio::test]
async fn resources_are_read_over_pages_that_the_body_names() {
    let emulator = emulator();
    let client = client(&emulator, "nobody");
    let_read_roles(&emulator, &client).await;
    let mut resources = Vec::new();
    for number in 0..130 {
        resources.push(format!(
            "/api/v1/groups/{}",
            group(&emulator, &format!("Team {number}")).await
        ));
    }
    let resources: Vec<&str> = resources.iter().map(String::as_str).collect();
    bind(&emulator, &client, &["okta.groups.read"], &resources).await;
    let report = preflight(&client, &AUTHOMIZE).await.unwrap();
    let sets: Vec<_> = report
        .roles()
        .unwrap()
        .iter()
        .map(|role| role.resources().unwrap().len())
        .collect();
    assert_eq!(sets, [1, 130]);
    assert_eq!(report.calls().by_operation()["listResourceSetResources"], 3);
}

#[tokio::test]
async fn a_bound_on_calls_is_kept_and_what_it_costs_is_said() {
    let emulator = emulator();
    let groups = [group(&emulator, "Berlin").await, group(&emulator, "Paris").await];
    let token = emulator
        .api_token_with_targets("HELP_DESK_ADMIN", &[groups[0].as_str(), groups[1].as_str()])
        .unwrap();
    let client = client_with(&emulator, token.expose());
    let_read_roles(&emulator, &client).await;
    for bound in 1..12 {
        let before = emulator.requests_served();
        let report = Preflight::new(&MOVEWORKS)
            .at_most(bound)
            .run(&client)
            .await
            .unwrap();
        assert!(emulator.requests_served() - before <= u64::from(bound));
        let (verdict, _) = verdict_of(&report, "reset passwords");
        let short = report
            .unread()
            .iter()
            .any(|unread| unread.why() == WhyUnread::Bound);
        assert_eq!(verdict == Verdict::Unknown, bound < 4, "{bound}: {report}");
        assert_eq!(short, bound < 6, "{bound}: {report}");
    }
}

#[tokio::test]
async fn what_was_read_answers_about_other_operations_without_a_call() {
    let emulator = emulator();
    let client = client(&emulator, "SUPER_ADMIN");
    let user = owner(&client).await;
    let role = RoleAssignmentRequest::from(RoleType::AppAdmin);
    client.send(AssignRoleToUser::new(&user, role)).await.unwrap();
    let report = preflight(&client, &HAPPYFOX_WORKFLOWS).await.unwrap();
    let before = emulator.requests_served();
    let list = okta_models::custom_roles::ListRoles::new();
    let decision = report.grant().allows(&list);
    assert!(matches!(decision, Decision::Granted));
    assert_eq!(report.owner_id(), Some(&user));
    assert_eq!(report.roles().unwrap().len(), 2);
    assert_eq!(emulator.requests_served(), before);
}

/// A client of a service app's `nobody` role whose custom role and resource set are answered so.
async fn answered_with(
    permissions: &'static str,
    resources: &'static str,
) -> okta_permissions::PreflightReport {
    let emulator = emulator();
    let handle = emulator.clone();
    let token = emulator.api_token("SUPER_ADMIN");
    let client = builder(&emulator)
        .api_token(token.expose())
        .backend(move |request: http::Request<bytes::Bytes>| {
            let emulator = handle.clone();
            async move {
                let path = request.uri().path();
                let answer = match () {
                    () if path.ends_with("/roles") => {
                        r#"[{"id": "irb1", "type": "CUSTOM", "role": "cr01", "resource-set": "iam1", "status": "ACTIVE"}]"#
                    }
                    () if path.ends_with("/permissions") => permissions,
                    () if path.ends_with("/resources") => resources,
                    () => return emulator.handle(request).await,
                };
                let body = bytes::Bytes::from_static(answer.as_bytes());
                http::Response::builder().header("content-type", "application/json").body(body).unwrap()
            }
        })
        .build()
        .unwrap();
    preflight(&client, &MOVEWORKS).await.unwrap()
}

const USERS: &str =
    r#"{"resources": [{"id": "ire1", "orn": "orn:okta:directory:00o1:users"}], "_links": {}}"#;
const READS: &str = r#"{"permissions": [{"label": "okta.users.read"}]}"#;

#[tokio::test]
async fn what_is_narrowed_in_a_way_that_is_not_known_is_unknown() {
    let plain = answered_with(READS, USERS).await;
    assert_eq!(
        verdict_of(&plain, "identify employees").0,
        Verdict::Granted,
        "{plain}"
    );
    for permissions in [
        r#"{"permissions": [{"label": "okta.users.read", "conditions": {"include": {"okta:Moon/Phase": ["full"]}}}]}"#,
        r#"{"permissions": [{"label": "okta.users.read", "conditions": {"during": "office hours"}}]}"#,
        r#"{"permissions": [{"label": "okta.users.read", "conditions": "full moon"}]}"#,
        r#"{"permissions": [{"label": "okta.users.read",
            "conditions": {"exclude": {"okta:ResourceAttribute/User/Profile": 7}}}]}"#,
    ] {
        let report = answered_with(permissions, USERS).await;
        assert_eq!(
            verdict_of(&report, "identify employees").0,
            Verdict::Unknown,
            "{permissions}: {report}"
        );
        assert!(
            report
                .unread()
                .iter()
                .any(|unread| unread.why() == WhyUnread::Odd),
            "{report}"
        );
    }
    for resources in [
        r#"{"resources": [{"orn": "orn:okta:directory:00o1:users", "conditions": {"Include": {"okta:ORN": []}}}]}"#,
        r#"{"resources": [{"orn": "orn:okta:directory:00o1:users", "conditions": {"Exclude": {"okta:Moon": []}}}]}"#,
        r#"{"resources": [{"orn": "orn:okta:directory:00o1:users", "conditions": [1]}]}"#,
        r#"{"resources": [{"id": "ire1"}]}"#,
        r#"{"resources": [{"orn": "https://acme.okta.com/api/v1/users?search=profile.city+eq+%22Oslo%22"}]}"#,
    ] {
        let report = answered_with(READS, resources).await;
        assert_eq!(
            verdict_of(&report, "identify employees").0,
            Verdict::Unknown,
            "{resources}: {report}"
        );
    }
    // What is there and says nothing narrows nothing.
    let report = answered_with(
        r#"{"permissions": [{"label": "okta.users.read", "conditions": null}]}"#,
        r#"{"resources": [{"orn": "orn:okta:directory:00o1:users", "conditions": {"Exclude": {"okta:ORN": []}}}]}"#,
    )
    .await;
    assert_eq!(
        verdict_of(&report, "identify employees").0,
        Verdict::Granted,
        "{report}"
    );
}

#[tokio::test]
async fn conditions_and_exclusions_show_in_the_report() {
    let report = answered_with(
        r#"{"permissions": [{"label": "okta.users.read",
            "conditions": {"include": {"okta:ResourceAttribute/User/Profile": ["city"]}}}, {"label": "okta.apps.read"}]}"#,
        r#"{"resources": [{"orn": "orn:okta:directory:00o1:users", "conditions": {"Exclude": {"okta:ORN":
            ["orn:okta:directory:00o1:groups:00g1:contained_resources"]}}}]}"#,
    )
    .await;
    let role = &report.roles().unwrap()[0];
    assert_eq!(role.permissions().unwrap(), ["okta.users.read", "okta.apps.read"]);
    assert_eq!(role.conditional_permissions().unwrap(), ["okta.users.read"]);
    assert_eq!(role.resources().unwrap(), ["all users but users in group 00g1"]);
}

#[tokio::test]
async fn a_role_of_a_type_that_is_new_leaves_open_what_it_allows() {
    let emulator = emulator();
    let roles = r#"[{"id": "irb1", "type": "ORBIT_ADMIN", "status": "ACTIVE"}]"#;
    let client = client_that_is_answered(&emulator, "SUPER_ADMIN", "/roles", roles);
    let report = preflight(&client, &MOVEWORKS).await.unwrap();
    assert_eq!(report.roles().unwrap()[0].role(), Some("ORBIT_ADMIN"));
    let unknown = report.with_verdict(Verdict::Unknown).count();
    assert_eq!(unknown, report.capabilities().len(), "{report}");
    assert_eq!(report.exit_code(), 2);
}
