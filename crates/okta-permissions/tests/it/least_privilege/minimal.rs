//! Of the least privilege nothing can be spared, for the five profiles and for any others.

use okta_permissions::{
    Assignment, Capability, CustomRole, Grant, Held, INTEGRATIONS, LeastPrivilege, Permission, Principal,
    Profile, StandardRole, Targets,
};
use proptest::prelude::*;

/// A grant without a permission of its custom roles.
pub(super) fn without_permission(grant: &Grant, removed: &str) -> Grant {
    let bare = Grant::api_token(grant.principal().clone());
    grant.assignments().iter().fold(bare, |grant, assignment| {
        let Held::Custom {
            role: Some(role),
            resources,
        } = assignment.held()
        else {
            return grant.with(assignment.clone());
        };
        let kept = role
            .permissions()
            .iter()
            .map(okta_permissions::GrantedPermission::permission);
        let kept = kept.filter(|permission| permission.label() != removed).cloned();
        let role = kept.fold(CustomRole::new(role.label()), CustomRole::permission);
        grant.with(Assignment::custom(role, resources.clone().unwrap()))
    })
}

/// Whether a grant's roles are enough for these operations, with the kind of token and the scopes that each takes.
fn covers(least: &LeastPrivilege, grant: &Grant, but: &[&str]) -> bool {
    let scopes = Grant::access_token(grant.principal().clone(), least.scopes());
    let with_scopes = grant.assignments().iter().cloned().fold(scopes, Grant::with);
    let operations = least.profile().operations();
    operations
        .iter()
        .all(|id| but.contains(id) || least.is_enough(grant, id) || least.is_enough(&with_scopes, id))
}

/// Whether a grant is enough for all of a profile that is not left out.
fn suffices(least: &LeastPrivilege, grant: &Grant) -> bool {
    let left_out = least
        .left_out()
        .iter()
        .map(okta_permissions::LeftOut::operation_id);
    covers(least, grant, &left_out.collect::<Vec<_>>())
}

/// Enough, and not without any one permission, resource or role.
fn is_minimal(least: &LeastPrivilege) {
    let name = least.profile().name();
    let grant = least.grant(Principal::user("00u1"));
    assert!(suffices(least, &grant), "{name}: {least}");
    for removed in least.permissions() {
        let less = without_permission(&grant, removed.label());
        assert!(
            !suffices(least, &less),
            "{name}: {removed} can be spared\n{least}"
        );
    }
    for place in 0..grant.assignments().len() {
        let rest = grant
            .assignments()
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != place);
        let bare = Grant::api_token(Principal::user("00u1"));
        let less = rest.fold(bare, |less, (_, assignment)| less.with(assignment.clone()));
        assert!(
            !suffices(least, &less),
            "{name}: an assignment can be spared\n{least}"
        );
    }
    // Nor is there a narrower permission in place of one: what it includes is not enough.
    for wide in least.permissions() {
        for (narrow, _) in wide.included() {
            let less = without_permission(&grant, wide.label());
            let Some((role, resources)) = least.custom_role().zip(least.resource_set()) else {
                continue;
            };
            let permissions = role
                .permissions()
                .iter()
                .map(okta_permissions::GrantedPermission::permission);
            let permissions = permissions.filter(|permission| *permission != wide).cloned();
            let role = permissions.fold(
                CustomRole::new("Narrower").permission(narrow.clone()),
                CustomRole::permission,
            );
            let narrower = less.with(Assignment::custom(role, resources));
            assert!(
                !suffices(least, &narrower),
                "{name}: {narrow} does in place of {wide}\n{least}"
            );
        }
    }
    for combination in least.standard_roles() {
        let roles = combination.assignments();
        let of = |skipped: Option<usize>| {
            let bare = Grant::api_token(Principal::user("00u1"));
            let kept = roles
                .iter()
                .enumerate()
                .filter(|(place, _)| Some(*place) != skipped);
            kept.fold(bare, |grant, (_, role)| grant.with(role.clone()))
        };
        let open = combination.not_settled();
        let covers = |grant: &Grant| covers(least, grant, open);
        assert!(covers(&of(None)), "{name}: {combination}");
        for place in 0..roles.len() {
            assert!(
                !covers(&of(Some(place))),
                "{name}: {combination} has a role to spare"
            );
        }
    }
    // A scope that is not asked for is needed by some operation.
    for scope in least.scopes() {
        let needs = |id: &&'static str| {
            okta_facts::operation(id)
                .unwrap()
                .scopes
                .contains(&scope.as_str())
        };
        assert!(least.profile().operations().iter().any(needs), "{name}: {scope}");
    }
}

#[test]
fn nothing_can_be_spared_of_the_five() {
    for profile in INTEGRATIONS {
        is_minimal(&LeastPrivilege::of(&profile));
        let narrowed = LeastPrivilege::of(&profile).within_groups(["00g1", "00g2"]);
        is_minimal(&narrowed);
    }
}

