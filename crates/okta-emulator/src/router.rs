//! From method and path to an operation and its handler.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use okta_facts::Operation;
use percent_encoding::percent_decode_str;

use crate::call::Handler;
use crate::quick_hash::QuickBuild;
use crate::resources::routes;

/// What a request asks for.
pub(crate) enum Match {
    /// An operation that the emulator answers, with the decoded values of its placeholders.
    Routed {
        operation: &'static Operation,
        handler: Handler,
        parameters: Vec<String>,
        /// The rate limit that the request counts in.
        bucket: &'static str,
    },
    /// An operation that Okta has and the emulator does not.
    NotServed(&'static Operation),
    /// A path that Okta has, with another method: the specification has `GET`, `POST`, `PUT`, `DELETE` and `PATCH`. That
    /// `HEAD` is answered as any method that a path has not, and not as `GET` without a body, is not verified.
    WrongMethod,
    /// No path of Okta's management API.
    Unknown,
}

impl Match {
    /// The `operationId`, of operations that are not served too.
    pub(crate) fn operation(&self) -> Option<&'static str> {
        match self {
            Self::Routed { operation, .. } | Self::NotServed(operation) => Some(operation.id),
            Self::WrongMethod | Self::Unknown => None,
        }
    }
}

/// A place in the tree of paths: what may follow it, and the operations that end here.
#[derive(Default)]
struct Place {
    fixed: HashMap<&'static str, Place, QuickBuild>,
    placeholder: Option<Box<Place>>,
    operations: Vec<Known>,
}

#[derive(Clone, Copy)]
struct Known {
    operation: &'static Operation,
    handler: Option<Handler>,
    /// Where the values of its placeholders are names of no bucket.
    bucket: &'static str,
}

/// No path of an operation has more segments.
const DEEPEST: usize = 16;

/// Every operation of the management API, by the segments of its path.
static TREE: LazyLock<Place> = LazyLock::new(|| {
    let handlers: HashMap<&str, Handler> = routes().collect();
    let mut tree = Place::default();
    for operation in okta_facts::OPERATIONS {
        let mut place = &mut tree;
        for segment in segments(operation.path) {
            place = if is_placeholder(segment) {
                place.placeholder.get_or_insert_default()
            } else {
                place.fixed.entry(segment).or_default()
            };
        }
        place.operations.push(Known {
            operation,
            handler: handlers.get(operation.id).copied(),
            bucket: bucket(operation.method.as_str(), operation.path),
        });
    }
    tree
});

/// The segments that the table of buckets names. A path with another one in the place of a placeholder counts in the
/// same bucket as the placeholder itself; `/api/v1/users/me` has one of its own.
static NAMED_BY_BUCKETS: LazyLock<HashSet<&'static str, QuickBuild>> = LazyLock::new(|| {
    let rows = okta_facts::BUCKETS.iter().map(|row| row.segments);
    let prefixes = okta_facts::BUCKET_PREFIXES.iter().map(|prefix| prefix.segments);
    rows.chain(prefixes).flatten().copied().collect()
});

fn bucket(method: &str, path: &str) -> &'static str {
    okta_facts::bucket(method, path).unwrap_or("/api/v1")
}

pub(crate) fn route(method: &str, path: &str) -> Match {
    let (mut sent, mut length) = ([""; DEEPEST], 0);
    for segment in segments(path) {
        let Some(place) = sent.get_mut(length) else {
            return Match::Unknown;
        };
        *place = segment;
        length += 1;
    }
    let (mut taken, mut wrong_method) = (Taken::default(), false);
    let Some(known) = TREE.find(method, &sent[..length], &mut taken, &mut wrong_method) else {
        return if wrong_method {
            Match::WrongMethod
        } else {
            Match::Unknown
        };
    };
    let Some(handler) = known.handler else {
        return Match::NotServed(known.operation);
    };
    let taken = &taken.values[..taken.length];
    let names_a_bucket = taken.iter().any(|value| NAMED_BY_BUCKETS.contains(value));
    Match::Routed {
        operation: known.operation,
        handler,
        parameters: taken.iter().map(|value| decoded(value)).collect(),
        bucket: if names_a_bucket {
            bucket(method, path)
        } else {
            known.bucket
        },
    }
}

/// The values of placeholders on the way through the tree.
#[derive(Default)]
struct Taken<'path> {
    values: [&'path str; DEEPEST],
    length: usize,
}

