//! Calls to event hooks: the challenge that verifies one, and the events that it wants.
//!
//! Only `http://` addresses of this machine are called: no test may reach out into the world by a hook in its
//! data. A call waits three seconds and is made once more when it fails (SPEC `verifyEventHook`, and
//! <https://developer.okta.com/docs/concepts/event-hooks/>). A hook that does not answer must not fill the memory, so
//! what is under way is bounded in bytes, and what is beyond is lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

use crate::authentication;
use crate::clock::wire;
use crate::resources::Delivery;
use crate::router::{self, Match};
use crate::service::Service;

const PATIENCE: Duration = Duration::from_secs(3);
/// More of a hook's answer is not read.
const LONGEST_ANSWER: usize = 64 * 1024;
const TRIES: usize = 2;

/// How many bytes are on their way to hooks.
#[derive(Debug)]
pub(crate) struct UnderWay {
    bytes: Arc<AtomicUsize>,
    most: usize,
}

/// Bytes on their way; dropping it ends that.
struct Load {
    bytes: usize,
    of: Arc<AtomicUsize>,
}

impl UnderWay {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            bytes: Arc::default(),
            most,
        }
    }

    /// None where there is no room.
    fn take(&self, bytes: usize) -> Option<Load> {
        let load = Load {
            bytes,
            of: Arc::clone(&self.bytes),
        };
        let before = self.bytes.fetch_add(bytes, Ordering::AcqRel);
        (before.saturating_add(bytes) <= self.most).then_some(load)
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.of.fetch_sub(self.bytes, Ordering::AcqRel);
    }
}

/// Challenges the hook that the request wants to have verified, before the request is answered. Any other
/// request, and one without a valid token, passes by.
pub(crate) async fn challenge(service: &Service, request: &Request<Bytes>) {
    if request.method() != Method::POST || !request.uri().path().ends_with("/lifecycle/verify") {
        return;
    }
    let Match::Routed {
        operation,
        parameters,
        ..
    } = router::route("POST", request.uri().path())
    else {
        return;
    };
    let Some(id) = parameters.first().filter(|_| operation.id == "verifyEventHook") else {
        return;
    };
    let (endpoint, expected) = {
        let mut org = service.org();
        if authentication::caller(&org, request.headers()).is_err() {
            return;
        }
        (org.directory.event_hooks.endpoint(id), org.ids.text(40))
    };
    let Some((address, secret)) = endpoint else {
        return;
    };
    let mut answered = None;
    for _ in 0..TRIES {
        let mut question = Request::get(&address).header("x-okta-verification-challenge", &expected);
        if let Some((name, value)) = &secret {
            question = question.header(name, value);
        }
        let Ok(question) = question.body(Full::default()) else {
            break;
        };
        answered = send(question).await;
        if answered.is_some() {
            break;
        }
    }
    let given: Option<Value> = answered.and_then(|body| serde_json::from_slice(&body).ok());
    let passed = given.is_some_and(|given| given["verification"] == *expected);
    service.org().directory.event_hooks.challenged(id, passed);
}

/// Sends what became due with the request that was just answered, beside what follows. Without a tokio runtime
/// nothing can be sent, and what is due is dropped.
pub(crate) fn deliver(service: &Service) {
    let (due, ids) = {
        // What is due is taken out of a queue that no answer shows, so the answers that are kept stay.
        let mut org = service.org_for_reads();
        let due = org.directory.event_hooks.take_due();
        if due.is_empty() {
            return;
        }
        let ids: Vec<String> = due.iter().map(|_| org.ids.uuid()).collect();
        (due, ids)
    };
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return;
    };
    let now = wire(service.clock.now());
    for (delivery, id) in due.into_iter().zip(ids) {
        let Some(load) = service.deliveries.take(delivery.event.len()) else {
            continue;
        };
        let body = Bytes::from(envelope(&delivery, &service.base_url, &id, &now).to_string());
        runtime.spawn(async move {
            let _load = load;
            for _ in 0..TRIES {
                let mut post = Request::post(&delivery.address).header("content-type", "application/json");
                if let Some((name, value)) = &delivery.secret {
                    post = post.header(name, value);
                }
                let Ok(post) = post.body(Full::new(body.clone())) else {
                    return;
                };
                if send(post).await.is_some() {
                    return;
                }
            }
        });
    }
}

/// The body of a delivery, as recorded ones are.
fn envelope(delivery: &Delivery, base: &str, id: &str, now: &str) -> Value {
    json!({
        "eventType": "com.okta.event_hook",
        "eventTypeVersion": "1.0",
        "cloudEventsVersion": "0.1",
        "source": format!("{base}/api/v1/eventHooks/{}", delivery.hook),
        "eventId": id,
        "data": { "events": [serde_json::from_str::<Value>(&delivery.event).unwrap_or_default()] },
        "eventTime": now,
        "contentType": "application/json",
    })
}

/// The body of a successful answer.
async fn send(request: Request<Full<Bytes>>) -> Option<Bytes> {
    if !is_of_this_machine(request.uri()) {
        return None;
    }
    let client = Client::builder(TokioExecutor::new()).build_http();
    let exchange = async {
        let response = client.request(request).await.ok()?;
        if !response.status().is_success() {
            return None;
        }
        let body = Limited::new(response.into_body(), LONGEST_ANSWER);
        Some(body.collect().await.ok()?.to_bytes())
    };
    tokio::time::timeout(PATIENCE, exchange).await.ok()?
}

fn is_of_this_machine(address: &http::Uri) -> bool {
    let local = ["localhost", "127.0.0.1", "[::1]"];
    address.scheme_str() == Some("http") && address.host().is_some_and(|host| local.contains(&host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_under_way_is_bounded_and_makes_room_when_it_has_arrived() {
        let under_way = UnderWay::new(100);
        let first = under_way.take(60).unwrap();
        assert!(under_way.take(41).is_none());
        let second = under_way.take(40).unwrap();
        assert!(under_way.take(1).is_none());
        drop((first, second));
        assert!(under_way.take(100).is_some());
    }

    #[test]
    fn only_this_machine_is_called() {
        for (address, called) in [
            ("http://127.0.0.1:80/hook", true),
            ("http://localhost/hook", true),
            ("http://[::1]:9/", true),
            ("https://localhost/hook", false),
            ("http://hooks.example/", false),
            ("http://127.0.0.1.hooks.example/", false),
            ("http://127.0.0.1@hooks.example/", false),
        ] {
            assert_eq!(is_of_this_machine(&address.parse().unwrap()), called, "{address}");
        }
    }
}
