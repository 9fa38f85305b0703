//! Whether a grant is enough for an operation on all of an extent: tried on objects that stand for the rest.

use std::borrow::Cow;

use okta_facts::{Half, ResourceKind};
use okta_models::GroupId;

use super::extent::Extent;
use crate::compiled::{Compiled, KINDS, Subject};
use crate::{
    AboutApp, AboutGroup, AboutUser, AppTarget, Assignment, Call, CustomRole, Decision, Grant, Held, Part,
    Permission, Principal, Requirement, Standing,
};

/// Ids that no object has: of an ordinary user in no group, of a group that is not `Everyone` and holds no role, of an app.
const SOME_USER: &str = "00u any user";
const SOME_GROUP: &str = "00g any group";
const SOME_APP: &str = "0oa any app";
const SOME_TYPE: &str = "any type";

/// Whether a grant allows an operation on every ordinary object of an extent, and not in part only: who may act on users
/// sees their names, which is not what an operation that reads users is sent for.
///
/// Administrators and groups that hold a role are left aside: no least privilege reaches what super administrators alone
/// manage.
pub(super) fn is_enough(grant: &Grant, operation_id: &str, extent: &Extent) -> bool {
    let Some(requirement) = Requirement::of_id(operation_id) else {
        return false;
    };
    let grant = &*in_full(grant, requirement.halves().unwrap_or_default());
    let compiled = requirement.compiled();
    let some_group = [GroupId::new(SOME_GROUP)];
    let groups: &[GroupId] = if extent.groups.is_empty() {
        &some_group
    } else {
        &extent.groups
    };
    let some_app = [AppTarget::App(SOME_APP.into())];
    let apps: &[AppTarget] = if extent.apps.is_empty() {
        &some_app
    } else {
        &extent.apps
    };
    // No operation is about a user, a group and an app at once.
    let [users, named_groups, named_apps] = compiled.about.map(|subject| subject.is_some());
    let of_user = if users { groups } else { first(groups) };
    let of_group = if named_groups { groups } else { first(groups) };
    let of_app = if named_apps { apps } else { first(apps) };
    for (users_group, group, app) in triples(of_user, of_group, of_app) {
        let in_group = std::slice::from_ref(users_group);
        let member = if extent.groups.is_empty() { &[] } else { in_group };
        for openid_connect in [false, true] {
            let call = sample(requirement, member, group, app, openid_connect);
            if !is_allowed(grant.decide(call), compiled, extent) {
                return false;
            }
        }
    }
    true
}

fn triples<'a, G, A>(
    users: &'a [G],
    groups: &'a [G],
    apps: &'a [A],
) -> impl Iterator<Item = (&'a G, &'a G, &'a A)> {
    users.iter().flat_map(move |user| {
        let pairs = groups
            .iter()
            .flat_map(move |group| apps.iter().map(move |app| (group, app)));
        pairs.map(move |(group, app)| (user, group, app))
    })
}

/// A call on an ordinary user in these groups, on a group and on an app.
fn sample<'a>(
    requirement: Requirement,
    member: &'a [GroupId],
    group: &'a GroupId,
    app: &'a AppTarget,
    openid_connect: bool,
) -> Call<'a> {
    let about = &requirement.compiled().about;
    let (app_id, app_type) = match app {
        AppTarget::App(id) => (id.as_str(), SOME_TYPE),
        AppTarget::Named(name) => (SOME_APP, name.as_str()),
    };
    let mut call = Call::to_requirement(requirement)
        .about_user(AboutUser::new().groups(member).standing(Standing::Ordinary))
        .about_group(AboutGroup::new().everyone(false).holds_role(false))
        .about_app(AboutApp::new().name(app_type).openid_connect(openid_connect));
    if matches!(about[0], Some(Subject::Named | Subject::Owner)) {
        call = call.on_user(SOME_USER);
    }
    if about[1] == Some(Subject::Named) {
        call = call.on_group(group.as_str());
    }
    if about[2] == Some(Subject::Named) {
        call = call.on_app(app_id);
    }
    if about[0] == Some(Subject::Created) {
        call.body.into_groups = Some(member.to_vec());
    }
    call
}

