//! What an answer holds: links, pages, errors, limits, dates and challenges.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response};
use okta_models::ListOperation;
use okta_models::custom_roles::ListRoles;
use okta_models::user_resources::ListUserGroups;
use okta_models::users::{GetUser, ListUsers};
use okta_transport::{Client, Clock as _, Cursor, Pages, VirtualClock};
use proptest::prelude::*;

use super::{at_once, spoilt};
use crate::support::{ORG, TOKEN};

const LINKS: &str = include_str!("corpus/links.txt");
const PAGES: &str = include_str!("corpus/pages.txt");
const ERRORS: &str = include_str!("corpus/errors.txt");
const HEADERS: &str = include_str!("corpus/headers.txt");
const CURSORS: &str = include_str!("corpus/cursors.txt");

const LOGIN: &str = "ada@example.com";

/// An org that gives the same answer to every request, and keeps their addresses.
struct Echo {
    client: Client,
    clock: Arc<VirtualClock>,
    addresses: Arc<Mutex<Vec<http::Uri>>>,
}

impl Echo {
    fn new(status: u16, headers: Vec<(&'static str, Vec<u8>)>, body: Vec<u8>) -> Self {
        let (clock, addresses) = (
            Arc::new(VirtualClock::default()),
            Arc::new(Mutex::new(Vec::new())),
        );
        let (heard, body) = (Arc::clone(&addresses), Bytes::from(body));
        let headers: Vec<(HeaderName, HeaderValue)> = headers
            .into_iter()
            .filter_map(|(name, value)| Some((name.parse().unwrap(), HeaderValue::from_bytes(&value).ok()?)))
            .collect();
        let client = Client::builder()
            .org(ORG)
            .api_token(TOKEN)
            .shared_clock(clock.clone())
            .backend(move |request: Request<Bytes>| {
                heard.lock().unwrap().push(request.uri().clone());
                let mut answer = Response::new(body.clone());
                *answer.status_mut() = status.try_into().unwrap();
                for (name, value) in &headers {
                    answer.headers_mut().append(name, value.clone());
                }
                async move { answer }
            })
            .build()
            .unwrap();
        Self {
            client,
            clock,
            addresses,
        }
    }

    fn addresses(&self) -> Vec<http::Uri> {
        self.addresses.lock().unwrap().clone()
    }
}

fn of_page(link: &[Vec<u8>]) -> Vec<(&'static str, Vec<u8>)> {
    let links = link.iter().map(|line| ("link", line.clone()));
    links
        .chain([("content-type", b"application/json".to_vec())])
        .collect()
}

/// Reads a listing to its end, which comes soon where every page is the same.
fn read<Op: ListOperation>(mut pages: Pages<Op>) {
    at_once(async {
        let mut errors = 0;
        while let Some(page) = pages.next().await {
            if let Err(error) = page {
                errors += 1;
                assert!(!error.to_string().contains(TOKEN), "{error}");
            }
        }
        assert!(errors <= 1, "an error ends a listing");
    });
}

/// Every request goes to the org, and to a page of the listing.
fn stays_home(echo: &Echo, is_page: fn(&str) -> bool) {
    let addresses = echo.addresses();
    assert!(addresses.len() <= 8, "{addresses:?}");
    for address in addresses {
        assert_eq!(address.scheme_str(), Some("https"), "{address}");
        assert_eq!(
            address.authority().unwrap().as_str(),
            "acme.okta.com",
            "{address}"
        );
        assert!(is_page(address.path()), "{address}");
    }
}

proptest! {
    #[test]
    fn no_answer_makes_a_listing_leave_the_org(
        links in prop::collection::vec(spoilt(LINKS), 0..3), page in spoilt(PAGES),
    ) {
        let echo = Echo::new(200, of_page(&links), page);
        read(echo.client.pages(ListUsers::new().limit(2)));
        stays_home(&echo, |path| path == "/api/v1/users");
        let before = echo.addresses().len();
        read(echo.client.pages(ListRoles::new()));
        prop_assert!(echo.addresses().len() > before);
        let roles = Echo { addresses: Arc::new(Mutex::new(echo.addresses().split_off(before))), ..echo };
        stays_home(&roles, |path| path == "/api/v1/iam/roles");
    }

    #[test]
    fn no_error_tells_the_token_or_waits_for_ever(
        status in prop::sample::select(vec![400_u16, 401, 403, 404, 409, 423, 429, 429, 429, 500, 501, 503, 504, 302, 304]),
        body in spoilt(ERRORS), values in prop::collection::vec(spoilt(HEADERS), 7), json: bool,
    ) {
        const NAMES: [&str; 7] = [
            "x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset", "date", "www-authenticate",
            "retry-after", "x-okta-request-id",
        ];
        let mut headers: Vec<_> = NAMES.into_iter().zip(values).collect();
        headers.push(("content-type", if json { b"application/json".to_vec() } else { b"text/html".to_vec() }));
        // The id of a request is a word of Okta's own, which is told as it is.
        let is_told = |value: &[u8]| {
            let value = String::from_utf8_lossy(value);
            value.contains(TOKEN) || value.trim().contains(LOGIN) && !value.contains(' ')
        };
        headers.retain(|(name, value)| *name != "x-okta-request-id" || !is_told(value));
        let echo = Echo::new(status, headers, body);
        let error = at_once(echo.client.send(GetUser::new(LOGIN))).unwrap_err();
        for text in [error.to_string(), format!("{error:?}")] {
            prop_assert!(!text.contains(TOKEN), "{text}");
        }
        prop_assert!(!error.to_string().contains(LOGIN), "{error}");
        prop_assert!(echo.addresses().len() <= 4);
        prop_assert!(echo.clock.elapsed() <= Duration::from_secs(180), "{:?}", echo.clock.elapsed());
    }

    #[test]
    fn no_stored_cursor_leaves_its_listing(stored in spoilt(CURSORS)) {
        let echo = Echo::new(200, Vec::new(), b"[]".to_vec());
        if let Ok(cursor) = serde_json::from_slice::<Cursor>(&stored) {
            let shown = format!("{cursor:?}");
            prop_assert!(!shown.contains("users/"), "{shown}");
            read(echo.client.resume(ListUserGroups::new("me"), cursor));
        }
        stays_home(&echo, |path| {
            path.starts_with("/api/v1/users/") && path.ends_with("/groups") && path.split('/').count() == 6
        });
    }
}
