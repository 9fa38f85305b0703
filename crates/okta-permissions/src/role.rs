//! [`StandardRole`]: what Okta's own roles may do, by Okta's help page.

use okta_facts::{Cell, RoleAction};
pub use okta_models::role_assignments::RoleType;

/// One of Okta's own roles.
///
/// ```
/// use okta_permissions::{Allowance, RoleType, StandardRole};
///
/// let help_desk = StandardRole::of(&RoleType::HelpDeskAdmin).unwrap();
/// assert_eq!(help_desk.label(), "Help Desk Administrator");
/// assert!(matches!(help_desk.may("resetPassword"), Allowance::Allowed { within_targets: true, .. }));
/// assert_eq!(help_desk.may("createUser"), Allowance::Refused);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandardRole(&'static okta_facts::StandardRole);

/// Whether a role may do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Allowance {
    /// It may.
    Allowed {
        /// Only on what the assignment targets; everywhere when it has no target.
        within_targets: bool,
        /// Only some of it: app administrators manage the apps that they are given, for instance.
        partly: bool,
    },
    /// It may not.
    Refused,
    /// No source settles it.
    Unknown,
}

impl StandardRole {
    /// The role of this type; `None` for `CUSTOM` and for types that this version does not know.
    pub fn of(role: &RoleType) -> Option<Self> {
        if *role == RoleType::Custom {
            None
        } else {
            okta_facts::standard_role(role.as_str()).map(Self)
        }
    }

    pub(crate) const fn known(role: &'static okta_facts::StandardRole) -> Self {
        Self(role)
    }

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        okta_facts::STANDARD_ROLES
            .iter()
            .filter(|role| role.role != RoleType::Custom.as_str())
            .map(Self)
    }

    /// The type as Okta writes it, `READ_ONLY_ADMIN`.
    pub fn role_type(self) -> &'static str {
        self.0.role
    }

    /// The name that people see.
    pub fn label(self) -> &'static str {
        self.0.label
    }

    /// Whether an org of today can assign it; some are met in older orgs only.
    pub fn is_current(self) -> bool {
        self.0.in_specification
    }

    /// Whether an assignment of the role can be limited to targets.
    pub fn takes_targets(self) -> bool {
        !self.0.targets.is_empty()
    }

    /// Whether its targets are groups; those of the others are apps.
    pub(crate) fn takes_groups(self) -> bool {
        self.0.targets.contains(&"groups")
    }

    /// Whether the role may send an operation: by Okta's specification where it says, or else by the role matrix, or
    /// else by what another page of Okta's tells of the role ([`okta_facts::told_roles`]).
    pub fn may(self, operation_id: &str) -> Allowance {
        let listed =
            okta_facts::operation(operation_id).map_or(&[][..], |operation| operation.iam_admin_roles);
        // The specification's lists leave SUPER_ADMIN out at times; Okta's help page gives it everything.
        let is_listed =
            listed.contains(&self.role_type()) || self.role_type() == RoleType::SuperAdmin.as_str();
        if !listed.is_empty() && is_listed {
            return Allowance::Allowed {
                within_targets: self.takes_targets(),
                partly: false,
            };
        } else if !listed.is_empty() {
            return Allowance::Refused;
        }
        if okta_facts::told_roles(operation_id).contains(&self.role_type()) {
            return Allowance::Allowed {
                within_targets: self.takes_targets(),
                partly: false,
            };
        }
        okta_facts::action_of(operation_id).map_or(Allowance::Unknown, |action| self.may_do(action))
    }

    /// Whether the role may do what a row of the role matrix describes, `view_reports`; some rows decide no operation of
    /// the management API.
    ///
    /// ```
    /// use okta_permissions::{Allowance, RoleType, StandardRole};
    ///
    /// let reports = StandardRole::of(&RoleType::ReportAdmin).unwrap();
    /// assert!(matches!(reports.may_do("view_reports"), Allowance::Allowed { .. }));
    /// assert_eq!(reports.may_do("fly"), Allowance::Unknown);
    /// ```
    pub fn may_do(self, action: &str) -> Allowance {
        let row = okta_facts::role_action(action);
        row.and_then(|row| self.cell(row))
            .map_or(Allowance::Unknown, |cell| match cell.allow {
                Some(true) => Allowance::Allowed {
                    within_targets: cell.scope.is_some() || self.takes_targets(),
                    partly: cell.limited,
                },
                Some(false) => Allowance::Refused,
                None => Allowance::Unknown,
            })
    }

    fn cell(self, row: &'static RoleAction) -> Option<&'static Cell> {
        row.cell(self.0.role)
    }
}
