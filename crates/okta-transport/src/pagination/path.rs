//! Which paths the pages of a listing may have.

use okta_models::Metadata;
use percent_encoding::percent_decode_str;

/// The one listing whose link names a path of another template, and that path (recorded).
const ELSEWHERE: (&str, &str) = (
    "listAssociatedServersByTrustedType",
    "/api/v1/authorizationServers",
);

/// What a server may take for the end of a segment, or decode once more, when it stands encoded in one.
const SEPARATORS: &[u8] = br"/\;?#%";

/// The path of a path and query.
pub(crate) fn without_query(page: &str) -> &str {
    page.split('?').next().unwrap_or_default()
}

/// Refuses what is more or less than a path and query that stay where they are written: in the org, below its root.
pub(crate) fn check(page: &str) -> Result<(), &'static str> {
    let uri: http::Uri = page.parse().map_err(|_| "is not a path")?;
    // A browser takes `//` for another host and `\` for `/`; a server resolves dot segments, even when
    // encoded.
    if !page.starts_with('/') || page.starts_with("//") || page.contains('\\') || uri.authority().is_some() {
        return Err("is not a path that starts with one slash");
    }
    if segments(uri.path()).any(|segment| is_dots(&segment)) {
        return Err("holds a dot segment");
    }
    Ok(())
}

/// Whether two paths are the same. How a segment is encoded does not matter.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    segments(one).eq(segments(other))
}

/// Whether a page of the operation can have `path` as far as is known without the operation's template: it has as
/// many segments as the listing's.
pub(crate) fn has_length_of(operation_id: &str, listing: &str, path: &str) -> bool {
    (operation_id, path) == ELSEWHERE || segments(listing).count() == segments(path).count()
}

/// Whether `path` can be that of a page of the operation's listing at `listing`: a page of another path holds other
/// things than the listing promises, and a stored cursor must not choose what is read.
///
/// It is the listing's path or another of the operation's template. A listing can be asked for under a name that Okta
/// also takes for an id, such as `me`, a login or a label, and the links may then name the id.
pub(crate) fn is_page_of(operation: Metadata, listing: &str, path: &str) -> bool {
    is_same(listing, path)
        || (operation.operation_id(), path) == ELSEWHERE
        || has_template(operation.path_template(), listing, path)
}

fn has_template(template: &str, listing: &str, path: &str) -> bool {
    let segments_of = |path| segments(path).collect::<Vec<_>>();
    let (own, other) = (segments_of(listing), segments_of(path));
    template.split('/').count() == other.len()
        && own.len() == other.len()
        && template
            .split('/')
            .zip(own.iter().zip(&other))
            .all(|(expected, (own, other))| {
                if expected.starts_with('{') {
                    own == other || is_parameter(other)
                } else {
                    expected.as_bytes() == other
                }
            })
}

/// Whether a decoded segment is a value that stays one segment, whoever reads it.
fn is_parameter(segment: &[u8]) -> bool {
    !segment.is_empty() && !is_dots(segment) && !segment.iter().any(|byte| SEPARATORS.contains(byte))
}

fn is_dots(segment: &[u8]) -> bool {
    matches!(segment, b"." | b"..")
}

/// The segments, decoded.
fn segments(path: &str) -> impl Iterator<Item = Vec<u8>> {
    path.split('/')
        .map(|segment| percent_decode_str(segment).collect())
}

#[cfg(test)]
mod tests {
    use okta_models::Effect;
    use proptest::prelude::*;

    use super::*;

    const USER_GROUPS: Metadata = Metadata::new("listUserGroups", Effect::Reads);

    #[test]
    fn a_page_has_the_operations_template() {
        let is_page = |path: &str| is_page_of(USER_GROUPS, "/api/v1/users/me/groups", path);
        for path in [
            "/api/v1/users/me/groups",
            "/api/v1/users/%6De/groups",
            "/api/v1/users/00u1/groups",
            "/api/v1/users/ada@example.com/groups",
        ] {
            assert!(is_page(path), "{path}");
        }
        for path in [
            "/",
            "/api/v1/users/me",
            "/api/v1/users/me/groups/",
            "/api/v1/users//groups",
            "/api/v1/users/%2E./groups",
            "/api/v1/users/..%2F..%2Fadmin/groups",
            "/api/v1/users/..%5Cadmin/groups",
            "/api/v1/users/..;x/groups",
            "/api/v1/users/%252e%252e/groups",
            "/api/v1/users/me/roles",
            "/api/v2/users/me/groups",
        ] {
            assert!(!is_page(path), "{path}");
        }
        // What the caller named himself is his own.
        let own = "/api/v1/users/a%2Fb/groups";
        assert!(is_page_of(USER_GROUPS, own, own));
    }

    proptest! {
        #[test]
        fn every_page_has_the_length_of_its_listing(path in "/api/v1/users(/(me|00u1|%2e|;)?){0,2}(/groups)?/?") {
            let listing = "/api/v1/users/me/groups";
            if is_page_of(USER_GROUPS, listing, &path) {
                prop_assert!(has_length_of("listUserGroups", listing, &path));
            }
        }

        #[test]
        fn every_id_may_stand_for_the_name_that_was_asked_for(id in "[A-Za-z0-9_-]{1,20}") {
            let path = format!("/api/v1/users/{id}/groups");
            prop_assert!(is_page_of(USER_GROUPS, "/api/v1/users/ada@example.com/groups", &path));
        }
    }
}