/// The same of role assignments, with the token and the scopes that the operation takes.
pub(super) fn roles_are_enough(assignments: &[Assignment], operation_id: &str, extent: &Extent) -> bool {
    let nobody = Principal::user("");
    let bare = match okta_facts::operation(operation_id) {
        Some(operation) if !operation.api_token => {
            Grant::access_token(nobody, operation.scopes.iter().copied())
        }
        _ => Grant::api_token(nobody),
    };
    let grant = assignments.iter().cloned().fold(bare, Grant::with);
    is_enough(&grant, operation_id, extent)
}

fn first<T>(list: &[T]) -> &[T] {
    list.get(..1).unwrap_or_default()
}

fn is_allowed(decision: Decision<'_>, compiled: &Compiled, extent: &Extent) -> bool {
    match decision {
        Decision::Granted => true,
        // A list shows what is reached: the whole extent, or it is not enough.
        Decision::Scoped(reach) => {
            let mut listed = compiled
                .about
                .iter()
                .zip(KINDS)
                .filter(|(subject, _)| **subject == Some(Subject::Listed));
            let Some((_, kind)) = listed.next() else {
                return false;
            };
            let wanted = extent.resources(kind);
            let parts = reach.parts();
            wanted.iter().all(|wanted| {
                parts.iter().any(|within| {
                    let part = within.part();
                    // A group administrator's group is shown unless it is `Everyone`, which nobody narrows a plan to.
                    let part = match part {
                        Part::GroupUnlessEveryone(group) => Part::Group(group),
                        part => part,
                    };
                    within.excluded().is_empty() && (part == Part::of(wanted) || whole(kind) == Some(part))
                })
            })
        }
        Decision::Denied(_) | Decision::Unknown(_) => false,
    }
}

fn whole(kind: ResourceKind) -> Option<Part<'static>> {
    match kind {
        ResourceKind::Users => Some(Part::Users),
        ResourceKind::Groups => Some(Part::Groups),
        ResourceKind::Applications => Some(Part::Apps),
        _ => None,
    }
}

/// A grant without the permissions that would show a part of what is read.
pub(crate) fn in_full<'a>(grant: &'a Grant, halves: &[Half]) -> Cow<'a, Grant> {
    let Some(half) = halves.iter().find(|half| !half.in_part.is_empty()) else {
        return Cow::Borrowed(grant);
    };
    let shows_all = |permission: &Permission| {
        let mut labels = half.any_of.iter();
        labels.any(|label| permission.includes(&Permission::known(label)))
    };
    Cow::Owned(grant.map(|assignment| match assignment.held() {
        Held::Custom {
            role: Some(role),
            resources,
        } if assignment.is_active() => {
            let shown =
                role.only(|permission| shows_all(permission) || !half.in_part.contains(&permission.label()));
            Assignment::custom_unread(Some(shown), resources.clone())
        }
        _ => assignment.clone(),
    }))
}

impl CustomRole {
    /// The role with some of its permissions.
    pub(super) fn only(&self, keep: impl Fn(&Permission) -> bool) -> Self {
        let kept = self
            .permissions()
            .iter()
            .filter(|granted| keep(granted.permission()));
        kept.fold(Self::new(self.label()), |role, granted| {
            match granted.conditions() {
                Some(conditions) => role.permission_with(granted.permission().clone(), conditions.clone()),
                None => role.permission(granted.permission().clone()),
            }
        })
    }
}

impl Grant {
    /// The grant with other assignments.
    pub(super) fn map(&self, change: impl Fn(&Assignment) -> Assignment) -> Self {
        let mut changed = self.without_assignments();
        for assignment in self.assignments() {
            changed = changed.with(change(assignment));
        }
        changed
    }

    /// The grant with its principal and scopes alone.
    pub(super) fn without_assignments(&self) -> Self {
        let bare = match self.scopes() {
            Some(scopes) => Self::access_token(self.principal().clone(), scopes.iter().cloned()),
            None => Self::api_token(self.principal().clone()),
        };
        if self.is_complete() {
            bare
        } else {
            bare.incomplete()
        }
    }
}
