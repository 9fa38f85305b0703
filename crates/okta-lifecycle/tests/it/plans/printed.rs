//! A plan says beforehand what happens: steps, states, needs, side effects, calls.

use std::collections::BTreeMap;
use std::sync::Arc;

use okta_emulator::Fault;
use okta_lifecycle::{ErrorKind, InMemory, Leaver, Plan, Sequence, Wanted};
use okta_models::{
    group_owners::AssignGroupOwner,
    group_rules::{ActivateGroupRule, CreateGroupRule, GroupRuleUpdate},
    linked_objects::{CreateLinkedObjectDefinition, LinkedObjectDetails, LinkedObjectRequest},
    role_assignments::{AssignRoleToGroup, AssignRoleToUser, RoleAssignmentRequest, RoleType},
    user_linked_objects::AssignLinkedObjectValueForPrimary,
    users::{GetUser, UpdateUser, UserProfileUpdate, UserStatus},
};

use okta_permissions::{Assignment, Grant, Principal, Targets, Verdict};

use super::world::World;

fn operations(plan: &Plan) -> Vec<&str> {
    plan.steps()
        .iter()
        .map(|step| step.action().operation_id())
        .collect()
}

/// How often each operation was asked for, by operationId.
fn asked(world: &World, since: usize) -> BTreeMap<String, u32> {
    let mut asked = BTreeMap::new();
    for request in &world.emulator().requests()[since..] {
        let operation = crate::capabilities::operation_of(&request.method, &request.path);
        *asked.entry(operation.to_owned()).or_default() += 1;
    }
    asked
}

