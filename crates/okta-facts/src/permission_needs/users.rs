//! What operations on users take, and those on API tokens, whose permission is on their owners.

use super::{Row, users};

/// Who may act on users sees name, login, primary email and mobile phone (`HELP-RP`, footnote).
const MINIMAL: &[&str] = &[
    "okta.users.credentials.manage",
    "okta.users.credentials.resetFactors",
    "okta.users.credentials.resetPassword",
    "okta.users.credentials.expirePassword",
    "okta.users.lifecycle.manage",
    "okta.users.lifecycle.activate",
    "okta.users.lifecycle.deactivate",
    "okta.users.lifecycle.suspend",
    "okta.users.lifecycle.unsuspend",
    "okta.users.lifecycle.delete",
    "okta.users.lifecycle.unlock",
    "okta.users.lifecycle.clearSessions",
    "okta.users.groupMembership.manage",
];

const PART_OF_A_USER: &str = "\"View users and their details\": what shows a part of a user";

pub(super) static NEEDS: &[Row] = &[
    (
        &[users(&["okta.users.read"])
            .in_part(MINIMAL)
            .unsettled(&["okta.users.userprofile.read"])],
        &["listUsers"],
    ),
    (
        &[users(&["okta.users.userprofile.read", "okta.users.read"]).in_part(MINIMAL)],
        &["getUser"],
    ),
    (&[users(&["okta.users.read"])], &["listFactors", "getFactor"]),
    (
        &[users(&["okta.users.read"]).because(PART_OF_A_USER)],
        &[
            "listUserBlocks",
            "listAppLinks",
            "listUserGroups",
            "listUserClients",
            "listSupportedFactors",
            "listSupportedSecurityQuestions",
        ],
    ),
    (
        &[users(&[])
            .unsettled(&["okta.users.read", "okta.devices.read"])
            .because("a part of a user, or of a device")],
        &["listUserDevices"],
    ),
    (
        &[users(&["okta.users.create", "okta.users.manage"])],
        &["createUser"],
    ),
    (
        &[users(&["okta.users.userprofile.manage", "okta.users.manage"])],
        &["updateUser", "replaceUser"],
    ),
    (
        &[users(&["okta.users.lifecycle.delete", "okta.users.manage"])],
        &["deleteUser"],
    ),
    (&[users(&["okta.users.lifecycle.activate"])], &["activateUser"]),
    (
        &[users(&[
            "okta.users.lifecycle.activate",
            "okta.users.lifecycle.manage",
        ])],
        &["reactivateUser"],
    ),
    (
        &[users(&["okta.users.lifecycle.deactivate"])],
        &["deactivateUser"],
    ),
    (&[users(&["okta.users.lifecycle.suspend"])], &["suspendUser"]),
    (&[users(&["okta.users.lifecycle.unsuspend"])], &["unsuspendUser"]),
    (&[users(&["okta.users.lifecycle.unlock"])], &["unlockUser"]),
    (
        &[users(&["okta.users.lifecycle.clearSessions"])],
        &["revokeUserSessions"],
    ),
    (
        &[users(&["okta.users.credentials.expirePassword"])],
        &["expirePassword", "expirePasswordWithTempPassword"],
    ),
    (
        &[users(&["okta.users.credentials.resetPassword"])],
        &["resetPassword"],
    ),
    (
        &[users(&["okta.users.credentials.resetPassword"])
            .because("\"Reset passwords\": the older way to do so")],
        &["forgotPassword", "forgotPasswordSetNewPassword"],
    ),
    (
        &[users(&["okta.users.credentials.manage"])
            .because("\"Manage only credential lifecycle operations\"")],
        &["changePassword", "changeRecoveryQuestion"],
    ),
    (
        &[users(&["okta.users.credentials.resetFactors"])],
        &["resetFactors", "unenrollFactor"],
    ),
    (
        // That resetting factors allowed enrolling was a bug, OKTA-1220095.
        &[users(&[])
            .unsettled(&["okta.users.credentials.manage"])
            .because("RN: resetting is not enrolling; no description speaks of enrolling by API")],
        &[
            "enrollFactor",
            "activateFactor",
            "resendEnrollFactor",
            "verifyFactor",
        ],
    ),
    (
        &[users(&["okta.users.credentials.manageTemporaryAccessCode"]).by_specification()],
        &["createTacAuthenticatorEnrollment"],
    ),
    (&[users(&["okta.users.risk.read"])], &["getUserRisk"]),
    (&[users(&["okta.users.risk.manage"])], &["upsertUserRisk"]),
    // API tokens: the permission is on their owners.
    (
        &[users(&["okta.users.apitokens.read"])],
        &["listApiTokens", "getApiToken"],
    ),
    (&[users(&["okta.users.apitokens.manage"])], &["upsertApiToken"]),
    (
        &[users(&[
            "okta.users.apitokens.clear",
            "okta.users.apitokens.manage",
        ])],
        &["revokeApiToken"],
    ),
];
