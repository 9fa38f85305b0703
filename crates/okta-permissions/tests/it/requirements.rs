//! Every operation of okta-models has a requirement, and what no source settles stays open.

use okta_permissions::Requirement;

#[test]
fn every_operation_of_the_identity_core_names_roles_and_scopes() {
    let tags = [
        "User",
        "UserLifecycle",
        "UserCred",
        "UserSessions",
        "UserResources",
        "Group",
        "ApplicationUsers",
        "ApplicationGroups",
        "SystemLog",
    ];
    for operation in okta_facts::OPERATIONS
        .iter()
        .filter(|operation| tags.contains(&operation.tag))
    {
        let requirement = Requirement::of_id(operation.id).unwrap();
        assert!(!requirement.scopes().is_empty(), "{}", operation.id);
        let roles: Vec<&str> = requirement
            .standard_roles()
            .map(okta_permissions::StandardRole::role_type)
            .collect();
        assert!(roles.contains(&"SUPER_ADMIN"), "{}: {roles:?}", operation.id);
    }
}

#[test]
fn an_operation_that_no_source_covers_has_no_permissions() {
    assert_eq!(Requirement::of_id("listLogEvents").unwrap().permissions(), None);
    assert_eq!(Requirement::of_id("noSuchOperation"), None);
}
