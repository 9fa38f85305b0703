//! A joiner becomes a mover, a leaver, and comes back: the state is the one before, and twice is as once.

use std::sync::Arc;

use okta_lifecycle::{InMemory, Joiner, Leaver, Mover, Rehire, RoleTemplate};
use okta_models::users::UserStatus;

use super::world::World;

fn engineer(world: &World) -> RoleTemplate {
    RoleTemplate::named("Engineer")
        .group("Engineering")
        .app(&world.apps[0])
        .app(&world.apps[1])
        .attribute("department", "Engineering")
        .attribute("costCenter", "4711")
}

fn manager(world: &World) -> RoleTemplate {
    RoleTemplate::named("Manager")
        .group("Engineering")
        .group("Managers")
        .app(&world.apps[1])
        .app(&world.apps[2])
        .attribute("department", "Engineering")
        .attribute("title", "Manager")
}

#[tokio::test]
async fn joiner_mover_leaver_rehire() {
    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    let joiner = Joiner::new("ada.byron@example.com", "Ada", "Byron")
        .without_mail()
        .role(engineer(&world));

    let first_run = world.run(&joiner, &journal).await;
    assert!(first_run.is_complete(), "{first_run}");
    let ada = first_run.user_id().unwrap().clone();
    let first = world.everything(&ada).await;
    assert_eq!(first["status"], UserStatus::Provisioned.as_str());
    assert_eq!(first["profile"]["department"], "Engineering");
    assert_eq!(first["apps"].as_object().unwrap().len(), 2);
    assert!(world.plan(&joiner).await.is_empty());

    let mover = Mover::of(&ada).from(engineer(&world)).to(manager(&world));
    let report = world.run(&mover, &journal).await;
    assert!(report.is_complete(), "{report}");
    let second = world.everything(&ada).await;
    assert_eq!(second["profile"]["costCenter"], serde_json::Value::Null);
    assert!(second["apps"].get(world.apps[0].as_str()).is_none());
    assert_ne!(first, second);
    assert!(world.plan(&mover).await.is_empty());

    let left = world.run(Leaver::of(&ada), &journal).await;
    assert!(left.is_complete(), "{left}");
    let gone = world.everything(&ada).await;
    assert_eq!(gone["status"], UserStatus::Deprovisioned.as_str());
    assert_eq!(gone["apps"], serde_json::json!({}));
    let again = world.plan(Leaver::of(&ada)).await;
    assert!(again.is_empty(), "{again}");

    let rehire = Rehire::from_journal(&journal, &ada)
        .unwrap()
        .unwrap()
        .without_mail();
    assert_eq!((rehire.groups().len(), rehire.apps().len()), (2, 2));
    let back = world.run(&rehire, &journal).await;
    assert!(back.is_complete(), "{back}");
    assert_eq!(world.everything(&ada).await, second);
    assert!(world.plan(&rehire).await.is_empty());
    // What was given back is not given back again.
    let nothing = Rehire::from_journal(&journal, &ada).unwrap().unwrap();
    assert_eq!((nothing.groups().len(), nothing.apps().len()), (0, 0));

    let home = Mover::of(&ada).from(manager(&world)).to(engineer(&world));
    let report = world.run(&home, &journal).await;
    assert!(report.is_complete(), "{report}");
    assert_eq!(world.everything(&ada).await, first);
}

#[tokio::test]
async fn a_second_run_of_the_same_plan_sends_nothing() {
    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    let ada = world.person().await;
    let intent = Mover::of(&ada).from(engineer(&world)).to(manager(&world));
    let plan = world.plan(&intent).await;
    let first = world.runner(&journal).run(&plan).await.unwrap();
    assert!(first.is_complete(), "{first}");
    let changes = world.changes();
    let second = world.runner(&journal).run(&plan).await.unwrap();
    assert!(second.is_complete() && second.done().next().is_none(), "{second}");
    assert_eq!(world.changes(), changes);
}

/// An app that came through the old role's group is assigned before anybody misses it, where the new role wants it.
#[tokio::test]
async fn an_app_that_goes_with_the_old_group_is_assigned_where_the_new_role_wants_it() {
    use okta_models::application_groups::{ApplicationGroupAssignmentUpdate, AssignGroupToApplication};

    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    let (app, group) = (&world.apps[2], &world.groups[0]);
    let assignment = ApplicationGroupAssignmentUpdate::new();
    world
        .client
        .send(AssignGroupToApplication::new(app, group, assignment))
        .await
        .unwrap();
    let ada = world.person().await;
    let from = RoleTemplate::named("Engineer").group(group);
    let to = RoleTemplate::named("Freelance").app(app);
    let mover = Mover::of(&ada).from(from).to(to);
    let report = world.run(&mover, &journal).await;
    assert!(report.is_complete(), "{report}");
    assert_eq!(
        world.everything(&ada).await["apps"][app.as_str()]["scope"],
        "USER"
    );
    assert!(world.plan(&mover).await.is_empty());
}

/// The group gives the app before the role's own assignment comes to it: one run gives the user name all the same.
#[tokio::test]
async fn a_user_name_is_given_although_a_group_of_the_role_gives_the_app_first() {
    use okta_models::application_groups::{ApplicationGroupAssignmentUpdate, AssignGroupToApplication};

    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    let assignment = ApplicationGroupAssignmentUpdate::new();
    let assign = AssignGroupToApplication::new(&world.apps[2], &world.groups[3], assignment);
    world.client.send(assign).await.unwrap();
    let app = okta_lifecycle::AppTemplate::id(&world.apps[2]).user_name("ada.chess");
    let joiner = Joiner::new("ada.chess@example.com", "Ada", "Byron")
        .without_mail()
        .role(RoleTemplate::named("Player").group("Chess").app(app));
    let report = world.run(&joiner, &journal).await;
    assert!(report.is_complete(), "{report}");
    let ada = report.user_id().unwrap();
    assert_eq!(
        world.everything(ada).await["apps"][world.apps[2].as_str()]["userName"],
        "ada.chess"
    );
    assert!(world.plan(&joiner).await.is_empty());
}
