//! Custom roles, their permissions and conditions, resource sets and bindings.

use std::time::Duration;

use serde_json::{Value, json};

use crate::org::{Org, empty};

const ROLES: &str = "/api/v1/iam/roles";
const SETS: &str = "/api/v1/iam/resource-sets";

fn role(label: &str, permissions: &[&str]) -> Value {
    json!({ "label": label, "description": "of a test", "permissions": permissions })
}

fn set(label: &str, resources: &[String]) -> Value {
    json!({ "label": label, "description": "of a test", "resources": resources })
}

#[tokio::test]
async fn what_is_not_a_role_is_refused() {
    let org = Org::new(empty());
    org.post(ROLES, role("Taken", &["okta.users.read"]))
        .await
        .expect(200);
    for (body, cause) in [
        (
            role("Taken", &["okta.users.read"]),
            "label: There is already an admin role with this name.",
        ),
        (role("", &["okta.users.read"]), "label: Label must be specified"),
        (role("Empty", &[]), "permissions: Permissions must be specified"),
        (
            role("Misspelt", &["okta.users.raed"]),
            "permissions: okta.users.raed isn't a permission of custom roles.",
        ),
        // It exists inside standard roles alone.
        (
            role("Standard", &["okta.apps.manageFirstPartyApps"]),
            "permissions: okta.apps.manageFirstPartyApps isn't a permission of custom roles.",
        ),
    ] {
        let refused = org.post(ROLES, body).await.error();
        assert_eq!(
            (refused.0, refused.1.as_str(), refused.3),
            (400, "E0000001", vec![cause.to_owned()])
        );
    }
}

#[tokio::test]
async fn a_role_is_found_by_id_and_label_and_lists_only_what_was_granted() {
    let org = Org::new(empty());
    let made = org
        .post(ROLES, role("Help", &["okta.users.manage"]))
        .await
        .expect(200);
    assert!(made.id().starts_with("cr0"));
    assert!(made.link("self").unwrap().ends_with(&made.id()));
    for named in [made.id(), "Help".to_owned()] {
        assert_eq!(
            org.get(&format!("{ROLES}/{named}")).await.expect(200).id(),
            made.id()
        );
    }
    let permissions = format!("{ROLES}/Help/permissions");
    // What okta.users.manage includes is not listed.
    let reply = org.get(&permissions).await.expect(200);
    assert_eq!(reply.link("self"), None, "one of them has it, the list does not");
    let listed = reply.body;
    assert_eq!(listed["permissions"].as_array().unwrap().len(), 1);
    assert_eq!(listed["permissions"][0]["conditions"], Value::Null);
    org.act(&format!("{permissions}/okta.groups.read"))
        .await
        .expect(204);
    org.act(&format!("{permissions}/okta.nothing")).await.expect(400);
    let one = format!("{permissions}/okta.groups.read");
    let link = org.get(&one).await.expect(200).link("self").unwrap();
    assert!(link.ends_with("/permissions/okta.groups.read"), "{link}");
    org.delete(&format!("{permissions}/okta.groups.read"))
        .await
        .expect(204);
    org.get(&format!("{permissions}/okta.groups.read"))
        .await
        .expect(404);
    let renamed = json!({ "label": "Helpers", "description": "changed" });
    org.put(&format!("{ROLES}/Help"), renamed).await.expect(200);
    org.delete(&format!("{ROLES}/Helpers")).await.expect(204);
    let gone = org.get(&format!("{ROLES}/{}", made.id())).await.error();
    assert!(gone.2.ends_with("(CustomRole)"), "{gone:?}");
}

#[tokio::test]
async fn conditions_show_or_hide_attributes_of_permissions_that_take_them() {
    let org = Org::new(empty());
    org.post(ROLES, role("Eyes", &["okta.users.read", "okta.groups.read"]))
        .await
        .expect(200);
    let one =
        |kind: &str| json!({ "conditions": { kind: { "okta:ResourceAttribute/User/Profile": ["city"] } } });
    let both = json!({ "conditions": { "include": {}, "exclude": {} } });
    for (permission, body, status) in [
        ("okta.users.read", one("include"), 200),
        ("okta.users.read", one("exclude"), 200),
        ("okta.users.read", both, 400),
        ("okta.users.read", one("forbid"), 400),
        ("okta.groups.read", one("include"), 400),
        ("okta.apps.read", one("include"), 404),
    ] {
        let address = format!("{ROLES}/Eyes/permissions/{permission}");
        let reply = org.put(&address, body.clone()).await.expect(status);
        if status == 200 {
            assert_eq!(reply.body["conditions"], body["conditions"]);
        }
    }
}

