//! Sources written by hand, so that everybody runs the machinery, and proof that it finds what differs.

use okta_emulator::{Emulator, Preset};
use serde_json::{Value, json};

use super::report::Report;
use super::source::{self, Exchange, Source};
use super::{identity_core, player, replayed};
use crate::org;

/// Ids of another org: none is one that the emulator would give.
const GROUP: &str = "00gOwn1Source2Group3";
const GUEST: &str = "00uOwn1Source2Guest3";
const NEW_GROUP: &str = "00gOwn1Source2Newer3";
const NEW_USER: &str = "00uOwn1Source2Newer3";

/// An org is asked for what it has; people and groups are added, and taken away again.
fn exchanges() -> Vec<Value> {
    let exchange = |operation: &str, path: &str, request: Value, status: u16, response: Value| {
        let method = okta_facts::operation(operation).unwrap().method.as_str();
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        json!({ "operation": operation, "method": method, "path": path, "query": query,
            "request_body": request, "status": status, "response_body": response })
    };
    let group = shown_group(GROUP, "Guests of ours");
    let guest = shown_user(GUEST, "guest@own.example");
    let new_user = shown_user(NEW_USER, "newer@own.example");
    let (nothing, done) = (|| Value::Null, json!({}));
    let credentials = json!({ "password": { "value": "Passw0rd-of-mine" } });
    let created = json!({ "profile": new_user["profile"], "credentials": credentials });
    let mut suspended = new_user.clone();
    suspended["status"] = json!("SUSPENDED");
    suspended["_links"] = links(NEW_USER, &["deactivate", "resetFactors", "unsuspend"]);
    let refused = json!({ "errorCode": "E0000007", "errorSummary": "Not found", "errorLink": "E0000007",
        "errorId": "oaeOwn", "errorCauses": [] });
    let in_a_list = |mut user: Value| {
        user["_links"] = json!({ "self": { "href": "https://own.example/api/v1/users/x" } });
        json!([user])
    };
    let members = format!("/api/v1/groups/{GROUP}/users");
    let new_in_group = format!("/api/v1/groups/{NEW_GROUP}/users/{NEW_USER}");
    let (user, group_path) = (
        format!("/api/v1/users/{NEW_USER}"),
        format!("/api/v1/groups/{GROUP}"),
    );
    vec![
        exchange("getGroup", &group_path, nothing(), 200, group.clone()),
        exchange("listGroupUsers", &members, nothing(), 200, in_a_list(guest)),
        exchange("createUser", "/api/v1/users", created, 200, new_user.clone()),
        exchange(
            "addGroup",
            "/api/v1/groups",
            json!({ "profile": { "name": "Newer", "description": null } }),
            200,
            shown_group(NEW_GROUP, "Newer"),
        ),
        exchange("assignUserToGroup", &new_in_group, nothing(), 204, nothing()),
        exchange(
            "listGroupUsers",
            &format!("/api/v1/groups/{NEW_GROUP}/users"),
            nothing(),
            200,
            in_a_list(new_user),
        ),
        exchange(
            "suspendUser",
            &format!("{user}/lifecycle/suspend"),
            nothing(),
            200,
            done,
        ),
        exchange("getUser", &user, nothing(), 200, suspended),
        exchange(
            "listGroups",
            "/api/v1/groups?q=guests",
            nothing(),
            200,
            json!([group]),
        ),
        exchange(
            "getGroup",
            "/api/v1/groups/00gOwn1Source2Gone04",
            nothing(),
            404,
            refused,
        ),
        exchange("deleteUser", &user, nothing(), 204, nothing()),
    ]
}

fn shown_group(id: &str, name: &str) -> Value {
    let own = format!("https://own.example/api/v1/groups/{id}");
    let logo = json!({ "name": "medium", "href": "https://own.example/logo", "type": "image/png" });
    json!({
        "id": id, "created": "2026-01-02T03:04:05.000Z", "lastUpdated": "2026-01-02T03:04:05.000Z",
        "lastMembershipUpdated": "2026-01-02T03:04:05.000Z", "objectClass": ["okta:user_group"],
        "type": "OKTA_GROUP", "profile": { "name": name, "description": null },
        "_links": { "logo": [logo, logo], "users": { "href": format!("{own}/users") },
            "apps": { "href": format!("{own}/apps") } },
    })
}

