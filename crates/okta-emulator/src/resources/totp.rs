//! The codes of authenticator apps (RFC 6238): six digits, of HMAC-SHA-1, anew every thirty seconds.
//!
//! A factor's secret follows from its id, so that generated factors have one too and a snapshot keeps none.

use jiff::Timestamp;
use ring::{digest, hmac};

/// What a code is good for, in seconds; Okta shows it as `timeStep`.
pub(super) const STEP: i64 = 30;
/// Bytes of a secret: sixteen letters of base 32.
const SECRET: usize = 10;
const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

fn secret(factor: &str) -> Vec<u8> {
    let digest = digest::digest(&digest::SHA256, format!("emulated factor {factor}").as_bytes());
    digest.as_ref().iter().copied().take(SECRET).collect()
}

/// The secret in base 32 (RFC 4648), as an app takes it.
pub(super) fn shared_secret(factor: &str) -> String {
    let mut text = String::new();
    for chunk in secret(factor).chunks(5) {
        let bits = chunk
            .iter()
            .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        for place in (0..8).rev() {
            let letter = usize::try_from(bits >> (5 * place) & 31).unwrap_or_default();
            text.push(char::from(LETTERS[letter]));
        }
    }
    text
}

/// The code that the app shows at this moment.
pub(super) fn code(factor: &str, now: Timestamp) -> String {
    code_of(&secret(factor), now.as_second().div_euclid(STEP))
}

/// Whether a code is the present one or a neighbour of it: the phone's clock may be a little off.
pub(super) fn is_right(factor: &str, given: &str, now: Timestamp) -> bool {
    let (secret, step) = (secret(factor), now.as_second().div_euclid(STEP));
    (step - 1..=step + 1).any(|step| code_of(&secret, step) == given)
}

fn code_of(secret: &[u8], step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let offset = usize::from(bytes.last().copied().unwrap_or_default() & 15);
    let taken = bytes.get(offset..offset + 4).unwrap_or_default();
    let number = taken
        .iter()
        .fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, of which an app shows the last six of eight digits.
        for (second, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000_i64, "353130"),
        ] {
            assert_eq!(code_of(b"12345678901234567890", second / STEP), expected);
        }
    }

    #[test]
    fn a_code_is_right_in_its_step_and_the_ones_beside_it() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let shown = code("ost1", at(1_000_000_020));
        for (second, right) in [(-61, false), (-30, true), (0, true), (30, true), (61, false)] {
            assert_eq!(
                is_right("ost1", &shown, at(1_000_000_020 + second)),
                right,
                "{second}"
            );
        }
        assert_eq!(shared_secret("ost1").len(), 16);
        assert_ne!(shared_secret("ost1"), shared_secret("ost2"));
    }
}
