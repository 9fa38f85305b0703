//! What policies and rules are on the wire, and what may be written of them.

use super::{PasswordPolicySettings, PolicyConditions};
use crate::{
    PolicyId, PolicyRuleId, RawJson,
    open_enum::open_enum,
    wire_struct::wire_struct,
    write_struct::{write_from_read, write_struct},
};

open_enum! {
    /// Whether something is in force.
    pub enum LifecycleStatus {
        /// In force.
        Active = "ACTIVE",
        /// Not in force.
        Inactive = "INACTIVE",
    }
}

open_enum! {
    /// What a policy is about.
    pub enum PolicyType {
        /// How people sign in to an application.
        AccessPolicy = "ACCESS_POLICY",
        /// Updates of Okta's clients.
        ClientUpdate = "CLIENT_UPDATE",
        /// What devices tell.
        DeviceSignalCollection = "DEVICE_SIGNAL_COLLECTION",
        /// What happens when somebody's risk changes.
        EntityRisk = "ENTITY_RISK",
        /// Claims that come from elsewhere.
        IdentityClaimSourcing = "IDENTITY_CLAIM_SOURCING",
        /// Where people are sent to sign in.
        IdpDiscovery = "IDP_DISCOVERY",
        /// Which factors people enrol.
        MfaEnroll = "MFA_ENROLL",
        /// How people sign in to Okta.
        OktaSignOn = "OKTA_SIGN_ON",
        /// Passwords.
        Password = "PASSWORD",
        /// What is checked while a session lasts.
        PostAuthSession = "POST_AUTH_SESSION",
        /// How people register.
        ProfileEnrollment = "PROFILE_ENROLLMENT",
        /// Violations of sessions.
        SessionViolationDetection = "SESSION_VIOLATION_DETECTION",
    }
}

open_enum! {
    /// What a rule is about.
    pub enum PolicyRuleType {
        /// How people sign in to an application.
        AccessPolicy = "ACCESS_POLICY",
        /// Updates of Okta's clients.
        ClientUpdate = "CLIENT_UPDATE",
        /// What devices tell.
        DeviceSignalCollection = "DEVICE_SIGNAL_COLLECTION",
        /// What happens when somebody's risk changes.
        EntityRisk = "ENTITY_RISK",
        /// Claims that come from elsewhere.
        IdentityClaimSourcing = "IDENTITY_CLAIM_SOURCING",
        /// Where people are sent to sign in.
        IdpDiscovery = "IDP_DISCOVERY",
        /// Which factors people enrol.
        MfaEnroll = "MFA_ENROLL",
        /// Passwords.
        Password = "PASSWORD",
        /// What is checked while a session lasts.
        PostAuthSession = "POST_AUTH_SESSION",
        /// How people register.
        ProfileEnrollment = "PROFILE_ENROLLMENT",
        /// Violations of sessions.
        SessionViolationDetection = "SESSION_VIOLATION_DETECTION",
        /// How people sign in to Okta.
        SignOn = "SIGN_ON",
    }
}

wire_struct! {
    /// A policy.
    ///
    /// ```
    /// use okta_models::policies::{Policy, PolicyType};
    ///
    /// let policy: Policy = serde_json::from_str(
    ///     r#"{"id": "00p1", "type": "PASSWORD", "priority": 1,
    ///         "conditions": {"people": {"groups": {"include": ["00g1"]}}},
    ///         "settings": {"password": {"age": {"maxAgeDays": 90}}}}"#,
    /// )?;
    /// assert_eq!(policy.policy_type, Some(PolicyType::Password));
    /// assert_eq!(policy.max_age_days(), Some(90));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct Policy {
        required {
            /// Okta's id of the policy.
            id: PolicyId = "id",
        }
        optional {
            /// What the policy is about.
            policy_type: PolicyType = "type",
            /// Whether it is in force.
            status: LifecycleStatus = "status",
            /// The name.
            name: String = "name",
            /// What the policy is for.
            description: String = "description",
            /// Its place in the order in which policies of one type are asked; 1 is first.
            priority: i64 = "priority",
            /// Whether it is Okta's own, which applies when no other does.
            system: bool = "system",
            /// Whom it concerns.
            conditions: PolicyConditions = "conditions",
            /// What it says.
            settings: PasswordPolicySettings = "settings",
            /// What was asked for with `expand`.
            embedded: RawJson = "_embedded",
            /// What may be done with it.
            links: RawJson = "_links",
        }
        times {
            /// When the policy was created.
            created = "created",
            /// When the policy was last changed.
            last_updated = "lastUpdated",
        }
    }
}

