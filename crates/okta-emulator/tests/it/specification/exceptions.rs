//! The deviations that recordings of real orgs or examples of the specification show, each with what shows it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::deviation::{Deviation, Seen};
use super::examples::referred;

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

/// Deviations of Okta's, by operation (`*` for any, or several with spaces between), the end of the place and what is there,
/// with what shows them.
type Shown = (&'static str, &'static str, &'static str, &'static str);

/// What a recording shows that anybody can read and that is not among the given ones: answers of real orgs.
const RECORDED_ELSEWHERE: [Shown; 16] = [
    (
        "*",
        "/profile/description",
        "null",
        "a list of groups of a real org, quoted in <https://github.com/okta/terraform-provider-okta/pull/1032>",
    ),
    (
        "replaceRolePermission",
        "/conditions/include/okta:ResourceAttribute/User/Profile",
        "is not of type 'object'",
        "exchange 2 of test/fixtures/vcr/idaas/TestAccResourceOktaAdminRoleCustom_withConditions/oie-00.yaml in \
         okta/terraform-provider-okta at ca25a530",
    ),
    (
        "replaceRolePermission",
        "/conditions/exclude/okta:ResourceAttribute/User/Profile",
        "is not of type 'object'",
        "exchange 3 of test/fixtures/vcr/idaas/TestAccResourceOktaAdminRoleCustom_withConditions/oie-00.yaml in \
         okta/terraform-provider-okta at ca25a530",
    ),
    (
        "clonePolicy",
        "/created",
        "null",
        "exchange 1 of tests/integration/cassettes/test_policies_it/TestPoliciesResource.test_clone_policy.yaml in \
         okta/okta-sdk-python at 96ef4dc8",
    ),
    (
        "clonePolicy",
        "/lastUpdated",
        "null",
        "exchange 1 of tests/integration/cassettes/test_policies_it/TestPoliciesResource.test_clone_policy.yaml in \
         okta/okta-sdk-python at 96ef4dc8",
    ),
    (
        "listPolicyRules",
        "/actions/idp/providers/*/type",
        "'OKTA' is not listed",
        "the rules of a real org's policy, quoted in <https://github.com/okta/okta-sdk-java/issues/983>",
    ),
    (ORG_SETTINGS, "/address1", "null", ORG_RECORDED),
    (ORG_SETTINGS, "/address2", "null", ORG_RECORDED),
    (ORG_SETTINGS, "/city", "null", ORG_RECORDED),
    (ORG_SETTINGS, "/country", "null", ORG_RECORDED),
    (ORG_SETTINGS, "/expiresAt", "null", ORG_RECORDED),
    (ORG_SETTINGS, "/postalCode", "null", ORG_RECORDED),
    (ORG_SETTINGS, "/state", "null", ORG_RECORDED),
    (
        ORG_SETTINGS,
        "/_links/logo",
        "null",
        "exchange 2 of test/fixtures/vcr/TestAccOktaOrgConfiguration/mm-oie-2022-10-07-max.yaml in \
         okta/terraform-provider-okta at 5bba13a4",
    ),
    (
        "getSession refreshSession",
        "/lastFactorVerification",
        "null",
        "exchanges 3 and 4 of tests/integration/cassettes/test_sessions_it/\
         TestSessionsResource.test_successful_session_lifecycle.yaml in okta/okta-sdk-python at 7a52c7d6",
    ),
    (
        "enrollFactor resendEnrollFactor",
        "/_links/resend",
        "is not of type 'object'",
        "exchanges 1 and 2 of tests/integration/cassettes/test_factors_it/TestFactorsResource.test_delete_factor.yaml in \
         okta/okta-sdk-python at 230c01ec",
    ),
];

const ORG_SETTINGS: &str = "getOrgSettings replaceOrgSettings updateOrgSettings";
const ORG_RECORDED: &str = "exchanges 0 to 2 of tests/integration/cassettes/test_org_it/\
                            TestOrgResource.test_setting_update.yaml in okta/okta-sdk-python at 3468ddea";

/// The deviations that neither the given recordings nor the examples can show.
pub(super) fn shown_elsewhere() -> impl Iterator<Item = &'static Shown> {
    RECORDED_ELSEWHERE.iter()
}

/// Whether a status that an operation does not list is the one that Okta's list of error codes has beside the code of
/// the answer: of each answer with the status. A code brings its status with it, whichever operation answers it.
pub(super) fn is_of_the_codes(found: &Deviation, exchanges: &[Value]) -> bool {
    let answers = exchanges
        .iter()
        .filter(|exchange| exchange["status"].as_u64() == found.status.parse().ok());
    let mut codes = answers.map(|exchange| {
        let body = exchange["response_body"].as_str().unwrap_or_default();
        let body: Value = serde_json::from_str(body).unwrap_or_default();
        okta_facts::error_code(body["errorCode"].as_str()?)
    });
    *found == Deviation::unlisted(&found.status)
        && codes.all(|code| code.is_some_and(|code| Some(code.status) == found.status.parse().ok()))
}

/// The place in [`shown_elsewhere`] of what excuses a deviation.
pub(super) fn elsewhere(found: &Deviation) -> Option<usize> {
    shown_elsewhere().position(|(operation, end, what, _)| {
        (*operation == "*" || operation.split(' ').any(|operation| operation == found.operation))
            && found.place.ends_with(end)
            && *what == found.what
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
            let success = referred(&specification, success);
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