#[tokio::test]
async fn a_leaver_ends_access_first_and_loses_last() {
    let world = World::new().await;
    let ada = world.person().await;
    let plan = world.plan(Leaver::of(&ada)).await;
    assert_eq!(
        operations(&plan),
        [
            "suspendUser",
            "revokeUserSessions",
            "unassignUserFromGroup",
            "unassignUserFromGroup",
            "unassignUserFromApplication",
            "unassignUserFromApplication",
            "resetFactors",
            "deactivateUser",
        ]
    );
    let first_lost = plan
        .steps()
        .iter()
        .position(|step| step.reversal().is_lost())
        .unwrap();
    assert!(
        plan.steps()[first_lost..]
            .iter()
            .all(|step| step.reversal().is_lost())
    );
    let text = plan.to_string();
    for part in [
        "POST /api/v1/users/{id}/lifecycle/suspend; status ACTIVE -> status SUSPENDED",
        "unassignUserFromGroup Engineering",
        "cannot be undone: password and factors",
        "group Everyone: Okta decides who is in the group",
        "calls  /api/v1/users",
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
    // The dry run is for people at work: what the person is called is not in it.
    let user = world.client.send(GetUser::new(&ada)).await.unwrap();
    assert!(!text.contains(user.login().unwrap()), "{text}");
}

#[tokio::test]
async fn json_says_it_all_and_is_read_back() {
    let world = World::new().await;
    let ada = world.person().await;
    let plan = world
        .plan(Leaver::of(&ada).delete_after(std::time::Duration::ZERO))
        .await;
    let json: serde_json::Value = serde_json::from_str(&plan.to_json().unwrap()).unwrap();
    let suspend = &json["steps"][0];
    assert_eq!(suspend["action"]["operation"], "suspendUser");
    assert_eq!(suspend["method"], "POST");
    assert_eq!(suspend["path"], "/api/v1/users/{id}/lifecycle/suspend");
    assert_eq!(suspend["scopes"], serde_json::json!(["okta.users.manage"]));
    assert!(
        suspend["standardRoles"]
            .as_array()
            .unwrap()
            .iter()
            .any(|role| role == "USER_ADMIN")
    );
    assert_eq!(
        suspend["permissions"],
        serde_json::json!(["okta.users.lifecycle.suspend"])
    );
    assert_eq!(suspend["reversal"], "undone by unsuspendUser");
    let deletion = json["steps"].as_array().unwrap().last().unwrap();
    assert_eq!(deletion["waits"]["inStatus"], "DEPROVISIONED");
    assert!(!deletion["after"].as_array().unwrap().is_empty());
    let same: Plan = serde_json::from_value(json).unwrap();
    assert_eq!(same, plan);
}

#[tokio::test]
async fn a_run_makes_the_calls_that_the_plan_foretold() {
    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    for intent in [
        Leaver::of(world.person().await),
        Leaver::of(world.person().await)
            .keep_groups()
            .delete_after(std::time::Duration::ZERO),
    ] {
        let before = world.emulator().requests().len();
        let plan = world.plan(&intent).await;
        let read: BTreeMap<String, u32> = plan.reads().clone();
        assert_eq!(asked(&world, before), read, "reading for the plan");
        let before = world.emulator().requests().len();
        let report = world.runner(&journal).run(&plan).await.unwrap();
        assert!(report.is_complete(), "{report}");
        let foretold: BTreeMap<String, u32> = plan
            .calls()
            .into_iter()
            .map(|(operation, calls)| (operation.to_owned(), calls))
            .collect();
        assert_eq!(asked(&world, before), foretold, "{plan}");
        let by_bucket: u32 = plan.calls_by_bucket().values().sum();
        assert_eq!(by_bucket, foretold.values().sum::<u32>());
        assert_eq!(plan.forecast(&world.client).calls(), u64::from(by_bucket));
    }
}

#[tokio::test]
async fn a_person_costs_four_reads() {
    let world = World::new().await;
    let planner = world.planner();
    // What is the org's is read once.
    planner.plan(Leaver::of(world.person().await)).await.unwrap();
    let plan = planner.plan(Leaver::of(world.person().await)).await.unwrap();
    let reads: Vec<&str> = plan.reads().keys().map(String::as_str).collect();
    assert_eq!(
        reads,
        ["getUser", "listApplications", "listFactors", "listUserGroups"]
    );
    assert_eq!(plan.reads().values().sum::<u32>(), 4);
}

#[tokio::test]
async fn rule_managed_groups_are_left_unless_asked_for_and_the_exclusion_is_foretold() {
    let world = World::new().await;
    let rule = GroupRuleUpdate::assigning("Friends", r#"user.department=="Chess""#, [&world.groups[2]]);
    let rule = world.client.send(CreateGroupRule::new(rule)).await.unwrap().id;
    world.client.send(ActivateGroupRule::new(&rule)).await.unwrap();
    let ada = world.person().await;
    let department = UserProfileUpdate::new().department("Chess");
    world
        .client
        .send(UpdateUser::new(&ada, department))
        .await
        .unwrap();

    let plan = world.plan(Leaver::of(&ada)).await;
    let left = plan
        .left()
        .iter()
        .find(|left| left.what == "group Everybody's friends")
        .unwrap();
    assert!(
        left.because.contains("Friends") && left.because.contains("100"),
        "{left:?}"
    );

    let plan = world.plan(Leaver::of(&ada).rule_managed_groups()).await;
    let steps = plan.steps().iter();
    let mut managed = steps.filter(|step| step.action().group().is_some_and(|group| !group.rules.is_empty()));
    let step = managed.next().unwrap();
    assert!(
        step.side_effects()
            .iter()
            .any(|effect| effect.contains("exclusion")),
        "{:?}",
        step.side_effects()
    );
    let journal = Arc::new(InMemory::default());
    let report = world.runner(&journal).run(&plan).await.unwrap();
    assert!(report.is_complete(), "{report}");
    assert!(
        world
            .plan(Leaver::of(&ada).rule_managed_groups())
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn what_somebody_must_take_over_is_listed() {
    let world = World::new().await;
    let (ada, report) = (world.person().await, world.person().await);
    let manager = UserProfileUpdate::new().manager_id(ada.as_str());
    world
        .client
        .send(UpdateUser::new(&report, manager))
        .await
        .unwrap();
    let role = AssignRoleToUser::new(&ada, RoleType::HelpDeskAdmin);
    world.client.send(role).await.unwrap();
    world.emulator().api_token_of(ada.as_str()).unwrap();
    // Who reports to the leaver by a linked object, and groups that the leaver owns: one as a member, one as none.
    let kind = LinkedObjectRequest::new()
        .primary(LinkedObjectDetails::of_users("mentor", "Mentor"))
        .associated(LinkedObjectDetails::of_users("apprentice", "Apprentice"));
    world
        .client
        .send(CreateLinkedObjectDefinition::new(kind))
        .await
        .unwrap();
    let link = AssignLinkedObjectValueForPrimary::new(&report, "mentor", &ada);
    world.client.send(link).await.unwrap();
    for group in [&world.groups[0], &world.groups[3]] {
        world
            .client
            .send(AssignGroupOwner::new(group, &ada))
            .await
            .unwrap();
    }
    let plan = world.plan(Leaver::of(&ada).list_owned()).await;
    let kinds =
        |plan: &Plan| -> Vec<String> { plan.owned().iter().map(|owned| owned.kind.clone()).collect() };
    let of_people = [
        "API token",
        "administrator role",
        "direct report",
        "linked object",
    ];
    assert_eq!(kinds(&plan), [&of_people[..], &["group"]].concat());
    assert_eq!(plan.owned()[2].id, report.as_str());
    let linked = &plan.owned()[3];
    assert_eq!(
        (linked.id.as_str(), linked.name.as_deref()),
        (report.as_str(), Some("apprentice"))
    );
    assert_eq!(plan.owned()[4].id, world.groups[0].as_str());
    assert!(plan.to_string().contains("hand over   API token"), "{plan}");
    // What was not looked at is said.
    let groups = 3;
    assert_eq!(plan.reads()["listGroupOwners"], groups);
    assert!(
        plan.to_string()
            .contains("not read    listGroupOwners: Okta has no list"),
        "{plan}"
    );

    // Every group is asked when that is wanted, once for all plans, at a cost that is known before.
    let planner = world.planner();
    let forecast = planner.forecast_group_owners().await.unwrap();
    let everywhere = Leaver::of(&ada).look_through_all_groups();
    let plan = planner.plan(&everywhere).await.unwrap();
    assert_eq!(
        kinds(&plan),
        [&of_people[..], &["group", "group"]].concat(),
        "{plan}"
    );
    assert_eq!(u64::from(plan.reads()["listGroupOwners"]), forecast.calls());
    assert!(plan.unread().is_empty(), "{plan}");
    let other = planner
        .plan(Leaver::of(world.person().await).look_through_all_groups())
        .await
        .unwrap();
    assert!(
        !other.reads().contains_key("listGroupOwners"),
        "{:?}",
        other.reads()
    );
}

/// Who may not look says so, and an org without owners is no failure.
#[tokio::test]
async fn owners_that_may_not_be_read_are_said() {
    let world = World::new().await;
    let ada = world.person().await;
    for (status, code) in [(403, "E0000006"), (401, "E0000015")] {
        for operation in ["listGroupOwners", "listLinkedObjectDefinitions"] {
            world
                .emulator()
                .inject(Fault::error(status, code).on_operation(operation));
        }
        let plan = world.plan(Leaver::of(&ada).list_owned()).await;
        let unread: Vec<&str> = plan
            .unread()
            .iter()
            .map(|unread| unread.operation.as_str())
            .collect();
        assert!(
            unread.contains(&"listGroupOwners") && unread.contains(&"listLinkedObjectDefinitions"),
            "{plan}"
        );
        world.emulator().clear_faults();
    }
}

/// Groups that hold a role are known before anything is sent: the plan says it, and a lesser token is told apart.
#[tokio::test]
async fn a_group_that_holds_a_role_is_for_super_administrators() {
    let world = World::new().await;
    let ada = world.person().await;
    let role = RoleAssignmentRequest::new().role_type(RoleType::HelpDeskAdmin);
    world
        .client
        .send(AssignRoleToGroup::new(&world.groups[0], role))
        .await
        .unwrap();
    let leaver = world.plan(Leaver::of(&ada)).await;
    let to = okta_lifecycle::RoleTemplate::named("Engineer").group("Engineering");
    let mover = world
        .plan(okta_lifecycle::Mover::of(world.org.user(&UserStatus::Active).await.unwrap()).to(to))
        .await;
    for plan in [leaver, mover] {
        let steps = plan.steps().iter();
        let mut of_group = steps.filter(|step| {
            let group = step.action().group();
            group.is_some_and(|group| group.id == world.groups[0])
        });
        let step = of_group.next().unwrap();
        assert_eq!(step.action().group().unwrap().has_admin_privilege, Some(true));
        assert!(plan.to_string().contains("holds an administrator role"), "{plan}");
        let verdict = |role: &RoleType| {
            let held =
                Grant::api_token(Principal::user("00u9")).with(Assignment::standard(role, Targets::WholeOrg));
            let check = plan.check(&held);
            let step = check.steps().iter().find(|checked| checked.step() == step.id());
            step.unwrap().verdict()
        };
        assert_eq!(verdict(&RoleType::SuperAdmin), Verdict::Granted);
        assert_eq!(verdict(&RoleType::OrgAdmin), Verdict::Denied);
    }
}

#[tokio::test]
async fn who_cannot_be_processed_is_told_why_before_anything_is_sent() {
    let world = World::new().await;
    let before = world.changes();
    let planner = world.planner();
    let missing = planner.plan(Leaver::of("nobody@example.com")).await.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::CannotBeProcessed);
    assert_eq!(
        missing.to_string(),
        "there is no such user, or it is hidden from the token"
    );
    assert!(missing.is_not_found());
    let owner = planner.plan(Leaver::of("me")).await.unwrap_err();
    assert!(owner.to_string().contains("owns the token"), "{owner}");
    assert_eq!(world.changes(), before);
    let staged = world.org.user(&UserStatus::Staged).await.unwrap();
    let grace = Leaver::of(&staged).grace(std::time::Duration::from_secs(60));
    let refused = planner.plan(grace).await.unwrap_err();
    assert!(refused.to_string().contains("the user is STAGED"), "{refused}");
    let plan = planner.plan(Leaver::of(&staged)).await.unwrap();
    assert_eq!(operations(&plan), ["revokeUserSessions", "deactivateUser"]);
}

#[tokio::test]
async fn a_sequence_keeps_what_is_lost_for_the_end_unless_it_says_otherwise() {
    let world = World::new().await;
    let ada = world.person().await;
    let chess = Wanted::AssignUserToGroup {
        group: "Chess".into(),
    };
    let wrong = Sequence::of(&ada).then(Wanted::ResetFactors).then(chess);
    let refused = world.planner().plan(&wrong).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::InvalidTemplate);
    let meant = world.plan(wrong.in_given_order()).await;
    assert_eq!(operations(&meant), ["resetFactors", "assignUserToGroup"]);
    assert_eq!(meant.steps()[1].after(), [1]);
    let impossible = Sequence::of(&ada)
        .then(Wanted::UnsuspendUser)
        .then(Wanted::DeleteUser);
    let refused = world.planner().plan(impossible).await.unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("deleteUser needs status DEPROVISIONED"),
        "{refused}"
    );
}
