//! Applied to a grant, the difference leaves none.

use okta_permissions::{
    AppTarget, Assignment, Conditions, CustomRole, Grant, LeastPrivilege, Permission, Principal, Resource,
    ResourceSet, RoleType, Scope, StandardRole, Surplus, Targets,
};
use proptest::prelude::*;

use super::minimal::{cases, profiles};

fn resources() -> impl Strategy<Value = Resource> {
    prop_oneof![
        Just(Resource::Users),
        Just(Resource::Groups),
        Just(Resource::Apps),
        Just(Resource::IdentityAndAccess),
        Just(Resource::members_of("00g1")),
        Just(Resource::group("00g1")),
        Just(Resource::group("00g7")),
        Just(Resource::app("0oa1")),
        Just(Resource::apps_named("slack")),
    ]
}

fn custom() -> impl Strategy<Value = Assignment> {
    let permissions = proptest::sample::subsequence(Permission::catalogue().collect::<Vec<_>>(), 0..10);
    let permissions = (permissions, any::<bool>());
    (
        permissions,
        prop::collection::vec((resources(), any::<bool>()), 0..5),
    )
        .prop_map(|((permissions, conditions), resources)| {
            let role = permissions
                .into_iter()
                .fold(CustomRole::new("Held"), |role, permission| {
                    if conditions && permission.label() == "okta.users.read" {
                        role.permission_with(permission, Conditions::include(["city"]))
                    } else {
                        role.permission(permission)
                    }
                });
            let set = resources
                .into_iter()
                .fold(ResourceSet::new("Held"), |set, (resource, excludes)| {
                    let excluded = excludes.then(|| Resource::group("00g9"));
                    set.resource_without(resource, excluded)
                });
            Assignment::custom(role, set)
        })
}

fn standard() -> impl Strategy<Value = Assignment> {
    let roles: Vec<StandardRole> = StandardRole::all().collect();
    let targets = prop_oneof![
        Just(Targets::WholeOrg),
        Just(Targets::groups(["00g1"])),
        Just(Targets::groups(["00g7"])),
        Just(Targets::apps([AppTarget::Named("slack".to_owned())])),
    ];
    (proptest::sample::select(roles), targets, any::<bool>()).prop_map(|(role, targets, active)| {
        let assignment = Assignment::standard(&RoleType::from(role.role_type()), targets);
        if active { assignment } else { assignment.inactive() }
    })
}

fn grants() -> impl Strategy<Value = Grant> {
    let scopes = proptest::sample::subsequence(Scope::catalogue().collect::<Vec<_>>(), 0..40);
    let assignments = prop::collection::vec(prop_oneof![custom(), standard()], 0..6);
    (proptest::option::of(scopes), assignments).prop_map(|(scopes, assignments)| {
        let bare = match scopes {
            Some(scopes) => Grant::access_token(Principal::client("0oa9"), scopes),
            None => Grant::api_token(Principal::user("00u9")),
        };
        assignments.into_iter().fold(bare, Grant::with)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn applied_it_leaves_none(profile in profiles(), grant in grants(), narrow in any::<bool>()) {
        let least = LeastPrivilege::of(&profile);
        let least = if narrow { least.within_groups(["00g1"]) } else { least };
        let difference = least.difference(&grant);
        let better = difference.applied_to(&grant);
        let left = least.difference(&better);
        prop_assert!(left.is_empty(), "{:?}\nfrom {:?}\nto {better:?}", left, difference);
        prop_assert!(left.changes().is_empty(), "{:?}", left.changes());
        // What was not short before is not short after, and what was short is no longer.
        for operation in profile.operations() {
            let left_out = least.left_out().iter().any(|left_out| left_out.operation_id() == operation);
            let other = left.other_token().contains(&operation);
            prop_assert!(left_out || other || least.is_enough(&better, operation), "{operation}");
        }
    }

    #[test]
    fn of_the_least_itself_there_is_none(profile in profiles(), narrow in any::<bool>(), client in any::<bool>()) {
        let least = LeastPrivilege::of(&profile);
        let least = if narrow { least.within_groups(["00g1"]) } else { least };
        let principal = if client { Principal::client("0oa9") } else { Principal::user("00u9") };
        let difference = least.difference(&least.grant(principal));
        prop_assert!(difference.is_empty() && difference.changes().is_empty(), "{difference:?}");
    }
}

#[test]
fn it_names_what_is_too_little_and_too_much() {
    let least = LeastPrivilege::of(&okta_permissions::ATOLIO);
    let role = CustomRole::new("Sync")
        .permission("okta.users.manage")
        .permission("okta.groups.read");
    let set = ResourceSet::new("Sync")
        .resource(Resource::Users)
        .resource(Resource::Groups);
    let grant = Grant::access_token(
        Principal::client("0oa9"),
        ["okta.users.read", "okta.users.manage"],
    )
    .with(Assignment::custom(role, set))
    .with(Assignment::of_unknown_type());
    let difference = least.difference(&grant);
    let short: Vec<&str> = difference
        .too_little()
        .iter()
        .map(okta_permissions::Shortfall::operation_id)
        .collect();
    assert_eq!(
        short,
        [
            "listGroups",
            "listGroupUsers",
            "listApplications",
            "listApplicationUsers",
            "getApplicationUserSchema",
            "listLogEvents"
        ]
    );
    assert_eq!(
        difference.too_little()[0].to_string(),
        "denied: listGroups needs the scope okta.groups.read"
    );
    let surplus: Vec<String> = difference.too_much().iter().map(Surplus::to_string).collect();
    assert_eq!(
        surplus,
        [
            "the scope okta.users.manage is not needed",
            "custom role \"Sync\" on \"Sync\": okta.users.manage not needed"
        ]
    );
    assert_eq!(difference.unread().len(), 1);
}

#[test]
fn names_alone_are_too_little() {
    let profile = okta_permissions::Profile::of_operations("Directory", ["listUsers"]).unwrap();
    let role = CustomRole::new("Unlock").permission("okta.users.lifecycle.unlock");
    let set = ResourceSet::new("All").resource(Resource::Users);
    let grant = Grant::api_token(Principal::user("00u9")).with(Assignment::custom(role, set));
    assert!(
        grant
            .decide(okta_permissions::Call::to("listUsers").unwrap())
            .is_granted()
    );
    let difference = LeastPrivilege::of(&profile).difference(&grant);
    assert_eq!(
        difference.too_little()[0].reason(),
        "listUsers: names alone, not users in full"
    );
}
