//! The plain case, which is the common one: a role that allows the operation or does not, on objects that are named or
//! listed. It is a comparison of ids.
//!
//! What is not plain (limits in words, exclusions, conditions, resources of unknown form, objects that are made) goes the
//! long way, by `standard.rs` and `custom.rs`. Both ways agree wherever this one answers, which a test holds them to; this
//! one takes a fifth of the time (bench `permissions`).

use super::custom::Covered;
use super::part::{Cover, Guard};
use super::standard::Contribution;
use super::{Assignment, Held};
use crate::compiled::{APPS, Compiled, CompiledHalf, GROUPS, Subject, USERS};
use crate::role_cell::{Limit, RoleCell};
use crate::{AppTarget, Call, Resource, Targets};

/// A plain call of an operation.
#[derive(Clone, Copy)]
pub(super) struct Plain<'a> {
    call: &'a Call<'a>,
    compiled: &'a Compiled,
}

impl<'a> Plain<'a> {
    /// `None` where the operation makes something, edits a profile, or is about an API token.
    #[inline]
    pub(super) fn of(call: &'a Call<'a>, compiled: &'a Compiled) -> Option<Self> {
        compiled.is_plain.then_some(Self { call, compiled })
    }

    /// What a standard role gives, with nothing said of the kinds that come after one that it does not reach; `None` where
    /// that is not plain.
    #[inline]
    pub(super) fn standard(self, cell: &RoleCell, targets: &Targets) -> Option<Contribution> {
        if cell.allowed != Some(true) || cell.limit != Limit::None || *targets == Targets::Unread {
            return None;
        }
        let narrowing = &cell.narrowing;
        let groups = match targets {
            Targets::Groups(groups) if narrowing.takes_groups => Some(groups.as_slice()),
            _ => None,
        };
        let mut about = [Cover::Yes; 3];
        if let Some(subject) = self.compiled.about[GROUPS] {
            let narrowed = groups.filter(|_| !narrowing.views_all_groups);
            let named = narrowed.map_or(Cover::Yes, |groups| {
                Self::best(subject, groups.iter().map(|group| self.is_group(group.as_str())))
            });
            let shown = match subject {
                _ if !narrowing.hides_everyone => Cover::Yes,
                Subject::Listed => Cover::Depends,
                _ => self.is_not_everyone(),
            };
            about[GROUPS] = named
                .min(shown)
                .min(self.guard(GROUPS, subject, cell.guards[GROUPS]));
            if about[GROUPS] == Cover::No {
                return Some(Contribution::of(about));
            }
        }
        if let (Some(subject), true, Targets::Apps(apps)) =
            (self.compiled.about[APPS], narrowing.takes_apps, targets)
        {
            about[APPS] = Self::best(
                subject,
                apps.iter().map(|app| match app {
                    AppTarget::App(id) => self.is_app(id.as_str()),
                    AppTarget::Named(name) => self.is_app_named(name),
                }),
            );
            if about[APPS] == Cover::No {
                return Some(Contribution::of(about));
            }
        }
        if let Some(subject) = self.compiled.about[USERS] {
            let narrowed = groups.filter(|_| !narrowing.views_all_users);
            let named = narrowed.map_or(Cover::Yes, |groups| {
                Self::best(subject, groups.iter().map(|group| self.is_member(group.as_str())))
            });
            about[USERS] = named.min(self.guard(USERS, subject, cell.guards[USERS]));
        }
        // Why it is not settled is said by the long way.
        (!about.contains(&Cover::Unsettled)).then(|| Contribution::of(about))
    }

