//! Operations on admin roles, resource sets and API tokens.

use crate::call::Handler;
use crate::resources::{
    api_tokens, assignees, bindings, client_roles, custom_roles, principal_rate_limits,
    resource_set_resources, resource_sets, role_governance, role_permissions, role_targets, roles,
};

pub(super) const ROUTES: &[(&str, Handler)] = &[
    // RoleAssignmentAUser
    ("listAssignedRolesForUser", roles::list_assigned_roles_for_user),
    ("assignRoleToUser", roles::assign_role_to_user),
    ("getUserAssignedRole", roles::get_user_assigned_role),
    ("unassignRoleFromUser", roles::unassign_role_from_user),
    (
        "listUsersWithRoleAssignments",
        assignees::list_users_with_role_assignments,
    ),
    (
        "getUserAssignedRoleGovernance",
        role_governance::get_user_assigned_role_governance,
    ),
    (
        "getRoleAssignmentGovernanceGrant",
        role_governance::get_role_assignment_governance_grant,
    ),
    (
        "getRoleAssignmentGovernanceGrantResources",
        role_governance::get_role_assignment_governance_grant,
    ),
    // RoleAssignmentBGroup
    ("listGroupAssignedRoles", roles::list_group_assigned_roles),
    ("assignRoleToGroup", roles::assign_role_to_group),
    ("getGroupAssignedRole", roles::get_group_assigned_role),
    ("unassignRoleFromGroup", roles::unassign_role_from_group),
    // RoleBTargetAdmin
    (
        "listApplicationTargetsForApplicationAdministratorRoleForUser",
        role_targets::list_application_targets_for_user,
    ),
    (
        "assignAllAppsAsTargetToRoleForUser",
        role_targets::assign_all_apps_as_target_to_role_for_user,
    ),
    (
        "assignAppTargetToAdminRoleForUser",
        role_targets::assign_app_target_for_user,
    ),
    (
        "unassignAppTargetFromAppAdminRoleForUser",
        role_targets::unassign_app_target_for_user,
    ),
    (
        "assignAppInstanceTargetToAppAdminRoleForUser",
        role_targets::assign_app_instance_target_for_user,
    ),
    (
        "unassignAppInstanceTargetFromAdminRoleForUser",
        role_targets::unassign_app_instance_target_for_user,
    ),
    (
        "listGroupTargetsForRole",
        role_targets::list_group_targets_for_role,
    ),
    (
        "assignGroupTargetToUserRole",
        role_targets::assign_group_target_to_user_role,
    ),
    (
        "unassignGroupTargetFromUserAdminRole",
        role_targets::unassign_group_target_from_user_admin_role,
    ),
    (
        "getRoleTargetsByUserIdAndRoleId",
        role_targets::get_role_targets_by_user_id_and_role_id,
    ),
    // RoleBTargetBGroup
    (
        "listApplicationTargetsForApplicationAdministratorRoleForGroup",
        role_targets::list_application_targets_for_group,
    ),
    (
        "assignAppTargetToAdminRoleForGroup",
        role_targets::assign_app_target_for_group,
    ),
    (
        "unassignAppTargetToAdminRoleForGroup",
        role_targets::unassign_app_target_for_group,
    ),
    (
        "assignAppInstanceTargetToAppAdminRoleForGroup",
        role_targets::assign_app_instance_target_for_group,
    ),
    (
        "unassignAppInstanceTargetToAppAdminRoleForGroup",
        role_targets::unassign_app_instance_target_for_group,
    ),
    (
        "listGroupTargetsForGroupRole",
        role_targets::list_group_targets_for_group_role,
    ),
    (
        "assignGroupTargetToGroupAdminRole",
        role_targets::assign_group_target_to_group_admin_role,
    ),
    (
        "unassignGroupTargetFromGroupAdminRole",
        role_targets::unassign_group_target_from_group_admin_role,
    ),
    // RoleECustom
    ("listRoles", custom_roles::list_roles),
    ("createRole", custom_roles::create_role),
    ("getRole", custom_roles::get_role),
    ("replaceRole", custom_roles::replace_role),
    ("deleteRole", custom_roles::delete_role),
    // RoleECustomPermission
    ("listRolePermissions", role_permissions::list_role_permissions),
    ("getRolePermission", role_permissions::get_role_permission),
    ("createRolePermission", role_permissions::create_role_permission),
    ("replaceRolePermission", role_permissions::replace_role_permission),
    ("deleteRolePermission", role_permissions::delete_role_permission),
    // RoleCResourceSet
    ("listResourceSets", resource_sets::list_resource_sets),
    ("createResourceSet", resource_sets::create_resource_set),
    ("getResourceSet", resource_sets::get_resource_set),
    ("replaceResourceSet", resource_sets::replace_resource_set),
    ("deleteResourceSet", resource_sets::delete_resource_set),
    // RoleCResourceSetResource
    (
        "listResourceSetResources",
        resource_set_resources::list_resource_set_resources,
    ),
    (
        "addResourceSetResource",
        resource_set_resources::add_resource_set_resource,
    ),
    (
        "addResourceSetResources",
        resource_set_resources::add_resource_set_resources,
    ),
    (
        "getResourceSetResource",
        resource_set_resources::get_resource_set_resource,
    ),
    (
        "replaceResourceSetResource",
        resource_set_resources::replace_resource_set_resource,
    ),
    (
        "deleteResourceSetResource",
        resource_set_resources::delete_resource_set_resource,
    ),
    // RoleDResourceSetBinding
    ("listBindings", bindings::list_bindings),
    ("createResourceSetBinding", bindings::create_resource_set_binding),
    ("getBinding", bindings::get_binding),
    ("deleteBinding", bindings::delete_binding),
    // RoleDResourceSetBindingMember
    ("listMembersOfBinding", bindings::list_members_of_binding),
    ("addMembersToBinding", bindings::add_members_to_binding),
    ("getMemberOfBinding", bindings::get_member_of_binding),
    (
        "unassignMemberFromBinding",
        bindings::unassign_member_from_binding,
    ),
    // ApiToken
    ("listApiTokens", api_tokens::list_api_tokens),
    ("getApiToken", api_tokens::get_api_token),
    ("upsertApiToken", api_tokens::upsert_api_token),
    ("revokeApiToken", api_tokens::revoke_api_token),
    ("revokeCurrentApiToken", api_tokens::revoke_current_api_token),
    // PrincipalRateLimit
    (
        "listPrincipalRateLimitEntities",
        principal_rate_limits::list_principal_rate_limit_entities,
    ),
    (
        "createPrincipalRateLimitEntity",
        principal_rate_limits::create_principal_rate_limit_entity,
    ),
    (
        "getPrincipalRateLimitEntity",
        principal_rate_limits::get_principal_rate_limit_entity,
    ),
    (
        "replacePrincipalRateLimitEntity",
        principal_rate_limits::replace_principal_rate_limit_entity,
    ),
    // RoleAssignmentClient
    ("listRolesForClient", client_roles::list_roles_for_client),
    ("assignRoleToClient", client_roles::assign_role_to_client),
    ("retrieveClientRole", client_roles::retrieve_client_role),
    ("deleteRoleFromClient", client_roles::delete_role_from_client),
    // RoleBTargetClient
    (
        "listGroupTargetRoleForClient",
        role_targets::list_group_targets_for_client,
    ),
    (
        "assignGroupTargetRoleForClient",
        role_targets::assign_group_target_for_client,
    ),
    (
        "removeGroupTargetRoleFromClient",
        role_targets::unassign_group_target_for_client,
    ),
    (
        "listAppTargetRoleToClient",
        role_targets::list_application_targets_for_client,
    ),
    (
        "assignAppTargetRoleToClient",
        role_targets::assign_app_target_for_client,
    ),
    (
        "removeAppTargetRoleFromClient",
        role_targets::unassign_app_target_for_client,
    ),
    (
        "assignAppTargetInstanceRoleForClient",
        role_targets::assign_app_instance_target_for_client,
    ),
    (
        "removeAppTargetInstanceRoleForClient",
        role_targets::unassign_app_instance_target_for_client,
    ),
];
