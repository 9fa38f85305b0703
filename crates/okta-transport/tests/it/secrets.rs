//! A token, a body and a personal value are in nothing that is printed or traced.

use okta_models::Secret;
use okta_models::users::{CreateUser, GetUser, ListUsers, UserProfileUpdate};
use okta_transport::{
    AccessToken, ApiToken, BearerToken, Client, ClientCredentials, Config, ConfigSources, PrivateKey,
};

use crate::keys::rsa_pem;
use crate::observing::Everything;
use crate::support::{ORG, Script, TOKEN, json, okta_error};

const LOGIN: &str = "ada.lovelace@example.com";

#[tokio::test]
async fn nothing_that_can_be_printed_holds_the_token() {
    let sources = ConfigSources::none()
        .variable("OKTA_CLIENT_ORGURL", ORG)
        .variable("OKTA_CLIENT_TOKEN", TOKEN);
    let config = Config::from_sources(&sources).unwrap();
    let script = Script::of([json(200, &[], "[]")]);
    let client = script.client();
    let mut pages = client.pages(ListUsers::new());
    pages.next().await.unwrap().unwrap();
    for printed in [
        format!("{sources:?}"),
        format!("{config:?}"),
        format!("{:?}", Client::builder().config(config.clone()).api_token(TOKEN)),
        format!("{:?}", script.builder().config(config).build()),
        format!("{client:?}"),
        format!("{:?}", ApiToken::new(Secret::new(TOKEN)).unwrap()),
        format!("{pages:?}"),
        format!("{:?}", script.requests()),
    ] {
        assert!(!printed.contains(TOKEN), "{printed}");
    }
}

#[tokio::test]
async fn an_error_withholds_what_the_request_held_and_okta_repeats() {
    let summary = format!("Not found: Resource not found: {LOGIN} (User)");
    let script = Script::of([
        okta_error(404, "E0000007", &summary, &[]),
        okta_error(400, "E0000001", "Ada is taken", &[]),
    ]);
    let client = script.client();
    let missing = client.send(GetUser::new(LOGIN)).await.unwrap_err();
    let taken = client
        .send(CreateUser::new(UserProfileUpdate::new().first_name("Ada")))
        .await
        .unwrap_err();
    for error in [&missing, &taken] {
        let printed = format!("{error} {error:?} {:?}", error.okta());
        assert!(!printed.to_lowercase().contains("ada"), "{printed}");
    }
    assert_eq!(
        missing.okta().unwrap().summary(),
        summary,
        "the full words are there for who asks"
    );
}

#[tokio::test]
async fn nothing_of_a_service_app_is_printed_or_traced() {
    const ACCESS_TOKEN: &str = "eyJhY2Nlc3MiOiJ0b2tlbiJ9.e30.c2ln";
    let everything = Everything::default();
    let _guard = tracing::subscriber::set_default(everything.clone());
    let pem = rsa_pem();
    let token = format!(r#"{{"token_type":"DPoP","expires_in":3600,"access_token":"{ACCESS_TOKEN}"}}"#);
    let nonce = [
        ("dpop-nonce", "nonce-1"),
        ("date", "Tue, 14 Nov 2023 22:13:20 GMT"),
    ];
    let challenge = r#"DPoP error="invalid_token", error_description="expired""#;
    let refused = || {
        okta_error(
            401,
            "E0000011",
            "Invalid token provided",
            &[("www-authenticate", challenge)],
        )
    };
    let script = Script::of([
        json(
            400,
            &nonce,
            r#"{"error":"use_dpop_nonce","error_description":"requires nonce"}"#,
        ),
        json(
            401,
            &nonce,
            r#"{"error":"invalid_client","error_description":"expired"}"#,
        ),
        okta_error(503, "E0000010", "Service is in read only mode", &[]),
        json(200, &[], &token),
        refused(),
        json(200, &[], &token),
        refused(),
        json(
            401,
            &[],
            r#"{"error":"invalid_client","error_description":"The app is not active."}"#,
        ),
        json(200, &[], &format!(r#"{{"access_token":["{ACCESS_TOKEN}"]}}"#)),
    ]);
    let key = PrivateKey::parse(pem.as_str()).unwrap();
    let app = ClientCredentials::new("0oa1", key.clone())
        .scopes(["okta.users.read"])
        .dpop_key(key.clone());
    let printed_app = format!("{app:?}");
    let client = script.builder().authenticator(app).build().unwrap();
    let mut printed = vec![printed_app, format!("{client:?} {key:?}")];
    for _ in 0..3 {
        let error = client.send(ListUsers::new()).await.unwrap_err();
        let source = std::error::Error::source(&error);
        printed.push(format!("{error} {error:?} {:?} {source:?}", error.oauth()));
    }
    printed.push(format!("{:?}", BearerToken::new(ACCESS_TOKEN).unwrap()));
    printed.push(format!("{:?}", AccessToken::new(ACCESS_TOKEN)));
    printed.push(everything.text());
    let printed = printed.join("\n");
    for told in [
        "attempt=",
        "remedy=Token",
        "seconds=1700000000",
        "invalid_client",
        "okta.operation_id=\"token\"",
        "url.template=\"/oauth2/v1/token\"",
    ] {
        assert!(printed.contains(told), "{told}: {printed}");
    }

    // Of the key every line, of what it signed every assertion and proof, and the token whole and in parts.
    let mut secrets: Vec<String> = pem
        .lines()
        .map(str::to_owned)
        .filter(|line| !line.starts_with('-'))
        .collect();
    for request in script.requests() {
        let form = url::form_urlencoded::parse(request.body()).into_owned();
        secrets.extend(
            form.filter(|(name, _)| name == "client_assertion")
                .map(|(_, value)| value),
        );
        let proof = request.headers().get("dpop").unwrap();
        secrets.push(proof.to_str().unwrap().to_owned());
        assert!(
            !format!("{:?}", request.headers()).contains("eyJ"),
            "headers with secrets say so"
        );
    }
    secrets.extend(
        ACCESS_TOKEN
            .split('.')
            .filter(|part| part.len() > 3)
            .map(str::to_owned),
    );
    assert!(secrets.len() > 40);
    for secret in secrets {
        for part in secret.split('.') {
            assert!(!printed.contains(part), "{part}: {printed}");
        }
    }
}
