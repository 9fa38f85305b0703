//! The three clients. Each counts the users that it decodes.

use std::hint::black_box;

use http::header::{AUTHORIZATION, LINK};
use okta_models::{ListOperation as _, users::ListUsers};
use okta_transport::Client;
use serde::Deserialize;

/// The three members.
#[derive(Deserialize)]
struct Person {
    #[expect(dead_code, reason = "decoding it is what is measured")]
    id: String,
    #[expect(dead_code, reason = "decoding it is what is measured")]
    status: String,
    #[expect(dead_code, reason = "decoding it is what is measured")]
    profile: Login,
}

#[derive(Deserialize)]
struct Login {
    #[expect(dead_code, reason = "decoding it is what is measured")]
    login: String,
}

/// The least: `reqwest`, `serde_json`, and the `next` link.
pub(crate) async fn bare(org: &str, token: &str) -> u32 {
    // What reads certificates, which the SDK brings along.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let mut next = Some(format!("{org}/api/v1/users?limit=200"));
    let mut users = 0;
    while let Some(page) = next.take() {
        let request = client.get(page).header(AUTHORIZATION, format!("SSWS {token}"));
        let response = request.send().await.expect("an answer");
        assert!(response.status().is_success());
        next = response.headers().get_all(LINK).iter().find_map(|link| {
            let link = link.to_str().ok()?.strip_suffix(r#">; rel="next""#)?;
            link.strip_prefix('<').map(str::to_owned)
        });
        let body = response.bytes().await.expect("a body");
        let people: Vec<Person> = serde_json::from_slice(&body).expect("people");
        for person in people {
            users += 1;
            black_box(person);
        }
    }
    users
}

/// The SDK, whole users.
pub(crate) async fn full(org: &str, token: &str) -> u32 {
    let mut pages = client(org, token).pages(ListUsers::new());
    let mut users = 0;
    while let Some(page) = pages.next().await {
        for user in page.expect("a page") {
            users += 1;
            black_box(user.expect("a user"));
        }
    }
    users
}

/// The SDK, the same three members.
pub(crate) async fn own(org: &str, token: &str) -> u32 {
    let mut pages = client(org, token).pages(ListUsers::new().items::<Person>());
    let mut users = 0;
    while let Some(page) = pages.next().await {
        for person in page.expect("a page") {
            users += 1;
            black_box(person.expect("a person"));
        }
    }
    users
}

fn client(org: &str, token: &str) -> Client {
    Client::builder()
        .org(org)
        .api_token(token)
        .allow_plain_http_on_loopback(true)
        .build()
        .expect("a client")
}
