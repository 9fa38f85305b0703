//! The five published integrations: what each does with Okta, from its set-up page.

use super::{Capability, Profile};

/// All five.
pub const INTEGRATIONS: [Profile; 5] = [ATOMICWORK, AUTHOMIZE, ATOLIO, MOVEWORKS, HAPPYFOX_WORKFLOWS];

/// Atomicwork: verifies permissions at set-up, manages users, groups and assignments, syncs attributes.
pub const ATOMICWORK: Profile = Profile::new(
    "Atomicwork",
    &[
        Capability::new("view users", &["listUsers", "getUser"]),
        Capability::new("create users", &["createUser"]),
        Capability::new("edit profiles", &["updateUser"]),
        Capability::new("activate users", &["activateUser"]),
        Capability::new("deactivate users", &["deactivateUser"]),
        Capability::new("suspend users", &["suspendUser", "unsuspendUser"]),
        Capability::new("delete users", &["deactivateUser", "deleteUser"]),
        Capability::new("reset passwords", &["resetPassword"]),
        Capability::new("reset factors", &["resetFactors"]),
        Capability::new("view groups", &["listGroups", "listGroupUsers"]),
        Capability::new("create groups", &["addGroup"]),
        Capability::new(
            "manage membership",
            &["assignUserToGroup", "unassignUserFromGroup"],
        ),
        Capability::new("view apps", &["listApplications", "getApplication"]),
        Capability::new(
            "assign apps",
            &["assignUserToApplication", "assignGroupToApplication"],
        ),
        Capability::new("verify admin roles", &["listAssignedRolesForUser"]),
        Capability::new("watch API tokens", &["listApiTokens"]),
        Capability::new("map attributes", &["listUserTypes", "getUserSchema"]),
    ],
);

/// Authomize: visibility and access reviews.
pub const AUTHOMIZE: Profile = Profile::new(
    "Authomize",
    &[
        Capability::new("collect users", &["listUsers"]),
        Capability::new("collect groups", &["listGroups", "listGroupUsers"]),
        Capability::new("collect apps", &["listApplications"]),
        Capability::new(
            "collect app access",
            &["listApplicationUsers", "listApplicationGroupAssignments"],
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
    ],
);

/// Atolio: app-user mappings, read only.
pub const ATOLIO: Profile = Profile::new(
    "Atolio",
    &[
        Capability::new("read users", &["listUsers"]),
        Capability::new("read groups", &["listGroups", "listGroupUsers"]),
        Capability::new("read apps", &["listApplications"]),
        Capability::new("map app users", &["listApplicationUsers"]),
        Capability::new("read app user schemas", &["getApplicationUserSchema"]),
        Capability::new("poll the System Log", &["listLogEvents"]),
    ],
);

/// Moveworks: helps employees with access and passwords.
pub const MOVEWORKS: Profile = Profile::new(
    "Moveworks",
    &[
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
        Capability::new("reset factors", &["resetFactors", "unenrollFactor"]),
        Capability::new("notice lockouts", &["listLogEvents"]),
        Capability::new("warn of password expiry", &["getUser", "listPolicies"]),
    ],
);

/// HappyFox Workflows: thirteen actions.
pub const HAPPYFOX_WORKFLOWS: Profile = Profile::new(
    "HappyFox Workflows",
    &[
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
    ],
);
