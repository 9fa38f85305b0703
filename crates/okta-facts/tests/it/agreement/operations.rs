//! `OPERATIONS`.

use std::collections::BTreeSet;

use okta_facts::{Method, OPERATIONS, Operation, Paging, SPECIFICATION, Stage};
use serde_json::{Value, json};

use crate::facts::{by, folder, json, texts};

#[test]
fn operations_agree() {
    let Some(folder) = folder("operations_agree") else {
        return;
    };
    let file = json(&folder, "operations.json");
    let pagination = json(&folder, "pagination.json");
    let (facts, pages) = (
        by(&file["operations"], "operationId"),
        by(&pagination["paginated_operations"], "operationId"),
    );
    assert_eq!(SPECIFICATION, file["spec_version"]);
    assert_eq!((OPERATIONS.len(), facts.len()), (732, 732));
    assert!(pages.keys().all(|id| facts.contains_key(id)));
    for row in OPERATIONS {
        let page = pages.get(row.id).copied().unwrap_or(&Value::Null);
        identity_agrees(row, facts[row.id]);
        request_agrees(row, facts[row.id]);
        pages_agree(row, page);
        answer_agrees(row, facts[row.id]);
    }
    let with_pages = OPERATIONS.iter().filter(|row| row.paging != Paging::None).count();
    assert_eq!(with_pages, pages.len());
    println!("operations {} paginated {with_pages}", OPERATIONS.len());
}

fn identity_agrees(row: &Operation, fact: &Value) {
    let id = row.id;
    assert_eq!(row.method.as_str(), fact["method"], "{id}");
    assert_eq!(row.path, fact["path"], "{id}");
    assert_eq!(row.tag, fact["tag"], "{id}");
    let stage = match row.stage {
        Stage::GenerallyAvailable => json!("GA"),
        Stage::LimitedGenerallyAvailable => json!("LIMITED_GA"),
        Stage::EarlyAccess => json!("EA"),
        Stage::Unstated => Value::Null,
    };
    assert_eq!(stage, fact["lifecycle"]["lifecycle"], "{id}");
    assert_eq!(row.deprecated, fact["deprecated"], "{id}");
    assert_eq!(row.skus, texts(&fact["lifecycle"]["SKUs"]), "{id}");
    assert_eq!(row.cors, fact["lifecycle"]["isCorsEnabled"] == true, "{id}");
    let schemes: BTreeSet<&str> = texts(&fact["auth_schemes"]).into_iter().collect();
    assert!(
        schemes
            .iter()
            .all(|scheme| ["apiToken", "oauth2"].contains(scheme)),
        "{id}: {schemes:?}"
    );
    assert_eq!(
        (row.api_token, row.oauth2),
        (schemes.contains("apiToken"), schemes.contains("oauth2")),
        "{id}"
    );
    assert_eq!(row.scopes, texts(&fact["oauth_scopes"]), "{id}");
    assert_eq!(
        row.no_scope_required,
        fact["x_okta_no_scope_required"] == true,
        "{id}"
    );
    assert_eq!(json!(row.bucket), fact["rate_limit_bucket_2022"], "{id}");
    assert_eq!(
        row.iam_permissions,
        texts(&fact["x_okta_iam_permissions"]),
        "{id}"
    );
    assert_eq!(
        row.iam_admin_roles,
        texts(&fact["x_okta_iam_admin_roles"]),
        "{id}"
    );
}

fn request_agrees(row: &Operation, fact: &Value) {
    let id = row.id;
    assert_eq!(row.path_parameters, texts(&fact["path_params"]), "{id}");
    let names = |key: &str, required: bool| -> Vec<&str> {
        let parameters = fact[key].as_array().unwrap().iter();
        let parameters = parameters.filter(|parameter| !required || parameter["required"] == true);
        parameters
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect()
    };
    assert_eq!(row.query, names("query_params", false), "{id}");
    assert_eq!(row.required_query, names("query_params", true), "{id}");
    assert_eq!(row.headers, names("header_params", false), "{id}");
    let content: Vec<&String> = fact["request"]
        .as_object()
        .into_iter()
        .flat_map(|map| map.keys())
        .collect();
    assert_eq!(row.content_types, content, "{id}");
    assert_eq!(row.body_required, fact["request_required"] == true, "{id}");
}

fn pages_agree(row: &Operation, page: &Value) {
    let id = row.id;
    let style = match row.paging {
        Paging::None => Value::Null,
        Paging::LinkHeader => json!("Link header"),
        Paging::BodyLinks => json!("body _links.next"),
    };
    assert_eq!(style, page["style"], "{id}");
    assert_eq!(json!(row.default_limit), page["default"], "{id}");
    assert_eq!(json!(row.min_limit), page["min"], "{id}");
    assert_eq!(json!(row.max_limit), page["max"], "{id}");
    let observed = page["observed"].as_str().unwrap_or_default();
    match row.observed_limit {
        Some(limit) => assert!(
            [format!("observed default {limit}"), format!("observed {limit}")]
                .iter()
                .any(|text| observed.starts_with(text.as_str())),
            "{id}: {observed}"
        ),
        None => assert!(
            !observed.contains("observed default") && observed != "observed 20",
            "{id}: {observed}"
        ),
    }
}

fn answer_agrees(row: &Operation, fact: &Value) {
    let id = row.id;
    let statuses: BTreeSet<u16> = fact["responses"]
        .as_object()
        .unwrap()
        .keys()
        .map(|status| status.parse().unwrap())
        .collect();
    let (good, bad): (Vec<u16>, Vec<u16>) = statuses.iter().partition(|status| **status < 400);
    assert_eq!(
        (row.statuses, row.error_statuses),
        (good.as_slice(), bad.as_slice()),
        "{id}"
    );
    match row.observed_status {
        Some(text) => assert!(
            fact["observed_status_mismatch"]
                .as_str()
                .unwrap()
                .starts_with(text),
            "{id}"
        ),
        None => assert!(fact["observed_status_mismatch"].is_null(), "{id}"),
    }
}

#[test]
fn operations_per_method_and_stage_are_as_many_as_the_file_counts() {
    let Some(folder) = folder("operations_per_method_and_stage") else {
        return;
    };
    let counts = &json(&folder, "operations.json")["counts"];
    let of = |method| OPERATIONS.iter().filter(|row| row.method == method).count();
    for method in [
        Method::Get,
        Method::Post,
        Method::Put,
        Method::Patch,
        Method::Delete,
    ] {
        assert_eq!(counts["by_method"][method.as_str()], of(method), "{method}");
    }
    let of = |stage| OPERATIONS.iter().filter(|row| row.stage == stage).count();
    assert_eq!(counts["by_lifecycle"]["GA"], of(Stage::GenerallyAvailable));
    assert_eq!(
        counts["by_lifecycle"]["LIMITED_GA"],
        of(Stage::LimitedGenerallyAvailable)
    );
    assert_eq!(counts["by_lifecycle"]["EA"], of(Stage::EarlyAccess));
    assert_eq!(counts["by_lifecycle"]["NONE"], of(Stage::Unstated));
}
