//! Policies and their rules, those about passwords above all: the core of Okta's tag `Policy`.
//!
//! The conditions and settings of `PASSWORD` policies are typed; what policies of other types have beside them is kept in
//! `extra`, so that every policy can be read, modified and written. Simulation and the mapping of policies to resources are
//! not here.

mod conditions;
mod model;
mod operations;
mod password;

pub use conditions::{
    GroupCondition, PasswordPolicyAuthenticationProviderCondition, PasswordPolicyAuthenticationProviderType,
    PolicyConditions, PolicyNetworkCondition, PolicyNetworkConnection, PolicyPeopleCondition, UserCondition,
};
pub use model::{
    LifecycleStatus, PasswordPolicyRuleAction, Policy, PolicyAccess, PolicyRule, PolicyRuleActions,
    PolicyRuleType, PolicyRuleUpdate, PolicyType, PolicyUpdate,
};
pub use operations::{
    ActivatePolicy, ActivatePolicyRule, ClonePolicy, CreatePolicy, CreatePolicyRule, DeactivatePolicy,
    DeactivatePolicyRule, DeletePolicy, DeletePolicyRule, GetPolicy, GetPolicyRule, ListPolicies,
    ListPolicyRules, ReplacePolicy, ReplacePolicyRule,
};
pub use password::{
    PasswordDictionary, PasswordDictionaryCommon, PasswordPolicyDelegationSettings,
    PasswordPolicyDelegationSettingsOptions, PasswordPolicyPasswordSettings,
    PasswordPolicyPasswordSettingsAge, PasswordPolicyPasswordSettingsBreachedProtection,
    PasswordPolicyPasswordSettingsComplexity, PasswordPolicyPasswordSettingsLockout,
    PasswordPolicyRecoveryFactor, PasswordPolicyRecoveryFactors, PasswordPolicyRecoverySettings,
    PasswordPolicySettings,
};
