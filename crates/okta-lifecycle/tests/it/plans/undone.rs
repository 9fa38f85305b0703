//! A run is undone in reverse order, as far as it can be, and nothing that somebody changed since is overwritten.

use std::sync::Arc;

use okta_lifecycle::{InMemory, Journal, Leaver, Mover, RoleTemplate, RunReport, Sequence, Wanted};
use okta_models::{
    application_groups::{ApplicationGroupAssignmentUpdate, AssignGroupToApplication},
    application_users::{AppUserAssignRequest, AppUserCredentialsUpdate, AssignUserToApplication},
    groups::UnassignUserFromGroup,
    user_lifecycle::DeactivateUser,
    users::{UpdateUser, UserProfileUpdate},
};

use super::world::World;

fn role(world: &World) -> RoleTemplate {
    RoleTemplate::named("Chess club")
        .group("Chess")
        .app(&world.apps[2])
        .attribute("costCenter", "Chess")
        .attribute("title", "Player")
}

async fn undo(
    world: &World,
    journal: &Arc<InMemory>,
    report: &RunReport,
) -> (okta_lifecycle::Plan, RunReport) {
    let history = journal.run(report.run_id()).unwrap().unwrap();
    let plan = world.planner().undo(&history).await.unwrap();
    let report = world.runner(journal).run(&plan).await.unwrap();
    (plan, report)
}

#[tokio::test]
async fn a_mover_is_undone_in_reverse() {
    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    let ada = world.person().await;
    let before = world.everything(&ada).await;
    let from = RoleTemplate::named("Engineer")
        .group("Engineering")
        .app(&world.apps[0]);
    let moved = world
        .run(Mover::of(&ada).from(from).to(role(&world)), &journal)
        .await;
    assert!(moved.is_complete(), "{moved}");
    let (plan, undone) = undo(&world, &journal, &moved).await;
    let operations: Vec<&str> = plan
        .steps()
        .iter()
        .map(|step| step.action().operation_id())
        .collect();
    assert_eq!(
        operations,
        [
            "assignUserToApplication",
            "assignUserToGroup",
            "unassignUserFromGroup",
            "unassignUserFromApplication",
            "updateUser"
        ]
    );
    assert!(undone.is_complete() && plan.left().is_empty(), "{plan}{undone}");
    let mut after = world.everything(&ada).await;
    // What was never there is there and empty now; Okta shows both.
    for name in ["costCenter", "title"] {
        assert!(after["profile"][name].is_null());
        if before["profile"].get(name).is_none() {
            after["profile"].as_object_mut().unwrap().remove(name);
        }
    }
    assert_eq!(after, before);
    let (again, _) = undo(&world, &journal, &moved).await;
    assert!(again.is_empty(), "{again}");
}

#[tokio::test]
async fn an_app_that_a_group_gives_too_is_taken_after_the_group_is_left() {
    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    let ada = world.person().await;
    let before = world.everything(&ada).await;
    let joined = world.run(Mover::of(&ada).to(role(&world)), &journal).await;
    assert!(joined.is_complete(), "{joined}");
    let (group, app) = (&world.groups[3], &world.apps[2]);
    let assignment = ApplicationGroupAssignmentUpdate::new().priority(0);
    let assign = AssignGroupToApplication::new(app, group, assignment);
    world.client.send(assign).await.unwrap();
    let (plan, undone) = undo(&world, &journal, &joined).await;
    assert!(undone.is_complete() && plan.left().is_empty(), "{plan}{undone}");
    let after = world.everything(&ada).await;
    assert_eq!(
        (&after["groups"], &after["apps"]),
        (&before["groups"], &before["apps"])
    );
    assert!(before["apps"].is_object() && before["groups"].is_array());
}

