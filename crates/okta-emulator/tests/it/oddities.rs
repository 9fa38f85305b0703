//! Where Okta is odd, the emulator is too.

use serde_json::json;

use crate::org::{Org, empty, profile, segment};
use crate::signer::{Signer, access_token, with_bearer};

#[tokio::test]
async fn the_plain_list_and_q_hide_who_is_deactivated_and_search_and_filter_do_not() {
    let org = Org::new(empty());
    let id = org.active_user("gone@people.example").await;
    org.act(&format!("/api/v1/users/{id}/lifecycle/deactivate"))
        .await
        .expect(200);
    for (query, shown) in [
        ("", false),
        ("q=gone", false),
        ("search=status+eq+%22DEPROVISIONED%22", true),
        ("filter=status+eq+%22DEPROVISIONED%22", true),
    ] {
        let found = org
            .get(&format!("/api/v1/users?{query}"))
            .await
            .expect(200)
            .ids()
            .contains(&id);
        assert_eq!(found, shown, "{query}");
    }
    assert_eq!(org.status(&id).await, "DEPROVISIONED");
}

#[tokio::test]
async fn the_first_deletion_deactivates_and_the_second_deletes() {
    let org = Org::new(empty());
    let id = org.active_user("leaver@people.example").await;
    let path = format!("/api/v1/users/{id}");
    org.delete(&path).await.expect(204);
    assert_eq!(org.status(&id).await, "DEPROVISIONED");
    org.delete(&path).await.expect(204);
    let (status, code, summary, causes) = org.get(&path).await.error();
    assert_eq!((status, code.as_str()), (404, "E0000007"));
    assert_eq!(summary, format!("Not found: Resource not found: {id} (User)"));
    assert!(causes.is_empty());
    // The login is free again.
    org.active_user("leaver@people.example").await;
}

#[tokio::test]
async fn q_has_no_link_header_and_ten_users_by_default() {
    let org = Org::new(empty());
    for number in 0..12 {
        let mut body = profile(&format!("u{number}@people.example"));
        body["lastName"] = json!("Quill");
        org.post("/api/v1/users", json!({ "profile": body }))
            .await
            .expect(200);
        org.group(&format!("Quill {number}")).await;
    }
    for (path, count) in [
        ("/api/v1/users?q=qui", 10),
        ("/api/v1/users?q=qui&limit=3", 3),
        ("/api/v1/groups?q=qui", 12),
    ] {
        let reply = org.get(path).await.expect(200);
        assert_eq!(reply.ids().len(), count, "{path}");
        assert!(reply.headers.get("link").is_none(), "{path}");
    }
}

#[tokio::test]
async fn everyone_has_all_users_and_cannot_be_changed() {
    let org = Org::new(empty().users(4));
    let everyone = org
        .get("/api/v1/groups?filter=type+eq+%22BUILT_IN%22")
        .await
        .expect(200)
        .ids()
        .remove(0);
    let user = org.active_user("new@people.example").await;
    assert_eq!(
        org.get(&format!("/api/v1/groups/{everyone}/users"))
            .await
            .ids()
            .len(),
        6
    );
    assert_eq!(
        org.get(&format!("/api/v1/users/{user}/groups")).await.ids(),
        std::slice::from_ref(&everyone)
    );
    let member = format!("/api/v1/groups/{everyone}/users/{user}");
    let own = format!("/api/v1/groups/{everyone}");
    for (method, path, body) in [
        ("PUT", &member, None),
        ("DELETE", &member, None),
        ("DELETE", &own, None),
        ("PUT", &own, Some(json!({ "profile": { "name": "All" } }))),
    ] {
        let (status, code, summary, _) = org.send(method, path, body).await.error();
        assert_eq!((status, code.as_str()), (501, "E0000060"), "{method} {path}");
        assert_eq!(summary, "Unsupported operation.");
    }
}

