//! Odd JSON, as text: numbers, names that come twice, depth, escapes. Nothing panics, what is kept is kept to the letter, and
//! a record that cannot be read is one `Err` beside its neighbours.

use okta_models::{
    Operation, RawJson,
    custom_roles::ListRoles,
    system_log::ListLogEvents,
    users::{GetUser, ListUsers, UserProfile},
};
use proptest::prelude::*;
use serde_json::Value;

use crate::table::all;

fn there_and_back(user: &str) -> String {
    let user = GetUser::new("00u1").decode(user.as_bytes()).unwrap();
    serde_json::to_string(&user).unwrap()
}

#[test]
fn numbers_come_back_as_they_were() {
    for number in [
        "1",
        "1.0",
        "-0.0",
        "0.1",
        "18446744073709551615",
        "-9223372036854775808",
        "1.7976931348623157e+308",
        "5e-324",
        "2.2250738585072014e-308",
        "123456789.12345679",
    ] {
        let profile = format!(r#"{{"id":"00u1","profile":{{"badge":{number}}}}}"#);
        assert_eq!(there_and_back(&profile), profile);
        let raw = format!(r#"{{"id":"00u1","_embedded":{{"badge":{number}}}}}"#);
        assert_eq!(there_and_back(&raw), raw);
    }
}

/// Beyond 64 bits a number is a float, as the crate's front page says; where the JSON is kept, so is the number.
#[test]
fn a_number_beyond_64_bits_is_kept_where_the_json_is() {
    let raw = r#"{"id":"00u1","_embedded":{"a":184467440737095516150,"b":1e400}}"#;
    assert_eq!(there_and_back(raw), raw);
    let page = ListUsers::new()
        .decode(br#"[{"id": "00u1"}, {"id": "00u2", "badge": 1e400}, {"id": "00u3"}]"#)
        .unwrap();
    let odd = page.items()[1].as_ref().unwrap_err();
    assert_eq!(odd.raw().as_str(), r#"{"id": "00u2", "badge": 1e400}"#);
    assert!(page.items()[0].is_ok() && page.items()[2].is_ok());
}

#[test]
fn of_two_members_with_one_name_the_last_counts() {
    assert_eq!(
        there_and_back(r#"{"id":"00u1","id":"00u2","status":null,"status":"ACTIVE","a":1,"a":2}"#),
        r#"{"id":"00u2","status":"ACTIVE","a":2}"#
    );
    let lenient = r#"{"id":"00u1","profile":7,"status":7,"status":"ACTIVE","profile":{}}"#;
    assert_eq!(
        there_and_back(lenient),
        r#"{"id":"00u1","status":"ACTIVE","profile":{}}"#
    );
}

#[test]
fn depth_costs_one_record_at_most() {
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let body = format!(
        r#"[{{"id":"00u1"}},{{"id":"00u2","badge":{deep}}},{{"id":"00u3","_embedded":{deep}}},{{"id":"00u4","status":{deep}}}]"#
    );
    let page = ListUsers::new().decode(body.as_bytes()).unwrap();
    let read: Vec<bool> = page.items().iter().map(Result::is_ok).collect();
    assert_eq!(read, [true, false, true, false]);
    assert_eq!(serde_json::to_string(&page).unwrap(), body);
    assert!(GetUser::new("00u1").decode(deep.as_bytes()).is_err());
}

#[test]
fn a_half_of_a_character_costs_one_record_at_most() {
    let body = r#"[{"id":"00u1","profile":{"login":"\ud800"}},{"id":"00u2","profile":{"login":"\ud83d\ude00\u0000"}}]"#;
    let page = ListUsers::new().decode(body.as_bytes()).unwrap();
    let odd = page.items()[0].as_ref().unwrap_err();
    assert_eq!(
        odd.raw().as_str(),
        r#"{"id":"00u1","profile":{"login":"\ud800"}}"#
    );
    assert_eq!(page.items()[1].as_ref().unwrap().login(), Some("😀\0"));
}

#[test]
fn a_long_text_an_empty_id_and_an_odd_date_are_kept() {
    let long = "ä".repeat(1 << 20);
    let user = format!(r#"{{"id":"","profile":{{"login":"{long}"}}}}"#);
    assert_eq!(there_and_back(&user), user);
    for time in [
        "",
        "2016-12-31T23:59:60.000Z",
        "2026-01-02",
        "02.01.2026",
        "0000-00-00T00:00:00Z",
        "2026-01-02T03:04:05",
        "2026-01-02T03:04:05.12345678901Z",
        "2026-01-02T03:04:05+01:00[Europe/Berlin]",
        "99999-01-01T00:00:00Z",
    ] {
        let user = format!(r#"{{"id":"00u1","lastLogin":"{time}"}}"#);
        assert_eq!(there_and_back(&user), user);
    }
}

#[test]
fn a_null_in_a_list_costs_no_typed_neighbour_its_place() {
    let body = br#"[{"uuid":"1","target":[null,{"id":"00u1"}]},{"uuid":"2","target":[]},null,[]]"#;
    let page = ListLogEvents::new().decode(body).unwrap();
    assert_eq!(page.items()[0].as_ref().unwrap().extra["target"][1]["id"], "00u1");
    assert!(page.items()[1].is_ok() && page.items()[2].is_err() && page.items()[3].is_err());
    assert_eq!(
        serde_json::to_value(&page).unwrap(),
        serde_json::from_slice::<Value>(body).unwrap()
    );
}

#[test]
fn what_is_no_answer_is_an_error_and_no_panic() {
    for body in [
        "",
        " ",
        "null",
        "[",
        "{",
        "[{\"id\":\"00u1\"}",
        "[{}] x",
        "\u{feff}[]",
        "NaN",
        "\"\\ud800\"",
        "[1e400",
    ] {
        assert!(ListUsers::new().decode(body.as_bytes()).is_err(), "{body}");
        assert!(ListRoles::new().decode(body.as_bytes()).is_err(), "{body}");
        assert!(GetUser::new("00u1").decode(body.as_bytes()).is_err(), "{body}");
    }
    assert!(ListUsers::new().decode(b"[{\"id\": \"\xff\"}]").is_err());
}

#[test]
fn an_attribute_of_another_type_is_an_error_without_its_value() {
    let profile: UserProfile = serde_json::from_str(r#"{"badge": "hunter2"}"#).unwrap();
    let error = profile.attribute::<u32>("badge").unwrap().unwrap_err();
    assert!(!error.to_string().contains("hunter2"), "{error}");
    let raw: RawJson = serde_json::from_str(r#"{"badge": ["hunter2"]}"#).unwrap();
    let error = raw
        .decode::<std::collections::BTreeMap<String, u32>>()
        .unwrap_err();
    assert_eq!(error.path(), "badge");
    assert!(!error.to_string().contains("hunter2"), "{error}");
}

/// Any JSON at all, with what is rare in it often.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<u64>().prop_map(|number| number.to_string()),
        Just("-0.0".to_owned()),
        Just("1e400".to_owned()),
        Just(r#""\ud800""#.to_owned()),
        Just(r#""2026-01-02T03:04:05.000Z""#.to_owned()),
        "[ -~]{0,6}".prop_map(|text| Value::from(text).to_string()),
    ];
    let names = prop_oneof![
        Just("id"),
        Just("status"),
        Just("profile"),
        Just("login"),
        Just("created"),
        Just("conditions"),
        Just("settings"),
        Just("password"),
        Just("roles"),
        Just("target"),
        Just("later"),
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        let members = proptest::collection::vec((names.clone(), inner.clone()), 0..6);
        prop_oneof![
            proptest::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            members.prop_map(|members| {
                let members: Vec<String> = members
                    .iter()
                    .map(|(name, value)| format!(r#""{name}":{value}"#))
                    .collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

proptest! {
    /// Whatever comes: no operation panics, and what one reads it writes again.
    #[test]
    fn any_json_is_an_error_or_comes_back(which in any::<prop::sample::Index>(), json in json()) {
        let entries = all();
        let entry = which.get(&entries);
        // Whoever ignores the answer takes anything for one.
        let answers_with_something = (entry.there_and_back)(b"7").is_err();
        for body in [json.clone(), format!("[{json}]"), format!(r#"{{"roles":[{json}],"id":"1"}}"#)] {
            if let (Ok(encoded), true) = ((entry.there_and_back)(body.as_bytes()), answers_with_something)
                && let Ok(sent) = serde_json::from_str::<Value>(&body)
                && !sent.is_null()
                && body.trim() != "{}"
            {
                prop_assert_eq!(encoded, sent, "{}", entry.metadata.operation_id());
            }
            let _ = (entry.shown)(body.as_bytes());
        }
    }
}
