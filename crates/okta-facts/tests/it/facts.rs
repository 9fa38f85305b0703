//! Reads the fact files without the generator, so that a mistake there cannot hide here.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

/// The folder of the fact files, when `OKTA_FACTS` names one; otherwise says that the test is skipped.
pub(crate) fn folder(test: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("OKTA_FACTS").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: {test} (OKTA_FACTS does not name the folder of the fact files)");
    }
    folder
}

pub(crate) fn json(folder: &std::path::Path, name: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(folder.join(name)).unwrap()).unwrap()
}

pub(crate) fn lines(folder: &std::path::Path, name: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|line| line.split('\t').map(str::to_owned).collect())
        .collect()
}

/// The items of a list by the text under `key`; fails when two have the same.
pub(crate) fn by<'a>(list: &'a Value, key: &str) -> BTreeMap<&'a str, &'a Value> {
    let mut items = BTreeMap::new();
    for item in list.as_array().unwrap() {
        assert!(
            items.insert(item[key].as_str().unwrap(), item).is_none(),
            "{key} twice: {item}"
        );
    }
    items
}

/// The texts of a list; empty for null.
pub(crate) fn texts(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .map(|list| list.iter().map(|item| item.as_str().unwrap()).collect())
        .unwrap_or_default()
}
