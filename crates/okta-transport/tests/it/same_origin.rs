//! The token goes to the org's own origin and nowhere else.

use okta_models::custom_roles::ListRoles;
use okta_models::users::{GetUser, ListUsers};
use okta_transport::{Client, ErrorKind};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers};

use crate::support::{Script, TOKEN, json, page};

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

/// Lists of roles name their next page in the body.
#[tokio::test]
async fn a_next_link_in_the_body_is_followed_to_the_org_alone() {
    let (org, other) = (MockServer::start().await, MockServer::start().await);
    let body = |server: &MockServer, after: u8| {
        let next = format!("{}/api/v1/iam/roles?after={after}", server.uri());
        ResponseTemplate::new(200)
            .set_body_json(serde_json::json!({"roles": [{"id": "cr01"}], "_links": {"next": {"href": next}}}))
    };
    Mock::given(matchers::query_param("after", "1"))
        .respond_with(body(&other, 2))
        .mount(&org)
        .await;
    Mock::given(matchers::path("/api/v1/iam/roles"))
        .respond_with(body(&org, 1))
        .with_priority(9)
        .mount(&org)
        .await;
    let mut pages = client_of(&org).pages(ListRoles::new());
    for _ in 0..2 {
        assert_eq!(pages.next().await.unwrap().unwrap().len(), 1);
    }
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Pagination);
    assert!(
        error.to_string().contains("the token was not sent there"),
        "{error}"
    );
    assert!(other.received_requests().await.unwrap().is_empty());
    assert_eq!(org.received_requests().await.unwrap().len(), 2);
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
async fn a_link_to_another_path_of_the_org_is_not_followed() {
    for link in [
        "https://acme.okta.com/api/v1/../../admin",
        "https://acme.okta.com/api/v1/users/00u1",
        "https://acme.okta.com/api/v1/users/",
        "https://acme.okta.com/api/v1/Users?after=1",
        "https://acme.okta.com/",
        "/api/v1/logs",
        "../../admin",
    ] {
        let script = Script::of([page(Some(link), r#"[{"id": "00u1"}]"#)]);
        let error = second_page(&script.client()).await;
        assert_eq!(error.kind(), ErrorKind::Pagination, "{link}");
        assert!(
            error
                .to_string()
                .contains("names another path than the listing's"),
            "{error}"
        );
        assert_eq!(script.requests().len(), 1, "{link}");
    }
}

#[tokio::test]
async fn a_link_with_a_user_name_or_without_a_target_says_so() {
    for (link, reason) in [
        (
            "https://ada:secret@acme.okta.com/api/v1/users",
            "a user name or password",
        ),
        (
            "https://ada@acme.okta.com/api/v1/users",
            "a user name or password",
        ),
        ("", "is empty"),
        (" ", "is empty"),
    ] {
        let script = Script::of([page(Some(link), r#"[{"id": "00u1"}]"#)]);
        let message = second_page(&script.client()).await.to_string();
        assert!(message.contains(reason), "{message}");
        assert!(
            !message.contains("ada") && !message.contains("secret"),
            "{message}"
        );
    }
}

#[tokio::test]
async fn a_relative_link_is_read_against_its_own_page_and_a_rooted_host_is_the_same() {
    let one = r#"[{"id": "00u1"}]"#;
    let script = Script::of([
        page(Some("?after=1"), one),
        page(Some("users?after=2"), one),
        page(Some("/api/v1/users?after=3"), one),
        page(Some("//acme.okta.com./api/v1/users?after=4"), one),
        page(None, one),
    ]);
    let mut pages = script.client().pages(ListUsers::new());
    while let Some(page) = pages.next().await {
        page.unwrap();
    }
    let expected: Vec<String> = ["", "after=1&", "after=2&", "after=3&", "after=4&"]
        .map(|query| format!("GET https://acme.okta.com/api/v1/users?{query}limit=200"))
        .into();
    assert_eq!(script.lines(), expected);
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
            "GET https://acme.okta.com/api/v1/users?limit=200",
            "GET https://acme.okta.com/api/v1/users?after=1&limit=200"
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

#[tokio::test]
async fn only_what_names_another_place_is_called_a_redirect() {
    for (status, redirects) in [
        (301, true),
        (302, true),
        (303, true),
        (307, true),
        (308, true),
        (300, false),
        (304, false),
    ] {
        let script = Script::of([json(status, &[], "")]);
        let error = script.client().send(GetUser::new("00u1")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotOkta);
        assert_eq!(error.to_string().contains("redirects to"), redirects, "{error}");
    }
}
