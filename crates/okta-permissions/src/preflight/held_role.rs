//! [`HeldRole`]: a role assignment as a report shows it.

use serde::Serialize;

use super::verdict::in_words;
use crate::{AppTarget, Assignment, GrantedPermission, Held, HeldResource, Part, Targets};

/// A role assignment as a report shows it: by ids and labels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldRole {
    role: Option<String>,
    summary: String,
    assignment: Option<String>,
    group: Option<String>,
    active: bool,
    targets: Option<Vec<String>>,
    permissions: Option<Vec<String>>,
    conditional_permissions: Option<Vec<String>>,
    resources: Option<Vec<String>>,
}

impl HeldRole {
    pub(super) fn of(assignment: &Assignment) -> Self {
        let mut held = Self {
            role: None,
            summary: assignment.to_string(),
            assignment: assignment.assignment_id().map(str::to_owned),
            group: assignment.group().map(ToString::to_string),
            active: assignment.is_active(),
            targets: None,
            permissions: None,
            conditional_permissions: None,
            resources: None,
        };
        match assignment.held() {
            Held::Standard { role, targets } => {
                held.role = Some(role.role_type().to_owned());
                held.targets = names(targets);
            }
            Held::Custom { role, resources } => {
                held.role = Some("CUSTOM".to_owned());
                let label = |granted: &GrantedPermission| granted.permission().to_string();
                held.permissions = role
                    .as_ref()
                    .map(|role| role.permissions().iter().map(label).collect());
                held.conditional_permissions = role.as_ref().map(|role| {
                    let conditional = role.permissions().iter();
                    let conditional = conditional.filter(|granted| granted.conditions().is_some());
                    conditional.map(label).collect()
                });
                let part = |held: &HeldResource| in_words(Part::of(held.resource()), held.excluded());
                held.resources = resources
                    .as_ref()
                    .map(|set| set.resources().iter().map(part).collect());
            }
            Held::Other(role) => held.role = role.as_ref().map(ToString::to_string),
        }
        held
    }

    /// The type of the role, `HELP_DESK_ADMIN` or `CUSTOM`; `None` where Okta did not tell.
    pub fn role(&self) -> Option<&str> {
        self.role.as_deref()
    }

    /// The assignment in words.
    pub fn summary(&self) -> &str {
        &self.summary
    }

    /// Okta's id of the assignment, unique together with its holder.
    pub fn assignment_id(&self) -> Option<&str> {
        self.assignment.as_deref()
    }

    /// The id of the group that it comes through.
    pub fn group(&self) -> Option<&str> {
        self.group.as_deref()
    }

    /// Whether it counts.
    pub fn is_active(&self) -> bool {
        self.active
    }

    /// Of a standard role its targets, groups and apps by id; empty where it is for the whole org, `None` where they were
    /// not read.
    pub fn targets(&self) -> Option<&[String]> {
        self.targets.as_deref()
    }

    /// Of a custom role its permissions; `None` where they were not read.
    pub fn permissions(&self) -> Option<&[String]> {
        self.permissions.as_deref()
    }

    /// Those of the [permissions](Self::permissions) that have conditions on profile attributes; `None` where they were not
    /// read.
    pub fn conditional_permissions(&self) -> Option<&[String]> {
        self.conditional_permissions.as_deref()
    }

    /// Of a custom role the resources that it is for with what each leaves out, in words with ids; `None` where they were
    /// not read.
    pub fn resources(&self) -> Option<&[String]> {
        self.resources.as_deref()
    }
}

fn names(targets: &Targets) -> Option<Vec<String>> {
    match targets {
        Targets::WholeOrg => Some(Vec::new()),
        Targets::Groups(groups) => Some(groups.iter().map(ToString::to_string).collect()),
        Targets::Apps(apps) => {
            let name = |app: &AppTarget| match app {
                AppTarget::Named(name) => name.clone(),
                AppTarget::App(id) => id.to_string(),
            };
            Some(apps.iter().map(name).collect())
        }
        Targets::Unread => None,
    }
}
