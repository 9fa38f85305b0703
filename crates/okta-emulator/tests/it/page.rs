//! The page at `/` shows the org to a person, and nothing in it is taken for markup.

use serde_json::json;

use crate::org::{Org, empty};
use crate::over_tcp::get;

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
        "<strong>61</strong>users",
        "<strong>5</strong>groups",
        "<strong>2</strong>apps",
        "<strong>3</strong>requests",
        "The first 50 of 61.",
        "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;Co&quot;",
        "<td>200</td><td>GET</td><td>/api/v1/users?q=%3Cb%3E</td>",
        "<td><code>/api/v1/groups</code></td><td>the org</td>",
        "<meter ",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("<script"));
    server.shutdown().await.unwrap();
}