/// An ACTIVE user of an org without realms.
fn shown_user(id: &str, login: &str) -> Value {
    json!({
        "id": id, "status": "ACTIVE", "created": "2026-01-02T03:04:05.000Z",
        "activated": "2026-01-02T03:04:05.000Z", "statusChanged": "2026-01-02T03:04:05.000Z",
        "lastLogin": null, "lastUpdated": "2026-01-02T03:04:05.000Z",
        "passwordChanged": "2026-01-02T03:04:05.000Z", "type": { "id": "otyOwn1Source2Types3" },
        "profile": { "login": login, "email": login, "firstName": "Pat", "lastName": "Doe",
            "mobilePhone": null, "secondEmail": null },
        "credentials": { "password": {}, "provider": { "type": "OKTA", "name": "OKTA" } },
        "_links": links(id, &["changePassword", "changeRecoveryQuestion", "deactivate", "expirePassword",
            "forgotPassword", "resetFactors", "resetPassword", "suspend"]),
    })
}

fn links(user: &str, actions: &[&str]) -> Value {
    let own = format!("https://own.example/api/v1/users/{user}");
    let mut links = json!({ "self": { "href": own }, "schema": { "href": "https://own.example/s" },
        "type": { "href": "https://own.example/t" } });
    for action in actions {
        links[*action] = json!({ "href": format!("{own}/{action}"), "method": "POST" });
    }
    links
}

fn source_of(exchanges: &[Value]) -> Source {
    let lines = exchanges.iter().enumerate().map(|(index, exchange)| {
        let mut line = exchange.clone();
        line["source"] = json!("own");
        line["index"] = json!(index);
        line.to_string()
    });
    let text: Vec<String> = lines.collect();
    source::parse(&text.join("\n")).remove(0)
}

/// What the replay says of a source of which one recorded place was changed.
async fn differences_with(change: impl Fn(&mut [Value])) -> Vec<String> {
    let mut exchanges = exchanges();
    change(&mut exchanges);
    let verdicts = player::replay(&source_of(&exchanges)).await;
    verdicts
        .into_iter()
        .flat_map(|verdict| {
            let index = verdict.index;
            verdict
                .found
                .differences
                .into_iter()
                .map(move |difference| format!("{index}: {difference}"))
        })
        .collect()
}

#[tokio::test]
async fn a_source_is_replayed_with_the_state_that_it_takes_for_granted() {
    let report = replayed(&[source_of(&exchanges())]).await;
    assert_eq!(
        (report.matched, report.replayed, report.total),
        (11, 11, 11),
        "{report}"
    );
    assert!(
        report
            .to_string()
            .ends_with("replay: matched 11 / replayed 11 / total 11")
    );
}

#[tokio::test]
async fn a_wrong_status_is_found() {
    let found = differences_with(|exchanges| exchanges[2]["status"] = json!(201)).await;
    assert_eq!(found, ["2: status is 200, recorded 201"]);
}

#[tokio::test]
async fn a_missing_key_and_one_too_many_are_found() {
    let found = differences_with(|exchanges| {
        exchanges[7]["response_body"]["nickname"] = json!("unknown to the emulator");
        let members = exchanges[7]["response_body"].as_object_mut().unwrap();
        members.remove("lastLogin");
    });
    assert_eq!(
        found.await,
        ["7: nickname is missing", "7: lastLogin is not in the recording"]
    );
}

#[tokio::test]
async fn another_type_is_found() {
    let found = differences_with(|exchanges| exchanges[0]["response_body"]["created"] = json!(1_767_323_045));
    assert_eq!(found.await, ["0: created is a string, recorded a number"]);
}

#[tokio::test]
async fn a_wrong_enum_value_is_found() {
    let found = differences_with(|exchanges| exchanges[7]["response_body"]["status"] = json!("ACTIVE"));
    assert_eq!(found.await, ["7: status is SUSPENDED, recorded ACTIVE"]);
}

#[tokio::test]
async fn a_wrong_error_code_is_found() {
    let found = differences_with(|exchanges| exchanges[9]["response_body"]["errorCode"] = json!("E0000008"));
    assert_eq!(found.await, ["9: errorCode is E0000007, recorded E0000008"]);
}

#[tokio::test]
async fn elements_that_a_list_lacks_or_has_too_many_are_found() {
    let found = differences_with(|exchanges| exchanges[5]["response_body"] = json!([])).await;
    assert_eq!(found, ["5: [] has an element that is not in the recording"]);
    let found = differences_with(|exchanges| {
        let other = shown_group(NEW_GROUP, "Newer");
        exchanges[8]["response_body"].as_array_mut().unwrap().push(other);
    });
    assert_eq!(found.await, ["8: [] lacks an element"]);
}

