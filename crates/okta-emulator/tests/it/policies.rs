//! Policies and their rules have an order, defaults that Okta fills in, and a default that stays.

use std::time::Duration;

use serde_json::{Value, json};

use crate::org::{Org, Reply, empty};

const PATH: &str = "/api/v1/policies";

fn password(name: &str) -> Value {
    json!({ "type": "PASSWORD", "name": name, "settings": { "password": { "complexity": { "minLength": 12 } } } })
}

async fn named(org: &Org, kind: &str) -> Vec<(String, i64, bool)> {
    let list = org.get(&format!("{PATH}?type={kind}")).await.expect(200).body;
    let policies = list.as_array().unwrap().iter();
    policies
        .map(|policy| {
            let name = policy["name"].as_str().unwrap().to_owned();
            (
                name,
                policy["priority"].as_i64().unwrap(),
                policy["system"].as_bool().unwrap(),
            )
        })
        .collect()
}

fn hints(reply: &Reply, link: &str) -> Value {
    reply.body["_links"][link]["hints"]["allow"].clone()
}

#[tokio::test]
async fn every_type_starts_with_the_policy_of_the_system() {
    let org = Org::new(empty());
    for (kind, rule) in [
        ("PASSWORD", "PASSWORD"),
        ("OKTA_SIGN_ON", "SIGN_ON"),
        ("MFA_ENROLL", "MFA_ENROLL"),
        ("IDP_DISCOVERY", "IDP_DISCOVERY"),
        ("ACCESS_POLICY", "ACCESS_POLICY"),
        ("PROFILE_ENROLLMENT", "PROFILE_ENROLLMENT"),
        ("POST_AUTH_SESSION", "POST_AUTH_SESSION"),
        ("SESSION_VIOLATION_DETECTION", "SESSION_VIOLATION_DETECTION"),
    ] {
        let reply = org.get(&format!("{PATH}?type={kind}")).await.expect(200);
        assert!(
            reply
                .link("self")
                .unwrap()
                .ends_with(&format!("policies?type={kind}"))
        );
        let id = reply.ids()[0].clone();
        let policy = org.get(&format!("{PATH}/{id}")).await.expect(200);
        assert_eq!(
            (&policy.body["system"], policy.text("type")),
            (&json!(true), kind.to_owned())
        );
        assert_eq!(hints(&policy, "self"), json!(["GET", "PUT"]));
        assert!(policy.body["_links"].get("deactivate").is_none());
        let rules = org.get(&format!("{PATH}/{id}/rules")).await.expect(200);
        assert!(rules.headers.get("link").is_none());
        assert_eq!(
            (&rules.body[0]["type"], &rules.body[0]["system"]),
            (&json!(rule), &json!(true))
        );
        let rule = rules.ids()[0].clone();
        for refused in [format!("{PATH}/{id}"), format!("{PATH}/{id}/rules/{rule}")] {
            assert_eq!(org.delete(&refused).await.error().1, "E0000001");
            assert_eq!(
                org.act(&format!("{refused}/lifecycle/deactivate"))
                    .await
                    .error()
                    .1,
                "E0000001"
            );
        }
    }
    assert_eq!(org.get(PATH).await.error().1, "E0000001");
    assert_eq!(
        org.get(&format!("{PATH}?type=NOTHING")).await.error().1,
        "E0000001"
    );
}

