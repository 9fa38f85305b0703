//! The tables are in order, refer to each other by names that exist, and lookups find what is there.

use std::collections::BTreeSet;

use okta_facts::{
    BUCKET_LIMITS, BUCKET_PREFIXES, BUCKETS, ERROR_CODES, EVENT_TYPES, Method, NO_ROLE_FOR_ME, OPERATIONS,
    Operation, PERMISSIONS, ROLE_MATRIX, STANDARD_ROLES, action_of, bucket, bucket_limit, error_code,
    event_of, event_type, operation, permission, required_operation, role_action, roles_that_allow,
    standard_role, told_roles,
};
use proptest::prelude::*;

const LIST_USERS: &Operation = match operation("listUsers") {
    Some(operation) => operation,
    None => panic!("listUsers is an operation"),
};
const SUSPEND_USER: &Operation = required_operation("suspendUser");
const SUSPEND_ACTION: Option<&str> = action_of("suspendUser");

#[test]
fn operations_can_be_found_in_constants() {
    assert_eq!(
        (LIST_USERS.method, LIST_USERS.path),
        (Method::Get, "/api/v1/users")
    );
    assert_eq!(
        (SUSPEND_USER.method, SUSPEND_USER.path),
        (Method::Post, "/api/v1/users/{id}/lifecycle/suspend")
    );
    assert_eq!(SUSPEND_ACTION, Some("suspend_user"));
}

#[test]
fn every_row_is_found_by_its_key_and_keys_are_unique() {
    fn unique<'a>(keys: impl Iterator<Item = &'a str>) -> bool {
        let mut seen = BTreeSet::new();
        let mut keys = keys;
        keys.all(|key| seen.insert(key))
    }
    assert!(unique(OPERATIONS.iter().map(|row| row.id)));
    assert!(unique(ERROR_CODES.iter().map(|row| row.code)));
    assert!(unique(EVENT_TYPES.iter().map(|row| row.name)));
    assert!(unique(PERMISSIONS.iter().filter_map(|row| row.label)));
    assert!(unique(STANDARD_ROLES.iter().map(|row| row.role)));
    assert!(unique(ROLE_MATRIX.iter().map(|row| row.action)));
    assert!(unique(BUCKET_LIMITS.iter().map(|row| row.bucket)));
    assert!(OPERATIONS.iter().all(|row| operation(row.id) == Some(row)));
    assert!(ERROR_CODES.iter().all(|row| error_code(row.code) == Some(row)));
    assert!(EVENT_TYPES.iter().all(|row| event_type(row.name) == Some(row)));
    assert!(
        PERMISSIONS
            .iter()
            .filter(|row| row.label.is_some())
            .all(|row| permission(row.label.unwrap()) == Some(row))
    );
    assert!(
        STANDARD_ROLES
            .iter()
            .all(|row| standard_role(row.role) == Some(row))
    );
    assert!(ROLE_MATRIX.iter().all(|row| role_action(row.action) == Some(row)));
    assert!(
        BUCKET_LIMITS
            .iter()
            .all(|row| bucket_limit(row.bucket) == Some(row))
    );
}

#[test]
fn unknown_keys_are_not_found() {
    assert_eq!(operation(""), None);
    assert_eq!(operation("listuser"), None);
    assert_eq!(error_code("E9999999"), None);
    assert_eq!(event_type("user.lifecycle"), None);
    assert_eq!(permission("okta.everything"), None);
    assert_eq!(standard_role("KING"), None);
    assert_eq!(role_action("reign"), None);
    assert_eq!(action_of("reign"), None);
    assert!(event_of("reign").is_empty());
    assert_eq!(ROLE_MATRIX[0].cell("CUSTOM"), None);
}

#[test]
fn every_scope_is_one_of_oktas() {
    for row in OPERATIONS {
        for scope in row.scopes {
            // The shared-signals operations have scopes of their own, `ssf.manage` and `ssf.read`.
            let prefix = if row.tag == "SSFTransmitter" {
                "ssf."
            } else {
                "okta."
            };
            assert!(scope.starts_with(prefix), "{}: {scope}", row.id);
        }
    }
}

