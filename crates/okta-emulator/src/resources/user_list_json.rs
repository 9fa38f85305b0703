//! Lists of users written as JSON.

use super::user_json::Writer;
use crate::json::inside;
use crate::state::{Org, User};

/// What a user in a list takes about.
const ITEM: usize = 1_024;

/// How many users are looked at and then written together.
const AHEAD: usize = 32;

/// A list of users.
pub(super) fn list<'a>(org: &'a Org, users: &[&'a User], base: &'a str) -> Vec<u8> {
    let mut writer = Writer::new(org, base, users.len() * ITEM + 2);
    let before = format!(r#",{{"_links":{{"self":{{"href":"{}/api/v1/users/"#, inside(base));
    writer.put("[");
    for (place, user) in users.iter().enumerate() {
        if place % AHEAD == 0 {
            look_at(&users[place..users.len().min(place + AHEAD)]);
        }
        writer.item(if place == 0 { &before[1..] } else { &before }, user);
    }
    writer.put("]");
    writer.json
}

/// Writes the users of an org that is new to the process, as many as there is room to keep the texts of: a listing reads
/// each page once, so that a text which is first made for a page would be made too late for most.
pub(crate) fn write_users(org: &Org) {
    let mut users = org.users.values();
    while org.users.has_room_for_texts() {
        let page: Vec<&User> = users.by_ref().take(AHEAD).collect();
        if page.is_empty() {
            return;
        }
        list(org, &page, "");
    }
}

/// Looks at one byte of each line of the memory that these users' texts lie in, or the profiles of those without, which has
/// the processor fetch them together. Copied one after the other, each would be waited for: that took half of the time of a
/// page.
fn look_at(users: &[&User]) {
    let mut looks = 0;
    for user in users {
        let bytes = user.text.get().unwrap_or(user.profile.bytes());
        let mut place = 0;
        while let Some(byte) = bytes.get(place) {
            looks ^= byte;
            place += 64;
        }
    }
    std::hint::black_box(looks);
}
