//! From method and path to an operation and its handler.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use okta_facts::Operation;
use percent_encoding::percent_decode_str;

use crate::call::Handler;
use crate::resources::ROUTES;

/// What a request asks for.
pub(crate) enum Match {
    /// An operation that the emulator answers, with the decoded values of its placeholders.
    Routed {
        operation: &'static Operation,
        handler: Handler,
        parameters: Vec<String>,
    },
    /// An operation that Okta has and the emulator does not.
    NotServed(&'static Operation),
    /// A path that Okta has, with another method.
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
    fixed: HashMap<&'static str, Place>,
    placeholder: Option<Box<Place>>,
    operations: Vec<(&'static Operation, Option<Handler>)>,
}

/// Every operation of the management API, by the segments of its path.
static TREE: LazyLock<Place> = LazyLock::new(|| {
    let handlers: HashMap<&str, Handler> = ROUTES.iter().copied().collect();
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
        place
            .operations
            .push((operation, handlers.get(operation.id).copied()));
    }
    tree
});

pub(crate) fn route(method: &str, path: &str) -> Match {
    let sent: Vec<&str> = segments(path).collect();
    let (mut taken, mut wrong_method) = (Vec::new(), false);
    match TREE.find(method, &sent, &mut taken, &mut wrong_method) {
        None if wrong_method => Match::WrongMethod,
        None => Match::Unknown,
        Some((operation, None)) => Match::NotServed(operation),
        Some((operation, Some(handler))) => Match::Routed {
            operation,
            handler,
            parameters: taken.into_iter().map(decoded).collect(),
        },
    }
}

impl Place {
    /// The operation at the end of the path. A fixed segment comes before a placeholder, so that
    /// `/api/v1/groups/rules` is not taken for a group with the id `rules`; where it leads to nothing with
    /// this method, the placeholder is tried.
    fn find<'path>(
        &self,
        method: &str,
        rest: &[&'path str],
        taken: &mut Vec<&'path str>,
        wrong_method: &mut bool,
    ) -> Option<(&'static Operation, Option<Handler>)> {
        let Some((segment, rest)) = rest.split_first() else {
            let mut here = self.operations.iter().copied();
            let found = here.find(|(operation, _)| operation.method.as_str() == method);
            *wrong_method |= found.is_none() && !self.operations.is_empty();
            return found;
        };
        let fixed = self.fixed.get(segment);
        if let Some(found) = fixed.and_then(|place| place.find(method, rest, taken, wrong_method)) {
            return Some(found);
        }
        taken.push(segment);
        let next = self.placeholder.as_ref();
        let found = next.and_then(|place| place.find(method, rest, taken, wrong_method));
        if found.is_none() {
            taken.pop();
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
        for (id, _) in ROUTES {
            assert!(okta_facts::operation(id).is_some(), "{id}");
            assert_eq!(ROUTES.iter().filter(|(other, _)| other == id).count(), 1, "{id}");
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
    fn a_fixed_segment_comes_before_a_placeholder() {
        assert_eq!(named("GET", "/api/v1/groups/rules").0, "listGroupRules");
        assert_eq!(named("PATCH", "/api/v1/users").0, "wrong method");
        assert_eq!(named("GET", "/api/v1/nowhere").0, "unknown");
    }
}
