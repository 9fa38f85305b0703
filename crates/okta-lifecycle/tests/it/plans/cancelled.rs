//! A run is cancelled between two steps, and goes on later.

use std::sync::Arc;

use okta_lifecycle::{Cancellation, Event, InMemory, Journal, Leaver, SkipReason, StepOutcome};

use super::world::World;

#[tokio::test]
async fn the_step_that_has_begun_is_carried_through_and_the_rest_waits() {
    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    let ada = world.person().await;
    let plan = world.plan(Leaver::of(&ada)).await;
    let cancellation = Cancellation::default();
    let switch = cancellation.clone();
    let observer = move |event: &Event<'_>| {
        if let Event::StepBegun { step, .. } = event
            && step.id() == 3
        {
            switch.cancel();
        }
    };
    let runner = world
        .runner(&journal)
        .cancellation(&cancellation)
        .observer(observer);
    let report = runner.run(&plan).await.unwrap();
    let because = SkipReason::Cancelled;
    for step in report.steps() {
        if step.step() <= 3 {
            assert!(step.outcome().is_done(), "{report}");
        } else {
            let because = because.clone();
            assert_eq!(*step.outcome(), StepOutcome::Skipped { because }, "{report}");
        }
    }
    // No question is open.
    let history = journal.interrupted().unwrap().pop().unwrap();
    assert_eq!(history.open_steps().count(), 0);
    assert_eq!(history.done_steps().count(), 3);
    let resumed = world.runner(&journal).resume(&history).await.unwrap();
    assert!(resumed.is_complete(), "{resumed}");
    assert_eq!(world.everything(&ada).await["status"], "DEPROVISIONED");
}

#[tokio::test]
async fn many_people_at_once_each_have_a_report() {
    use futures_util::{TryStreamExt as _, stream};

    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    let mut plans = Vec::new();
    for _ in 0..12 {
        plans.push(world.plan(Leaver::of(world.person().await)).await);
    }
    let runner = world.runner(&journal).at_once(5);
    let reports: Vec<_> = runner.run_all(stream::iter(plans)).try_collect().await.unwrap();
    assert_eq!(reports.len(), 12);
    assert!(reports.iter().all(okta_lifecycle::RunReport::is_complete));
    assert!(journal.unfinished().unwrap().is_empty());
}
