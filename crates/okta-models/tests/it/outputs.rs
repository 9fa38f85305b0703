//! An answer becomes a type of the caller's, for an object, a list, and a list inside an object.

use okta_models::custom_roles::ListRoles;
use okta_models::users::{GetUser, ListUsers};
use okta_models::{DecodeError, ListOperation, Operation};
use serde::Deserialize;

#[derive(Debug, PartialEq, Deserialize)]
struct Named {
    id: String,
    label: Option<String>,
}

fn named(id: &str, label: Option<&str>) -> Named {
    Named {
        id: id.to_owned(),
        label: label.map(str::to_owned),
    }
}

#[test]
fn an_object_is_decoded_as_the_caller_s_type() {
    let get = GetUser::new("00u1").output::<Named>();
    let read = get.decode(br#"{"id": "00u1", "profile": {}}"#).unwrap();
    assert_eq!(read, named("00u1", None));
    let error: DecodeError = get.decode(br#"{"id": 7}"#).unwrap_err();
    assert_eq!((error.path(), error.expectation()), ("id", "expected a string"));
}

#[test]
fn a_list_is_decoded_as_pages_of_the_caller_s_type() {
    let list = ListUsers::new().items::<Named>();
    let body = br#"[{"id": "00u1"}, {"id": 7}, {"id": "00u3", "label": "c"}]"#;
    let page = list.decode(body).unwrap();
    assert_eq!(page.items()[0], Ok(named("00u1", None)));
    let odd = page.items()[1].as_ref().unwrap_err();
    assert_eq!((odd.index(), odd.raw().as_str()), (1, r#"{"id": 7}"#));
    assert_eq!(page.items()[2], Ok(named("00u3", Some("c"))));
    // The whole answer can be one value of the caller's as well.
    let all = ListUsers::new().output::<Vec<serde_json::Value>>();
    assert_eq!(all.decode(body).unwrap().len(), 3);
}

#[test]
fn a_list_inside_an_object_is_found_there_and_what_stands_beside_it_is_kept() {
    let list = ListRoles::new().items::<Named>();
    let page = list
        .decode(br#"{"roles": [{"id": "cr01", "label": "Readers"}], "_links": {"next": {"href": "x"}}}"#)
        .unwrap();
    assert_eq!(page.items(), [Ok(named("cr01", Some("Readers")))]);
    assert!(page.extra().contains_key("_links"));
    list.decode(br#"[{"id": "cr01"}]"#).unwrap_err();
}

#[test]
fn what_is_sent_and_shown_is_the_operation_s_own() {
    fn is_the_same(own: &impl Operation, other: &impl Operation) {
        let (own_request, other_request) = (own.request().unwrap(), other.request().unwrap());
        assert_eq!(own_request.method(), other_request.method());
        assert_eq!(own_request.uri(), other_request.uri());
        assert_eq!(own_request.headers(), other_request.headers());
        assert_eq!(path(own), path(other));
    }
    fn path(operation: &impl Operation) -> Vec<String> {
        let mut shown = Vec::new();
        operation.visit_path(&mut |name, value| shown.push(format!("{name}={value}")));
        shown
    }
    let get = GetUser::new("ada@example.com").expand("blocks");
    let typed = get.clone().output::<Named>();
    is_the_same(&get, &typed);
    assert_eq!(format!("{get:?}"), format!("{typed:?}"));
    assert_eq!(typed, typed.clone());
    let list = ListUsers::new().fields("id,profile:(login)").limit(200);
    is_the_same(&list, &list.clone().items::<Named>());
    assert_eq!(
        format!("{list:?}"),
        format!("{:?}", list.clone().items::<Named>())
    );
}
