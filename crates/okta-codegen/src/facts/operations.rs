//! `OPERATIONS`: every operation of the management API.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::input::{
    self, Error, boolean, flag, list, optional_number, optional_string, string, strings, unexpected,
};
use crate::literal::{Row, optional, optional_text, table, text, texts};
use crate::output::File;

/// Reads operations.json and pagination.json.
pub(super) fn file(folder: &Path) -> Result<File, Error> {
    let operations = input::json(folder, "operations.json")?;
    let pagination = input::json(folder, "pagination.json")?;
    let mut paginated = BTreeMap::new();
    for page in list(&pagination, "paginated_operations")? {
        paginated.insert(string(page, "operationId")?, page);
    }
    let mut rows = BTreeMap::new();
    for operation in list(&operations, "operations")? {
        let id = string(operation, "operationId")?;
        rows.insert(id, row(id, operation, paginated.get(id).copied())?);
    }
    let version = string(&operations, "spec_version")?;
    let doc = format!(
        "Every operation of Okta's management API, release {version} of its specification, sorted by id.\n\n\
         Find one with [`operation`](crate::operation())."
    );
    let body = format!(
        "/// The release of Okta's specification that [`OPERATIONS`] follows.\n\
         pub const SPECIFICATION: &str = {};\n\n{}",
        text(version),
        table(&doc, "OPERATIONS", "Operation", rows.into_values())
    );
    let imports = "use crate::operation::{Method, Operation, PLAIN, Paging, Stage};";
    Ok(File::new(
        "operations.rs",
        "operations.json and pagination.json",
        imports,
        &body,
    ))
}

fn row(id: &str, operation: &Value, page: Option<&Value>) -> Result<Row, Error> {
    let schemes = strings(operation, "auth_schemes")?;
    let lifecycle = &operation["lifecycle"];
    let page = page.unwrap_or(&Value::Null);
    let query = list(operation, "query_params")?;
    let required: Vec<&Value> = query
        .iter()
        .filter(|parameter| parameter["required"] == true)
        .collect();
    Ok(Row::new("Operation")
        .field("id", text(id))
        .field("method", method(operation)?)
        .field("path", text(string(operation, "path")?))
        .field("tag", text(string(operation, "tag")?))
        .unless("Stage::GenerallyAvailable", "stage", stage(lifecycle)?)
        .unless("false", "deprecated", boolean(operation, "deprecated")?)
        .unless("&[]", "skus", texts(&strings(lifecycle, "SKUs")?))
        .unless("false", "cors", flag(lifecycle, "isCorsEnabled")?)
        .unless(
            "true",
            "api_token",
            schemes.iter().any(|scheme| scheme == "apiToken"),
        )
        .unless("true", "oauth2", schemes.iter().any(|scheme| scheme == "oauth2"))
        .unless("&[]", "scopes", texts(&strings(operation, "oauth_scopes")?))
        .unless(
            "false",
            "no_scope_required",
            flag(operation, "x_okta_no_scope_required")?,
        )
        .unless(
            "&[]",
            "path_parameters",
            texts(&strings(operation, "path_params")?),
        )
        .unless("&[]", "query", names(query)?)
        .unless("&[]", "required_query", names(required)?)
        .unless("&[]", "headers", names(list(operation, "header_params")?)?)
        .unless("&[]", "content_types", texts(&content_types(operation)))
        .unless("false", "body_required", flag(operation, "request_required")?)
        .unless("Paging::None", "paging", paging(page)?)
        .unless(
            "None",
            "default_limit",
            optional(optional_number(page, "default")?),
        )
        .unless("None", "min_limit", optional(optional_number(page, "min")?))
        .unless("None", "max_limit", optional(optional_number(page, "max")?))
        .unless("None", "observed_limit", optional(observed_limit(page)?))
        .unless("&[200]", "statuses", statuses(operation, 200..400)?)
        .unless("&[]", "error_statuses", statuses(operation, 400..600)?)
        .unless(
            "None",
            "observed_status",
            optional_text(observed_status(operation)?),
        )
        .unless(
            "None",
            "bucket",
            optional_text(optional_string(operation, "rate_limit_bucket_2022")?),
        )
        .unless(
            "&[]",
            "iam_permissions",
            texts(&strings(operation, "x_okta_iam_permissions")?),
        )
        .unless(
            "&[]",
            "iam_admin_roles",
            texts(&strings(operation, "x_okta_iam_admin_roles")?),
        )
        .rest("PLAIN"))
}

