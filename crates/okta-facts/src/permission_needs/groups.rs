//! What operations on groups take, their members and rules.

use super::{Row, groups, users};

pub(super) static NEEDS: &[Row] = &[
    (
        &[groups(&["okta.groups.read"])],
        &["listGroups", "listAssignedApplicationsForGroup"],
    ),
    (
        &[groups(&["okta.groups.read"]).unsettled(&["okta.groups.members.manage"])],
        &["getGroup"],
    ),
    (
        &[groups(&["okta.groups.read"]).because("\"information about groups and their members\"")],
        &["listGroupOwners"],
    ),
    (
        &[groups(&["okta.groups.read", "okta.groups.members.manage"])],
        &["listGroupUsers"],
    ),
    (
        &[groups(&["okta.groups.create", "okta.groups.manage"])],
        &["addGroup"],
    ),
    (
        &[groups(&["okta.groups.manage"])],
        &["replaceGroup", "deleteGroup"],
    ),
    (
        &[
            groups(&["okta.groups.members.manage"]),
            users(&["okta.users.groupMembership.manage"]),
        ],
        &["assignUserToGroup", "unassignUserFromGroup"],
    ),
    (
        &[groups(&[]).unsettled(&["okta.groups.read"]).because(
            "no description speaks of group rules; another permission than those on groups has no use here",
        )],
        &["listGroupRules", "getGroupRule"],
    ),
    (
        &[groups(&[]).unsettled(&["okta.groups.manage"]).because(
            "no description speaks of group rules; another permission than those on groups has no use here",
        )],
        &[
            "createGroupRule",
            "replaceGroupRule",
            "deleteGroupRule",
            "activateGroupRule",
            "deactivateGroupRule",
        ],
    ),
];
