//! What a person reads when something is wrong.

use std::time::Duration;

use okta_models::users::{CreateUser, GetUser, UserProfileUpdate};
use okta_transport::{Client, RetryPolicy};

use crate::support::{ORG, Outcome, Script, TOKEN, json, okta_error};

async fn reading_a_user(outcome: Outcome) -> String {
    let client = Script::of([outcome])
        .builder()
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    client
        .send(GetUser::new("ada@example.com"))
        .await
        .unwrap_err()
        .to_string()
}

fn building(org: &str, token: &str) -> String {
    Client::builder()
        .org(org)
        .api_token(token)
        .build()
        .unwrap_err()
        .to_string()
}

#[test]
fn a_missing_address_or_token_names_every_place_where_it_can_be_set() {
    assert_eq!(
        Client::builder()
            .api_token(TOKEN)
            .build()
            .unwrap_err()
            .to_string(),
        "the org's address is not set. Set it with `.org(…)` in code; or in the variable OKTA_CLIENT_ORGURL, or as \
         okta.client.orgUrl in ./okta.yaml or ~/.okta/okta.yaml, which `Client::from_environment()` reads."
    );
    assert_eq!(
        Client::builder().org(ORG).build().unwrap_err().to_string(),
        "the API token is not set. Set it with `.api_token(…)` in code; or in the variable OKTA_CLIENT_TOKEN, or as \
         okta.client.token in ./okta.yaml or ~/.okta/okta.yaml, which `Client::from_environment()` reads."
    );
}

#[test]
fn a_wrong_address_says_what_is_wrong_with_it() {
    assert_eq!(
        building("http://acme.okta.com", TOKEN),
        "the org's address is plain http. A token is sent over https only. Write https:// instead."
    );
    assert_eq!(
        building("acme", TOKEN),
        "the org's address `acme` is a single name, not a host. Did you mean acme.okta.com? Give the address at which \
         you sign in, such as https://acme.okta.com."
    );
}

#[test]
fn a_placeholder_is_called_one() {
    assert_eq!(
        building("https://{yourOktaDomain}", TOKEN),
        "the org's address is still a placeholder from documentation. Replace it. Give the address at which you sign \
         in, such as https://acme.okta.com."
    );
    assert_eq!(
        building(ORG, "{apiToken}"),
        "the API token is still a placeholder from documentation. Create a token in the Admin Console under Security > \
         API > Tokens."
    );
}

#[tokio::test]
async fn a_refused_token_tells_what_to_check() {
    let outcome = okta_error(
        401,
        "E0000011",
        "Invalid token provided",
        &[("x-okta-request-id", "req-1")],
    );
    assert_eq!(
        reading_a_user(outcome).await,
        "GET /api/v1/users/{id}: Okta did not accept the credentials: \"Invalid token provided\" (HTTP 401, E0000011, \
         request req-1). The token may be revoked, expired after 30 days without use, of a deactivated owner, or of \
         another org than https://acme.okta.com; create a new one in the Admin Console under Security > API > Tokens."
    );
}

#[tokio::test]
async fn a_state_that_forbids_it_is_not_laid_to_the_credentials() {
    let already = okta_error(
        403,
        "E0000016",
        "Activation failed because the user is already active",
        &[],
    );
    assert_eq!(
        reading_a_user(already).await,
        "GET /api/v1/users/{id}: the state of the org does not allow this now: \"Activation failed because the user is \
         already active\" (HTTP 403, E0000016). Read its state, then decide."
    );
}

#[tokio::test]
async fn a_malformed_search_tells_what_to_look_at() {
    let malformed = okta_error(400, "E0000031", "Invalid search criteria.", &[]);
    assert_eq!(
        reading_a_user(malformed).await,
        "GET /api/v1/users/{id}: Okta found the request invalid: \"Invalid search criteria.\" (HTTP 400, E0000031). Check \
         the expression of `search` or `filter`: the attributes' names, the operators (no list takes every one of them), \
         double quotes around text. `search(…)` and `filter(…)` write it."
    );
}

