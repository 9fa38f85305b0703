//! What Okta fills in of a policy's rule, and what it does not keep, by the type of the policy.
//!
//! Names, members and values are those of recorded orgs, except where a comment says otherwise.

use serde_json::{Value, json};

use super::merge;
use super::policy_defaults::PolicyKind;
use crate::state::Object;

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
        "PASSWORD" | "MFA_ENROLL" => json!({ "people": people, "network": anywhere }),
        "SESSION_VIOLATION_DETECTION" => json!({ "network": anywhere }),
        "IDP_DISCOVERY" => json!({
            "network": anywhere, "userIdentifier": { "patterns": [] }, "app": { "include": [], "exclude": [] },
        }),
        "POST_AUTH_SESSION" => json!({ "people": people }),
        _ => Value::Null,
    };
    let mut merged = merge::over(defaults, given);
    if let Some(people) = merged.get_mut("people").and_then(Value::as_object_mut) {
        forget_nobody(people);
    }
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

/// Lists without anybody are not kept, but that of the users who are left out (recorded of `POST_AUTH_SESSION`).
fn forget_nobody(people: &mut Object) {
    let is_empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    if let Some(users) = people.get_mut("users").and_then(Value::as_object_mut) {
        users.retain(|name, list| name == "exclude" || !is_empty(list));
    }
    if let Some(groups) = people.get_mut("groups").and_then(Value::as_object_mut) {
        groups.retain(|_, list| !is_empty(list));
    }
    people.retain(|name, held| name != "groups" || held.as_object().is_none_or(|lists| !lists.is_empty()));
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
        // Not verified: what the default rule of a new org allows is in no recording.
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
    adjust(&mut merged);
    merged
}

/// What Okta keeps otherwise than it was given.
fn adjust(merged: &mut Value) {
    // Constraints are of knowledge and possession: a chain's methods have no place in them (recorded).
    if method_of(merged) == Some("ASSURANCE") {
        let constraints = merged.pointer_mut("/appSignOn/verificationMethod/constraints");
        for constraint in constraints.and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(members) = constraint.as_object_mut() {
                members.retain(|name, _| !matches!(name.as_str(), "authenticationMethods" | "next"));
            }
        }
    }
    // An identity provider is found by its name unless something else is said (recorded).
    if let Some(routing) = merged.get_mut("idp").and_then(Value::as_object_mut) {
        routing.retain(|name, value| name != "shouldFallBackToOkta" || *value != false);
        let criteria = routing.get_mut("matchCriteria").and_then(Value::as_array_mut);
        for criterion in criteria.into_iter().flatten() {
            if let Some(members) = criterion.as_object_mut() {
                members.entry("propertyName").or_insert_with(|| json!("name"));
            }
        }
    }
    // Which apps a failure signs people out of is null until it is said (recorded).
    let failures = merged.pointer_mut("/postAuthSession/failureActions");
    for failure in failures.and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(failure) = failure.as_object_mut()
            && failure
                .get("action")
                .is_some_and(|action| action == "TERMINATE_SESSION")
        {
            failure.entry("slo").or_insert(Value::Null);
        }
    }
    // A chain of methods says itself which factors it takes.
    if let Some(method) = merged
        .pointer_mut("/appSignOn/verificationMethod")
        .and_then(Value::as_object_mut)
        && method.get("type").and_then(Value::as_str) == Some("AUTH_METHOD_CHAIN")
    {
        method.remove("factorMode");
        method.remove("inactivityPeriod");
    }
}

/// The type of a rule's verification method.
fn method_of(actions: &Value) -> Option<&str> {
    actions.pointer("/appSignOn/verificationMethod/type")?.as_str()
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
