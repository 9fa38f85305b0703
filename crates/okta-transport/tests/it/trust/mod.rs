//! A connection whose certificate is not good gets no token, and the error says what to do; what is trusted beside the
//! platform's authorities, and the certificate that a client shows, hold for API requests and requests for tokens alike.

mod server;

use std::io::Write as _;

use okta_models::groups::ListGroups;
use okta_transport::{
    Certificates, Client, ClientBuilder, ClientCertificate, ClientCredentials, Error, ErrorKind, PrivateKey,
    ReqwestBackend, Tls, VirtualClock, WasSent,
};

pub(crate) use self::server::{ACCESS_TOKEN, Server, acceptor};
use crate::authority::{Authority, Issued};
use crate::support::TOKEN;

const HOST: &[&str] = &["localhost"];

fn roots(authority: &Authority) -> Certificates {
    Certificates::parse(authority.pem()).unwrap()
}

fn trusting(authority: &Authority) -> Tls {
    Tls::default().trust(roots(authority))
}

fn builder(server: &Server, tls: Tls) -> ClientBuilder {
    Client::builder()
        .org(server.url())
        .api_token(TOKEN)
        .clock(VirtualClock::default())
        .reqwest_backend(ReqwestBackend::builder().tls(tls))
}

pub(crate) fn service_app() -> ClientCredentials {
    ClientCredentials::new("0oa1", PrivateKey::generate().unwrap()).scopes(["okta.groups.read"])
}

fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    request
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[tokio::test]
async fn a_root_that_is_added_holds_for_calls_and_for_tokens_in_every_form() {
    let authority = Authority::new();
    let server = Server::start(&authority.issue(HOST)).await;
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(authority.pem().as_bytes()).unwrap();
    // Another authority's beside it takes nothing away.
    let two = format!("{}{}", Authority::new().pem(), authority.pem());
    let forms = [
        roots(&authority),
        Certificates::parse(authority.der()).unwrap(),
        Certificates::from_file(file.path()).unwrap(),
        Certificates::parse(two).unwrap(),
    ];
    for (number, form) in (1..).zip(forms) {
        let client = builder(&server, Tls::default().trust(form)).user_agent_extra("acme/2.1");
        let client = client.authenticator(service_app()).build().unwrap();
        client.send(ListGroups::new()).await.unwrap();
        let heard = server.heard();
        assert_eq!(heard.len(), 2 * number);
        let [token, call] = &heard[heard.len() - 2..] else {
            unreachable!()
        };
        assert!(token.starts_with("POST /oauth2/v1/token ") && call.starts_with("GET /api/v1/groups "));
        assert_eq!(
            header(call, "authorization"),
            Some(&*format!("Bearer {ACCESS_TOKEN}"))
        );
        let agent = header(token, "user-agent").unwrap();
        assert!(agent.ends_with(" acme/2.1"), "{agent}");
        assert_eq!(header(call, "user-agent"), Some(agent));
    }
}

/// The errors of a call with an API token, and of one that needs an access token first.
async fn failures(server: &Server, tls: &Tls) -> [Error; 2] {
    let with_token = builder(server, tls.clone()).build().unwrap();
    let with_app = builder(server, tls.clone())
        .authenticator(service_app())
        .build()
        .unwrap();
    [
        with_token.send(ListGroups::new()).await.unwrap_err(),
        with_app.send(ListGroups::new()).await.unwrap_err(),
    ]
}

/// Holds an error against what it must be: typed, told, final, and of nothing that was sent.
fn assert_not_trusted(error: &Error, what: &str, advice: &str) {
    assert_eq!(error.kind(), ErrorKind::NotTrusted, "{error}");
    assert_eq!(error.was_sent(), WasSent::No);
    assert!(!error.is_transient());
    let message = error.to_string();
    assert!(message.contains(what), "{message}");
    assert!(
        message.contains(&format!(" Nothing was sent. {advice}")),
        "{message}"
    );
}

#[tokio::test]
async fn a_certificate_that_is_not_good_gets_no_token_and_says_what_to_do() {
    let authority = Authority::new();
    let last_month = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24 * 10);
    let expired = format!("expired on {}", last_month.strftime("%Y-%m-%d"));
    let (clock, trust) = (
        "Check this machine's clock; ",
        "If a proxy inspects TLS on the way",
    );
    for (shown, what, advice) in [
        (
            Authority::new().issue(HOST),
            "the certificate of the server is signed by nobody who is trusted here",
            trust,
        ),
        (authority.issue_for(HOST, -20, -10), &*expired, clock),
        (
            authority.issue_for(HOST, 10, 20),
            "the certificate of the server is valid from ",
            clock,
        ),
        (
            authority.issue(&["other.example", "*.other.example"]),
            "the certificate of the server is of other.example, *.other.example, not of this host",
            "Check the address: another host answers there.",
        ),
    ] {
        let server = Server::start(&shown).await;
        for error in failures(&server, &trusting(&authority)).await {
            assert_not_trusted(&error, what, advice);
        }
        assert_eq!(server.heard(), [""; 0]);
        assert_eq!(server.connections(), 2, "neither was tried again");
    }
    // One that bears the name of an authority that is trusted, and not its key.
    let (named, twin) = (Authority::named("Acme"), Authority::named("Acme"));
    let server = Server::start(&twin.issue(HOST)).await;
    for error in failures(&server, &trusting(&named)).await {
        assert_not_trusted(
            &error,
            "is signed by another than the authority that it names",
            trust,
        );
    }
    assert_eq!(server.heard(), [""; 0]);
    // Nor does the platform trust it.
    let server = Server::start(&authority.issue(HOST)).await;
    for error in failures(&server, &Tls::default()).await {
        assert_not_trusted(&error, "nobody who is trusted here", trust);
    }
    assert_eq!(server.heard(), [""; 0]);
}

