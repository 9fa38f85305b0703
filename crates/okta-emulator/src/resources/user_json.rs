//! Users written as JSON straight from the org, with the bytes that `user_view` would give as values.
//!
//! A listing reads each page once, so what a page costs when it is made is what the listing costs.

use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;

use super::user_link_texts::{Hole, link_texts};
use super::user_types::schema_of;
use crate::clock::wire_form_of;
use crate::json::{is_plain, push_inside, push_text};
use crate::moment::Moment;
use crate::state::{Org, User};

/// What a user in a list takes about, and one on its own.
const ITEM: usize = 1_024;
const WHOLE: usize = 3 * ITEM;

/// A list of users.
pub(super) fn list<'a>(org: &'a Org, users: &[&'a User], base: &'a str) -> Vec<u8> {
    let mut writer = Writer::new(org, base, users.len() * ITEM + 2);
    let mut before = b'[';
    for (place, user) in users.iter().enumerate() {
        if place % AHEAD == 0 {
            fetch(&users[place..users.len().min(place + AHEAD)]);
        }
        writer.json.push(before);
        before = b',';
        writer.put(r#"{"_links":{"self":{"href":""#);
        writer.own(user);
        writer.put(r#""}}"#);
        writer.members(user);
    }
    if users.is_empty() {
        writer.put("[");
    }
    writer.put("]");
    writer.json
}

/// How many users are fetched from memory together.
const AHEAD: usize = 8;

/// Looks at where these users lie before they are written, so that the memory is waited for once for all of them and
/// not once for each.
fn fetch(users: &[&User]) {
    let looks = users
        .iter()
        .map(|user| user.profile.fetch() ^ user.id.as_bytes().first().copied().unwrap_or_default());
    std::hint::black_box(looks.fold(0, |all, look| all ^ look));
}

/// A user on its own, with the links of what its status allows.
pub(super) fn user<'a>(org: &'a Org, user: &'a User, base: &'a str) -> Vec<u8> {
    let mut writer = Writer::new(org, base, WHOLE);
    writer.put(r#"{"_links":"#);
    writer.links(user);
    writer.members(user);
    writer.json
}

/// What is the same for all users is copied from where it was written first.
struct Writer<'a> {
    org: &'a Org,
    json: Vec<u8>,
    base: &'a str,
    /// The beginning of every user's address.
    users: Range<usize>,
    /// What stands between the profile and the status.
    realm: Range<usize>,
    /// The credentials that were written last, and whose.
    credentials: Option<(&'a User, Range<usize>)>,
    /// The moment that was written last: most of a user's are the same.
    last: (Moment, [u8; 26]),
}

impl<'a> Writer<'a> {
    fn new(org: &'a Org, base: &'a str, length: usize) -> Self {
        let epoch = Moment::from(Timestamp::UNIX_EPOCH);
        Self {
            org,
            json: Vec::with_capacity(length),
            base,
            users: 0..0,
            realm: 0..0,
            credentials: None,
            last: (epoch, quoted(epoch)),
        }
    }

    #[inline]
    fn put(&mut self, json: &str) {
        self.json.extend_from_slice(json.as_bytes());
    }

    /// The members behind `_links` in the order of their names, as those of a value are.
    fn members(&mut self, user: &'a User) {
        self.time(r#","activated":"#, user.activated);
        self.time(r#","created":"#, Some(user.created));
        self.put(r#","credentials":{"#);
        self.credentials(user);
        self.put(r#"},"id":""#);
        self.id(&user.id);
        self.time(r#"","lastLogin":"#, user.last_login);
        self.time(r#","lastUpdated":"#, Some(user.last_updated));
        self.time(r#","passwordChanged":"#, user.password_changed);
        self.put(r#","profile":"#);
        user.profile.write(&mut self.json);
        self.realm();
        self.put(user.status.as_str());
        self.time(r#"","statusChanged":"#, user.status_changed);
        self.put(r#","type":{"id":""#);
        self.id(self.org.type_of_user(&user.id));
        self.put(r#""}}"#);
    }

    /// An id without quotes. Nearly all have 20 characters, and what has a fixed length is copied without a call.
    #[inline]
    fn id(&mut self, id: &str) {
        match <&[u8; 20]>::try_from(id.as_bytes()) {
            Ok(usual) if is_plain(usual) => self.json.extend_from_slice(usual),
            _ => push_inside(&mut self.json, id),
        }
    }

    fn realm(&mut self) {
        if !self.realm.is_empty() {
            return self.json.extend_from_within(self.realm.clone());
        }
        let start = self.json.len();
        self.put(r#","realmId":"#);
        push_text(&mut self.json, &self.org.realm_id);
        self.put(r#","status":""#);
        self.realm = start..self.json.len();
    }

    /// Most users have the provider in common, and generated ones the question.
    fn credentials(&mut self, user: &'a User) {
        if let Some((like, written)) = &self.credentials
            && Arc::ptr_eq(&like.provider, &user.provider)
            && like.password.is_some() == user.password.is_some()
            && match (&like.recovery_question, &user.recovery_question) {
                (Some(one), Some(other)) => Arc::ptr_eq(one, other),
                (one, other) => one.is_none() && other.is_none(),
            }
        {
            return self.json.extend_from_within(written.clone());
        }
        let start = self.json.len();
        self.write_credentials(user);
        self.credentials = Some((user, start..self.json.len()));
    }

    fn write_credentials(&mut self, user: &User) {
        if user.password.is_some() {
            self.put(r#""password":{},"#);
        }
        self.put(r#""provider":{"name":"#);
        push_text(&mut self.json, &user.provider.1);
        self.put(r#","type":"#);
        push_text(&mut self.json, &user.provider.0);
        self.put("}");
        if let Some(recovery) = &user.recovery_question {
            self.put(r#","recovery_question":{"question":"#);
            push_text(&mut self.json, &recovery.question);
            self.put("}");
        }
    }

    #[inline]
    fn time(&mut self, before: &str, time: Option<Moment>) {
        self.put(before);
        let Some(time) = time else {
            return self.put("null");
        };
        if time != self.last.0 {
            self.last = (time, quoted(time));
        }
        self.json.extend_from_slice(&self.last.1);
    }

    /// The address of a user, without quotes.
    fn own(&mut self, user: &User) {
        if self.users.is_empty() {
            let start = self.json.len();
            push_inside(&mut self.json, self.base);
            self.put("/api/v1/users/");
            self.users = start..self.json.len();
        } else {
            self.json.extend_from_within(self.users.clone());
        }
        self.id(&user.id);
    }

    fn links(&mut self, user: &User) {
        let (texts, end) = link_texts(user);
        let mut own = 0..0;
        for (before, hole) in texts {
            self.put(before);
            match hole {
                Hole::Own if own.is_empty() => {
                    let start = self.json.len();
                    self.own(user);
                    own = start..self.json.len();
                }
                Hole::Own => self.json.extend_from_within(own.clone()),
                Hole::Schema => {
                    push_inside(&mut self.json, self.base);
                    self.put("/api/v1/meta/schemas/user/");
                    self.id(&schema_of(self.org.type_of_user(&user.id)));
                }
                Hole::Type => {
                    push_inside(&mut self.json, self.base);
                    self.put("/api/v1/meta/types/user/");
                    self.id(self.org.type_of_user(&user.id));
                }
            }
        }
        self.put(end);
    }
}

/// A moment in quotes.
fn quoted(time: Moment) -> [u8; 26] {
    let mut text = [b'"'; 26];
    text[1..25].copy_from_slice(&wire_form_of(time.milliseconds()));
    text
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::emulator::Emulator;
    use crate::resources::user_view;

    /// Users in every status, with and without passwords, and with what JSON escapes in every text.
    fn org() -> Emulator {
        let emulator = Emulator::builder().users(200).custom_attribute("badges").build();
        let odd = json!({
            "id": "00u\"\\odd\n", "status": "ACTIVE", "lastLogin": "1969-12-31T23:59:59.999Z",
            "created": "2024-02-29T01:02:03.004Z",
            "profile": {
                "login": "o\"dd@x.example", "badges": [1, "two\t", { "z": null, "a": 1.5e300 }], "nickName": "\u{7f}\u{1f}é",
                "employeeNumber": 7, "costCenter": null, "userType": true, "title": "", "a \"name\"": "b",
            },
            "credentials": {
                "password": {}, "recovery_question": { "question": "What\\who?" },
                "provider": { "type": "FEDERATION", "name": "\"F\"" },
            },
        });
        emulator.import_user(&odd).unwrap();
        let bare = json!({ "id": "00u2", "status": "STAGED", "profile": { "login": "bare@x.example" } });
        emulator.import_user(&bare).unwrap();
        emulator
    }

    #[test]
    fn what_is_written_is_what_the_value_says() {
        let emulator = org();
        let org = emulator.org();
        let users: Vec<&User> = org.users.values().collect();
        for base in ["http://127.0.0.1:80", "https://a\"b"] {
            for one in &users {
                let written = String::from_utf8(user(&org, one, base)).unwrap();
                assert_eq!(written, user_view::user(&org, one, base).to_string());
            }
            let items = users.iter().map(|user| user_view::list_item(&org, user, base));
            let written = String::from_utf8(list(&org, &users, base)).unwrap();
            assert_eq!(written, Value::Array(items.collect()).to_string());
        }
        assert_eq!(list(&org, &[], ""), b"[]");
        assert!(users.len() > 200);
    }
}
