//! What a custom role gives: the resources of its set on which it holds a permission.

use okta_facts::ResourceKind;

use super::covers::{covers, group_bits, is_unclear};
use super::part::{Cover, Guard, Part};
use super::standard::{Notes, REALM};
use super::{Assignment, Grant, Held};
use crate::compiled::{Compiled, CompiledHalf, Subject, USERS, body_rows};
use crate::{Call, Resource};

/// What a custom role gives of one half.
#[derive(Clone, Copy)]
pub(super) struct Covered {
    pub(super) cover: Cover,
    /// Whether it holds the permission on some resource.
    pub(super) held: bool,
}

pub(super) fn custom(
    grant: &Grant,
    call: &Call<'_>,
    compiled: &Compiled,
    assignment: &Assignment,
    half: &CompiledHalf,
    notes: &mut Notes,
) -> Covered {
    let mut covered = Covered {
        cover: Cover::No,
        held: false,
    };
    let subject = half.kind.and_then(|kind| Some((kind, compiled.about[kind]?)));
    custom_parts(
        call,
        compiled,
        assignment,
        half,
        |part, excluded, guard, certain| {
            let mut cover = match (subject, part) {
                (Some(subject), part) => covers(grant, call, subject, part, excluded, guard),
                (None, Part::Unsettled(_)) => Cover::Unsettled,
                // Nothing of the kind is named: which of its resources are enough is known of all of them.
                (None, part) if is_all_of_a_kind(part) && excluded.is_empty() => Cover::Yes,
                (None, _) => Cover::Unsettled,
            };
            if let Err(why) = certain {
                cover = cover.min(Cover::Unsettled);
                if cover == Cover::Unsettled {
                    notes.why = Some(why);
                }
            } else if cover == Cover::Unsettled {
                notes.why = Some(match part {
                    Part::Unsettled(why) => why,
                    _ => "no source says whether the resource is enough",
                });
            } else if cover > Cover::No && excluded.iter().any(|excluded| is_unclear(excluded, half.half.on))
            {
                notes.why = Some("no source says what is left out of a resource");
            }
            if certain.is_ok() && compiled.about[USERS] == Some(Subject::Created) {
                notes.into_groups |= group_bits(call, part);
            }
            covered.held = true;
            covered.cover = covered.cover.max(cover);
        },
    );
    covered
}

fn is_all_of_a_kind(part: Part<'_>) -> bool {
    part.is_whole() || part == Part::Other(&Resource::IdentityAndAccess)
}

/// What a custom role reaches with one half: the part, what is left out of it, and whether that is certain.
pub(super) fn custom_parts<'a>(
    call: &Call<'_>,
    compiled: &Compiled,
    assignment: &'a Assignment,
    half: &CompiledHalf,
    mut visit: impl FnMut(Part<'a>, &'a [Resource], Guard, Result<(), &'static str>),
) {
    let Held::Custom { role, resources } = assignment.held() else {
        return;
    };
    let held = assignment.permissions;
    let nobody_fills_it = half.enough | half.enough_on_groups | half.unsettled == 0;
    let (enough, on_groups, unsettled) = (
        half.enough & held != 0,
        half.enough_on_groups & held != 0,
        half.unsettled & held != 0
            || assignment.may_hold_unknown(half.half.on)
            || (role.is_none() && !nobody_fills_it),
    );
    if !(enough || on_groups || unsettled) {
        return;
    }
    let guard = half.kind.map_or(Guard::None, |kind| compiled.guards[kind]);
    let Some(resources) = resources else {
        let why = "the resources of a custom role could not be read";
        visit(Part::Unsettled(why), &[], guard, Ok(()));
        return;
    };
    if half.half.on == ResourceKind::SupportCases {
        let why = "no source says which resource it takes";
        visit(Part::Unsettled(why), &[], guard, Ok(()));
        return;
    }
    // A permission that this version does not know, for what no known one opens: what it takes for a resource is not known
    // either.
    if half.half.on == ResourceKind::Other && !enough && !resources.resources().is_empty() {
        let why = "no source says whether a permission that is held is enough";
        visit(Part::Unsettled(why), &[], guard, Ok(()));
        return;
    }
    let certain = certainty(call, compiled, assignment, half);
    for held in resources.resources() {
        let (resource, excluded) = (held.resource(), held.excluded());
        // A resource of a form that is not known may be of the kind, where the form of that kind is not known either.
        let may_be = (half.has_no_known_form && matches!(resource, Resource::Other(_)))
            || resource.may_hold(half.half.on);
        if resource.kind() == half.half.on || may_be {
            if enough {
                visit(Part::of(resource), excluded, guard, certain);
            } else if unsettled {
                let why = if role.is_none() {
                    "the permissions of a custom role could not be read"
                } else {
                    "no source says whether a permission that is held is enough"
                };
                visit(Part::of(resource), excluded, guard, Err(why));
            }
        }
        if on_groups || (role.is_none() && half.enough_on_groups != 0) {
            let certain = if call.body.sets_realm {
                Err(REALM)
            } else if on_groups {
                Ok(())
            } else {
                Err("the permissions of a custom role could not be read")
            };
            // "Create users" is for groups: the user is created in one.
            let part = match resource {
                Resource::Groups => Part::Users,
                Resource::Group(group) => Part::MembersOf(group.as_str()),
                _ => continue,
            };
            // What an exclusion means for a user who is not there yet, no source says.
            let certain = if excluded.is_empty() {
                certain
            } else {
                Err("no source says what the exclusion means for new users")
            };
            visit(part, &[], guard, certain);
        }
    }
}

/// Whether a permission that is held on a resource is known to be enough for this call.
#[inline]
fn certainty(
    call: &Call<'_>,
    compiled: &Compiled,
    assignment: &Assignment,
    half: &CompiledHalf,
) -> Result<(), &'static str> {
    let manages = || assignment.permissions & body_rows().manages_users != 0;
    // Of okta.users.manage Okta's help page "Role permissions" says that admins with it "can only manage user credential
    // fields and not the credential values themselves".
    if call.body.sets_password {
        return Err("no source says that a permission sets the value of a password or an answer");
    }
    if call.body.changes_type && !manages() {
        return Err("no source says which permission changes a type along with the profile");
    }
    if call.body.sets_realm {
        return Err(REALM);
    }
    if compiled.edits_profile && half.enough & assignment.permissions & !assignment.conditional == 0 {
        return Err("the permission has conditions on profile attributes");
    }
    let into_groups = call.body.into_groups.as_ref();
    if compiled.about[USERS] == Some(Subject::Created) && into_groups.is_none_or(|groups| !groups.is_empty())
    {
        return match into_groups {
            Some(_) => Err("no source says whether managing users is enough to put a new one into a group"),
            None => Ok(()),
        };
    }
    Ok(())
}

impl Assignment {
    /// Whether a permission that this version does not know may be the one: it is on the same kind of resource, or on
    /// one that is not known either.
    fn may_hold_unknown(&self, kind: ResourceKind) -> bool {
        self.unknown_on_any || self.unknown_on.contains(&kind)
    }
}
