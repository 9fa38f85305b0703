//! The page at `/` shows the org to a person: a part at a time, without secrets, and nothing in it is taken for
//! markup. What a browser makes of it is tested in `page_in_chromium`.

use http::{Request, Response};
use okta_emulator::{Builder, Fault};
use serde_json::json;

use crate::org::{Org, empty};
use crate::over_tcp::{get, read_all};

/// The page of an org in process.
async fn page(org: &Org, query: &str) -> String {
    let response = ask(org, "GET", query).await;
    assert_eq!(response.status(), 200);
    String::from_utf8(response.body().to_vec()).unwrap()
}

async fn ask(org: &Org, method: &str, query: &str) -> Response<bytes::Bytes> {
    let request = Request::builder()
        .method(method)
        .uri(format!("/{query}"))
        .header("accept", "application/json");
    org.emulator
        .handle(request.body(bytes::Bytes::new()).unwrap())
        .await
}

/// A section by its id, from its start to its end.
fn section<'page>(page: &'page str, id: &str) -> &'page str {
    let start = page.find(&format!("<section id=\"{id}\"")).unwrap();
    let length = page[start..].find("</section>").unwrap();
    &page[start..start + length]
}

fn rows(section: &str) -> usize {
    section.matches("<th scope=\"row\">").count()
}

