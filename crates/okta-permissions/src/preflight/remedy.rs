//! [`Remedy`]: what would help, who can grant it, and where in the Admin Console.

use std::fmt;

use serde::Serialize;

use crate::{Denial, Permission, Principal, Requirement, Scope, StandardRole};

/// What would help against a denial: any of the roles, or all of the permissions in a custom role, or all of the scopes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remedy {
    scopes: Vec<String>,
    permissions: Vec<String>,
    roles: Vec<&'static str>,
    out_of_reach: Option<String>,
    granted_by: &'static str,
    console: &'static str,
}

/// Only super administrators manage administrators, custom roles and resource sets (Okta's help page "Standard
/// administrator roles and permissions"), and grant scopes to apps.
const SUPER_ADMIN: &str = "a super administrator";

/// Help page "Create an admin role assignment using an admin".
const ROLES_OF_USERS: &str = "Security > Administrators > Admins";
/// Guide "Implement OAuth for Okta with a service app".
const ROLES_OF_APPS: &str = "Applications > Applications > the app > Admin roles";
const SCOPES_OF_APPS: &str = "Applications > Applications > the app > Okta API Scopes";

impl Remedy {
    /// `None` where no role and no scope would help: the operation takes another kind of credentials.
    pub(super) fn of(denial: &Denial<'_>, principal: &Principal) -> Option<Self> {
        let scopes: Vec<String> = denial.missing_scopes().iter().map(Scope::to_string).collect();
        let console = if scopes.is_empty() {
            console_for_roles(principal)
        } else {
            SCOPES_OF_APPS
        };
        let remedy = Self {
            scopes,
            permissions: denial
                .missing_permissions()
                .iter()
                .map(Permission::to_string)
                .collect(),
            roles: denial
                .standard_roles()
                .into_iter()
                .map(StandardRole::role_type)
                .collect(),
            out_of_reach: denial.out_of_reach().map(|kind| kind.name().to_owned()),
            granted_by: SUPER_ADMIN,
            console,
        };
        remedy.helps().then_some(remedy)
    }

    fn helps(&self) -> bool {
        let nothing = self.scopes.is_empty() && self.permissions.is_empty() && self.roles.is_empty();
        !nothing || self.out_of_reach.is_some()
    }

    /// For a caller whom no role allows it.
    pub(super) fn by_role(operation_id: &str, principal: &Principal) -> Option<Self> {
        let requirement = Requirement::of_id(operation_id)?;
        let permissions = requirement.permissions().unwrap_or_default();
        let remedy = Self {
            scopes: Vec::new(),
            permissions: permissions.iter().map(Permission::to_string).collect(),
            roles: requirement
                .roles_to_give()
                .into_iter()
                .map(StandardRole::role_type)
                .collect(),
            out_of_reach: None,
            granted_by: SUPER_ADMIN,
            console: console_for_roles(principal),
        };
        remedy.helps().then_some(remedy)
    }

    /// The OAuth scopes that are missing.
    pub fn scopes(&self) -> &[String] {
        &self.scopes
    }

    /// The permissions that a custom role lacks.
    pub fn permissions(&self) -> &[String] {
        &self.permissions
    }

    /// The standard roles of which each would do, by type, the one that may do least first.
    pub fn roles(&self) -> &[&'static str] {
        &self.roles
    }

    /// The kind of object that the roles do not reach, where one of them would do otherwise.
    pub fn out_of_reach(&self) -> Option<&str> {
        self.out_of_reach.as_deref()
    }

    /// Who can grant it.
    pub fn granted_by(&self) -> &'static str {
        self.granted_by
    }

    /// Where in the Admin Console.
    pub fn console(&self) -> &'static str {
        self.console
    }
}

fn console_for_roles(principal: &Principal) -> &'static str {
    if principal.is_client() {
        ROLES_OF_APPS
    } else {
        ROLES_OF_USERS
    }
}

impl fmt::Display for Remedy {
    /// `a super administrator can grant it under Security > Administrators > Admins`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} can grant it under {}",
            self.granted_by, self.console
        )
    }
}
