//! How many records a page is asked for: as many as Okta gives unless the caller says, and half as many after a page
//! that did not come in time.

use okta_models::Metadata;

const LIMIT: &str = "limit";

/// The path and query of a listing's first page, with the largest `limit` that is known where it names none.
///
/// Where no maximum is known it is the default, written out: beside some parameters Okta takes a smaller one (`q` of
/// `listUsers`: 10).
pub(crate) fn with_largest(operation: Metadata, page: &str) -> Option<String> {
    let asks_already = parameters(page).any(|parameter| name(parameter) == LIMIT);
    let largest = largest(operation).filter(|_| !asks_already)?;
    Some(with_limit(page, largest))
}

/// The same page with half as many records, down to as few as Okta takes. `after` stays, so nothing is passed over or
/// read twice.
pub(crate) fn halved(operation: Metadata, page: &str) -> Option<String> {
    let facts = operation.facts();
    let fewest = positive(facts.min_limit).unwrap_or(1);
    let asked = limit(page)
        .or_else(|| positive(facts.observed_limit))
        .or_else(|| positive(facts.default_limit))?;
    let half = (asked / 2).max(fewest);
    (takes_limit(operation) && half < asked).then(|| with_limit(page, half))
}

/// The `limit` that a path and query ask for.
pub(crate) fn limit(page: &str) -> Option<u32> {
    let parameter = parameters(page).find(|parameter| name(parameter) == LIMIT)?;
    parameter.split_once('=')?.1.parse().ok()
}

/// The `limit` of a path and query, or how many records Okta gives where they name none.
pub(crate) fn limit_or_usual(operation: Metadata, page: &str) -> u32 {
    let facts = operation.facts();
    limit(page)
        .or_else(|| positive(facts.observed_limit))
        .or_else(|| positive(facts.default_limit))
        .unwrap_or(1)
}

/// The path and query with another `limit`; everything else stays as it is.
pub(crate) fn with_limit(page: &str, limit: u32) -> String {
    let mut changed = without_limit(page);
    changed.push(if changed.contains('?') { '&' } else { '?' });
    changed.push_str(LIMIT);
    changed.push('=');
    changed.push_str(&limit.to_string());
    changed
}

/// The path and query without any `limit`.
pub(crate) fn without_limit(page: &str) -> String {
    let mut changed = String::with_capacity(page.len() + 12);
    changed.push_str(page.split('?').next().unwrap_or_default());
    let mut separator = '?';
    for parameter in parameters(page).filter(|parameter| name(parameter) != LIMIT) {
        changed.push(separator);
        changed.push_str(parameter);
        separator = '&';
    }
    changed
}

/// The parameters of a path and query.
pub(crate) fn parameters(page: &str) -> impl Iterator<Item = &str> {
    page.split_once('?')
        .map_or("", |(_, query)| query)
        .split('&')
        .filter(|parameter| !parameter.is_empty())
}

/// The name of a parameter.
pub(crate) fn name(parameter: &str) -> &str {
    parameter.split('=').next().unwrap_or_default()
}

fn largest(operation: Metadata) -> Option<u32> {
    let facts = operation.facts();
    positive(facts.max_limit)
        .or_else(|| positive(facts.default_limit))
        .filter(|_| takes_limit(operation))
}

fn takes_limit(operation: Metadata) -> bool {
    operation.facts().query.contains(&LIMIT)
}

/// -1 stands for "Okta decides".
fn positive(limit: Option<i32>) -> Option<u32> {
    limit
        .and_then(|limit| u32::try_from(limit).ok())
        .filter(|limit| *limit > 0)
}

#[cfg(test)]
mod tests {
    use okta_models::Effect;
    use proptest::prelude::*;

    use super::*;

    const fn reads(operation_id: &str) -> Metadata {
        Metadata::new(operation_id, Effect::Reads)
    }

    const USERS: Metadata = reads("listUsers");
    const APPS: Metadata = reads("listApplications");
    const GROUP_ASSIGNMENTS: Metadata = reads("listApplicationGroupAssignments");
    const ZONES: Metadata = reads("listNetworkZones");
    const ROLES: Metadata = reads("listRoles");

    #[test]
    fn a_first_page_is_asked_for_at_its_largest() {
        for (operation, page, asked) in [
            (USERS, "/u", Some("/u?limit=200")),
            (USERS, "/u?q=ada", Some("/u?q=ada&limit=200")),
            (USERS, "/u?limit=7&q=a", None),
            (APPS, "/a", Some("/a?limit=200")),
            (ZONES, "/z", None),
            (ROLES, "/r", None),
        ] {
            assert_eq!(with_largest(operation, page).as_deref(), asked, "{page}");
        }
    }

    #[test]
    fn a_page_is_halved_down_to_the_fewest_records_that_okta_takes() {
        for (operation, page, asked) in [
            (
                USERS,
                "/u?after=1&limit=200&q=a",
                Some("/u?after=1&q=a&limit=100"),
            ),
            (USERS, "/u?limit=2", Some("/u?limit=1")),
            (USERS, "/u?limit=1", None),
            (GROUP_ASSIGNMENTS, "/g?limit=30", Some("/g?limit=20")),
            (GROUP_ASSIGNMENTS, "/g?limit=20", None),
            // What nothing was asked for is halved from what Okta gives then.
            (APPS, "/a", Some("/a?limit=10")),
            (ZONES, "/z?limit=-1", Some("/z?limit=10")),
            (ROLES, "/r?limit=100", None),
        ] {
            assert_eq!(halved(operation, page).as_deref(), asked, "{page}");
        }
    }

    proptest! {
        #[test]
        fn nothing_but_the_limit_changes(query in "([a-z]{1,6}=[a-z%0-9]{0,6}&?){0,4}", limit in 1_u32..1000) {
            let page = format!("/api/v1/users?after=00u1&{query}");
            let changed = with_limit(&page, limit);
            prop_assert_eq!(super::limit(&changed), Some(limit));
            let others = |page: &str| {
                parameters(page).filter(|parameter| name(parameter) != LIMIT).map(str::to_owned).collect::<Vec<_>>()
            };
            prop_assert_eq!(others(&changed), others(&page));
        }

        #[test]
        fn halving_ends(limit in 1_u32..100_000) {
            let mut page = with_limit("/api/v1/users?after=00u1", limit);
            let mut times = 0;
            while let Some(smaller) = halved(USERS, &page) {
                prop_assert!(super::limit(&smaller) < super::limit(&page));
                page = smaller;
                times += 1;
            }
            prop_assert_eq!(super::limit(&page), Some(1));
            prop_assert!(times <= 17);
        }
    }
}
