//! What a 403 is about: most of Okta's codes with that status say nothing against the credentials.

use super::ErrorKind;

/// The codes that are about who calls, and from where.
const CREDENTIALS: &[&str] = &[
    "E0000006", "E0000013", "E0000057", "E0000058", "E0000085", "E0000092", "E0000212", "E0000260",
    "E0000267",
];

/// The codes that are about what was sent: a password, an answer, a passcode, an attribute.
const INPUT: &[&str] = &[
    "E0000014", "E0000017", "E0000068", "E0000075", "E0000077", "E0000078", "E0000080", "E0000081",
    "E0000082", "E0000083", "E0000087",
];

/// The kind of a 403 with this code. The others that Okta lists with this status are about the state of what was called:
/// "Activation failed because the user is already active", "Cannot modify/disable this authenticator because it is enabled
/// in one or more policies" (recorded). A role more would not help.
pub(super) fn kind(code: Option<&str>) -> ErrorKind {
    let Some(code) = code else {
        return ErrorKind::Forbidden;
    };
    if CREDENTIALS.contains(&code) {
        ErrorKind::Forbidden
    } else if INPUT.contains(&code) {
        ErrorKind::InvalidInput
    } else if okta_facts::error_code(code).is_some_and(|known| known.status == 403) {
        ErrorKind::Conflict
    } else {
        ErrorKind::Forbidden
    }
}

#[cfg(test)]
mod tests {
    use super::{CREDENTIALS, INPUT, kind};
    use crate::ErrorKind;

    #[test]
    fn a_code_of_a_state_or_an_input_says_nothing_against_the_credentials() {
        for (code, expected) in [
            (None, ErrorKind::Forbidden),
            (Some("E0000006"), ErrorKind::Forbidden),
            (Some("E9999999"), ErrorKind::Forbidden),
            (Some("E0000016"), ErrorKind::Conflict),
            (Some("E0000032"), ErrorKind::Conflict),
            (Some("E0000038"), ErrorKind::Conflict),
            (Some("E0000056"), ErrorKind::Conflict),
            (Some("E0000148"), ErrorKind::Conflict),
            (Some("E0000068"), ErrorKind::InvalidInput),
        ] {
            assert_eq!(kind(code), expected, "{code:?}");
        }
    }

    #[test]
    fn every_code_that_is_told_apart_is_one_of_okta_s() {
        for code in CREDENTIALS.iter().chain(INPUT) {
            assert_eq!(
                okta_facts::error_code(code).map(|known| known.status),
                Some(403),
                "{code}"
            );
        }
    }
}
