//! Users written as JSON straight from the org, with the bytes that `user_view` would give as values.
//!
//! A listing reads each page once, so what a page costs when it is made is what the listing costs.

use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;

use super::user_link_texts::{Hole, link_texts};
use super::user_types::schema_of;
use crate::clock::wire_words;
use crate::json::{is_plain, push_inside, push_text};
use crate::moment::Moment;
use crate::state::{Org, User};

/// What a user in a list takes about, and one on its own.
const ITEM: usize = 1_024;
const WHOLE: usize = 3 * ITEM;

/// A list of users.
pub(super) fn list<'a>(org: &'a Org, users: &[&'a User], base: &'a str) -> Vec<u8> {
    let mut writer = Writer::new(org, base, users.len() * ITEM + 2);
    let mut samples = [const { None }; STATUSES];
    writer.put("[");
    for (place, user) in users.iter().enumerate() {
        if place % AHEAD == 0 {
            fetch(&users[place..users.len().min(place + AHEAD)]);
        }
        if place > 0 {
            writer.put(",");
        }
        let sample = &mut samples[user.status as usize];
        match sample
            .as_ref()
            .filter(|sample: &&Sample<'_>| sample.is_like(org, user))
        {
            Some(sample) => writer.item_like(sample, user),
            None => *sample = writer.item(user),
        }
    }
    writer.put("]");
    writer.json
}

/// A status is less than this as a number.
const STATUSES: usize = 8;

/// How many users are fetched from memory together.
const AHEAD: usize = 16;

/// Looks at where these users lie before they are written, so that the memory is waited for once for all of them and
/// not once for each.
fn fetch(users: &[&User]) {
    let looks = users.iter().map(|user| {
        let moments = [
            user.activated,
            user.last_login,
            user.password_changed,
            user.status_changed,
        ];
        let moments = moments
            .into_iter()
            .flatten()
            .chain([user.created, user.last_updated]);
        let moments = moments.map(Moment::milliseconds).fold(0, |all, look| all ^ look);
        let own = user.id.len() ^ usize::from(user.password.is_some()) ^ user.status as usize;
        (
            moments,
            own ^ usize::from(user.recovery_question.is_some()) ^ Arc::as_ptr(&user.provider).addr(),
        )
    });
    let looks = looks.fold((0, 0), |all, look| (all.0 ^ look.0, all.1 ^ look.1));
    let profiles = users.iter().map(|user| user.profile.fetch());
    std::hint::black_box((looks, profiles.fold(0, |all, look| all ^ look)));
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
    last: (Moment, [[u8; 8]; 3]),
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
            last: (epoch, wire_words(epoch.milliseconds())),
        }
    }

    #[inline]
    fn put(&mut self, json: &str) {
        self.json.extend_from_slice(json.as_bytes());
    }

    /// A user in a list. Gives it as the sample of those that are like it, if its id is a usual one.
    fn item(&mut self, user: &'a User) -> Option<Sample<'a>> {
        let start = self.json.len();
        self.put(r#"{"_links":{"self":{"href":""#);
        self.own(user);
        let links_end = self.json.len();
        self.put(r#""}}"#);
        let places = self.members(user);
        usual(&user.id).map(|_| Sample {
            user,
            kind: self.org.type_of_user(&user.id),
            head: start..places.profile,
            ids: [links_end - ID, places.id].map(|place| place - start),
            times: places.times.map(|place| place - start),
            tail: places.tail..self.json.len(),
            status_changed: places.status_changed - places.tail,
        })
    }

    /// A user in a list that is written as another one was, but for what is its own.
    fn item_like(&mut self, sample: &Sample<'a>, user: &'a User) {
        let Some(id) = usual(&user.id) else {
            return;
        };
        let start = self.json.len();
        self.json.extend_from_within(sample.head.clone());
        for place in sample.ids {
            self.replace_id(start + place, id);
        }
        let theirs = times_before_profile(sample.user);
        for ((place, time), known) in sample
            .times
            .into_iter()
            .zip(times_before_profile(user))
            .zip(theirs)
        {
            self.replace_time(start + place, time, known);
        }
        user.profile.write(&mut self.json);
        let start = self.json.len();
        self.json.extend_from_within(sample.tail.clone());
        let place = start + sample.status_changed;
        self.replace_time(place, user.status_changed, sample.user.status_changed);
    }

    #[inline]
    fn replace_id(&mut self, place: usize, id: &[u8; ID]) {
        if let Some(to) = self.json.get_mut(place..).and_then(<[u8]>::first_chunk_mut) {
            *to = *id;
        }
    }

    /// Behind the quote, where a time is.
    #[inline]
    fn replace_time(&mut self, place: usize, time: Option<Moment>, known: Option<Moment>) {
        let Some(time) = time.filter(|_| time != known) else {
            return;
        };
        let words = self.words(time);
        if let Some(to) = self
            .json
            .get_mut(place + 1..)
            .and_then(<[u8]>::first_chunk_mut::<24>)
        {
            for (to, word) in to.as_chunks_mut().0.iter_mut().zip(words) {
                *to = word;
            }
        }
    }

    /// The members behind `_links` in the order of their names, as those of a value are. Says where they lie.
    fn members(&mut self, user: &'a User) -> Places {
        let [activated, created, last_login, last_updated, password_changed] = times_before_profile(user);
        let activated = self.time(r#","activated":"#, activated);
        let created = self.time(r#","created":"#, created);
        self.put(r#","credentials":{"#);
        self.credentials(user);
        self.put(r#"},"id":""#);
        let id = self.json.len();
        self.id(&user.id);
        let last_login = self.time(r#"","lastLogin":"#, last_login);
        let last_updated = self.time(r#","lastUpdated":"#, last_updated);
        let password_changed = self.time(r#","passwordChanged":"#, password_changed);
        self.put(r#","profile":"#);
        let profile = self.json.len();
        user.profile.write(&mut self.json);
        let tail = self.json.len();
        self.realm();
        self.put(user.status.as_str());
        let status_changed = self.time(r#"","statusChanged":"#, user.status_changed);
        self.put(r#","type":{"id":""#);
        self.id(self.org.type_of_user(&user.id));
        self.put(r#""}}"#);
        Places {
            id,
            times: [activated, created, last_login, last_updated, password_changed],
            profile,
            tail,
            status_changed,
        }
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

    /// Says where the value lies.
    #[inline]
    fn time(&mut self, before: &str, time: Option<Moment>) -> usize {
        self.put(before);
        let place = self.json.len();
        match time.map(|time| self.words(time)) {
            Some(words) => {
                self.put("\"");
                self.json.extend_from_slice(words.as_flattened());
                self.put("\"");
            }
            None => self.put("null"),
        }
        place
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

/// Where the parts of a user lie.
struct Places {
    id: usize,
    times: [usize; 5],
    profile: usize,
    /// What is behind the profile.
    tail: usize,
    status_changed: usize,
}

/// A user in a list whose text is that of others, but for ids, times and the profile.
struct Sample<'a> {
    user: &'a User,
    kind: &'a str,
    /// What stands before the profile, and where in it what changes lies.
    head: Range<usize>,
    ids: [usize; 2],
    times: [usize; 5],
    /// What stands behind the profile.
    tail: Range<usize>,
    status_changed: usize,
}

impl Sample<'_> {
    fn is_like(&self, org: &Org, user: &User) -> bool {
        let same_times = times_before_profile(self.user)
            .iter()
            .zip(times_before_profile(user))
            .all(|(known, time)| known.is_some() == time.is_some());
        same_times
            && self.user.status_changed.is_some() == user.status_changed.is_some()
            && self.user.status == user.status
            && have_credentials_in_common(self.user, user)
            && usual(&user.id).is_some()
            && self.kind == org.type_of_user(&user.id)
    }
}

/// The times that stand before the profile, in their order.
#[inline]
fn times_before_profile(user: &User) -> [Option<Moment>; 5] {
    let (created, updated) = (Some(user.created), Some(user.last_updated));
    [
        user.activated,
        created,
        user.last_login,
        updated,
        user.password_changed,
    ]
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
