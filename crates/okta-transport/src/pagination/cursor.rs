//! [`Cursor`]: where a listing goes on, to be kept and used again.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The next page of a listing: an operationId, and a path with its query. It holds no origin, so a
/// stored cursor cannot send a token anywhere.
///
/// It may be stored as JSON and given to [`Client::resume`](crate::Client::resume) by another process. It
/// holds the query of the listing, which may name people; `Debug` shows the path alone.
///
/// ```
/// use okta_transport::Cursor;
///
/// let stored = r#"{"operation":"listUsers","page":"/api/v1/users?after=00u1"}"#;
/// let cursor: Cursor = serde_json::from_str(stored).unwrap();
/// assert_eq!(cursor.operation_id(), "listUsers");
/// assert_eq!(serde_json::to_string(&cursor).unwrap(), stored);
/// assert!(serde_json::from_str::<Cursor>(r#"{"operation":"listUsers","page":"//evil.example/x"}"#).is_err());
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct Cursor {
    operation: String,
    page: String,
}

impl Cursor {
    /// A cursor, unless `page` is more than a path and query.
    pub(crate) fn new(operation: &str, page: &str) -> Result<Self, &'static str> {
        let uri: http::Uri = page.parse().map_err(|_| "is not a path")?;
        let segments = || uri.path().split('/');
        // A browser takes `//` for another host and `\` for `/`; a server resolves dot segments, even when
        // encoded.
        if !page.starts_with('/')
            || page.starts_with("//")
            || page.contains('\\')
            || uri.authority().is_some()
        {
            return Err("is not a path that starts with one slash");
        }
        let is_dots = |segment: &str| {
            matches!(
                segment.to_ascii_lowercase().replace("%2e", ".").as_str(),
                "." | ".."
            )
        };
        if segments().any(is_dots) {
            return Err("holds a dot segment");
        }
        Ok(Self {
            operation: operation.to_owned(),
            page: page.to_owned(),
        })
    }

    /// The operationId of the listing, `listUsers`.
    pub fn operation_id(&self) -> &str {
        &self.operation
    }

    /// The path and query of the page.
    pub(crate) fn page(&self) -> &str {
        &self.page
    }

    /// The path alone.
    pub(crate) fn path(&self) -> &str {
        self.page.split('?').next().unwrap_or_default()
    }
}

impl fmt::Debug for Cursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Cursor({} {}?…)", self.operation, self.path())
    }
}

#[derive(Deserialize)]
struct Stored {
    operation: String,
    page: String,
}

impl TryFrom<Stored> for Cursor {
    type Error = String;

    fn try_from(stored: Stored) -> Result<Self, String> {
        Self::new(&stored.operation, &stored.page).map_err(|problem| format!("the cursor's page {problem}"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Cursor;

    #[test]
    fn a_page_that_could_leave_the_org_or_its_path_is_refused() {
        for page in [
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
            assert!(Cursor::new("listUsers", page).is_err(), "{page}");
        }
    }

    proptest! {
        #[test]
        fn a_stored_cursor_is_the_same_when_it_is_read(query in "[a-zA-Z0-9=&%._-]{0,40}") {
            let cursor = Cursor::new("listUsers", &format!("/api/v1/users?{query}")).unwrap();
            let stored = serde_json::to_string(&cursor).unwrap();
            prop_assert_eq!(serde_json::from_str::<Cursor>(&stored).unwrap(), cursor);
        }

        #[test]
        fn an_accepted_page_joined_to_the_org_stays_in_the_org(page in "[/\\\\@:?#%.a-z0-9]{0,30}|\\PC{0,30}") {
            if Cursor::new("listUsers", &page).is_ok() {
                let uri: http::Uri = format!("https://acme.okta.com{page}").parse().unwrap();
                prop_assert_eq!(uri.authority().unwrap().as_str(), "acme.okta.com");
            }
        }
    }
}
