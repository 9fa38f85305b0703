//! API requests and requests for tokens take the same proxy, wherever it is named; it learns the org's host and no more.
//!
//! `settings.rs` has where a proxy can be named, `environment.rs` the variables that all programs share.

#[cfg(target_os = "linux")]
mod environment;
mod proxy;
mod settings;

use std::net::SocketAddr;
use std::time::Duration;

use okta_models::groups::ListGroups;
use okta_transport::{
    Certificates, Client, ClientBuilder, Config, ConfigSources, ErrorKind, Proxy, ReqwestBackend,
    ReqwestBackendBuilder, Tls, VirtualClock, WasSent,
};

use self::proxy::{TestProxy, Way};
use crate::authority::Authority;
use crate::support::{ORG, TOKEN};
use crate::trust::{ACCESS_TOKEN, Server, acceptor, service_app};

/// `okta-sync:p@ss:word`.
const CREDENTIALS: &str = "Basic b2t0YS1zeW5jOnBAc3M6d29yZA==";

/// An org at `https://acme.okta.com`, to which a proxy alone leads.
struct Org {
    authority: Authority,
    server: Server,
}

impl Org {
    async fn start() -> Self {
        let authority = Authority::new();
        let server = Server::start(&authority.issue(&["acme.okta.com"])).await;
        Self { authority, server }
    }

    fn address(&self) -> SocketAddr {
        self.server.address
    }

    fn tls(&self) -> Tls {
        Tls::default().trust(Certificates::parse(self.authority.pem()).unwrap())
    }

    fn through(&self, proxy: Proxy) -> ReqwestBackendBuilder {
        ReqwestBackend::builder().tls(self.tls()).proxy(proxy)
    }
}

/// A service app of the org, whose waits take no time.
fn of_org(backend: ReqwestBackendBuilder) -> ClientBuilder {
    Client::builder()
        .org(ORG)
        .authenticator(service_app())
        .clock(VirtualClock::default())
        .reqwest_backend(backend)
}

/// What every `CONNECT` must be: of the org's host, and of nothing else.
fn assert_asks_for_the_org(asked: &[String], credentials: Option<&str>) {
    for request in asked {
        let mut lines = vec!["CONNECT acme.okta.com:443 HTTP/1.1", "Host: acme.okta.com:443"];
        let line = credentials.map(|credentials| format!("Proxy-Authorization: {credentials}"));
        lines.extend(line.as_deref());
        assert_eq!(request.trim_end().lines().collect::<Vec<_>>(), lines);
    }
}

#[tokio::test]
async fn calls_and_tokens_take_the_same_proxy_with_its_credentials() {
    let org = Org::start().await;
    let tls = acceptor(&org.authority.issue(&["localhost"]), None);
    let plain = TestProxy::start(Way::For(CREDENTIALS, org.address())).await;
    let secure = TestProxy::start_with(Way::For(CREDENTIALS, org.address()), Some(tls)).await;
    for (proxy, address) in [
        (&plain, plain.address()),
        (&secure, format!("https://localhost:{}", secure.port())),
    ] {
        let before = org.server.heard().len();
        let named = Proxy::new(address).unwrap().credentials("okta-sync", "p@ss:word");
        let client = of_org(org.through(named)).build().unwrap();
        client.send(ListGroups::new()).await.unwrap();
        let heard = org.server.heard().split_off(before);
        assert_eq!(heard.len(), 2);
        assert!(heard[0].starts_with("POST /oauth2/v1/token "), "{}", heard[0]);
        assert!(heard[1].contains(ACCESS_TOKEN));
        assert!(
            heard
                .iter()
                .all(|request| !request.to_lowercase().contains("proxy-")),
            "{heard:?}"
        );
        assert!(!proxy.asked().is_empty());
        assert_asks_for_the_org(&proxy.asked(), Some(CREDENTIALS));
    }
}

#[tokio::test]
async fn a_proxy_that_wants_other_credentials_is_told_and_not_asked_again() {
    let org = Org::start().await;
    for credentials in [None, Some("wrong-password")] {
        let proxy = TestProxy::start(Way::For(CREDENTIALS, org.address())).await;
        let mut named = Proxy::new(proxy.address()).unwrap();
        if let Some(password) = credentials {
            named = named.credentials("okta-sync", password);
        }
        let with_app = of_org(org.through(named.clone())).build().unwrap();
        let builder = Client::builder()
            .org(ORG)
            .api_token(TOKEN)
            .clock(VirtualClock::default());
        let with_token = builder.reqwest_backend(org.through(named)).build().unwrap();
        for client in [with_app, with_token] {
            let error = client.send(ListGroups::new()).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::NotTrusted, "{error}");
            assert_eq!(error.was_sent(), WasSent::No);
            assert!(!error.is_transient());
            let message = error.to_string();
            let told = "the proxy asks for a user name and password, or does not accept these (HTTP 407). Nothing was \
                        sent. Set OKTA_CLIENT_PROXY_USERNAME and OKTA_CLIENT_PROXY_PASSWORD";
            assert!(message.contains(told), "{message}");
            assert!(!message.contains("wrong-password"), "{message}");
        }
        assert_eq!(proxy.asked().len(), 2, "neither was tried again");
    }
    assert_eq!(org.server.connections(), 0);
}

