//! The store in Redis: a text is replaced only by who has seen the last one, a broken line is mended, and nothing secret is
//! shown.
//!
//! The tests that need a Redis take the one at `REDIS_URL`, or at the usual port of this machine. Where there is none they
//! print so and pass; with `CI=true` they fail.

use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use okta_transport::{BudgetStore as _, ErrorKind, RedisBudgetStore};

/// Host and port of the Redis for tests.
pub(super) fn redis() -> Option<String> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://127.0.0.1:6379".to_owned());
    let address = url
        .trim_start_matches("redis://")
        .trim_end_matches('/')
        .to_owned();
    let first = address.to_socket_addrs().ok().and_then(|mut all| all.next());
    let stream = first.map(|first| TcpStream::connect_timeout(&first, Duration::from_secs(1)));
    if matches!(stream, Some(Ok(_))) {
        return Some(address);
    }
    let reason = format!("no Redis answers at {address}");
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{reason}");
    println!("skipped: {reason}");
    None
}

fn key() -> String {
    format!("okta-test:{:016x}", fastrand::u64(..))
}

#[tokio::test]
async fn a_text_is_replaced_only_by_who_has_seen_the_last_one() {
    let Some(redis) = redis() else { return };
    let store = RedisBudgetStore::new(format!("redis://{redis}")).unwrap();
    let (key, keep) = (key(), Duration::from_millis(300));
    let first = store.read(&key).await.unwrap();
    assert_eq!(first.text(), None);
    assert_eq!(store.replace(&key, None, "one", keep).await.unwrap(), None);
    let other = store.replace(&key, None, "two", keep).await.unwrap().unwrap();
    assert_eq!(other.text(), Some("one"));
    assert!(other.now() >= first.now());
    let other = store
        .replace(&key, Some("zero"), "two", keep)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(other.text(), Some("one"));
    assert_eq!(store.replace(&key, Some("one"), "two", keep).await.unwrap(), None);
    assert_eq!(store.read(&key).await.unwrap().text(), Some("two"));
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(store.read(&key).await.unwrap().text(), None);
    let gone = store
        .replace(&key, Some("two"), "three", keep)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(gone.text(), None);
}

#[test]
fn an_address_that_cannot_be_used_is_refused_without_being_repeated() {
    for address in [
        "",
        "redis.example.com",
        "http://:hunter2@redis.example.com",
        "redis://:hunter2@redis.example.com:port",
        "rediss://:hunter2@redis.example.com/#insecure",
        "redis://:hunter2@redis.example.com/first",
        "redis+unix:///run/hunter2.sock",
    ] {
        let error = RedisBudgetStore::new(address).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidConfiguration, "{address}");
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
    }
}

#[tokio::test]
async fn a_password_is_seen_nowhere() {
    let store = RedisBudgetStore::new("redis://admin:hunter2@127.0.0.1:1/0").unwrap();
    let shown = format!("{store:?} {store:#?}");
    assert!(
        shown.contains("redis://127.0.0.1:1") && !shown.contains("hunter2"),
        "{shown}"
    );
    let error = store.read("key").await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    let Some(redis) = redis() else { return };
    let store = RedisBudgetStore::new(format!("redis://admin:hunter2@{redis}")).unwrap();
    let error = store.read("key").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the connection to Redis failed: authentication failed"
    );
}
