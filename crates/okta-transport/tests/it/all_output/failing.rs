//! A program whose every call fails, and which prints all that it has.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use okta_models::system_log::TailLogEvents;
use okta_models::user_credentials::{RecoveryQuestionUpdate, ResetPassword, UserCredentialsUpdate};
use okta_models::users::{CreateUser, CreateUserRequest, GetUser, ListUsers, UserProfileUpdate};
use okta_models::{Secret, filter, search};
use okta_transport::{
    Answered, Attempt, BearerToken, Client, ClientBuilder, ClientCertificate, ClientCredentials, Config,
    ConfigSources, Error, Limited, Observer, PrivateKey, Proxy, ReqwestBackend, Retried, RetryPolicy, Tls,
};

use super::{
    ANSWER, API_TOKEN, CERTIFICATE, KEY, LOGIN, OPAQUE_TOKEN, OWN_PROXY_PASSWORD, PASSWORD, PROXY_USER,
    listening, org,
};

/// Prints all that it is told.
struct Printing;

impl Observer for Printing {
    fn waited(&self, attempt: &Attempt, time: Duration) {
        println!("{attempt:?} {time:?}");
    }

    fn sent(&self, attempt: &Attempt) {
        println!("observed {} {attempt:?}", attempt.operation().operation_id());
    }

    fn answered(&self, attempt: &Attempt, answer: &Answered<'_>) {
        println!("{attempt:?} {answer:?}");
    }

    fn limited(&self, attempt: &Attempt, limit: &Limited) {
        println!("{attempt:?} {limit:?}");
    }

    fn retried(&self, attempt: &Attempt, retry: &Retried) {
        println!("{attempt:?} {retry:?}");
    }
}

pub(super) fn run(sent: &Path) {
    listening::to_everything();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let org = org::failing(sent).await;
        let key = PrivateKey::parse(std::env::var(KEY).unwrap()).unwrap();
        let app = ClientCredentials::new("0oa1", key.clone())
            .scopes(["okta.users.read"])
            .dpop_key(key.clone());
        println!("{key:?} {key:#?} {app:?} {app:#?}");
        // The service app first: the org counts its requests.
        for client in [
            client(builder(&org).authenticator(app)),
            client(builder(&org).api_token(API_TOKEN)),
            client(builder(&org).authenticator(BearerToken::new(OPAQUE_TOKEN).unwrap())),
        ] {
            println!("{client:?} {client:#?}");
            every_call(&client).await;
        }
        // Through the proxy of the environment; a host without TLS; one where nothing listens.
        let plain = org.replace("http://", "https://");
        for address in ["https://acme.okta.com", &plain, "https://127.0.0.1:1"] {
            let builder = Client::builder()
                .org(address)
                .api_token(API_TOKEN)
                .observer(Printing);
            println!("{builder:?}");
            let client = client(builder);
            print(&client.send(ListUsers::new()).await.unwrap_err());
        }
        named_for_okta().await;
    });
    misconfigured();
    println!("printed every error");
}

/// Through a proxy of our own, with a client certificate.
async fn named_for_okta() {
    let address = std::env::var("HTTPS_PROXY").unwrap();
    let (_, address) = address.split_once('@').unwrap();
    let certificate = ClientCertificate::parse(std::env::var(CERTIFICATE).unwrap()).unwrap();
    let tls = Tls::default().client_certificate(certificate);
    let in_code = Proxy::new(address)
        .unwrap()
        .credentials(PROXY_USER, OWN_PROXY_PASSWORD);
    let sources = ConfigSources::none()
        .variable(
            "OKTA_CLIENT_PROXY_HOST",
            format!("{PROXY_USER}:{OWN_PROXY_PASSWORD}@{address}"),
        )
        .variable("OKTA_CLIENT_TOKEN", API_TOKEN);
    let config = Config::from_sources(&sources).unwrap();
    println!("{sources:?} {config:?} {:?}", config.proxy());
    for backend in [
        ReqwestBackend::builder().proxy(in_code),
        ReqwestBackend::builder().config(&config).unwrap(),
    ] {
        let backend = backend.tls(tls.clone());
        println!("{backend:?} {:#?}", backend.clone().build());
        let builder = Client::builder().org("acme.okta.com").api_token(API_TOKEN);
        let client = client(builder.observer(Printing).reqwest_backend(backend));
        print(&client.send(ListUsers::new()).await.unwrap_err());
    }
}

fn builder(org: &str) -> ClientBuilder {
    Client::builder()
        .org(org)
        .allow_plain_http_on_loopback(true)
        .observer(Arc::new(Printing))
}

fn client(builder: ClientBuilder) -> Client {
    let retry = RetryPolicy::default()
        .first_wait(Duration::from_millis(1))
        .budget(Duration::from_secs(1));
    builder.retry(retry).ungoverned().build().unwrap()
}

