//! Lists of users written as JSON.
//!
//! A listing reads each page once, so what a page costs when it is made is what the listing costs. Most users on a page
//! are alike but for their ids, times and profiles: the text of one is copied from another's, and what is its own is put
//! in.

use std::ops::Range;
use std::sync::Arc;

use super::user_json::{ID, Writer, have_credentials_in_common, times_before_profile, usual};
use crate::moment::Moment;
use crate::state::{Org, User};

/// What a user in a list takes about.
const ITEM: usize = 1_024;

/// A list of users.
pub(super) fn list<'a>(org: &'a Org, users: &[&'a User], base: &'a str) -> Vec<u8> {
    let mut writer = Writer::new(org, base, users.len() * ITEM + 2);
    let mut samples = [const { None }; STATUSES];
    // A user on the way to another status is like no other.
    let all_stay = org.directory.background.is_idle();
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
            .filter(|sample: &&Sample<'_>| all_stay && sample.is_like(org, user))
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

impl<'a> Writer<'a> {
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
}
