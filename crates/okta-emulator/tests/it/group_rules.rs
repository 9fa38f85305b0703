//! Group rules put users into groups and take them out, and remember whom somebody took out by hand.

use serde_json::{Value, json};

use crate::org::{Org, empty, with_password};

const PATH: &str = "/api/v1/groups/rules";

fn rule(name: &str, expression: &str, group: &str) -> Value {
    json!({
        "type": "group_rule",
        "name": name,
        "conditions": {
            "people": { "users": {} },
            "expression": { "type": "urn:okta:expression:1.0", "value": expression },
        },
        "actions": { "assignUserToGroups": { "groupIds": [group] } },
    })
}

async fn active_rule(org: &Org, expression: &str, group: &str) -> String {
    let name = format!("Rule for {group}");
    let rule = org.post(PATH, rule(&name, expression, group)).await.expect(200);
    let path = format!("{PATH}/{}", rule.id());
    org.act(&format!("{path}/lifecycle/activate")).await.expect(204);
    path
}

async fn members(org: &Org, group: &str) -> Vec<String> {
    org.get(&format!("/api/v1/groups/{group}/users"))
        .await
        .expect(200)
        .ids()
}

async fn set(org: &Org, user: &str, attribute: &str, value: &str) {
    let body = json!({ "profile": { attribute: value } });
    org.post(&format!("/api/v1/users/{user}"), body).await.expect(200);
}

#[tokio::test]
async fn a_rule_is_evaluated_when_it_is_switched_on_and_when_a_user_changes() {
    let org = Org::new(empty());
    let sales = org.group("Sales").await;
    let pat = org.active_user("pat@people.example").await;
    set(&org, &pat, "department", "Sales").await;
    let new = org
        .post(PATH, rule("Sales", "user.department == \"Sales\"", &sales))
        .await
        .expect(200);
    assert_eq!(new.text("status"), "INACTIVE");
    assert_eq!(
        new.body["conditions"]["people"],
        json!({ "users": { "exclude": [] }, "groups": { "exclude": [] } })
    );
    assert!(members(&org, &sales).await.is_empty());
    let path = format!("{PATH}/{}", new.id());
    org.act(&format!("{path}/lifecycle/activate")).await.expect(204);
    assert_eq!(members(&org, &sales).await, std::slice::from_ref(&pat));

    let mut body = with_password("sam@people.example");
    body["profile"]["department"] = json!("Sales");
    let sam = org.post("/api/v1/users", body).await.expect(200).id();
    assert_eq!(members(&org, &sales).await, [pat.clone(), sam.clone()]);
    set(&org, &pat, "department", "Legal").await;
    assert_eq!(members(&org, &sales).await, std::slice::from_ref(&sam));

    org.act(&format!("{path}/lifecycle/deactivate")).await.expect(204);
    set(&org, &sam, "department", "Legal").await;
    assert_eq!(members(&org, &sales).await, [sam]);
    let deleted = org.delete(&format!("{path}?removeUsers=true")).await.expect(202);
    assert_eq!(deleted.body, json!({}));
    assert!(members(&org, &sales).await.is_empty());
    org.get(&path).await.expect(404);
}

#[tokio::test]
async fn a_rule_takes_who_is_not_activated_yet() {
    let org = Org::new(empty());
    let group = org.group("Sales").await;
    let staged = org
        .post(
            "/api/v1/users?activate=false",
            with_password("pat@people.example"),
        )
        .await
        .expect(200);
    assert_eq!(staged.text("status"), "STAGED");
    active_rule(&org, "user.login == \"pat@people.example\"", &group).await;
    assert_eq!(members(&org, &group).await, [staged.id()]);
}

#[tokio::test]
async fn who_is_removed_by_hand_is_excluded_from_the_rule() {
    let org = Org::new(empty());
    let group = org.group("Everybody called Pat").await;
    let pat = org.active_user("pat@people.example").await;
    let path = active_rule(&org, "String.startsWith(user.firstName, \"Pat\")", &group).await;
    assert!(members(&org, &group).await.contains(&pat));
    org.delete(&format!("/api/v1/groups/{group}/users/{pat}"))
        .await
        .expect(204);
    assert!(!members(&org, &group).await.contains(&pat));
    let excluded = org.get(&path).await.expect(200).body["conditions"]["people"]["users"]["exclude"].clone();
    assert_eq!(excluded, json!([pat]));
    set(&org, &pat, "title", "Engineer").await;
    assert!(!members(&org, &group).await.contains(&pat));
    assert!(
        org.events()
            .await
            .contains(&"group.user_membership.rule.add_exclusion".to_owned())
    );

    // Undone by switching the rule off, editing it and switching it on again.
    let edited = rule("Pats", "String.startsWith(user.firstName, \"Pat\")", &group);
    assert_eq!(org.put(&path, edited.clone()).await.error().1, "E0000001");
    org.act(&format!("{path}/lifecycle/deactivate")).await.expect(204);
    org.put(&path, edited).await.expect(200);
    org.act(&format!("{path}/lifecycle/activate")).await.expect(204);
    assert!(members(&org, &group).await.contains(&pat));
}

