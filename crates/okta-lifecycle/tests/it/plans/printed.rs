//! A plan says beforehand what happens: steps, states, needs, side effects, calls.

use std::collections::BTreeMap;
use std::sync::Arc;

use okta_lifecycle::{ErrorKind, InMemory, Leaver, Plan, Sequence, Wanted};
use okta_models::{
    group_rules::{ActivateGroupRule, CreateGroupRule, GroupRuleUpdate},
    role_assignments::{AssignRoleToUser, RoleType},
    users::{GetUser, UpdateUser, UserProfileUpdate, UserStatus},
};

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
    let plan = world.plan(Leaver::of(&ada).list_owned()).await;
    let kinds: Vec<&str> = plan.owned().iter().map(|owned| owned.kind.as_str()).collect();
    assert_eq!(kinds, ["API token", "administrator role", "direct report"]);
    assert_eq!(plan.owned()[2].id, report.as_str());
    assert!(plan.to_string().contains("hand over   API token"), "{plan}");
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
