//! Every operation on a user moves it from the statuses that Okta documents, and is refused from the others.

use serde_json::json;

use crate::org::{Org, empty, with_password};

const STATUSES: [&str; 8] = [
    "STAGED",
    "PROVISIONED",
    "ACTIVE",
    "RECOVERY",
    "PASSWORD_EXPIRED",
    "LOCKED_OUT",
    "SUSPENDED",
    "DEPROVISIONED",
];

/// Creates a user and brings it to a status.
async fn user_in(org: &Org, status: &str) -> String {
    let mut body = with_password(&format!("{}@people.example", status.to_lowercase()));
    if status == "PROVISIONED" {
        body["credentials"].as_object_mut().unwrap().remove("password");
    }
    let created = org
        .post(&format!("/api/v1/users?activate={}", status != "STAGED"), body)
        .await;
    let id = created.expect(200).id();
    let step = match status {
        "RECOVERY" => "reset_password",
        "PASSWORD_EXPIRED" => "expire_password",
        "SUSPENDED" => "suspend",
        "DEPROVISIONED" => "deactivate",
        _ => "",
    };
    if status == "LOCKED_OUT" {
        assert!(org.emulator.lock_out(&id));
    } else if !step.is_empty() {
        org.act(&format!("/api/v1/users/{id}/lifecycle/{step}"))
            .await
            .expect(200);
    }
    assert_eq!(org.status(&id).await, status);
    id
}

