//! [`Patch`]: what a write does to one property.

use serde::{Serialize, Serializer};

/// What a write does to one property of an object: leave it alone, clear it, or set it.
///
/// Okta's partial updates tell an absent property (kept) from `null` (cleared), and its full
/// replacements clear what is absent. An `Option` cannot say both, so every write type uses `Patch`.
///
/// ```
/// use okta_models::{Patch, users::UserProfileUpdate};
///
/// let update = UserProfileUpdate::new().first_name("Ada").mobile_phone(Patch::Clear);
/// assert_eq!(serde_json::to_string(&update)?, r#"{"firstName":"Ada","mobilePhone":null}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Patch<T> {
    /// The property is not sent: a partial update keeps what Okta has.
    #[default]
    Keep,
    /// The property is sent as `null`.
    Clear,
    /// The property is sent with this value.
    Set(T),
}

impl<T> Patch<T> {
    /// Whether the property is left out of the request.
    pub fn is_keep(&self) -> bool {
        matches!(self, Patch::Keep)
    }

    /// The value to be set, if there is one.
    pub fn as_set(&self) -> Option<&T> {
        match self {
            Patch::Set(value) => Some(value),
            Patch::Keep | Patch::Clear => None,
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Patch::Set(value)
    }
}

impl<T> From<Option<T>> for Patch<T> {
    /// `None` keeps.
    fn from(value: Option<T>) -> Self {
        value.map_or(Patch::Keep, Patch::Set)
    }
}

impl From<&String> for Patch<String> {
    fn from(value: &String) -> Self {
        Patch::Set(value.clone())
    }
}

impl<'a, T: From<&'a str>, const N: usize> From<[&'a str; N]> for Patch<Vec<T>> {
    fn from(values: [&'a str; N]) -> Self {
        Patch::Set(values.map(Into::into).into())
    }
}

impl From<&str> for Patch<String> {
    fn from(value: &str) -> Self {
        Patch::Set(value.to_owned())
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    /// `Keep` has no JSON form: write types leave the property out, and a type of your own does so with
    /// `#[serde(skip_serializing_if = "Patch::is_keep")]`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Patch::Set(value) => value.serialize(serializer),
            Patch::Keep | Patch::Clear => serializer.serialize_none(),
        }
    }
}