    /// What a custom role gives of one half; `None` where that is not plain.
    #[inline]
    pub(super) fn custom(self, assignment: &Assignment, half: &CompiledHalf) -> Option<Covered> {
        let held = assignment.permissions;
        let (true, Some(kind)) = (assignment.is_plain, half.kind) else {
            return None;
        };
        let subject = self.compiled.about[kind]?;
        let mut covered = Covered {
            cover: Cover::No,
            held: false,
        };
        if half.enough_on_groups & held != 0 {
            return None;
        } else if half.enough & held == 0 {
            return (half.unsettled & held == 0).then_some(covered);
        }
        let Held::Custom {
            resources: Some(resources),
            ..
        } = assignment.held()
        else {
            return None;
        };
        for resource in resources.resources().iter().map(crate::HeldResource::resource) {
            let cover = match (kind, resource) {
                (USERS, Resource::Users) | (GROUPS, Resource::Groups) | (APPS, Resource::Apps) => Cover::Yes,
                (USERS, Resource::MembersOf(_))
                | (GROUPS, Resource::Group(_))
                | (APPS, Resource::App { .. } | Resource::AppsNamed(_))
                    if subject == Subject::Listed =>
                {
                    Cover::Depends
                }
                (USERS, Resource::MembersOf(group)) => self.is_member(group.as_str()),
                (GROUPS, Resource::Group(group)) => self.is_group(group.as_str()),
                (APPS, Resource::App { id, .. }) => self.is_app(id.as_str()),
                (APPS, Resource::AppsNamed(name)) => self.is_app_named(name),
                _ => continue,
            };
            covered.held = true;
            covered.cover = covered.cover.max(cover);
        }
        covered.cover = covered
            .cover
            .min(self.guard(kind, subject, self.compiled.guards[kind]));
        (covered.cover != Cover::Unsettled).then_some(covered)
    }

    /// Of a list the parts that are reached are shown, whichever they are.
    #[inline]
    fn best(subject: Subject, parts: impl Iterator<Item = Cover>) -> Cover {
        let mut best = Cover::No;
        for part in parts {
            if subject == Subject::Listed {
                return Cover::Depends;
            }
            best = best.max(part);
            if best == Cover::Yes {
                break;
            }
        }
        best
    }

    #[inline]
    fn is_member(self, group: &str) -> Cover {
        match self.call.about_user.groups {
            Some(groups) => Cover::when(groups.iter().any(|held| held.as_str() == group)),
            None => Cover::Depends,
        }
    }

    #[inline]
    fn is_group(self, group: &str) -> Cover {
        self.call
            .group
            .map_or(Cover::Depends, |named| Cover::when(named == group))
    }

    #[inline]
    fn is_app(self, app: &str) -> Cover {
        self.call
            .app
            .map_or(Cover::Depends, |named| Cover::when(named == app))
    }

    #[inline]
    fn is_app_named(self, name: &str) -> Cover {
        let named = self.call.about_app.name;
        named.map_or(Cover::Depends, |named| Cover::when(named == name))
    }

    #[inline]
    fn is_not_everyone(self) -> Cover {
        let everyone = self.call.about_group.everyone;
        everyone.map_or(Cover::Depends, |everyone| Cover::when(!everyone))
    }

    #[inline]
    fn guard(self, kind: usize, subject: Subject, guard: Guard) -> Cover {
        match kind {
            _ if subject == Subject::Listed => Cover::Yes,
            USERS => guard.lets_user(self.call.about_user.standing),
            GROUPS => guard.lets_group(self.call.about_group.holds_role),
            _ => Cover::Yes,
        }
    }
}

impl Assignment {
    /// Whether a custom role holds permissions that are known on resources of known form, all of each.
    pub(super) fn is_plain_custom(&self) -> bool {
        let Held::Custom {
            role: Some(_),
            resources: Some(resources),
        } = &self.held
        else {
            return false;
        };
        let plain = |held: &crate::HeldResource| {
            let other = matches!(held.resource(), Resource::Other(_) | Resource::IdentityAndAccess);
            held.excluded().is_empty() && !other
        };
        self.unknown_on.is_empty() && !self.unknown_on_any && resources.resources().iter().all(plain)
    }
}

#[cfg(test)]
mod tests {
    use okta_models::GroupId;
    use proptest::prelude::*;

    use crate::grant::evaluate::Sum;
    use crate::{
        AboutApp, AboutGroup, AboutUser, AppTarget, Assignment, Call, Conditions, CustomRole, Grant,
        Permission, Principal, Requirement, Resource, ResourceSet, RoleType, StandardRole, Standing, Targets,
    };

    const GROUPS: [&str; 3] = ["00g1", "00g2", "00g3"];

    fn resource() -> impl Strategy<Value = Resource> {
        let group = || proptest::sample::select(&GROUPS[..]);
        prop_oneof![
            Just(Resource::Users),
            Just(Resource::Groups),
            Just(Resource::Apps),
            Just(Resource::IdentityAndAccess),
            Just(Resource::Other("orn:okta:directory:00o1:realms:1".to_owned())),
            Just(Resource::app("0oa1")),
            Just(Resource::apps_named("slack")),
            group().prop_map(Resource::group),
            group().prop_map(Resource::members_of),
        ]
    }

