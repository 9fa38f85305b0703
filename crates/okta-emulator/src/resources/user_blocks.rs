//! How a user is kept from signing in (SPEC `listUserBlocks`).
//!
//! An org without the feature answers `401 E0000015` although the token is valid (the facts about the lifecycle of
//! users); the emulator is an org that has it. Nobody signs in to it, so nobody is blocked on unknown devices alone.

use serde_json::{Value, json};

use crate::call::{Answer, Call};
use crate::errors::Outcome;
use crate::state::{Status, User};

/// `200` with a list, which is empty for whoever is not blocked.
pub(super) fn list_user_blocks(call: &mut Call<'_>) -> Outcome<Answer> {
    Ok(Answer::ok(of(call.user(0)?)))
}

/// Whoever is LOCKED_OUT is blocked on every device. That Okta shows a lock so is how the words of the specification on
/// `appliesTo` are taken; no recording has it.
pub(super) fn of(user: &User) -> Value {
    if user.status == Status::LockedOut {
        json!([{ "type": "DEVICE_BASED", "appliesTo": "ANY_DEVICES" }])
    } else {
        json!([])
    }
}
