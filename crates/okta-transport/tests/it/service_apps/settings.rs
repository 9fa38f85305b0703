//! A service app, and a bearer token, from settings outside the code.

use okta_models::groups::ListGroups;
use okta_models::users::ListUsers;
use okta_transport::{BearerToken, Client, ClientCredentials, Config, ConfigSources, PrivateKey};

use super::{Org, key};
use crate::keys::rsa_pem;

#[tokio::test]
async fn a_service_app_is_configured_by_the_variables_of_oktas_sdks() {
    let key = PrivateKey::parse(rsa_pem()).unwrap().key_id("key-1");
    let org = Org::new(&key);
    assert!(org.emulator.require_dpop(&org.client_id));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.pem");
    std::fs::write(&path, rsa_pem()).unwrap();
    for key in [
        rsa_pem(),
        rsa_pem().replace('\n', "\\n"),
        path.display().to_string(),
    ] {
        let sources = ConfigSources::none()
            .variable("OKTA_CLIENT_ORGURL", org.emulator.base_url())
            .variable("OKTA_CLIENT_AUTHORIZATIONMODE", "PrivateKey")
            .variable("OKTA_CLIENT_CLIENTID", &org.client_id)
            .variable("OKTA_CLIENT_SCOPES", "okta.users.read,okta.groups.read")
            .variable("OKTA_CLIENT_PRIVATEKEY", key)
            .variable("OKTA_CLIENT_PRIVATEKEYID", "key-1")
            .variable("OKTA_CLIENT_DPOPENABLED", "true");
        let config = Config::from_sources(&sources).unwrap();
        let emulator = org.emulator.clone();
        let client = Client::builder()
            .config(config)
            .backend(move |request| emulator.handle(request))
            .build()
            .unwrap();
        client.send(ListUsers::new()).await.unwrap();
        client.send(ListGroups::new()).await.unwrap();
    }
}

#[tokio::test]
async fn a_service_app_is_configured_by_okta_yaml() {
    let key = PrivateKey::parse(rsa_pem()).unwrap();
    let org = Org::new(&key);
    let folder = tempfile::tempdir().unwrap();
    let yaml = format!(
        "okta:\n  client:\n    orgUrl: {}\n    authorizationMode: PrivateKey\n    clientId: {}\n    scopes:\n      - \
         okta.users.read\n    privateKey: |\n      {}\n",
        org.emulator.base_url(),
        org.client_id,
        rsa_pem().trim_end().replace('\n', "\n      ")
    );
    std::fs::write(folder.path().join("okta.yaml"), yaml).unwrap();
    let config = Config::from_sources(&ConfigSources::none().working_directory(folder.path())).unwrap();
    let emulator = org.emulator.clone();
    let client = Client::builder()
        .config(config)
        .backend(move |request| emulator.handle(request))
        .build()
        .unwrap();
    client.send(ListUsers::new()).await.unwrap();
}

#[test]
fn what_is_missing_for_a_service_app_is_named() {
    let of = |left_out: &str| {
        let all = [
            ("OKTA_CLIENT_ORGURL", "https://acme.okta.com".to_owned()),
            ("OKTA_CLIENT_AUTHORIZATIONMODE", "PrivateKey".to_owned()),
            ("OKTA_CLIENT_CLIENTID", "0oa1".to_owned()),
            ("OKTA_CLIENT_SCOPES", "okta.users.read".to_owned()),
            ("OKTA_CLIENT_PRIVATEKEY", rsa_pem()),
        ];
        let kept = all.into_iter().filter(|(name, _)| *name != left_out);
        let sources = kept.fold(ConfigSources::none(), |sources, (name, value)| {
            sources.variable(name, value)
        });
        Client::from_config(Config::from_sources(&sources).unwrap())
    };
    for variable in [
        "OKTA_CLIENT_CLIENTID",
        "OKTA_CLIENT_SCOPES",
        "OKTA_CLIENT_PRIVATEKEY",
    ] {
        let error = of(variable).unwrap_err();
        assert!(
            error.is_invalid_configuration() && error.to_string().contains(variable),
            "{error}"
        );
    }
    let none = ClientCredentials::new("0oa1", key());
    let error = Client::builder()
        .org("acme.okta.com")
        .authenticator(none)
        .build()
        .unwrap_err();
    assert!(error.to_string().contains("no scope"), "{error}");
}

#[tokio::test]
async fn a_bearer_token_is_sent_as_one() {
    let script = crate::support::Script::of([
        crate::support::json(200, &[], "[]"),
        crate::support::json(200, &[], "[]"),
    ]);
    let by_code = script.builder().authenticator(BearerToken::new("a.b.c").unwrap());
    by_code.build().unwrap().send(ListUsers::new()).await.unwrap();
    let answers = script.clone();
    let sources = ConfigSources::none()
        .variable("OKTA_CLIENT_ORGURL", "acme.okta.com")
        .variable("OKTA_CLIENT_AUTHORIZATIONMODE", "Bearer")
        .variable("OKTA_CLIENT_TOKEN", "a.b.c");
    let by_setting = Client::builder()
        .config(Config::from_sources(&sources).unwrap())
        .backend(move |request| {
            let answers = answers.clone();
            async move { answers.answer(request) }
        });
    by_setting.build().unwrap().send(ListUsers::new()).await.unwrap();
    for request in script.requests() {
        assert_eq!(request.headers()["authorization"], "Bearer a.b.c");
        assert!(request.headers()["authorization"].is_sensitive());
    }
    for text in ["", "Bearer a.b.c", "a b", "a\n"] {
        assert!(BearerToken::new(text).unwrap_err().is_invalid_configuration());
    }
}
