//! [`Seen`]: the pages that a listing was read from, to notice one that comes again.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hasher, RandomState};

use super::page_size::{name, parameters};
use super::path;

/// Pages by the hash of their path and query without `limit`: a page that comes again may have been halved since.
///
/// A listing of a million records has thousands of pages, and their texts would be most of what it holds on to; two
/// different pages with the same 64 bits, by a hash whose key nobody knows, do not occur.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    hasher: RandomState,
    pages: HashSet<u64>,
}

impl Seen {
    pub(crate) fn insert(&mut self, page: &str) {
        let hash = self.hash(page);
        self.pages.insert(hash);
    }

    pub(crate) fn contains(&self, page: &str) -> bool {
        self.pages.contains(&self.hash(page))
    }

    fn hash(&self, page: &str) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        hasher.write(path::without_query(page).as_bytes());
        for parameter in parameters(page).filter(|parameter| name(parameter) != "limit") {
            hasher.write_u8(b'&');
            hasher.write(parameter.as_bytes());
        }
        hasher.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn a_page_is_known_again_whatever_its_limit() {
        let mut seen = Seen::default();
        seen.insert("/u?after=1&limit=200&q=a");
        assert!(seen.contains("/u?after=1&q=a"));
        assert!(seen.contains("/u?after=1&q=a&limit=100"));
        for other in ["/u?after=2&q=a", "/u?after=1", "/v?after=1&q=a", "/u"] {
            assert!(!seen.contains(other), "{other}");
        }
    }
}
