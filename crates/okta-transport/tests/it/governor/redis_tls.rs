//! The store in a Redis that speaks TLS: whom it trusts, whom it is, and what it says where it does not trust.
//!
//! Each test starts a Redis of its own with certificates of its own. Where there is none that speaks TLS they print so and
//! pass; with `CI=true` they fail.

use std::io::Read as _;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use okta_transport::{
    BudgetStore as _, Certificates, ClientCertificate, ErrorKind, RedisBudgetStore, StoreError, Stored, Tls,
};

use crate::authority::{Authority, Issued};

const PASSWORD: &str = "hunter2";

/// A Redis that ends with this.
struct Redis {
    child: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Redis {
    /// Asks its clients for a certificate of the authority, if it is told to.
    fn start(authority: &Authority, shown: &Issued, asks_for_certificates: bool) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("root.pem", authority.pem()),
            ("redis.pem", shown.certificate.clone()),
            ("redis.key", shown.key.clone()),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        // It is free until somebody takes it; then the Redis ends at once, and another port is tried.
        for _ in 0..5 {
            let port = TcpListener::bind("127.0.0.1:0")
                .unwrap()
                .local_addr()
                .unwrap()
                .port();
            let started = Command::new("redis-server")
                .args([
                    "--port",
                    "0",
                    "--bind",
                    "127.0.0.1",
                    "--save",
                    "",
                    "--appendonly",
                    "no",
                ])
                .args(["--tls-port", &port.to_string(), "--requirepass", PASSWORD])
                .args(["--tls-cert-file", "redis.pem", "--tls-key-file", "redis.key"])
                .args(["--tls-ca-cert-file", "root.pem"])
                .args([
                    "--tls-auth-clients",
                    if asks_for_certificates { "yes" } else { "no" },
                ])
                .current_dir(folder.path())
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn();
            let Ok(mut child) = started else {
                return skipped("there is no redis-server");
            };
            if answers(&mut child, port) {
                return Some(Self {
                    child,
                    port,
                    _folder: folder,
                });
            }
            let mut said = String::new();
            child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
            if said.contains("Bad directive") || said.contains("without TLS") {
                return skipped("the redis-server here speaks no TLS");
            }
            assert!(said.contains("Address already in use"), "{said}");
        }
        panic!("no port stays free");
    }

    /// The store at this Redis by the name `localhost`, and what it holds of a key.
    async fn read(&self, tls: Option<Tls>) -> Result<Stored, StoreError> {
        let url = format!("rediss://:{PASSWORD}@localhost:{}", self.port);
        // A handshake takes its time on a machine that has other things to do.
        let mut store = RedisBudgetStore::new(url)
            .unwrap()
            .timeout(Duration::from_secs(30));
        if let Some(tls) = tls {
            store = store.tls(tls).unwrap();
        }
        assert!(!format!("{store:?}").contains(PASSWORD));
        let keep = Duration::from_secs(60);
        store.replace("okta-test", None, "one", keep).await?;
        store.read("okta-test").await
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether it listens; it has ended if not.
fn answers(child: &mut Child, port: u16) -> bool {
    loop {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn skipped(reason: &str) -> Option<Redis> {
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{reason}");
    println!("skipped: {reason}");
    None
}

fn trusting(authority: &Authority) -> Tls {
    Tls::default().trust(Certificates::parse(authority.pem()).unwrap())
}

#[tokio::test]
async fn a_redis_with_a_certificate_of_an_authority_of_ones_own_is_used() {
    let authority = Authority::new();
    let Some(redis) = Redis::start(&authority, &authority.issue(&["localhost"]), false) else {
        return;
    };
    let stored = redis.read(Some(trusting(&authority))).await.unwrap();
    assert_eq!(stored.text(), Some("one"));
    for tls in [None, Some(trusting(&Authority::new()))] {
        let error = redis.read(tls).await.unwrap_err().to_string();
        let told = format!(
            "no connection to rediss://localhost:{}: the certificate of the server is signed by nobody who is trusted here. ",
            redis.port
        );
        assert!(error.starts_with(&told) && !error.contains(PASSWORD), "{error}");
    }
}

#[tokio::test]
async fn a_redis_with_a_certificate_of_another_host_gets_no_password() {
    let authority = Authority::new();
    let Some(redis) = Redis::start(&authority, &authority.issue(&["other.example"]), false) else {
        return;
    };
    let error = redis
        .read(Some(trusting(&authority)))
        .await
        .unwrap_err()
        .to_string();
    let told = "the certificate of the server is of other.example, not of this host. Check the address";
    assert!(error.contains(told) && !error.contains(PASSWORD), "{error}");
}

#[tokio::test]
async fn a_redis_that_asks_who_calls_gets_the_clients_certificate() {
    let authority = Authority::new();
    let Some(redis) = Redis::start(&authority, &authority.issue(&["localhost"]), true) else {
        return;
    };
    let mine = ClientCertificate::parse(authority.issue(&["client.example"]).pem()).unwrap();
    let stored = redis
        .read(Some(trusting(&authority).client_certificate(mine)))
        .await
        .unwrap();
    assert_eq!(stored.text(), Some("one"));
    redis.read(Some(trusting(&authority))).await.unwrap_err();
}

#[test]
fn tls_settings_without_tls_are_refused() {
    let store = RedisBudgetStore::new("redis://redis.example.com").unwrap();
    let error = store.tls(Tls::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidConfiguration);
    assert!(
        error.to_string().ends_with("Write its address with rediss://."),
        "{error}"
    );
}
