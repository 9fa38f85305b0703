//! The types of policies, what each starts with, and what Okta fills in.
//!
//! Names, members and values are those of recorded orgs, except where a comment says otherwise.

use serde_json::{Value, json};

use super::merge;
use super::policy_rule_defaults::{rule_actions, rule_conditions};
use super::policy_store::{Policies, Policy, Rule};
use crate::state::Org;

/// A type of policies.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PolicyKind {
    pub(super) name: &'static str,
    pub(super) rule_name: &'static str,
    pub(super) prefix: &'static str,
    pub(super) rule_prefix: &'static str,
    /// Policies and rules of the older types are numbered from 1 without gaps; those of the newer ones keep the
    /// number that they were given, and each of their policies is number 1.
    pub(super) ranked: bool,
}

const fn ranked(name: &'static str, rule_name: &'static str) -> PolicyKind {
    PolicyKind {
        name,
        rule_name,
        prefix: "00p",
        rule_prefix: "0pr",
        ranked: true,
    }
}

const fn unranked(name: &'static str) -> PolicyKind {
    PolicyKind {
        name,
        rule_name: name,
        prefix: "rst",
        rule_prefix: "rul",
        ranked: false,
    }
}

static KINDS: [PolicyKind; 8] = [
    ranked("PASSWORD", "PASSWORD"),
    ranked("OKTA_SIGN_ON", "SIGN_ON"),
    ranked("MFA_ENROLL", "MFA_ENROLL"),
    ranked("IDP_DISCOVERY", "IDP_DISCOVERY"),
    unranked("ACCESS_POLICY"),
    unranked("PROFILE_ENROLLMENT"),
    unranked("POST_AUTH_SESSION"),
    unranked("SESSION_VIOLATION_DETECTION"),
];

impl PolicyKind {
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.name == name)
    }
}

/// A type of policies as its name, for snapshots.
pub(super) mod by_name {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    use super::PolicyKind;

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands out a reference to the member"
    )]
    pub(in super::super) fn serialize<S: Serializer>(
        kind: &&'static PolicyKind,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(kind.name)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<&'static PolicyKind, D::Error> {
        let name = String::deserialize(deserializer)?;
        PolicyKind::named(&name).ok_or_else(|| D::Error::custom("no such type of policies"))
    }
}

/// The policies that every org has and nobody can delete.
pub(super) fn found(org: &mut Org) {
    const DEFAULT: &str = "The default policy applies in all situations if no other policy applies.";
    let described = [
        ("Default Policy", DEFAULT),
        ("Default Policy", DEFAULT),
        ("Default Policy", DEFAULT),
        ("Idp Discovery Policy", "The default IdP Discovery Policy"),
        ("Any two factors", "Require two factors to access."),
        ("Default Policy", DEFAULT),
        (
            "Post Auth Policy",
            "Enables post auth policy evaluation for the org.",
        ),
        (
            "Session Violation Detection Policy",
            "Enables session violation detection policy evaluation for the org.",
        ),
    ];
    for (kind, (name, description)) in KINDS.iter().zip(described) {
        let id = match kind.name {
            "ACCESS_POLICY" => org.access_policy_id.clone(),
            "PROFILE_ENROLLMENT" => org.enrollment_policy_id.clone(),
            _ => org.ids.next(kind.prefix),
        };
        let everyone = json!({ "people": { "groups": { "include": [org.everyone_id] } } });
        let given = if matches!(kind.name, "PASSWORD" | "OKTA_SIGN_ON" | "MFA_ENROLL") {
            everyone
        } else {
            Value::Null
        };
        let mut policy = Policy {
            id: id.clone(),
            kind,
            name: name.to_owned(),
            description: Some(description.to_owned()),
            active: true,
            system: true,
            of_accounts: false,
            priority: 1,
            conditions: conditions(kind, &given),
            settings: settings(kind, &Value::Null),
            created: org.created,
            last_updated: org.created,
            rules: std::collections::BTreeMap::new(),
        };
        let rule_name = if kind.ranked {
            "Default Rule"
        } else {
            "Catch-all Rule"
        };
        let rule = system_rule(org, kind, rule_name, org.created);
        policy.rules.insert(rule.id.clone(), rule);
        org.directory.policies.insert(policy);
    }
    found_account_management(org);
}