#[tokio::test]
async fn somebody_elses_change_is_reported_and_kept() {
    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    let ada = world.person().await;
    let moved = world.run(Mover::of(&ada).to(role(&world)), &journal).await;
    assert!(moved.is_complete(), "{moved}");
    // Somebody gives another title, another user name in the app, and takes the person out of the group.
    let title = UserProfileUpdate::new().title("Champion");
    world.client.send(UpdateUser::new(&ada, title)).await.unwrap();
    let name = AppUserCredentialsUpdate::new().user_name("deep.blue");
    let name = AppUserAssignRequest::from(&ada).credentials(name);
    world
        .client
        .send(AssignUserToApplication::new(&world.apps[2], name))
        .await
        .unwrap();
    world
        .client
        .send(UnassignUserFromGroup::new(&world.groups[3], &ada))
        .await
        .unwrap();

    let (plan, undone) = undo(&world, &journal, &moved).await;
    assert!(undone.is_complete(), "{undone}");
    let left: Vec<&str> = plan.left().iter().map(|left| left.what.as_str()).collect();
    assert_eq!(left, ["attribute title"], "{plan}");
    let after = world.everything(&ada).await;
    assert_eq!(after["profile"]["title"], "Champion");
    assert!(after["profile"]["costCenter"].is_null());
    assert!(
        plan.already()
            .iter()
            .any(|already| already.contains("unassignUserFromGroup")),
        "{plan}"
    );
}

#[tokio::test]
async fn an_app_assignment_that_somebody_changed_is_kept() {
    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    let ada = world.person().await;
    let app = okta_lifecycle::AppTemplate::id(&world.apps[2]).user_name("ada.chess");
    let wanted = Wanted::AssignUserToApplication { app };
    let given = world.run(Sequence::of(&ada).then(wanted), &journal).await;
    assert!(given.is_complete(), "{given}");
    let name = AppUserCredentialsUpdate::new().user_name("deep.blue");
    let name = AppUserAssignRequest::from(&ada).credentials(name);
    world
        .client
        .send(AssignUserToApplication::new(&world.apps[2], name))
        .await
        .unwrap();
    let (plan, _) = undo(&world, &journal, &given).await;
    assert!(plan.is_empty());
    assert!(plan.left()[0].because.contains("changed it since"), "{plan}");
    assert_eq!(
        world.everything(&ada).await["apps"][world.apps[2].as_str()]["userName"],
        "deep.blue"
    );
}

#[tokio::test]
async fn of_a_leaver_in_grace_everything_comes_back() {
    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    let ada = world.person().await;
    let before = world.everything(&ada).await;
    let week = std::time::Duration::from_secs(7 * 24 * 60 * 60);
    let left = world.run(Leaver::of(&ada).grace(week), &journal).await;
    assert!(!left.is_complete());
    assert_eq!(world.everything(&ada).await["status"], "SUSPENDED");
    let (plan, undone) = undo(&world, &journal, &left).await;
    assert!(undone.is_complete() && plan.left().is_empty(), "{plan}{undone}");
    assert_eq!(world.everything(&ada).await, before);
}

#[tokio::test]
async fn what_cannot_be_undone_is_said() {
    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    let ada = world.person().await;
    let left = world.run(Leaver::of(&ada), &journal).await;
    let (plan, undone) = undo(&world, &journal, &left).await;
    assert!(undone.is_complete(), "{undone}");
    let reasons: Vec<&str> = plan.left().iter().map(|left| left.what.as_str()).collect();
    assert!(
        reasons.contains(&"deactivateUser") && reasons.contains(&"suspendUser"),
        "{plan}"
    );
    // Groups outlast deactivation, and come back; apps need an activated user.
    let groups = plan
        .steps()
        .iter()
        .filter(|step| step.action().operation_id() == "assignUserToGroup");
    assert_eq!(groups.count(), 2);
}

