//! Every object is on one page exactly, and the links are Okta's.

use serde_json::json;

use crate::org::{Org, Reply, empty};

async fn all(org: &Org, path: &str) -> (Vec<String>, usize) {
    let (mut found, mut pages, mut next) = (Vec::new(), 0, Some(path.to_owned()));
    while let Some(path) = next {
        let page: Reply = org.get(&path).await.expect(200);
        found.extend(page.ids());
        pages += 1;
        next = page.link("next");
    }
    (found, pages)
}

#[tokio::test]
async fn every_user_comes_exactly_once_whatever_the_page_size() {
    let org = Org::new(empty().users(101));
    let (all_at_once, _) = all(&org, "/api/v1/users?search=id+pr").await;
    assert_eq!(all_at_once.len(), 102);
    for limit in [1, 7, 50, 101, 102, 103, 200] {
        for search in [
            "search=id+pr",
            "search=id+pr&sortBy=profile.lastName&sortOrder=desc",
            "filter=id+eq+%22x%22+or+lastUpdated+gt+%222000-01-01T00:00:00.000Z%22",
        ] {
            let (mut found, pages) = all(&org, &format!("/api/v1/users?{search}&limit={limit}")).await;
            found.sort();
            assert_eq!(found, all_at_once, "{search} by {limit}");
            assert_eq!(pages, 102_usize.div_ceil(limit));
        }
    }
}

#[tokio::test]
async fn links_are_separate_lines_with_after_and_limit_first() {
    let org = Org::new(empty().users(5).seed(3));
    let page = org
        .get("/api/v1/users?search=profile.lastName+sw+%22%22&limit=2")
        .await
        .expect(200);
    let lines: Vec<_> = page.headers.get_all("link").iter().collect();
    assert_eq!(lines.len(), 2);
    let base = org.emulator.base_url();
    let search = "search=profile.lastName+sw+%22%22";
    assert_eq!(
        page.link("self").unwrap(),
        format!("{base}/api/v1/users?limit=2&{search}")
    );
    let last = page.ids().pop().unwrap();
    assert_eq!(
        page.link("next").unwrap(),
        format!("{base}/api/v1/users?after={last}&limit=2&{search}")
    );
}

#[tokio::test]
async fn links_have_no_slash_at_the_end_of_the_path() {
    let org = Org::new(empty().users(3).seed(3));
    let page = org.get("/api/v1/users/?limit=2").await.expect(200);
    let base = org.emulator.base_url();
    let last = page.ids().pop().unwrap();
    assert_eq!(page.link("self").unwrap(), format!("{base}/api/v1/users?limit=2"));
    assert_eq!(
        page.link("next").unwrap(),
        format!("{base}/api/v1/users?after={last}&limit=2")
    );
}

#[tokio::test]
async fn the_default_page_sizes_are_those_observed() {
    let org = Org::new(empty().users(3).groups(2).apps(2));
    let (group, app) = (org.group("G").await, org.app("A").await);
    for (path, limit) in [
        ("/api/v1/users".to_owned(), 200),
        ("/api/v1/groups".to_owned(), 10_000),
        ("/api/v1/apps".to_owned(), 20),
        (format!("/api/v1/groups/{group}/users"), 1_000),
        (format!("/api/v1/apps/{app}/users"), 50),
        (format!("/api/v1/apps/{app}/groups"), 20),
    ] {
        let link = org.get(&path).await.expect(200).link("self").unwrap();
        assert!(link.ends_with(&format!("?limit={limit}")), "{link}");
        let link = org
            .get(&format!("{path}?limit=20000"))
            .await
            .expect(200)
            .link("self")
            .unwrap();
        assert!(
            !link.contains("20000"),
            "a limit that is too large is cut: {link}"
        );
    }
}

#[tokio::test]
async fn a_cursor_survives_the_deletion_of_its_object() {
    let org = Org::new(empty());
    let mut users = Vec::new();
    for number in 0..6 {
        users.push(org.active_user(&format!("u{number}@people.example")).await);
    }
    let page = org.get("/api/v1/users?limit=3").await.expect(200);
    let cursor = page.ids().pop().unwrap();
    for _ in 0..2 {
        org.delete(&format!("/api/v1/users/{cursor}")).await.expect(204);
    }
    let rest = org.get(&page.link("next").unwrap()).await.expect(200).ids();
    assert_eq!(
        rest,
        users[2..5],
        "the first user of the org is the token's owner"
    );
}

#[tokio::test]
async fn a_cursor_of_another_kind_and_a_limit_below_one_are_refused() {
    let org = Org::new(empty());
    let (status, code, summary, causes) = org.get("/api/v1/apps?after=00u1testcursorvalue").await.error();
    assert_eq!(
        (status, code.as_str(), summary.as_str()),
        (400, "E0000029", "Invalid paging request.")
    );
    assert_eq!(causes, ["Invalid cursor."]);
    assert_eq!(org.get("/api/v1/users?limit=0").await.error().1, "E0000001");
    assert_eq!(org.get("/api/v1/users?limit=many").await.error().1, "E0000001");
}

#[tokio::test]
async fn memberships_and_assignments_are_paged_too() {
    let org = Org::new(empty());
    let (group, app) = (org.group("Staff").await, org.app("Wiki").await);
    let mut users = Vec::new();
    for number in 0..9 {
        let user = org.active_user(&format!("u{number}@people.example")).await;
        org.send("PUT", &format!("/api/v1/groups/{group}/users/{user}"), None)
            .await
            .expect(204);
        users.push(user);
    }
    org.put(&format!("/api/v1/apps/{app}/groups/{group}"), json!({}))
        .await
        .expect(200);
    for list in [
        format!("/api/v1/groups/{group}/users?limit=4"),
        format!("/api/v1/apps/{app}/users?limit=4"),
    ] {
        let (found, pages) = all(&org, &list).await;
        assert_eq!((found, pages), (users.clone(), 3));
    }
}

#[tokio::test]
async fn the_links_of_the_apps_have_what_narrows_the_list_in_one_order() {
    let org = Org::new(empty());
    for label in ["Wiki A", "Wiki B"] {
        org.app(label).await;
    }
    let asked = "filter=status+eq+%22ACTIVE%22&useOptimization=true&limit=1&q=Wiki&includeNonDeleted=false";
    let page = org.get(&format!("/api/v1/apps?{asked}")).await.expect(200);
    let base = org.emulator.base_url();
    let kept = "q=Wiki&filter=status+eq+%22ACTIVE%22";
    assert_eq!(
        page.link("self").unwrap(),
        format!("{base}/api/v1/apps?limit=1&{kept}")
    );
    let last = page.ids().pop().unwrap();
    assert_eq!(
        page.link("next").unwrap(),
        format!("{base}/api/v1/apps?after={last}&limit=1&{kept}")
    );
}

#[tokio::test]
async fn apps_expand_one_user_alone() {
    let org = Org::new(empty());
    for expand in ["user/id,group/id", "user/", "groups"] {
        let (status, code, summary, causes) = org.get(&format!("/api/v1/apps?expand={expand}")).await.error();
        assert_eq!((status, code.as_str()), (400, "E0000001"), "{expand}");
        assert_eq!(summary, "Api validation failed: RequestParams");
        assert_eq!(causes, ["Expand query is malformed."]);
    }
    org.get("/api/v1/apps?expand=user/00u1").await.expect(200);
}
