//! Traps of custom roles.

use okta_facts::ResourceKind;

use super::{Finding, FindingKind, Scene};
use crate::least_privilege::in_full;
use crate::preflight::verdict::Verdict;
use crate::{Call, CustomRole, GrantedPermission, Held, Permission, Resource, ResourceSet};

const READS_USERS: [&str; 4] = ["listUsers", "getUser", "listGroupUsers", "updateUser"];

pub(super) fn find(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let mut any = false;
    for assignment in scene.active() {
        let Held::Custom { role, resources } = assignment.held() else {
            continue;
        };
        any = true;
        let Some(role) = role else { continue };
        if let Some(resources) = resources {
            without_resource(role, resources, findings);
        }
        hidden_attributes(scene, role, findings);
    }
    if any {
        profiles_in_part(scene, findings);
        log(scene, findings);
        tokens(scene, findings);
    }
}

/// Okta's documentation names `okta.logs.read` and `okta.reports.read` as permissions, and no list of permissions has
/// them: they are OAuth scopes.
fn log(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let wanted = scene.operation("listLogEvents");
    if wanted.is_some_and(|report| report.verdict() != Verdict::Granted) {
        findings.push(Finding::new(
            FindingKind::LogTakesStandardRole,
            scene.wanted.capabilities_with(&["listLogEvents"]),
            "no permission of a custom role is known to open the System Log, okta.logs.read being an OAuth scope: give \
             the Report Administrator role beside the custom one",
        ));
    }
}

fn without_resource(role: &CustomRole, resources: &ResourceSet, findings: &mut Vec<Finding>) {
    let held = || resources.resources().iter().map(|held| held.resource().kind());
    // A resource of a kind that this version does not know may be the one.
    if held().any(|kind| kind == ResourceKind::Other) {
        return;
    }
    let idle: Vec<&str> = role
        .permissions()
        .iter()
        .map(GrantedPermission::permission)
        .filter(|permission| takes_effect_nowhere(permission, &held))
        .map(Permission::label)
        .collect();
    if idle.is_empty() {
        return;
    }
    let mut text = format!(
        "{} of custom role {:?} has no effect: resource set {} holds nothing that it is for",
        idle.join(", "),
        role.label(),
        resources.label()
    );
    let groups_alone = resources
        .resources()
        .iter()
        .any(|held| matches!(held.resource(), Resource::Group(_)));
    if groups_alone && idle.iter().any(|label| label.starts_with("okta.users.")) {
        text.push_str("; a group as a resource is not the users in it, which are a resource of their own (/groups/{id}/users)");
    }
    findings.push(Finding::new(
        FindingKind::PermissionWithoutResource,
        Vec::new(),
        text,
    ));
}

fn takes_effect_nowhere<I: Iterator<Item = ResourceKind>>(
    permission: &Permission,
    held: &impl Fn() -> I,
) -> bool {
    // Users are created in groups, so that this permission takes these, too.
    let also_on_groups = permission.label() == "okta.users.create";
    permission.resource_kind().is_some_and(|kind| {
        kind != ResourceKind::Other
            && !held().any(|held| held == kind || (also_on_groups && held == ResourceKind::Groups))
    })
}

/// Okta's help page "Role permissions", footnote: who may act on users sees a few attributes of theirs.
fn profiles_in_part(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let grant = &scene.evidence.grant;
    let is_in_part = |operation_id: &&str| {
        let Some(call) = Call::to(operation_id).filter(|_| scene.is_able(operation_id)) else {
            return false;
        };
        let halves = call.requirement().halves().unwrap_or_default();
        let in_full = in_full(grant, halves);
        grant.decide(call.clone()).to_string() != in_full.decide(call).to_string()
    };
    let in_part: Vec<&str> = ["listUsers", "getUser"].into_iter().filter(is_in_part).collect();
    if !in_part.is_empty() {
        findings.push(Finding::new(
            FindingKind::ProfilesInPart,
            scene.wanted.capabilities_with(&in_part),
            "a permission to act on users shows their login, first and last name, primary email and mobile phone, and no \
             other attribute, without saying so: give okta.users.read on the same users for whole profiles",
        ));
    }
}

fn hidden_attributes(scene: &Scene<'_>, role: &CustomRole, findings: &mut Vec<Finding>) {
    let mut conditional = role
        .permissions()
        .iter()
        .filter(|granted| granted.conditions().is_some())
        .map(|granted| granted.permission().label())
        .peekable();
    let capabilities = scene.wanted.capabilities_with(&READS_USERS);
    if conditional.peek().is_none() || capabilities.is_empty() {
        return;
    }
    let labels: Vec<&str> = conditional.collect();
    findings.push(Finding::new(
        FindingKind::AttributesHidden,
        capabilities,
        format!(
            "{} of custom role {:?} has conditions: Okta leaves attributes out of profiles without saying so, and searches \
             by them find nobody",
            labels.join(", "),
            role.label()
        ),
    ));
}

/// Support article "Minimum Permissions for Custom Administrator Roles to Create Okta API Tokens".
fn tokens(scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let holds = |wanted: &str| {
        let wanted = Permission::new(wanted);
        scene.active().any(|assignment| match assignment.held() {
            Held::Custom { role: Some(role), .. } => role.holds(&wanted),
            _ => false,
        })
    };
    if holds("okta.users.apitokens.manage") && !holds("okta.users.manage") {
        findings.push(Finding::new(
            FindingKind::TokenPermissionAlone,
            Vec::new(),
            "okta.users.apitokens.manage by itself creates no API token: that takes okta.users.manage beside it, and the \
             Admin Console",
        ));
    }
}