#[tokio::test]
async fn a_resource_set_keeps_resources_by_name_however_they_were_named() {
    let org = Org::new(empty());
    let group = org.group("People").await;
    let base = org.emulator.base_url().to_owned();
    let address = |path: &str| format!("{base}/api/v1/{path}");
    let members = address(&format!("groups/{group}/users"));
    let made = org
        .post(SETS, set("Set", &[address("users"), members.clone()]))
        .await
        .expect(200);
    assert!(made.id().starts_with("iam"));
    let resources = format!("{SETS}/{}/resources", made.id());
    let more = json!({ "additions": [format!("orn:okta:directory:org:groups:{group}"), members] });
    let patched = org.send("PATCH", &resources, Some(more)).await.expect(200);
    assert_eq!(patched.id(), made.id());
    let listed = org.get(&resources).await.expect(200).body;
    let ends: Vec<&str> = listed["resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|resource| resource["orn"].as_str().unwrap().splitn(5, ':').nth(4).unwrap())
        .collect();
    assert_eq!(
        ends,
        [
            "users",
            &format!("groups:{group}:contained_resources"),
            &format!("groups:{group}")
        ]
    );
    let first = listed["resources"][0]["id"].as_str().unwrap();
    assert!(first.starts_with("ire"));
    let before = org.get(&format!("{resources}/{first}")).await.expect(200);
    org.emulator.advance(Duration::from_secs(60));
    org.put(
        &format!("{SETS}/Set"),
        json!({ "label": "Set", "description": "changed" }),
    )
    .await
    .expect(200);
    let after = org.get(&format!("{resources}/{first}")).await.expect(200);
    assert_eq!(after.body["created"], before.body["created"]);
    assert!(
        after.text("lastUpdated") > before.text("lastUpdated"),
        "a set is updated with its resources"
    );
    org.delete(&format!("{resources}/{first}")).await.expect(204);
    org.get(&format!("{resources}/{first}")).await.expect(404);
    for wrong in [
        set("Other", &[]),
        set("Set", &[address("users")]),
        set("Nobody's", &[address("groups/00gnobody")]),
        json!({ "description": "no label", "resources": [address("users")] }),
    ] {
        org.post(SETS, wrong).await.expect(400);
    }
    org.delete(&format!("{SETS}/Set")).await.expect(204);
    let gone = org.get(&format!("{SETS}/{}", made.id())).await.error();
    assert!(gone.2.ends_with("(IAMPolicy)"), "{gone:?}");
}

#[tokio::test]
async fn a_binding_gives_the_role_to_its_members_and_takes_it_back() {
    let org = Org::new(empty());
    let user = org.active_user("pat@people.example").await;
    let group = org.group("Admins").await;
    let base = org.emulator.base_url().to_owned();
    let role = org
        .post(ROLES, role("Eyes", &["okta.users.read"]))
        .await
        .expect(200)
        .id();
    let users = format!("{base}/api/v1/users");
    let set = org.post(SETS, set("Set", &[users])).await.expect(200).id();
    let bindings = format!("{SETS}/{set}/bindings");
    assert_eq!(org.get(&bindings).await.expect(200).body["roles"], json!([]));

    let body = json!({ "role": role, "members": [format!("{base}/api/v1/users/{user}")] });
    org.post(&bindings, body).await.expect(200);
    assert_eq!(org.get(&bindings).await.body["roles"][0]["id"], json!(role));
    let members = format!("{bindings}/{role}/members");
    let more = json!({ "additions": [format!("{base}/api/v1/groups/{group}")] });
    org.send("PATCH", &members, Some(more)).await.expect(200);
    let wrong = json!({ "additions": [format!("{base}/api/v1/apps/{group}")] });
    org.send("PATCH", &members, Some(wrong)).await.expect(400);
    let listed = org.get(&members).await.expect(200).body;
    assert_eq!(listed["members"].as_array().unwrap().len(), 2);
    // The clock stands at 2026-01-15T12:00:00Z; a member tells the day.
    for time in ["created", "lastUpdated"] {
        assert_eq!(listed["members"][0][time], json!("2026-01-15T00:00:00.000Z"));
    }

    // The member is the assignment that the assignee's own roles show.
    let roles = org.get(&format!("/api/v1/users/{user}/roles")).await.expect(200);
    let held = &roles.body[0];
    assert_eq!(held["id"], listed["members"][0]["id"]);
    assert_eq!(
        (&held["type"], &held["role"], &held["resource-set"]),
        (&json!("CUSTOM"), &json!(role), &json!(set))
    );
    let same = json!({ "type": "CUSTOM", "role": role, "resource-set": set });
    let again = org
        .post(&format!("/api/v1/users/{user}/roles"), same)
        .await
        .error();
    assert_eq!((again.0, again.1.as_str()), (409, "E0000090"));

    let member = roles.ids().remove(0);
    org.get(&format!("{members}/{member}")).await.expect(200);
    org.delete(&format!("{members}/{member}")).await.expect(204);
    org.get(&format!("{members}/{member}")).await.expect(404);
    assert!(
        org.get(&format!("/api/v1/users/{user}/roles"))
            .await
            .ids()
            .is_empty()
    );
    org.delete(&format!("{bindings}/{role}")).await.expect(204);
    assert!(
        org.get(&format!("/api/v1/groups/{group}/roles"))
            .await
            .ids()
            .is_empty()
    );
}

#[tokio::test]
async fn every_change_is_in_the_system_log() {
    let org = Org::new(empty());
    let base = org.emulator.base_url().to_owned();
    let group = org.group("Admins").await;
    org.post(ROLES, role("Eyes", &["okta.users.read"]))
        .await
        .expect(200);
    org.post(SETS, set("Set", &[format!("{base}/api/v1/users")]))
        .await
        .expect(200);
    let assignment = json!({ "type": "CUSTOM", "role": "Eyes", "resource-set": "Set" });
    let roles = format!("/api/v1/groups/{group}/roles");
    let id = org.post(&roles, assignment).await.expect(201).id();
    org.delete(&format!("{roles}/{id}")).await.expect(204);
    org.act(&format!("{ROLES}/Eyes/permissions/okta.groups.read"))
        .await
        .expect(204);
    org.delete(&format!("{SETS}/Set")).await.expect(204);
    org.delete(&format!("{ROLES}/Eyes")).await.expect(204);
    let events = org.events().await;
    let expected = [
        "iam.role.create",
        "iam.resourceset.create",
        "iam.resourceset.bindings.add",
        "group.privilege.grant",
        "iam.resourceset.bindings.delete",
        "group.privilege.revoke",
        "iam.role.permissions.add",
        "iam.resourceset.delete",
        "iam.role.delete",
    ];
    assert_eq!(events[events.len() - expected.len()..], expected);
    for event in expected {
        assert!(okta_facts::event_type(event).is_some(), "{event}");
    }
}

#[tokio::test]
async fn what_is_bound_is_deleted_and_its_bindings_end_with_it() {
    let org = Org::new(empty());
    let user = org.active_user("pat@people.example").await;
    let base = org.emulator.base_url().to_owned();
    let held = format!("/api/v1/users/{user}/roles");
    let assignment = json!({ "type": "CUSTOM", "role": "Eyes", "resource-set": "Set" });
    for gone in [format!("{SETS}/Set"), format!("{ROLES}/Eyes")] {
        // What the other of them is still has its name.
        org.post(ROLES, role("Eyes", &["okta.users.read"])).await;
        org.post(SETS, set("Set", &[format!("{base}/api/v1/users")]))
            .await;
        org.post(&held, assignment.clone()).await.expect(201);
        org.delete(&gone).await.expect(204);
        assert!(org.get(&held).await.expect(200).ids().is_empty(), "{gone}");
        org.get(&gone).await.expect(404);
    }
    let left = org.get(&format!("{SETS}/Set/bindings")).await.expect(200);
    assert_eq!(left.body["roles"], json!([]));
}
