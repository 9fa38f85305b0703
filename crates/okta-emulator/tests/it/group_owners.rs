//! Users and groups own a group, ten of them at most.

use serde_json::json;

use crate::org::{Org, ask, empty};

fn owner(id: &str, kind: &str) -> serde_json::Value {
    json!({ "id": id, "type": kind })
}

#[tokio::test]
async fn owners_are_added_listed_and_taken_away() {
    let org = Org::new(empty());
    let (pat, team) = (
        org.active_user("pat@people.example").await,
        org.group("Team").await,
    );
    let owners = format!("/api/v1/groups/{}/owners", org.group("Owned").await);
    let added = org.post(&owners, owner(&pat, "USER")).await.expect(201);
    let expected = json!({
        "id": pat, "type": "USER", "resolved": true, "originId": null, "originType": "OKTA_DIRECTORY",
        "displayName": "Pat Doe", "lastUpdated": "Thu Jan 15 12:00:00 UTC 2026",
    });
    assert_eq!(added.body, expected);
    let added = org.post(&owners, owner(&team, "GROUP")).await.expect(201);
    assert_eq!(added.text("displayName"), "Team");
    let listed = org.get(&owners).await.expect(200);
    assert_eq!(listed.ids(), [team.clone(), pat.clone()]);
    assert_eq!(listed.body[1]["lastUpdated"], "2026-01-15 12:00:00.0");
    let users = org
        .get(&format!("{owners}?search=type%20eq%20%22USER%22"))
        .await
        .expect(200);
    assert_eq!(users.ids(), std::slice::from_ref(&pat));
    let first = org.get(&format!("{owners}?limit=1")).await.expect(200);
    let rest = org.get(&first.link("next").unwrap()).await.expect(200);
    assert_eq!((first.ids(), rest.ids()), (vec![team.clone()], vec![pat.clone()]));
    org.delete(&format!("{owners}/{team}")).await.expect(204);
    let missing = org.delete(&format!("{owners}/{team}")).await;
    assert!(missing.error().2.ends_with("(LinkedObject)"), "{}", missing.body);
    assert_eq!(org.get(&owners).await.expect(200).ids(), [pat]);
}

#[tokio::test]
async fn an_owner_twice_of_another_type_or_beyond_ten_is_refused() {
    let org = Org::new(empty());
    let group = org.group("Owned").await;
    let owners = format!("/api/v1/groups/{group}/owners");
    let mut last = String::new();
    for number in 0..10 {
        last = org.active_user(&format!("p{number}@people.example")).await;
        org.post(&owners, owner(&last, "USER")).await.expect(201);
    }
    let again = org.post(&owners, owner(&last, "USER")).await.error();
    assert_eq!(again.3, ["Provided owner is already assigned to this group"]);
    let eleventh = org.post(&owners, owner(&group, "GROUP")).await.error();
    assert_eq!(eleventh.2, "Api validation failed: owner");
    let other_type = org.post(&owners, owner(&group, "USER")).await.error();
    assert!(other_type.2.ends_with("(User)"), "{}", other_type.2);
    assert_eq!(org.post(&owners, owner(&last, "APP")).await.error().1, "E0000001");
    org.post(&owners, owner("00gnone", "GROUP")).await.expect(404);
    org.get("/api/v1/groups/00gnone/owners").await.expect(404);
    assert_eq!(org.get(&owners).await.expect(200).ids().len(), 10);
}

#[tokio::test]
async fn who_is_deleted_owns_nothing() {
    let org = Org::new(empty());
    let (pat, team) = (
        org.active_user("pat@people.example").await,
        org.group("Team").await,
    );
    let owners = format!("/api/v1/groups/{}/owners", org.group("Owned").await);
    org.post(&owners, owner(&pat, "USER")).await.expect(201);
    org.post(&owners, owner(&team, "GROUP")).await.expect(201);
    org.delete(&format!("/api/v1/groups/{team}")).await.expect(204);
    for _ in 0..2 {
        org.delete(&format!("/api/v1/users/{pat}")).await.expect(204);
    }
    assert_eq!(org.get(&owners).await.expect(200).body, json!([]));
}

#[tokio::test]
async fn a_reader_lists_owners_and_does_not_choose_them() {
    let org = Org::new(empty());
    let pat = org.active_user("pat@people.example").await;
    let owners = format!("/api/v1/groups/{}/owners", org.group("Owned").await);
    let reader = org.emulator.api_token("READ_ONLY_ADMIN");
    ask(&org.emulator, Some(&reader), "GET", &owners, None)
        .await
        .expect(200);
    let body = Some(owner(&pat, "USER"));
    let refused = ask(&org.emulator, Some(&reader), "POST", &owners, body).await;
    assert_eq!(refused.error().1, "E0000006");
}
