//! What a principal may do with one operation, and on what.

use okta_facts::{Method, Operation};

use super::custom_permissions::{effective, kind, kinds_needed, labels, permits};
use super::grants::{self, Grant};
use super::{Resource, holds_role, is_protected};
use crate::permissions::{allows, allows_action};
use crate::state::{Application, Group, Org, RoleAssignment, User};

/// A kind of resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    User,
    Group,
    Application,
    IdentityAndAccess,
    Other,
}

/// The users, groups and apps that an operation of a principal reaches: what the handlers of lists show, and
/// what a path may name.
#[derive(Clone, Debug)]
pub(crate) struct Access {
    everything: bool,
    reaches: Vec<Reach>,
}

/// One resource that is reached.
#[derive(Clone, Debug)]
struct Reach {
    kind: Kind,
    resource: Resource,
    excluded: Vec<Resource>,
    /// Also where only a super administrator may act, or where there is nothing to protect.
    on_protected: bool,
}

impl Access {
    /// Of a super administrator, or of an operation that needs no role.
    pub(crate) fn everything() -> Self {
        Self {
            everything: true,
            reaches: Vec::new(),
        }
    }

    /// What the principal reaches with the operation; none where no role of it permits the operation at all.
    /// `further` are the rows of the role matrix that the body brings in.
    pub(crate) fn of(
        org: &Org,
        principal: &str,
        operation: &'static Operation,
        further: &[&str],
    ) -> Option<Self> {
        if grants::has_super_admin(grants::own(org, principal)) {
            return Some(Self::everything());
        }
        let grants = grants::of(org, principal);
        if grants.iter().any(|grant| grant.standard() == Some("SUPER_ADMIN")) {
            return Some(Self::everything());
        }
        let mut access = Self {
            everything: false,
            reaches: Vec::new(),
        };
        let mut permitted = false;
        for grant in &grants {
            match grant {
                Grant::Standard(assignment) => {
                    let role = assignment.role;
                    if needs_whole_org(role, operation.id) && !assignment.targets.named.is_empty() {
                        continue;
                    }
                    if allows(role, operation.id) && further.iter().all(|action| allows_action(role, action))
                    {
                        permitted = true;
                        access.add_standard(org, principal, assignment, operation);
                    }
                }
                Grant::Custom { role, resource_set } => {
                    let granted: Vec<&str> = labels(role).collect();
                    if !further.iter().all(|action| custom_allows(&granted, action)) {
                        continue;
                    }
                    for label in granted.iter().filter(|label| permits(label, operation.id)) {
                        for held in resource_set.resources.values() {
                            let Some(resource) = effective(label, &held.resource) else {
                                continue;
                            };
                            access.reaches.push(Reach {
                                kind: kind(label),
                                resource,
                                excluded: held.excluded.clone(),
                                // "A principal with only custom roles can't manage a user who has a
                                // super-admin assignment."
                                on_protected: !protects(operation, kind(label)),
                            });
                        }
                    }
                }
            }
        }
        if !permitted {
            let needed = kinds_needed(operation.id);
            permitted = !needed.is_empty() && needed.iter().all(|kind| access.reaches_any(*kind));
            for kind in [Kind::User, Kind::Group, Kind::Application] {
                if permitted && !needed.contains(&kind) {
                    access.reaches.push(Reach::all(kind));
                }
            }
        }
        let creates = match operation.id {
            "addGroup" => Some(Resource::Groups),
            "createApplication" => Some(Resource::Applications),
            _ => None,
        };
        // An object that is not there yet is in nobody's part of the org but in that of who has the whole.
        let whole = |all: &Resource| {
            access.reaches.iter().any(|reach| {
                let own_kind = reach.resource == Resource::OpenIdConnectApplications
                    && further.contains(&"create_oidc_app");
                reach.resource == *all || (own_kind && *all == Resource::Applications)
            })
        };
        (permitted && creates.as_ref().is_none_or(whole)).then_some(access)
    }

    fn add_standard(
        &mut self,
        org: &Org,
        principal: &str,
        assignment: &RoleAssignment,
        operation: &'static Operation,
    ) {
        let role = assignment.role;
        let cell = okta_facts::action_of(operation.id)
            .and_then(okta_facts::role_action)
            .and_then(|action| action.cell(role));
        let mut resources = assignment.targets.resources(org, role);
        if role == "GROUP_MEMBERSHIP_ADMIN" {
            // It views all users and groups, and is narrowed to its groups where it changes them.
            resources.push(Resource::Users);
            if cell.is_some_and(|cell| cell.scope.is_none()) {
                resources.push(Resource::Groups);
            }
        }
        if role == "API_ACCESS_MANAGEMENT_ADMIN"
            && matches!(
                okta_facts::action_of(operation.id),
                Some("view_apps" | "manage_apps" | "assign_apps")
            )
        {
            // "OIDC apps only" (Okta's help page "Standard administrator roles and permissions").
            resources.retain(|resource| *resource != Resource::Applications);
            resources.push(Resource::OpenIdConnectApplications);
        }
        if let Some(others) = others_tokens(operation.id, role) {
            resources.retain(|resource| others && kind_of(resource) == Kind::User);
            resources.push(Resource::User(principal.to_owned()));
        }
        let excepted = cell.is_some_and(|cell| cell.also_on_super_admins)
            || (operation.id == "listGroupUsers" && role == "ORG_ADMIN");
        self.reaches.extend(resources.into_iter().map(|resource| Reach {
            kind: kind_of(&resource),
            excluded: Vec::new(),
            on_protected: excepted || !protects(operation, kind_of(&resource)),
            resource,
        }));
    }

