//! [`Decision`]: granted, scoped, denied or unknown, each with what there is to say.

use std::fmt;

use okta_facts::ResourceKind;

use super::covers::spared;
use super::evaluate::{self, Lack};
use super::part::{Cover, Guard};
use super::{Assignment, Grant, Held, Part};
use crate::{AboutApp, AboutGroup, AboutUser, Call, Permission, Resource, Scope, StandardRole, Standing};

/// Whether a call may be made.
///
/// It speaks of permissions alone: a call that is granted can still fail because of the object's state, or because the
/// object is not there.
#[derive(Clone, Debug)]
#[must_use]
pub enum Decision<'a> {
    /// It may: Okta does not refuse it for want of a permission.
    Granted,
    /// It may on these objects, or shows these alone; others are out of reach.
    Scoped(Reach<'a>),
    /// It may not.
    Denied(Denial<'a>),
    /// It cannot be told.
    Unknown(Doubt<'a>),
}

impl Decision<'_> {
    /// `granted`, `scoped`, `denied` or `unknown`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Scoped(_) => "scoped",
            Self::Denied(_) => "denied",
            Self::Unknown(_) => "unknown",
        }
    }

    /// Whether the call may be made, whatever its objects.
    pub const fn is_granted(&self) -> bool {
        matches!(self, Self::Granted)
    }

    /// Whether the call may not be made.
    pub const fn is_denied(&self) -> bool {
        matches!(self, Self::Denied(_))
    }
}

impl fmt::Display for Decision<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Granted => formatter.write_str("granted"),
            Self::Scoped(reach) => write!(formatter, "scoped to {reach}"),
            Self::Denied(denial) => write!(formatter, "denied: {denial}"),
            Self::Unknown(doubt) => write!(formatter, "unknown: {doubt}"),
        }
    }
}

/// What a call reaches.
///
/// `Display` lists it in words: `users in group 00g1, except administrators`.
#[derive(Clone, Debug)]
pub struct Reach<'a> {
    pub(super) grant: &'a Grant,
    pub(super) call: Call<'a>,
    pub(super) complete: bool,
}

/// One part of what a call reaches.
#[derive(Clone, Debug)]
pub struct Within<'a> {
    assignment: &'a Assignment,
    kind: ResourceKind,
    part: Part<'a>,
    excluded: &'a [Resource],
    guard: Guard,
}

