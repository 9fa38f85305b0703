//! The operations of Okta's tag `Policy` about policies and their rules.

use super::{Policy, PolicyRule, PolicyRuleUpdate, PolicyType, PolicyUpdate};
use crate::{PolicyId, PolicyRuleId, operation::operation};

operation! {
    /// Lists the policies of a type in the order of their priority.
    ///
    /// ```
    /// use okta_models::{Operation, policies::{ListPolicies, PolicyType}};
    ///
    /// let list = ListPolicies::new(PolicyType::Password).status("ACTIVE");
    /// assert_eq!(list.request()?.uri(), "/api/v1/policies?type=PASSWORD&status=ACTIVE");
    /// # Ok::<(), okta_models::RequestError>(())
    /// ```
    pub struct ListPolicies = Reads "Policy" "listPolicies" => list Policy {
        required_query {
            /// What the policies are about.
            policy_type: PolicyType = "type",
        }
        query {
            /// Finds policies that are `ACTIVE` or `INACTIVE`.
            status: String = "status",
            /// Finds policies whose name starts with this.
            q: String = "q",
            /// Parts to embed.
            expand: String = "expand",
            /// Sorts by `name`.
            sort_by: String = "sortBy",
            /// Policies a page.
            limit: u32 = "limit",
            /// Finds policies of this authorization server.
            resource_id: String = "resourceId",
        }
    }
}

operation! {
    /// Creates a policy.
    pub struct CreatePolicy = Creates "Policy" "createPolicy" => object Policy {
        query {
            /// Whether it is in force at once; Okta does so unless told otherwise.
            activate: bool = "activate",
        }
        body {
            /// The policy.
            policy: PolicyUpdate
        }
    }
}

operation! {
    /// Reads a policy.
    pub struct GetPolicy = Reads "Policy" "getPolicy" => object Policy {
        path {
            /// The policy.
            policy: PolicyId = "policyId",
        }
        query {
            /// Parts to embed.
            expand: String = "expand",
        }
    }
}

operation! {
    /// Replaces a policy: what is not sent is cleared, or gets Okta's default.
    pub struct ReplacePolicy = Idempotent "Policy" "replacePolicy" => object Policy {
        path {
            /// The policy.
            policy: PolicyId = "policyId",
        }
        body {
            /// The whole policy.
            request: PolicyUpdate
        }
    }
}

operation! {
    /// Deletes a policy; Okta's own cannot be deleted.
    pub struct DeletePolicy = Idempotent "Policy" "deletePolicy" => nothing {
        path {
            /// The policy.
            policy: PolicyId = "policyId",
        }
    }
}

operation! {
    /// Puts a policy in force.
    pub struct ActivatePolicy = Idempotent "Policy" "activatePolicy" => nothing {
        path {
            /// The policy.
            policy: PolicyId = "policyId",
        }
    }
}

operation! {
    /// Takes a policy out of force.
    pub struct DeactivatePolicy = Idempotent "Policy" "deactivatePolicy" => nothing {
        path {
            /// The policy.
            policy: PolicyId = "policyId",
        }
    }
}

operation! {
    /// Creates a copy of a policy and its rules.
    pub struct ClonePolicy = Creates "Policy" "clonePolicy" => object Policy {
        path {
            /// The policy.
            policy: PolicyId = "policyId",
        }
    }
}

operation! {
    /// Lists the rules of a policy.
    pub struct ListPolicyRules = Reads "Policy" "listPolicyRules" => list PolicyRule {
        path {
            /// The policy.
            policy: PolicyId = "policyId",
        }
        query {
            /// Rules a page.
            limit: u32 = "limit",
        }
    }
}

operation! {
    /// Creates a rule of a policy.
    pub struct CreatePolicyRule = Creates "Policy" "createPolicyRule" => object PolicyRule {
        path {
            /// The policy.
            policy: PolicyId = "policyId",
        }
        query {
            /// Okta documents it, and it means nothing here.
            limit: u32 = "limit",
            /// Whether it is in force at once; Okta does so unless told otherwise.
            activate: bool = "activate",
        }
        body {
            /// The rule.
            rule: PolicyRuleUpdate
        }
    }
}

operation! {
    /// Reads a rule of a policy.
    pub struct GetPolicyRule = Reads "Policy" "getPolicyRule" => object PolicyRule {
        path {
            /// The policy.
            policy: PolicyId = "policyId",
            /// The rule.
            rule: PolicyRuleId = "ruleId",
        }
    }
}

operation! {
    /// Replaces a rule of a policy: what is not sent is cleared, or gets Okta's default.
    pub struct ReplacePolicyRule = Idempotent "Policy" "replacePolicyRule" => object PolicyRule {
        path {
            /// The policy.
            policy: PolicyId = "policyId",
            /// The rule.
            rule: PolicyRuleId = "ruleId",
        }
        body {
            /// The whole rule.
            request: PolicyRuleUpdate
        }
    }
}

operation! {
    /// Deletes a rule of a policy.
    pub struct DeletePolicyRule = Idempotent "Policy" "deletePolicyRule" => nothing {
        path {
            /// The policy.
            policy: PolicyId = "policyId",
            /// The rule.
            rule: PolicyRuleId = "ruleId",
        }
    }
}

operation! {
    /// Puts a rule of a policy in force.
    pub struct ActivatePolicyRule = Idempotent "Policy" "activatePolicyRule" => nothing {
        path {
            /// The policy.
            policy: PolicyId = "policyId",
            /// The rule.
            rule: PolicyRuleId = "ruleId",
        }
    }
}

operation! {
    /// Takes a rule of a policy out of force.
    pub struct DeactivatePolicyRule = Idempotent "Policy" "deactivatePolicyRule" => nothing {
        path {
            /// The policy.
            policy: PolicyId = "policyId",
            /// The rule.
            rule: PolicyRuleId = "ruleId",
        }
    }
}
