//! Instants as Okta writes them.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;

/// What Okta sent where an instant belongs.
pub(crate) enum SentTime {
    Null,
    At(Timestamp),
    /// Something that is no instant, to be kept as it is.
    Other(Value),
}

impl<'de> Deserialize<'de> for SentTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TimeVisitor;

        impl<'de> de::Visitor<'de> for TimeVisitor {
            type Value = SentTime;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a timestamp")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<SentTime, E> {
                Ok(text
                    .parse()
                    .map_or_else(|_| SentTime::Other(text.into()), SentTime::At))
            }

            fn visit_unit<E: de::Error>(self) -> Result<SentTime, E> {
                Ok(SentTime::Null)
            }

            fn visit_bool<E: de::Error>(self, value: bool) -> Result<SentTime, E> {
                Ok(SentTime::Other(value.into()))
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<SentTime, E> {
                Ok(SentTime::Other(value.into()))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<SentTime, E> {
                Ok(SentTime::Other(value.into()))
            }

            fn visit_f64<E: de::Error>(self, value: f64) -> Result<SentTime, E> {
                Ok(SentTime::Other(value.into()))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, sequence: A) -> Result<SentTime, A::Error> {
                Value::deserialize(de::value::SeqAccessDeserializer::new(sequence)).map(SentTime::Other)
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<SentTime, A::Error> {
                Value::deserialize(de::value::MapAccessDeserializer::new(map)).map(SentTime::Other)
            }
        }
        deserializer.deserialize_any(TimeVisitor)
    }
}

/// An instant to be written: with milliseconds as Okta does, and with more digits only when it has them.
pub(crate) struct WrittenTime(pub(crate) Timestamp);

impl Serialize for WrittenTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.subsec_nanosecond() % 1_000_000 == 0 {
            serializer.collect_str(&format_args!("{:.3}", self.0))
        } else {
            serializer.collect_str(&self.0)
        }
    }
}
