//! Traps of standard roles.

use std::collections::BTreeSet;

use super::{Finding, FindingKind, Scene, is_role};
use crate::preflight::probes::Trial;
use crate::preflight::verdict::OperationReport;
use crate::{AppTarget, Assignment, Held, Targets};

const READS_ADMINISTRATORS: [&str; 3] = [
    "listUsersWithRoleAssignments",
    "listAssignedRolesForUser",
    "listGroupAssignedRoles",
];

const LISTS_GROUPS: [&str; 3] = ["listGroups", "getGroup", "listGroupUsers"];

pub(super) fn find(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    if scene.holds("USER_ADMIN") && !shows_everyone(scene) {
        add(
            scene,
            findings,
            FindingKind::EveryoneHidden,
            &LISTS_GROUPS,
            "Okta does not show the group Everyone to group administrators: it is missing from lists, and counts of users \
             taken from groups come out short",
        );
    }
    if scene.is_lesser() {
        let sparing = scene
            .operations
            .iter()
            .filter(|report| report.spares_administrators());
        let sparing: Vec<&str> = sparing.map(OperationReport::operation_id).collect();
        add(
            scene,
            findings,
            FindingKind::AdministratorsProtected,
            &sparing,
            "super administrators, groups that hold a role and their members are managed by super administrators alone: \
             whoever gets a role on the way is out of reach from then on",
        );
        add(
            scene,
            findings,
            FindingKind::SuperAdministratorsHidden,
            &READS_ADMINISTRATORS,
            "only super administrators are sure to be shown super administrators: with less, a list of administrators \
             that came without an error may lack them",
        );
    }
    if scene.holds("USER_ADMIN") {
        group_administrator(scene, findings);
    }
    token(scene, findings);
    targets(scene, findings);
}

fn add(scene: &Scene<'_>, findings: &mut Vec<Finding>, kind: FindingKind, operations: &[&str], text: &str) {
    let capabilities = scene.wanted.capabilities_with(operations);
    if !capabilities.is_empty() {
        findings.push(Finding::new(kind, capabilities, text));
    }
}

/// Whether another role shows it.
fn shows_everyone(scene: &Scene<'_>) -> bool {
    const THESE: [&str; 5] = [
        "SUPER_ADMIN",
        "ORG_ADMIN",
        "READ_ONLY_ADMIN",
        "APP_ADMIN",
        "GROUP_MEMBERSHIP_ADMIN",
    ];
    THESE.into_iter().any(|role| scene.holds(role))
}

fn group_administrator(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let cannot: Vec<&str> = [
        "addGroup",
        "deleteGroup",
        "assignUserToApplication",
        "assignGroupToApplication",
    ]
    .into_iter()
    .filter(|wanted| {
        scene
            .operation(wanted)
            .is_some_and(|report| !report.verdict().is_able())
    })
    .collect();
    add(
        scene,
        findings,
        FindingKind::GroupAdministratorLimits,
        &cannot,
        "group administrators manage users and members of groups, and create no groups and assign no apps, although \
         set-up pages of connectors ask for this role: that takes an organization and an application administrator",
    );
}

/// Who can create tokens: facts of Okta's help page, row "Create user tokens".
fn token(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    if scene.is_client() || scene.evidence.grant.scopes().is_some() {
        return;
    }
    if !scene.evidence.roles_read {
        // The matrix has the same roles in its rows on creating and on viewing tokens, and the permission of custom roles
        // that manages tokens reads them, too.
        if scene.evidence.trials.get("listApiTokens") == Some(&Trial::Refused) {
            findings.push(Finding::new(
                FindingKind::TokenNotRenewable,
                Vec::new(),
                "the token may not list API tokens, which every role that can create one may, as help desk administrators \
                 cannot: it was made while its owner held more, and when it ends the owner needs such a role again, until \
                 a new one is made",
            ));
        }
        return;
    }
    let makes = okta_facts::role_action("api_token_create_own");
    let mut cannot = true;
    for assignment in scene.active() {
        match assignment.held() {
            Held::Standard { role, .. } => {
                let cell = makes.and_then(|row| row.cell(role.role_type()));
                cannot &= cell.is_some_and(|cell| cell.allow == Some(false));
            }
            // Custom roles have a trap of their own.
            _ => cannot = false,
        }
    }
    if cannot && scene.active().next().is_some() {
        let held: BTreeSet<String> = scene.active().map(ToString::to_string).collect();
        let help_desk = scene
            .active()
            .any(|assignment| is_role(assignment, "HELP_DESK_ADMIN"));
        let who = if help_desk {
            "help desk administrators"
        } else {
            "these roles"
        };
        findings.push(Finding::new(
            FindingKind::TokenNotRenewable,
            Vec::new(),
            format!(
                "{who} cannot create API tokens ({}): this one was made while its owner held more, and when it ends the \
                 owner needs such a role again, until a new one is made",
                ids(held.into_iter())
            ),
        ));
    }
}

/// As many narrow roles as are named one by one.
const NARROW_ROLES: usize = 5;

fn targets(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let narrow: BTreeSet<String> = scene.active().filter_map(narrowed).collect();
    let more = narrow.len().saturating_sub(NARROW_ROLES);
    let mut texts: Vec<String> = narrow.into_iter().take(NARROW_ROLES).collect();
    if more > 0 {
        texts.push(format!("{more} more roles reach their targets alone"));
    }
    let texts = texts.into_iter();
    findings.extend(texts.map(|text| Finding::new(FindingKind::NarrowedByTargets, Vec::new(), text)));
}

/// What targets leave of an assignment.
fn narrowed(assignment: &Assignment) -> Option<String> {
    let Held::Standard { targets, .. } = assignment.held() else {
        return None;
    };
    let named = match targets {
        Targets::Groups(groups) => ids(groups.iter().map(ToString::to_string)),
        Targets::Apps(apps) => ids(apps.iter().map(|app| match app {
            AppTarget::Named(name) => format!("all {name} apps"),
            AppTarget::App(id) => id.to_string(),
        })),
        _ => return None,
    };
    Some(format!(
        "{assignment} reaches {named} alone: a role is for the whole org until its first target, and its last one cannot \
         be taken away again without the role"
    ))
}

fn ids(all: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = all.collect();
    match all.as_slice() {
        [one] => one.clone(),
        [first, second] => format!("{first} and {second}"),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
        [] => "nothing".to_owned(),
    }
}
