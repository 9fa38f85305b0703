//! The deviations that recordings of real orgs show, each with the exchange that shows it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::deviation::{Deviation, Seen};

const TABLE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/it/specification/exceptions.tsv"
);
const HEADING: &str = "operation\tstatus\tplace\twhat\tsource\tindex\n";

pub(super) fn table() -> BTreeMap<Deviation, Seen> {
    let text = fs::read_to_string(TABLE).unwrap();
    let rows = text.lines().skip(1).map(|row| {
        let columns: Vec<&str> = row.split('\t').collect();
        let [operation, status, place, what, source, index] = columns[..] else {
            panic!("{row} has not six columns");
        };
        let deviation = Deviation {
            operation: operation.to_owned(),
            status: status.to_owned(),
            place: place.to_owned(),
            what: what.to_owned(),
        };
        (deviation, (source.to_owned(), index.parse().unwrap()))
    });
    rows.collect()
}

pub(super) fn write(table: &BTreeMap<Deviation, Seen>) {
    let mut text = HEADING.to_owned();
    for (deviation, (source, index)) in table {
        writeln!(text, "{deviation}\t{source}\t{index}").unwrap();
    }
    fs::write(TABLE, text).unwrap();
}

/// Deviations of Okta's that no given recording shows, by operation (`*` for any), the end of the place and what is
/// there, with what shows them.
pub(super) const PUBLISHED: [(&str, &str, &str, &str); 9] = [
    (
        "*",
        "/profile/description",
        "null",
        "groups of a real org in <https://github.com/okta/terraform-provider-okta/pull/1032>",
    ),
    (
        "getSession",
        "/lastFactorVerification",
        "null",
        "the example of the operation in Okta's reference of the Sessions API",
    ),
    (
        "refreshSession",
        "/lastFactorVerification",
        "null",
        "the example of the operation in Okta's reference of the Sessions API",
    ),
    (
        "replaceRolePermission",
        "/conditions/include/okta:ResourceAttribute/User/Profile",
        "is not of type 'object'",
        "the specification's own example of the operation, a list of names",
    ),
    (
        "replaceRolePermission",
        "/conditions/exclude/okta:ResourceAttribute/User/Profile",
        "is not of type 'object'",
        "the specification's own example of the operation, a list of names",
    ),
    (
        "listPolicyRules",
        "/actions/idp/providers/*/type",
        "'OKTA' is not listed",
        "the specification's own description of a provider, of which OKTA is one",
    ),
    (
        "listApplications",
        "/_embedded/user/*",
        "is not of type 'object'",
        "the specification's own words on expand=user/{userId}: the app user is embedded",
    ),
    (
        "listApplications",
        "/_embedded/user/*",
        "null",
        "the specification's own words on expand=user/{userId}: the app user is embedded",
    ),
    (
        "*",
        "409",
        "is a status that the operation does not list",
        "Okta's list of error codes, such as E0000090",
    ),
];

/// The place in [`PUBLISHED`] of what excuses a deviation.
pub(super) fn published(found: &Deviation) -> Option<usize> {
    PUBLISHED.iter().position(|(operation, end, what, _)| {
        let place = match end.strip_suffix("/*") {
            Some(above) => found
                .place
                .rsplit_once('/')
                .is_some_and(|(found, _)| found.ends_with(above)),
            None => found.place.ends_with(end) || (found.place.is_empty() && found.status == *end),
        };
        (*operation == "*" || *operation == found.operation) && place && *what == found.what
    })
}

/// Which operations answer with the same schema.
pub(super) struct Answers(BTreeMap<String, String>);

impl Answers {
    pub(super) fn of(specification: &Path) -> Self {
        let specification: Value = serde_json::from_slice(&fs::read(specification).unwrap()).unwrap();
        let paths = specification["paths"].as_object().unwrap().values();
        let operations = paths.flat_map(|path| path.as_object().unwrap().values());
        let named = operations.filter_map(|operation| {
            let id = operation["operationId"].as_str()?;
            let mut responses = operation["responses"].as_object()?.iter();
            let (_, success) = responses.find(|(status, _)| status.starts_with('2'))?;
            let schema = &success["content"]["application/json"]["schema"];
            let schema = if schema["type"] == "array" {
                &schema["items"]
            } else {
                schema
            };
            (!schema.is_null()).then(|| (id.to_owned(), schema.to_string()))
        });
        Self(named.collect())
    }

    /// Whether what a recording shows of one operation says that Okta deviates so in the other: it is the same
    /// operation, the same status of whichever operation, the same kind of object, or such an object inside of
    /// another.
    pub(super) fn excuse(&self, shown: &Deviation, found: &Deviation) -> bool {
        if (&shown.status, &shown.what) != (&found.status, &found.what) {
            return false;
        }
        let of_one = shown.place_in_one();
        let is_inside = || of_one.matches('/').count() >= 2 && found.place.ends_with(of_one);
        (shown.operation == found.operation && shown.place == found.place)
            || (self.are_alike(shown, found) && of_one == found.place_in_one())
            || (found.place.contains("/_embedded/") && is_inside())
    }

    fn are_alike(&self, one: &Deviation, other: &Deviation) -> bool {
        let schema = |deviation: &Deviation| self.0.get(&deviation.operation);
        schema(one).is_some() && schema(one) == schema(other)
    }

    /// The first exchange that excuses each deviation, of those that exchanges must excuse.
    pub(super) fn excused(
        &self,
        found: &BTreeSet<Deviation>,
        shown: &BTreeMap<Deviation, Seen>,
    ) -> BTreeMap<Deviation, Seen> {
        let excused = found.iter().filter_map(|found| {
            let same = shown.get_key_value(found);
            let mut others = shown.iter().filter(|(shown, _)| self.excuse(shown, found));
            let (_, seen) = same.or_else(|| others.next())?;
            Some((found.clone(), seen.clone()))
        });
        excused.collect()
    }
}
