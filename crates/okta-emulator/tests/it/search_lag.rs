//! `search` follows the objects after a while; `filter` and reads by id follow at once.

use std::time::Duration;

use serde_json::json;

use crate::org::{Org, empty};

async fn found(org: &Org, query: &str) -> usize {
    org.get(&format!("/api/v1/users?{query}"))
        .await
        .expect(200)
        .ids()
        .len()
}

#[tokio::test]
async fn a_search_shows_a_new_user_when_the_lag_is_over_and_a_filter_at_once() {
    let org = Org::new(empty().search_lag(Duration::from_secs(5)));
    org.emulator.advance(Duration::from_secs(60));
    let id = org.active_user("late@people.example").await;
    let search = "search=profile.login+eq+%22late@people.example%22";
    let filter = "filter=profile.login+eq+%22late@people.example%22";
    assert_eq!((found(&org, search).await, found(&org, filter).await), (0, 1));
    org.get(&format!("/api/v1/users/{id}")).await.expect(200);
    org.emulator.advance(Duration::from_millis(4_999));
    assert_eq!(found(&org, search).await, 0);
    org.emulator.advance(Duration::from_millis(1));
    assert_eq!(found(&org, search).await, 1);
}

#[tokio::test]
async fn a_search_shows_the_user_as_it_was_then() {
    let org = Org::new(empty().search_lag(Duration::from_secs(5)));
    let id = org.active_user("b@people.example").await;
    org.emulator.advance(Duration::from_secs(60));
    org.act(&format!("/api/v1/users/{id}/lifecycle/suspend"))
        .await
        .expect(200);
    org.post(
        &format!("/api/v1/users/{id}"),
        json!({ "profile": { "firstName": "After" } }),
    )
    .await
    .expect(200);
    let path = "/api/v1/users?search=id+pr&sortBy=profile.login";
    for path in [path, "/api/v1/users?search=id+pr"] {
        let then = org.get(path).await.expect(200).body;
        let user = then
            .as_array()
            .unwrap()
            .iter()
            .find(|user| user["id"] == *id)
            .unwrap()
            .clone();
        assert_eq!(
            (&user["status"], user["profile"]["firstName"] == "After"),
            (&json!("ACTIVE"), false)
        );
    }
    assert_eq!(found(&org, "search=status+eq+%22SUSPENDED%22").await, 0);
    assert_eq!(found(&org, "filter=status+eq+%22SUSPENDED%22").await, 1);
    // Whoever is deleted is still found for the while, too.
    for _ in 0..2 {
        org.delete(&format!("/api/v1/users/{id}")).await.expect(204);
    }
    assert_eq!(
        found(&org, "search=profile.login+eq+%22b@people.example%22").await,
        1
    );
    org.emulator.advance(Duration::from_secs(5));
    assert_eq!(
        found(&org, "search=profile.login+eq+%22b@people.example%22").await,
        0
    );
}

#[tokio::test]
async fn groups_lag_alike() {
    let org = Org::new(empty().search_lag(Duration::from_secs(5)));
    org.group("Late").await;
    let list = |query: &'static str| org.get(query);
    let search = "/api/v1/groups?search=profile.name+eq+%22Late%22";
    assert!(list(search).await.expect(200).ids().is_empty());
    assert_eq!(list("/api/v1/groups?q=Late").await.expect(200).ids().len(), 1);
    org.emulator.advance(Duration::from_secs(5));
    assert_eq!(list(search).await.expect(200).ids().len(), 1);
}