#[tokio::test]
async fn a_password_policy_is_filled_in_and_comes_before_the_default() {
    let org = Org::new(empty());
    let strict = org.post(PATH, password("Strict")).await.expect(200);
    assert_eq!(strict.body["settings"]["password"]["complexity"]["minLength"], 12);
    assert_eq!(strict.body["settings"]["password"]["complexity"]["minNumber"], 1);
    assert_eq!(strict.body["conditions"]["authProvider"]["provider"], "OKTA");
    let mut first = password("First");
    first["priority"] = json!(1);
    org.post(PATH, first).await.expect(200);
    org.post(PATH, password("Last")).await.expect(200);
    let order = named(&org, "PASSWORD").await;
    let expected = [
        ("First", 1, false),
        ("Strict", 2, false),
        ("Last", 3, false),
        ("Default Policy", 4, true),
    ];
    assert_eq!(
        order,
        expected.map(|(name, priority, system)| (name.to_owned(), priority, system))
    );
    assert_eq!(org.post(PATH, password("Last")).await.error().1, "E0000001");
    let moved = json!({ "type": "PASSWORD", "name": "Strict", "priority": 3, "status": "INACTIVE" });
    let moved = org
        .put(&format!("{PATH}/{}", strict.id()), moved)
        .await
        .expect(200);
    assert_eq!(
        (&moved.body["priority"], moved.text("status")),
        (&json!(3), "ACTIVE".to_owned())
    );
    org.delete(&format!("{PATH}/{}", strict.id())).await.expect(204);
    org.get(&format!("{PATH}/{}", strict.id())).await.expect(404);
    assert_eq!(named(&org, "PASSWORD").await.last().unwrap().1, 3);
}

