//! What surrounds users and groups: their types and schemas, the rules and policies that govern them, links
//! between them, hooks and sessions. Each kind has its state beside its handlers in `resources`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::background::Background;
use crate::resources::{
    AppSignIns, EventHooks, GroupOwners, GroupRules, IdentityProviders, LinkedObjects, OrgSettings,
    PassCodes, PastPasswords, Policies, ProfileMappings, PushTransactions, Schemas, Sessions,
    TemporaryAccessCodes, UserTypes, Verification, YubikeyTokens,
};
use crate::state::Org;

/// Empty in a new org until it is [founded](found).
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Directory {
    #[serde(default)]
    pub(crate) app_sign_ins: AppSignIns,
    pub(crate) background: Background,
    /// Apps of Okta's catalog that were imported, by name, as the wire shows them.
    #[serde(default)]
    pub(crate) catalog: BTreeMap<String, Value>,
    pub(crate) event_hooks: EventHooks,
    #[serde(default)]
    pub(crate) group_owners: GroupOwners,
    pub(crate) group_rules: GroupRules,
    pub(crate) identity_providers: IdentityProviders,
    pub(crate) linked_objects: LinkedObjects,
    pub(crate) org_settings: OrgSettings,
    pub(crate) pass_codes: PassCodes,
    #[serde(default)]
    pub(crate) past_passwords: PastPasswords,
    pub(crate) policies: Policies,
    pub(crate) schemas: Schemas,
    pub(crate) sessions: Sessions,
    pub(crate) user_types: UserTypes,
    pub(crate) profile_mappings: ProfileMappings,
    #[serde(default)]
    pub(crate) push_transactions: PushTransactions,
    #[serde(default)]
    pub(crate) temporary_access_codes: TemporaryAccessCodes,
    #[serde(default)]
    pub(crate) verification: Verification,
    #[serde(default)]
    pub(crate) yubikey_tokens: YubikeyTokens,
}

/// Gives a new org what every org starts with: the default user type and the system policies.
pub(crate) fn found(org: &mut Org) {
    UserTypes::found(org);
    Policies::found(org);
}

impl Directory {
    /// Nothing is kept about a user who was deleted.
    pub(crate) fn forget_user(&mut self, id: &str) {
        self.app_sign_ins.forget_user(id);
        self.group_owners.forget(id);
        self.background.forget_user(id);
        self.group_rules.forget_user(id);
        self.linked_objects.forget_user(id);
        self.past_passwords.forget_user(id);
        self.push_transactions.forget_user(id);
        self.sessions.forget_user(id);
        self.temporary_access_codes.forget_user(id);
        self.verification.forget_user(id);
        self.user_types.forget_user(id);
    }
}
