//! No secret is in anything that a program writes whose every call fails, at level trace of all crates below too.
//!
//! The test runs itself again as a program of its own, `failing.rs`, which writes down for `listening.rs` what is traced and
//! logged, and prints every error, client and request; and greps what came out for every secret that went in.

mod failing;
mod listening;
mod org;

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;
use std::sync::mpsc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::authority::Authority;
use crate::keys::rsa_pem;

const API_TOKEN: &str = "00aVerySecretApiTokenOfTheTest_-x1234567890";
const ACCESS_TOKEN: &str = "eyJhbGciOiJub25lIn0.eyJzZWNyZXQiOiJhY2Nlc3MifQ.c2VjcmV0LXNpZ25hdHVyZQ";
const OPAQUE_TOKEN: &str = "opaque-access-token-that-is-secret";
const PASSWORD: &str = "CorrectHorse-Battery9";
const ANSWER: &str = "Annabelle-was-the-cat";
const RECOVERY_TOKEN: &str = "XE6wE17zmphl3KqAPFxO";
const PROXY_USER: &str = "proxy-user-name";
const PROXY_PASSWORD: &str = "Proxy-Passw0rd";
/// Of the proxy that is named for Okta.
const OWN_PROXY_PASSWORD: &str = "0wn-Proxy-Passw0rd";
const LOGIN: &str = "ada.lovelace@example.com";

/// The file in which the program that fails writes what it sent beyond these: assertions and proofs.
const SENT: &str = "OKTA_TRANSPORT_TEST_SENT";
/// The key of the service app, and of its proofs.
const KEY: &str = "OKTA_TRANSPORT_TEST_KEY";
/// The client certificate with its key.
const CERTIFICATE: &str = "OKTA_TRANSPORT_TEST_CERTIFICATE";

/// What is written when everything speaks.
const SPOKEN: [&str; 14] = [
    "reqwest::connect",
    "hyper_util::client",
    "okta_transport",
    "answered",
    "error.type",
    "Error { kind: Unauthenticated",
    "Error { kind: Decode",
    "Error { kind: NotOkta",
    "Error { kind: Interrupted",
    "Error { kind: Unreachable",
    "Error { kind: NotTrusted",
    "with credentials",
    "observed listUsers",
    "printed every error",
];

#[test]
fn no_secret_is_in_anything_that_a_failing_program_writes() {
    if let Some(sent) = std::env::var_os(SENT) {
        return failing::run(std::path::Path::new(&sent));
    }
    let folder = tempfile::tempdir().unwrap();
    let sent = folder.path().join("sent");
    let pem = rsa_pem();
    let certificate = Authority::new().issue(&["client.example"]);
    let (proxy, asked) = refusing_proxy();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture"])
        .arg("all_output::no_secret_is_in_anything_that_a_failing_program_writes")
        .env(SENT, &sent)
        .env(KEY, &pem)
        .env(CERTIFICATE, certificate.pem())
        .env("RUST_BACKTRACE", "full")
        .env(
            "HTTPS_PROXY",
            format!("http://{PROXY_USER}:{PROXY_PASSWORD}@{proxy}"),
        )
        .env_remove("https_proxy")
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .output()
        .unwrap();
    let written = [output.stdout, output.stderr].concat();
    let written = String::from_utf8_lossy(&written);
    assert!(output.status.success(), "{written}");

    // It is no empty promise: everything spoke, and every secret was in use.
    for told in SPOKEN {
        assert!(written.contains(told), "{told} was not written");
    }
    let proxied = asked.try_iter().collect::<String>();
    let [proxy_credentials, own_proxy_credentials] = [PROXY_PASSWORD, OWN_PROXY_PASSWORD]
        .map(|password| STANDARD.encode(format!("{PROXY_USER}:{password}")));
    for credentials in [&proxy_credentials, &own_proxy_credentials] {
        assert!(
            proxied.contains(credentials),
            "the proxy was asked with the credentials"
        );
    }
    let sent = std::fs::read_to_string(sent).unwrap();
    for used in [
        API_TOKEN,
        ACCESS_TOKEN,
        OPAQUE_TOKEN,
        PASSWORD,
        ANSWER,
        "client_assertion ",
        "dpop ",
    ] {
        assert!(sent.contains(used), "{used} was in use");
    }

    let mut secrets: Vec<String> = [
        API_TOKEN,
        ACCESS_TOKEN,
        OPAQUE_TOKEN,
        PASSWORD,
        ANSWER,
        RECOVERY_TOKEN,
        PROXY_PASSWORD,
        &proxy_credentials,
        OWN_PROXY_PASSWORD,
        &own_proxy_credentials,
        LOGIN,
        "lovelace",
    ]
    .map(str::to_owned)
    .into();
    secrets.extend(
        pem.lines()
            .chain(certificate.key.lines())
            .filter(|line| !line.starts_with('-'))
            .map(str::to_owned),
    );
    let signed = sent.lines().filter_map(|line| {
        line.strip_prefix("client_assertion ")
            .or(line.strip_prefix("dpop "))
    });
    secrets.extend(signed.map(str::to_owned));
    assert!(secrets.len() > 35, "{}", secrets.len());
    for secret in &secrets {
        // A token in parts, and what a list of bytes looks like.
        let bytes = format!("{:?}", secret.as_bytes());
        let parts = secret.split('.').filter(|part| part.len() > 8);
        for form in parts.chain([secret.as_str(), bytes.trim_matches(['[', ']'])]) {
            let line = written.lines().find(|line| line.contains(form));
            assert_eq!(line, None, "{form} was written");
        }
    }
}

/// A proxy that lets nobody through, and what the first to ask said.
fn refusing_proxy() -> (std::net::SocketAddr, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (asked, first) = mpsc::channel();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut request = vec![0; 8192];
            let length = stream.read(&mut request).unwrap_or_default();
            let _ = asked.send(String::from_utf8_lossy(&request[..length]).into_owned());
            let refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            let _ = stream.write_all(refusal);
        }
    });
    (address, first)
}