#[tokio::test]
async fn a_policy_and_a_rule_are_switched_off_and_on() {
    let org = Org::new(empty());
    let policy = org
        .post(PATH, json!({ "type": "OKTA_SIGN_ON", "name": "Office" }))
        .await
        .expect(200)
        .id();
    let policy = format!("{PATH}/{policy}");
    let rule =
        json!({ "type": "SIGN_ON", "name": "Anywhere", "actions": { "signon": { "access": "DENY" } } });
    let rule = org.post(&format!("{policy}/rules"), rule).await.expect(200).id();
    for path in [policy.clone(), format!("{policy}/rules/{rule}")] {
        for (verb, status, offered) in [
            ("deactivate", "INACTIVE", "activate"),
            ("activate", "ACTIVE", "deactivate"),
        ] {
            let switch = async || {
                org.emulator.advance(Duration::from_secs(60));
                org.act(&format!("{path}/lifecycle/{verb}")).await.expect(204);
                org.get(&path).await.expect(200)
            };
            let (reply, again) = (switch().await, switch().await);
            assert_eq!(
                (reply.text("status"), again.text("status")),
                (status.to_owned(), status.to_owned())
            );
            // Again it is no change, and an update nevertheless.
            assert!(again.text("lastUpdated") > reply.text("lastUpdated"));
            assert_eq!(hints(&reply, offered), json!(["POST"]));
        }
    }
    let changes = org
        .events()
        .await
        .into_iter()
        .filter(|event| event.starts_with("policy."));
    let expected = [
        "policy.lifecycle.create",
        "policy.rule.add",
        "policy.lifecycle.deactivate",
        "policy.lifecycle.activate",
        "policy.rule.deactivate",
        "policy.rule.activate",
    ];
    assert_eq!(changes.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn rules_are_numbered_without_gaps_in_the_older_types_and_as_given_in_the_newer() {
    let org = Org::new(empty());
    for (kind, given) in [("PASSWORD", [1, 2]), ("ACCESS_POLICY", [7, 40])] {
        let policy = org
            .post(PATH, json!({ "type": kind, "name": "Mine" }))
            .await
            .expect(200)
            .id();
        let rules = format!("{PATH}/{policy}/rules");
        for (name, priority) in [("One", 7), ("Two", 40)] {
            let rule = json!({ "type": kind, "name": name, "priority": priority, "actions": {} });
            org.post(&rules, rule).await.expect(200);
        }
        let list = org.get(&rules).await.expect(200).body;
        let own = list
            .as_array()
            .unwrap()
            .iter()
            .filter(|rule| rule["system"] == false);
        assert_eq!(
            own.map(|rule| rule["priority"].as_i64().unwrap())
                .collect::<Vec<_>>(),
            given
        );
        // Only the newer types get a rule for all else with the policy.
        assert_eq!(
            list.as_array().unwrap().len(),
            if kind == "PASSWORD" { 2 } else { 3 }
        );
    }
}

#[tokio::test]
async fn a_rule_is_filled_in_replaced_and_deleted() {
    let org = Org::new(empty());
    let policy = org
        .post(PATH, json!({ "type": "ACCESS_POLICY", "name": "Apps" }))
        .await
        .expect(200)
        .id();
    let rules = format!("{PATH}/{policy}/rules");
    let given = |access: &str| {
        json!({
            "type": "ACCESS_POLICY", "name": "Two factors", "priority": 3,
            "conditions": { "platform": { "include": [] } },
            "actions": { "appSignOn": { "access": access, "verificationMethod": { "factorMode": "2FA", "type": "ASSURANCE" } } },
        })
    };
    let rule = org.post(&rules, given("ALLOW")).await.expect(200);
    let conditions = &rule.body["conditions"];
    assert_eq!(conditions["riskScore"]["level"], "ANY");
    assert_eq!(conditions["userType"], json!({ "include": [], "exclude": [] }));
    assert!(conditions.get("platform").is_none());
    let sign_on = &rule.body["actions"]["appSignOn"];
    assert_eq!(sign_on["verificationMethod"]["reauthenticateIn"], "PT12H");
    assert_eq!(sign_on["keepMeSignedIn"]["postAuth"], "NOT_ALLOWED");
    let path = format!("{rules}/{}", rule.id());
    let replaced = org.put(&path, given("DENY")).await.expect(200);
    assert_eq!(replaced.body["actions"]["appSignOn"]["access"], "DENY");
    assert_eq!(org.post(&rules, given("ALLOW")).await.error().1, "E0000001");
    org.delete(&path).await.expect(204);
    org.get(&path).await.expect(404);
}

#[tokio::test]
async fn an_app_is_given_another_policy_and_falls_back_to_the_default() {
    let org = Org::new(empty());
    let app = org.app("Wiki").await;
    let link = async |org: &Org| {
        let app = org.get(&format!("/api/v1/apps/{app}")).await.expect(200);
        app.body["_links"]["accessPolicy"]["href"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let default = link(&org).await;
    let policy = org
        .post(PATH, json!({ "type": "ACCESS_POLICY", "name": "Apps" }))
        .await
        .expect(200)
        .id();
    org.send("PUT", &format!("/api/v1/apps/{app}/policies/{policy}"), None)
        .await
        .expect(204);
    assert!(link(&org).await.ends_with(&policy));
    org.delete(&format!("{PATH}/{policy}")).await.expect(204);
    assert_eq!(link(&org).await, default);
    let password = org.post(PATH, password("Strict")).await.expect(200).id();
    let refused = org
        .send("PUT", &format!("/api/v1/apps/{app}/policies/{password}"), None)
        .await;
    assert_eq!((refused.status, refused.error().1.as_str()), (404, "E0000007"));
}

#[tokio::test]
async fn a_sign_on_policy_of_apps_is_copied_with_its_rules() {
    let org = Org::new(empty());
    let app = org.app("Wiki").await;
    let policy = json!({ "type": "ACCESS_POLICY", "name": "Apps", "description": "of a test" });
    let original = org.post(PATH, policy).await.expect(200);
    let id = original.id();
    let rule = json!({
        "type": "ACCESS_POLICY", "name": "Nobody", "priority": 1,
        "actions": { "appSignOn": { "access": "DENY" } },
    });
    org.post(&format!("{PATH}/{id}/rules"), rule).await.expect(200);
    org.send("PUT", &format!("/api/v1/apps/{app}/policies/{id}"), None)
        .await
        .expect(204);
    let copy = org.act(&format!("{PATH}/{id}/clone")).await.expect(200);
    assert_ne!(copy.id(), id);
    assert_eq!(copy.text("name"), "[cloned] Apps");
    // The answer alone has no times.
    let kept = org.get(&format!("{PATH}/{}", copy.id())).await.expect(200);
    for member in ["created", "lastUpdated"] {
        assert_eq!(copy.body[member], Value::Null, "{member}");
        assert!(kept.body[member].is_string(), "{member}");
    }
    for member in [
        "type",
        "status",
        "description",
        "priority",
        "conditions",
        "system",
    ] {
        assert_eq!(copy.body[member], original.body[member], "{member}");
    }
    // The rules are its own, and say the same.
    let rules = async |id: &str| {
        let rules = org.get(&format!("{PATH}/{id}/rules")).await.expect(200);
        let said = |rule: &Value| {
            ["name", "status", "priority", "system", "conditions", "actions"]
                .map(|member| rule[member].clone())
        };
        let list = rules.body.as_array().unwrap().iter();
        (list.map(said).collect::<Vec<_>>(), rules.ids())
    };
    let ((said, ids), (same, copies)) = (rules(&id).await, rules(&copy.id()).await);
    assert_eq!(said, same);
    assert_eq!(said.len(), 2, "one of the policy's own and the catch-all");
    assert!(copies.iter().all(|copy| !ids.contains(copy)));
    org.delete(&format!("{PATH}/{id}/rules/{}", ids[0]))
        .await
        .expect(204);
    assert_eq!(rules(&copy.id()).await.0.len(), 2);
    // The app keeps the original.
    let held = org.get(&format!("/api/v1/apps/{app}")).await.expect(200).body;
    assert!(
        held["_links"]["accessPolicy"]["href"]
            .as_str()
            .unwrap()
            .ends_with(&id)
    );
    assert_eq!(org.events().await.last().unwrap(), "policy.rule.delete");
    // What cannot be copied, and a name that is taken.
    let password = org.post(PATH, password("Strict")).await.expect(200).id();
    let (status, code, _, causes) = org.act(&format!("{PATH}/{password}/clone")).await.error();
    assert_eq!((status, code.as_str()), (400, "E0000001"));
    assert!(causes[0].contains("only supported for authentication policies"));
    assert_eq!(org.act(&format!("{PATH}/{id}/clone")).await.error().1, "E0000001");
    org.act(&format!("{PATH}/rst0nobody/clone")).await.expect(404);
}

#[tokio::test]
async fn a_rule_keeps_nobody_and_nothing_that_its_type_has_no_place_for() {
    let org = Org::new(empty());
    let nobody =
        json!({ "users": { "include": [], "exclude": [] }, "groups": { "include": [], "exclude": [] } });
    let rule = |kind: &str, conditions: Value, actions: Value| {
        let body = json!({ "type": kind, "name": "Ours", "priority": 1, "conditions": conditions, "actions": actions });
        let org = &org;
        let kind = kind.to_owned();
        async move {
            let listed = org.get(&format!("{PATH}?type={kind}")).await.expect(200);
            let rules = format!("{PATH}/{}/rules", listed.ids()[0]);
            org.post(&rules, body).await.expect(200).body
        }
    };
    let failure = json!({ "postAuthSession": { "failureActions": [{ "action": "TERMINATE_SESSION" }] } });
    let session = rule("POST_AUTH_SESSION", json!({ "people": nobody }), failure).await;
    assert_eq!(
        session["conditions"]["people"],
        json!({ "users": { "exclude": [] } })
    );
    let failures = &session["actions"]["postAuthSession"]["failureActions"];
    assert_eq!(failures[0]["slo"], Value::Null);
    let risk = json!({ "riskScore": { "minRiskLevel": "LOW" } });
    let violation = rule("SESSION_VIOLATION_DETECTION", risk, Value::Null).await;
    assert!(violation["conditions"].get("people").is_none());
    let chain = json!({ "appSignOn": { "verificationMethod": { "type": "ASSURANCE", "factorMode": "2FA",
        "constraints": [{ "next": [], "authenticationMethods": [], "knowledge": { "required": true } }] } } });
    let access = rule("ACCESS_POLICY", Value::Null, chain).await;
    let method = &access["actions"]["appSignOn"]["verificationMethod"];
    assert_eq!(
        method["constraints"],
        json!([{ "knowledge": { "required": true } }])
    );
    let routing = json!({ "idp": { "idpSelectionType": "DYNAMIC", "providers": [], "shouldFallBackToOkta": false,
        "matchCriteria": [{ "providerExpression": "login.identifier" }] } });
    let routing = rule("IDP_DISCOVERY", Value::Null, routing).await;
    let routing = &routing["actions"]["idp"];
    assert_eq!(routing["matchCriteria"][0]["propertyName"], "name");
    assert!(routing.get("shouldFallBackToOkta").is_none());
}
