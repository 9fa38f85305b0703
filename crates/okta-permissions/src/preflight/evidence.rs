//! What is known about a token, and what follows from it for an operation.

use std::collections::BTreeMap;

use okta_models::{
    ListOperation, Page, applications::ListApplications, groups::ListGroups,
    role_assignments::RoleAssignment, system_log::ListLogEvents, users::ListUsers,
};
use okta_transport::{Client, Error};

use super::report::Verdict;
use crate::{Allowance, Capability, Profile, Requirement, RoleType, StandardRole};

/// What is known about a token.
pub(super) enum Evidence {
    /// The active roles of its owner.
    Roles {
        assignments: Vec<RoleAssignment>,
        /// Whether a record of the answer could not be read, so that there may be more roles.
        incomplete: bool,
    },
    /// The roles may not be read, so some operations were tried.
    Tried(BTreeMap<&'static str, Trial>),
}

/// What came of trying an operation.
#[derive(Clone, Copy)]
pub(super) enum Trial {
    Answered,
    /// A list without a record. Okta answers so, too, where it hides everything from the caller.
    Empty,
    Refused,
}

impl Evidence {
    pub(super) fn from_roles(page: Page<RoleAssignment>) -> Self {
        let (read, odd): (Vec<_>, Vec<_>) = page.into_iter().partition(Result::is_ok);
        let is_active = |role: &RoleAssignment| role.status.as_deref() != Some("INACTIVE");
        let assignments = read.into_iter().flatten().filter(is_active).collect();
        Self::Roles {
            assignments,
            incomplete: !odd.is_empty(),
        }
    }

    /// After the roles were refused: tries the lists that the profile wants, with one record each.
    pub(super) async fn by_trying(client: &Client, profile: &Profile) -> Result<Self, Error> {
        let mut tried = BTreeMap::from([("listAssignedRolesForUser", Trial::Refused)]);
        let wanted = profile
            .capabilities()
            .iter()
            .flat_map(Capability::operations)
            .copied();
        for operation_id in wanted {
            if tried.contains_key(operation_id) {
                continue;
            }
            let trial = match operation_id {
                "listUsers" => attempt(client, ListUsers::new().limit(1)).await?,
                "listGroups" => attempt(client, ListGroups::new().limit(1)).await?,
                "listApplications" => attempt(client, ListApplications::new().limit(1)).await?,
                "listLogEvents" => attempt(client, ListLogEvents::new().limit(1)).await?,
                _ => continue,
            };
            tried.insert(operation_id, trial);
        }
        Ok(Self::Tried(tried))
    }

    /// The roles, where they could be read.
    pub(super) fn roles(&self) -> Option<Vec<RoleAssignment>> {
        match self {
            Self::Roles { assignments, .. } => Some(assignments.clone()),
            Self::Tried(_) => None,
        }
    }

    pub(super) fn judge(&self, operation_id: &'static str) -> (Verdict, String) {
        match self {
            Self::Roles {
                assignments,
                incomplete,
            } => by_roles(operation_id, assignments, *incomplete),
            Self::Tried(tried) => match tried.get(operation_id) {
                Some(Trial::Answered) => (Verdict::Granted, "tried with one record".to_owned()),
                Some(Trial::Empty) => (
                    Verdict::Unknown,
                    format!("{operation_id} answers an empty list, as where everything is hidden"),
                ),
                Some(Trial::Refused) => (Verdict::Denied, missing(operation_id)),
                None => (
                    Verdict::Unknown,
                    "the token may not read its owner's roles".to_owned(),
                ),
            },
        }
    }
}

async fn attempt<L: ListOperation>(client: &Client, list: L) -> Result<Trial, Error> {
    match client.send(list).await {
        Ok(page) if page.is_empty() => Ok(Trial::Empty),
        Ok(_) => Ok(Trial::Answered),
        Err(error) if error.is_forbidden() => Ok(Trial::Refused),
        Err(error) => Err(error),
    }
}

/// Privileges add up: one role that allows it is enough.
fn by_roles(
    operation_id: &'static str,
    assignments: &[RoleAssignment],
    incomplete: bool,
) -> (Verdict, String) {
    if assignments.is_empty() && !incomplete {
        // Someone without a role may not ask for roles, so an empty answer tells that the caller sees nothing.
        return (
            Verdict::Unknown,
            "Okta answers no roles at all, as where everything is hidden".to_owned(),
        );
    }
    let mut best: Option<(u8, String)> = None;
    let mut unsettled = None;
    for assignment in assignments {
        let Some(role_type) = &assignment.role_type else {
            unsettled = Some("the owner holds a role whose type Okta did not tell".to_owned());
            continue;
        };
        let Some(role) = StandardRole::of(role_type) else {
            unsettled = Some(unread(role_type));
            continue;
        };
        match role.may(operation_id) {
            Allowance::Allowed {
                within_targets,
                partly,
            } => {
                let limits = u8::from(within_targets) + u8::from(partly);
                if best.as_ref().is_none_or(|(known, _)| limits < *known) {
                    best = Some((limits, granted_by(role, within_targets, partly)));
                }
            }
            Allowance::Unknown => {
                unsettled = Some(format!("no source settles what {} may do here", role.label()));
            }
            Allowance::Refused => {}
        }
    }
    if let Some((_, reason)) = best {
        (Verdict::Granted, reason)
    } else if let Some(reason) = unsettled {
        (Verdict::Unknown, reason)
    } else if incomplete {
        (
            Verdict::Unknown,
            "a role of the owner could not be read".to_owned(),
        )
    } else if Requirement::of_id(operation_id)
        .is_none_or(|requirement| requirement.standard_roles().next().is_none())
    {
        (
            Verdict::Unknown,
            "no source says which role this takes".to_owned(),
        )
    } else {
        (Verdict::Denied, missing(operation_id))
    }
}

fn granted_by(role: StandardRole, within_targets: bool, partly: bool) -> String {
    let mut reason = role.label().to_owned();
    if within_targets {
        reason.push_str(", within the role's targets");
    }
    if partly {
        reason.push_str(", in part");
    }
    reason
}

fn unread(role_type: &RoleType) -> String {
    if *role_type == RoleType::Custom {
        "the owner holds a custom role, whose permissions are not read".to_owned()
    } else {
        format!("the role {role_type} is not known to this version")
    }
}

/// What would help: the roles that suffice, or the permissions of a custom role.
fn missing(operation_id: &str) -> String {
    let Some(requirement) = Requirement::of_id(operation_id) else {
        return format!("Okta has no operation {operation_id}");
    };
    let roles: Vec<&str> = requirement
        .standard_roles()
        .map(StandardRole::role_type)
        .collect();
    let mut text = format!("{operation_id} needs {}", roles.join(" or "));
    if let Some(permissions) = requirement.permissions() {
        let labels: Vec<&str> = permissions.iter().map(crate::Permission::label).collect();
        text.push_str(", or a custom role with ");
        text.push_str(&labels.join(" and "));
    }
    text
}