#[tokio::test]
async fn an_imported_group_belongs_to_its_app() {
    let org = Org::new(empty().users(30).groups(8).apps(10));
    let groups = org
        .get("/api/v1/groups?filter=type+eq+%22APP_GROUP%22")
        .await
        .expect(200);
    let group = &groups.body[0];
    assert_eq!(group["objectClass"], json!(["okta:app_group"]));
    let id = group["id"].as_str().unwrap();
    let own = format!("/api/v1/groups/{id}");
    let member = format!("{own}/users/me");
    for (method, path, body) in [
        ("PUT", &member, None),
        ("DELETE", &member, None),
        ("PUT", &own, Some(json!({ "profile": { "name": "Ours" } }))),
    ] {
        let (status, code, ..) = org.send(method, path, body).await.error();
        assert_eq!((status, code.as_str()), (403, "E0000006"), "{method} {path}");
    }
    let source = group["source"]["id"].as_str().unwrap();
    assert!(org.get(&format!("/api/v1/apps/{source}")).await.expect(200).body["signOnMode"].is_null());
    // Only the next import could bring it back.
    org.delete(&own).await.expect(204);
    assert_eq!(org.get(&own).await.error().1, "E0000007");
}

#[tokio::test]
async fn a_login_with_a_slash_is_found_by_id_alone() {
    let org = Org::new(empty());
    let id = org.active_user("web/pat@people.example").await;
    org.get(&format!("/api/v1/users/{id}")).await.expect(200);
    for name in ["web/pat@people.example", "web/pat"] {
        let path = format!("/api/v1/users/{}", segment(name));
        assert_eq!(org.get(&path).await.error().1, "E0000007", "{name}");
    }
    // A search finds it, as the reference says.
    let search = segment("profile.login eq \"web/pat@people.example\"");
    assert_eq!(
        org.get(&format!("/api/v1/users?search={search}")).await.ids(),
        [id]
    );
}

#[tokio::test]
async fn a_service_app_is_not_me() {
    let org = Org::new(empty());
    let signer = Signer::elliptic_curve();
    let scopes = ["okta.users.read"];
    let key = signer.jwk("key-1");
    let app = org
        .emulator
        .service_app("Reporting", &key, &scopes, Some("SUPER_ADMIN"))
        .unwrap();
    let token = access_token(&org.emulator, &app, &signer, scopes[0]).await;
    let me = with_bearer(&org.emulator, &token, "GET", "/api/v1/users/me", None).await;
    assert_eq!((me.error().0, me.error().1.as_str()), (404, "E0000007"));
}

#[tokio::test]
async fn a_user_is_found_by_id_login_short_login_and_me() {
    let org = Org::new(empty());
    let plain = org.active_user("pat.doe@people.example").await;
    let odd = org.active_user("a!b#c+d%e@people.example").await;
    for (named, id) in [
        (plain.clone(), &plain),
        (segment("pat.doe@people.example"), &plain),
        ("PAT.DOE@people.example".to_owned(), &plain),
        ("pat.doe".to_owned(), &plain),
        (segment("a!b#c+d%e@people.example"), &odd),
    ] {
        assert_eq!(
            &org.get(&format!("/api/v1/users/{named}")).await.expect(200).id(),
            id,
            "{named}"
        );
    }
    let other = org.active_user("pat.doe@elsewhere.example").await;
    org.get("/api/v1/users/pat.doe").await.expect(404);
    for _ in 0..2 {
        org.delete(&format!("/api/v1/users/{other}")).await.expect(204);
    }
    org.get("/api/v1/users/pat.doe").await.expect(200);
    assert!(org.get("/api/v1/users/me").await.expect(200).text("status") == "ACTIVE");
}

#[tokio::test]
async fn put_clears_what_is_absent_and_post_clears_what_is_null() {
    let org = Org::new(empty());
    let id = org.active_user("pat@people.example").await;
    let path = format!("/api/v1/users/{id}");
    org.post(
        &path,
        json!({ "profile": { "title": "Engineer", "city": "Oslo" } }),
    )
    .await
    .expect(200);
    let user = org
        .post(&path, json!({ "profile": { "city": null } }))
        .await
        .expect(200);
    assert_eq!(
        (&user.body["profile"]["title"], user.body["profile"].get("city")),
        (&json!("Engineer"), None)
    );
    let user = org
        .put(&path, json!({ "profile": profile("pat@people.example") }))
        .await
        .expect(200);
    let mut expected = profile("pat@people.example");
    expected["mobilePhone"] = json!(null);
    expected["secondEmail"] = json!(null);
    assert_eq!(user.body["profile"], expected);
}

