//! The types of policies, what each starts with, and what Okta fills in.
//!
//! Names, members and values are those of recorded orgs, except where a comment says otherwise.

use serde_json::{Value, json};

use super::merge;
use super::policies::{Policies, Policy, Rule};
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
        _ => given.clone(),
    }
}

/// A policy's settings, if its type has any.
pub(super) fn settings(kind: &PolicyKind, given: &Value) -> Option<Value> {
    match kind.name {
        "PASSWORD" => Some(merge::over(password_settings(), given)),
        // Not recorded of a default policy: one password, required, which is what the specification's example
        // starts with.
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

/// A rule's conditions with what Okta adds.
pub(super) fn rule_conditions(kind: &PolicyKind, given: &Value) -> Value {
    let anywhere = json!({ "connection": "ANYWHERE" });
    let people = json!({ "users": { "exclude": [] } });
    let defaults = match kind.name {
        "ACCESS_POLICY" => json!({
            "people": people, "network": anywhere, "riskScore": { "level": "ANY" },
            "userType": { "include": [], "exclude": [] },
        }),
        "OKTA_SIGN_ON" => json!({
            "people": people, "network": anywhere, "authContext": { "authType": "ANY" },
            "risk": { "behaviors": [] }, "riskScore": { "level": "ANY" },
            "identityProvider": { "provider": "ANY" },
        }),
        "PASSWORD" | "MFA_ENROLL" | "SESSION_VIOLATION_DETECTION" => {
            json!({ "people": people, "network": anywhere })
        }
        "IDP_DISCOVERY" => json!({
            "network": anywhere, "userIdentifier": { "patterns": [] }, "app": { "include": [], "exclude": [] },
        }),
        "POST_AUTH_SESSION" => json!({ "people": people }),
        _ => Value::Null,
    };
    let mut merged = merge::over(defaults, given);
    if let Some(conditions) = merged.as_object_mut() {
        // A platform condition without a platform goes, one with a platform gets a list of exclusions.
        let included = given["platform"]["include"]
            .as_array()
            .is_some_and(|list| !list.is_empty());
        if included {
            let mut platform = merge::over(json!({ "exclude": [] }), &given["platform"]);
            for included in platform["include"].as_array_mut().into_iter().flatten() {
                if let Some(system) = included.get_mut("os").and_then(Value::as_object_mut) {
                    system.retain(|_, value| !value.is_null());
                }
            }
            conditions.insert("platform".to_owned(), platform);
        } else {
            conditions.remove("platform");
        }
    }
    merged
}

/// A rule's actions with what Okta adds.
pub(super) fn rule_actions(kind: &PolicyKind, given: &Value) -> Value {
    let allow = json!({ "access": "ALLOW" });
    let defaults = match kind.name {
        "ACCESS_POLICY" => access_actions(given),
        "OKTA_SIGN_ON" => json!({ "signon": {
            "access": "ALLOW", "requireFactor": false, "primaryFactor": "PASSWORD_IDP_ANY_FACTOR",
            "rememberDeviceByDefault": false,
            "session": {
                "usePersistentCookie": false, "maxSessionIdleMinutes": 120, "maxSessionLifetimeMinutes": 0,
            },
        }}),
        // What the default rule of a new org allows is not recorded.
        "PASSWORD" if given.is_null() => json!({
            "passwordChange": allow,
            "selfServicePasswordReset": {
                "access": "ALLOW",
                "requirement": { "primary": { "methods": ["email"] }, "stepUp": { "required": true } },
            },
            "selfServiceUnlock": { "access": "DENY" },
        }),
        "MFA_ENROLL" if given.is_null() => json!({ "enroll": { "self": "CHALLENGE" } }),
        "IDP_DISCOVERY" if given.is_null() => {
            json!({ "idp": { "providers": [{ "type": "OKTA" }], "idpSelectionType": "SPECIFIC" } })
        }
        "PROFILE_ENROLLMENT" => json!({ "profileEnrollment": {
            "access": "ALLOW",
            "preRegistrationInlineHooks": null,
            "profileAttributes": [
                { "name": "firstName", "label": "First name", "required": true },
                { "name": "email", "label": "Primary email", "required": true },
            ],
            "targetGroupIds": null,
            "unknownUserAction": "REGISTER",
            "activationRequirements": { "emailVerification": true },
            "progressiveProfilingAction": "ENABLED",
            "allowedIdentifiers": ["login"],
        }}),
        "POST_AUTH_SESSION" if given.is_null() => json!({ "postAuthSession": { "failureActions": [] } }),
        "SESSION_VIOLATION_DETECTION" if given.is_null() => {
            json!({ "sessionViolationDetection": { "policyEvaluation": { "enabled": false } } })
        }
        _ => Value::Null,
    };
    let mut merged = merge::over(defaults, given);
    // A chain of methods says itself which factors it takes.
    if let Some(method) = merged
        .pointer_mut("/appSignOn/verificationMethod")
        .and_then(Value::as_object_mut)
        && method.get("type").and_then(Value::as_str) == Some("AUTH_METHOD_CHAIN")
    {
        method.remove("factorMode");
        method.remove("inactivityPeriod");
    }
    merged
}

fn access_actions(given: &Value) -> Value {
    let keep = json!({ "postAuth": "NOT_ALLOWED" });
    if given.is_null() {
        return json!({ "appSignOn": {
            "access": "ALLOW",
            "verificationMethod": {
                "factorMode": "2FA", "type": "ASSURANCE", "reauthenticateIn": "PT12H",
                "constraints": [{ "possession": { "required": true, "deviceBound": "REQUIRED" } }],
            },
            "keepMeSignedIn": keep,
        }});
    }
    let method = &given["appSignOn"]["verificationMethod"];
    let assurance = method["type"] == "ASSURANCE";
    let verification = if assurance {
        json!({ "reauthenticateIn": "PT12H" })
    } else {
        Value::Null
    };
    let mut defaults = json!({ "appSignOn": { "access": "ALLOW", "keepMeSignedIn": keep } });
    if !verification.is_null() {
        defaults["appSignOn"]["verificationMethod"] = verification;
    }
    defaults
}