#[tokio::test]
async fn a_rule_excludes_a_hundred_users_at_most() {
    let org = Org::new(empty());
    let group = org.group("Pats").await;
    let mut full = rule("Pats", "user.firstName == \"Pat\"", &group);
    let many = |count: usize| (0..count).map(|index| format!("00u{index}")).collect::<Vec<_>>();
    full["conditions"]["people"]["users"]["exclude"] = json!(many(101));
    assert_eq!(org.post(PATH, full.clone()).await.error().1, "E0000001");
    full["conditions"]["people"]["users"]["exclude"] = json!(many(100));
    let path = format!("{PATH}/{}", org.post(PATH, full).await.expect(200).id());
    org.act(&format!("{path}/lifecycle/activate")).await.expect(204);
    let pat = org.active_user("pat@people.example").await;
    let refused = org.delete(&format!("/api/v1/groups/{group}/users/{pat}")).await;
    assert_eq!(refused.error().1, "E0000001");
    assert_eq!(members(&org, &group).await, [pat]);
}

#[tokio::test]
async fn a_member_by_hand_who_comes_to_match_is_the_rules() {
    let org = Org::new(empty());
    let group = org.group("Sales").await;
    let pat = org.active_user("pat@people.example").await;
    let sam = org.active_user("sam@people.example").await;
    for user in [&pat, &sam] {
        org.send("PUT", &format!("/api/v1/groups/{group}/users/{user}"), None)
            .await
            .expect(204);
    }
    active_rule(&org, "user.department == \"Sales\"", &group).await;
    // Who never matched stays a member by hand.
    set(&org, &sam, "department", "Legal").await;
    set(&org, &pat, "department", "Sales").await;
    assert_eq!(members(&org, &group).await, [pat.clone(), sam.clone()]);
    set(&org, &pat, "department", "Legal").await;
    assert_eq!(members(&org, &group).await, [sam]);
}

#[tokio::test]
async fn rules_and_roles_do_not_meet_in_a_group() {
    let org = Org::new(empty());
    let (ruled, admins) = (org.group("Ruled").await, org.group("Admins").await);
    let roles = |group: &str| format!("/api/v1/groups/{group}/roles");
    let admin = json!({ "type": "READ_ONLY_ADMIN" });
    org.post(PATH, rule("Ruled", "user.title == \"a\"", &ruled))
        .await
        .expect(200);
    let refused = org.post(&roles(&ruled), admin.clone()).await.error();
    let summary = "Roles cannot be granted to groups with group membership rules. Ruled";
    assert_eq!(
        (refused.0, refused.1.as_str(), refused.2.as_str()),
        (400, "E0000192", summary)
    );
    org.post(&roles(&admins), admin.clone()).await.expect(201);
    let refused = org
        .post(PATH, rule("Admins", "user.title == \"a\"", &admins))
        .await;
    assert_eq!(refused.error().1, "E0000001");
    let everyone = org.get("/api/v1/groups?q=Everyone").await.ids().remove(0);
    assert_eq!(org.post(&roles(&everyone), admin).await.error().1, "E0000211");
}

#[tokio::test]
async fn a_group_of_a_directory_holds_a_role_and_one_of_another_app_does_not() {
    let org = Org::new(empty().groups(8).apps(10));
    let of_directory = org
        .get("/api/v1/groups?filter=type+eq+%22APP_GROUP%22")
        .await
        .ids()
        .remove(0);
    let app = org.app("Wiki").await;
    let imported = json!({
        "id": "00greaders0000000001", "type": "APP_GROUP", "source": { "id": app }, "objectClass": ["okta:app_group"],
        "profile": { "name": "Readers", "description": null },
    });
    let of_app = org.emulator.import_group(&imported).unwrap();
    let assign = async |group: &str| {
        let roles = format!("/api/v1/groups/{group}/roles");
        org.post(&roles, json!({ "type": "ORG_ADMIN" })).await
    };
    assign(&of_directory).await.expect(201);
    assert_eq!(assign(&of_app).await.error().1, "E0000194");
}

