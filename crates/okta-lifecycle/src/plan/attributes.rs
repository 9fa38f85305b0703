//! [`Attributes`]: profile attributes that do not show themselves.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Profile attributes by Okta's name. `Debug` shows the names alone; `null` stands for an attribute that is empty.
///
/// ```
/// use okta_lifecycle::Attributes;
///
/// let attributes: Attributes = [("department", "Engineering")].into_iter().collect();
/// assert_eq!(format!("{attributes:?}"), r#"{"department"}"#);
/// assert_eq!(attributes.text("department"), Some("Engineering"));
/// ```
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Attributes(Map<String, Value>);

impl Attributes {
    /// Sets an attribute.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.0.insert(name.into(), value.into());
    }

    /// The value of an attribute; `null` where it is not here.
    pub fn get(&self, name: &str) -> &Value {
        self.0.get(name).unwrap_or(&Value::Null)
    }

    /// The value of an attribute, where it is a text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).as_str()
    }

    /// The attributes with their values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn as_map(&self) -> &Map<String, Value> {
        &self.0
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }
}

impl From<Map<String, Value>> for Attributes {
    fn from(attributes: Map<String, Value>) -> Self {
        Self(attributes)
    }
}

impl<N: Into<String>, V: Into<Value>> FromIterator<(N, V)> for Attributes {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(attributes: I) -> Self {
        let pairs = attributes.into_iter();
        Self(pairs.map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl fmt::Debug for Attributes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}
