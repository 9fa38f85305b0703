//! Every cell of the role matrix and every permission of the catalogue decides as its source says, and what has none
//! stays unknown. Each test prints how much stands on which source.

use std::collections::BTreeMap;

use okta_facts::{Knowledge, OPERATIONS, Operation, PERMISSIONS, ROLE_MATRIX, operation, permission_needs};
use okta_permissions::{
    Allowance, Assignment, Call, CustomRole, Decision, Grant, Permission, Principal, Resource, ResourceSet,
    RoleType, Scope, StandardRole, Targets,
};

fn holding(assignment: Assignment) -> Grant {
    Grant::api_token(Principal::user("00u0")).with(assignment)
}

fn by_role(role: &str) -> Grant {
    holding(Assignment::standard(&RoleType::from(role), Targets::WholeOrg))
}

/// A custom role of these permissions on everything.
fn by_permissions(labels: &[&str]) -> Grant {
    let role = labels
        .iter()
        .fold(CustomRole::new("Drawn"), |role, label| role.permission(*label));
    let everything = ResourceSet::new("Everything")
        .resource(Resource::Users)
        .resource(Resource::Groups)
        .resource(Resource::Apps)
        .resource(Resource::IdentityAndAccess)
        // Not verified: what policies look like in a resource set.
        .resource(Resource::Other(
            "https://acme.okta.com/api/v1/policies".to_owned(),
        ));
    holding(Assignment::custom(role, everything))
}

fn decided(grant: &Grant, operation: &Operation) -> &'static str {
    grant.decide(Call::to(operation.id).unwrap()).name()
}

fn decided_by(action: &str) -> impl Iterator<Item = &'static Operation> {
    OPERATIONS
        .iter()
        // An API token is what the roles are tried with.
        .filter(move |operation| okta_facts::action_of(operation.id) == Some(action) && operation.api_token)
}

#[test]
fn every_cell_of_the_role_matrix_decides_as_its_source_says() {
    let mut sources: BTreeMap<String, usize> = BTreeMap::new();
    let (mut cells, mut decisions) = (0, 0);
    for row in ROLE_MATRIX {
        for cell in row.cells {
            let place = format!("{} of {} ({})", row.action, cell.role, cell.knowledge);
            let source = match cell.knowledge {
                Knowledge::Source(source) => source.to_owned(),
                Knowledge::Derived(_) => "derived".to_owned(),
                Knowledge::Unverified => "unverified".to_owned(),
            };
            assert!(!source.is_empty(), "{place}");
            *sources.entry(source).or_default() += 1;
            cells += 1;
            let role = StandardRole::of(&RoleType::from(cell.role)).unwrap();
            let said = match role.may_do(row.action) {
                Allowance::Allowed { .. } => Some(true),
                Allowance::Refused => Some(false),
                _ => None,
            };
            assert_eq!(said, cell.allow, "{place}");
            let grant = by_role(cell.role);
            for operation in decided_by(row.action) {
                decisions += 1;
                let decision = decided(&grant, operation);
                let expected: &[&str] = match cell.allow {
                    _ if cell.role == "SUPER_ADMIN" => &["granted"],
                    // What the help page limits in words, a call without objects leaves open, or the role does not tell.
                    Some(true) if cell.limited => &["granted", "scoped", "unknown"],
                    Some(true) => &["granted", "scoped"],
                    // Another page gives the role what the row, which is on something near, does not.
                    Some(false) if okta_facts::told_roles(operation.id).contains(&cell.role) => {
                        &["granted", "scoped"]
                    }
                    Some(false) => &["denied"],
                    None => &["unknown"],
                };
                assert!(
                    expected.contains(&decision),
                    "{place}: {} is {decision}",
                    operation.id
                );
            }
        }
    }
    assert_eq!(cells, 611);
    assert_eq!(sources["unverified"], 85);
    println!("role matrix: {cells} cells, {decisions} decisions, by source {sources:?}");
}

/// The decision that a permission alone, on everything, leads to: by the catalogue's list of operations, its own and those
/// of what it includes.
fn expected_of(label: &str, operation: &Operation) -> &'static [&'static str] {
    let Some(halves) = permission_needs(operation.id) else {
        return &["unknown"];
    };
    let known = okta_facts::permission(label).unwrap();
    let sure = |wanted: &&str| {
        *wanted == label || (known.includes.contains(wanted) && !known.unverified_includes.contains(wanted))
    };
    let perhaps = |wanted: &&str| *wanted == label || known.includes.contains(wanted);
    let filled = |half: &okta_facts::Half| half.any_of.iter().chain(half.in_part).any(sure);
    let doubted = |half: &okta_facts::Half| half.any_of.iter().chain(half.unsettled).any(perhaps);
    if halves.iter().all(filled) {
        &["granted", "scoped", "unknown"]
    } else if halves.iter().all(|half| filled(half) || doubted(half)) {
        &["unknown"]
    } else {
        &["denied"]
    }
}

