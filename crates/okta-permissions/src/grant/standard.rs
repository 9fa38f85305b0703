//! What an assignment of a standard role gives: the role's entry in the matrix, and the org within its targets.

use super::covers::{covers, group_bits, into_all};
use super::part::{Cover, Guard, Part};
use super::{Assignment, Grant, Held};
use crate::compiled::{APPS, Compiled, GROUPS, Subject, USERS, body_rows};
use crate::role_cell::{Limit, RoleCell};
use crate::{AppTarget, Call, Targets};

/// The role matrix has no row for it, and no description of a permission speaks of it.
pub(super) const REALM: &str = "no source says who may put a user into a realm";

/// What a standard role gives by itself.
#[derive(Clone, Copy)]
pub(super) struct Contribution {
    pub(super) permitted: Cover,
    pub(super) about: [Cover; 3],
}

/// What is seldom there to say beside a contribution; apart from it, so that contributions stay in registers.
#[derive(Default)]
pub(super) struct Notes {
    /// Of the groups that a new user comes into those that are reached.
    pub(super) into_groups: u64,
    pub(super) why: Option<&'static str>,
}

impl Contribution {
    /// Of a role that permits the operation.
    #[inline]
    pub(super) fn of(about: [Cover; 3]) -> Self {
        Self {
            permitted: Cover::Yes,
            about,
        }
    }

    pub(super) fn total(self) -> Cover {
        self.about.into_iter().fold(self.permitted, Cover::min)
    }
}

/// What an assignment of a standard role gives; where it is nothing, on each kind of object only if that is asked for.
pub(super) fn standard(
    grant: &Grant,
    call: &Call<'_>,
    compiled: &Compiled,
    assignment: &Assignment,
    notes: &mut Notes,
    thorough: bool,
) -> Contribution {
    let entry = &compiled.roles[assignment.place];
    let settled = |allowed: Option<bool>| allowed.map_or(Cover::Unsettled, Cover::when);
    let mut permitted = settled(entry.allowed);
    if permitted == Cover::No {
        return Contribution {
            permitted,
            about: [Cover::Yes; 3],
        };
    }
    let creates_openid_connect =
        compiled.about[APPS] == Some(Subject::Created) && call.about_app.openid_connect == Some(true);
    if call.body.sets_password || call.body.changes_type || creates_openid_connect {
        let rows = body_rows();
        for (brought_in, row) in [
            (call.body.sets_password, &rows.reset_password),
            (call.body.changes_type, &rows.change_user_type),
            (creates_openid_connect, &rows.create_openid_connect_app),
        ] {
            if brought_in {
                permitted = permitted.min(settled(row[assignment.place]));
            }
        }
    }
    if call.body.sets_realm {
        permitted = permitted.min(Cover::Unsettled);
        notes.why = Some(REALM);
    }
    if let Limit::Unsettled(why) = entry.limit {
        permitted = permitted.min(Cover::Unsettled);
        notes.why = Some(why);
    }
    if let (Limit::WholeOrg, Held::Standard { targets, .. }) = (entry.limit, assignment.held()) {
        permitted = permitted.min(match targets {
            Targets::WholeOrg => Cover::Yes,
            Targets::Unread => Cover::Unsettled,
            _ => Cover::No,
        });
    }
    if permitted == Cover::No {
        return Contribution {
            permitted,
            about: [Cover::Yes; 3],
        };
    }
    let mut contribution = Contribution {
        permitted,
        about: [Cover::Yes; 3],
    };
    // What names fewer objects decides sooner.
    for kind in [GROUPS, APPS, USERS] {
        let Some(subject) = compiled.about[kind] else {
            continue;
        };
        let mut about = Cover::No;
        standard_parts(entry, assignment, kind, |part, guard| {
            about = about.max(covers(grant, call, (kind, subject), part, &[], guard));
            if subject == Subject::Created {
                notes.into_groups |= group_bits(call, part);
            }
            if let Part::Unsettled(why) = part {
                notes.why = Some(why);
            }
        });
        contribution.about[kind] = about.max(into_all(call, notes.into_groups));
        if contribution.about[kind] == Cover::No && !thorough {
            break;
        }
    }
    contribution
}

/// What a standard role reaches of a kind of object.
pub(super) fn standard_parts<'a>(
    entry: &RoleCell,
    assignment: &'a Assignment,
    kind: usize,
    mut visit: impl FnMut(Part<'a>, Guard),
) {
    let Held::Standard { targets, .. } = assignment.held() else {
        return;
    };
    let (guard, narrowing) = (entry.guards[kind], &entry.narrowing);
    if matches!(entry.limit, Limit::OwnTokens | Limit::OwnAndPerhapsScopedTokens) {
        if kind == USERS {
            visit(Part::Itself, Guard::None);
            if entry.limit == Limit::OwnAndPerhapsScopedTokens {
                let why = "Okta's help pages disagree whether the role reaches the API tokens of others";
                visit(Part::Unsettled(why), guard);
            }
        }
        return;
    }
    if *targets == Targets::Unread && (narrowing.takes_groups || narrowing.takes_apps) {
        visit(Part::Unsettled("the targets of a role could not be read"), guard);
        return;
    }
    match (kind, targets) {
        (USERS, Targets::Groups(groups)) if narrowing.takes_groups && !narrowing.views_all_users => {
            for group in groups {
                visit(Part::MembersOf(group.as_str()), guard);
            }
        }
        (USERS, _) => visit(Part::Users, guard),
        (GROUPS, Targets::Groups(groups)) if narrowing.takes_groups && !narrowing.views_all_groups => {
            for group in groups {
                visit(
                    if narrowing.hides_everyone {
                        Part::GroupUnlessEveryone(group.as_str())
                    } else {
                        Part::Group(group.as_str())
                    },
                    guard,
                );
            }
        }
        (GROUPS, _) if narrowing.hides_everyone => visit(Part::GroupsButEveryone, guard),
        (GROUPS, _) => visit(Part::Groups, guard),
        (_, Targets::Apps(apps)) if narrowing.takes_apps => {
            for app in apps {
                visit(
                    match app {
                        AppTarget::Named(name) => Part::AppsNamed(name),
                        AppTarget::App(id) => Part::App(id.as_str()),
                    },
                    guard,
                );
            }
        }
        (_, _) if entry.limit == Limit::OpenIdConnect => visit(Part::OpenIdConnectApps, guard),
        (_, _) => visit(Part::Apps, guard),
    }
    if entry.limit == Limit::OwnAndScopedTokens && kind == USERS {
        visit(Part::Itself, Guard::None);
    }
}
