//! Sessions of users. The emulator keeps none: clearing them shows in the System Log alone.

use super::user_lifecycle::target;
use crate::call::{Answer, Call};
use crate::errors::Outcome;

/// Allowed in every status; `204` whether or not there was a session.
pub(super) fn revoke_user_sessions(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    clear(call, &id);
    Ok(Answer::no_content())
}

pub(super) fn clear(call: &mut Call<'_>, id: &str) {
    let target = target(call, id);
    call.record("user.session.clear", target);
}
