//! Whether a part of the org covers what a call is about.

use okta_facts::ResourceKind;

use super::Grant;
use super::part::{Cover, Guard, Part};
use crate::compiled::{APPS, GROUPS, KINDS, Subject, USERS};
use crate::{Call, Resource};

/// Whether a part covers the object that a call is about.
#[inline]
pub(super) fn covers(
    grant: &Grant,
    call: &Call<'_>,
    (kind, subject): (usize, Subject),
    part: Part<'_>,
    excluded: &[Resource],
    guard: Guard,
) -> Cover {
    match part {
        Part::Unsettled(_) => return Cover::Unsettled,
        Part::Other(resource) if resource.may_hold(KINDS[kind]) => return Cover::Unsettled,
        _ => {}
    }
    match subject {
        Subject::Listed if part.is_whole() && excluded.is_empty() => Cover::Yes,
        Subject::Listed => Cover::Depends,
        Subject::Created => {
            let created = match (kind, part) {
                (USERS, _) => creates_user(call, part, guard),
                (APPS, Part::OpenIdConnectApps) => part.covers_app(call),
                _ => Cover::when(part.is_whole()),
            };
            // What an exclusion means for an object that is not there yet, no source says.
            created.min(if excluded.is_empty() {
                Cover::Yes
            } else {
                Cover::Unsettled
            })
        }
        Subject::Named | Subject::Owner => {
            let of = |part: Part<'_>| match kind {
                USERS => part.covers_user(call, &grant.principal),
                GROUPS => part.covers_group(call),
                _ => part.covers_app(call),
            };
            let guarded = match kind {
                USERS => guard.lets_user(call.about_user.standing),
                GROUPS => guard.lets_group(call.about_group.holds_role),
                _ => Cover::Yes,
            };
            of(part).min(spared(excluded, KINDS[kind], of)).min(guarded)
        }
    }
}

/// Whether an object of a kind is not among what is left out.
pub(super) fn spared<'a>(
    excluded: &'a [Resource],
    kind: ResourceKind,
    covered: impl Fn(Part<'a>) -> Cover,
) -> Cover {
    let left_out = excluded.iter().map(|excluded| {
        if is_unclear(excluded, kind) {
            Cover::Unsettled
        } else {
            covered(Part::of(excluded))
        }
    });
    left_out.max().map_or(Cover::Yes, Cover::not)
}

/// Whether no source says what leaving this out of resources of a kind means: it is of another kind, as a group is that is
/// left out of users.
pub(super) fn is_unclear(excluded: &Resource, kind: ResourceKind) -> bool {
    excluded.kind() != kind || excluded.may_hold(kind)
}

/// A user is created in any groups, or none, by who has all users; who has some groups creates users in these, and in one
/// at least: [`group_bits`].
fn creates_user(call: &Call<'_>, part: Part<'_>, guard: Guard) -> Cover {
    let Some(groups) = &call.body.into_groups else {
        return Cover::Depends;
    };
    if !matches!(part, Part::Users) {
        return Cover::No;
    }
    if groups.is_empty() {
        Cover::Yes
    } else {
        guard.lets_group(call.about_group.holds_role)
    }
}

/// Of the groups that a new user comes into those that a part is, a bit each.
pub(super) fn group_bits(call: &Call<'_>, part: Part<'_>) -> u64 {
    let (Some(groups), Part::MembersOf(own)) = (&call.body.into_groups, part) else {
        return 0;
    };
    let mut bits = 0;
    for (place, group) in groups.iter().enumerate().take(64) {
        if group.as_str() == own {
            bits |= 1 << place;
        }
    }
    bits
}

/// Whether these are all the groups that a new user comes into.
pub(super) fn into_all(call: &Call<'_>, bits: u64) -> Cover {
    let Some(groups) = call.body.into_groups.as_ref().filter(|groups| !groups.is_empty()) else {
        return Cover::No;
    };
    match u32::try_from(groups.len()) {
        Ok(count @ 1..=63) if bits == (1 << count) - 1 => {
            Guard::Refused.lets_group(call.about_group.holds_role)
        }
        Ok(1..=63) => Cover::No,
        _ if bits == 0 => Cover::No,
        _ => Cover::Unsettled,
    }
}
