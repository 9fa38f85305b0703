//! [`PageSize`]: how many events a tail asks for at a time.
//!
//! The link that Okta gave is what the tail keeps, and of what it asks for nothing but `limit` ever differs from it: that is
//! the caller's own, the documented number of results, and what it was is put back into the links that follow. Okta reads a
//! link as any other query: a recorded one was followed with its parameters written otherwise, and led on. No source says
//! whether it takes another `limit` there, so a refusal of it says nothing about the place: the link is then followed as it
//! is, and is not touched again.

use crate::pagination::{Cursor, page_size};

/// So many pages come at a size before twice as much is asked for again.
const BEFORE_MORE: u32 = 8;

#[derive(Debug, Default)]
pub(super) struct PageSize {
    /// Fewer events than the link says.
    fewer: Option<Fewer>,
    /// Okta refused a link whose `limit` was another one.
    is_fixed: bool,
}

#[derive(Clone, Copy, Debug)]
struct Fewer {
    limit: u32,
    /// How many pages of this size came since the last one that did not.
    came: u32,
}

impl PageSize {
    /// The path and query to ask for in place of a page.
    pub(super) fn asked(&self, page: &Cursor) -> String {
        match self.fewer.filter(|_| self.may_change()) {
            Some(fewer) => page_size::with_limit(page.page(), fewer.limit),
            None => page.page().to_owned(),
        }
    }

    /// Whether the page may be asked for at half its size where it does not come.
    pub(super) fn may_change(&self) -> bool {
        !self.is_fixed
    }

    /// The page came, or not, and this is what was asked for last in its place.
    pub(super) fn tried(&mut self, page: &Cursor, asked: &str, has_come: bool) {
        if asked == page.page() {
            self.fewer = None;
            return;
        }
        let Some(limit) = page_size::limit(asked) else {
            return;
        };
        let before = self.fewer.filter(|fewer| fewer.limit == limit);
        let came = before.map_or(0, |fewer| fewer.came) + u32::from(has_come);
        self.fewer = Some(Fewer { limit, came });
        if came >= BEFORE_MORE {
            let more = limit.saturating_mul(2);
            let is_whole = more >= page_size::limit_or_usual(super::LOG, page.page());
            self.fewer = (!is_whole).then_some(Fewer { limit: more, came: 0 });
        }
    }

    /// Okta refused what was asked for in place of the page. Whether the link itself is still to be tried.
    pub(super) fn refused(&mut self, page: &Cursor, asked: &str) -> bool {
        let is_ours = asked != page.page();
        self.is_fixed |= is_ours;
        is_ours
    }

    /// The page after one, with the `limit` that the tail had in mind, where Okta repeats the smaller one.
    pub(super) fn next(page: &Cursor, asked: &str, next: Cursor) -> Cursor {
        // An empty page leads back to itself.
        if page_size::without_limit(next.page()) == page_size::without_limit(page.page()) {
            return page.clone();
        }
        if asked == page.page() || page_size::limit(next.page()) != page_size::limit(asked) {
            return next;
        }
        let restored = match page_size::limit(page.page()) {
            Some(limit) => page_size::with_limit(next.page(), limit),
            None => page_size::without_limit(next.page()),
        };
        Cursor::new(next.operation_id(), next.listing(), &restored).unwrap_or(next)
    }
}