fn method(operation: &Value) -> Result<&'static str, Error> {
    Ok(match string(operation, "method")? {
        "GET" => "Method::Get",
        "POST" => "Method::Post",
        "PUT" => "Method::Put",
        "PATCH" => "Method::Patch",
        "DELETE" => "Method::Delete",
        other => {
            return Err(unexpected(
                format!("method {other}"),
                "GET, POST, PUT, PATCH or DELETE",
            ));
        }
    })
}

fn stage(lifecycle: &Value) -> Result<&'static str, Error> {
    Ok(match optional_string(lifecycle, "lifecycle")? {
        Some("GA") => "Stage::GenerallyAvailable",
        Some("LIMITED_GA") => "Stage::LimitedGenerallyAvailable",
        Some("EA") => "Stage::EarlyAccess",
        None => "Stage::Unstated",
        Some(other) => {
            return Err(unexpected(
                format!("lifecycle {other}"),
                "GA, LIMITED_GA, EA or nothing",
            ));
        }
    })
}

fn paging(page: &Value) -> Result<&'static str, Error> {
    Ok(match optional_string(page, "style")? {
        None => "Paging::None",
        Some("Link header") => "Paging::LinkHeader",
        Some("body _links.next") => "Paging::BodyLinks",
        Some(other) => {
            return Err(unexpected(
                format!("style {other}"),
                "Link header or body _links.next",
            ));
        }
    })
}

/// The page size in texts such as "observed default 20 (spec default -1)" and "observed 20".
fn observed_limit(page: &Value) -> Result<Option<i64>, Error> {
    let number = optional_string(page, "observed")?
        .and_then(|observed| observed.strip_prefix("observed "))
        .map(|observed| observed.strip_prefix("default ").unwrap_or(observed))
        .map(|observed| {
            observed
                .split(|character: char| !character.is_ascii_digit())
                .next()
                .unwrap_or_default()
        });
    Ok(number.and_then(|number| number.parse().ok()))
}

/// "spec 201, real 200" of "spec 201, real 200 (CASS, …)".
fn observed_status(operation: &Value) -> Result<Option<&str>, Error> {
    let observed = optional_string(operation, "observed_status_mismatch")?;
    Ok(observed.map(|observed| observed.split(" (CASS").next().unwrap_or(observed)))
}

fn statuses(operation: &Value, range: std::ops::Range<u16>) -> Result<String, Error> {
    let Some(responses) = operation["responses"].as_object() else {
        return Err(unexpected("responses", "an object"));
    };
    let mut statuses: Vec<u16> = responses
        .keys()
        .filter_map(|status| status.parse().ok())
        .collect();
    statuses.retain(|status| range.contains(status));
    statuses.sort_unstable();
    let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
    Ok(format!("&[{}]", statuses.join(", ")))
}

fn content_types(operation: &Value) -> Vec<&String> {
    operation["request"]
        .as_object()
        .map(|request| request.keys().collect())
        .unwrap_or_default()
}

fn names<'a>(parameters: impl IntoIterator<Item = &'a Value>) -> Result<String, Error> {
    let names: Result<Vec<&str>, Error> = parameters
        .into_iter()
        .map(|parameter| string(parameter, "name"))
        .collect();
    Ok(texts(&names?))
}
