//! The table of operations, under the tags of Okta's specification. Method and path come from okta-facts.

mod administrators;
mod applications;
mod groups;
mod org;
mod people;

use crate::call::Handler;

/// The handler of each operation, by Okta's `operationId`.
pub(crate) fn routes() -> impl Iterator<Item = (&'static str, Handler)> {
    let tables = [
        people::ROUTES,
        groups::ROUTES,
        applications::ROUTES,
        administrators::ROUTES,
        org::ROUTES,
    ];
    tables.into_iter().flatten().copied()
}
