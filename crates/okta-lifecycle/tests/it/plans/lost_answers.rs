//! The connection breaks after Okta acted, for each kind of step: the outcome is the true one, and nothing is sent twice.

use std::sync::Arc;

use okta_emulator::Fault;
use okta_lifecycle::{
    InMemory, Intent, Joiner, Leaver, Mover, Plan, Proven, Rehire, RoleTemplate, Sequence, StepOutcome,
    Wanted,
};

use super::world::World;

/// Plans that hold each kind of step between them.
async fn plans(world: &World) -> Vec<Plan> {
    let role = RoleTemplate::named("Engineer")
        .group("Chess")
        .app(&world.apps[2])
        .attribute("department", "Engineering");
    let joiner = Joiner::new("joiner@example.com", "Jo", "Iner").role(role.clone());
    let leaver = Leaver::of(world.person().await).delete_after(std::time::Duration::ZERO);
    let mover = Mover::of(world.person().await).to(role);
    let suspended = world.person().await;
    world
        .client
        .send(okta_models::user_lifecycle::SuspendUser::new(&suspended))
        .await
        .unwrap();
    let unsuspend = Sequence::of(&suspended).then(Wanted::UnsuspendUser);
    let renamed = okta_lifecycle::AppTemplate::id(&world.apps[0]).user_name("ada.king");
    let rename = Mover::of(world.person().await).to(RoleTemplate::named("King").app(renamed));
    let intents: [Intent; 5] = [
        joiner.into(),
        leaver.into(),
        mover.into(),
        unsuspend.into(),
        rename.into(),
    ];
    let mut plans = Vec::new();
    for intent in intents {
        plans.push(world.plan(intent).await);
    }
    plans
}

#[tokio::test]
async fn what_arrived_is_found_and_not_sent_again() {
    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    let mut seen = std::collections::BTreeSet::new();
    for plan in plans(&world).await {
        for step in plan.steps() {
            let operation = step.action().operation_id();
            seen.insert(operation);
            world
                .emulator()
                .inject(Fault::reset().after_the_change().on_operation(operation));
        }
        let report = world.runner(&journal).run(&plan).await.unwrap();
        world.emulator().clear_faults();
        for step in report.steps() {
            if step.action().operation_id() == "revokeUserSessions" {
                // Nothing can be read of it: it is open, and said to be.
                assert!(step.outcome().may_have_been_done(), "{report}");
                continue;
            }
            let proven = Proven::FoundAfterwards;
            assert_eq!(*step.outcome(), StepOutcome::Done { proven }, "{report}");
        }
        if let Some(history) = okta_lifecycle::Journal::run(&journal, report.run_id()).unwrap() {
            let resumed = world.runner(&journal).resume(&history).await.unwrap();
            assert!(resumed.is_complete(), "{resumed}");
        }
    }
    assert_eq!(seen.len(), 14, "{seen:?}");
    for (change, times) in world.changes() {
        let is_sessions = change.ends_with("/sessions");
        let by_setup = change == "POST /api/v1/users" || change == "POST /api/v1/groups";
        let assigns = change.starts_with("POST /api/v1/apps/");
        assert!(
            times == 1 || is_sessions || by_setup || assigns,
            "{change} {times} times"
        );
    }
}

#[tokio::test]
async fn what_did_not_arrive_is_a_failure_and_resuming_does_it() {
    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    for plan in plans(&world).await {
        for step in plan.steps() {
            let before = world.changes();
            let operation = step.action().operation_id();
            world
                .emulator()
                .inject(Fault::reset().on_operation(operation).times(1));
            drop(before);
        }
        let report = world.runner(&journal).run(&plan).await.unwrap();
        assert!(!report.is_complete(), "{report}");
        for step in report.failed() {
            let failure = step.outcome().failure().unwrap();
            // No answer came: reading said no, and it may be on its way still.
            assert!(failure.may_have_been_done, "{report}");
        }
        world.emulator().clear_faults();
        let mut last = report;
        // Steps that waited for a failed one had a fault of their own before them.
        for _ in 0..2 {
            let history = okta_lifecycle::Journal::run(&journal, last.run_id())
                .unwrap()
                .unwrap();
            let runner = world.runner(&journal).settle_after(std::time::Duration::ZERO);
            last = runner.resume(&history).await.unwrap();
        }
        assert!(last.is_complete(), "{last}");
    }
}