    fn custom() -> impl Strategy<Value = Assignment> {
        let labels: Vec<Permission> = Permission::catalogue().collect();
        let granted = (proptest::sample::select(labels), 0..8_u8);
        let held = (resource(), proptest::option::weighted(0.2, resource()));
        let permissions = prop::collection::vec(granted, 0..6);
        (permissions, prop::collection::vec(held, 0..4)).prop_map(|(permissions, resources)| {
            let mut role = CustomRole::new("Drawn");
            for (permission, odd) in permissions {
                role = match odd {
                    0 => role.permission_with(permission, Conditions::include(["city"])),
                    1 => role.permission("okta.users.teleport").permission(permission),
                    _ => role.permission(permission),
                };
            }
            let set = resources
                .into_iter()
                .fold(ResourceSet::new("Drawn"), |set, (resource, without)| {
                    set.resource_without(resource, without)
                });
            Assignment::custom(role, set)
        })
    }

    fn standard() -> impl Strategy<Value = Assignment> {
        let roles: Vec<StandardRole> = StandardRole::all()
            .filter(|role| role.role_type() != "SUPER_ADMIN")
            .collect();
        let groups = proptest::sample::subsequence(&GROUPS[..], 0..3);
        let targets = prop_oneof![
            4 => groups.prop_map(|groups| Targets::Groups(groups.into_iter().map(GroupId::from).collect())),
            3 => Just(Targets::WholeOrg),
            1 => Just(Targets::Apps(vec![AppTarget::Named("slack".to_owned())])),
            1 => Just(Targets::Apps(vec![AppTarget::App("0oa1".into()), AppTarget::Named("box".to_owned())])),
            1 => Just(Targets::Unread),
        ];
        (proptest::sample::select(roles), targets)
            .prop_map(|(role, targets)| Assignment::standard(&RoleType::from(role.role_type()), targets))
    }

    fn assignments() -> impl Strategy<Value = Vec<Assignment>> {
        prop::collection::vec(prop_oneof![custom(), standard()], 0..6)
    }

    fn standing() -> impl Strategy<Value = Standing> {
        prop_oneof![
            Just(Standing::Unknown),
            Just(Standing::Ordinary),
            Just(Standing::Administrator),
            Just(Standing::Protected),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]
        #[test]
        fn both_ways_agree_on_every_operation(
            assignments in assignments(),
            group in proptest::option::of(proptest::sample::select(&GROUPS[..])),
            everyone: Option<bool>,
            holds_role: Option<bool>,
            app in proptest::option::of(proptest::sample::select(&["0oa1", "0oa2"][..])),
            app_name in proptest::option::of(proptest::sample::select(&["slack", "box"][..])),
            user_groups in proptest::option::of(proptest::sample::subsequence(&GROUPS[..], 0..3)),
            standing in standing(),
        ) {
            let bare = Grant::api_token(Principal::user("00u0"));
            let grant = assignments.into_iter().fold(bare, Grant::with);
            let groups: Option<Vec<GroupId>> =
                user_groups.map(|groups| groups.into_iter().map(GroupId::from).collect());
            let (mut about_user, mut about_group) = (AboutUser::new().standing(standing), AboutGroup::new());
            if let Some(groups) = &groups {
                about_user = about_user.groups(groups);
            }
            about_group.everyone = everyone;
            about_group.holds_role = holds_role;
            for operation in okta_facts::OPERATIONS {
                let requirement = Requirement::of_id(operation.id).unwrap();
                let mut call = Call::to_requirement(requirement).about_user(about_user).about_group(about_group);
                if let Some(group) = group {
                    call = call.on_group(group);
                }
                if let Some(app) = app {
                    call = call.on_app(app);
                }
                if let Some(name) = app_name {
                    call = call.about_app(AboutApp::new().name(name));
                }
                let compiled = requirement.compiled();
                let [quick, long] = [false, true].map(|thorough| Sum::of(&grant, &call, compiled, thorough));
                prop_assert_eq!(
                    quick.best(&call, compiled), long.best(&call, compiled),
                    "{} {:?}", operation.id, grant
                );
            }
        }
    }
}
