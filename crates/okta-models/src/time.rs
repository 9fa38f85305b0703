//! Instants as Okta writes them.

use std::fmt;

use jiff::{Timestamp, civil::DateTime, tz::Offset};
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
                Ok(instant(text).map_or_else(|| SentTime::Other(text.into()), SentTime::At))
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

/// The instant that a text names, read without a search for other forms where it has Okta's own: a listing of users holds
/// six for each.
fn instant(text: &str) -> Option<Timestamp> {
    in_okta_s_form(text.as_bytes()).or_else(|| by_the_library(text))
}

/// The library takes a leap second for the second before it, which is another instant, and drops the name of a time zone.
fn by_the_library(text: &str) -> Option<Timestamp> {
    text.parse()
        .ok()
        .filter(|_| !text.contains(":60") && !text.contains('['))
}

/// `2026-01-02T03:04:05.000Z`, to the letter.
fn in_okta_s_form(text: &[u8]) -> Option<Timestamp> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', rest @ ..] = text else {
        return None;
    };
    let [h1, h2, b':', n1, n2, b':', s1, s2, b'.', f1, f2, f3, b'Z'] = rest else {
        return None;
    };
    let number = |digits: &[&u8]| {
        digits.iter().try_fold(0_i16, |number, digit| {
            let digit = digit.wrapping_sub(b'0');
            (digit < 10).then(|| number * 10 + i16::from(digit))
        })
    };
    let two = |tens, ones| number(&[tens, ones]).and_then(|number| i8::try_from(number).ok());
    let milliseconds = i32::from(number(&[f1, f2, f3])?);
    let civil = DateTime::new(
        number(&[y1, y2, y3, y4])?,
        two(m1, m2)?,
        two(d1, d2)?,
        two(h1, h2)?,
        two(n1, n2)?,
        two(s1, s2)?,
        milliseconds * 1_000_000,
    );
    Offset::UTC.to_timestamp(civil.ok()?).ok()
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{by_the_library, in_okta_s_form, instant};

    #[test]
    fn no_date_that_is_none_is_an_instant() {
        for text in [
            "2017-09-31T00:00:00.000Z",
            "2026-13-01T00:00:00.000Z",
            "2026-02-29T00:00:00.000Z",
            "2026-01-02T24:00:00.000Z",
            "2026-01-02T03:60:00.000Z",
            "2026-01-02T03:04:05.00:Z",
            "202-01-02T03:04:05.0000Z",
            "2016-12-31T23:59:60.000Z",
            "2016-12-31T23:59:60Z",
            "2026-01-02T03:04:05+01:00[Europe/Berlin]",
            "",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
        let written = "2024-02-29T23:59:59.007Z";
        assert_eq!(in_okta_s_form(written.as_bytes()), written.parse().ok());
    }

    proptest! {
        #[test]
        fn okta_s_form_is_read_as_the_library_reads_it(
            text in "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]\\.[0-9]{3}Z",
        ) {
            prop_assert_eq!(instant(&text), by_the_library(&text));
        }

        #[test]
        fn every_other_text_is_left_to_the_library(text in "\\PC{0,30}|[0-9T:.Z+-]{20,26}") {
            prop_assert_eq!(instant(&text), by_the_library(&text));
        }
    }
}
