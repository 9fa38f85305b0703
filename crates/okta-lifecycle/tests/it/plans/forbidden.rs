//! A 403 in the middle: the report holds what is done, what is not, and what the token lacks.

use std::sync::Arc;

use okta_emulator::Fault;
use okta_lifecycle::{FailureKind, InMemory, Journal, Leaver, SkipReason, StepOutcome};

use super::world::World;

#[tokio::test]
async fn independent_steps_are_finished_and_dependent_ones_stopped() {
    let world = World::new().await;
    let journal = Arc::new(InMemory::default());
    let ada = world.person().await;
    let intent = Leaver::of(&ada).delete_after(std::time::Duration::ZERO);
    let plan = world.plan(&intent).await;
    for operation in ["unassignUserFromGroup", "deactivateUser"] {
        world
            .emulator()
            .inject(Fault::error(403, "E0000006").on_operation(operation));
    }
    let report = world.runner(&journal).run(&plan).await.unwrap();

    let done: Vec<&str> = report.done().map(|step| step.action().operation_id()).collect();
    assert_eq!(
        done,
        [
            "suspendUser",
            "revokeUserSessions",
            "unassignUserFromApplication",
            "unassignUserFromApplication",
            "resetFactors"
        ]
    );
    let failed: Vec<&str> = report.failed().map(|step| step.action().operation_id()).collect();
    assert_eq!(
        failed,
        ["unassignUserFromGroup", "unassignUserFromGroup", "deactivateUser"]
    );
    for step in report.failed() {
        let failure = step.outcome().failure().unwrap();
        assert_eq!(failure.kind, FailureKind::Forbidden);
        assert!(!failure.may_have_been_done, "{failure:?}");
        assert!(failure.request_id.is_some());
    }
    let deletion = report.steps().last().unwrap();
    let needed = plan.steps().last().unwrap().after()[0];
    assert_eq!(
        *deletion.outcome(),
        StepOutcome::Skipped {
            because: SkipReason::After { step: needed }
        }
    );
    let missing = report.missing();
    for permission in [
        "okta.groups.members.manage",
        "okta.users.groupMembership.manage",
        "okta.users.lifecycle.deactivate",
    ] {
        assert!(
            missing.permissions.iter().any(|found| found == permission),
            "{missing:?}"
        );
    }
    assert!(
        missing.roles.iter().any(|role| role == "USER_ADMIN"),
        "{missing:?}"
    );
    let text = report.to_string();
    assert!(
        text.contains("the token needs") && text.contains("okta.users.lifecycle.deactivate"),
        "{text}"
    );

    // With the permission, the same run goes on: what is done is not done again.
    world.emulator().clear_faults();
    let changes = world.changes();
    let history = journal.unfinished().unwrap().pop().unwrap();
    let resumed = world.runner(&journal).resume(&history).await.unwrap();
    assert!(resumed.is_complete(), "{resumed}");
    assert_eq!(resumed.run_id(), report.run_id());
    let suspend = format!("POST /api/v1/users/{ada}/lifecycle/suspend");
    assert_eq!(world.changes()[&suspend], changes[&suspend]);
    assert!(journal.unfinished().unwrap().is_empty());
    assert_eq!(world.everything(&ada).await, serde_json::Value::Null);
}

/// What may not be read is not planned, and the plan says so.
#[tokio::test]
async fn what_may_not_be_read_is_said() {
    let world = World::new().await;
    let ada = world.person().await;
    world
        .emulator()
        .inject(Fault::error(403, "E0000006").on_operation("listApplications"));
    let plan = world.plan(Leaver::of(&ada)).await;
    assert_eq!(plan.unread().len(), 1);
    assert_eq!(plan.unread()[0].operation, "listApplications");
    assert!(
        plan.to_string().contains("not read    listApplications"),
        "{plan}"
    );
    assert!(!plan.steps().iter().any(|step| step.action().app().is_some()));
}
