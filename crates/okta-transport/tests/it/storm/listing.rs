//! A listing gives every record once, or ends in an error that says so and goes on where it ended.

use okta_models::users::ListUsers;
use okta_transport::{Clock as _, Error, ErrorKind, Pages};

use super::fault::{Fault, LONGEST_CALL};
use super::figures::Figures;
use super::org::{PAGE, USERS, id};
use super::{Case, Storm, injections, tells_no_secret, without_hanging};

/// Reads to the end, or to the error before it.
pub(super) async fn read(pages: &mut Pages<ListUsers>, ids: &mut Vec<String>) -> Option<Error> {
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => ids.extend(
                page.into_items()
                    .into_iter()
                    .map(|user| user.unwrap().id.to_string()),
            ),
            Err(error) => return Some(error),
        }
    }
    None
}

pub(super) fn ids(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(id).collect()
}

/// The records that a listing gave before it ended in `error` are the first ones, each once. Gives the number of the first
/// record of the page at which the listing goes on.
pub(super) fn whole_pages(read: &[String], error: &Error, allowed: &[ErrorKind]) -> usize {
    assert!(allowed.contains(&error.kind()), "{:?}: {error}", error.kind());
    assert!(!error.may_have_been_done(), "a listing changes nothing");
    tells_no_secret(error);
    assert_eq!(read, ids(0..read.len()));
    assert_eq!(read.len() % PAGE, 0, "a page is read whole or not at all");
    // The page with the link that cannot be followed is read again.
    let again = if error.kind() == ErrorKind::Pagination {
        PAGE
    } else {
        0
    };
    read.len() - again
}

async fn case(fault: Fault, number: u64, figures: &mut Figures) {
    let (_case, mut random) = Case::new(format!("listing, {}", fault.name()), number);
    let requests = USERS.div_ceil(PAGE);
    let storm = Storm::new(fault, &mut random, u32::try_from(requests).unwrap());
    let mut pages = storm.client.pages(ListUsers::new());
    let mut got = Vec::new();
    let error = read(&mut pages, &mut got).await;
    if let Some(error) = &error {
        let from = whole_pages(&got, error, fault.told_as());
        storm.ends();
        let cursor = pages.cursor().expect("a listing that failed has a rest").clone();
        let (mut rest, mut later) = (storm.client.resume(ListUsers::new(), cursor), Vec::new());
        if let Some(error) = read(&mut rest, &mut later).await {
            panic!("the storm is over: {error}");
        }
        assert_eq!(later, ids(from..USERS));
    } else {
        assert_eq!(got, ids(0..USERS), "the listing ended as if it were whole");
    }
    let state = storm.state();
    let (struck, sent) = (state.struck, state.org.requests as usize);
    assert!(sent <= 2 * 4 * requests, "{sent} requests");
    assert!(
        storm.clock.elapsed() < LONGEST_CALL * 2,
        "{:?}",
        storm.clock.elapsed()
    );
    figures.count(&fault.name(), struck, usize::from(error.is_some()));
}

#[tokio::test(start_paused = true)]
async fn a_listing_gives_every_record_once_or_ends_in_a_typed_error() {
    let mut figures = Figures::default();
    for fault in Fault::ALL {
        let mut number = 0;
        while figures.injected(&fault.name()) < injections() {
            without_hanging(case(fault, number, &mut figures)).await;
            number += 1;
        }
    }
    figures.print("listing", injections());
}
