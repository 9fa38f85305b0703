//! What cannot be undone waits for the grace to end, by Okta's own times.

use std::sync::Arc;
use std::time::Duration;

use okta_lifecycle::{InMemory, Journal, Leaver, Planner, Runner, SkipReason, StepOutcome};
use okta_models::user_lifecycle::UnsuspendUser;
use okta_transport::{Client, Clock as _, VirtualClock};

use super::world::{World, unreliable};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A client whose day can be moved on; the org's stays.
async fn client_of_another_day(world: &World) -> (Client, Arc<VirtualClock>) {
    let clock = Arc::new(VirtualClock::default());
    let today = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    clock.sleep(today).await;
    let shared: Arc<dyn okta_transport::Clock> = clock.clone();
    let client = unreliable(world.emulator()).shared_clock(shared).build().unwrap();
    (client, clock)
}

#[tokio::test]
async fn a_leaver_is_suspended_now_deactivated_after_the_grace_and_deleted_later() {
    let world = World::new().await;
    let (client, clock) = client_of_another_day(&world).await;
    let (planner, journal) = (Planner::new(&client), Arc::new(InMemory::default()));
    let runner = Runner::new(&client).journal(Arc::clone(&journal));
    let ada = world.person().await;
    let leaver = Leaver::of(&ada).grace(7 * DAY).delete_after(30 * DAY);
    let plan = planner.plan(&leaver).await.unwrap();
    let waits: Vec<_> = plan.steps().iter().filter_map(|step| step.waits()).collect();
    assert_eq!(waits.len(), 3);
    assert_eq!(
        waits[1].due.unwrap().duration_since(plan.made()).as_hours(),
        7 * 24
    );
    assert_eq!(
        waits[2].due.unwrap().duration_since(plan.made()).as_hours(),
        37 * 24
    );

    let report = runner.run(&plan).await.unwrap();
    assert_eq!(world.everything(&ada).await["status"], "SUSPENDED");
    let not_due = |outcome: &StepOutcome| {
        matches!(
            outcome,
            StepOutcome::Skipped {
                because: SkipReason::NotDue { .. } | SkipReason::After { .. }
            }
        )
    };
    assert!(report.not_done().all(|step| not_due(step.outcome())), "{report}");
    let changes = world.changes();

    // A day before it is due, nothing but what cannot be read is sent.
    clock.sleep(6 * DAY).await;
    let history = journal.unfinished().unwrap().pop().unwrap();
    let early = runner.resume(&history).await.unwrap();
    assert!(!early.is_complete());
    assert_eq!(world.changes(), changes);

    clock.sleep(DAY + Duration::from_secs(60)).await;
    let history = journal.unfinished().unwrap().pop().unwrap();
    let report = runner.resume(&history).await.unwrap();
    assert_eq!(
        world.everything(&ada).await["status"],
        "DEPROVISIONED",
        "{report}"
    );
    assert!(!report.is_complete());

    // A plan that is made then tells the same as the run that was begun before.
    let rest = planner.plan(&leaver).await.unwrap();
    assert_eq!(rest.steps().len(), 1);
    clock.sleep(31 * DAY).await;
    let report = runner.run(&rest).await.unwrap();
    assert!(report.is_complete(), "{report}");
    assert!(world.everything(&ada).await.is_null());
}

/// Somebody took the suspension back: the person stays, and what waited is not for them any more.
#[tokio::test]
async fn who_is_unsuspended_in_the_grace_is_not_deactivated() {
    let world = World::new().await;
    let (client, clock) = client_of_another_day(&world).await;
    let journal = Arc::new(InMemory::default());
    let runner = Runner::new(&client).journal(Arc::clone(&journal));
    let ada = world.person().await;
    let plan = Planner::new(&client)
        .plan(Leaver::of(&ada).grace(7 * DAY))
        .await
        .unwrap();
    let _ = runner.run(&plan).await.unwrap();
    client.send(UnsuspendUser::new(&ada)).await.unwrap();
    clock.sleep(8 * DAY).await;
    let history = journal.unfinished().unwrap().pop().unwrap();
    let report = runner.resume(&history).await.unwrap();
    assert_eq!(world.everything(&ada).await["status"], "ACTIVE");
    assert!(report.to_string().contains("somebody changed things"), "{report}");
}
