//! The five published integrations: what each does with Okta, from its set-up page.

use super::{Capability, Profile};

// Where a page speaks of a task, the operations are those that the task takes. A comment says what more there is to it.

/// All five.
pub const INTEGRATIONS: [Profile; 5] = [ATOMICWORK, AUTHOMIZE, ATOLIO, MOVEWORKS, HAPPYFOX_WORKFLOWS];

/// Atomicwork: verifies permissions at set-up, manages users, groups and assignments, syncs attributes.
pub const ATOMICWORK: Profile = Profile::new("Atomicwork", ATOMICWORK_CAPABILITIES);

const ATOMICWORK_CAPABILITIES: &[Capability] = &[
    Capability::new("view users", &["listUsers", "getUser"]),
    Capability::new("create users", &["createUser"]),
    Capability::new("edit profiles", &["updateUser"]),
    Capability::new("activate users", &["activateUser"]),
    Capability::new("deactivate users", &["deactivateUser"]),
    Capability::new("suspend users", &["suspendUser", "unsuspendUser"]),
    Capability::new("delete users", &["deactivateUser", "deleteUser"]),
    Capability::new("reset passwords", &["resetPassword"]),
    // One factor is named by an id, which the list tells.
    Capability::new(
        "reset factors",
        &["resetFactors", "listFactors", "unenrollFactor"],
    ),
    Capability::new("view groups", &["listGroups", "listGroupUsers"]),
    Capability::new("create groups", &["addGroup"]),
    Capability::new(
        "manage membership",
        &["assignUserToGroup", "unassignUserFromGroup"],
    ),
    Capability::new("view apps", &["listApplications", "getApplication"]),
    Capability::new("view app client credentials", &["listOAuth2ClientSecrets"]),
    Capability::new(
        "assign apps",
        &["assignUserToApplication", "assignGroupToApplication"],
    ),
    Capability::new(
        "verify admin roles",
        &[
            "listAssignedRolesForUser",
            "listRoles",
            "listUsersWithRoleAssignments",
            "listResourceSets",
        ],
    ),
    // The page says "manage"; no API makes a token.
    Capability::new("watch API tokens", &["listApiTokens"]),
    Capability::new("revoke API tokens", &["revokeApiToken"]),
    // Which permission lists user types no source says; an org that has none of its own is done with the schema `default`.
    Capability::with_optional("map attributes", &["getUserSchema"], &["listUserTypes"]),
];

/// Authomize: visibility and access reviews.
pub const AUTHOMIZE: Profile = Profile::new("Authomize", AUTHOMIZE_CAPABILITIES);

const AUTHOMIZE_CAPABILITIES: &[Capability] = &[
    Capability::new("collect users", &["listUsers"]),
    Capability::new("collect groups", &["listGroups", "listGroupUsers"]),
    Capability::new("collect apps", &["listApplications"]),
    Capability::new(
        "collect app access",
        &[
            "listApplicationUsers",
            "listApplicationGroupAssignments",
            "listAssignedApplicationsForGroup",
        ],
    ),
    Capability::new(
        "collect admin roles",
        &[
            "listUsersWithRoleAssignments",
            "listAssignedRolesForUser",
            "listGroupAssignedRoles",
        ],
    ),
    Capability::new("collect custom roles", &["listRoles", "listResourceSets"]),
    Capability::new("collect activity", &["listLogEvents"]),
];

/// Atolio: app-user mappings, read only.
pub const ATOLIO: Profile = Profile::new("Atolio", ATOLIO_CAPABILITIES);

const ATOLIO_CAPABILITIES: &[Capability] = &[
    Capability::new("read users", &["listUsers"]),
    Capability::new("read groups", &["listGroups", "listGroupUsers"]),
    Capability::new("read apps", &["listApplications"]),
    Capability::new("map app users", &["listApplicationUsers"]),
    Capability::new("read app user schemas", &["getApplicationUserSchema"]),
    Capability::new("poll the System Log", &["listLogEvents"]),
];

/// Moveworks: helps employees with access and passwords.
pub const MOVEWORKS: Profile = Profile::new("Moveworks", MOVEWORKS_CAPABILITIES);

const MOVEWORKS_CAPABILITIES: &[Capability] = &[
    Capability::new("identify employees", &["listUsers", "getUser"]),
    Capability::new(
        "provision by group",
        &["assignUserToGroup", "unassignUserFromGroup"],
    ),
    Capability::new(
        "provision by app",
        &["assignUserToApplication", "unassignUserFromApplication"],
    ),
    Capability::new("reset passwords", &["resetPassword"]),
    Capability::new("unlock accounts", &["unlockUser"]),
    Capability::new("reset factors", &["resetFactors"]),
    // By the event, by status, and of one user whether it is still so.
    Capability::new(
        "notice lockouts",
        &["listLogEvents", "listUsers", "listUserBlocks"],
    ),
    // `passwordChanged` of the user, and the maximum age of the password policy. Who may read policies no source settles
    // (okta.policies.read exists, and how a resource set names policies is not known): without it, an administrator
    // enters the age.
    Capability::with_optional("warn of password expiry", &["getUser"], &["listPolicies"]),
];

/// HappyFox Workflows: thirteen actions.
pub const HAPPYFOX_WORKFLOWS: Profile = Profile::new("HappyFox Workflows", HAPPYFOX_WORKFLOWS_CAPABILITIES);

const HAPPYFOX_WORKFLOWS_CAPABILITIES: &[Capability] = &[
    Capability::new("activate a user", &["getUser", "activateUser"]),
    Capability::new("deactivate a user", &["getUser", "deactivateUser"]),
    Capability::new("suspend a user", &["getUser", "suspendUser"]),
    Capability::new("unsuspend a user", &["getUser", "unsuspendUser"]),
    Capability::new("unlock a user", &["getUser", "unlockUser", "listUserBlocks"]),
    Capability::new(
        "add to a group",
        &["getUser", "getGroup", "listUserGroups", "assignUserToGroup"],
    ),
    Capability::new(
        "remove from a group",
        &["getUser", "getGroup", "listUserGroups", "unassignUserFromGroup"],
    ),
    Capability::new(
        "assign an app",
        &[
            "getUser",
            "getApplicationUser",
            "getApplication",
            "assignUserToApplication",
        ],
    ),
    Capability::new(
        "revoke an app",
        &[
            "getUser",
            "getApplicationUser",
            "getApplication",
            "unassignUserFromApplication",
        ],
    ),
    Capability::new("clear sessions", &["getUser", "revokeUserSessions"]),
    Capability::new("expire a password", &["getUser", "expirePassword"]),
    Capability::new("reset a password", &["getUser", "resetPassword"]),
    Capability::new("get a user", &["getUser"]),
];
