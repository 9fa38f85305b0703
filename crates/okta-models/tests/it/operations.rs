//! Every operation is the one that Okta documents: method, path, parameters.

use std::collections::BTreeMap;

use okta_facts::Method;

use crate::table::{all, with_everything_set};

#[test]
fn every_path_is_okta_s_template_with_its_parameters_filled_in() {
    for entry in all() {
        let facts = entry.metadata.facts();
        assert_eq!(entry.request.method(), facts.method.as_str(), "{}", facts.id);
        let mut parameter = 0;
        let expected: Vec<String> = facts
            .path
            .split('/')
            .map(|segment| {
                if segment.starts_with('{') {
                    parameter += 1;
                    format!("P{parameter}")
                } else {
                    segment.to_owned()
                }
            })
            .collect();
        assert_eq!(entry.request.uri().path(), expected.join("/"), "{}", facts.id);
        assert_eq!(
            names_of_query(&entry.request),
            facts.required_query,
            "{} sends unasked",
            facts.id
        );
    }
}

#[test]
fn every_query_parameter_and_header_is_okta_s() {
    for entry in with_everything_set() {
        let facts = entry.metadata.facts();
        let mut sent = names_of_query(&entry.request);
        // `after` is the transport's: it follows links instead of making them.
        let mut known: Vec<&str> = facts
            .query
            .iter()
            .copied()
            .filter(|name| *name != "after")
            .collect();
        sent.sort_unstable();
        known.sort_unstable();
        assert_eq!(sent, known, "{}", facts.id);
        for header in facts.headers {
            assert!(
                entry.request.headers().contains_key(*header),
                "{} has no {header}",
                facts.id
            );
        }
    }
}

#[test]
fn every_operation_with_a_query_is_in_that_test() {
    let tried: Vec<&str> = with_everything_set()
        .iter()
        .map(|entry| entry.metadata.operation_id())
        .collect();
    for entry in all() {
        let facts = entry.metadata.facts();
        let has_something = facts.query.iter().any(|name| *name != "after") || !facts.headers.is_empty();
        assert!(!has_something || tried.contains(&facts.id), "{}", facts.id);
    }
}

#[test]
fn a_body_is_sent_by_those_alone_that_have_one() {
    for entry in all() {
        let facts = entry.metadata.facts();
        let has_body = !entry.request.body().is_empty();
        assert!(
            !has_body || !facts.content_types.is_empty(),
            "{} has none",
            facts.id
        );
        assert!(has_body || !facts.body_required, "{} has one", facts.id);
        if has_body {
            let body: serde_json::Value = serde_json::from_slice(entry.request.body()).unwrap();
            let is_bare = match &body {
                serde_json::Value::Array(steps) => steps.is_empty(),
                // The profile of a user or group is there and empty, since `new` asked for it.
                serde_json::Value::Object(members) => {
                    members.values().all(|member| *member == serde_json::json!({}))
                }
                _ => false,
            };
            assert!(is_bare, "{} sends {body} unasked", facts.id);
        }
    }
}

fn names_of_query(request: &http::Request<Vec<u8>>) -> Vec<&str> {
    let pairs = request
        .uri()
        .query()
        .into_iter()
        .flat_map(|query| query.split('&'));
    pairs
        .map(|pair| pair.split('=').next().unwrap_or_default())
        .collect()
}

#[test]
fn the_tags_that_are_whole_have_all_their_operations() {
    let mut mine: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in all() {
        *mine.entry(entry.metadata.facts().tag).or_default() += 1;
    }
    for tag in [
        "User",
        "UserLifecycle",
        "UserCred",
        "UserSessions",
        "UserResources",
        "Group",
        "ApplicationUsers",
        "ApplicationGroups",
        "ApplicationGrants",
        "SystemLog",
        "RoleAssignmentAUser",
        "RoleAssignmentBGroup",
        "RoleAssignmentClient",
        "RoleBTargetAdmin",
        "RoleBTargetBGroup",
        "RoleBTargetClient",
        "RoleCResourceSet",
        "RoleCResourceSetResource",
        "RoleDResourceSetBinding",
        "RoleDResourceSetBindingMember",
        "RoleECustom",
        "RoleECustomPermission",
        "ApiToken",
        "PrincipalRateLimit",
        "UserFactor",
        "UserAuthenticatorEnrollments",
        "UserOAuth",
        "UserGrant",
        "GroupRule",
        "GroupOwner",
        "UserType",
        "ProfileMapping",
        "LinkedObject",
        "UserLinkedObject",
    ] {
        let okta_s = okta_facts::OPERATIONS
            .iter()
            .filter(|operation| operation.tag == tag)
            .count();
        assert_eq!(mine.get(tag), Some(&okta_s), "{tag}");
    }
    assert_eq!([mine["User"], mine["UserLifecycle"], mine["UserCred"]], [7, 7, 7]);
}

#[test]
fn no_operation_is_there_twice() {
    let mut ids: Vec<&str> = all().iter().map(|entry| entry.metadata.operation_id()).collect();
    ids.sort_unstable();
    let before = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), before);
}

#[test]
fn a_get_reads_and_nothing_else_does() {
    for entry in all() {
        let reads = entry.metadata.effect() == okta_models::Effect::Reads;
        assert_eq!(
            reads,
            entry.metadata.facts().method == Method::Get,
            "{}",
            entry.metadata.operation_id()
        );
    }
}

/// A second `DELETE /users/{id}` deletes the user whom the first deactivated, and a second POST creates a second
/// user, so neither may be sent again on its own.
#[test]
fn what_cannot_be_repeated_is_not_repeatable() {
    for id in [
        "deleteUser",
        "createUser",
        "addGroup",
        "resetPassword",
        "expirePasswordWithTempPassword",
        "suspendUser",
        "assignRoleToUser",
        "createResourceSetBinding",
        "revokeCurrentApiToken",
        "createGroupRule",
        "createPolicy",
        "enrollFactor",
        "createTacAuthenticatorEnrollment",
    ] {
        let entry = all()
            .into_iter()
            .find(|entry| entry.metadata.operation_id() == id)
            .unwrap();
        assert!(!entry.metadata.effect().is_repeatable(), "{id}");
    }
}