impl Place {
    /// The operation at the end of the path. A fixed segment comes before a placeholder, so that
    /// `/api/v1/groups/rules` is not taken for a group with the id `rules`; where it leads to nothing with
    /// this method, the placeholder is tried.
    fn find<'path>(
        &self,
        method: &str,
        rest: &[&'path str],
        taken: &mut Taken<'path>,
        wrong_method: &mut bool,
    ) -> Option<Known> {
        let Some((segment, rest)) = rest.split_first() else {
            let mut here = self.operations.iter().copied();
            let found = here.find(|known| known.operation.method.as_str() == method);
            *wrong_method |= found.is_none() && !self.operations.is_empty();
            return found;
        };
        let fixed = self.fixed.get(segment);
        if let Some(found) = fixed.and_then(|place| place.find(method, rest, taken, wrong_method)) {
            return Some(found);
        }
        taken.values[taken.length] = segment;
        taken.length += 1;
        let next = self.placeholder.as_ref();
        let found = next.and_then(|place| place.find(method, rest, taken, wrong_method));
        if found.is_none() {
            taken.length -= 1;
        }
        found
    }
}

/// The segments of a path. Slashes that are doubled or last do not count: a recorded `//api/v1/users/...` was
/// answered like `/api/v1/users/...`.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

fn is_placeholder(segment: &str) -> bool {
    segment.starts_with('{')
}

fn decoded(segment: &str) -> String {
    if !segment.contains('%') {
        return segment.to_owned();
    }
    let decoded: Cow<'_, str> = percent_decode_str(segment).decode_utf8_lossy();
    decoded.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(method: &str, path: &str) -> (&'static str, Vec<String>) {
        match route(method, path) {
            Match::Routed {
                operation,
                parameters,
                ..
            } => (operation.id, parameters),
            Match::NotServed(operation) => (operation.id, Vec::new()),
            Match::WrongMethod => ("wrong method", Vec::new()),
            Match::Unknown => ("unknown", Vec::new()),
        }
    }

    #[test]
    fn every_route_names_an_operation_of_okta_and_none_twice() {
        for (id, _) in routes() {
            assert!(okta_facts::operation(id).is_some(), "{id}");
            assert_eq!(routes().filter(|(other, _)| *other == id).count(), 1, "{id}");
        }
    }

    #[test]
    fn placeholders_are_decoded_and_cannot_add_segments() {
        assert_eq!(
            named("GET", "/api/v1/users/a%2Fb%23c%40d.example"),
            ("getUser", vec!["a/b#c@d.example".into()])
        );
        assert_eq!(named("GET", "//api/v1/users/me/"), ("getUser", vec!["me".into()]));
        assert_eq!(named("GET", "/api/v1/users/a/../../b"), ("unknown", Vec::new()));
    }

    #[test]
    fn a_request_counts_in_the_bucket_that_the_table_has_for_its_path() {
        let values = NAMED_BY_BUCKETS.iter().copied().chain(["00u1", "a%2Fb"]);
        for value in values.filter(|value| !value.contains('/')) {
            for (id, _) in routes() {
                let operation = okta_facts::operation(id).unwrap();
                let filled = segments(operation.path)
                    .map(|segment| if is_placeholder(segment) { value } else { segment });
                let path = filled.fold(String::new(), |path, segment| path + "/" + segment);
                let method = operation.method.as_str();
                // Another operation may be meant by the path, with another set of placeholders.
                if let Match::Routed { bucket, .. } = route(method, &path) {
                    assert_eq!(
                        Some(bucket),
                        okta_facts::bucket(method, &path).or(Some("/api/v1")),
                        "{method} {path}"
                    );
                }
            }
        }
    }

    #[test]
    fn no_path_is_deeper_than_what_is_looked_at() {
        let deepest = okta_facts::OPERATIONS
            .iter()
            .map(|operation| segments(operation.path).count())
            .max();
        assert!(deepest.is_some_and(|deepest| deepest <= DEEPEST), "{deepest:?}");
        assert_eq!(named("GET", &"/a".repeat(DEEPEST + 1)).0, "unknown");
    }

    #[test]
    fn a_fixed_segment_comes_before_a_placeholder() {
        assert_eq!(named("GET", "/api/v1/groups/rules").0, "listGroupRules");
        assert_eq!(named("PATCH", "/api/v1/users").0, "wrong method");
        assert_eq!(named("GET", "/api/v1/nowhere").0, "unknown");
    }
}
