//! Answers written for these tests, each with the oddities that Okta's real ones have: nulls, values and members that
//! the specification does not list.

mod administration;
mod directory;

/// All of them: the operation, and a body that it answers with.
pub(crate) fn answers() -> Vec<(&'static str, &'static str)> {
    [IDENTITY, administration::ANSWERS, directory::ANSWERS].concat()
}

/// Those of users, groups, applications and what they do.
const IDENTITY: &[(&str, &str)] = &[
    (
        "getUser",
        r#"{"id": "00uada", "status": "ACTIVE", "created": "2026-01-02T03:04:05.000Z", "activated": null,
            "statusChanged": null, "lastLogin": null, "lastUpdated": "2026-01-02T03:04:05.120Z", "passwordChanged": null,
            "realmId": "guo1", "type": {"id": "oty1"}, "transitioningToStatus": "ACTIVATING",
            "profile": {"login": "ada@example.com", "mobilePhone": null, "secondEmail": null, "badges": [1, 2.5, null],
                "isManager": false, "costCenter": "7"},
            "credentials": {"password": {}, "provider": {"type": "OKTA", "name": "OKTA"}},
            "_links": {"self": {"href": "https://example.okta.com/api/v1/users/00uada"}}}"#,
    ),
    (
        "listUsers",
        r#"[{"id": "00uada"}, {"id": "00ubob", "status": "DORMANT", "profile": {}}]"#,
    ),
    (
        "listUserBlocks",
        r#"[{"type": "DEVICE_BASED", "appliesTo": "ANY_DEVICES", "since": null}]"#,
    ),
    ("activateUser", "{}"),
    (
        "activateUser",
        r#"{"activationUrl": "https://example.okta.com/welcome/x", "activationToken": "x"}"#,
    ),
    ("deactivateUser", "{}"),
    (
        "resetPassword",
        r#"{"resetPasswordUrl": "https://example.okta.com/reset_password/x"}"#,
    ),
    ("expirePasswordWithTempPassword", r#"{"tempPassword": "x"}"#),
    (
        "changePassword",
        r#"{"password": {}, "recovery_question": {"question": "Why?"}, "provider": {"type": "CLOUD", "name": null}}"#,
    ),
    (
        "getSession",
        r#"{"id": "102x", "userId": "00uada", "login": null, "status": "ACTIVE", "amr": ["pwd", "new"], "idp": {"id": "00o1"}}"#,
    ),
    (
        "listAppLinks",
        r#"[{"id": "1", "label": "Wiki", "appInstanceId": "0oa1", "sortOrder": 0, "hidden": false, "logoUrl": null}]"#,
    ),
    (
        "listUserClients",
        r#"[{"client_id": "0oa1", "client_uri": null}]"#,
    ),
    (
        "listUserDevices",
        r#"[{"created": null, "deviceUserId": "1", "device": {"id": "guo"}}]"#,
    ),
    (
        "listGroups",
        r#"[{"id": "00g1", "type": "OKTA_GROUP", "objectClass": ["okta:user_group"], "lastMembershipUpdated": null,
            "profile": {"name": "Sales", "description": null, "owner": {"id": 1}},
            "_embedded": {"stats": {"usersCount": 3, "hasAdminPrivilege": false}}}]"#,
    ),
    (
        "listApplications",
        r#"[{"id": "0oa1", "name": "active_directory", "signOnMode": null, "universalLogout": null,
             "settings": {"app": {"scanRate": null}}},
            {"id": "0oa2", "signOnMode": "TELEPATHY", "features": [], "settings": {"app": {"domains": ["a", "b"]}}},
            {"id": "0oa3", "signOnMode": "OPENID_CONNECT", "settings": {"oauthClient": {"grant_types": ["x:y"]}}}]"#,
    ),
    (
        "listApplicationUsers",
        r#"[{"id": "00uada", "externalId": null, "scope": "GROUP", "status": "ACTIVE", "syncState": "NEW",
             "credentials": {"userName": "ada"}, "profile": {"role": null}, "passwordChanged": null}]"#,
    ),
    (
        "getApplicationGroupAssignment",
        r#"{"id": "00g1", "priority": 0, "profile": {}, "lastUpdated": "2026-01-02T03:04:05.000Z"}"#,
    ),
    (
        "listFactors",
        r#"[{"id": "ufs1", "factorType": "question", "provider": "OKTA", "vendorName": "OKTA", "status": "ACTIVE",
             "created": null, "profile": {"question": "x"}}, {"id": "x", "factorType": "telepathy"}]"#,
    ),
    (
        "listLogEvents",
        r#"[{"uuid": "1", "published": "2020-05-01T16:54:57.700Z", "eventType": "user.session.start", "version": "0",
             "severity": "INFO", "actor": null, "client": {"zone": "null", "id": null, "ipChain": null},
             "outcome": {"result": "Success", "reason": null}, "target": null, "device": {"managed": null},
             "securityContext": {"asNumber": "7"}, "insertionTimestamp": null,
             "debugContext": {"debugData": {"a": "b"}}}]"#,
    ),
    (
        "createUser",
        r#"{"id": "00uada", "status": "STAGED", "activated": null, "profile": {"login": "ada@example.com", "badge": 7}}"#,
    ),
    (
        "updateUser",
        r#"{"id": "00uada", "status": "STAGED", "activated": null, "profile": {"login": "ada@example.com", "badge": 7}}"#,
    ),
    (
        "replaceUser",
        r#"{"id": "00uada", "status": "STAGED", "activated": null, "profile": {"login": "ada@example.com", "badge": 7}}"#,
    ),
    (
        "expirePassword",
        r#"{"id": "00uada", "status": "STAGED", "activated": null, "profile": {"login": "ada@example.com", "badge": 7}}"#,
    ),
    ("reactivateUser", r"{}"),
    ("forgotPassword", r"{}"),
    ("forgotPasswordSetNewPassword", r#"{"password": {}}"#),
    (
        "changeRecoveryQuestion",
        r#"{"recovery_question": {"question": "Why?"}}"#,
    ),
    (
        "refreshSession",
        r#"{"id": "102x", "status": "ACTIVE", "mfaActive": true}"#,
    ),
    (
        "listUserGroups",
        r#"[{"id": "00g1", "type": "OKTA_GROUP", "profile": {"name": "Sales", "description": null}}]"#,
    ),
    (
        "addGroup",
        r#"{"id": "00g1", "type": "OKTA_GROUP", "profile": {"name": "Sales", "description": null}}"#,
    ),
    (
        "replaceGroup",
        r#"{"id": "00g1", "type": "OKTA_GROUP", "profile": {"name": "Sales", "description": null}}"#,
    ),
    (
        "listAssignedApplicationsForGroup",
        r#"[{"id": "0oa1", "label": "Wiki", "status": "ACTIVE", "signOnMode": "BOOKMARK", "visibility": {"hide": {"web": false}}}]"#,
    ),
    (
        "listGroupUsers",
        r#"[{"id": "00uada", "status": "STAGED", "activated": null, "profile": {"login": "ada@example.com", "badge": 7}}]"#,
    ),
    (
        "getApplication",
        r#"{"id": "0oa1", "label": "Wiki", "status": "ACTIVE", "signOnMode": "BOOKMARK", "visibility": {"hide": {"web": false}}}"#,
    ),
    (
        "assignUserToApplication",
        r#"{"id": "00uada", "scope": "USER", "credentials": {"userName": "ada", "password": {}}, "profile": {"role": "x"}}"#,
    ),
    (
        "getApplicationUser",
        r#"{"id": "00uada", "scope": "USER", "credentials": {"userName": "ada", "password": {}}, "profile": {"role": "x"}}"#,
    ),
    (
        "updateApplicationUser",
        r#"{"id": "00uada", "scope": "USER", "credentials": {"userName": "ada", "password": {}}, "profile": {"role": "x"}}"#,
    ),
    (
        "listApplicationGroupAssignments",
        r#"[{"id": "00g1", "priority": 1, "profile": {"role": null}, "_links": {}}]"#,
    ),
    (
        "assignGroupToApplication",
        r#"{"id": "00g1", "priority": 1, "profile": {"role": null}, "_links": {}}"#,
    ),
    (
        "updateGroupAssignmentToApplication",
        r#"{"id": "00g1", "priority": 1, "profile": {"role": null}, "_links": {}}"#,
    ),
    (
        "getFactor",
        r#"{"id": "ufs1", "factorType": "sms", "profile": {"phoneNumber": "x"}, "_embedded": {}}"#,
    ),
    (
        "getGroup",
        r#"{"id": "00g2", "created": "2017-09-31T00:00:00.000Z", "lastUpdated": 1567000000000, "type": "APP_GROUP"}"#,
    ),
];
