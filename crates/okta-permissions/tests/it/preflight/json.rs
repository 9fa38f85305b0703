//! The JSON of a report has the members that its documentation lists, of the types and with the words that it names, and no
//! others.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use http::Request;
use okta_emulator::Emulator;
use okta_models::custom_roles::{PermissionConditionsUpdate, ReplaceRolePermission, RolePermissionUpdate};
use okta_models::role_assignments::{AssignRoleToUser, RoleAssignmentRequest};
use okta_permissions::{
    ATOMICWORK, Colour, FindingKind, HAPPYFOX_WORKFLOWS, Identified, Preflight, PreflightReport, RoleType,
    Verdict, WhyUnread, preflight,
};
use okta_transport::Client;
use serde_json::Value;

use crate::org::{bind_member, builder, client, emulator, group, let_read_roles, owner};
use crate::service_app::ServiceApp;

const DOCUMENTATION: &str = include_str!("../../../src/preflight/report.md");

type Shape = BTreeMap<String, BTreeSet<&'static str>>;

/// The rows of the table, `| member | is | says |`.
fn documented() -> Shape {
    let rows = DOCUMENTATION.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let types = cells[2].split(" or ").map(|word| match word {
            "text" => "text",
            "number" => "number",
            "boolean" => "boolean",
            "array" => "array",
            "object" => "object",
            "null" => "null",
            other => unreachable!("{other}"),
        });
        (cells[1].trim_matches('`').to_owned(), types.collect())
    })
    .collect()
}

fn read(path: &str, value: &Value, shape: &mut Shape) {
    let seen = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    shape.entry(path.to_owned()).or_default().insert(seen);
    match value {
        Value::Array(items) => items
            .iter()
            .for_each(|item| read(&format!("{path}[]"), item, shape)),
        // Its members are operations.
        Value::Object(_) if path == "calls.by_operation" => {}
        Value::Object(members) => {
            for (name, member) in members {
                let path = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                read(&path, member, shape);
            }
        }
        _ => {}
    }
}

/// What is a list or an object, and nothing else, is documented by what it holds.
fn plain(mut shape: Shape) -> Shape {
    let names: BTreeSet<String> = shape.keys().cloned().collect();
    let holds = |path: &str| {
        let mut names = names.iter().filter_map(|name| name.strip_prefix(path));
        names.any(|rest| rest.starts_with('.') || rest.starts_with("[]"))
    };
    shape.retain(|path, types| {
        let container = types.len() == 1 && (types.contains("array") || types.contains("object"));
        !(path.is_empty() || container && holds(path))
    });
    shape
}

/// A client whose answers bear no date, as behind some gateways.
fn without_dates(emulator: &Emulator) -> Client {
    let (emulator_behind, token) = (emulator.clone(), emulator.api_token("SUPER_ADMIN"));
    builder(emulator)
        .api_token(token.expose())
        .backend(move |request: Request<Bytes>| {
            let emulator = emulator_behind.clone();
            async move {
                let mut response = emulator.handle(request).await;
                response.headers_mut().remove("date");
                response
            }
        })
        .build()
        .unwrap()
}

