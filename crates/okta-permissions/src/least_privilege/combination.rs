//! [`Combination`]: standard roles that are enough together, none of which can be spared.

use std::fmt;

use okta_facts::{Method, OPERATIONS};

use super::enough::roles_are_enough;
use super::extent::Extent;
use crate::compiled::{compiled, place_of_role};
use crate::{Assignment, RoleType, StandardRole, Targets};

/// What these roles are for (access requests, campaigns, workflows) has no row in Okta's role matrix, so that how much else
/// they allow is not known.
const MORE_THAN_THE_MATRIX: [&str; 3] = [
    "ACCESS_REQUESTS_ADMIN",
    "ACCESS_CERTIFICATIONS_ADMIN",
    "WORKFLOWS_ADMIN",
];

/// Standard roles that are enough together for what a profile does, none of which can be spared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Combination {
    roles: Vec<StandardRole>,
    targets: Vec<Targets>,
    beyond: Vec<&'static str>,
    beyond_is_known: bool,
    not_settled: Vec<&'static str>,
}

impl Combination {
    /// The roles.
    pub fn roles(&self) -> &[StandardRole] {
        &self.roles
    }

    /// The roles with what they are narrowed to, where they take such targets.
    pub fn assignments(&self) -> Vec<Assignment> {
        let roles = self.roles.iter().zip(&self.targets);
        roles
            .map(|(role, targets)| role.assigned(targets.clone()))
            .collect()
    }

    /// The operations that they are known to allow and the profile does not need, by operationId.
    pub fn beyond(&self) -> &[&'static str] {
        &self.beyond
    }

    /// Whether the role matrix has all that they allow. The roles of Okta's governance and workflows allow more than it
    /// says.
    pub fn beyond_is_known(&self) -> bool {
        self.beyond_is_known
    }

    /// The operations of the profile of which no source says which standard roles allow them, by operationId; those that
    /// the combination allows all the same, as a super administrator does, are not among them.
    pub fn not_settled(&self) -> &[&'static str] {
        &self.not_settled
    }

    /// Changes weigh more than reads, and what is not known most.
    fn cost(&self) -> (bool, usize, usize, usize) {
        let changes = self
            .beyond
            .iter()
            .filter(|id| okta_facts::operation(id).is_some_and(|operation| operation.method != Method::Get));
        (
            !self.beyond_is_known,
            changes.count(),
            self.beyond.len(),
            self.roles.len(),
        )
    }
}

impl fmt::Display for Combination {
    /// `APP_ADMIN and USER_ADMIN (98 operations beyond the profile)`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let roles: Vec<&str> = self.roles.iter().map(|role| role.role_type()).collect();
        let more = if self.beyond_is_known { "" } else { "or more " };
        write!(
            formatter,
            "{} ({} {more}operations beyond the profile)",
            roles.join(" and "),
            self.beyond.len()
        )
    }
}

/// All combinations that are enough for these operations, those that allow least else first. `needed` is what else the
/// profile needs, and so not beyond it.
pub(super) fn combinations(
    operations: &[&'static str],
    needed: &[&'static str],
    extent: &Extent,
) -> Vec<Combination> {
    let settled = |id: &&&'static str| okta_facts::roles_that_allow(id).next().is_some();
    let wanted: Vec<&'static str> = operations.iter().filter(settled).copied().collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    // A role that older orgs alone have is no advice.
    let roles: Vec<StandardRole> = StandardRole::all().filter(|role| role.is_current()).collect();
    let allowed: Vec<Vec<bool>> = roles
        .iter()
        .map(|role| wanted.iter().map(|id| by_role(*role, id, extent)).collect())
        .collect();
    let enough = |subset: usize| {
        (0..wanted.len()).all(|place| {
            let mut held = (0..roles.len()).filter(|role| subset & (1 << role) != 0);
            held.any(|role| allowed[role][place])
        })
    };
    let can_spare = |subset: usize| {
        let mut held = (0..roles.len()).filter(|role| subset & (1 << role) != 0);
        held.any(|role| enough(subset & !(1 << role)))
    };
    let subsets = (1..1_usize << roles.len()).filter(|subset| enough(*subset) && !can_spare(*subset));
    let mut found: Vec<Combination> = subsets
        .map(|subset| {
            let held = roles
                .iter()
                .enumerate()
                .filter(|(place, _)| subset & (1 << place) != 0);
            let held: Vec<StandardRole> = held.map(|(_, role)| *role).collect();
            let assigned = assigned(&held, extent);
            let open = operations
                .iter()
                .filter(|id| !roles_are_enough(&assigned, id, extent));
            Combination {
                targets: held.iter().map(|role| extent.targets(*role)).collect(),
                beyond: beyond(&held, needed),
                beyond_is_known: !held
                    .iter()
                    .any(|role| MORE_THAN_THE_MATRIX.contains(&role.role_type())),
                not_settled: open.copied().collect(),
                roles: held,
            }
        })
        .collect();
    found.sort_by_key(Combination::cost);
    found
}

/// Whether a standard role by itself is known to be enough.
pub(super) fn by_role(role: StandardRole, operation_id: &str, extent: &Extent) -> bool {
    roles_are_enough(&assigned(&[role], extent), operation_id, extent)
}

fn assigned(roles: &[StandardRole], extent: &Extent) -> Vec<Assignment> {
    let roles = roles.iter();
    roles.map(|role| role.assigned(extent.targets(*role))).collect()
}

fn beyond(roles: &[StandardRole], needed: &[&'static str]) -> Vec<&'static str> {
    let places: Vec<usize> = roles.iter().map(|role| place_of_role(role.role_type())).collect();
    let allows = |index: usize| {
        let entries = &compiled(index).roles;
        places.iter().any(|place| entries[*place].allowed == Some(true))
    };
    let operations = OPERATIONS.iter().enumerate();
    operations
        .filter(|(index, operation)| allows(*index) && !needed.contains(&operation.id))
        .map(|(_, operation)| operation.id)
        .collect()
}

impl StandardRole {
    /// An assignment of the role.
    pub(super) fn assigned(self, targets: Targets) -> Assignment {
        Assignment::standard(&RoleType::from(self.role_type()), targets)
    }
}
