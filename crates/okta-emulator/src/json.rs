//! JSON that is written piece by piece, where a tree of values would cost more than all else of an answer.

use std::borrow::Cow;

/// Appends a text in quotes.
pub(crate) fn push_text(json: &mut Vec<u8>, text: &str) {
    json.push(b'"');
    push_inside(json, text);
    json.push(b'"');
}

/// Appends a text without the quotes around it.
#[inline]
pub(crate) fn push_inside(json: &mut Vec<u8>, text: &str) {
    json.extend_from_slice(inside(text).as_bytes());
}

/// A text as JSON writes it between quotes.
#[inline]
pub(crate) fn inside(text: &str) -> Cow<'_, str> {
    if is_plain(text.as_bytes()) {
        return text.into();
    }
    let mut quoted = serde_json::Value::from(text).to_string();
    quoted.pop();
    quoted.drain(..1);
    quoted.into()
}

/// What [`put_beginning`] copies too much at most.
pub(crate) const STEP: usize = 64;

/// Puts so many of the bytes into a room and moves on in it. Most names and values are short, and a copy of a fixed
/// length needs no call, so more than was asked for is copied where there is as much; what is put next, or cuts off the
/// room, makes it good.
#[inline]
pub(crate) fn put_beginning(room: &mut [u8], at: &mut usize, bytes: &[u8], length: usize) {
    let Some(to) = room.get_mut(*at..) else {
        return;
    };
    *at += length;
    if length <= STEP / 2
        && let (Some(to), Some(from)) = (to.first_chunk_mut::<{ STEP / 2 }>(), bytes.first_chunk())
    {
        *to = *from;
    } else if length <= STEP
        && let (Some(to), Some(from)) = (to.first_chunk_mut::<STEP>(), bytes.first_chunk())
    {
        *to = *from;
    } else if let (Some(to), Some(from)) = (to.get_mut(..length), bytes.get(..length)) {
        to.copy_from_slice(from);
    }
}

/// Whether JSON writes the text as it is.
#[inline]
pub(crate) fn is_plain(text: &[u8]) -> bool {
    // Eight bytes at a time, by Sean Anderson's "Bit Twiddling Hacks": ids and names are short, and most of an
    // answer is made of them.
    let (words, rest) = text.as_chunks::<8>();
    let is_escaped = |byte: &u8| matches!(byte, 0..b' ' | b'"' | b'\\');
    !words.iter().any(|word| has_escaped(u64::from_ne_bytes(*word))) && !rest.iter().any(is_escaped)
}

/// Whether a byte of the eight is one that JSON escapes.
fn has_escaped(word: u64) -> bool {
    const EACH: u64 = u64::MAX / 0xff;
    let less = |word: u64, than: u8| word.wrapping_sub(EACH * u64::from(than)) & !word & (EACH * 0x80);
    let is = |byte: u8| less(word ^ (EACH * u64::from(byte)), 1);
    (less(word, b' ') | is(b'"') | is(b'\\')) != 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_text_is_written_as_any_other_program_writes_it(text: String) {
            let mut json = Vec::new();
            push_text(&mut json, &text);
            prop_assert_eq!(String::from_utf8(json).unwrap(), serde_json::to_string(&text).unwrap());
        }
    }
}