#[tokio::test]
async fn the_page_shows_users_groups_apps_requests_and_meters() {
    let org = Org::new(empty().users(60).groups(3).apps(2));
    org.group("<script>alert('x')</script> & \"Co\"").await;
    org.post("/api/v1/groups", json!({})).await;
    org.get("/api/v1/users?q=%3Cb%3E").await.expect(200);
    let server = org.emulator.serve("127.0.0.1:0").await.unwrap();
    let response = get(server.base_url(), "none needed").await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    assert!(
        response.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .starts_with("default-src 'none'")
    );
    let page = std::str::from_utf8(response.body()).unwrap();
    for part in [
        "<strong>61</strong> users",
        "<strong>5</strong> groups",
        "<strong>2</strong> apps",
        "<strong>3</strong> requests",
        "1 to 20 of 61",
        "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;Co&quot;",
        "<code>/api/v1/users?q=%3Cb%3E</code></td><td>listUsers</td>",
        "<th scope=\"row\"><code>/api/v1/groups</code></th><td>the whole org</td>",
        "aria-label=\"/api/v1/groups, the whole org: 2 of 1,000,000 used\"",
        "2 of 1,000,000</td><td>in 60 s</td>",
        "2026-01-15T12:00:00.000Z</time> and stands still",
        "Nothing goes wrong on purpose.",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("<script"));
    server.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_large_org_is_shown_a_part_at_a_time_and_searched() {
    let org = Org::new(empty().users(450).groups(45));
    org.group("Sales <i>east</i>").await;
    let first = page(&org, "").await;
    assert_eq!(rows(section(&first, "users")), 20);
    assert!(section(&first, "users").contains("href=\"/?users=2#users\""));
    let last = page(&org, "?users=23&groups=2").await;
    assert_eq!(rows(section(&last, "users")), 11);
    assert!(section(&last, "users").contains("441 to 451 of 451"));
    assert!(section(&last, "groups").contains("21 to 40 of 47"));
    assert!(section(&last, "groups").contains("href=\"/?users=23&amp;groups=3#groups\""));
    // A page that is not there is the last one, and a number that is none is the first.
    assert_eq!(
        section(&page(&org, "?users=999").await, "users"),
        section(&page(&org, "?users=23").await, "users")
    );
    assert_eq!(
        section(&page(&org, "?users=-1").await, "users"),
        section(&first, "users")
    );

    let me = org.get("/api/v1/users/me").await.expect(200);
    let by_id = page(&org, &format!("?q={}", me.id())).await;
    assert!(section(&by_id, "users").contains("1 of 451 found"));
    let found = page(&org, "?q=sales+%3CI%3E").await;
    assert!(section(&found, "groups").contains("1 of 47 found"));
    assert!(found.contains("value=\"sales &lt;I&gt;\""));
    assert!(section(&found, "users").contains("0 of 451 found"));
    assert!(!found.contains("<i>"));
}

#[tokio::test]
async fn a_page_that_is_asked_to_keeps_itself_up_to_date() {
    let org = Org::new(empty().users(30));
    let still = page(&org, "?users=2").await;
    assert!(!still.contains("http-equiv=\"refresh\""));
    assert!(still.contains("href=\"/?users=2&amp;refresh=true\">Refresh every 5 seconds"));
    let fresh = page(&org, "?users=2&refresh=true").await;
    assert!(fresh.contains("<meta http-equiv=\"refresh\" content=\"5\">"));
    assert!(fresh.contains("href=\"/?users=2\">Stop refreshing"));
    // A search does not end it.
    assert!(fresh.contains("<input type=\"hidden\" name=\"refresh\" value=\"true\">"));
}

#[tokio::test]
async fn faults_the_moved_clock_and_refused_requests_are_seen() {
    let org = Org::new(empty().fault(Fault::error(503, "E0000010<b>").on_operation("getGroup").times(1)));
    org.emulator.advance(std::time::Duration::from_secs(61));
    org.get("/api/v1/groups/00g1").await.expect(503);
    org.get("/api/v1/nowhere").await.expect(404);
    let page = page(&org, "").await;
    assert!(page.contains("2026-01-15T12:01:01.000Z"));
    let faults = section(&page, "faults");
    assert!(faults.contains("error 503 E0000010&lt;b&gt;") && faults.contains("getGroup"));
    assert!(faults.contains("1, all used"), "{faults}");
    let requests = section(&page, "requests");
    assert!(requests.contains("<span class=\"bad\">503</span>"), "{requests}");
    assert!(requests.contains("<span class=\"odd\">404</span>"));
    // It was read by nobody's request of the org.
    assert_eq!(org.emulator.requests_served(), 2);
}

#[tokio::test]
async fn no_secret_is_shown() {
    let org = Org::new(empty());
    org.active_user("ada@example.com").await;
    org.get("/api/v1/users?access_token=in-the-query").await;
    let page = page(&org, "").await;
    for secret in [org.token.expose(), "Passw0rd-of-mine", "green", "in-the-query"] {
        assert!(!page.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn other_methods_are_told_what_there_is() {
    let org = Org::new(empty());
    let got = ask(&org, "GET", "").await;
    let head = ask(&org, "HEAD", "").await;
    assert!(head.body().is_empty());
    assert_eq!(
        head.headers()["content-length"],
        got.body().len().to_string().as_str()
    );
    let posted = ask(&org, "POST", "").await;
    assert_eq!(
        (posted.status().as_u16(), &posted.headers()["allow"]),
        (405, &"GET, HEAD".parse().unwrap())
    );
    let server = org.emulator.serve("127.0.0.1:0").await.unwrap();
    let text = "HEAD / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    let raw = read_all(server.address(), text).await;
    assert!(
        raw.starts_with("HTTP/1.1 200") && raw.ends_with("\r\n\r\n"),
        "{raw}"
    );
    server.shutdown().await.unwrap();
}

#[tokio::test]
async fn with_a_control_token_a_browser_asks_for_it() {
    let ask = async |builder: Builder, path: &str, headers: &str| {
        let server = builder.build().serve("127.0.0.1:0").await.unwrap();
        let text = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{headers}\r\n");
        let raw = read_all(server.address(), &text).await;
        server.shutdown().await.unwrap();
        raw
    };
    let guarded = || empty().control_token("open:it");
    let asked = ask(guarded(), "/", "").await;
    assert!(
        asked.starts_with("HTTP/1.1 401") && asked.contains("www-authenticate: Basic "),
        "{asked}"
    );
    // "anybody:open:it", and the same with another password.
    let right = "authorization: Basic YW55Ym9keTpvcGVuOml0\r\n";
    assert!(ask(guarded(), "/", right).await.starts_with("HTTP/1.1 200"));
    let wrong = "authorization: Basic YW55Ym9keTpvcGVu\r\n";
    assert!(ask(guarded(), "/", wrong).await.starts_with("HTTP/1.1 401"));
    // A browser sends it unasked, from foreign pages too, so it opens the page alone.
    assert!(
        ask(guarded(), "/_emulator/faults", right)
            .await
            .starts_with("HTTP/1.1 403")
    );
}

#[tokio::test]
async fn a_search_looks_at_a_bounded_part_of_a_large_org_and_says_so() {
    let org = Org::new(empty().users(20_100).groups(0).apps(0));
    let newest = org.active_user("zz-newest@people.example").await;
    for (text, expected) in [
        (
            "newest@people",
            "0 found: of 20,102, the first 20,000 were looked at",
        ),
        ("zz-newest@people.example", "1 found"),
        (newest.as_str(), "1 found"),
    ] {
        let found = page(&org, &format!("?q={text}")).await;
        let users = section(&found, "users");
        assert!(users.contains(expected), "{text}: {users}");
        assert_eq!(users.contains(&newest), expected == "1 found", "{text}: {users}");
    }
    let first = page(&org, "").await;
    assert!(first.contains("deactivated among the first 20,000"));
    assert!(section(&first, "users").contains("1 to 20 of 20,102"));
}
