//! What operations on roles, resource sets and admin assignments take.

use super::{Row, half};
use crate::actions::CHANGES_OF_ADMINISTRATORS;
use crate::resource_kind::ResourceKind;

pub(super) static NEEDS: &[Row] = &[
    (
        &[half(ResourceKind::IdentityAndAccess, &["okta.iam.read"])],
        &[
            "listRoles",
            "getRole",
            "listRolePermissions",
            "listResourceSets",
            "listBindings",
            "listMembersOfBinding",
            "listResourceSetResources",
            "listUsersWithRoleAssignments",
            "listAssignedRolesForUser",
            "listGroupAssignedRoles",
        ],
    ),
    (
        &[half(ResourceKind::IdentityAndAccess, &["okta.iam.read"])
            .because("\"View roles, resources, and admin assignments\"")],
        &[
            "getUserAssignedRole",
            "getUserAssignedRoleGovernance",
            "getRoleAssignmentGovernanceGrant",
            "getRoleAssignmentGovernanceGrantResources",
            "getRoleTargetsByUserIdAndRoleId",
            "listApplicationTargetsForApplicationAdministratorRoleForUser",
            "listGroupTargetsForRole",
            "getGroupAssignedRole",
            "listApplicationTargetsForApplicationAdministratorRoleForGroup",
            "listGroupTargetsForGroupRole",
            "listRolesForClient",
            "retrieveClientRole",
            "listAppTargetRoleToClient",
            "listGroupTargetRoleForClient",
            "getRolePermission",
            "getResourceSet",
            "getResourceSetResource",
            "getBinding",
            "getMemberOfBinding",
        ],
    ),
    (
        &[half(ResourceKind::IdentityAndAccess, &[]).because(
            "HELP-CMP, DOCS-RA: super administrators alone change roles; there is no okta.iam.manage",
        )],
        CHANGES_OF_ADMINISTRATORS,
    ),
];
