//! The operations about who may do what: roles, targets, resource sets, API tokens, scopes.

use okta_models::{
    api_tokens::*, application_grants::*, custom_roles::*, filter, principal_rate_limits::*,
    resource_set_bindings::*, resource_sets::*, role_assignments::*, role_targets::*,
};

use super::{Entry, list, nothing, object};

pub(super) fn all() -> Vec<Entry> {
    let mut entries = standard_roles();
    entries.extend(custom_roles_and_tokens());
    entries
}

fn standard_roles() -> Vec<Entry> {
    vec![
        list(ListUsersWithRoleAssignments::new()),
        list(ListAssignedRolesForUser::new("P1")),
        object(AssignRoleToUser::new("P1", RoleAssignmentRequest::new())),
        object(GetUserAssignedRole::new("P1", "P2")),
        nothing(UnassignRoleFromUser::new("P1", "P2")),
        list(GetUserAssignedRoleGovernance::new("P1", "P2")),
        object(GetRoleAssignmentGovernanceGrant::new("P1", "P2", "P3")),
        list(GetRoleAssignmentGovernanceGrantResources::new("P1", "P2", "P3")),
        list(ListGroupAssignedRoles::new("P1")),
        object(AssignRoleToGroup::new("P1", RoleAssignmentRequest::new())),
        object(GetGroupAssignedRole::new("P1", "P2")),
        nothing(UnassignRoleFromGroup::new("P1", "P2")),
        list(ListRolesForClient::new("P1")),
        object(AssignRoleToClient::new("P1", RoleAssignmentRequest::new())),
        object(RetrieveClientRole::new("P1", "P2")),
        nothing(DeleteRoleFromClient::new("P1", "P2")),
        list(ListApplicationTargetsForApplicationAdministratorRoleForUser::new(
            "P1", "P2",
        )),
        nothing(AssignAllAppsAsTargetToRoleForUser::new("P1", "P2")),
        nothing(AssignAppTargetToAdminRoleForUser::new("P1", "P2", "P3")),
        nothing(UnassignAppTargetFromAppAdminRoleForUser::new("P1", "P2", "P3")),
        nothing(AssignAppInstanceTargetToAppAdminRoleForUser::new(
            "P1", "P2", "P3", "P4",
        )),
        nothing(UnassignAppInstanceTargetFromAdminRoleForUser::new(
            "P1", "P2", "P3", "P4",
        )),
        list(ListGroupTargetsForRole::new("P1", "P2")),
        nothing(AssignGroupTargetToUserRole::new("P1", "P2", "P3")),
        nothing(UnassignGroupTargetFromUserAdminRole::new("P1", "P2", "P3")),
        list(GetRoleTargetsByUserIdAndRoleId::new("P1", "P2")),
        list(ListApplicationTargetsForApplicationAdministratorRoleForGroup::new("P1", "P2")),
        nothing(AssignAppTargetToAdminRoleForGroup::new("P1", "P2", "P3")),
        nothing(UnassignAppTargetToAdminRoleForGroup::new("P1", "P2", "P3")),
        nothing(AssignAppInstanceTargetToAppAdminRoleForGroup::new(
            "P1", "P2", "P3", "P4",
        )),
        nothing(UnassignAppInstanceTargetToAppAdminRoleForGroup::new(
            "P1", "P2", "P3", "P4",
        )),
        list(ListGroupTargetsForGroupRole::new("P1", "P2")),
        nothing(AssignGroupTargetToGroupAdminRole::new("P1", "P2", "P3")),
        nothing(UnassignGroupTargetFromGroupAdminRole::new("P1", "P2", "P3")),
        list(ListAppTargetRoleToClient::new("P1", "P2")),
        nothing(AssignAppTargetRoleToClient::new("P1", "P2", "P3")),
        nothing(RemoveAppTargetRoleFromClient::new("P1", "P2", "P3")),
        nothing(AssignAppTargetInstanceRoleForClient::new("P1", "P2", "P3", "P4")),
        nothing(RemoveAppTargetInstanceRoleForClient::new("P1", "P2", "P3", "P4")),
        list(ListGroupTargetRoleForClient::new("P1", "P2")),
        nothing(AssignGroupTargetRoleForClient::new("P1", "P2", "P3")),
        nothing(RemoveGroupTargetRoleFromClient::new("P1", "P2", "P3")),
    ]
}