async fn every_call(client: &Client) {
    let credentials = UserCredentialsUpdate::with_password(PASSWORD).recovery_question(
        RecoveryQuestionUpdate::new()
            .question("Pet?")
            .answer(Secret::new(ANSWER)),
    );
    let create = CreateUser::new(
        CreateUserRequest::new()
            .profile(
                UserProfileUpdate::new()
                    .login(LOGIN)
                    .first_name("Ada")
                    .last_name("Lovelace"),
            )
            .credentials(credentials),
    );
    let by_login = ListUsers::new().search(search("profile.login").eq(LOGIN));
    let reset = ResetPassword::new(LOGIN).send_email(false);
    println!("{create:?} {create:#?} {by_login:?} {reset:?}");
    // As often as the org has ways to fail, and more.
    for _ in 0..20 {
        tell(client.send(create.clone()).await);
        tell(client.send(GetUser::new(LOGIN)).await);
        tell(client.send(reset.clone()).await);
        let mut users = client.stream(by_login.clone());
        while let Some(user) = users.next().await {
            tell(user);
        }
        let mut pages = client.pages(by_login.clone());
        let page = pages.next().await;
        println!("{pages:?} {:?}", pages.cursor());
        if let Some(page) = page {
            tell(page);
        }
    }
    let tail = TailLogEvents::since(jiff::Timestamp::now()).filter(filter("actor.alternateId").eq(LOGIN));
    println!("{tail:?}");
    let mut tail = client.tail(tail);
    tell(tail.next().await.unwrap());
    println!("{tail:?} {:?}", tail.position());
}

/// Prints what `Debug` shows of an output, and all of an error.
fn tell<T: std::fmt::Debug>(outcome: Result<T, Error>) {
    match outcome {
        Ok(output) => println!("{output:?} {output:#?}"),
        Err(error) => print(&error),
    }
}

fn print(error: &Error) {
    println!("{error} {error:?} {error:#?}");
    println!("{:?} {:?} {:?}", error.oauth(), error.okta(), error.item());
    let mut below = std::error::Error::source(error);
    while let Some(source) = below {
        println!("{source} {source:?} {source:#?}");
        below = source.source();
    }
}

/// Settings that hold secrets, and some that are wrong.
fn misconfigured() {
    let pem = std::env::var(KEY).unwrap();
    let sources = |token: &str, key: &str| {
        ConfigSources::none()
            .variable("OKTA_CLIENT_ORGURL", "https://acme.okta.com")
            .variable("OKTA_CLIENT_TOKEN", token)
            .variable("OKTA_CLIENT_CLIENTID", "0oa1")
            .variable("OKTA_CLIENT_PRIVATEKEY", key)
    };
    let broken_key = pem.replacen('M', "!", 1);
    for (mode, token, key) in [
        ("SSWS", API_TOKEN, pem.as_str()),
        ("SSWS", &*format!("{API_TOKEN}\n"), &pem),
        ("SSWS", &*format!("SSWS {API_TOKEN}"), &pem),
        ("PrivateKey", API_TOKEN, &broken_key),
        ("PrivateKey", API_TOKEN, &pem[..pem.len() / 2]),
        (API_TOKEN, API_TOKEN, &pem),
    ] {
        let sources = sources(token, key).variable("OKTA_CLIENT_AUTHORIZATIONMODE", mode);
        println!("{sources:?} {sources:#?}");
        match Config::from_sources(&sources) {
            Ok(config) => {
                println!("{config:?} {config:#?}");
                match Client::from_config(config) {
                    Ok(client) => println!("{client:?}"),
                    Err(error) => print(&error),
                }
            }
            Err(error) => print(&error),
        }
    }
    for (name, value) in [
        ("PASSWORD", OWN_PROXY_PASSWORD),
        ("PORT", OWN_PROXY_PASSWORD),
        (
            "HOST",
            &*format!("socks5://{PROXY_USER}:{OWN_PROXY_PASSWORD}@proxy"),
        ),
        ("HOST", &*format!("{PROXY_USER}:{OWN_PROXY_PASSWORD}@proxy:port")),
    ] {
        let sources = sources(API_TOKEN, &pem).variable(format!("OKTA_CLIENT_PROXY_{name}"), value);
        match Config::from_sources(&sources).and_then(Client::from_config) {
            Ok(client) => println!("{client:?}"),
            Err(error) => print(&error),
        }
    }
    let folder = tempfile::tempdir().unwrap();
    for yaml in [
        format!("okta:\n  client:\n    token: {API_TOKEN}\n   orgUrl: [{API_TOKEN}\n"),
        format!("okta:\n  client:\n    token: [{API_TOKEN}]\n"),
        format!("okta:\n  client:\n    {API_TOKEN}: {API_TOKEN}\n    requestTimeout: {API_TOKEN}\n"),
        format!("{API_TOKEN}: 1\nokta:\n  client:\n    {API_TOKEN}: {API_TOKEN}\n"),
    ] {
        std::fs::write(folder.path().join("okta.yaml"), yaml).unwrap();
        match Config::from_sources(&ConfigSources::none().working_directory(folder.path())) {
            Ok(config) => {
                println!("{config:?} {:?}", config.ignored());
                println!("{:?}", Client::from_config(config));
            }
            Err(error) => print(&error),
        }
    }
}