    /// Whether nothing is out of reach.
    pub(crate) fn is_everything(&self) -> bool {
        self.everything
    }

    fn reaches_any(&self, kind: Kind) -> bool {
        self.reaches.iter().any(|reach| reach.kind == kind)
    }

    fn reaches_where(&self, protected: &dyn Fn() -> bool, covers: impl Fn(&Resource) -> bool) -> bool {
        self.everything
            || self.reaches.iter().any(|reach| {
                covers(&reach.resource)
                    && !reach.excluded.iter().any(&covers)
                    && (reach.on_protected || !protected())
            })
    }

    pub(crate) fn sees_user(&self, org: &Org, user: &User) -> bool {
        self.reaches_where(&|| is_protected(org, user), |resource| {
            resource.covers_user(org, user)
        })
    }

    pub(crate) fn sees_group(&self, org: &Org, group: &Group) -> bool {
        self.reaches_where(&|| holds_role(org, &group.id), |resource| {
            resource.covers_group(group)
        })
    }

    pub(crate) fn sees_application(&self, application: &Application) -> bool {
        self.reaches_where(&|| false, |resource| resource.covers_application(application))
    }

    /// Whether a user may be created in these groups: in any or none by who has all users, in one at least and
    /// in its own alone by who has some. Groups that hold a role are the super administrators'.
    pub(crate) fn creates_in(&self, org: &Org, groups: &[&str]) -> bool {
        let all = self.reaches.iter().any(|reach| reach.resource == Resource::Users);
        let own = |group: &&str| {
            self.reaches
                .iter()
                .any(|reach| matches!(&reach.resource, Resource::MembersOf(id) if id == group))
        };
        self.everything
            || (!groups.iter().any(|group| holds_role(org, group))
                && (all || (!groups.is_empty() && groups.iter().all(own))))
    }
}

impl Reach {
    fn all(kind: Kind) -> Self {
        let resource = match kind {
            Kind::User => Resource::Users,
            Kind::Group => Resource::Groups,
            _ => Resource::Applications,
        };
        Self {
            kind,
            resource,
            excluded: Vec::new(),
            on_protected: true,
        }
    }
}

fn kind_of(resource: &Resource) -> Kind {
    match resource {
        Resource::Users | Resource::User(_) | Resource::MembersOf(_) => Kind::User,
        Resource::Groups | Resource::GroupsButEveryone | Resource::Group(_) => Kind::Group,
        Resource::Applications
        | Resource::OpenIdConnectApplications
        | Resource::ApplicationsNamed(_)
        | Resource::Application(_) => Kind::Application,
        Resource::IdentityAndAccess => Kind::IdentityAndAccess,
        Resource::Other(_) => Kind::Other,
    }
}

/// Whether an operation is one that lesser administrators may not use on administrators: changes of a user,
/// of a group and of its membership, and the list of a group's members, which ConductorOne's connector
/// documents as refused for groups that hold a role.
fn protects(operation: &Operation, kind: Kind) -> bool {
    let changes = operation.method != Method::Get;
    match kind {
        Kind::User => changes && operation.path.starts_with("/api/v1/users/"),
        Kind::Group => {
            (changes && operation.path.starts_with("/api/v1/groups/")) || operation.id == "listGroupUsers"
        }
        _ => false,
    }
}

/// Whether a role may do something only where it is not narrowed: group rules are shown to group administrators
/// "with access to all users and groups" (Okta's help page "Standard administrator roles and permissions").
fn needs_whole_org(role: &str, operation: &str) -> bool {
    role == "USER_ADMIN" && okta_facts::action_of(operation) == Some("view_group_rules")
}

/// For the operations on API tokens: whether a role reaches the tokens of others beside its owner's own; none
/// where nothing limits it (Okta's help page "API token management").
fn others_tokens(operation: &str, role: &str) -> Option<bool> {
    match (okta_facts::action_of(operation)?, role) {
        ("api_token_view" | "api_token_manage", "USER_ADMIN") | ("api_token_clear", "HELP_DESK_ADMIN") => {
            Some(true)
        }
        ("api_token_view" | "api_token_manage", "READ_ONLY_ADMIN" | "GROUP_MEMBERSHIP_ADMIN")
        | ("api_token_clear", "ORG_ADMIN" | "USER_ADMIN" | "READ_ONLY_ADMIN" | "GROUP_MEMBERSHIP_ADMIN") => {
            Some(false)
        }
        _ => None,
    }
}

/// Whether a custom role allows what a body brings in.
fn custom_allows(labels: &[&str], action: &str) -> bool {
    let label = match action {
        "reset_password" => "okta.users.credentials.resetPassword",
        "change_user_type" => "okta.users.manage",
        _ => return true,
    };
    labels.contains(&label)
}
