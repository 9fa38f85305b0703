//! Every request of the flow suite is one that Okta's specification describes.
//!
//! The test runs the other tests of this binary once more on orgs that log their requests, and gives the log to the
//! checker that `OKTA_CHECK` names, with the strictness that it has: a query parameter or a member of a body that
//! the operation does not declare is a violation too.

use std::collections::BTreeSet;
use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::BufWriter;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::checker::{Checker, scratch, text};

/// Names the file that embedded orgs log their requests in.
const VARIABLE: &str = "OKTA_LIFECYCLE_REQUESTS";

/// The log for one org more. A line is written at once, so that lines of several orgs stay whole.
pub(crate) fn request_log() -> Option<BufWriter<File>> {
    let path = env::var_os(VARIABLE)?;
    let file = OpenOptions::new().create(true).append(true).open(path);
    Some(BufWriter::with_capacity(1 << 20, file.unwrap()))
}

#[test]
fn every_request_of_the_suite_is_as_specified() {
    let Some(checker) = Checker::of_the_environment() else {
        return;
    };
    mend(&checker.specification);
    let log = scratch("specification").join("requests.jsonl");
    let _ = fs::remove_file(&log);
    let mut tests = Command::new(env::current_exe().unwrap());
    tests
        .env(VARIABLE, &log)
        .args(["--quiet", "--skip", "specification::"])
        // They have orgs of their own, which log nothing.
        .args([
            "--skip",
            "plans::killed::",
            "--skip",
            "plans::bulk::",
            "--skip",
            "plans::rows::",
        ]);
    // A real org would not log what it is asked. The long proofs ask nothing that the short ones do not.
    tests
        .env_remove("OKTA_PROOFS")
        .env_remove("OKTA_TEST_ORG_URL")
        .env_remove("OKTA_TEST_TOKEN");
    let output = tests.output().unwrap();
    assert!(output.status.success(), "{}", text(&output));

    let report = checker.report(&log, &["--strict"]);
    assert_eq!(report["violations"], serde_json::json!([]));
    let asked: BTreeSet<&str> = report["covered"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    // What the actions write, and what they read.
    for operation in [
        "activateUser",
        "addGroup",
        "assignGroupToApplication",
        "assignUserToApplication",
        "assignUserToGroup",
        "createTacAuthenticatorEnrollment",
        "createUser",
        "deactivateUser",
        "deleteUser",
        "expirePassword",
        "expirePasswordWithTempPassword",
        "getApplicationGroupAssignment",
        "getApplicationUser",
        "getFactor",
        "getGroup",
        "getUser",
        "getUserSchema",
        "listAuthenticatorEnrollments",
        "listAuthenticators",
        "listFactors",
        "listGrantsForUserAndClient",
        "listGroupOwners",
        "listGroupRules",
        "listGroupUsers",
        "listGroups",
        "listLinkedObjectDefinitions",
        "listLinkedObjectsForUser",
        "listPolicies",
        "listRefreshTokensForUserAndClient",
        "listUserClients",
        "listUserGrants",
        "listUserGroups",
        "listUsers",
        "reactivateUser",
        "replaceUser",
        "resetFactors",
        "resetPassword",
        "revokeGrantsForUserAndClient",
        "revokeTokensForUserAndClient",
        "revokeUserGrants",
        "revokeUserSessions",
        "suspendUser",
        "unassignApplicationFromGroup",
        "unassignUserFromApplication",
        "unassignUserFromGroup",
        "unenrollFactor",
        "unlockUser",
        "unsuspendUser",
        "updateApplicationUser",
        "updateUser",
    ] {
        assert!(
            asked.contains(operation),
            "the suite never sends {operation}: {asked:?}"
        );
    }
    println!(
        "{} requests of {} operations checked",
        report["requests"],
        asked.len()
    );
}

/// What `updateApplicationUser` takes is either credentials or a profile, of which the specification requires neither, so
/// that whatever is one is the other as well: no request can be as it says, its own examples neither.
///
/// Fails when that is not so any more.
fn mend(specification: &Path) {
    let mut whole: Value = serde_json::from_slice(&fs::read(specification).unwrap()).unwrap();
    let schemas = &mut whole["components"]["schemas"];
    for part in ["AppUserCredentialsRequestPayload", "AppUserProfileRequestPayload"] {
        let members = schemas[part].as_object().unwrap();
        assert!(
            members.contains_key("properties") && !members.contains_key("required"),
            "{part}"
        );
        assert_ne!(
            members.get("additionalProperties"),
            Some(&Value::Bool(false)),
            "{part}"
        );
    }
    let update = schemas["AppUserUpdateRequest"].as_object_mut().unwrap();
    let parts = update.remove("oneOf").unwrap();
    update.insert("anyOf".to_owned(), parts);
    fs::write(specification, whole.to_string()).unwrap();
}
