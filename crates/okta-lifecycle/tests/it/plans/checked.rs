//! A plan is checked against what a token holds before it runs, and the check is right.

use okta_lifecycle::{Leaver, Runner};
use okta_permissions::{Assignment, Grant, LeastPrivilege, Preflight, Principal, RoleType, Targets, Verdict};

use super::world::{World, unreliable};

#[tokio::test]
async fn a_token_that_is_too_weak_is_told_apart_step_by_step() {
    let world = World::new().await;
    let plan = world.plan(Leaver::of(world.person().await)).await;
    let of = |role: &RoleType| {
        Grant::api_token(Principal::user("00u9")).with(Assignment::standard(role, Targets::WholeOrg))
    };
    assert_eq!(plan.check(&of(&RoleType::SuperAdmin)).verdict(), Verdict::Granted);
    let check = plan.check(&of(&RoleType::AppAdmin));
    assert!(check.is_denied());
    let suspend = &check.steps()[0];
    assert_eq!(
        (suspend.verdict(), suspend.operation_id()),
        (Verdict::Denied, "suspendUser")
    );
    assert_eq!(suspend.missing_permissions(), ["okta.users.lifecycle.suspend"]);
    assert!(suspend.standard_roles().contains(&"USER_ADMIN"));
    let apps = check
        .steps()
        .iter()
        .filter(|step| step.operation_id().contains("Application"));
    for step in apps {
        assert_ne!(step.verdict(), Verdict::Denied, "{check}");
    }
    let json = serde_json::to_value(&check).unwrap();
    assert_eq!(json["verdict"], "denied");
}

/// The preflight of the plan's profile is enough to know, and what it says comes true.
#[tokio::test]
async fn the_preflight_of_a_plan_foretells_the_run() {
    let world = World::new().await;
    for role in ["USER_ADMIN", "HELP_DESK_ADMIN", "ORG_ADMIN", "READ_ONLY_ADMIN"] {
        let plan = world.plan(Leaver::of(world.person().await)).await;
        let token = world.emulator().api_token(role);
        let client = unreliable(world.emulator())
            .api_token(token.expose())
            .build()
            .unwrap();
        // Who may read roles is another question: the super administrator's client asks for the weaker one's grant.
        let report = Preflight::new(&plan.profile()).run(&client).await.unwrap();
        let by_role = Grant::api_token(Principal::user("00u9"))
            .with(Assignment::standard(&role_type(role), Targets::WholeOrg));
        let check = plan.check(&by_role);
        let run = Runner::new(&client).run(&plan).await.unwrap();
        for step in check.steps() {
            let outcome = run.outcome(step.step()).unwrap();
            match step.verdict() {
                Verdict::Denied => assert!(!outcome.is_so(), "{role}: {step:?} {outcome}"),
                Verdict::Granted => assert!(outcome.is_so(), "{role}: {step:?} {outcome}"),
                _ => {}
            }
        }
        assert!(
            plan.check(&report).verdict() >= Verdict::Scoped,
            "{role}: {report}"
        );
    }
}

fn role_type(name: &str) -> RoleType {
    serde_json::from_value(name.into()).unwrap()
}

#[tokio::test]
async fn the_least_that_a_token_must_have_follows_from_the_plan() {
    let world = World::new().await;
    let plan = world.plan(Leaver::of(world.person().await)).await;
    let least = LeastPrivilege::of(&plan.profile()).to_string();
    for permission in [
        "okta.users.lifecycle.deactivate",
        "okta.groups.members.manage",
        "okta.apps.assignment.manage",
    ] {
        assert!(least.contains(permission), "{least}");
    }
}
