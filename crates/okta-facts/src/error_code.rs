//! Error codes.

use crate::tables::ERROR_CODES;

/// One of Okta's error codes (<https://developer.okta.com/docs/reference/error-codes/>).
///
/// Okta promises the code only: the status and the summary of an answer may differ from what is documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorCode {
    /// The code, such as `"E0000007"`: `errorCode` of an error's body.
    pub code: &'static str,
    /// The documented HTTP status.
    pub status: u16,
    /// The documented `errorSummary`; `{0}` and so on stand for what varies.
    pub summary: &'static str,
    /// The documented title.
    pub title: &'static str,
    /// Whether the summary of an answer carries the message of the failure itself.
    pub includes_message: bool,
    /// The statuses that this code was seen with in recorded traffic, ascending; empty when it was not seen.
    pub observed: &'static [u16],
}

/// The error code with this name, or `None` when it is not documented.
///
/// ```
/// assert_eq!(okta_facts::error_code("E0000047").unwrap().status, 429);
/// ```
pub fn error_code(code: &str) -> Option<&'static ErrorCode> {
    let index = ERROR_CODES.binary_search_by(|row| row.code.cmp(code)).ok()?;
    ERROR_CODES.get(index)
}
