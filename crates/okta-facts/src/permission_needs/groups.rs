//! What operations on groups take, their members and rules.

use super::{Row, groups, users};

pub(super) static NEEDS: &[Row] = &[
    (
        &[groups(&["okta.groups.read"])],
        &["listGroups", "listAssignedApplicationsForGroup"],
    ),
    (
        // Whether who manages the members may read the group itself is not settled. For it: the help page has such an admin
        // "view" memberships, and nobody can pick a group that is not shown. Against it: the description says "only manage
        // member operations". Looked for without success: the catalogue's column of included permissions (Okta's API never
        // expands it, and what is public of the page breaks off before this entry), the help page on role permissions, the
        // release notes, recorded traffic (every caller was a super administrator), and SpecterOps' OktaHound, which has an
        // edge for adding members and none for reading. Public set-up guides grant okta.groups.read beside it throughout.
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