impl<'a> Reach<'a> {
    /// The parts of the org, by assignment. An operation that names a user and a group, say, has parts of both kinds.
    pub fn parts(&self) -> Vec<Within<'a>> {
        let mut parts = Vec::new();
        evaluate::each_part(
            self.grant,
            &self.call,
            &mut |assignment, kind, part, excluded, guard| {
                parts.push(Within {
                    assignment,
                    kind,
                    part,
                    excluded,
                    guard,
                });
            },
        );
        parts
    }

    /// Whether the list is known to be all of it. Where a role could not be read, or no source settles what it allows,
    /// there may be more.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Whether nothing is reached: Okta answers a service app that has a scope and no role with an empty list.
    pub fn is_nothing(&self) -> bool {
        self.parts().is_empty()
    }

    /// The call, as far as it was known.
    pub fn call(&self) -> &Call<'a> {
        &self.call
    }

    /// Whether a user is within reach; `None` where that cannot be told. Of a list it says whether the user is shown.
    pub fn covers_user(&self, user: &str, about: AboutUser<'_>) -> Option<bool> {
        let call = self.other_call().on_user(user).about_user(about);
        self.covers(ResourceKind::Users, |within| {
            let covered = |part: Part<'_>| part.covers_user(&call, &self.grant.principal);
            within.covers(covered).min(within.guard.lets_user(about.standing))
        })
    }

    /// Whether a group is within reach; `None` where that cannot be told. Of a list it says whether the group is shown.
    pub fn covers_group(&self, group: &str, about: AboutGroup) -> Option<bool> {
        let call = self.other_call().on_group(group).about_group(about);
        self.covers(ResourceKind::Groups, |within| {
            let covered = |part: Part<'_>| part.covers_group(&call);
            within
                .covers(covered)
                .min(within.guard.lets_group(about.holds_role))
        })
    }

    /// Whether an app is within reach; `None` where that cannot be told. Of a list it says whether the app is shown.
    pub fn covers_app(&self, app: &str, about: AboutApp<'_>) -> Option<bool> {
        let call = self.other_call().on_app(app).about_app(about);
        self.covers(ResourceKind::Applications, |within| {
            within.covers(|part: Part<'_>| part.covers_app(&call))
        })
    }

    fn covers(&self, kind: ResourceKind, cover: impl Fn(&Within<'a>) -> Cover) -> Option<bool> {
        let parts = self.parts();
        let of_kind = parts.iter().filter(|within| within.kind == kind);
        match of_kind.map(cover).max().unwrap_or(Cover::No) {
            Cover::Yes => Some(true),
            Cover::No if self.complete => Some(false),
            _ => None,
        }
    }

    fn other_call<'b>(&self) -> Call<'b> {
        Call::to_requirement(self.call.requirement())
    }
}

impl<'a> Within<'a> {
    fn covers(&self, covered: impl Fn(Part<'a>) -> Cover + Copy) -> Cover {
        covered(self.part).min(spared(self.excluded, self.kind, covered))
    }

    /// The role assignment that reaches it.
    pub fn assignment(&self) -> &'a Assignment {
        self.assignment
    }

    /// The kind of object.
    pub fn kind(&self) -> ResourceKind {
        self.kind
    }

    /// The part of the org.
    pub fn part(&self) -> Part<'a> {
        self.part
    }

    /// What the resource set leaves out of it.
    pub fn excluded(&self) -> &'a [Resource] {
        self.excluded
    }

    /// Whether super administrators, members of groups that hold a role, and such groups are out of reach, or not known
    /// to be in reach.
    pub fn spares_administrators(&self) -> bool {
        self.guard != Guard::None
    }
}

impl fmt::Display for Reach<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = self.parts();
        if parts.is_empty() {
            formatter.write_str("nothing")?;
        }
        let mut said: Vec<String> = Vec::new();
        for within in &parts {
            let mut text = within.part.to_string();
            if !within.excluded.is_empty() {
                let excluded: Vec<String> = within
                    .excluded
                    .iter()
                    .map(|excluded| Part::of(excluded).to_string())
                    .collect();
                text.push_str(" but ");
                text.push_str(&excluded.join(", "));
            }
            if !said.contains(&text) {
                said.push(text);
            }
        }
        formatter.write_str(&said.join(", "))?;
        if parts.iter().any(Within::spares_administrators) {
            formatter.write_str(", except administrators")?;
        }
        if !self.complete {
            formatter.write_str(", and perhaps more")?;
        }
        Ok(())
    }
}

/// Why a call may not be made, and what would help.
///
/// `Display` says it in one line.
#[derive(Clone, Debug)]
pub struct Denial<'a> {
    pub(super) grant: &'a Grant,
    pub(super) call: Call<'a>,
    pub(super) lack: Lack,
}