#[tokio::test]
async fn a_new_login_is_found_and_the_old_one_is_not() {
    let org = Org::new(empty());
    let id = org.active_user("before@people.example").await;
    org.post(
        &format!("/api/v1/users/{id}"),
        json!({ "profile": { "login": "after@people.example" } }),
    )
    .await
    .expect(200);
    org.get("/api/v1/users/before@people.example").await.expect(404);
    assert_eq!(org.get("/api/v1/users/after@people.example").await.id(), id);
}

#[tokio::test]
async fn an_app_comes_through_a_group_until_the_user_leaves_it() {
    let org = Org::new(empty());
    let (user, group, app) = (
        org.active_user("pat@people.example").await,
        org.group("Staff").await,
        org.app("Wiki").await,
    );
    let (member, assigned) = (
        format!("/api/v1/groups/{group}/users/{user}"),
        format!("/api/v1/apps/{app}/users/{user}"),
    );
    org.put(
        &format!("/api/v1/apps/{app}/groups/{group}"),
        json!({ "priority": 3 }),
    )
    .await
    .expect(200);
    org.send("PUT", &member, None).await.expect(204);
    let reply = org.get(&assigned).await.expect(200);
    assert_eq!(
        (reply.text("scope"), &reply.body["credentials"]["userName"]),
        ("GROUP".into(), &json!("pat@people.example"))
    );
    let refused = (
        403,
        "E0000046".into(),
        "Deactivate application for user forbidden.".into(),
        vec!["The application cannot be unassigned from the user while their group memberships grant them access".into()],
    );
    assert_eq!(org.delete(&assigned).await.error(), refused);
    // Assigned directly as well, the app cannot be taken either, and is the user's own when the group is left.
    let body = json!({ "id": user, "credentials": { "userName": "pat" } });
    assert_eq!(
        org.post(&format!("/api/v1/apps/{app}/users"), body)
            .await
            .expect(200)
            .text("scope"),
        "USER"
    );
    assert_eq!(org.delete(&assigned).await.error(), refused);
    org.delete(&member).await.expect(204);
    assert_eq!(org.get(&assigned).await.expect(200).text("scope"), "USER");
    org.delete(&assigned).await.expect(204);
    org.get(&assigned).await.expect(404);
    // What is through the group alone goes with it.
    org.send("PUT", &member, None).await.expect(204);
    assert_eq!(org.get(&assigned).await.expect(200).text("scope"), "GROUP");
    org.delete(&member).await.expect(204);
    org.get(&assigned).await.expect(404);
}

#[tokio::test]
async fn an_app_is_deleted_only_when_it_is_inactive() {
    let org = Org::new(empty());
    let app = format!("/api/v1/apps/{}", org.app("Wiki").await);
    let (status, code, _, causes) = org.delete(&app).await.error();
    assert_eq!((status, code.as_str()), (403, "E0000056"));
    assert_eq!(causes, ["The application must be deactivated before deletion."]);
    assert_eq!(
        org.act(&format!("{app}/lifecycle/deactivate"))
            .await
            .expect(200)
            .body,
        json!({})
    );
    org.delete(&app).await.expect(204);
    assert!(org.get(&app).await.error().2.ends_with("(AppInstance)"));
}