#[tokio::test]
async fn a_rule_can_follow_another_rules_group_and_bring_its_apps() {
    let org = Org::new(empty());
    let (first, second, app) = (
        org.group("First").await,
        org.group("Second").await,
        org.app("Wiki").await,
    );
    org.put(&format!("/api/v1/apps/{app}/groups/{second}"), json!({}))
        .await
        .expect(200);
    active_rule(&org, &format!("isMemberOfAnyGroup(\"{first}\")"), &second).await;
    active_rule(&org, "user.title == \"Lead\"", &first).await;
    let pat = org.active_user("pat@people.example").await;
    for (title, holds) in [("Lead", true), ("Member", false)] {
        set(&org, &pat, "title", title).await;
        assert_eq!(members(&org, &first).await.contains(&pat), holds);
        assert_eq!(members(&org, &second).await.contains(&pat), holds);
        let status = org.get(&format!("/api/v1/apps/{app}/users/{pat}")).await.status;
        assert_eq!(status == 200, holds);
    }
}

#[tokio::test]
async fn rules_that_contradict_each_other_come_to_an_end() {
    let org = Org::new(empty());
    let (first, pat) = (
        org.group("First").await,
        org.active_user("pat@people.example").await,
    );
    active_rule(&org, &format!("!isMemberOfGroup(\"{first}\")"), &first).await;
    set(&org, &pat, "title", "Lead").await;
}

#[tokio::test]
async fn an_expression_that_is_not_understood_is_refused() {
    let org = Org::new(empty());
    let group = org.group("Sales").await;
    for expression in [
        "",
        "user.department ==",
        "user.noSuchAttribute == \"a\"",
        "appuser.department == \"a\"",
        "Time.now() == 1",
    ] {
        let (status, code, summary, _) = org.post(PATH, rule("Rule", expression, &group)).await.error();
        assert_eq!(
            (status, code.as_str(), summary.as_str()),
            (400, "E0000001", "Api validation failed: validateRule")
        );
    }
    for (name, groups) in [("", group.as_str()), ("Rule", "00g0"), ("Rule", "")] {
        let reply = org.post(PATH, rule(name, "user.title == \"a\"", groups)).await;
        assert_eq!(reply.error().1, "E0000001");
    }
}

#[tokio::test]
async fn rules_are_listed_by_name_and_stop_when_their_group_goes() {
    let org = Org::new(empty());
    let (one, two) = (org.group("One").await, org.group("Two").await);
    let path = active_rule(&org, "user.title == \"a\"", &one).await;
    active_rule(&org, "user.title == \"b\"", &two).await;
    let list = org
        .get(&format!("{PATH}?limit=1&search=rule for {two}").replace(' ', "%20"))
        .await
        .expect(200);
    assert_eq!(list.ids().len(), 1);
    let first = org.get(&format!("{PATH}?limit=1")).await.expect(200);
    let next = org.get(&first.link("next").unwrap()).await.expect(200);
    assert_eq!((next.ids().len(), next.link("next")), (1, None));
    let named = org
        .get(&format!("{PATH}?expand=groupIdToGroupNameMap"))
        .await
        .expect(200);
    assert_eq!(named.body[0]["_embedded"]["groupIdToGroupNameMap"][&one], "One");
    org.delete(&format!("/api/v1/groups/{one}")).await.expect(204);
    let rule = org.get(&path).await.expect(200);
    assert_eq!(
        (rule.text("status"), &rule.body["allGroupsValid"]),
        ("INVALID".to_owned(), &json!(false))
    );
    // An invalid rule can be read and deleted, and nothing else.
    for action in ["activate", "deactivate"] {
        let refused = org.act(&format!("{path}/lifecycle/{action}")).await;
        assert_eq!(refused.error().1, "E0000001");
    }
    assert_eq!(org.put(&path, rule.body).await.error().1, "E0000001");
    org.delete(&path).await.expect(202);
}

#[tokio::test]
async fn two_rules_do_not_have_one_name() {
    let org = Org::new(empty());
    let group = org.group("Sales").await;
    let wanted = |name: &str| rule(name, "user.title == \"a\"", &group);
    org.post(PATH, wanted("One")).await.expect(200);
    let other = org.post(PATH, wanted("Two")).await.expect(200);
    let other = format!("{PATH}/{}", other.id());
    let taken = (
        400,
        "E0000001".to_owned(),
        "Api validation failed: name".to_owned(),
        vec!["name: Policy rule name already in use".to_owned()],
    );
    assert_eq!(org.post(PATH, wanted("One")).await.error(), taken);
    assert_eq!(org.put(&other, wanted("One")).await.error(), taken);
    assert_eq!(org.get(&other).await.text("name"), "Two");
    // Its own name is not another's, and what is gone has none.
    org.put(&other, wanted("Two")).await.expect(200);
    org.delete(&other).await.expect(202);
    org.post(PATH, wanted("Two")).await.expect(200);
}