#[tokio::test]
async fn a_server_that_asks_who_calls_gets_the_clients_certificate() {
    let (authority, clients) = (Authority::new(), Authority::new());
    let server = Server::for_clients_of(&clients, &authority.issue(HOST)).await;
    let mine = clients.issue(&["client.example"]);
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    for certificate in [
        ClientCertificate::parse(mine.pem()).unwrap(),
        ClientCertificate::from_file(file("both.pem", &mine.pem())).unwrap(),
        ClientCertificate::from_files(file("tls.crt", &mine.certificate), file("tls.key", &mine.key))
            .unwrap(),
    ] {
        let tls = trusting(&authority).client_certificate(certificate);
        let client = builder(&server, tls)
            .authenticator(service_app())
            .build()
            .unwrap();
        client.send(ListGroups::new()).await.unwrap();
    }
    assert_eq!(server.heard().len(), 6);

    let other = ClientCertificate::parse(authority.issue(&["client.example"]).pem()).unwrap();
    for tls in [
        trusting(&authority),
        trusting(&authority).client_certificate(other),
    ] {
        for error in failures(&server, &tls).await {
            assert_not_trusted(
                &error,
                "the server does not know this client (",
                "Give the certificate that it asks for",
            );
        }
    }
    assert_eq!(server.heard().len(), 6);
}

#[test]
fn what_is_no_certificate_is_named_and_no_key_is_repeated() {
    let authority = Authority::new();
    let (one, other) = (authority.issue(HOST), authority.issue(HOST));
    let broken = one.certificate.replacen('A', "!", 3);
    let mixed = Issued {
        certificate: one.certificate.clone(),
        key: other.key.clone(),
    };
    for (error, reason) in [
        (Certificates::parse("").unwrap_err(), "there is no certificate"),
        (
            Certificates::parse(&one.key).unwrap_err(),
            "there is no certificate",
        ),
        (
            Certificates::parse(broken).unwrap_err(),
            "certificate 1 cannot be read as PEM",
        ),
        (
            Certificates::parse([0x30, 0x82, 0, 1, 2]).unwrap_err(),
            "root certificate 1 cannot be trusted",
        ),
        (
            Certificates::from_file("/no/such/file").unwrap_err(),
            "could not be read: entity not found",
        ),
        (
            ClientCertificate::parse(&*one.key).unwrap_err(),
            "there is no certificate",
        ),
        (
            ClientCertificate::parse(&*one.certificate).unwrap_err(),
            "has no private key",
        ),
        (
            ClientCertificate::parse(mixed.pem()).unwrap_err(),
            "do not belong together",
        ),
        (
            ClientCertificate::from_files("/no/such/file", "/no/such/file").unwrap_err(),
            "could not be read: entity not found",
        ),
    ] {
        assert_eq!(error.kind(), ErrorKind::InvalidConfiguration);
        let shown = format!("{error} {error:?}");
        assert!(shown.contains(reason), "{reason}: {shown}");
        for line in one
            .key
            .lines()
            .chain(other.key.lines())
            .filter(|line| !line.starts_with('-'))
        {
            assert!(!shown.contains(line), "{shown}");
        }
    }
    let tls = trusting(&authority).client_certificate(ClientCertificate::parse(one.pem()).unwrap());
    let shown = format!("{tls:?} {:?}", ReqwestBackend::builder().tls(tls.clone()));
    assert!(
        shown.contains(
            "Tls { trusted: 1, client_certificate: Some(ClientCertificate { certificates: 1, .. }) }"
        )
    );
    assert!(one.key.lines().all(|line| !shown.contains(line)), "{shown}");
}

#[cfg(feature = "blocking")]
#[tokio::test(flavor = "multi_thread")]
async fn the_blocking_client_trusts_the_same() {
    let authority = Authority::new();
    let server = Server::start(&authority.issue(HOST)).await;
    let trusting = builder(&server, trusting(&authority)).authenticator(service_app());
    let doubting = builder(&server, Tls::default());
    tokio::task::spawn_blocking(move || {
        trusting
            .build_blocking()
            .unwrap()
            .send(ListGroups::new())
            .unwrap();
        let error = doubting
            .build_blocking()
            .unwrap()
            .send(ListGroups::new())
            .unwrap_err();
        assert_not_trusted(
            &error,
            "nobody who is trusted here",
            "If a proxy inspects TLS on the way",
        );
    })
    .await
    .unwrap();
    assert_eq!(server.heard().len(), 2);
}