#[test]
fn every_permission_of_the_catalogue_decides_as_its_description_says() {
    let mut sources: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut permissions, mut useful) = (0, 0);
    for known in PERMISSIONS {
        let Some(label) = known.label else {
            // A permission of the help page whose label nobody knows: no role can be read to hold it.
            assert!(known.help_label.is_some() && known.operations.is_empty());
            continue;
        };
        permissions += 1;
        assert!(!known.sources.is_empty(), "{label}");
        for source in known.sources {
            *sources.entry(source).or_default() += 1;
        }
        let grant = by_permissions(&[label]);
        let mut granted = 0;
        for operation in OPERATIONS.iter().filter(|operation| operation.api_token) {
            let decision = decided(&grant, operation);
            let expected = expected_of(label, operation);
            assert!(
                expected.contains(&decision),
                "{label} ({:?}): {} is {decision}",
                known.sources,
                operation.id
            );
            granted += usize::from(["granted", "scoped"].contains(&decision));
        }
        // What a description covers alone is granted on everything, or but for administrators.
        for operation_id in known.operations {
            let halves = permission_needs(operation_id).unwrap();
            let alone = halves.len() == 1 && Resource::Users.kind() <= halves[0].on;
            let on_everything = ["users", "groups", "apps", "iam"]
                .iter()
                .any(|family| label.split('.').nth(1) == Some(family));
            if alone && on_everything && operation(operation_id).unwrap().api_token {
                let decision = decided(&grant, operation(operation_id).unwrap());
                assert!(
                    ["granted", "scoped"].contains(&decision),
                    "{label}: {operation_id} is {decision}"
                );
            }
        }
        useful += usize::from(granted > 0);
    }
    assert_eq!(permissions, 76);
    println!("permissions: {permissions}, {useful} of use alone to an operation, by source {sources:?}");
}

/// Each pair that the catalogue calls related is what the two halves ask for: both together are enough, one is not.
#[test]
fn two_halves_are_needed_and_enough() {
    for (operation_id, on_the_object, on_the_other) in [
        (
            "assignUserToGroup",
            "okta.groups.members.manage",
            "okta.users.groupMembership.manage",
        ),
        (
            "unassignUserFromGroup",
            "okta.groups.members.manage",
            "okta.users.groupMembership.manage",
        ),
        (
            "assignUserToApplication",
            "okta.apps.assignment.manage",
            "okta.users.appAssignment.manage",
        ),
        (
            "unassignUserFromApplication",
            "okta.apps.assignment.manage",
            "okta.users.appAssignment.manage",
        ),
        (
            "assignGroupToApplication",
            "okta.apps.assignment.manage",
            "okta.groups.appAssignment.manage",
        ),
    ] {
        let related = okta_facts::permission(on_the_other).unwrap().related;
        assert!(
            related.iter().any(|related| related.starts_with(on_the_object)),
            "{related:?}"
        );
        let call = || {
            Call::to(operation_id)
                .unwrap()
                .on_user("00u1")
                .on_group("00g1")
                .on_app("0oa1")
        };
        for (one, other) in [(on_the_object, on_the_other), (on_the_other, on_the_object)] {
            let grant = by_permissions(&[one]);
            let Decision::Denied(denial) = grant.decide(call()) else {
                unreachable!("{operation_id} with {one} alone")
            };
            assert_eq!(
                denial.missing_permissions(),
                [Permission::new(other)],
                "{operation_id}"
            );
        }
        let both = by_permissions(&[on_the_object, on_the_other]);
        assert_eq!(both.decide(call()).name(), "scoped", "{operation_id}");
    }
}