/// By another way than the search: no pair of permissions of the catalogue does and holds less.
#[test]
fn no_two_permissions_of_the_catalogue_do_with_less() {
    for operations in [
        &["createUser", "updateUser", "getUser"][..],
        &["listApiTokens", "revokeApiToken"],
        &["listGroupUsers", "assignUserToGroup"],
        &[
            "getApplicationUserSchema",
            "listApplicationUsers",
            "assignUserToApplication",
        ],
    ] {
        let least = LeastPrivilege::of(&Profile::of_operations("Small", operations).unwrap());
        let all: Vec<Permission> = Permission::catalogue().collect();
        let pairs = all
            .iter()
            .flat_map(|one| all.iter().map(move |other| [one.clone(), other.clone()]));
        for chosen in pairs {
            let role = chosen
                .iter()
                .cloned()
                .fold(CustomRole::new("Pair"), CustomRole::permission);
            let grant = Grant::api_token(Principal::user("00u1"));
            let grant = grant.with(Assignment::custom(role, least.resource_set().unwrap()));
            if suffices(&least, &grant) {
                let held = |permissions: &[Permission]| {
                    let included = permissions
                        .iter()
                        .flat_map(Permission::included)
                        .map(|(label, _)| label);
                    let all = included.chain(permissions.iter().cloned());
                    all.collect::<std::collections::BTreeSet<_>>().len()
                };
                assert!(held(&chosen) >= held(least.permissions()), "{chosen:?}\n{least}");
            }
        }
    }
}

#[test]
fn what_no_custom_role_reaches_is_joined_or_left_out() {
    use okta_permissions::Obstacle;
    let profile = Profile::of_operations(
        "Odd",
        [
            "listLogEvents",
            "listGroupRules",
            "listPolicies",
            "createPolicy",
            "listGroupPushMappings",
        ],
    );
    let least = LeastPrivilege::of(&profile.unwrap());
    assert_eq!(least.permissions(), []);
    let joined: Vec<&str> = least
        .joined_roles()
        .iter()
        .map(|joined| joined.role().role_type())
        .collect();
    assert_eq!(
        joined,
        ["READ_ONLY_ADMIN"],
        "reads the log, group rules and policies"
    );
    let left_out: Vec<(&str, Obstacle)> = least
        .left_out()
        .iter()
        .map(|left_out| (left_out.operation_id(), left_out.obstacle()))
        .collect();
    let policies = Obstacle::ResourceNotKnown(okta_permissions::ResourceKind::Policies);
    assert_eq!(
        left_out,
        [
            ("createPolicy", policies),
            ("listGroupPushMappings", Obstacle::NotSettled)
        ]
    );
    // What no source settles of a role is listed, and not relied upon.
    let open = least.not_settled_roles();
    assert!(open.iter().any(|(role, open)| {
        role.role_type() == "READ_ONLY_ADMIN" && *open == ["createPolicy", "listGroupPushMappings"]
    }));
    assert!(least.standard_roles().iter().all(|combination| {
        combination
            .roles()
            .iter()
            .all(|role| role.role_type() == "SUPER_ADMIN")
            || combination.not_settled() == ["createPolicy", "listGroupPushMappings"]
    }));
}

#[test]
fn a_role_of_older_orgs_is_no_advice() {
    let least = LeastPrivilege::of(&Profile::of_operations("Log", ["listLogEvents"]).unwrap());
    assert!(
        least
            .standard_roles()
            .iter()
            .flat_map(okta_permissions::Combination::roles)
            .all(|role| role.is_current())
    );
    assert!(StandardRole::all().any(|role| !role.is_current()));
    let alone: Vec<String> = least
        .standard_roles()
        .iter()
        .map(|found| found.roles()[0].role_type().to_owned())
        .collect();
    assert_eq!(alone.first().map(String::as_str), Some("REPORT_ADMIN"));
    assert_eq!(least.joined_roles()[0].targets(), &Targets::WholeOrg);
}

/// Operations on users, groups and apps, and on who administers them.
pub(super) fn identity_core() -> Vec<&'static str> {
    let core = [
        "/api/v1/users",
        "/api/v1/groups",
        "/api/v1/apps",
        "/api/v1/logs",
        "/api/v1/iam",
        "/api/v1/api-tokens",
        "/api/v1/meta",
    ];
    let operations = okta_facts::OPERATIONS.iter();
    operations
        .filter(|operation| core.iter().any(|path| operation.path.starts_with(path)))
        .map(|operation| operation.id)
        .collect()
}

pub(super) fn profiles() -> impl Strategy<Value = Profile> {
    let operations = proptest::sample::subsequence(identity_core(), 1..14);
    let capabilities: Vec<Capability> = INTEGRATIONS
        .iter()
        .flat_map(|profile| profile.capabilities().to_vec())
        .collect();
    let capabilities = proptest::sample::subsequence(capabilities, 1..10);
    prop_oneof![
        operations.prop_map(|operations| Profile::of_operations("Operations", operations).unwrap()),
        capabilities.prop_map(|capabilities| capabilities
            .into_iter()
            .fold(Profile::named("Capabilities"), Profile::with)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn nothing_can_be_spared_of_any(profile in profiles(), narrow in any::<bool>()) {
        let least = LeastPrivilege::of(&profile);
        is_minimal(&if narrow { least.within_groups(["00g1"]) } else { least });
    }
}

pub(super) fn cases() -> u32 {
    if std::env::var("OKTA_PROOFS").is_ok_and(|proofs| proofs == "full") {
        2_000
    } else {
        40
    }
}
