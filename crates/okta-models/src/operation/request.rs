//! Building the request of an operation: parameters are encoded here and nowhere else.

use std::fmt::{Display, Write as _};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::Metadata;

/// Why an operation cannot be turned into a request. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// A path parameter is empty or a dot segment, and would name another path.
    #[error("{operation_id}: the path parameter `{parameter}` is {problem}; it would name another resource")]
    PathParameter {
        /// The operation.
        operation_id: &'static str,
        /// The parameter's name in the path template.
        parameter: &'static str,
        /// What is wrong with its value.
        problem: &'static str,
    },
    /// A header's value holds a line break or another control character.
    #[error("{operation_id}: the value for the header `{header}` holds a control character")]
    HeaderValue {
        /// The operation.
        operation_id: &'static str,
        /// The header's name.
        header: &'static str,
    },
    /// A search or filter expression names an attribute that is none.
    #[error("{operation_id}: the query parameter `{parameter}` is malformed: {problem}")]
    QueryParameter {
        /// The operation.
        operation_id: &'static str,
        /// The parameter's name.
        parameter: &'static str,
        /// What is wrong with its value.
        problem: String,
    },
    /// The body has no JSON form.
    #[error("{operation_id}: the body cannot be written as JSON")]
    Body {
        /// The operation.
        operation_id: &'static str,
    },
    /// The request as a whole is not valid HTTP, for instance longer than a URI may be.
    #[error("{operation_id}: the request is not valid HTTP: {problem}")]
    Http {
        /// The operation.
        operation_id: &'static str,
        /// What is wrong with it.
        problem: String,
    },
}

/// What must be encoded in a path segment: everything but RFC 3986's `pchar`.
///
/// `@`, `+` and their like stay as they are, since Okta compares a DPoP proof's `htu` with the decoded path
/// (okta-sdk-nodejs#453, okta-sdk-python#541).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// What must be encoded in a query value: everything but RFC 3986's `unreserved`, so that `+`, `&` and `#` are data.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Collects the parts of a request and remembers the first problem.
#[derive(Debug)]
pub(crate) struct RequestBuilder {
    metadata: Metadata,
    path: String,
    query: String,
    headers: http::HeaderMap,
    body: Vec<u8>,
    problem: Option<RequestError>,
}

impl RequestBuilder {
    pub(crate) fn new(metadata: Metadata) -> Self {
        Self {
            metadata,
            path: metadata.path_template().to_owned(),
            query: String::new(),
            headers: http::HeaderMap::new(),
            body: Vec::new(),
            problem: None,
        }
    }

    /// Puts `value` in the place of `{parameter}`, as one segment whatever it holds.
    pub(crate) fn path(mut self, parameter: &'static str, value: &str) -> Self {
        // A URL parser resolves `.` and `..` even when they are percent-encoded, so they cannot be sent at all.
        let problem = match value {
            "" => Some("empty"),
            "." | ".." => Some("a dot segment"),
            _ => None,
        };
        if let Some(problem) = problem {
            let operation_id = self.metadata.operation_id();
            return self.fail(RequestError::PathParameter {
                operation_id,
                parameter,
                problem,
            });
        }
        let encoded = utf8_percent_encode(value, SEGMENT).to_string();
        self.path = self.path.replacen(&format!("{{{parameter}}}"), &encoded, 1);
        self
    }

    /// Adds a query parameter, when there is a value.
    pub(crate) fn query<T: QueryValue>(mut self, parameter: &'static str, value: Option<&T>) -> Self {
        let Some(value) = value else { return self };
        match value.to_query() {
            Ok(text) => {
                let separator = if self.query.is_empty() { '?' } else { '&' };
                // Writing to a `String` cannot fail.
                let _ = write!(
                    self.query,
                    "{separator}{parameter}={}",
                    utf8_percent_encode(&text, QUERY)
                );
                self
            }
            Err(problem) => {
                let operation_id = self.metadata.operation_id();
                self.fail(RequestError::QueryParameter {
                    operation_id,
                    parameter,
                    problem,
                })
            }
        }
    }

    /// Adds a header, when there is a value.
    pub(crate) fn header(mut self, header: &'static str, value: Option<&impl Display>) -> Self {
        let Some(value) = value else { return self };
        if let Ok(value) = http::HeaderValue::from_str(&value.to_string()) {
            self.headers.insert(header, value);
            self
        } else {
            let operation_id = self.metadata.operation_id();
            self.fail(RequestError::HeaderValue { operation_id, header })
        }
    }

    /// Sets a JSON body.
    pub(crate) fn body(mut self, body: &impl Serialize) -> Self {
        if let Ok(json) = serde_json::to_vec(body) {
            self.body = json;
            let json_type = http::HeaderValue::from_static("application/json");
            self.headers.insert(http::header::CONTENT_TYPE, json_type);
            self
        } else {
            let operation_id = self.metadata.operation_id();
            self.fail(RequestError::Body { operation_id })
        }
    }

    /// Sets a JSON body, when there is one.
    pub(crate) fn body_if(self, body: Option<&impl Serialize>) -> Self {
        match body {
            Some(body) => self.body(body),
            None => self,
        }
    }

    pub(crate) fn build(self) -> Result<http::Request<Vec<u8>>, RequestError> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let uri = self.path + &self.query;
        let operation_id = self.metadata.operation_id();
        let mut request = http::Request::builder()
            .method(self.metadata.method())
            .uri(uri)
            .body(self.body)
            .map_err(|error| RequestError::Http {
                operation_id,
                problem: error.to_string(),
            })?;
        *request.headers_mut() = self.headers;
        Ok(request)
    }

    fn fail(mut self, problem: RequestError) -> Self {
        self.problem.get_or_insert(problem);
        self
    }
}

/// A value that can stand in a query.
pub(crate) trait QueryValue {
    fn to_query(&self) -> Result<String, String>;
}

macro_rules! displayed {
    ($($kind:ty),* $(,)?) => {
        $(
            impl QueryValue for $kind {
                fn to_query(&self) -> Result<String, String> {
                    Ok(self.to_string())
                }
            }
        )*
    };
}

displayed!(
    bool,
    u32,
    String,
    crate::SortOrder,
    crate::role_assignments::RoleAssignmentType,
    crate::system_log::LogSortOrder,
    crate::users::UserNextLogin,
    crate::policies::PolicyType,
);

impl QueryValue for jiff::Timestamp {
    /// With milliseconds, as Okta writes it. What is finer is cut off, so that windows that adjoin still do.
    fn to_query(&self) -> Result<String, String> {
        Ok(format!("{self:.3}"))
    }
}

impl QueryValue for crate::Expression {
    fn to_query(&self) -> Result<String, String> {
        self.checked().map(str::to_owned).map_err(ToString::to_string)
    }
}
