//! From method and path to an operation and its handler.

use std::borrow::Cow;
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

struct Route {
    operation: &'static Operation,
    segments: Vec<&'static str>,
    handler: Option<Handler>,
}

/// Every operation of the management API. Those with more fixed segments come first, so that
/// `/api/v1/groups/rules` is not taken for a group with the id `rules`.
static TABLE: LazyLock<Vec<Route>> = LazyLock::new(|| {
    let mut table: Vec<Route> = okta_facts::OPERATIONS
        .iter()
        .map(|operation| Route {
            operation,
            segments: segments(operation.path).collect(),
            handler: ROUTES
                .iter()
                .find(|(id, _)| *id == operation.id)
                .map(|(_, handler)| *handler),
        })
        .collect();
    table.sort_by_key(|route| {
        route
            .segments
            .iter()
            .filter(|segment| is_placeholder(segment))
            .count()
    });
    table
});

pub(crate) fn route(method: &str, path: &str) -> Match {
    let sent: Vec<&str> = segments(path).collect();
    let mut found = Match::Unknown;
    for route in TABLE.iter().filter(|route| fits(&route.segments, &sent)) {
        if route.operation.method.as_str() != method {
            // The most fixed path decides, so a placeholder further down does not change what was found.
            if matches!(found, Match::Unknown) {
                found = Match::WrongMethod;
            }
            continue;
        }
        return match route.handler {
            None => Match::NotServed(route.operation),
            Some(handler) => {
                let pairs = route
                    .segments
                    .iter()
                    .zip(&sent)
                    .filter(|(known, _)| is_placeholder(known));
                let parameters = pairs.map(|(_, value)| decoded(value)).collect();
                Match::Routed {
                    operation: route.operation,
                    handler,
                    parameters,
                }
            }
        };
    }
    found
}

/// The segments of a path. Slashes that are doubled or last do not count: a recorded `//api/v1/users/...` was
/// answered like `/api/v1/users/...`.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

fn is_placeholder(segment: &str) -> bool {
    segment.starts_with('{')
}

fn fits(known: &[&str], sent: &[&str]) -> bool {
    known.len() == sent.len()
        && known
            .iter()
            .zip(sent)
            .all(|(known, sent)| is_placeholder(known) || known == sent)
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
