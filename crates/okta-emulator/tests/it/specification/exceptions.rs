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

/// Deviations of Okta's, by operation (`*` for any), the end of the place and what is there, with what shows them.
type Shown = (&'static str, &'static str, &'static str, &'static str);

/// What a recording shows that anybody can read and that is not among the given ones: answers of real orgs.
const RECORDED_ELSEWHERE: [Shown; 4] = [
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
        "listPolicyRules",
        "/actions/idp/providers/*/type",
        "'OKTA' is not listed",
        "the rules of a real org's policy, quoted in <https://github.com/okta/okta-sdk-java/issues/983>",
    ),
];

/// What no recording shows. A status that an error code brings with it is Okta's word of another kind, and changing it
/// would be untrue.
///
/// The other rows are of answers that the specification gives as examples and its own schemas refuse.
const DOCUMENTED: [Shown; 8] = [
    (
        "*",
        "409",
        "is a status that the operation does not list",
        "Okta's list of error codes, on E0000090; the integration tests of Okta's .NET SDK expect it of a role that is \
         assigned twice (RoleAssignmentClientApiTests)",
    ),
    (
        "*",
        "/profile/serial",
        "is not of type 'object'",
        "the specification's examples UploadYubikeyTokenSeedResponse and ListYubikeyOptTokensResponse",
    ),
    (
        "listAuthenticatorEnrollments",
        "/",
        "is not of type 'object'",
        "the specification's example AuthenticatorEnrollmentResponseListAll, which is a list",
    ),
    (
        "listAuthenticatorEnrollments",
        "/",
        "is refused",
        "the specification's example AuthenticatorEnrollmentResponseListAll, which is a list",
    ),
    (
        "verifyFactor",
        "/profile/phoneNumber",
        "is not of type 'object'",
        "the specification's example UserFactorChallengeSmsResponse",
    ),
    (
        "verifyFactor",
        "/profile/credentialId",
        "is not of type 'object'",
        "the specification's example UserFactorChallengeWebauthnResponse",
    ),
    (
        "verifyFactor",
        "/profile/authenticatorName",
        "is not of type 'object'",
        "the specification's example UserFactorChallengeWebauthnResponse",
    ),
    (
        "getAuthenticatorEnrollment",
        "/profile",
        "'phoneNumber' is a required property",
        "the specification, AuthenticatorProfileTacResponsePost: only the code itself is not told again",
    ),
];

/// The deviations that the given recordings cannot show.
pub(super) fn shown_elsewhere() -> impl Iterator<Item = &'static Shown> {
    RECORDED_ELSEWHERE.iter().chain(&DOCUMENTED)
}

/// The place in [`shown_elsewhere`] of what excuses a deviation.
pub(super) fn elsewhere(found: &Deviation) -> Option<usize> {
    shown_elsewhere().position(|(operation, end, what, _)| {
        let place = found.place.ends_with(end) || (found.place.is_empty() && found.status == *end);
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