fn custom_roles_and_tokens() -> Vec<Entry> {
    vec![
        list(ListRoles::new()),
        object(CreateRole::new(CreateIamRoleRequest::new())),
        object(GetRole::new("P1")),
        object(ReplaceRole::new("P1", UpdateIamRoleRequest::new())),
        nothing(DeleteRole::new("P1")),
        list(ListRolePermissions::new("P1")),
        object(GetRolePermission::new("P1", "P2")),
        nothing(CreateRolePermission::new("P1", "P2")),
        object(ReplaceRolePermission::new(
            "P1",
            "P2",
            RolePermissionUpdate::new(),
        )),
        nothing(DeleteRolePermission::new("P1", "P2")),
        list(ListResourceSets::new()),
        object(CreateResourceSet::new(CreateResourceSetRequest::new())),
        object(GetResourceSet::new("P1")),
        object(ReplaceResourceSet::new("P1", ResourceSetUpdate::new())),
        nothing(DeleteResourceSet::new("P1")),
        list(ListResourceSetResources::new("P1")),
        object(AddResourceSetResource::new(
            "P1",
            ResourceSetResourcePostRequest::new(),
        )),
        object(AddResourceSetResources::new(
            "P1",
            ResourceSetResourcePatchRequest::new(),
        )),
        object(GetResourceSetResource::new("P1", "P2")),
        object(ReplaceResourceSetResource::new(
            "P1",
            "P2",
            ResourceSetResourceUpdate::new(),
        )),
        nothing(DeleteResourceSetResource::new("P1", "P2")),
        list(ListBindings::new("P1")),
        object(CreateResourceSetBinding::new(
            "P1",
            ResourceSetBindingCreateRequest::new(),
        )),
        object(GetBinding::new("P1", "P2")),
        nothing(DeleteBinding::new("P1", "P2")),
        list(ListMembersOfBinding::new("P1", "P2")),
        object(AddMembersToBinding::new(
            "P1",
            "P2",
            ResourceSetBindingAddMembersRequest::new(),
        )),
        object(GetMemberOfBinding::new("P1", "P2", "P3")),
        nothing(UnassignMemberFromBinding::new("P1", "P2", "P3")),
        list(ListApiTokens::new()),
        object(GetApiToken::new("P1")),
        object(UpsertApiToken::new("P1", ApiTokenUpdate::new())),
        nothing(RevokeApiToken::new("P1")),
        nothing(RevokeCurrentApiToken::new()),
        list(ListPrincipalRateLimitEntities::new(filter("principalType").pr())),
        object(CreatePrincipalRateLimitEntity::new(
            PrincipalRateLimitEntityUpdate::new(),
        )),
        object(GetPrincipalRateLimitEntity::new("P1")),
        object(ReplacePrincipalRateLimitEntity::new(
            "P1",
            PrincipalRateLimitEntityUpdate::new(),
        )),
        list(ListScopeConsentGrants::new("P1")),
        object(GrantConsentToScope::new("P1", ScopeConsentGrantRequest::new())),
        object(GetScopeConsentGrant::new("P1", "P2")),
        nothing(RevokeScopeConsentGrant::new("P1", "P2")),
    ]
}

pub(super) fn with_everything_set() -> Vec<Entry> {
    vec![
        list(ListUsersWithRoleAssignments::new().limit(1)),
        list(ListAssignedRolesForUser::new("P1").expand("x")),
        object(AssignRoleToUser::new("P1", RoleAssignmentRequest::new()).disable_notifications(true)),
        list(ListGroupAssignedRoles::new("P1").expand("x")),
        object(AssignRoleToGroup::new("P1", RoleAssignmentRequest::new()).disable_notifications(true)),
        list(ListApplicationTargetsForApplicationAdministratorRoleForUser::new("P1", "P2").limit(1)),
        list(ListGroupTargetsForRole::new("P1", "P2").limit(1)),
        list(
            GetRoleTargetsByUserIdAndRoleId::new("P1", "P2")
                .assignment_type(RoleAssignmentType::User)
                .limit(1),
        ),
        list(ListApplicationTargetsForApplicationAdministratorRoleForGroup::new("P1", "P2").limit(1)),
        list(ListGroupTargetsForGroupRole::new("P1", "P2").limit(1)),
        list(ListAppTargetRoleToClient::new("P1", "P2").limit(1)),
        list(ListGroupTargetRoleForClient::new("P1", "P2").limit(1)),
        list(ListResourceSetResources::new("P1").limit(1)),
        list(ListPrincipalRateLimitEntities::new(filter("principalType").pr()).limit(1)),
        list(ListScopeConsentGrants::new("P1").expand("x")),
        object(GetScopeConsentGrant::new("P1", "P2").expand("x")),
    ]
}
