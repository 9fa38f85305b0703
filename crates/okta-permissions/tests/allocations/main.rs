//! Evaluating an operation allocates nothing, unless it explains. A binary of its own: counting replaces the allocator.

use allocation_counter::measure;
use okta_models::groups::{AssignUserToGroup, ListGroupUsers};
use okta_models::user_lifecycle::SuspendUser;
use okta_models::users::ListUsers;
use okta_permissions::{
    AboutUser, AppTarget, Assignment, Call, CustomRole, Decision, Grant, Principal, Resource, ResourceSet,
    RoleType, Standing, Targets,
};

/// A principal with twenty roles of all kinds, none of which settles everything at once.
fn grant() -> Grant {
    let custom = |number: u32| {
        let role = CustomRole::new(format!("Role {number}"))
            .permission("okta.groups.members.manage")
            .permission("okta.users.groupMembership.manage")
            .permission("okta.users.lifecycle.suspend");
        let resources = ResourceSet::new(format!("Set {number}"))
            .resource(Resource::group(format!("00g{number}")))
            .resource(Resource::members_of(format!("00g{number}")))
            .resource_without(Resource::Apps, [Resource::app("0oa1")]);
        Assignment::custom(role, resources)
    };
    let narrowed = |role, number: u32| Assignment::standard(&role, Targets::groups([format!("00g{number}")]));
    let mut grant = Grant::access_token(
        Principal::user("00u0"),
        [
            "okta.users.read",
            "okta.users.manage",
            "okta.groups.manage",
            "okta.groups.read",
        ],
    );
    for number in 0..5 {
        grant = grant
            .with(custom(number))
            .with(narrowed(RoleType::UserAdmin, number))
            .with(narrowed(RoleType::HelpDeskAdmin, number))
            .with(Assignment::standard(
                &RoleType::AppAdmin,
                Targets::apps([AppTarget::Named("slack".to_owned())]),
            ));
    }
    assert_eq!(grant.assignments().len(), 20);
    grant
}

#[test]
fn evaluating_allocates_nothing() {
    let grant = grant();
    let operations = (
        ListUsers::new(),
        SuspendUser::new("00u1"),
        AssignUserToGroup::new("00g3", "00u1"),
        ListGroupUsers::new("00g9"),
    );
    let groups = ["00g4".into()];
    let ada = AboutUser::new().groups(&groups).standing(Standing::Ordinary);
    let evaluate = || {
        let decisions = [
            grant.allows(&operations.0),
            grant.allows(&operations.1),
            grant.allows(&operations.2),
            grant.allows(&operations.3),
            grant.decide(Call::of(&operations.1).about_user(ada)),
        ];
        decisions.map(|decision| decision.name())
    };
    // The table of what operations need is made once, at the first evaluation.
    let names = evaluate();
    assert_eq!(names, ["granted", "scoped", "scoped", "scoped", "granted"]);
    let counted = measure(|| {
        for _ in 0..100 {
            assert_eq!(evaluate(), names);
        }
    });
    assert_eq!(counted.count_total, 0);
    println!(
        "figure permission_evaluation_allocations {} allocations target <= 0 baseline -",
        counted.count_total
    );
}

/// What counts does count: explaining allocates.
#[test]
fn explaining_allocates() {
    let grant = grant();
    let call = Call::to("suspendUser").unwrap().on_user("00u1");
    let counted = measure(|| {
        let explained = grant.explain(&call).to_string();
        assert!(explained.contains("Group Administrator"), "{explained}");
    });
    assert!(counted.count_total > 20, "{}", counted.count_total);
    assert!(matches!(grant.decide(call), Decision::Scoped(_)));
}