#[tokio::test]
async fn the_apps_of_a_user_are_listed_with_the_app_user_embedded() {
    let org = Org::new(empty());
    let (user, app) = (org.active_user("pat@people.example").await, org.app("Wiki").await);
    org.app("Unassigned").await;
    let body = json!({ "id": user, "credentials": { "userName": "patty" } });
    org.post(&format!("/api/v1/apps/{app}/users"), body)
        .await
        .expect(200);
    let reply = org
        .get(&format!(
            "/api/v1/apps?filter=user.id+eq+%22{user}%22&expand=user/{user}"
        ))
        .await
        .expect(200);
    assert_eq!(reply.ids(), [app]);
    assert_eq!(
        reply.body[0]["_embedded"]["user"]["credentials"]["userName"],
        "patty"
    );
}

#[tokio::test]
async fn stats_come_with_a_group_when_asked_for() {
    let org = Org::new(empty());
    let group = org.group("Staff").await;
    org.send("PUT", &format!("/api/v1/groups/{group}/users/me"), None)
        .await
        .expect(204);
    let plain = org.get(&format!("/api/v1/groups/{group}")).await.expect(200);
    assert!(plain.body.get("_embedded").is_none());
    let reply = org
        .get(&format!("/api/v1/groups/{group}?expand=stats"))
        .await
        .expect(200);
    let stats = &reply.body["_embedded"]["stats"];
    assert_eq!(
        (&stats["usersCount"], &stats["appsCount"]),
        (&json!(1), &json!(0))
    );
}

#[tokio::test]
async fn losing_push_takes_the_rest_of_okta_verify_along() {
    let org = Org::new(empty().users(200));
    let mut seen = 0;
    for user in org
        .get("/api/v1/users?search=status+eq+%22ACTIVE%22")
        .await
        .expect(200)
        .ids()
    {
        let path = format!("/api/v1/users/{user}/factors");
        let factors = org.get(&path).await.expect(200);
        let list = factors.body.as_array().unwrap();
        let Some(push) = list.iter().find(|factor| factor["factorType"] == "push") else {
            continue;
        };
        let push = format!("{path}/{}", push["id"].as_str().unwrap());
        org.get(&push).await.expect(200);
        org.delete(&push).await.expect(204);
        let left = org.get(&path).await.expect(200);
        let verify = |factor: &serde_json::Value| {
            factor["provider"] == "OKTA" && factor["factorType"] == "token:software:totp"
        };
        assert!(!left.body.as_array().unwrap().iter().any(verify));
        org.delete(&push).await.expect(404);
        seen += 1;
    }
    assert!(seen > 0, "no generated user has push");
}

#[tokio::test]
async fn the_profile_of_a_deactivated_user_stays_although_the_answer_is_200() {
    let org = Org::new(empty());
    let path = format!("/api/v1/users/{}", org.active_user("pat@people.example").await);
    org.act(&format!("{path}/lifecycle/deactivate")).await.expect(200);
    let answer = org
        .post(&path, json!({ "profile": { "title": "Ghost" } }))
        .await
        .expect(200);
    assert!(answer.body["profile"].get("title").is_none());
}

#[tokio::test]
async fn a_deactivated_user_gets_no_app_until_it_is_activated_again() {
    let org = Org::new(empty());
    let (user, group, app) = (
        org.active_user("pat@people.example").await,
        org.group("Staff").await,
        org.app("Wiki").await,
    );
    let (lifecycle, assigned) = (
        format!("/api/v1/users/{user}/lifecycle"),
        format!("/api/v1/apps/{app}/users/{user}"),
    );
    org.send("PUT", &format!("/api/v1/groups/{group}/users/{user}"), None)
        .await
        .expect(204);
    org.put(&format!("/api/v1/apps/{app}/groups/{group}"), json!({}))
        .await
        .expect(200);
    org.act(&format!("{lifecycle}/deactivate")).await.expect(200);
    org.get(&assigned).await.expect(404);
    let body = json!({ "id": user });
    assert_eq!(
        org.post(&format!("/api/v1/apps/{app}/users"), body)
            .await
            .error()
            .1,
        "E0000117"
    );
    // It is still in the group, so the app comes back with it.
    org.act(&format!("{lifecycle}/activate")).await.expect(200);
    assert_eq!(org.get(&assigned).await.expect(200).text("scope"), "GROUP");
}