#[test]
fn path_parameters_are_those_of_the_path() {
    for row in OPERATIONS {
        let braces: BTreeSet<&str> = row
            .path
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split('}').next())
            .collect();
        assert_eq!(
            braces,
            row.path_parameters.iter().copied().collect(),
            "{}",
            row.id
        );
        assert!(
            row.required_query.iter().all(|name| row.query.contains(name)),
            "{}",
            row.id
        );
    }
}

#[test]
fn a_known_path_comes_before_a_prefix_and_a_fixed_segment_before_any() {
    assert_eq!(bucket("GET", "/api/v1/users/me"), Some("/api/v1/users/me"));
    assert_eq!(bucket("GET", "/api/v1/users/00u1"), Some("/api/v1/users/{id:.+}"));
    assert_eq!(bucket("PUT", "/api/v1/users/00u1"), Some("/api/v1/users/{id}"));
    assert_eq!(
        bucket("POST", "/api/v1/users/00u1/lifecycle/suspend"),
        Some("/api/v1/users")
    );
    assert_eq!(bucket("GET", "/api/v1/apps/0oa/users"), Some("/api/v1/apps"));
    assert_eq!(bucket("GET", "/api/v1/apps/0oa"), Some("/api/v1/apps/{id}"));
    assert_eq!(
        bucket("GET", "/api/v1/logs?since=2026-01-01T00:00:00Z"),
        Some("/api/v1/logs")
    );
}

#[test]
fn an_unknown_path_falls_to_the_longest_known_prefix() {
    let known = |path: &[&str]| BUCKETS.iter().any(|row| row.segments == path);
    assert!(!known(&["api", "v1", "iam", "assignees", "users"]));
    assert_eq!(bucket("GET", "/api/v1/iam/assignees/users"), Some("/api/v1/iam"));
    assert_eq!(
        bucket("GET", "/api/v1/users/00u1/of/tomorrow"),
        Some("/api/v1/users")
    );
    assert_eq!(
        bucket("GET", "/api/v1/users/me/of/tomorrow"),
        Some("/api/v1/users")
    );
    assert_eq!(bucket("GET", "/api/v1/tomorrow"), Some("/api/v1"));
    assert_eq!(
        bucket("PATCH", "/api/v1/groups/00g1/tomorrow"),
        Some("/api/v1/groups")
    );
    assert_eq!(bucket("GET", "/tomorrow"), None);
    assert_eq!(bucket("GET", ""), None);
}

#[test]
fn prefixes_stand_from_the_longest_to_the_shortest() {
    assert!(BUCKET_PREFIXES.is_sorted_by_key(|prefix| std::cmp::Reverse(prefix.segments.len())));
}

#[test]
fn the_bucket_of_an_operation_is_the_bucket_of_its_path() {
    let mut stated = 0;
    for row in OPERATIONS {
        if let Some(name) = row.bucket {
            stated += 1;
            assert_eq!(bucket(row.method.as_str(), row.path), Some(name), "{}", row.id);
        }
    }
    assert_eq!(stated, 533);
}

#[test]
fn every_path_of_the_bucket_table_is_found_again() {
    for row in BUCKETS {
        let path = format!("/{}", row.segments.join("/"));
        assert_eq!(
            bucket(row.method, &path),
            Some(row.bucket),
            "{} {path}",
            row.method
        );
    }
}

#[test]
fn a_bucket_without_a_published_limit_has_that_of_the_others() {
    assert_eq!(
        bucket_limit("/api/v1/iam").unwrap().published_as,
        "other /api/v1/*"
    );
    assert_eq!(bucket_limit("/api/v1/devices").unwrap().one_app, 150);
    assert_eq!(bucket_limit("/api/v2"), None);
    assert_eq!(bucket_limit("/oauth2"), None);
}