/// A second sign-on policy, which is not the system's and yet nobody's to change (recorded in every org since
/// 2025).
fn found_account_management(org: &mut Org) {
    let Some(kind) = PolicyKind::named("ACCESS_POLICY") else {
        return;
    };
    let rule = system_rule(org, kind, "Catch-all Rule", org.created);
    let policy = Policy {
        id: org.ids.next(kind.prefix),
        kind,
        name: "Okta Account Management Policy".to_owned(),
        description: Some(
            "How people authenticate to enroll an authenticator, reset a password or unlock an account."
                .to_owned(),
        ),
        active: true,
        system: false,
        of_accounts: true,
        priority: 1,
        conditions: Value::Null,
        settings: None,
        created: org.created,
        last_updated: org.created,
        rules: std::collections::BTreeMap::from([(rule.id.clone(), rule)]),
    };
    org.directory.policies.insert(policy);
}

impl Policies {
    /// See [`found`].
    pub(crate) fn found(org: &mut Org) {
        found(org);
    }
}

/// The rule that comes with a policy: `Catch-all Rule` of the newer types, at 99, and `Default Rule` of the
/// defaults of the older ones.
pub(super) fn system_rule(
    org: &mut Org,
    kind: &'static PolicyKind,
    name: &str,
    now: jiff::Timestamp,
) -> Rule {
    let given = if kind.ranked { json!({}) } else { Value::Null };
    let conditions = if kind.ranked {
        rule_conditions(kind, &given)
    } else {
        Value::Null
    };
    Rule {
        id: org.ids.next(kind.rule_prefix),
        name: name.to_owned(),
        active: true,
        system: true,
        priority: if kind.ranked { 1 } else { 99 },
        conditions,
        actions: rule_actions(kind, &Value::Null),
        created: now,
        last_updated: now,
    }
}

/// A policy's conditions: null for the newer types, and a provider for passwords.
pub(super) fn conditions(kind: &PolicyKind, given: &Value) -> Value {
    match kind.name {
        "PASSWORD" => merge::over(json!({ "authProvider": { "provider": "OKTA" } }), given),
        // Not verified: no such policy was recorded without conditions, and the specification has no null here.
        "OKTA_SIGN_ON" | "MFA_ENROLL" if given.is_null() => {
            json!({ "people": { "groups": { "include": [] } } })
        }
        _ => given.clone(),
    }
}

/// A policy's settings, if its type has any.
pub(super) fn settings(kind: &PolicyKind, given: &Value) -> Option<Value> {
    match kind.name {
        "PASSWORD" => Some(merge::over(password_settings(), given)),
        // Not verified: no recording has a default policy of this type. The form is SPEC's
        // `AuthenticatorEnrollmentPolicySettings`; one required password is what we put into it.
        "MFA_ENROLL" if given.is_null() => Some(json!({
            "type": "AUTHENTICATORS",
            "authenticators": [{ "key": "okta_password", "enroll": { "self": "REQUIRED" } }],
        })),
        _ if given.is_null() => None,
        _ => Some(given.clone()),
    }
}

fn password_settings() -> Value {
    let inactive = json!({ "status": "INACTIVE" });
    json!({
        "password": {
            "complexity": {
                "minLength": 8, "minLowerCase": 1, "minUpperCase": 1, "minNumber": 1, "minSymbol": 0,
                "excludeUsername": true, "dictionary": { "common": { "exclude": false } }, "excludeAttributes": [],
            },
            "age": { "maxAgeDays": 0, "expireWarnDays": 0, "minAgeMinutes": 0, "historyCount": 5 },
            "lockout": {
                "maxAttempts": 10, "autoUnlockMinutes": 0, "userLockoutNotificationChannels": [],
                "showLockoutFailures": false,
            },
            "breachedProtection": {
                "expireAfterDays": null, "logoutEnabled": false, "delegatedWorkflowId": null,
            },
        },
        "recovery": { "factors": {
            "recovery_question": { "status": "ACTIVE", "properties": { "complexity": { "minLength": 4 } } },
            "okta_email": {
                "status": "ACTIVE", "properties": { "recoveryToken": { "tokenLifetimeMinutes": 60 } },
            },
            "okta_sms": inactive,
            "okta_call": inactive,
        }},
        "delegation": { "options": { "skipUnlock": false } },
    })
}
