//! Reading answers, with errors that tell where and what without repeating a value.

use serde::{Deserialize, de::DeserializeOwned};

use crate::lenient::leniently;

/// Why a body could not be read. It names the place and the expectation, never the value, which may
/// be personal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at `{path}`: {expectation} (line {line}, column {column})")]
pub struct DecodeError {
    path: String,
    expectation: String,
    line: usize,
    column: usize,
}

impl DecodeError {
    /// The path to the member that could not be read, `profile.login`; `.` is the whole body.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was expected there.
    pub fn expectation(&self) -> &str {
        &self.expectation
    }

    /// An object without the member that it is asked for.
    pub(super) fn missing(member: &str) -> Self {
        Self {
            path: ".".to_owned(),
            expectation: format!("missing field `{member}`"),
            line: 1,
            column: 1,
        }
    }

    /// The same problem, where `value` is what stands in `body` as the member of an object.
    pub(super) fn within(mut self, member: &str, body: &[u8], value: &[u8]) -> Self {
        self.path = match self.path.as_str() {
            "." => member.to_owned(),
            path if path.starts_with('[') => format!("{member}{path}"),
            path => format!("{member}.{path}"),
        };
        let offset = value.as_ptr().addr().saturating_sub(body.as_ptr().addr());
        let before = body.get(..offset).unwrap_or_default();
        let lines: Vec<&[u8]> = before.split(|&byte| byte == b'\n').collect();
        if self.line == 1 {
            self.column += lines.last().map_or(0, |line| line.len());
        }
        self.line += lines.len().saturating_sub(1);
        self
    }
}

/// Decodes JSON: strictly first, which is fast, then leniently, so that a member of another form than documented costs
/// itself alone. The path to a problem is found in a pass of its own.
pub(crate) fn decode_json<'body, T: Deserialize<'body>>(body: &'body [u8]) -> Result<T, DecodeError> {
    match serde_json::from_slice(body) {
        Ok(value) => Ok(value),
        Err(first) => {
            if let Ok(value) = leniently(|| serde_json::from_slice(body)) {
                return Ok(value);
            }
            let mut deserializer = serde_json::Deserializer::from_slice(body);
            match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
                Ok(_) => Err(describe(".", &first)),
                Err(error) => Err(describe(&error.path().to_string(), error.inner())),
            }
        }
    }
}

/// Decodes JSON, or takes the default where Okta answers with no body or `null`.
pub(crate) fn decode_json_or_default<T: DeserializeOwned + Default>(body: &[u8]) -> Result<T, DecodeError> {
    if matches!(body.trim_ascii(), b"" | b"null") {
        Ok(T::default())
    } else {
        decode_json(body)
    }
}

fn describe(path: &str, error: &serde_json::Error) -> DecodeError {
    let text = error.to_string();
    // serde's messages quote the value before ", expected"; only what follows is ours to show.
    let expectation = if let Some((_, expected)) = text.rsplit_once(", expected ") {
        format!("expected {}", before_position(expected))
    } else if text.starts_with("missing field") {
        before_position(&text).to_owned()
    } else {
        match error.classify() {
            serde_json::error::Category::Eof => "the JSON ends too early".to_owned(),
            serde_json::error::Category::Syntax => "this is not JSON".to_owned(),
            _ => "the value has another form than Okta documents".to_owned(),
        }
    };
    DecodeError {
        path: path.to_owned(),
        expectation,
        line: error.line(),
        column: error.column(),
    }
}

fn before_position(text: &str) -> &str {
    text.rsplit_once(" at line ").map_or(text, |(before, _)| before)
}

#[cfg(test)]
mod tests {
    use super::decode_json;
    use crate::{Page, users::User};

    #[test]
    fn an_error_names_the_place_and_never_the_value() {
        let error = decode_json::<User>(br#"{"id": {"secret": "hunter2"}}"#).unwrap_err();
        assert_eq!(error.path(), "id");
        assert!(!error.to_string().contains("hunter2"), "{error}");
        assert!(error.to_string().contains("expected a string"), "{error}");
    }

    #[test]
    fn a_problem_in_a_list_inside_an_object_is_found_where_it_stands() {
        let position = |body: &str| {
            let error = Page::<User>::decode_member("users", body.as_bytes()).unwrap_err();
            (error.path, error.line, error.column)
        };
        let users = || "users".to_owned();
        assert_eq!(position(r#"{"users": 7}"#), (users(), 1, 11));
        assert_eq!(position("{\n  \"users\": 7}"), (users(), 2, 12));
        assert_eq!(position("{\"users\":\n{\n}\n}"), (users(), 2, 0));
    }

    #[test]
    fn text_that_is_not_json_is_called_so() {
        let error = decode_json::<User>(b"<html>").unwrap_err();
        assert!(error.to_string().contains("this is not JSON"), "{error}");
    }
}