impl Denial<'_> {
    /// The scopes that the access token lacks.
    pub fn missing_scopes(&self) -> Vec<Scope> {
        let Some(held) = self.grant.scopes() else {
            return Vec::new();
        };
        let needed = self.call.requirement().scopes().iter();
        let missing = needed.filter(|needed| !held.iter().any(|held| held.as_str() == **needed));
        missing.map(|scope| Scope::new(*scope)).collect()
    }

    /// The permissions that no custom role of the principal holds on a resource of the right kind, the narrowest that
    /// would do; empty where they are all held, or where no permission allows the operation.
    pub fn missing_permissions(&self) -> Vec<Permission> {
        evaluate::missing_halves(self.grant, &self.call)
            .filter_map(|half| half.any_of.first().copied())
            .map(Permission::known)
            .collect()
    }

    /// The standard roles that can be given and would allow the operation, the one that may do least first; empty where a
    /// scope is what is missing, or where no source says which.
    pub fn standard_roles(&self) -> Vec<StandardRole> {
        match self.lack {
            Lack::Role | Lack::OutOfReach(_) => self.call.requirement().roles_to_give(),
            Lack::Scope | Lack::AccessToken | Lack::ApiToken => Vec::new(),
        }
    }

    /// The kind of object that is out of reach, where a role of the principal allows the operation on others.
    pub fn out_of_reach(&self) -> Option<ResourceKind> {
        match self.lack {
            Lack::OutOfReach(kind) => Some(kind),
            _ => None,
        }
    }

    /// Whether the object is out of reach because it is an administrator, or a group that holds a role: only a super
    /// administrator may.
    pub fn is_protected(&self) -> bool {
        let stranger = AboutGroup {
            holds_role: Some(false),
            ..self.call.about_group
        };
        let ordinary = self.call.about_user.standing(Standing::Ordinary);
        let unprotected = self.call.clone().about_user(ordinary).about_group(stranger);
        self.out_of_reach().is_some() && !self.grant.decide(unprotected).is_denied()
    }
}

impl fmt::Display for Denial<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.call.requirement().operation();
        write!(formatter, "{}", operation.id)?;
        match self.lack {
            Lack::Scope => {
                let scopes: Vec<String> = self.missing_scopes().iter().map(Scope::to_string).collect();
                write!(formatter, " needs the scope {}", scopes.join(" and "))
            }
            Lack::AccessToken => formatter.write_str(" takes OAuth access tokens only, no API tokens"),
            Lack::ApiToken => formatter.write_str(" takes API tokens only, no OAuth access tokens"),
            Lack::OutOfReach(kind) if self.is_protected() => {
                let what = singular(kind);
                write!(
                    formatter,
                    ": the {what} is an administrator's, which super administrators alone manage"
                )
            }
            Lack::OutOfReach(kind) => {
                write!(
                    formatter,
                    ": the {} is outside what the caller's roles reach",
                    singular(kind)
                )
            }
            Lack::Role => {
                let roles = self.standard_roles().into_iter();
                let roles: Vec<&str> = roles.map(StandardRole::role_type).collect();
                match roles.as_slice() {
                    [] => formatter.write_str(" needs SUPER_ADMIN, or a role that no source names")?,
                    few @ ([_] | [_, _] | [_, _, _]) => write!(formatter, " needs {}", few.join(" or "))?,
                    [first, second, ..] => {
                        write!(
                            formatter,
                            " needs {first}, {second} or another role that allows it"
                        )?;
                    }
                }
                let permissions: Vec<String> = evaluate::missing_halves(self.grant, &self.call)
                    .filter_map(|half| Some((half, *half.any_of.first()?)))
                    .map(|(half, label)| {
                        if self.grant.holds_somewhere(label) {
                            format!("{label} on {}", half.on)
                        } else {
                            label.to_owned()
                        }
                    })
                    .collect();
                if !permissions.is_empty() {
                    write!(formatter, ", or a custom role with {}", permissions.join(" and "))?;
                }
                Ok(())
            }
        }
    }
}

impl Grant {
    /// Whether a custom role holds a permission, on whatever resources.
    fn holds_somewhere(&self, label: &'static str) -> bool {
        let wanted = Permission::known(label);
        let mut active = self
            .assignments()
            .iter()
            .filter(|assignment| assignment.is_active());
        active.any(|assignment| match assignment.held() {
            Held::Custom { role: Some(role), .. } => role.holds(&wanted),
            _ => false,
        })
    }
}

fn singular(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Users => "user",
        ResourceKind::Groups => "group",
        ResourceKind::Applications => "app",
        _ => "object",
    }
}

/// Why it cannot be told whether a call may be made.
#[derive(Clone, Debug)]
pub struct Doubt<'a> {
    pub(super) call: Call<'a>,
    pub(super) why: &'static str,
}

impl Doubt<'_> {
    /// The reason, in words.
    pub fn reason(&self) -> &'static str {
        self.why
    }
}

impl fmt::Display for Doubt<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}: {}",
            self.call.requirement().operation().id,
            self.why
        )
    }
}
