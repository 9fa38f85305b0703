//! What operations take that are about none of these: the System Log, the org, policies, support cases.

use super::{Row, half};
use crate::resource_kind::ResourceKind;

const NO_SUCH_PERMISSION: &str = "the catalogue has no permission for it";

pub(super) static NEEDS: &[Row] = &[
    (
        &[half(ResourceKind::Other, &[]).because(NO_SUCH_PERMISSION)],
        &["listLogEvents"],
    ),
    (
        &[half(ResourceKind::Other, &[]).because(NO_SUCH_PERMISSION)],
        &["getOrgSettings", "updateOrgSettings", "replaceOrgSettings"],
    ),
    (
        &[half(ResourceKind::Policies, &["okta.policies.read"]).because("\"View any policy\"")],
        &["listPolicies", "getPolicy", "listPolicyRules", "getPolicyRule"],
    ),
    (
        &[half(ResourceKind::Policies, &["okta.policies.manage"]).because("\"Manage policies\"")],
        &[
            "createPolicy",
            "replacePolicy",
            "deletePolicy",
            "activatePolicy",
            "deactivatePolicy",
            "createPolicyRule",
            "replacePolicyRule",
            "deletePolicyRule",
            "activatePolicyRule",
            "deactivatePolicyRule",
        ],
    ),
    (
        &[half(ResourceKind::SupportCases, &["okta.support.cases.manage"]).by_specification()],
        &["updateOktaSupportCase"],
    ),
];
