//! Which events an operation writes to the System Log. This table is by hand.

/// The event types that an operation writes to the System Log when it succeeds, in order; empty when that is not
/// known.
///
/// **In part our derivation**: Okta's event type catalog names the events, and only for users and roles does a
/// source name the operation as well. What depends on the request:
///
/// - `createUser`: with `activate=false` the first alone.
/// - `suspendUser`: the catalog names the first; recorded events of one request have the second beside it.
/// - `forgotPassword` is logged as a reset by an administrator is, and `forgotPasswordSetNewPassword` as a change of
///   the password: the catalog has no events apart for them.
/// - `replaceApplication`, `updateApplicationUser` and what changes groups and assignments: by the names of the
///   catalog alone.
/// - `deleteUser`: of a user who is not `DEPROVISIONED` yet it deactivates, and writes what `deactivateUser` does.
/// - `unlockUser`: the catalog also has `user.account.unlock`, for users who unlock themselves.
/// - `updateUser` and `replaceUser`: when the body sets a password, `user.account.update_password` as well.
///
/// ```
/// assert_eq!(okta_facts::event_of("suspendUser"), ["user.lifecycle.suspend", "user.session.clear"]);
/// assert!(okta_facts::event_of("listUsers").is_empty());
/// ```
pub fn event_of(operation_id: &str) -> &'static [&'static str] {
    EVENTS
        .iter()
        .find(|(id, _)| *id == operation_id)
        .map_or(&[], |(_, events)| events)
}

/// Operations and their event types.
pub(crate) static EVENTS: &[(&str, &[&str])] = &[
    (
        "createUser",
        &["user.lifecycle.create", "user.lifecycle.activate"],
    ),
    ("activateUser", &["user.lifecycle.activate"]),
    ("reactivateUser", &["user.lifecycle.reactivate"]),
    ("deactivateUser", &["user.lifecycle.deactivate"]),
    ("suspendUser", &["user.lifecycle.suspend", "user.session.clear"]),
    ("unsuspendUser", &["user.lifecycle.unsuspend"]),
    (
        "deleteUser",
        &[
            "user.lifecycle.delete.initiated",
            "user.lifecycle.delete.completed",
        ],
    ),
    ("unlockUser", &["user.account.unlock_by_admin"]),
    ("expirePassword", &["user.account.expire_password"]),
    (
        "expirePasswordWithTempPassword",
        &["user.account.expire_password"],
    ),
    ("resetPassword", &["user.account.reset_password"]),
    ("forgotPassword", &["user.account.reset_password"]),
    ("changePassword", &["user.account.update_password"]),
    ("forgotPasswordSetNewPassword", &["user.account.update_password"]),
    ("updateUser", &["user.account.update_profile"]),
    ("replaceUser", &["user.account.update_profile"]),
    ("revokeUserSessions", &["user.session.clear"]),
    ("resetFactors", &["user.mfa.factor.reset_all"]),
    ("activateFactor", &["user.mfa.factor.activate"]),
    ("unenrollFactor", &["user.mfa.factor.deactivate"]),
    ("addGroup", &["group.lifecycle.create"]),
    ("deleteGroup", &["group.lifecycle.delete"]),
    ("replaceGroup", &["group.profile.update"]),
    ("assignUserToGroup", &["group.user_membership.add"]),
    ("unassignUserFromGroup", &["group.user_membership.remove"]),
    ("createApplication", &["application.lifecycle.create"]),
    ("replaceApplication", &["application.lifecycle.update"]),
    ("activateApplication", &["application.lifecycle.activate"]),
    ("deactivateApplication", &["application.lifecycle.deactivate"]),
    ("deleteApplication", &["application.lifecycle.delete"]),
    ("assignUserToApplication", &["application.user_membership.add"]),
    ("updateApplicationUser", &["application.user_membership.update"]),
    (
        "unassignUserFromApplication",
        &["application.user_membership.remove"],
    ),
    ("assignGroupToApplication", &["group.application_assignment.add"]),
    (
        "updateGroupAssignmentToApplication",
        &["group.application_assignment.update"],
    ),
    (
        "unassignApplicationFromGroup",
        &["group.application_assignment.remove"],
    ),
    ("assignRoleToUser", &["user.account.privilege.grant"]),
    ("unassignRoleFromUser", &["user.account.privilege.revoke"]),
    ("assignRoleToGroup", &["group.privilege.grant"]),
    ("unassignRoleFromGroup", &["group.privilege.revoke"]),
    ("assignRoleToClient", &["app.oauth2.client.privilege.grant"]),
    ("deleteRoleFromClient", &["app.oauth2.client.privilege.revoke"]),
];