/// Reports of all sorts.
async fn reports() -> Vec<PreflightReport> {
    let emulator = emulator();
    let super_admin = client(&emulator, "SUPER_ADMIN");
    let mut reports = vec![preflight(&super_admin, &ATOMICWORK).await.unwrap()];
    let help_desk = client(&emulator, "HELP_DESK_ADMIN");
    reports.push(preflight(&help_desk, &ATOMICWORK).await.unwrap());
    let pilots = group(&emulator, "Pilots").await;
    let user = owner(&help_desk).await;
    let request = RoleAssignmentRequest::from(RoleType::UserAdmin);
    let given = super_admin
        .send(AssignRoleToUser::new(&user, request))
        .await
        .unwrap();
    let target =
        okta_models::role_targets::AssignGroupTargetToUserRole::new(&user, given.id.unwrap(), &pilots);
    super_admin.send(target).await.unwrap();
    let_read_roles(&emulator, &help_desk).await;
    let base = emulator.base_url();
    let role = bind_member(
        &emulator,
        &format!("{base}/api/v1/users/{user}"),
        &["okta.users.read", "okta.groups.manage"],
        &[format!("{base}/api/v1/users")],
    )
    .await;
    let cities = PermissionConditionsUpdate::only_profile_attributes(["city"]);
    let replace = ReplaceRolePermission::new(role, "okta.users.read", RolePermissionUpdate::from(cities));
    super_admin.send(replace).await.unwrap();
    reports.push(preflight(&help_desk, &HAPPYFOX_WORKFLOWS).await.unwrap());
    reports.push(
        Preflight::new(&ATOMICWORK)
            .at_most(3)
            .run(&help_desk)
            .await
            .unwrap(),
    );
    let app = ServiceApp::new(&emulator, &["okta.users.read"], Some("READ_ONLY_ADMIN")).await;
    reports.push(preflight(app.client(), &ATOMICWORK).await.unwrap());
    reports.push(preflight(&without_dates(&emulator), &ATOMICWORK).await.unwrap());
    reports
}

#[tokio::test]
async fn every_member_is_documented_and_every_documented_member_is_there() {
    let documented = documented();
    let mut seen = Shape::new();
    for report in reports().await {
        let json: Value = serde_json::from_str(&report.to_json().unwrap()).unwrap();
        assert_eq!(json, serde_json::to_value(&report).unwrap());
        read("", &json, &mut seen);
    }
    let seen = plain(seen);
    let names = |shape: &Shape| shape.keys().cloned().collect::<BTreeSet<String>>();
    assert_eq!(names(&seen), names(&documented));
    for (path, types) in &seen {
        let allowed = &documented[path];
        assert!(
            types.is_subset(allowed),
            "{path} is {types:?}, and documented as {allowed:?}"
        );
    }
    // Members that never are what they are said to be at times would not be told apart from those that are.
    for path in [
        "roles",
        "scopes",
        "capabilities[].operations[].remedy",
        "roles[].targets",
        "token.owner_status",
    ] {
        assert_eq!(seen[path], documented[path], "{path}");
    }
}

#[test]
fn every_word_is_documented() {
    fn is_documented<T: serde::Serialize>(words: impl IntoIterator<Item = T>) {
        for word in words {
            let word = serde_json::to_value(word).unwrap();
            let word = format!("`{}`", word.as_str().unwrap());
            assert!(DOCUMENTATION.contains(&word), "{word}");
        }
    }
    is_documented([
        Verdict::Granted,
        Verdict::Scoped,
        Verdict::Unknown,
        Verdict::Denied,
    ]);
    is_documented([Colour::Green, Colour::Yellow, Colour::Red]);
    is_documented([Identified::Certainly, Identified::Probably, Identified::No]);
    is_documented([
        WhyUnread::Refused,
        WhyUnread::Hidden,
        WhyUnread::NoFeature,
        WhyUnread::Failed,
        WhyUnread::Odd,
        WhyUnread::Untold,
        WhyUnread::Bound,
    ]);
    is_documented([
        FindingKind::RolesNotReadable,
        FindingKind::ScopeWithoutRole,
        FindingKind::ScopesAssumed,
        FindingKind::RolesScopeWithoutRole,
        FindingKind::EveryoneHidden,
        FindingKind::AdministratorsProtected,
        FindingKind::SuperAdministratorsHidden,
        FindingKind::TokenNotRenewable,
        FindingKind::NarrowedByTargets,
        FindingKind::GroupAdministratorLimits,
        FindingKind::LogTakesStandardRole,
        FindingKind::PermissionWithoutResource,
        FindingKind::ProfilesInPart,
        FindingKind::AttributesHidden,
        FindingKind::TokenPermissionAlone,
        FindingKind::SuspendKeepsAccess,
        FindingKind::RuleManagedMembers,
        FindingKind::ClockDiffers,
    ]);
}