#[tokio::test]
async fn what_differs_is_reported_with_its_place_and_without_its_values() {
    let mut exchanges = exchanges();
    exchanges[7]["response_body"]["profile"]["firstName"] = json!(["Secretive"]);
    let mut report = Report::default();
    report.add("own", &player::replay(&source_of(&exchanges)).await);
    let shown = report.to_string();
    assert!(
        shown.contains("1 x getUser: profile.firstName is a string, recorded a list (first: own 7)"),
        "{shown}"
    );
    assert!(!shown.contains("Secretive"));
    assert!(report.matched < report.replayed);
}

#[tokio::test]
async fn a_source_that_changes_what_is_not_served_is_left_out_and_counted() {
    let unserved = |operation: &&okta_facts::Operation| {
        let exchange = bare(operation.id, operation.method.as_str());
        !exchange.reads() && !Emulator::serves(operation.id) && identity_core::holds(&exchange, &[])
    };
    // Nothing is left to prove once the emulator serves every change of the core.
    let Some(operation) = okta_facts::OPERATIONS.iter().find(unserved) else {
        return;
    };
    let source = Source {
        name: "own".to_owned(),
        exchanges: vec![bare(operation.id, operation.method.as_str())],
    };
    let report = replayed(&[source]).await;
    assert_eq!(
        (report.matched, report.replayed, report.total),
        (0, 0, 1),
        "{report}"
    );
    assert!(report.to_string().contains("1 left out: "), "{report}");
}

#[test]
fn policies_are_of_the_core_where_their_type_is_password() {
    let mut list = bare("listPolicies", "GET");
    list.query = "type=OKTA_SIGN_ON".to_owned();
    assert!(!identity_core::holds(&list, &[]));
    list.query = "type=PASSWORD&limit=1".to_owned();
    assert!(identity_core::holds(&list, &[]));
}

fn bare(operation: &str, method: &str) -> Exchange {
    Exchange {
        index: 0,
        operation: operation.to_owned(),
        method: method.to_owned(),
        path: String::new(),
        query: String::new(),
        request: Value::Null,
        status: 200,
        response: Value::Null,
        next: None,
        answered: None,
    }
}

#[test]
fn imports_refuse_what_cannot_be_and_say_why_without_personal_data() {
    let emulator = org::empty().limits(Preset::Unlimited).build();
    let mut user = shown_user(GUEST, "guest@own.example");
    assert_eq!(emulator.import_user(&user), Ok(GUEST.to_owned()));
    let twice = emulator.import_user(&user).unwrap_err().to_string();
    assert_eq!(
        twice,
        format!("{GUEST} cannot be imported: a user with this id or login is there already")
    );
    user["status"] = json!("SLEEPING");
    assert!(emulator.import_user(&user).is_err());
    assert!(emulator.import_group(&json!({ "id": GROUP })).is_err());
    assert!(emulator.import_application(&json!({ "label": "Wiki" })).is_err());
    assert!(emulator.import_membership(GROUP, GUEST).is_err());
}

#[test]
fn compressed_files_and_folders_are_read() {
    use std::io::Write;
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("replay-sources");
    std::fs::create_dir_all(folder.join("deeper")).unwrap();
    let line = json!({ "source": "own", "index": 1, "operation": "getUser", "method": "GET", "path": "/",
        "status": 200, "response_headers": { "link": ["<https://o.example/u?limit=2>; rel=\"self\", \
        <https://o.example/u?after=next1&limit=2>; rel=\"next\""] } });
    std::fs::write(
        folder.join("plain.jsonl"),
        format!("{line}\n{{\"event\":{{}}}}\n"),
    )
    .unwrap();
    let packed = std::fs::File::create(folder.join("deeper/packed.jsonl.gz")).unwrap();
    let mut packed = flate2::write::GzEncoder::new(packed, flate2::Compression::fast());
    writeln!(packed, "{line}").unwrap();
    packed.finish().unwrap();
    let sources = source::read(&folder);
    assert_eq!(sources.len(), 2);
    for source in sources {
        assert_eq!((source.name.as_str(), source.exchanges.len()), ("own", 1));
        assert_eq!(source.exchanges[0].next.as_deref(), Some("next1"));
    }
}
