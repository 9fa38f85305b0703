//! Decoding then encoding loses nothing, for everyone without recordings.

use okta_models::{
    Operation,
    applications::{Application, ApplicationKind, ListApplications},
    custom_roles::ListRoles,
    groups::ListGroups,
    resource_set_bindings::ListBindings,
    system_log::EventHookDelivery,
    users::{ListUsers, UserStatus},
};
use proptest::{collection::vec, prelude::*, sample::Index};
use serde_json::{Value, json};

use crate::{fixtures::answers, table::all};

#[test]
fn every_fixture_comes_back_as_it_was() {
    let entries = all();
    for (operation, body) in answers() {
        let entry = entries
            .iter()
            .find(|entry| entry.metadata.operation_id() == operation)
            .unwrap();
        let sent: Value = serde_json::from_str(body).unwrap();
        let encoded = (entry.there_and_back)(body.as_bytes()).unwrap();

        assert_eq!(encoded, sent, "{operation}");
    }
}

#[test]
fn one_odd_record_does_not_cost_the_page() {
    let page = ListUsers::new()
        .decode(br#"[{"id": "00u1"}, 7, {"id": {}}, null, {"id": "00u2"}]"#)
        .unwrap();
    let ids: Vec<Option<&str>> = page
        .items()
        .iter()
        .map(|item| item.as_ref().ok().map(|user| user.id.as_str()))
        .collect();
    assert_eq!(ids, [Some("00u1"), None, None, None, Some("00u2")]);
    let odd = page.items()[2].as_ref().unwrap_err();
    assert_eq!((odd.index(), odd.raw().as_str()), (2, r#"{"id": {}}"#));
}

#[test]
fn an_answer_that_is_no_list_is_an_error() {
    let error = ListUsers::new()
        .decode(br#"{"errorCode": "E0000006"}"#)
        .unwrap_err();
    assert!(error.to_string().contains("expected a sequence"), "{error}");
}

#[test]
fn a_list_inside_an_object_keeps_what_stands_beside_it() {
    let body =
        br#"{"roles": [{"id": "cr01"}, {"label": 7}], "_links": {"next": {"href": "x"}}, "total": null}"#;
    let page = ListBindings::new("iam1").decode(body).unwrap();
    assert_eq!(page.len(), 2);
    assert_eq!(page.extra()["_links"]["next"]["href"], "x");

    let roles = ListRoles::new().decode(body).unwrap();
    let odd = roles.items()[1].as_ref().unwrap_err();
    assert_eq!(
        odd.raw().as_str(),
        r#"{"label": 7}"#,
        "one odd record does not cost the page"
    );
    let sent: Value = serde_json::from_slice(body).unwrap();
    assert_eq!(serde_json::to_value(&roles).unwrap(), sent);
    assert!(format!("{page:?}").contains(r#"extra: {"_links", "total"}"#));
}

/// An absent list is not an empty one: which records there are is not known.
#[test]
fn an_answer_without_its_list_is_an_error() {
    for (body, problem) in [
        ("{}", "at `.`: missing field `roles`"),
        (r#"{"value": [], "_links": {}}"#, "at `.`: missing field `roles`"),
        (r#"{"roles": null}"#, "at `roles`: expected a sequence"),
        (r#"{"roles": {"id": "cr01"}}"#, "at `roles`: expected a sequence"),
        ("[]", "at `.`: expected a map"),
    ] {
        let error = ListRoles::new().decode(body.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with(problem), "{body}: {error}");
    }
}

#[test]
fn an_unknown_status_is_kept() {
    let page = ListUsers::new()
        .decode(br#"[{"id": "00u1", "status": "ACTIVATING"}]"#)
        .unwrap();
    let user = page.items()[0].as_ref().unwrap();
    assert_eq!(user.status, Some(UserStatus::Unknown("ACTIVATING".to_owned())));
}

#[test]
fn applications_are_what_their_sign_on_mode_makes_them() {
    let body = answers()
        .into_iter()
        .find(|(operation, _)| *operation == "listApplications")
        .unwrap()
        .1;
    let page = ListApplications::new().decode(body.as_bytes()).unwrap();
    let kinds: Vec<ApplicationKind> = page
        .items()
        .iter()
        .map(|app| app.as_ref().unwrap().kind().unwrap())
        .collect();
    assert!(
        matches!(&kinds[0], ApplicationKind::WithoutSignOn(Some(_))),
        "{:?}",
        kinds[0]
    );
    assert!(
        matches!(&kinds[1], ApplicationKind::Unknown { sign_on_mode, .. } if sign_on_mode.as_str() == "TELEPATHY")
    );
    assert!(
        matches!(&kinds[2], ApplicationKind::OpenIdConnect(client) if client.grant_types.as_deref() == Some(&["x:y".to_owned()]))
    );
}

#[test]
fn a_setting_of_another_form_costs_itself_alone() {
    let app: Application =
        serde_json::from_str(r#"{"id": "0oa1", "signOnMode": "BOOKMARK", "settings": {"app": {"url": 7}}}"#)
            .unwrap();
    match app.kind().unwrap() {
        ApplicationKind::Bookmark(settings) => {
            assert_eq!((&settings.url, &settings.extra["url"]), (&None, &7.into()));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(serde_json::to_value(&app).unwrap()["settings"]["app"]["url"], 7);
}

#[test]
fn group_counts_are_read_when_they_were_asked_for() {
    let body = answers()
        .into_iter()
        .find(|(operation, _)| *operation == "listGroups")
        .unwrap()
        .1;
    let page = ListGroups::new().decode(body.as_bytes()).unwrap();
    let stats = page.items()[0].as_ref().unwrap().stats().unwrap().unwrap();
    assert_eq!(
        (stats.users_count, stats.has_admin_privilege),
        (Some(3), Some(false))
    );
}

#[test]
fn a_hook_delivery_holds_log_events() {
    let text = r#"{"eventType": "com.okta.event_hook", "data": {"events": [{"uuid": "1", "actor": null}], "more": 1}}"#;
    let delivery: EventHookDelivery = serde_json::from_str(text).unwrap();
    assert_eq!(
        delivery.data.as_ref().unwrap().events.as_ref().unwrap()[0]
            .uuid
            .as_deref(),
        Some("1")
    );
    assert_eq!(
        serde_json::to_value(&delivery).unwrap(),
        serde_json::from_str::<Value>(text).unwrap()
    );
}

#[test]
fn every_operation_that_answers_with_something_has_a_fixture() {
    for entry in all() {
        let id = entry.metadata.operation_id();
        // Whoever ignores the answer takes anything for one.
        let answers_with_something = (entry.there_and_back)(b"7").is_err();
        let has_fixture = answers().iter().any(|(operation, _)| *operation == id);
        assert!(has_fixture || !answers_with_something, "{id}");
    }
}

/// The names of lists that come inside an object.
const LISTS: &[&str] = &[
    "grants",
    "members",
    "permissions",
    "resource-sets",
    "resources",
    "roles",
    "value",
];

/// A change that a future Okta, or another org, may make to an answer.
#[derive(Clone, Debug)]
enum Mutation {
    Remove,
    Null,
    Retype(Value),
    Add,
}

fn mutations() -> impl Strategy<Value = Vec<(Index, Mutation)>> {
    let odd = prop_oneof![
        Just(json!(7)),
        Just(json!(1.5)),
        Just(json!("text")),
        Just(json!([null, {}])),
        Just(json!({"a": [1]})),
        Just(json!(true)),
        Just(json!("2017-09-31T00:00:00.000Z")),
    ];
    let mutation = prop_oneof![
        Just(Mutation::Remove),
        Just(Mutation::Null),
        odd.prop_map(Mutation::Retype),
        Just(Mutation::Add),
    ];
    vec((any::<Index>(), mutation), 1..5)
}

/// The places of all members of all objects, as pointers to the object with the member's name.
fn members(value: &Value, at: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(object) => {
            for (name, member) in object {
                found.push((at.to_owned(), name.clone()));
                // As RFC 6901 writes a name in a pointer.
                let name = name.replace('~', "~0").replace('/', "~1");
                members(member, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                members(item, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

fn mutate(value: &mut Value, place: Index, mutation: &Mutation) {
    let mut places = Vec::new();
    members(value, "", &mut places);
    if places.is_empty() {
        return;
    }
    let (at, name) = place.get(&places).clone();
    // Without its id an object is refused, and without its list an answer, which other tests show.
    if name == "id" || at.is_empty() && LISTS.contains(&name.as_str()) {
        return;
    }
    let object = value.pointer_mut(&at).and_then(Value::as_object_mut).unwrap();
    match mutation {
        Mutation::Remove => drop(object.remove(&name)),
        Mutation::Null => drop(object.insert(name, Value::Null)),
        Mutation::Retype(odd) => drop(object.insert(name, odd.clone())),
        Mutation::Add => drop(object.insert("addedLater".to_owned(), json!({"x": [null]}))),
    }
}

proptest! {
    #[test]
    fn whatever_changes_in_an_answer_it_comes_back_as_it_was(which in any::<Index>(), mutations in mutations()) {
        let answers = answers();
        let (operation, body) = which.get(&answers);
        let mut sent: Value = serde_json::from_str(body).unwrap();
        for (place, mutation) in &mutations {
            mutate(&mut sent, *place, mutation);
        }
        let entry = all().into_iter().find(|entry| entry.metadata.operation_id() == *operation).unwrap();
        let encoded = (entry.there_and_back)(sent.to_string().as_bytes());
        prop_assert_eq!(encoded, Ok(sent), "{}", operation);
    }
}
