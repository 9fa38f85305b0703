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

/// Every operator of Okta's page "Operators".
const OPERATORS: [&str; 10] = ["eq", "ge", "gt", "le", "lt", "pr", "sw", "co", "ew", "ne"];
const ORDERED: &[&str] = &["eq", "ge", "gt", "le", "lt"];

/// A list, the parameter, an attribute with a value of its type, and the operators that it takes there.
const TAKEN: [(&str, &str, &str, &str, &[&str]); 28] = [
    (
        "users",
        "search",
        "profile.firstName",
        "\"a\"",
        &["eq", "ge", "gt", "le", "lt", "pr", "sw", "co"],
    ),
    (
        "users",
        "search",
        "profile.city",
        "\"a\"",
        &["eq", "ge", "gt", "le", "lt", "pr", "sw"],
    ),
    (
        "users",
        "search",
        "profile.level",
        "7",
        &["eq", "ge", "gt", "le", "lt", "pr", "sw"],
    ),
    (
        "users",
        "search",
        "status",
        "\"ACTIVE\"",
        &["eq", "ge", "gt", "le", "lt", "pr", "sw"],
    ),
    (
        "users",
        "search",
        "lastUpdated",
        "\"2026-01-01T00:00:00.000Z\"",
        &["eq", "ge", "gt", "le", "lt", "pr"],
    ),
    ("users", "search", "lastUpdated", "\"yesterday\"", &["pr"]),
    ("users", "search", "created", "5", &["pr"]),
    ("users", "search", "created", "\"2026-01-15\"", &["pr"]),
    ("users", "search", "created", "\"2026-01-15 12:00:00Z\"", &["pr"]),
    (
        "users",
        "search",
        "statusChanged",
        "\"2026-01-15T12:00:00Z[UTC]\"",
        &["pr"],
    ),
    ("groups", "search", "lastMembershipUpdated", "\"soon\"", &["pr"]),
    (
        "users",
        "search",
        "lastLogin",
        "\"2026-01-01T00:00:00.000Z\"",
        &[],
    ),
    ("users", "search", "shoe", "\"a\"", &[]),
    ("users", "filter", "status", "\"ACTIVE\"", &["eq"]),
    ("users", "filter", "profile.login", "\"a\"", &["eq"]),
    ("users", "filter", "profile.city", "\"a\"", &[]),
    (
        "users",
        "filter",
        "lastUpdated",
        "\"2026-01-01T00:00:00.000Z\"",
        ORDERED,
    ),
    (
        "users",
        "filter",
        "lastUpdated",
        "\"2026-13-01T00:00:00.000Z\"",
        &[],
    ),
    (
        "groups",
        "search",
        "profile.name",
        "\"a\"",
        &["eq", "ge", "gt", "le", "lt", "pr", "sw", "co"],
    ),
    (
        "groups",
        "search",
        "source.id",
        "\"a\"",
        &["eq", "ge", "gt", "le", "lt", "pr", "sw"],
    ),
    (
        "groups",
        "search",
        "lastMembershipUpdated",
        "\"2026-01-01T00:00:00Z\"",
        &["eq", "ge", "gt", "le", "lt", "pr"],
    ),
    ("groups", "search", "lastMembershipUpdated", "\"\"", &["pr"]),
    ("groups", "filter", "type", "\"OKTA_GROUP\"", &["eq"]),
    (
        "groups",
        "filter",
        "lastUpdated",
        "\"2026-01-01T00:00:00Z\"",
        ORDERED,
    ),
    ("groups", "filter", "lastUpdated", "\"new\"", &[]),
    ("groups", "filter", "profile.name", "\"a\"", &[]),
    ("apps", "filter", "settings.slo.enabled", "true", &["eq"]),
    ("apps", "filter", "label", "\"a\"", &[]),
];

#[tokio::test]
async fn each_attribute_takes_the_operators_of_its_type() {
    let org = Org::new(empty());
    for (list, parameter, attribute, value, taken) in TAKEN {
        for operator in OPERATORS {
            let expression = match operator {
                "pr" => format!("{attribute} pr"),
                _ => format!("{attribute} {operator} {value}"),
            };
            let reply = org
                .get(&format!("/api/v1/{list}?{parameter}={}", segment(&expression)))
                .await;
            if taken.contains(&operator) {
                assert_eq!(reply.status, 200, "{list} {parameter}={expression}");
            } else {
                let (status, code, summary, _) = reply.error();
                let refused = (status, code.as_str(), summary.as_str());
                assert_eq!(
                    refused,
                    (400, "E0000031", "Invalid search criteria."),
                    "{expression}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_search_of_groups_can_be_sorted() {
    let org = Org::new(empty());
    for name in ["Beta", "alpha", "Gamma"] {
        org.group(name).await;
    }
    let names = async |query: &str| {
        let mut names = Vec::new();
        let mut next = Some(format!(
            "/api/v1/groups?search=type+eq+%22OKTA_GROUP%22&limit=2&{query}"
        ));
        while let Some(page) = next {
            let reply = org.get(&page).await.expect(200);
            let groups = reply.body.as_array().unwrap().iter();
            names.extend(groups.map(|group| group["profile"]["name"].as_str().unwrap().to_owned()));
            next = reply.link("next");
        }
        names
    };
    assert_eq!(names("").await, ["Beta", "alpha", "Gamma"]);
    assert_eq!(names("sortBy=profile.name").await, ["alpha", "Beta", "Gamma"]);
    assert_eq!(
        names("sortBy=profile.name&sortOrder=desc").await,
        ["Gamma", "Beta", "alpha"]
    );
    let unknown = org.get("/api/v1/groups?search=id+pr&sortBy=members").await;
    assert_eq!(unknown.error().1, "E0000031");
}

#[tokio::test]
async fn q_tells_groups_by_name_so_that_the_shortest_comes_first() {
    let org = Org::new(empty());
    let mut made = Vec::new();
    for name in ["Sales West", "sales east", "Sales"] {
        made.push(org.group(name).await);
    }
    made.reverse();
    let found = org.get("/api/v1/groups?q=sales").await.expect(200);
    assert_eq!(found.ids(), made);
    let first = org.get("/api/v1/groups?q=sales&limit=1").await.expect(200);
    assert_eq!(first.ids(), made[..1]);
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