#[tokio::test]
async fn a_change_between_plan_and_run_stops_the_step() {
    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    let ada = world.person().await;
    let plan = world.plan(Sequence::of(&ada).then(Wanted::SuspendUser)).await;
    world.client.send(DeactivateUser::new(&ada)).await.unwrap();
    let changes = world.changes();
    let report = world.runner(&journal).run(&plan).await.unwrap();
    assert!(report.to_string().contains("somebody changed things"), "{report}");
    assert_eq!(world.changes(), changes);
}

/// The user name that the person had comes back, and an attribute that somebody changed meanwhile is kept.
#[tokio::test]
async fn a_changed_app_assignment_is_as_before() {
    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    let ada = world.person().await;
    let before = world.everything(&ada).await;
    let app = okta_lifecycle::AppTemplate::id(&world.apps[0]).user_name("ada.chess");
    let intent = Mover::of(&ada).to(RoleTemplate::named("Player").app(app));
    let plan = world.plan(&intent).await;
    assert_eq!(plan.steps()[0].action().operation_id(), "updateApplicationUser");
    assert!(!plan.to_string().contains("ada.chess"), "{plan}");
    let given = world.run(&intent, &journal).await;
    assert!(given.is_complete(), "{given}");
    let name =
        |everything: &serde_json::Value| everything["apps"][world.apps[0].as_str()]["userName"].clone();
    assert_eq!(name(&world.everything(&ada).await), "ada.chess");
    assert!(world.plan(&intent).await.is_empty());
    let (plan, undone) = undo(&world, &journal, &given).await;
    assert!(undone.is_complete() && plan.left().is_empty(), "{plan}{undone}");
    assert_eq!(world.everything(&ada).await, before);

    let given = world.run(&intent, &journal).await;
    let credentials = AppUserCredentialsUpdate::new().user_name("deep.blue");
    let request = AppUserAssignRequest::from(&ada).credentials(credentials);
    world
        .client
        .send(AssignUserToApplication::new(&world.apps[0], request))
        .await
        .unwrap();
    let (plan, _) = undo(&world, &journal, &given).await;
    assert!(
        plan.is_empty() && plan.left()[0].because.contains("changed it since"),
        "{plan}"
    );
    assert_eq!(name(&world.everything(&ada).await), "deep.blue");
}

/// Okta takes a change of a DEPROVISIONED user's profile and does not make it.
#[tokio::test]
async fn attributes_of_who_was_deactivated_since_are_left_and_said() {
    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    let ada = world.person().await;
    let title = RoleTemplate::named("Player").attribute("title", "Player");
    let moved = world.run(Mover::of(&ada).to(title), &journal).await;
    world.client.send(DeactivateUser::new(&ada)).await.unwrap();
    let (plan, undone) = undo(&world, &journal, &moved).await;
    assert!(plan.is_empty() && undone.is_complete(), "{plan}{undone}");
    assert_eq!(plan.left()[0].what, "attributes title", "{plan}");
    let attributes = [("title", "Champion")].into_iter().collect();
    let sequence = Sequence::of(&ada).then(Wanted::SetAttributes { attributes });
    let refused = world.planner().plan(sequence).await.unwrap_err();
    assert!(
        refused.to_string().contains("does not change the profile"),
        "{refused}"
    );
}

/// Undoing a joiner deactivates: what somebody gave the person since goes with that, and the plan says so.
#[tokio::test]
async fn what_somebody_gave_since_and_deactivation_ends_is_foretold() {
    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    let joiner = okta_lifecycle::Joiner::new("jo@example.com", "Jo", "Iner").without_mail();
    let run = world.run(joiner, &journal).await;
    let jo = run.user_id().unwrap();
    let assign = AssignUserToApplication::new(&world.apps[0], AppUserAssignRequest::from(jo));
    world.client.send(assign).await.unwrap();
    let (plan, undone) = undo(&world, &journal, &run).await;
    assert!(undone.is_complete(), "{plan}{undone}");
    assert!(plan.to_string().contains("these app assignments end: "), "{plan}");
    assert_eq!(world.everything(jo).await, serde_json::Value::Null);
}
