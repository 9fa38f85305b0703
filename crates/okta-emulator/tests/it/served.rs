//! Over TCP the org is the same.

use okta_emulator::Emulator;
use serde_json::Value;

use crate::{
    org::{ask, empty},
    over_tcp::get,
};

#[tokio::test]
async fn both_faces_show_one_state() {
    let emulator: Emulator = empty().users(5).build();
    let token = emulator.api_token("SUPER_ADMIN");
    let server = emulator.serve("127.0.0.1:0").await.unwrap();
    let created = ask(
        &emulator,
        Some(&token),
        "POST",
        "/api/v1/groups",
        Some(serde_json::json!({ "profile": { "name": "G" } })),
    )
    .await;
    let url = format!("{}/api/v1/groups/{}", server.base_url(), created.id());
    let response = get(&url, token.expose()).await.unwrap();
    assert_eq!(response.status(), 200);
    let group: Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(group["profile"]["name"], "G");
    assert!(
        group["_links"]["users"]["href"]
            .as_str()
            .unwrap()
            .starts_with(server.base_url())
    );
    assert_eq!(emulator.requests_served(), 2);
    let last = emulator.requests().pop().unwrap();
    assert_eq!((last.method.as_str(), last.status), ("GET", 200));
    assert!(last.path.ends_with(&created.id()));
    server.shutdown().await.unwrap();
}

#[tokio::test]
async fn links_of_a_served_org_can_be_followed() {
    let emulator = empty().users(5).build();
    let token = emulator.api_token("SUPER_ADMIN");
    let server = emulator.serve("127.0.0.1:0").await.unwrap();
    let (mut next, mut found) = (
        Some(format!("{}/api/v1/users?limit=2&search=id+pr", server.base_url())),
        0,
    );
    while let Some(url) = next {
        let response = get(&url, token.expose()).await.unwrap();
        let lines = response
            .headers()
            .get_all("link")
            .iter()
            .map(|line| line.to_str().unwrap().to_owned());
        let mut ends = lines.filter_map(|line| {
            line.strip_prefix('<')?
                .strip_suffix(">; rel=\"next\"")
                .map(str::to_owned)
        });
        next = ends.next();
        let users: Value = serde_json::from_slice(response.body()).unwrap();
        found += users.as_array().unwrap().len();
    }
    assert_eq!(found, 6);
    server.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_server_that_was_shut_down_is_gone() {
    let emulator = empty().build();
    let server = emulator.serve("127.0.0.1:0").await.unwrap();
    let url = server.base_url().to_owned();
    server.shutdown().await.unwrap();
    assert!(get(&url, "any").await.unwrap_err().is_connect());
}

#[tokio::test]
async fn a_port_in_use_is_an_error() {
    let emulator = empty().build();
    let server = emulator.serve("127.0.0.1:0").await.unwrap();
    let error = emulator.serve(server.address()).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::AddrInUse);
}
