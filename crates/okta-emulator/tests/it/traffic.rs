//! What the tests ask and are answered, written down where a check against Okta's specification asks for it.
//!
//! The test `specification` runs this binary once more with `OKTA_EMULATOR_TRAFFIC` set to a file. The lines are
//! those that the emulator's own request log has, but for the secrets: a check needs to see the true values.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::sync::{Mutex, OnceLock};

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use serde_json::{Map, Value, json};

/// Names the file that the traffic is appended to.
pub(crate) const VARIABLE: &str = "OKTA_EMULATOR_TRAFFIC";

/// The request as a line, if traffic is written down; its answer is still missing.
pub(crate) fn asked(request: &Request<Bytes>) -> Option<Value> {
    file()?;
    Some(json!({
        "source": std::thread::current().name().unwrap_or_default(),
        "method": request.method().as_str(),
        "path": request.uri().path(),
        "query": request.uri().query(),
        "headers": headers(request.headers()),
        "body": std::str::from_utf8(request.body()).ok().filter(|body| !body.is_empty()),
    }))
}

pub(crate) fn answered(mut line: Value, response: &Response<Bytes>) {
    line["status"] = json!(response.status().as_u16());
    line["response_headers"] = Value::Object(headers(response.headers()));
    line["response_body"] = std::str::from_utf8(response.body()).unwrap().into();
    let mut file = file().unwrap().lock().unwrap();
    file.write_all(format!("{line}\n").as_bytes()).unwrap();
}

fn headers(headers: &HeaderMap) -> Map<String, Value> {
    let names = headers.keys().map(|name| {
        let values = headers
            .get_all(name)
            .iter()
            .filter_map(|value| value.to_str().ok());
        (name.to_string(), json!(values.collect::<Vec<_>>()))
    });
    names.collect()
}

fn file() -> Option<&'static Mutex<File>> {
    static FILE: OnceLock<Option<Mutex<File>>> = OnceLock::new();
    let file = FILE.get_or_init(|| {
        let path = std::env::var_os(VARIABLE)?;
        let file = OpenOptions::new().create(true).append(true).open(path);
        Some(Mutex::new(file.unwrap()))
    });
    file.as_ref()
}
