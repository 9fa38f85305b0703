//! A read that is asked again is answered the same until something changes, to each caller and address on its own.

use serde_json::json;

use crate::org::{Org, ask, empty};

#[tokio::test]
async fn a_read_after_a_change_shows_the_change() {
    let org = Org::new(empty().users(5));
    let id = org.active_user("a@people.example").await;
    let path = format!("/api/v1/users/{id}");
    for name in ["One", "Two", "Three"] {
        org.post(&path, json!({ "profile": { "firstName": name } }))
            .await
            .expect(200);
        for path in [path.as_str(), path.as_str(), "/api/v1/users"] {
            let shown = org.get(path).await.expect(200).body.to_string();
            assert!(shown.contains(&format!("\"firstName\":\"{name}\"")), "{shown}");
        }
    }
    assert!(org.emulator.lock_out(&id));
    assert_eq!(org.status(&id).await, "LOCKED_OUT");
}

#[tokio::test]
async fn each_caller_and_each_address_has_answers_of_its_own() {
    let org = Org::new(empty().users(5));
    let other = org.emulator.api_token("READ_ONLY_ADMIN");
    let me = "/api/v1/users/me";
    let own = org.get(me).await.expect(200).id();
    let theirs = ask(&org.emulator, Some(&other), "GET", me, None)
        .await
        .expect(200)
        .id();
    assert_ne!(own, theirs);
    for host in ["https://one.example", "https://two.example"] {
        let shown = org.get(&format!("{host}{me}")).await.expect(200).body;
        assert!(
            shown["_links"]["self"]["href"]
                .as_str()
                .unwrap()
                .starts_with(host)
        );
    }
}
