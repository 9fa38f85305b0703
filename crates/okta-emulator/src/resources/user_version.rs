//! The version of a user, for those who change it only as they have read it (SPEC `getUser`, `updateUser` and
//! `replaceUser`).

use std::hash::Hasher as _;

use http::HeaderValue;

use crate::call::Call;
use crate::errors::{Outcome, Refusal};
use crate::moment::Moment;
use crate::quick_hash::QuickHasher;
use crate::state::{Org, User};

/// A tag of what a request can change: profile, type and credentials. It is weak, and the same before and after the user
/// was suspended (recorded by Okta's Python SDK, `TestUsersResource.test_comprehensive_user_lifecycle`).
pub(super) fn tag(org: &Org, user: &User) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("W/{}", opaque(org, user))).ok()
}

/// Refuses to change a user that is not as the request expects: `412 E0000231`, and `400 E0000242` where what it
/// expects is no tag (Okta's list of error codes).
pub(super) fn expected(call: &Call<'_>, user: &User) -> Outcome<()> {
    let Some(expected) = call.if_match else {
        return Ok(());
    };
    let now = opaque(call.org, user);
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

fn opaque(org: &Org, user: &User) -> String {
    let mut profile = Vec::with_capacity(512);
    user.profile.write(&mut profile);
    let mut hasher = QuickHasher::default();
    hasher.write(user.id.as_bytes());
    hasher.write(&profile);
    hasher.write(org.type_of_user(&user.id).as_bytes());
    hasher.write(user.provider.0.as_bytes());
    hasher.write(user.provider.1.as_bytes());
    if let Some(recovery) = &user.recovery_question {
        hasher.write(recovery.question.as_bytes());
    }
    hasher.write_i64(user.password_changed.map_or(0, Moment::milliseconds));
    format!("\"{:016x}\"", hasher.finish())
}
