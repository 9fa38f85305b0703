//! [`RawJson`]: JSON that is kept as it came and parsed when it is read.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::{Value, value::RawValue};

use crate::DecodeError;

/// A JSON value that is kept as Okta sent it, and parsed only when it is asked for.
///
/// `_links`, `_embedded`, `credentials` and the settings of an application are rarely read; keeping
/// them as text makes decoding a large listing about twice as fast and loses nothing. `Debug` shows
/// the size alone, since such a value may hold credentials.
///
/// ```
/// use okta_models::RawJson;
///
/// let settings: RawJson = serde_json::from_str(r#"{"app": {"domains": ["example.com"]}}"#)?;
/// assert_eq!(settings.pointer("/app/domains/0")?, Some("example.com".into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct RawJson(Box<RawValue>);

impl RawJson {
    /// The JSON text.
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// Decodes the value as `T`.
    ///
    /// # Errors
    ///
    /// When the JSON is not of `T`'s shape.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        crate::operation::decode_json(self.as_str().as_bytes())
    }

    /// The value as a tree.
    ///
    /// # Errors
    ///
    /// Never for JSON that came from Okta; kept as a `Result` since deeply nested input is refused.
    pub fn to_value(&self) -> Result<Value, DecodeError> {
        self.decode()
    }

    /// The value at a JSON pointer (RFC 6901), if there is one.
    ///
    /// # Errors
    ///
    /// As [`to_value`](RawJson::to_value).
    pub fn pointer(&self, pointer: &str) -> Result<Option<Value>, DecodeError> {
        Ok(self.to_value()?.pointer(pointer).cloned())
    }

    /// The address of a link of `_links`, where there is one of this name.
    pub(crate) fn href(&self, link: &str) -> Option<String> {
        Some(self.to_value().ok()?.get(link)?.get("href")?.as_str()?.to_owned())
    }
}

impl PartialEq for RawJson {
    /// Equal when the text is, or else when the values are.
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
            || matches!((self.to_value(), other.to_value()), (Ok(left), Ok(right)) if left == right)
    }
}

impl fmt::Debug for RawJson {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RawJson({} bytes)", self.as_str().len())
    }
}

impl From<&Value> for RawJson {
    fn from(value: &Value) -> Self {
        // A `Value` always has a JSON text; `null` stands in for the case that serde_json's signature allows.
        Self(serde_json::value::to_raw_value(value).unwrap_or_else(|_| RawValue::NULL.to_owned()))
    }
}

impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for RawJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(Self)
    }
}

impl From<Box<RawValue>> for RawJson {
    fn from(value: Box<RawValue>) -> Self {
        Self(value)
    }
}
