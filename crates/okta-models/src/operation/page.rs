//! [`Page`]: one page of a list, in which a bad record costs itself alone.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer as _, Serialize, Serializer,
    de::{DeserializeOwned, SeqAccess, Visitor},
    ser::SerializeMap as _,
};
use serde_json::{Map, Value, value::RawValue};

use super::{DecodeError, decode_json};
use crate::{RawJson, shown::Show};

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
///
/// Some lists come inside an object. What the object holds beside the list is in [`extra`](Page::extra), so that a page
/// written as JSON is again what Okta sent:
///
/// ```
/// use okta_models::{Operation, custom_roles::ListRoles};
///
/// let body = r#"{"roles":[{"id":"cr01"}],"_links":{"next":{"href":"https://example.okta.com/api/v1/iam/roles?after=cr01"}}}"#;
/// let page = ListRoles::new().decode(body.as_bytes())?;
/// assert_eq!(page.len(), 1);
/// assert!(page.extra()["_links"]["next"]["href"].is_string());
/// assert_eq!(serde_json::to_value(&page)?, serde_json::from_str::<serde_json::Value>(body)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Page<T> {
    items: Vec<Result<T, ItemError>>,
    /// The list's name, where it came inside an object.
    member: Option<&'static str>,
    extra: Map<String, Value>,
}

impl<T: DeserializeOwned> Page<T> {
    /// Decodes a JSON array in one go, and record by record when that fails.
    ///
    /// # Errors
    ///
    /// When the body is no JSON array.
    pub fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self {
            items: decode_items(body)?,
            member: None,
            extra: Map::new(),
        })
    }

    /// Decodes a JSON object that holds the list under the name `member`, and keeps what else it holds.
    ///
    /// # Errors
    ///
    /// When the body is no JSON object, or holds no list of this name: an empty list is there and empty, so an absent one
    /// tells nothing about how many records there are.
    pub fn decode_member(member: &'static str, body: &[u8]) -> Result<Self, DecodeError> {
        let mut members: BTreeMap<String, &RawValue> = decode_json(body)?;
        let Some(list) = members.remove(member) else {
            return Err(DecodeError::missing(member));
        };
        let items = decode_items(list.get().as_bytes())
            .map_err(|error| error.within(member, body, list.get().as_bytes()))?;
        let extra = members
            .into_iter()
            .map(|(name, raw)| Ok((name, decode_json(raw.get().as_bytes())?)));
        Ok(Self {
            items,
            member: Some(member),
            extra: extra.collect::<Result<_, DecodeError>>()?,
        })
    }
}

fn decode_items<T: DeserializeOwned>(list: &[u8]) -> Result<Vec<Result<T, ItemError>>, DecodeError> {
    if let Some(items) = Whole::read(list) {
        return Ok(items);
    }
    let records: Vec<Box<RawValue>> = decode_json(list)?;
    let items = records
        .into_iter()
        .map(RawJson::from)
        .enumerate()
        .map(|(index, raw)| match raw.decode() {
            Ok(item) => Ok(item),
            Err(source) => Err(ItemError { index, raw, source }),
        });
    Ok(items.collect())
}

/// Reads all records of a list in one go, into the place where they stay: a user takes a kilobyte.
struct Whole<T> {
    /// How many records there may be.
    capacity: usize,
    item: PhantomData<T>,
}

impl<T: DeserializeOwned> Whole<T> {
    /// `None` where one record, or the list, is not as it should be.
    fn read(list: &[u8]) -> Option<Vec<Result<T, ItemError>>> {
        /// Bytes of a record of the usual size; a list of smaller ones grows.
        const RECORD: usize = 1024;
        // Checked once, texts need not be one by one.
        let mut json = serde_json::Deserializer::from_str(str::from_utf8(list).ok()?);
        let whole = Self {
            capacity: list.len() / RECORD + 1,
            item: PhantomData,
        };
        let items = json.deserialize_seq(whole).ok()?;
        json.end().ok()?;
        Some(items)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Whole<T> {
    type Value = Vec<Result<T, ItemError>>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::with_capacity(self.capacity);
        while let Some(item) = list.next_element()? {
            items.push(Ok(item));
        }
        Ok(items)
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

    /// What the answer holds beside the list, `_links` for instance, by Okta's name. Nothing where the answer is the list.
    pub fn extra(&self) -> &Map<String, Value> {
        &self.extra
    }
}

impl<T: fmt::Debug> fmt::Debug for Page<T> {
    /// Shows the records, the name that the list came under, and the names of what the answer holds beside it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut page = formatter.debug_struct("Page");
        page.field("items", &self.items);
        if let Some(member) = self.member {
            page.field("member", &member);
        }
        if !self.extra.is_empty() {
            page.field("extra", &Show(&self.extra));
        }
        page.finish()
    }
}

impl<T: Serialize> Serialize for Page<T> {
    /// The answer as Okta sent it: records that could not be read are written as they came.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let list: Vec<Record<'_, T>> = self.items.iter().map(Record).collect();
        let Some(member) = self.member else {
            return list.serialize(serializer);
        };
        let mut object = serializer.serialize_map(Some(self.extra.len() + 1))?;
        object.serialize_entry(member, &list)?;
        for (name, value) in &self.extra {
            object.serialize_entry(name, value)?;
        }
        object.end()
    }
}

struct Record<'a, T>(&'a Result<T, ItemError>);

impl<T: Serialize> Serialize for Record<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Ok(item) => item.serialize(serializer),
            Err(odd) => odd.raw.serialize(serializer),
        }
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