/// Reading back fails, too: it is not called done, and not called undone.
#[tokio::test]
async fn what_cannot_be_read_stays_open_until_it_can() {
    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    let ada = world.person().await;
    let plan = world.plan(Sequence::of(&ada).then(Wanted::SuspendUser)).await;
    // The read before is answered, the one after is not.
    let emulator = world.emulator().clone();
    let observer = move |event: &okta_lifecycle::Event<'_>| {
        if let okta_lifecycle::Event::StepBegun { .. } = event {
            emulator.inject(
                Fault::reset()
                    .on_operation("suspendUser")
                    .after_the_change()
                    .times(1),
            );
        }
    };
    let journal_of_reads = SuspendsReads {
        inner: Arc::clone(&journal),
        emulator: world.emulator().clone(),
    };
    let runner = okta_lifecycle::Runner::new(&world.client)
        .journal(journal_of_reads)
        .observer(observer);
    let report = runner.run(&plan).await.unwrap();
    assert!(report.steps()[0].outcome().may_have_been_done(), "{report}");
    world.emulator().clear_faults();
    let history = okta_lifecycle::Journal::run(&journal, report.run_id())
        .unwrap()
        .unwrap();
    assert_eq!(history.open_steps().count(), 1);
    let resumed = world.runner(&journal).resume(&history).await.unwrap();
    let proven = Proven::FoundAfterwards;
    assert_eq!(*resumed.steps()[0].outcome(), StepOutcome::Done { proven });
}

/// A journal that breaks reading as soon as a change is about to be sent.
struct SuspendsReads {
    inner: Arc<InMemory>,
    emulator: okta_emulator::Emulator,
}

impl okta_lifecycle::Journal for SuspendsReads {
    fn append(&self, record: &okta_lifecycle::Record) -> Result<(), okta_lifecycle::Error> {
        if let okta_lifecycle::Record::Sending { .. } = record {
            self.emulator.inject(Fault::reset().on_operation("getUser"));
        }
        self.inner.append(record)
    }

    fn read(&self, visit: &mut dyn FnMut(okta_lifecycle::Record)) -> Result<(), okta_lifecycle::Error> {
        self.inner.read(visit)
    }
}

/// A rehire's kinds of step, too.
#[tokio::test]
async fn a_rehire_survives_lost_answers() {
    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    let ada = world.person().await;
    let left = world.run(Leaver::of(&ada), &journal).await;
    assert!(left.is_complete(), "{left}");
    let rehire = Rehire::from_journal(&journal, &ada).unwrap().unwrap();
    let plan = world.plan(&rehire).await;
    for step in plan.steps() {
        let operation = step.action().operation_id();
        world
            .emulator()
            .inject(Fault::reset().after_the_change().on_operation(operation));
    }
    let report = world.runner(&journal).run(&plan).await.unwrap();
    assert!(report.is_complete(), "{report}");
}

/// A gateway's answer does not say what became of the request, so that the step stays open; Okta's own does.
#[tokio::test]
async fn what_a_gateway_answers_is_no_verdict() {
    for (status, is_open) in [(500, false), (502, true), (504, true)] {
        let world = World::new().await;
        let journal = Arc::new(InMemory::default());
        let ada = world.person().await;
        let plan = world.plan(Sequence::of(&ada).then(Wanted::SuspendUser)).await;
        let fault = Fault::error(status, "E0000009").on_operation("suspendUser");
        world.emulator().inject(fault.times(1));
        let report = world.runner(&journal).run(&plan).await.unwrap();
        assert_eq!(
            report.steps()[0].outcome().may_have_been_done(),
            is_open,
            "{report}"
        );
        let history = okta_lifecycle::Journal::run(&journal, report.run_id())
            .unwrap()
            .unwrap();
        assert_eq!(history.open_steps().count(), usize::from(is_open));
    }
}
