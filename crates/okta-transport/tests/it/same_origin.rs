//! The token goes to the org's own origin and nowhere else.

use okta_models::users::{GetUser, ListUsers};
use okta_transport::{Client, ErrorKind};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers};

use crate::support::{Script, TOKEN, page};

fn client_of(server: &MockServer) -> Client {
    Client::builder()
        .org(server.uri())
        .api_token(TOKEN)
        .allow_plain_http_on_loopback(true)
        .build()
        .unwrap()
}

/// Reads the first page, and gives the error of the second.
async fn second_page(client: &Client) -> okta_transport::Error {
    let mut pages = client.pages(ListUsers::new());
    assert_eq!(
        pages.next().await.unwrap().unwrap().len(),
        1,
        "the page that was read is not lost"
    );
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(pages.next().await.is_none());
    assert!(pages.cursor().is_some(), "the listing is incomplete");
    error
}

#[tokio::test]
async fn a_next_link_to_another_host_or_port_is_not_followed() {
    let (org, other) = (MockServer::start().await, MockServer::start().await);
    Mock::given(matchers::any())
        .respond_with(ResponseTemplate::new(200))
        .expect(0)
        .mount(&other)
        .await;
    let link = format!(r#"<{}/api/v1/users?after=1>; rel="next""#, other.uri());
    Mock::given(matchers::path("/api/v1/users"))
        .respond_with(
            ResponseTemplate::new(200)
                .insert_header("link", link.as_str())
                .set_body_raw(r#"[{"id": "00u1"}]"#, "application/json"),
        )
        .mount(&org)
        .await;
    let error = second_page(&client_of(&org)).await;
    assert_eq!(error.kind(), ErrorKind::Pagination);
    let message = error.to_string();
    assert!(message.contains(&other.uri()), "{message}");
    assert!(message.contains("the token was not sent there"), "{message}");
    assert!(other.received_requests().await.unwrap().is_empty());
    assert_eq!(org.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn no_form_of_a_foreign_link_is_followed() {
    for link in [
        "https://evil.example/api/v1/users",
        "http://acme.okta.com/api/v1/users",
        "https://acme.okta.com:8443/api/v1/users",
        "https://acme.okta.com.evil.example/api/v1/users",
        "https://evil.example/acme.okta.com",
        "https://acme.okta.com@evil.example/api/v1/users",
        "https://ada:secret@acme.okta.com/api/v1/users",
        "https://evil-admin.okta.com/api/v1/users",
        "http://acme-admin.okta.com/api/v1/users",
        "//evil.example/api/v1/users",
        "\\\\evil.example\\api",
        "javascript:alert(1)",
    ] {
        let script = Script::of([page(Some(link), r#"[{"id": "00u1"}]"#)]);
        let error = second_page(&script.client()).await;
        assert_eq!(error.kind(), ErrorKind::Pagination, "{link}");
        assert_eq!(script.requests().len(), 1, "{link}");
    }
}

#[tokio::test]
async fn a_link_to_the_orgs_admin_twin_is_rewritten_to_the_org() {
    let script = Script::of([
        page(
            Some("https://acme-admin.okta.com/api/v1/users?after=1"),
            r#"[{"id": "00u1"}]"#,
        ),
        page(None, "[]"),
    ]);
    let mut pages = script.client().pages(ListUsers::new());
    while let Some(page) = pages.next().await {
        page.unwrap();
    }
    assert_eq!(
        script.lines(),
        [
            "GET https://acme.okta.com/api/v1/users",
            "GET https://acme.okta.com/api/v1/users?after=1"
        ]
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (org, other) = (MockServer::start().await, MockServer::start().await);
    let target = format!("{}/api/v1/users/00u1?secret=1", other.uri());
    Mock::given(matchers::any())
        .respond_with(ResponseTemplate::new(302).insert_header("location", target.as_str()))
        .mount(&org)
        .await;
    let error = client_of(&org).send(GetUser::new("00u1")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotOkta);
    let message = error.to_string();
    assert!(message.contains("redirects to 127.0.0.1 (HTTP 302)"), "{message}");
    assert!(!message.contains("secret"), "{message}");
    assert!(other.received_requests().await.unwrap().is_empty());
}