#[test]
fn an_address_that_is_a_token_is_not_repeated() {
    let token = format!("00{}", "aB3-".repeat(10));
    assert_eq!(
        building(&token, TOKEN),
        "the org's address is one long word, as a token is, and not a host. Were the address and the token swapped? Give the \
         address at which you sign in, such as https://acme.okta.com."
    );
}

#[tokio::test]
async fn an_answer_that_is_not_json_tells_that_this_may_be_no_org() {
    let expected = "GET /api/v1/users/{id}: https://acme.okta.com answered with text/html that is not of Okta's API \
                    (HTTP 200). Check that the address is the org's, such as https://acme.okta.com, and that no login \
                    page or proxy answers in its place.";
    let html = || {
        let page = http::Response::builder().header("content-type", "text/html; charset=utf-8");
        Ok(page
            .body(bytes::Bytes::from_static(b"<html>Sign in</html>"))
            .unwrap())
    };
    assert_eq!(reading_a_user(html()).await, expected);
    // A change is not reported as made because some web page came with status 200.
    let client = Script::of([html()]).client();
    let suspend = okta_models::user_lifecycle::SuspendUser::new("00u1");
    assert!(
        client
            .send(suspend)
            .await
            .unwrap_err()
            .to_string()
            .contains("answered with text/html")
    );
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn an_unreachable_host_is_named() {
    // Nothing listens on a port that was just given back.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let client = Client::builder()
        .org(format!("http://127.0.0.1:{port}"))
        .api_token(TOKEN)
        .allow_plain_http_on_loopback(true)
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let error = client
        .send(okta_models::users::ListUsers::new().q("ada"))
        .await
        .unwrap_err();
    assert!(error.is_unreachable());
    let message = error.to_string();
    let expected = format!("GET /api/v1/users: http://127.0.0.1:{port} could not be reached: ");
    assert!(message.starts_with(&expected), "{message}");
    let advice = ". Nothing was sent. Check the org's address, the network and the proxy settings.";
    assert!(message.ends_with(advice), "{message}");
    assert!(!message.contains("ada"), "{message}");
}

#[tokio::test]
async fn an_unknown_user_is_not_named_in_the_message() {
    let outcome = okta_error(
        404,
        "E0000007",
        "Not found: Resource not found: ada@example.com (User)",
        &[],
    );
    assert_eq!(
        reading_a_user(outcome).await,
        "GET /api/v1/users/{id}: Okta did not find it: \"Not found: Resource not found: … (User)\" (HTTP 404, \
         E0000007). It does not exist in this org, or the token's owner may not see it."
    );
}

#[tokio::test]
async fn a_denied_call_tells_what_would_help() {
    let outcome = okta_error(
        403,
        "E0000006",
        "You do not have permission to perform the requested action",
        &[],
    );
    assert_eq!(
        reading_a_user(outcome).await,
        "GET /api/v1/users/{id}: Okta does not allow this with these credentials: \"You do not have permission to \
         perform the requested action\" (HTTP 403, E0000006). Give the token's owner the role GROUP_MEMBERSHIP_ADMIN, \
         HELP_DESK_ADMIN or another that allows it, or a custom role with the permission okta.users.userprofile.read, for \
         what the call names. An access token needs the scope okta.users.read as well."
    );
}

#[tokio::test]
async fn a_missing_scope_is_named_without_a_role() {
    let challenge = r#"Bearer realm="x", scope="okta.users.read", error="insufficient_scope""#;
    assert_eq!(
        reading_a_user(json(403, &[("www-authenticate", challenge)], "")).await,
        "GET /api/v1/users/{id}: Okta does not allow this with these credentials (HTTP 403). Grant the app the scope \
         okta.users.read, and ask for it with the token."
    );
}

#[tokio::test]
async fn a_used_up_limit_tells_when_it_is_renewed() {
    let headers = [
        ("x-rate-limit-limit", "600"),
        ("x-rate-limit-remaining", "0"),
        ("x-rate-limit-reset", "1700000042"),
        ("date", "Tue, 14 Nov 2023 22:13:20 GMT"),
    ];
    let words = "API call exceeded rate limit due to too many requests.";
    let policy = RetryPolicy::default().budget(Duration::from_secs(10));
    let script = Script::of([okta_error(429, "E0000047", words, &headers)]);
    let client = script.builder().retry(policy).build().unwrap();
    assert_eq!(
        client.send(GetUser::new("00u1")).await.unwrap_err().to_string(),
        "GET /api/v1/users/{id}: Okta's rate limit is used up: \"API call exceeded rate limit due to too many \
         requests.\" (HTTP 429, E0000047). Nothing was done. Try again in 44 s; the limit is renewed at \
         2023-11-14T22:14:02Z."
    );
}

#[tokio::test]
async fn a_limit_that_is_no_window_is_not_told_as_one() {
    let limited = async |limit: &str, code: &str, words: &str| {
        let headers = [
            ("x-rate-limit-limit", limit),
            ("x-rate-limit-remaining", "0"),
            ("x-rate-limit-reset", "1700000042"),
            ("date", "Tue, 14 Nov 2023 22:13:20 GMT"),
        ];
        let script = Script::of([okta_error(429, code, words, &headers)]);
        let client = script.client().with_retry(RetryPolicy::never());
        let error = client.send(GetUser::new("00u1")).await.unwrap_err();
        assert!(error.is_rate_limited());
        assert_eq!((error.reset_at(), error.retry_after()), (None, None));
        error.to_string()
    };
    assert_eq!(
        limited("0", "E0000047", "Too many.").await,
        "GET /api/v1/users/{id}: Okta is at its limit of requests at the same time: \"Too many.\" (HTTP 429, E0000047). \
         Nothing was done. Send fewer requests at the same time, and try again."
    );
    assert_eq!(
        limited("600", "E0000133", "A phone call was recently made.").await,
        "GET /api/v1/users/{id}: Okta does not do this again so soon: \"A phone call was recently made.\" (HTTP 429, \
         E0000133). Nothing was done. Okta's words name what is limited; other requests are not affected. Wait before \
         asking for it again."
    );
}

#[tokio::test]
async fn a_reset_that_cannot_be_true_is_not_told() {
    let headers = [
        ("x-rate-limit-limit", "600"),
        ("x-rate-limit-remaining", "0"),
        ("x-rate-limit-reset", "1700000042"),
    ];
    // The clock stands at 1970 and the answer bears no date: the reset would be decades ahead.
    let script = Script::of([okta_error(429, "E0000047", "Too many.", &headers)]);
    let client = script.client().with_retry(RetryPolicy::never());
    let error = client.send(GetUser::new("00u1")).await.unwrap_err();
    assert_eq!(error.reset_at(), None);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(62)));
    assert!(
        error
            .to_string()
            .ends_with("Nothing was done. Try again in 62 s."),
        "{error}"
    );
}

#[tokio::test]
async fn invalid_input_is_told_in_oktas_words_with_its_causes() {
    let body = r#"{"errorCode": "E0000001", "errorSummary": "Api validation failed: login",
        "errorCauses": [{"errorSummary": "login: ada@example.com is already used in the current organization"}]}"#;
    let client = Script::of([json(400, &[], body)]).client();
    let create = CreateUser::new(UserProfileUpdate::new().login("ada@example.com"));
    assert_eq!(
        client.send(create).await.unwrap_err().to_string(),
        "POST /api/v1/users: Okta found the request invalid: \"Api validation failed: login; login: … is already used \
         in the current organization\" (HTTP 400, E0000001). Correct what Okta names."
    );
}

#[tokio::test]
async fn an_empty_answer_to_a_change_says_that_the_change_was_made() {
    let client = Script::of([json(201, &[], "")]).client();
    let create = CreateUser::new(UserProfileUpdate::new().login("ada@example.com"));
    assert_eq!(
        client.send(create).await.unwrap_err().to_string(),
        "POST /api/v1/users: Okta did what was asked (HTTP 201), but sent no body where one was promised. Do not send \
         the operation again; read the object to see its state."
    );
}