#[tokio::test]
async fn a_proxy_that_opens_no_way_is_unreachable_and_named_as_the_one_that_is() {
    let org = Org::start().await;
    // Nothing listens on a port that was just given back.
    let unused = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .to_string();
    let busy = TestProxy::start(Way::Answers("HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n")).await;
    let silent = TestProxy::start(Way::Answers("")).await;
    for (address, told, attempts) in [
        (
            unused,
            "https://acme.okta.com could not be reached: no connection to the proxy: ",
            None,
        ),
        (
            busy.address(),
            "could not be reached: the proxy opens no way to this host. Nothing",
            Some(&busy),
        ),
        (
            silent.address(),
            "could not be reached: the proxy opens no way to this host. Nothing",
            Some(&silent),
        ),
    ] {
        let backend = org.through(Proxy::new(address).unwrap());
        let client = of_org(backend).authenticator(okta_transport::ApiToken::new(TOKEN).unwrap());
        let error = client.build().unwrap().send(ListGroups::new()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unreachable, "{error}");
        assert_eq!(error.was_sent(), WasSent::No);
        assert!(error.to_string().contains(told), "{error}");
        if let Some(proxy) = attempts {
            assert_eq!(proxy.asked().len(), 4, "it may open one later");
        }
    }
}

#[tokio::test]
async fn a_proxy_whose_certificate_is_not_good_gets_no_credentials() {
    let org = Org::start().await;
    let tls = acceptor(&Authority::new().issue(&["localhost"]), None);
    let proxy = TestProxy::start_with(Way::To(org.address()), Some(tls)).await;
    let named = Proxy::new(format!("https://localhost:{}", proxy.port())).unwrap();
    let client = of_org(org.through(named.credentials("okta-sync", "p@ss:word")))
        .build()
        .unwrap();
    let error = client.send(ListGroups::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotTrusted);
    let told = "the certificate of the proxy is signed by nobody who is trusted here. Nothing was sent.";
    assert!(error.to_string().contains(told), "{error}");
    assert_eq!(proxy.asked(), [""; 0]);
}

#[tokio::test]
async fn a_proxy_that_reads_along_gets_no_token() {
    let org = Org::start().await;
    let listening = Server::start(&Authority::new().issue(&["acme.okta.com"])).await;
    let proxy = TestProxy::start(Way::To(listening.address)).await;
    let client = of_org(org.through(Proxy::new(proxy.address()).unwrap()))
        .build()
        .unwrap();
    let error = client.send(ListGroups::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotTrusted);
    assert!(
        error.to_string().contains("If a proxy inspects TLS on the way"),
        "{error}"
    );
    assert_eq!(listening.heard(), [""; 0]);
}

#[tokio::test]
async fn an_org_on_this_machine_is_called_without_a_proxy() {
    let server = wiremock::MockServer::start().await;
    let answer = wiremock::ResponseTemplate::new(200).set_body_raw("[]", "application/json");
    wiremock::Mock::given(wiremock::matchers::path("/api/v1/groups"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let proxy = TestProxy::start(Way::Answers("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]")).await;
    let named = || ReqwestBackend::builder().proxy(Proxy::new(proxy.address()).unwrap());
    let port = server.address().port();
    for host in ["127.0.0.1", "localhost", "127.0.0.2"] {
        let builder = || {
            let builder = Client::builder()
                .org(format!("http://{host}:{port}"))
                .api_token(TOKEN);
            builder.allow_plain_http_on_loopback(true)
        };
        for client in [
            builder().reqwest_backend(named()),
            builder().backend(named().build().unwrap()),
        ] {
            let _ = client.build().unwrap().send(ListGroups::new()).await;
        }
    }
    assert_eq!(proxy.asked(), [""; 0]);
    assert!(server.received_requests().await.unwrap().len() >= 4);
}

#[tokio::test]
async fn the_timeout_of_the_settings_holds_for_the_way_through_a_proxy() {
    let org = Org::start().await;
    let proxy = TestProxy::start(Way::Hangs).await;
    let sources = ConfigSources::none()
        .variable("OKTA_CLIENT_PROXY_HOST", "127.0.0.1")
        .variable("OKTA_CLIENT_PROXY_PORT", proxy.port().to_string())
        .variable("OKTA_CLIENT_CONNECTIONTIMEOUT", "1")
        .variable("OKTA_CLIENT_RATELIMIT_MAXRETRIES", "0");
    let builder = of_org(ReqwestBackend::builder().tls(org.tls()));
    let client = builder
        .config(Config::from_sources(&sources).unwrap())
        .build()
        .unwrap();
    // The usual time is 10 s, and no test waits that long for a failure.
    let failure = tokio::time::timeout(Duration::from_secs(9), client.send(ListGroups::new()));
    let error = failure.await.expect("the setting counts").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unreachable);
    assert!(error.to_string().contains("the time ran out"), "{error}");
    assert_eq!(proxy.asked().len(), 1);
}

#[cfg(feature = "blocking")]
#[tokio::test(flavor = "multi_thread")]
async fn the_blocking_client_takes_the_same_proxy() {
    let org = Org::start().await;
    let proxy = TestProxy::start(Way::For(CREDENTIALS, org.address())).await;
    let named = Proxy::new(format!("okta-sync:p%40ss%3Aword@{}", proxy.address())).unwrap();
    let builder = of_org(org.through(named));
    let answer = tokio::task::spawn_blocking(|| builder.build_blocking().unwrap().send(ListGroups::new()));
    answer.await.unwrap().unwrap();
    assert_eq!(org.server.heard().len(), 2);
    assert_asks_for_the_org(&proxy.asked(), Some(CREDENTIALS));
}
