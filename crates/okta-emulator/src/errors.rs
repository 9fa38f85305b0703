//! Okta's error answers: code, summary, causes.
//!
//! The body's `errorLink` repeats the code, `errorId` starts with `oae` and has 25 characters, and
//! `errorCauses` is a list of objects with an `errorSummary` (recorded traffic). Status and summary come from
//! the table of error codes.

use serde_json::{Value, json};

use crate::ids::Ids;

/// What Okta answers when it refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    code: &'static str,
    summary: String,
    causes: Vec<String>,
    form: Form,
    /// Headers that go with the answer, such as `www-authenticate`.
    pub(crate) headers: Vec<(&'static str, String)>,
}

/// What the body of a refusal looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Okta's own: code, summary, link, id, causes.
    Okta,
    /// The System Log's: code, summary and an id of another form; causes where there are any.
    SystemLog,
    /// `error` and `error_description` of RFC 6749.
    OAuth,
    /// No body; a header says it all.
    Bare,
}

pub(crate) type Outcome<T> = Result<T, Refusal>;

impl Refusal {
    /// The error of this code with the documented status and summary.
    pub(crate) fn of(code: &'static str) -> Self {
        let (status, summary) = okta_facts::error_code(code)
            .map_or((500, "Internal Server Error"), |known| {
                (known.status, known.summary)
            });
        // Recorded bodies have one space where the documented summaries of E0000019 and E0000024 have two.
        Self {
            status,
            code,
            summary: summary.replace(".  ", ". "),
            causes: Vec::new(),
            form: Form::Okta,
            headers: Vec::new(),
        }
    }

    /// An error of the System Log: its bodies have no link, and the id is a UUID (Okta's page "System Log query").
    pub(crate) fn of_system_log(code: &'static str, summary: impl Into<String>) -> Self {
        Self {
            summary: summary.into(),
            form: Form::SystemLog,
            ..Self::of(code)
        }
    }

    /// An error of the token endpoint.
    pub(crate) fn oauth(status: u16, error: &'static str, description: &str) -> Self {
        Self {
            status,
            code: error,
            summary: description.to_owned(),
            causes: Vec::new(),
            form: Form::OAuth,
            headers: Vec::new(),
        }
    }

    /// A refusal without a body.
    pub(crate) fn bare(status: u16) -> Self {
        Self {
            form: Form::Bare,
            ..Self::oauth(status, "", "")
        }
    }

    /// The error of a code whose documented summary names something.
    pub(crate) fn naming(code: &'static str, what: &str) -> Self {
        let mut refusal = Self::of(code);
        refusal.summary = refusal.summary.replace("{0}", what);
        refusal
    }

    /// An error that was asked for; a code that Okta does not have becomes `E0000009`, and what is no status of
    /// HTTP 500.
    pub(crate) fn injected(status: u16, code: &str) -> Self {
        let known = okta_facts::error_code(code).map_or("E0000009", |known| known.code);
        let mut refusal = Self::of(known);
        refusal.status = if (400..600).contains(&status) { status } else { 500 };
        refusal
    }

    pub(crate) fn cause(mut self, cause: impl Into<String>) -> Self {
        self.causes.push(cause.into());
        self
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// `E0000001`, with the field or object that failed and one cause.
    pub(crate) fn validation(subject: &str, cause: impl Into<String>) -> Self {
        Self::invalid(subject).cause(cause)
    }

    /// `E0000001`, with the field or object that failed and no cause.
    pub(crate) fn invalid(subject: &str) -> Self {
        let mut refusal = Self::of("E0000001");
        refusal.summary = format!("Api validation failed: {subject}");
        refusal
    }

    /// `E0000001` for several fields at once; the summary names the first, the causes are one a field.
    pub(crate) fn validations(failed: &[(&str, String)]) -> Self {
        let mut refusal = Self::validation(failed.first().map_or("", |first| first.0), "");
        refusal.causes = failed
            .iter()
            .map(|(field, message)| format!("{field}: {message}"))
            .collect();
        refusal
    }

    /// `E0000007`, in the recorded form `Not found: Resource not found: {id} ({class})`.
    pub(crate) fn not_found(id: &str, class: &str) -> Self {
        let mut refusal = Self::of("E0000007");
        refusal.summary = format!("Not found: Resource not found: {id} ({class})");
        refusal
    }

    pub(crate) fn body(&self, ids: &mut Ids) -> Option<Value> {
        match self.form {
            Form::Okta => Some(self.okta_body(ids)),
            Form::SystemLog => Some(self.system_log_body(ids)),
            Form::OAuth => Some(json!({ "error": self.code, "error_description": self.summary })),
            Form::Bare => None,
        }
    }

    fn shown_causes(&self) -> Value {
        let causes = self.causes.iter();
        causes.map(|cause| json!({ "errorSummary": cause })).collect()
    }

    fn system_log_body(&self, ids: &mut Ids) -> Value {
        let mut body = json!({
            "errorCode": self.code,
            "errorSummary": self.summary,
            "errorId": ids.uuid(),
        });
        if !self.causes.is_empty() {
            body["errorCauses"] = self.shown_causes();
        }
        body
    }

    fn okta_body(&self, ids: &mut Ids) -> Value {
        json!({
            "errorCode": self.code,
            "errorSummary": self.summary,
            "errorLink": self.code,
            "errorId": format!("oae{}", ids.text(22)),
            "errorCauses": self.shown_causes(),
        })
    }
}
