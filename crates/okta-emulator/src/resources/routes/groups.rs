//! Operations on groups and group rules.

use crate::call::Handler;
use crate::resources::{group_lists, group_owners, group_rules, groups};

pub(super) const ROUTES: &[(&str, Handler)] = &[
    // Group
    ("listGroups", group_lists::list_groups),
    ("addGroup", groups::add_group),
    ("getGroup", groups::get_group),
    ("replaceGroup", groups::replace_group),
    ("deleteGroup", groups::delete_group),
    ("listGroupUsers", group_lists::list_group_users),
    ("assignUserToGroup", groups::assign_user_to_group),
    ("unassignUserFromGroup", groups::unassign_user_from_group),
    (
        "listAssignedApplicationsForGroup",
        group_lists::list_assigned_applications_for_group,
    ),
    // GroupOwner
    ("listGroupOwners", group_owners::list_group_owners),
    ("assignGroupOwner", group_owners::assign_group_owner),
    ("deleteGroupOwner", group_owners::delete_group_owner),
    // GroupRule
    ("listGroupRules", group_rules::list_group_rules),
    ("createGroupRule", group_rules::create_group_rule),
    ("getGroupRule", group_rules::get_group_rule),
    ("replaceGroupRule", group_rules::replace_group_rule),
    ("deleteGroupRule", group_rules::delete_group_rule),
    ("activateGroupRule", group_rules::activate_group_rule),
    ("deactivateGroupRule", group_rules::deactivate_group_rule),
];
