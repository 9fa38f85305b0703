//! Standard roles say what Okta's role matrix says, unknown included.

use okta_permissions::{Allowance, RoleType, StandardRole};

#[test]
fn every_cell_of_the_matrix_is_read_as_it_is() {
    for operation in okta_facts::OPERATIONS
        .iter()
        .filter(|operation| operation.iam_admin_roles.is_empty())
    {
        let row = okta_facts::action_of(operation.id).and_then(okta_facts::role_action);
        for role in StandardRole::all() {
            let cell = row.and_then(|row| row.cell(role.role_type()));
            let told = okta_facts::told_roles(operation.id).contains(&role.role_type());
            let expected = told.then_some(true).or(cell.and_then(|cell| cell.allow));
            let said = match role.may(operation.id) {
                Allowance::Allowed { .. } => Some(true),
                Allowance::Refused => Some(false),
                _ => None,
            };
            assert_eq!(said, expected, "{} {}", role.role_type(), operation.id);
        }
    }
}

#[test]
fn where_the_specification_lists_roles_it_decides() {
    for operation in okta_facts::OPERATIONS
        .iter()
        .filter(|operation| !operation.iam_admin_roles.is_empty())
    {
        for role in StandardRole::all() {
            let listed =
                operation.iam_admin_roles.contains(&role.role_type()) || role.role_type() == "SUPER_ADMIN";
            assert_eq!(
                role.may(operation.id) == Allowance::Refused,
                !listed,
                "{} {}",
                role.role_type(),
                operation.id
            );
        }
    }
}

#[test]
fn custom_and_unknown_roles_are_no_standard_roles() {
    assert_eq!(StandardRole::of(&RoleType::Custom), None);
    assert_eq!(
        StandardRole::of(&RoleType::Unknown("ORBIT_ADMIN".to_owned())),
        None
    );
    assert!(StandardRole::all().all(|role| role.role_type() != "CUSTOM"));
}
