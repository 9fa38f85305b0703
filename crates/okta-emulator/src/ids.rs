//! Identifiers that look like Okta's and come in the same order for the same seed.
//!
//! An Okta id has 20 characters: a prefix that says what it names (`00u` a user, `00g` a group), a middle
//! that grows with time, and an end that says where the org lives. Ids of one kind therefore sort in the
//! order of creation, which is the order that Okta lists in, and the id of a page's last object is the next
//! page's cursor.

use serde::{Deserialize, Serialize};

/// The end of every id of this org, as the ids of one Okta cell share theirs.
const CELL: &str = "1em7";
const HEXADECIMAL: &[u8; 16] = b"0123456789abcdef";
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// What a digit of an id's middle counts; 0 if it is none.
#[inline]
pub(crate) fn worth(digit: u8) -> u8 {
    const WORTHS: [u8; 256] = {
        let (mut worths, mut place) = ([0; 256], 0_u8);
        while place < 62 {
            worths[DIGITS[place as usize] as usize] = place;
            place += 1;
        }
        worths
    };
    WORTHS[usize::from(digit)]
}

/// Makes ids, request ids, tokens and other random strings from one seed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Ids {
    made: u64,
    #[serde(with = "random")]
    random: fastrand::Rng,
}

/// 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RequestId([u8; 32]);

impl RequestId {
    pub(crate) fn as_str(&self) -> &str {
        // Digits of ASCII.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Ids {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            made: 0,
            random: fastrand::Rng::with_seed(seed),
        }
    }

    /// A new id of 20 characters that starts with the prefix.
    pub(crate) fn next(&mut self, prefix: &str) -> String {
        self.made += 1;
        let mut id = String::with_capacity(20);
        id.push_str(prefix);
        let middle = 20 - prefix.len() - CELL.len() - 6;
        for place in (0..middle).rev() {
            let digit = self.made / 62_u64.saturating_pow(u32::try_from(place).unwrap_or(0)) % 62;
            id.push(char::from(DIGITS[usize::try_from(digit).unwrap_or(0)]));
        }
        id.push_str(&self.text(6));
        id.push_str(CELL);
        id
    }

    /// Makes every id to come sort behind this one, as it would in the org that gave it.
    pub(crate) fn pass(&mut self, id: &str) {
        let Some(middle) = id.as_bytes().get(3..20 - CELL.len() - 6) else {
            return;
        };
        let value = middle.iter().try_fold(0_u64, |value, letter| {
            let digit = DIGITS.iter().position(|digit| digit == letter)?;
            Some(value * 62 + u64::try_from(digit).ok()?)
        });
        self.made = self.made.max(value.unwrap_or(0));
    }

    /// Random letters and digits.
    pub(crate) fn text(&mut self, length: usize) -> String {
        (0..length)
            .map(|_| char::from(DIGITS[self.random.usize(0..DIGITS.len())]))
            .collect()
    }

    /// A version 4 UUID, as `uuid` of a log event is.
    pub(crate) fn uuid(&mut self) -> String {
        let bits = (self.random.u128(..) & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
        let hex = format!("{bits:032x}");
        format!(
            "{}-{}-{}-{}-{}",
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..]
        )
    }

    /// 32 hexadecimal digits, the form of `x-okta-request-id` since 2025.
    pub(crate) fn request_id(&mut self) -> RequestId {
        let bytes = self.random.u128(..).to_be_bytes();
        let mut text = [0; 32];
        for (pair, byte) in text.as_chunks_mut::<2>().0.iter_mut().zip(bytes) {
            *pair = [byte >> 4, byte & 0xf].map(|digit| HEXADECIMAL[usize::from(digit)]);
        }
        RequestId(text)
    }

    pub(crate) fn random(&mut self) -> &mut fastrand::Rng {
        &mut self.random
    }
}

/// A generator's state is its seed: one made from it goes on where the first one stood.
mod random {
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(random: &fastrand::Rng, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(random.get_seed())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<fastrand::Rng, D::Error> {
        u64::deserialize(deserializer).map(fastrand::Rng::with_seed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_twenty_characters_and_sort_in_the_order_of_creation() {
        let mut ids = Ids::new(7);
        let made: Vec<String> = (0..5_000).map(|_| ids.next("00u")).collect();
        assert!(made.iter().all(|id| id.len() == 20 && id.starts_with("00u")));
        assert!(made.is_sorted());
        assert_eq!(Ids::new(7).next("00u"), made[0]);
    }

    #[test]
    fn a_request_id_is_the_number_in_hexadecimal() {
        let (mut ids, mut same) = (Ids::new(9), Ids::new(9));
        for _ in 0..100 {
            assert_eq!(
                ids.request_id().as_str(),
                format!("{:032x}", same.random.u128(..))
            );
        }
    }

    #[test]
    fn a_uuid_says_that_it_is_version_four() {
        let uuid = Ids::new(1).uuid();
        assert_eq!((uuid.len(), uuid.as_bytes()[14]), (36, b'4'));
    }
}
