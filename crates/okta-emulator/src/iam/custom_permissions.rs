//! Which operations a permission of a custom role allows, and on what kind of resource.

use super::{CustomRole, Kind, Resource};

/// Operations that the table of permissions does not list and that follow from what a permission is described
/// as. This is our derivation: Okta describes permissions by tasks, not by operations.
const FURTHER: &[(&str, &[&str])] = &[
    (
        "okta.users.read",
        &[
            "listUserGroups",
            "listAppLinks",
            "listUserClients",
            "listUserBlocks",
            "listUserDevices",
            "listSupportedFactors",
            "listSupportedSecurityQuestions",
        ],
    ),
    (
        "okta.users.credentials.manage",
        &["changePassword", "changeRecoveryQuestion"],
    ),
    (
        "okta.users.credentials.resetPassword",
        &["forgotPassword", "forgotPasswordSetNewPassword"],
    ),
    ("okta.groups.read", &["listGroupOwners"]),
    (
        "okta.apps.read",
        &[
            "getApplicationUser",
            "getApplicationGroupAssignment",
            "listFeaturesForApplication",
            "getFeatureForApplication",
        ],
    ),
    (
        "okta.apps.assignment.manage",
        &[
            "getApplicationUser",
            "getApplicationGroupAssignment",
            "updateApplicationUser",
            "updateGroupAssignmentToApplication",
        ],
    ),
    ("okta.apps.manage", &["updateFeatureForApplication"]),
];

/// The labels that a role has, with what they include. Okta's API lists the granted ones alone.
pub(super) fn labels(role: &CustomRole) -> impl Iterator<Item = &str> {
    role.permissions.keys().flat_map(|label| {
        let included = okta_facts::permission(label)
            .map(|known| known.includes)
            .unwrap_or_default();
        std::iter::once(label.as_str()).chain(included.iter().copied())
    })
}

/// Whether a permission itself allows an operation, without what it includes.
pub(super) fn permits(label: &str, operation: &str) -> bool {
    let Some(known) = okta_facts::permission(label) else {
        return false;
    };
    known.operations.contains(&operation)
        // What the specification says comes before what descriptions say.
        || okta_facts::operation(operation).is_some_and(|known| known.iam_permissions.contains(&label))
        // Who may act on users sees name, login, email and telephone number (Okta's help page "Role
        // permissions").
        || (known.minimal_profile_view && ["listUsers", "getUser"].contains(&operation))
        || (label == "okta.iam.read"
            && okta_facts::action_of(operation) == Some("view_roles_and_admin_assignments"))
        || FURTHER
            .iter()
            .any(|(further, operations)| *further == label && operations.contains(&operation))
}

/// The kind of resource that a permission takes effect on.
pub(super) fn kind(label: &str) -> Kind {
    match label.split('.').nth(1) {
        Some("users") => Kind::User,
        Some("groups") => Kind::Group,
        Some("apps") => Kind::Application,
        Some("iam") => Kind::IdentityAndAccess,
        _ => Kind::Other,
    }
}

/// The kinds of resource on which an operation needs a permission. Assigning a user to a group or an app needs
/// two: one on either side.
pub(super) fn kinds_needed(operation: &str) -> Vec<Kind> {
    let mut kinds = Vec::new();
    for label in okta_facts::PERMISSIONS.iter().filter_map(|known| known.label) {
        if !kinds.contains(&kind(label)) && permits(label, operation) {
            kinds.push(kind(label));
        }
    }
    kinds
}

/// What of a resource in a resource set a permission takes effect on; none where the type does not match.
pub(super) fn effective(label: &str, resource: &Resource) -> Option<Resource> {
    // "Create users" is for groups: the user is created in one.
    if label == "okta.users.create" {
        return match resource {
            Resource::Groups => Some(Resource::Users),
            Resource::Group(id) => Some(Resource::MembersOf(id.clone())),
            _ => None,
        };
    }
    let matches = match kind(label) {
        Kind::User => matches!(resource, Resource::Users | Resource::MembersOf(_)),
        Kind::Group => matches!(resource, Resource::Groups | Resource::Group(_)),
        Kind::Application => matches!(
            resource,
            Resource::Applications | Resource::ApplicationsNamed(_) | Resource::Application(_)
        ),
        Kind::IdentityAndAccess => *resource == Resource::IdentityAndAccess,
        Kind::Other => matches!(resource, Resource::Other(_)),
    };
    matches.then(|| resource.clone())
}