impl Policy {
    /// Of a policy about passwords: days until a password expires, 0 for never; `None` where the answer does not tell.
    pub fn max_age_days(&self) -> Option<u64> {
        self.settings
            .as_ref()?
            .password
            .as_ref()?
            .age
            .as_ref()?
            .max_age_days
    }
}

write_struct! {
    /// A policy to be created or replaced.
    ///
    /// ```
    /// use okta_models::{Operation, policies::{CreatePolicy, PolicyConditions, PolicyType, PolicyUpdate}};
    ///
    /// let policy = PolicyUpdate::new()
    ///     .policy_type(PolicyType::Password)
    ///     .name("Contractors")
    ///     .conditions(PolicyConditions::of_groups(["00g1"]));
    /// let create = CreatePolicy::new(policy);
    /// assert_eq!(create.request()?.uri(), "/api/v1/policies");
    /// # Ok::<(), okta_models::RequestError>(())
    /// ```
    pub struct PolicyUpdate {
        /// What the policy is about.
        policy_type: PolicyType = "type",
        /// The name.
        name: String = "name",
        /// What the policy is for.
        description: String = "description",
        /// Its place in the order in which policies of one type are asked; 1 is first.
        priority: i64 = "priority",
        /// Whether it is in force.
        status: LifecycleStatus = "status",
        /// Whom it concerns.
        conditions: PolicyConditions = "conditions",
        /// What it says.
        settings: PasswordPolicySettings = "settings",
    }
}

write_from_read!(PolicyUpdate from only Policy {
    policy_type = "type",
    name = "name",
    description = "description",
    priority = "priority",
    status = "status",
    conditions = "conditions",
    settings = "settings",
});

open_enum! {
    /// Whether something may be done.
    pub enum PolicyAccess {
        /// It may.
        Allow = "ALLOW",
        /// It may not.
        Deny = "DENY",
    }
}

wire_struct! {
    /// A rule of a policy.
    pub struct PolicyRule {
        required {
            /// Okta's id of the rule.
            id: PolicyRuleId = "id",
        }
        optional {
            /// What the rule is about.
            rule_type: PolicyRuleType = "type",
            /// Whether it is in force.
            status: LifecycleStatus = "status",
            /// The name.
            name: String = "name",
            /// Its place in the order in which rules of one policy are asked; 1 is first.
            priority: i64 = "priority",
            /// Whether it is Okta's own.
            system: bool = "system",
            /// Whom it concerns.
            conditions: PolicyConditions = "conditions",
            /// What it allows.
            actions: PolicyRuleActions = "actions",
            /// What may be done with it.
            links: RawJson = "_links",
        }
        times {
            /// When the rule was created.
            created = "created",
            /// When the rule was last changed.
            last_updated = "lastUpdated",
        }
    }
}

wire_struct! {
    /// What a rule about passwords allows. Actions of other types of rules are in `extra`. No member is read-only.
    #[derive(Default)]
    pub struct PolicyRuleActions {
        optional {
            /// To change the password.
            password_change: PasswordPolicyRuleAction = "passwordChange",
            /// To reset it without an administrator.
            self_service_password_reset: PasswordPolicyRuleAction = "selfServicePasswordReset",
            /// To unlock without an administrator.
            self_service_unlock: PasswordPolicyRuleAction = "selfServiceUnlock",
        }
    }
}

wire_struct! {
    /// Whether something may be done, and how.
    #[derive(Default)]
    pub struct PasswordPolicyRuleAction {
        optional {
            /// Whether it may be done.
            access: PolicyAccess = "access",
            /// Of a reset, what people prove themselves with.
            requirement: RawJson = "requirement",
        }
    }
}

write_struct! {
    /// A rule to be created or replaced.
    pub struct PolicyRuleUpdate {
        /// What the rule is about.
        rule_type: PolicyRuleType = "type",
        /// The name.
        name: String = "name",
        /// Its place in the order in which rules of one policy are asked; 1 is first.
        priority: i64 = "priority",
        /// Whether it is in force.
        status: LifecycleStatus = "status",
        /// Whom it concerns.
        conditions: PolicyConditions = "conditions",
        /// What it allows.
        actions: PolicyRuleActions = "actions",
    }
}

write_from_read!(PolicyRuleUpdate from only PolicyRule {
    rule_type = "type",
    name = "name",
    priority = "priority",
    status = "status",
    conditions = "conditions",
    actions = "actions",
});
