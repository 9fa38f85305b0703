//! [`OktaError`]: the body that Okta sends with an error.

use std::fmt::{self, Write as _};

use serde::Deserialize;
use serde_json::Value;

use super::redact::Echoes;

/// What Okta says about a failed call.
///
/// Only the [code](OktaError::code) is stable. The summary and the causes are Okta's own words and
/// may repeat what was asked for, such as a login; `Debug` and the `Display` of [`Error`](crate::Error)
/// therefore withhold personal values, and the accessors give the full text.
///
/// Okta's page: <https://developer.okta.com/docs/reference/error-codes/>.
#[derive(Clone)]
pub struct OktaError {
    code: String,
    summary: String,
    causes: Vec<String>,
    id: String,
    link: String,
    shown: String,
}

impl OktaError {
    /// Reads an error body, or gives `None` when it is no error of Okta's API.
    pub(crate) fn parse(body: &[u8], echoes: &Echoes) -> Option<Self> {
        let wire: Wire = serde_json::from_slice(body).ok()?;
        // It is shown as it is, so it must be a word.
        let is_word = |code: &String| {
            let mut bytes = code.bytes();
            bytes.all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte)) && !code.is_empty()
        };
        let code = text(&wire.code).filter(is_word)?;
        let summary = text(&wire.summary).unwrap_or_default();
        let causes = causes(&wire.causes);
        let shown = shown(&summary, &causes, echoes);
        let id = text(&wire.id).unwrap_or_default();
        let link = text(&wire.link).unwrap_or_default();
        Some(Self {
            code,
            summary,
            causes,
            id,
            link,
            shown,
        })
    }

    /// The error code, `E0000007`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What happened, in Okta's words; may hold personal values.
    pub fn summary(&self) -> &str {
        &self.summary
    }

    /// The reasons, in Okta's words; may hold personal values.
    pub fn causes(&self) -> &[String] {
        &self.causes
    }

    /// The id of this one failure, `oae…`, which Okta's support asks for.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Okta's `errorLink`, which equals the code in recorded traffic.
    pub fn link(&self) -> &str {
        &self.link
    }

    /// The summary and the causes without personal values.
    pub(crate) fn shown(&self) -> &str {
        &self.shown
    }
}

impl fmt::Debug for OktaError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("OktaError")
            .field("code", &self.code)
            .field("words", &self.shown)
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Any member may be missing or of another type: examples in Okta's specification have an object for the
/// causes.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Wire {
    #[serde(rename = "errorCode")]
    code: Value,
    #[serde(rename = "errorSummary")]
    summary: Value,
    #[serde(rename = "errorCauses")]
    causes: Value,
    #[serde(rename = "errorId")]
    id: Value,
    #[serde(rename = "errorLink")]
    link: Value,
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn causes(value: &Value) -> Vec<String> {
    match value {
        Value::Array(causes) => causes.iter().flat_map(self::causes).collect(),
        Value::Object(cause) => cause.get("errorSummary").and_then(text).into_iter().collect(),
        other => text(other).into_iter().collect(),
    }
}

/// Okta repeats a cause in the summary at times, so each text is shown once, and no more than a few of them.
fn shown(summary: &str, causes: &[String], echoes: &Echoes) -> String {
    const SHOWN_CAUSES: usize = 5;
    let mut parts: Vec<String> = Vec::new();
    for words in std::iter::once(summary).chain(causes.iter().take(SHOWN_CAUSES).map(String::as_str)) {
        let words = echoes.withhold(words);
        if !words.is_empty() && !parts.contains(&words) {
            parts.push(words);
        }
    }
    let mut shown = parts.join("; ");
    if let Some(more) = causes.len().checked_sub(SHOWN_CAUSES).filter(|more| *more > 0) {
        // Writing to a `String` cannot fail.
        let _ = write!(shown, "; and {more} more");
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_are_read_from_an_array_an_object_or_a_text() {
        for body in [
            r#"{"errorCode": "E0000001", "errorCauses": [{"errorSummary": "login: taken"}]}"#,
            r#"{"errorCode": "E0000001", "errorCauses": {"errorSummary": "login: taken"}}"#,
            r#"{"errorCode": "E0000001", "errorCauses": ["login: taken"]}"#,
        ] {
            let error = OktaError::parse(body.as_bytes(), &Echoes::default()).unwrap();
            assert_eq!(error.causes(), ["login: taken"], "{body}");
        }
    }

    #[test]
    fn json_without_a_code_is_no_error_of_okta() {
        let body = br#"{"status": 404, "message": "Resource not found"}"#;
        assert!(OktaError::parse(body, &Echoes::default()).is_none());
    }
}
