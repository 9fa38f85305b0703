//! Users written as JSON straight from the org, with the bytes that `user_view` would give as values.
//!
//! Lists are in `user_list_json`.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;

use super::user_link_texts::{Hole, link_texts};
use super::user_types::schema_of;
use crate::clock::wire_words;
use crate::json::{inside, is_plain, push_inside, push_text};
use crate::moment::Moment;
use crate::state::{Org, User};

/// What a user on its own takes at most, about.
const WHOLE: usize = 3_072;

/// A user on its own, with the links of what its status allows.
pub(super) fn user<'a>(org: &'a Org, user: &'a User, base: &'a str) -> Vec<u8> {
    let mut writer = Writer::new(org, base, WHOLE);
    writer.put(r#"{"_links":"#);
    writer.links(user);
    writer.own_members(user);
    writer.other_members(user);
    writer.json
}

/// What is the same for all users is copied from where it was written first.
pub(super) struct Writer<'a> {
    org: &'a Org,
    pub(super) json: Vec<u8>,
    /// As it stands between quotes.
    base: Cow<'a, str>,
    /// The beginning of every user's address.
    users: Range<usize>,
    /// What stands between the profile and the status.
    realm: Range<usize>,
    /// The credentials that were written last, and whose.
    credentials: Option<(&'a User, Range<usize>)>,
    /// The moment that was written last: most of a user's are the same.
    last: (Moment, [[u8; 8]; 3]),
}

impl<'a> Writer<'a> {
    pub(super) fn new(org: &'a Org, base: &'a str, length: usize) -> Self {
        let epoch = Moment::from(Timestamp::UNIX_EPOCH);
        Self {
            org,
            json: Vec::with_capacity(length),
            base: inside(base),
            users: 0..0,
            realm: 0..0,
            credentials: None,
            last: (epoch, wire_words(epoch.milliseconds())),
        }
    }

    #[inline]
    pub(super) fn put(&mut self, json: &str) {
        self.json.extend_from_slice(json.as_bytes());
    }

    /// A user in a list, behind what stands before the id in every user's address.
    pub(super) fn item(&mut self, before: &str, user: &'a User) {
        self.put(before);
        if let Some(text) = user.text.get() {
            self.json.extend_from_slice(text);
        } else {
            let start = self.json.len();
            self.id(&user.id);
            self.put(r#""}}"#);
            self.own_members(user);
            self.org.users.keep_text(&user.text, &self.json[start..]);
        }
        self.other_members(user);
    }

    /// The members behind `_links` in the order of their names, as those of a value are: first those that change with
    /// the user alone. An org stays in its realm.
    fn own_members(&mut self, user: &'a User) {
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
    }

    /// The members that follow from more than the user.
    fn other_members(&mut self, user: &User) {
        if let Some(status) = self.org.directory.background.transition_of(&user.id) {
            self.put(r#","transitioningToStatus":""#);
            self.put(status);
            self.put("\"");
        }
        self.put(r#","type":{"id":""#);
        self.id(self.org.type_of_user(&user.id));
        self.put(r#""}}"#);
    }

    /// An id without quotes.
    #[inline]
    fn id(&mut self, id: &str) {
        match usual(id) {
            Some(usual) => self.json.extend_from_slice(usual),
            None => push_inside(&mut self.json, id),
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

    fn credentials(&mut self, user: &'a User) {
        if let Some((like, written)) = &self.credentials
            && have_credentials_in_common(like, user)
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
        match time.map(|time| self.words(time)) {
            Some(words) => {
                self.put("\"");
                self.json.extend_from_slice(words.as_flattened());
                self.put("\"");
            }
            None => self.put("null"),
        }
    }

    #[inline]
    fn words(&mut self, time: Moment) -> [[u8; 8]; 3] {
        if time != self.last.0 {
            self.last = (time, wire_words(time.milliseconds()));
        }
        self.last.1
    }

    /// The address of a user, without quotes.
    fn own(&mut self, user: &User) {
        if self.users.is_empty() {
            let start = self.json.len();
            self.json.extend_from_slice(self.base.as_bytes());
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
                    self.json.extend_from_slice(self.base.as_bytes());
                    self.put("/api/v1/meta/schemas/user/");
                    self.id(&schema_of(self.org.type_of_user(&user.id)));
                }
                Hole::Type => {
                    self.json.extend_from_slice(self.base.as_bytes());
                    self.put("/api/v1/meta/types/user/");
                    self.id(self.org.type_of_user(&user.id));
                }
            }
        }
        self.put(end);
    }
}

/// Most users have the provider in common, and generated ones the question.
#[inline]
fn have_credentials_in_common(one: &User, other: &User) -> bool {
    Arc::ptr_eq(&one.provider, &other.provider)
        && one.password.is_some() == other.password.is_some()
        && match (&one.recovery_question, &other.recovery_question) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
}

const ID: usize = 20;

/// An id as nearly all are: of 20 characters, which is copied without a call, and none of which JSON escapes.
#[inline]
fn usual(id: &str) -> Option<&[u8; ID]> {
    <&[u8; ID]>::try_from(id.as_bytes())
        .ok()
        .filter(|id| is_plain(&id[..]))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::emulator::Emulator;
    use crate::resources::user_list_json::list;
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

    #[test]
    fn a_kept_text_ends_with_what_it_says() {
        let emulator = org();
        let mut org = emulator.org();
        org.set_search_lag(jiff::SignedDuration::from_secs(10));
        let at = |second| Timestamp::from_second(second).unwrap();
        org.set_now(at(1_800_000_000));
        let shown = |org: &Org| {
            let now: Vec<&User> = org.users.values().collect();
            let indexed: Vec<&User> = org.users.indexed(&std::ops::Bound::Unbounded).collect();
            for users in [&now, &indexed] {
                let items = users
                    .iter()
                    .map(|user| user_view::list_item(org, user, "http://a"));
                let written = String::from_utf8(list(org, users, "http://a")).unwrap();
                assert_eq!(written, Value::Array(items.collect()).to_string());
            }
            now.len()
        };
        let before = shown(&org);
        let ids: Vec<String> = org.users.keys().map(str::to_owned).collect();
        let room = org.users.text_bytes();
        for id in ids.iter().step_by(3) {
            org.users.get_mut(id).unwrap().last_login = Some(at(1_800_000_000).into());
        }
        assert!(org.users.text_bytes() < room);
        assert_eq!(shown(&org), before);
        org.replace_profile(
            &ids[1],
            json!({ "login": "else@x.example" }).as_object().cloned().unwrap(),
        );
        org.set_type_of_user(&ids[4], "oty1");
        org.remove_user(&ids[7]);
        assert_eq!(shown(&org), before - 1);
        org.set_now(at(1_800_000_060));
        assert_eq!(shown(&org), before - 1);
        for id in &ids {
            org.remove_user(id);
        }
        org.set_now(at(1_800_000_120));
        assert_eq!((shown(&org), org.users.text_bytes()), (0, 0));
    }
}