/// A permission without a resource of its kind has no effect (the specification's `createResourceSet`).
#[test]
fn a_permission_without_a_resource_of_its_kind_has_no_effect() {
    for permission in Permission::catalogue() {
        let label = permission.label();
        let kinds = [
            Resource::Users,
            Resource::Groups,
            Resource::Apps,
            Resource::IdentityAndAccess,
        ];
        let others = kinds
            .into_iter()
            .filter(|resource| Some(resource.kind()) != permission.resource_kind());
        let set = others.fold(ResourceSet::new("Others"), ResourceSet::resource);
        let grant = holding(Assignment::custom(CustomRole::new("One").permission(label), set));
        for operation in OPERATIONS.iter().filter(|operation| operation.api_token) {
            let needs = permission_needs(operation.id);
            let decision = decided(&grant, operation);
            let expected = if needs.is_some() { "denied" } else { "unknown" };
            // What manages users creates them in groups, which are among the others.
            let creates = operation.id == "createUser" && label == "okta.users.manage";
            // Whether this is about users or about devices is not known; nor is what support cases look like.
            let unsettled = ["listUserDevices", "updateOktaSupportCase"].contains(&operation.id);
            assert!(
                decision == expected || creates || (unsettled && decision == "unknown"),
                "{label}: {} is {decision}",
                operation.id
            );
        }
    }
}

/// `x-okta-iam-permissions` and `x-okta-iam-admin-roles`, of 24 operations.
#[test]
fn what_the_specification_annotates_is_decided_so() {
    let (mut with_roles, mut with_permissions) = (0, 0);
    for operation in OPERATIONS {
        if !operation.iam_admin_roles.is_empty() {
            with_roles += 1;
            for role in StandardRole::all() {
                let listed = role.role_type() == "SUPER_ADMIN"
                    || operation.iam_admin_roles.contains(&role.role_type());
                let expected = if listed { "granted" } else { "denied" };
                let grant = by_role(role.role_type());
                let scopes = operation.scopes.iter().copied();
                let access = Grant::access_token(Principal::user("00u0"), scopes).with(Assignment::standard(
                    &RoleType::from(role.role_type()),
                    Targets::WholeOrg,
                ));
                let grant = if operation.api_token { grant } else { access };
                assert_eq!(
                    decided(&grant, operation),
                    expected,
                    "{} {}",
                    role.role_type(),
                    operation.id
                );
            }
        }
        if !operation.iam_permissions.is_empty() {
            with_permissions += 1;
            let any_of: Vec<&str> = permission_needs(operation.id)
                .unwrap()
                .iter()
                .flat_map(|half| half.any_of)
                .copied()
                .collect();
            assert_eq!(any_of, operation.iam_permissions, "{}", operation.id);
            for label in operation
                .iam_permissions
                .iter()
                .filter(|label| !label.contains("support"))
            {
                let decision = decided(&by_permissions(&[label]), operation);
                assert!(
                    ["granted", "scoped"].contains(&decision),
                    "{label} {}: {decision}",
                    operation.id
                );
            }
        }
    }
    assert_eq!((with_roles, with_permissions), (24, 10));
}

/// Scope ∩ role ∩ resource: a super administrator needs every scope that an operation names, of all 732.
#[test]
fn every_operation_takes_the_scopes_that_it_names() {
    let mut named = 0;
    for operation in OPERATIONS.iter().filter(|operation| operation.oauth2) {
        let client = |scopes: Vec<&'static str>| {
            Grant::access_token(Principal::client("0oa9"), scopes)
                .with(Assignment::standard(&RoleType::SuperAdmin, Targets::WholeOrg))
        };
        let call = || Call::to(operation.id).unwrap();
        assert!(
            client(operation.scopes.to_vec()).decide(call()).is_granted(),
            "{}",
            operation.id
        );
        for missing in operation.scopes.iter().filter(|_| !operation.no_scope_required) {
            named += 1;
            let others = okta_permissions::Scope::catalogue().collect::<Vec<Scope>>();
            let others: Vec<&'static str> = okta_facts::OPERATIONS
                .iter()
                .flat_map(|other| other.scopes)
                .copied()
                .filter(|other| other != missing && others.contains(&Scope::new(*other)))
                .collect();
            let grant = client(others);
            let Decision::Denied(denial) = grant.decide(call()) else {
                unreachable!("{} without {missing}", operation.id)
            };
            assert_eq!(denial.missing_scopes(), [Scope::new(*missing)]);
        }
    }
    assert!(named >= 720, "{named}");
    for operation in OPERATIONS {
        let token = by_role("SUPER_ADMIN");
        let decision = token.decide(Call::to(operation.id).unwrap());
        assert_eq!(
            decision.is_granted(),
            operation.api_token || !operation.oauth2,
            "{}",
            operation.id
        );
    }
}