/// An operation on a user: its method and path, the statuses that it takes with those that it leaves (none where it
/// leaves the user as it is), and how it refuses the others.
struct Row {
    operation: (&'static str, &'static str),
    takes: &'static [(&'static str, &'static str)],
    refuses: (u16, &'static str),
}

const fn row(
    operation: (&'static str, &'static str),
    takes: &'static [(&'static str, &'static str)],
    refuses: (u16, &'static str),
) -> Row {
    Row {
        operation,
        takes,
        refuses,
    }
}

const ANY: &[(&str, &str)] = &[
    ("STAGED", ""),
    ("PROVISIONED", ""),
    ("ACTIVE", ""),
    ("RECOVERY", ""),
    ("PASSWORD_EXPIRED", ""),
    ("LOCKED_OUT", ""),
    ("SUSPENDED", ""),
    ("DEPROVISIONED", ""),
];
const NOT_DEPROVISIONED: &[(&str, &str)] = ANY.split_last().unwrap().1;
const LEAVES: &[(&str, &str)] = &[
    ("STAGED", "DEPROVISIONED"),
    ("PROVISIONED", "DEPROVISIONED"),
    ("ACTIVE", "DEPROVISIONED"),
    ("RECOVERY", "DEPROVISIONED"),
    ("PASSWORD_EXPIRED", "DEPROVISIONED"),
    ("LOCKED_OUT", "DEPROVISIONED"),
    ("SUSPENDED", "DEPROVISIONED"),
];
const EXPIRES: &[(&str, &str)] = &[("ACTIVE", "PASSWORD_EXPIRED"), ("PASSWORD_EXPIRED", "")];

/// The operations of the user lifecycle facts but `createUser`, which starts from no status.
const ROWS: [Row; 16] = [
    row(
        ("POST", "lifecycle/activate"),
        &[("STAGED", "ACTIVE"), ("DEPROVISIONED", "PROVISIONED")],
        (403, "E0000016"),
    ),
    row(
        ("POST", "lifecycle/reactivate"),
        &[("PROVISIONED", ""), ("RECOVERY", "")],
        (403, "E0000038"),
    ),
    row(("POST", "lifecycle/deactivate"), LEAVES, (404, "E0000007")),
    row(
        ("POST", "lifecycle/suspend"),
        &[("ACTIVE", "SUSPENDED")],
        (400, "E0000001"),
    ),
    row(
        ("POST", "lifecycle/unsuspend"),
        &[("SUSPENDED", "ACTIVE")],
        (400, "E0000001"),
    ),
    row(
        ("POST", "lifecycle/unlock"),
        &[("LOCKED_OUT", "ACTIVE")],
        (403, "E0000032"),
    ),
    row(("POST", "lifecycle/expire_password"), EXPIRES, (403, "E0000038")),
    row(
        ("POST", "lifecycle/expire_password_with_temp_password"),
        EXPIRES,
        (403, "E0000038"),
    ),
    row(
        ("POST", "lifecycle/reset_password?sendEmail=false"),
        &[
            ("PROVISIONED", "RECOVERY"),
            ("ACTIVE", "RECOVERY"),
            ("PASSWORD_EXPIRED", "RECOVERY"),
        ],
        (403, "E0000038"),
    ),
    row(
        ("POST", "credentials/forgot_password"),
        &[("ACTIVE", "")],
        (403, "E0000034"),
    ),
    row(
        ("POST", "credentials/change_password"),
        &[
            ("STAGED", ""),
            ("ACTIVE", ""),
            ("PASSWORD_EXPIRED", "ACTIVE"),
            ("RECOVERY", "ACTIVE"),
        ],
        (403, "E0000014"),
    ),
    row(
        ("POST", "credentials/change_recovery_question"),
        &[("STAGED", ""), ("ACTIVE", ""), ("RECOVERY", "")],
        (403, "E0000036"),
    ),
    row(
        ("POST", "lifecycle/reset_factors"),
        NOT_DEPROVISIONED,
        (403, "E0000038"),
    ),
    row(("DELETE", "factors"), NOT_DEPROVISIONED, (403, "E0000038")),
    row(("DELETE", "sessions"), ANY, (0, "")),
    // The second call takes the user away.
    row(("DELETE", ""), LEAVES, (0, "")),
];

#[tokio::test]
async fn every_operation_takes_its_statuses_and_refuses_the_others() {
    for Row {
        operation: (method, path),
        takes,
        refuses,
    } in &ROWS
    {
        for status in STATUSES {
            let org = Org::new(empty());
            let id = user_in(&org, status).await;
            let user = format!("/api/v1/users/{id}");
            let body = match *path {
                "credentials/change_password" => Some(json!({
                    "oldPassword": { "value": "Passw0rd-of-mine" }, "newPassword": { "value": "Br4nd-new-one" },
                })),
                "credentials/change_recovery_question" => Some(json!({
                    "password": { "value": "Passw0rd-of-mine" },
                    "recovery_question": { "question": "Town?", "answer": "Bergen" },
                })),
                _ => None,
            };
            let path = match *path {
                "factors" => factor_of(&org, &id, status),
                "" => user.clone(),
                path => format!("{user}/{path}"),
            };
            let reply = org.send(method, &path, body).await;
            let after = org.get(&user).await;
            let Some((_, to)) = takes.iter().find(|(from, _)| *from == status) else {
                if refuses.0 == 0 {
                    assert_eq!(
                        (reply.status, after.status),
                        (204, 404),
                        "{method} {path} of {status}"
                    );
                    continue;
                }
                let (found, code, ..) = reply.error();
                assert_eq!((found, code.as_str()), *refuses, "{method} {path} of {status}");
                assert_eq!(after.text("status"), status, "{method} {path}");
                continue;
            };
            assert!(reply.status < 300, "{method} {path} of {status}: {}", reply.body);
            let expected = if to.is_empty() { status } else { *to };
            assert_eq!(after.text("status"), expected, "{method} {path} of {status}");
        }
    }
}

/// The address of a factor that the user has; a deactivated one lost theirs, so one that was.
fn factor_of(org: &Org, user: &str, status: &str) -> String {
    let id = "mbl193zUBEROPBNZKPPE";
    let factor = json!({
        "id": id, "factorType": "sms", "provider": "OKTA", "status": "ACTIVE", "profile": { "phoneNumber": "+4712345678" },
    });
    if status != "DEPROVISIONED" {
        org.emulator.import_factor(user, &factor).unwrap();
    }
    format!("/api/v1/users/{user}/factors/{id}")
}

#[tokio::test]
async fn whoever_is_locked_out_is_blocked_on_every_device() {
    let org = Org::new(empty().users(25));
    let of = async |status: &str| {
        let filter = format!("/api/v1/users?filter=status+eq+%22{status}%22");
        org.get(&filter).await.expect(200).ids().remove(0)
    };
    for (status, blocks) in [
        (
            "LOCKED_OUT",
            json!([{ "type": "DEVICE_BASED", "appliesTo": "ANY_DEVICES" }]),
        ),
        ("ACTIVE", json!([])),
        ("DEPROVISIONED", json!([])),
    ] {
        let user = format!("/api/v1/users/{}", of(status).await);
        let listed = org.get(&format!("{user}/blocks")).await.expect(200);
        assert_eq!(listed.body, blocks, "{status}");
        let embedded = org.get(&format!("{user}?expand=blocks")).await.expect(200).body;
        assert_eq!(embedded["_embedded"], json!({ "blocks": blocks }), "{status}");
        assert_eq!(embedded["status"], status);
        assert!(org.get(&user).await.expect(200).body["_embedded"].is_null());
    }
    let locked = format!("/api/v1/users/{}", of("LOCKED_OUT").await);
    org.act(&format!("{locked}/lifecycle/unlock")).await.expect(200);
    assert_eq!(
        org.get(&format!("{locked}/blocks")).await.expect(200).body,
        json!([])
    );
    org.get("/api/v1/users/nobody/blocks").await.expect(404);
}
