//! A user is changed only as its reader knows it, where the request says which version that is.

use http::Request;
use serde_json::{Value, json};

use crate::org::{Org, Reply, empty, handle, profile};

async fn version(org: &Org, user: &str) -> String {
    let read = org.get(&format!("/api/v1/users/{user}")).await.expect(200);
    read.headers["etag"].to_str().unwrap().to_owned()
}

async fn change(org: &Org, method: &str, user: &str, expected: &str, body: &Value) -> Reply {
    let request = Request::builder()
        .method(method)
        .uri(format!("{}/api/v1/users/{user}", org.emulator.base_url()))
        .header("authorization", format!("SSWS {}", org.token.expose()))
        .header("content-type", "application/json")
        .header("if-match", expected);
    handle(&org.emulator, request, Some(body.clone())).await
}

#[tokio::test]
async fn a_change_of_another_version_is_refused() {
    let org = Org::new(empty());
    let ada = org.active_user("ada@people.example").await;
    let title = |title: &str| {
        let mut profile = profile("ada@people.example");
        profile["title"] = json!(title);
        json!({ "profile": profile })
    };
    for method in ["POST", "PUT"] {
        let read = version(&org, &ada).await;
        assert!(read.starts_with("W/\"") && read.ends_with('"'), "{read}");
        assert_eq!(version(&org, &ada).await, read, "a read is no change");
        change(&org, method, &ada, &read, &title(&format!("First {method}")))
            .await
            .expect(200);
        let late = change(&org, method, &ada, &read, &title(&format!("Second {method}"))).await;
        let (status, code, ..) = late.error();
        assert_eq!((status, code.as_str()), (412, "E0000231"), "{method}");
        let after = org.get(&format!("/api/v1/users/{ada}")).await.expect(200);
        assert_eq!(after.body["profile"]["title"], format!("First {method}"));
    }
    let read = version(&org, &ada).await;
    org.act(&format!("/api/v1/users/{ada}/lifecycle/suspend"))
        .await
        .expect(200);
    assert_eq!(version(&org, &ada).await, read, "a status is of no version");
}

#[tokio::test]
async fn several_versions_any_and_none_can_be_expected() {
    let org = Org::new(empty());
    let ada = org.active_user("ada@people.example").await;
    let body = json!({ "profile": { "title": "Engineer" } });
    for form in ["\"another\", {}", "*", "{}"] {
        let read = version(&org, &ada).await;
        let expected = form.replace("{}", &read);
        change(&org, "POST", &ada, &expected, &body).await.expect(200);
    }
    let strong = version(&org, &ada).await.replace("W/", "");
    change(&org, "POST", &ada, &strong, &body).await.expect(200);
    for wrong in ["another", "W/another", "\"", "\"one\", two"] {
        let (status, code, ..) = change(&org, "POST", &ada, wrong, &body).await.error();
        assert_eq!((status, code.as_str()), (400, "E0000242"), "{wrong}");
    }
}