#[test]
fn derived_actions_name_rows_that_exist_and_cover_the_core() {
    let tags = [
        "User",
        "UserLifecycle",
        "UserCred",
        "UserSessions",
        "UserResources",
        "Group",
        "Application",
        "ApplicationUsers",
        "ApplicationGroups",
        "UserFactor",
        "SystemLog",
        "RoleAssignmentAUser",
        "RoleAssignmentBGroup",
        "ApiToken",
        "GroupRule",
    ];
    for row in OPERATIONS {
        let action = action_of(row.id);
        if let Some(action) = action {
            assert!(role_action(action).is_some(), "{}: {action}", row.id);
            assert!(
                row.iam_admin_roles.is_empty(),
                "{}: the specification decides",
                row.id
            );
        }
        let setting = row.tag.starts_with("OrgSetting") && row.method == Method::Get && row.api_token;
        if tags.contains(&row.tag) || setting {
            assert!(
                action.is_some() || !row.iam_admin_roles.is_empty(),
                "{} has no row",
                row.id
            );
        }
    }
    assert!(NO_ROLE_FOR_ME.iter().all(|id| operation(id).is_some()));
}

#[test]
fn what_a_page_tells_is_what_nothing_else_gives() {
    let mut told = 0;
    for row in OPERATIONS {
        let roles = told_roles(row.id);
        told += usize::from(!roles.is_empty());
        let by_row = action_of(row.id).and_then(role_action);
        for role in roles {
            let given = by_row
                .and_then(|by_row| by_row.cell(role))
                .and_then(|cell| cell.allow);
            assert!(
                given != Some(true) && row.iam_admin_roles.is_empty(),
                "{} {role}",
                row.id
            );
        }
        assert!(
            roles.iter().all(|role| standard_role(role).is_some()),
            "{}",
            row.id
        );
    }
    // None of them is of an operation that does not exist.
    assert_eq!(told, 7);
    let allowed: Vec<&str> = roles_that_allow("getPolicy").map(|role| role.role).collect();
    assert_eq!(allowed, ["SUPER_ADMIN", "READ_ONLY_ADMIN"]);
    let renames: Vec<&str> = roles_that_allow("replaceGroup").map(|role| role.role).collect();
    assert_eq!(renames, ["SUPER_ADMIN", "ORG_ADMIN", "USER_ADMIN"]);
}

#[test]
fn events_of_operations_are_in_the_catalog() {
    let mut known = 0;
    for row in OPERATIONS {
        known += usize::from(!event_of(row.id).is_empty());
        for name in event_of(row.id) {
            assert!(event_type(name).is_some(), "{}: {name}", row.id);
        }
    }
    // As many as the table has rows: none of them is of an operation that does not exist.
    assert_eq!(known, 42);
}

#[test]
fn names_of_permissions_and_roles_refer_to_what_exists() {
    for row in PERMISSIONS {
        for label in row.includes.iter().chain(row.unverified_includes) {
            assert!(permission(label).is_some(), "{:?}: {label}", row.label);
        }
        for id in row.operations {
            assert!(operation(id).is_some(), "{:?}: {id}", row.label);
        }
    }
    for row in OPERATIONS {
        for label in row.iam_permissions {
            assert!(permission(label).is_some(), "{}: {label}", row.id);
        }
        for role in row.iam_admin_roles {
            assert!(standard_role(role).is_some(), "{}: {role}", row.id);
        }
    }
    for row in ROLE_MATRIX {
        assert!(
            row.cells.iter().all(|cell| standard_role(cell.role).is_some()),
            "{}",
            row.action
        );
    }
}

proptest! {
    #[test]
    fn the_bucket_of_any_path_is_one_that_the_table_knows(method in "[A-Z]{0,7}", path in ".*") {
        prop_assert!(bucket(&method, &path).is_none_or(is_known));
    }

    #[test]
    fn the_bucket_of_a_path_like_oktas_is_one_that_the_table_knows(
        method in prop::sample::select(vec!["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
        segments in prop::collection::vec("api|v1|users|me|groups|apps|oauth2|ID|[^/]{0,8}", 0..12),
    ) {
        let path = segments.join("/");
        let found = bucket(method, &path);
        prop_assert!(found.is_none_or(is_known));
        prop_assert_eq!(bucket(method, &format!("/{path}?limit=1")), bucket(method, &path));
        if path.starts_with("api/v1/") {
            prop_assert!(found.is_some());
        }
    }
}

fn is_known(name: &str) -> bool {
    BUCKETS.iter().any(|row| row.bucket == name)
}
