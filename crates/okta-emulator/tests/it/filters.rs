//! Searches and filters find what they should, and refuse what Okta refuses.

use proptest::prelude::*;

use crate::org::{Org, empty, segment};

#[tokio::test]
async fn a_search_finds_by_profile_status_and_time() {
    let org = Org::new(empty().users(60));
    let count = async |search: &str| {
        let reply = org
            .get(&format!("/api/v1/users?search={}", segment(search)))
            .await
            .expect(200);
        reply.ids().len()
    };
    let all = 61;
    assert_eq!(count("id pr").await, all);
    assert_eq!(count("status eq \"active\"").await, 39 + 1);
    assert_eq!(
        count("(status lt \"STAGED\" or status gt \"STAGED\")").await,
        all - 3
    );
    assert_eq!(
        count("status eq \"SUSPENDED\" OR status eq \"LOCKED_OUT\"").await,
        6
    );
    assert_eq!(count("created gt \"2030-01-01T00:00:00.000Z\"").await, 0);
    assert_eq!(
        count("created ge \"2025-01-01T00:00:00Z\" and profile.department pr").await,
        60
    );
    let by_name = count("profile.firstName eq \"mei\"").await;
    assert_eq!(by_name, count("profile.firstName sw \"ME\"").await);
    assert_eq!(by_name, count("profile.email sw \"mei.\"").await);
    assert_eq!(count("profile.email co \"@PEOPLE.example\"").await, 60);
    assert_eq!(count("profile.employeeNumber eq \"000007\"").await, 1);
}

#[tokio::test]
async fn a_filter_regards_case_and_takes_fewer_attributes() {
    let org = Org::new(empty().users(40));
    let get = async |filter: &str| {
        org.get(&format!("/api/v1/users?filter={}", segment(filter)))
            .await
    };
    assert_eq!(get("status eq \"SUSPENDED\"").await.ids().len(), 2);
    assert_eq!(get("status eq \"suspended\"").await.ids().len(), 0);
    assert_eq!(
        get("lastUpdated lt \"2026-01-01T00:00:00.000Z\"")
            .await
            .ids()
            .len(),
        40
    );
    for refused in [
        "profile.city eq \"Oslo\"",
        "status sw \"A\"",
        "status ne \"ACTIVE\"",
        "not status eq \"ACTIVE\"",
        "status",
    ] {
        let (status, code, summary, _) = get(refused).await.error();
        assert_eq!(
            (status, code.as_str(), summary.as_str()),
            (400, "E0000031", "Invalid search criteria."),
            "{refused}"
        );
    }
}

#[tokio::test]
async fn what_a_search_does_not_take_is_refused() {
    let org = Org::new(empty());
    for refused in [
        "status ne \"ACTIVE\"",
        "profile.city co \"x\"",
        "shoe eq \"1\"",
        "status eq",
        "((id pr)",
    ] {
        let reply = org
            .get(&format!("/api/v1/users?search={}", segment(refused)))
            .await;
        assert_eq!(reply.error().1, "E0000031", "{refused}");
    }
    let both = org.get("/api/v1/users?search=id+pr&filter=id+eq+%22x%22").await;
    assert_eq!(both.error().1, "E0000033");
}

#[tokio::test]
async fn groups_and_apps_have_filters_of_their_own() {
    let org = Org::new(empty().users(20).groups(9).apps(10));
    for (path, count) in [
        ("/api/v1/groups?search=profile.name+co+%22engineering%22", 2),
        ("/api/v1/groups?search=type+eq+%22APP_GROUP%22", 1),
        ("/api/v1/groups?filter=type+eq+%22OKTA_GROUP%22", 8),
        (
            "/api/v1/groups?filter=lastMembershipUpdated+lt+%222030-01-01T00:00:00Z%22",
            10,
        ),
        ("/api/v1/apps?filter=status+eq+%22ACTIVE%22", 9),
        ("/api/v1/apps?filter=name+eq+%22bookmark%22", 1),
        ("/api/v1/apps?q=wik", 1),
    ] {
        assert_eq!(org.get(path).await.expect(200).ids().len(), count, "{path}");
    }
    for path in [
        "/api/v1/groups?filter=profile.name+eq+%22x%22",
        "/api/v1/apps?filter=label+eq+%22x%22",
    ] {
        assert_eq!(org.get(path).await.error().1, "E0000031", "{path}");
    }
}

proptest! {
    #[test]
    fn no_query_makes_the_org_fail(search in ".{0,60}", after in ".{0,24}", limit in ".{0,5}") {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let org = Org::new(empty().users(3));
        let query = format!("filter={0}&after={1}&limit={2}", segment(&search), segment(&after), segment(&limit));
        for path in ["users", "groups", "apps", "logs"] {
            for query in [query.clone(), query.replacen("filter", "search", 1), query.replacen("filter", "q", 1)] {
                let status = runtime.block_on(org.get(&format!("/api/v1/{path}?{query}"))).status;
                prop_assert!(status == 200 || status == 400, "{} for {} {}", status, path, query);
            }
        }
    }
}

#[tokio::test]
async fn one_element_of_an_array_that_matches_is_enough() {
    let org = Org::new(empty().custom_attribute("skills"));
    let id = org.active_user("pat@people.example").await;
    let skills = serde_json::json!({ "profile": { "skills": ["Rust", "Welding"] } });
    org.post(&format!("/api/v1/users/{id}"), skills).await.expect(200);
    for (search, found) in [
        ("profile.skills eq \"welding\"", true),
        ("profile.skills sw \"ru\" and profile.skills pr", true),
        ("profile.skills eq \"Baking\"", false),
    ] {
        let ids = org
            .get(&format!("/api/v1/users?search={}", segment(search)))
            .await
            .expect(200)
            .ids();
        assert_eq!(ids.contains(&id), found, "{search}");
    }
}
