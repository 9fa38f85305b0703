//! Traps of access tokens and of what could not be read.

use super::{Finding, FindingKind, Scene};
use crate::preflight::evidence::ScopesFrom;
use crate::preflight::probes::Trial;

pub(super) fn find(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let evidence = scene.evidence;
    if !evidence.roles_read {
        findings.push(Finding::new(
            FindingKind::RolesNotReadable,
            Vec::new(),
            format!(
                "{} may not be read with these credentials, which only super administrators and custom roles with \
                 okta.iam.read allow: what can be read was tried with one record each, and changes cannot be told",
                if scene.is_client() { "the app's roles" } else { "the owner's roles" }
            ),
        ));
    }
    if evidence.scopes_from == ScopesFrom::Grants {
        findings.push(Finding::new(
            FindingKind::ScopesAssumed,
            Vec::new(),
            "the token's scopes were not told, so that all that the app was granted were taken for them: a token has \
             those alone that its client asked for",
        ));
    }
    scope_without_role(scene, findings);
    let roles_scope = ["okta.roles.read", "okta.roles.manage"];
    let has_scope = evidence.grant.scopes().is_some_and(|scopes| {
        let mut held = scopes.iter();
        held.any(|scope| roles_scope.contains(&scope.as_str()))
    });
    if has_scope && evidence.roles_refused {
        findings.push(Finding::new(
            FindingKind::RolesScopeWithoutRole,
            scene.wanted.capabilities_with(&[
                "listAssignedRolesForUser",
                "listUsersWithRoleAssignments",
                "listGroupAssignedRoles",
                "listRoles",
                "listResourceSets",
            ]),
            "okta.roles.read is among the scopes and reads no roles by itself: it takes the Super Administrator role, or \
             a custom role with okta.iam.read, beside it",
        ));
    }
    if let Some(difference) = evidence.clock.filter(|difference| !difference.is_tolerable()) {
        findings.push(Finding::new(
            FindingKind::ClockDiffers,
            Vec::new(),
            format!(
                "this machine's clock is {difference}: assertions that are signed with it may be refused, and times in \
                 the System Log look wrong; set the clock by a time server"
            ),
        ));
    }
}

fn scope_without_role(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let evidence = scene.evidence;
    if evidence.grant.scopes().is_none() {
        return;
    }
    let none_held = evidence.roles_read && evidence.grant.is_complete() && scene.active().next().is_none();
    let shown_nothing = evidence.trials.get("listUsers") == Some(&Trial::Empty);
    let text = if none_held {
        "it has scopes and no role: Okta answers its lists with `200` and nothing in them, which looks like an empty \
         org; assign a role to the app"
    } else if !evidence.roles_read && shown_nothing {
        "Okta answers the list of users with `200` and nothing in it, as for an app that has scopes and no role, and no \
         org is without users: see whether the app has a role"
    } else {
        return;
    };
    findings.push(Finding::new(FindingKind::ScopeWithoutRole, Vec::new(), text));
}
