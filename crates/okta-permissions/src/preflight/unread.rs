//! [`Unread`]: what a preflight wanted to read and could not.

use std::fmt;

use serde::Serialize;

/// Something that was not read, so that what depends on it is unknown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unread {
    operation: &'static str,
    about: String,
    why: WhyUnread,
}

/// Why something was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WhyUnread {
    /// The credentials may not (403).
    Refused,
    /// It is not there, or Okta does not show it to these credentials (404).
    Hidden,
    /// The org does not have the feature.
    NoFeature,
    /// The call failed in a way that may pass: a rate limit, a time-out, an error of Okta's.
    Failed,
    /// A record, or a page, could not be read.
    Odd,
    /// Okta's answer does not say where to read it.
    Untold,
    /// The bound on calls was reached; see [`Preflight::at_most`](crate::Preflight::at_most).
    Bound,
}

impl Unread {
    pub(super) fn new(operation: &'static str, about: &str, why: WhyUnread) -> Self {
        let about = about.to_owned();
        Self {
            operation,
            about,
            why,
        }
    }

    /// The operation, by operationId.
    pub fn operation_id(&self) -> &'static str {
        self.operation
    }

    /// What it is about, in words with ids.
    pub fn about(&self) -> &str {
        &self.about
    }

    /// Why.
    pub fn why(&self) -> WhyUnread {
        self.why
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self.why {
            WhyUnread::Refused => "Okta refuses it",
            WhyUnread::Hidden => "it is not there, or not shown",
            WhyUnread::NoFeature => "the org does not have the feature",
            WhyUnread::Failed => "the call failed",
            WhyUnread::Odd => "a part of the answer could not be read",
            WhyUnread::Untold => "Okta does not tell where to read it",
            WhyUnread::Bound => "the bound on calls was reached",
        };
        write!(formatter, "{} ({}): {why}", self.about, self.operation)
    }
}
