//! The query string: names, values, and the numbers and flags that they spell.

use url::form_urlencoded;

use crate::errors::{Outcome, Refusal};

/// The parameters of a query string, decoded, in the order they were sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn parse(raw: &str) -> Self {
        Self(form_urlencoded::parse(raw.as_bytes()).into_owned().collect())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The value where it is there and not empty: Okta treats `search=` as no search.
    pub(crate) fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// A flag, or what it is when it is absent. Anything but `true` counts as false, as it does in Okta's
    /// servlets.
    pub(crate) fn flag(&self, name: &str, default: bool) -> bool {
        self.filled(name)
            .map_or(default, |value| value.eq_ignore_ascii_case("true"))
    }

    /// An integer, if the parameter is there; text that is none is refused.
    pub(crate) fn integer(&self, name: &str) -> Outcome<Option<i64>> {
        let Some(text) = self.filled(name) else {
            return Ok(None);
        };
        // Okta's answer to text here is not recorded; E0000001 with a cause is its form for a bad parameter.
        let invalid = || Refusal::validation(name, format!("'{name}': The value must be an integer."));
        text.parse().map(Some).map_err(|_| invalid())
    }

    /// The parameters that are named, in the order of the names, encoded likewise.
    pub(crate) fn encoded_in_order(&self, names: &[&str]) -> String {
        let kept = names.iter().filter_map(|name| Some((*name, self.get(name)?)));
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .finish()
    }

    /// The parameters but those named, as `name=value` pairs encoded the way Okta's own links are (`+` for a
    /// space).
    pub(crate) fn encoded_without(&self, names: &[&str]) -> String {
        let kept = self.0.iter().filter(|(name, _)| !names.contains(&name.as_str()));
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .finish()
    }
}
