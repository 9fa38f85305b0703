//! The version of a user, for those who change it only as they have read it (SPEC `getUser`, `updateUser` and
//! `replaceUser`).

use std::hash::Hasher as _;

use http::HeaderValue;

use super::user_json;
use crate::call::Call;
use crate::errors::{Outcome, Refusal};
use crate::quick_hash::QuickHasher;
use crate::state::User;

/// A tag of what a read of the user answers: another where anything of that is. It is weak, as the specification's
/// example is.
pub(super) fn tag(written: &[u8]) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("W/{}", opaque(written))).ok()
}

/// Refuses to change a user that is not as the request expects: `412 E0000231`, and `400 E0000242` where what it
/// expects is no tag (Okta's list of error codes).
pub(super) fn expected(call: &Call<'_>, user: &User) -> Outcome<()> {
    let Some(expected) = call.if_match else {
        return Ok(());
    };
    let now = opaque(&user_json::user(call.org, user, &call.base));
    let mut matches = false;
    for tag in expected.split(',').map(str::trim) {
        // RFC 9110, section 13.1.1: whatever the version is.
        if tag == "*" {
            return Ok(());
        }
        let opaque = tag.strip_prefix("W/").unwrap_or(tag);
        if opaque.len() < 2 || !opaque.starts_with('"') || !opaque.ends_with('"') {
            return Err(Refusal::of("E0000242"));
        }
        matches |= opaque == now;
    }
    if matches {
        Ok(())
    } else {
        Err(Refusal::of("E0000231"))
    }
}

fn opaque(written: &[u8]) -> String {
    let mut hasher = QuickHasher::default();
    hasher.write(written);
    format!("\"{:016x}\"", hasher.finish())
}
