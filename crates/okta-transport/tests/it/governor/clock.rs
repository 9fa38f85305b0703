//! A clock that stands still ends in an error that says so, and not in a client that never comes to rest.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use okta_transport::{Clock, ErrorKind, Lane, WasSent};

use super::server::Server;
use super::{run, send};

#[derive(Debug)]
struct Still;

#[async_trait]
impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    async fn sleep(&self, _: Duration) {}
}

#[test]
fn a_clock_that_stands_still_is_told_and_others_go_on_meanwhile() {
    run(async {
        let server = Server::new(10, 7);
        let client = server.builder().clock(Still).build().unwrap().lane(Lane::Bulk);
        let other = tokio::spawn(async {
            for _ in 0..10 {
                tokio::task::yield_now().await;
            }
        });
        // No time passes in which the burst that may leave at once would be followed by others.
        let error = loop {
            if let Err(error) = send(&client).await {
                break error;
            }
        };
        assert!(other.is_finished());
        assert_eq!(
            (error.kind(), error.was_sent()),
            (ErrorKind::InvalidConfiguration, WasSent::No)
        );
        assert!(error.to_string().contains("clock stands still"), "{error}");
        assert_eq!(client.budget().buckets()[0].waiting(), 0);
    });
}
