//! [`Cursor`]: where a listing goes on, to be kept and used again.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::path;

/// The next page of a listing: an operationId, the listing's path, and the page's path with its query. It holds no
/// origin, so a stored cursor cannot send a token anywhere.
///
/// It may be stored as JSON and given to [`Client::resume`](crate::Client::resume) by another process. It
/// holds the paths and query of the listing, which may name people; `Debug` shows the operationId alone.
///
/// # The stored form
///
/// A JSON object of three members:
///
/// - `operation`: the operationId.
/// - `listing`: the path that the listing was asked for under. `resume` requires that it is the resumed operation's own.
/// - `page`: the path and query of the next page. Its path has as many segments as `listing`; where the listing was
///   asked for under an alias, such as `me`, a login or a label, it may name the id that Okta knows the object by.
///
/// Both paths start with one slash and hold no dot segments; anything else is refused when it is read.
///
/// ```
/// use okta_transport::Cursor;
///
/// let stored = r#"{"operation":"listUserGroups","listing":"/api/v1/users/me/groups","page":"/api/v1/users/00u1/groups?after=00g1"}"#;
/// let cursor: Cursor = serde_json::from_str(stored).unwrap();
/// assert_eq!(cursor.operation_id(), "listUserGroups");
/// assert_eq!(serde_json::to_string(&cursor).unwrap(), stored);
///
/// let foreign = r#"{"operation":"listUsers","listing":"/api/v1/users","page":"//evil.example/x"}"#;
/// assert!(serde_json::from_str::<Cursor>(foreign).is_err());
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct Cursor {
    operation: String,
    listing: String,
    page: String,
}

impl Cursor {
    /// A cursor of the listing at the path `listing`, unless `page` is more than a path and query, or cannot be a page
    /// of it.
    pub(crate) fn new(operation: &str, listing: &str, page: &str) -> Result<Self, &'static str> {
        path::check(page)?;
        if !path::has_length_of(operation, listing, path::without_query(page)) {
            return Err("has another number of segments than the listing's path");
        }
        Ok(Self {
            operation: operation.to_owned(),
            listing: listing.to_owned(),
            page: page.to_owned(),
        })
    }

    /// The operationId of the listing, `listUsers`.
    pub fn operation_id(&self) -> &str {
        &self.operation
    }

    /// The path of the listing's first page.
    pub(crate) fn listing(&self) -> &str {
        &self.listing
    }

    /// The path and query of the page.
    pub(crate) fn page(&self) -> &str {
        &self.page
    }

    /// The path of the page alone.
    pub(crate) fn path(&self) -> &str {
        path::without_query(&self.page)
    }
}

impl fmt::Debug for Cursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Cursor({} …)", self.operation)
    }
}

#[derive(Deserialize)]
struct Stored {
    operation: String,
    listing: String,
    page: String,
}

impl TryFrom<Stored> for Cursor {
    type Error = String;

    fn try_from(stored: Stored) -> Result<Self, String> {
        // It is shown, and nothing else that was stored may be.
        if !stored.operation.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err("the cursor's operation is no operationId".to_owned());
        }
        let listing = if stored.listing.contains(['?', '#']) {
            Err("is more than a path")
        } else {
            path::check(&stored.listing)
        };
        listing.map_err(|problem| format!("the cursor's listing {problem}"))?;
        Self::new(&stored.operation, &stored.listing, &stored.page)
            .map_err(|problem| format!("the cursor's page {problem}"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::Cursor;
    use super::path::without_query;

    const LISTING: &str = "/api/v1/users";

    fn read(listing: &str, page: &str) -> Result<Cursor, serde_json::Error> {
        let stored = json!({"operation": "listUsers", "listing": listing, "page": page});
        serde_json::from_value(stored)
    }

    #[test]
    fn a_path_that_could_leave_the_org_or_its_place_is_refused() {
        for path in [
            "",
            "api/v1/users",
            "//evil.example/api",
            "/\\evil.example",
            "https://evil.example/api/v1/users",
            "/api/../admin",
            "/api/%2E%2e/admin",
            "/api v1",
            "/api\r\nHost: evil.example",
        ] {
            assert!(Cursor::new("listUsers", path, path).is_err(), "{path}");
            assert!(read(LISTING, path).is_err(), "{path}");
            assert!(read(path, LISTING).is_err(), "{path}");
        }
        assert!(read("/api/v1/users?after=1", "/api/v1/users").is_err());
        assert!(read("/api/v1/users#x", "/api/v1/users").is_err());
        read(LISTING, "/api/v1/users?after=1").unwrap();
        let odd = json!({"operation": "/api/v1/users/ada", "listing": LISTING, "page": LISTING});
        serde_json::from_value::<Cursor>(odd).unwrap_err();
    }

    #[test]
    fn a_page_of_another_number_of_segments_is_refused() {
        for page in [
            "/",
            "/admin?after=1",
            "/api/v1/users/",
            "/api/v1/users/00u1?after=/a/b",
        ] {
            let problem = read(LISTING, page).unwrap_err().to_string();
            assert!(problem.contains("number of segments"), "{page}: {problem}");
        }
    }

    #[test]
    fn a_cursor_without_its_listing_is_refused() {
        let stored = r#"{"operation":"listUsers","page":"/api/v1/users?after=1"}"#;
        let problem = serde_json::from_str::<Cursor>(stored).unwrap_err();
        assert!(problem.to_string().contains("`listing`"), "{problem}");
    }

    #[test]
    fn the_debug_form_names_nobody() {
        let path = "/api/v1/users/ada@example.com/groups";
        let cursor = Cursor::new("listUserGroups", path, &format!("{path}?after=1")).unwrap();
        assert_eq!(format!("{cursor:?}"), "Cursor(listUserGroups …)");
    }

    proptest! {
        #[test]
        fn a_stored_cursor_is_the_same_when_it_is_read(query in "[a-zA-Z0-9=&%._-]{0,40}") {
            let cursor = Cursor::new("listUsers", LISTING, &format!("{LISTING}?{query}")).unwrap();
            let stored = serde_json::to_string(&cursor).unwrap();
            prop_assert_eq!(serde_json::from_str::<Cursor>(&stored).unwrap(), cursor);
        }

        #[test]
        fn an_accepted_page_joined_to_the_org_stays_in_the_org(page in "[/\\\\@:?#%.a-z0-9]{0,30}|\\PC{0,30}") {
            if Cursor::new("listUsers", without_query(&page), &page).is_ok() {
                let uri: http::Uri = format!("https://acme.okta.com{page}").parse().unwrap();
                prop_assert_eq!(uri.authority().unwrap().as_str(), "acme.okta.com");
            }
        }
    }
}
