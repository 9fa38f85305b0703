//! [`Page`]: one page of a list, in which a bad record costs itself alone.

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{DecodeError, decode_json};
use crate::RawJson;

/// One page of a list, as Okta sent it.
///
/// Each record is decoded on its own when the page as a whole does not decode, so one odd record is
/// one `Err` beside its neighbours.
///
/// ```
/// use okta_models::{Operation, groups::ListGroups};
///
/// let page = ListGroups::new().decode(br#"[{"id": "00g1"}, {"type": "OKTA_GROUP"}]"#)?;
/// assert_eq!(page.items()[0].as_ref().unwrap().id.as_str(), "00g1");
/// let odd = page.items()[1].as_ref().unwrap_err();
/// assert_eq!(odd.raw().as_str(), r#"{"type": "OKTA_GROUP"}"#);
/// # Ok::<(), okta_models::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    items: Vec<Result<T, ItemError>>,
}

impl<T: DeserializeOwned> Page<T> {
    /// Decodes a JSON array in one go, and record by record when that fails.
    ///
    /// # Errors
    ///
    /// When the body is no JSON array.
    pub fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        if let Ok(items) = serde_json::from_slice::<Vec<T>>(body) {
            return Ok(Self {
                items: items.into_iter().map(Ok).collect(),
            });
        }
        let records: Vec<Box<RawValue>> = decode_json(body)?;
        let items = records
            .into_iter()
            .map(RawJson::from)
            .enumerate()
            .map(|(index, raw)| match raw.decode() {
                Ok(item) => Ok(item),
                Err(source) => Err(ItemError { index, raw, source }),
            });
        Ok(Self {
            items: items.collect(),
        })
    }
}

impl<T> Page<T> {
    /// The records, in Okta's order.
    pub fn items(&self) -> &[Result<T, ItemError>] {
        &self.items
    }

    /// The records, owned.
    pub fn into_items(self) -> Vec<Result<T, ItemError>> {
        self.items
    }

    /// How many records the page holds, odd ones counted.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether the page holds no record. An empty page may have a next one.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = Result<T, ItemError>;
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

/// A record of a list that could not be decoded, with its JSON.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("record {index} of the page could not be read: {source}")]
pub struct ItemError {
    index: usize,
    raw: RawJson,
    source: DecodeError,
}

impl ItemError {
    /// The record's place in its page, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// The record as Okta sent it.
    pub fn raw(&self) -> &RawJson {
        &self.raw
    }

    /// What was wrong with it.
    pub fn decode_error(&self) -> &DecodeError {
        &self.source
    }
}
