//! Which element of an emulated list is which of the recorded one.

use serde_json::Value;

use super::ids::Ids;

#[derive(Default)]
pub(super) struct Pairs<'list> {
    pub(super) matched: Vec<(&'list Value, &'list Value)>,
    /// Recorded elements without a counterpart.
    pub(super) missing: Vec<&'list Value>,
    /// Emulated elements without one.
    pub(super) surplus: Vec<&'list Value>,
}

/// Objects are matched by id, then by what Okta keeps unique among objects of one kind; objects without ids
/// by that alone if both lists have the same; all else by place.
pub(super) fn pairs<'list>(recorded: &'list [Value], emulated: &'list [Value], ids: &Ids) -> Pairs<'list> {
    let mut found = Pairs {
        surplus: emulated.iter().collect(),
        ..Pairs::default()
    };
    let identified = |list: &[Value]| list.iter().all(|item| item["id"].is_string());
    let are_identified = identified(recorded) && identified(emulated);
    if !are_identified && !have_the_same_keys(recorded, emulated) {
        found.surplus = emulated.iter().skip(recorded.len()).collect();
        found.missing = recorded.iter().skip(emulated.len()).collect();
        found.matched = recorded.iter().zip(emulated).collect();
        return found;
    }
    let mut left = Vec::new();
    for one in recorded {
        let wanted = one["id"].as_str().map(|id| ids.emulated(id).unwrap_or(id));
        match take(&mut found.surplus, |other| {
            wanted.is_some() && other["id"].as_str() == wanted
        }) {
            Some(other) => found.matched.push((one, other)),
            None => left.push(one),
        }
    }
    for one in left {
        let known = one["id"].as_str().is_some_and(|id| ids.knows(id));
        match take(&mut found.surplus, |other| !known && key(one) == key(other)) {
            Some(other) => found.matched.push((one, other)),
            None => found.missing.push(one),
        }
    }
    found
}

/// Whether the elements can be told by their keys: another order is none of the shape.
fn have_the_same_keys(ones: &[Value], others: &[Value]) -> bool {
    let sorted = |list: &[Value]| {
        let mut keys: Vec<Option<Vec<String>>> = list
            .iter()
            .map(|item| key(item).map(|key| key.into_iter().map(str::to_owned).collect()))
            .collect();
        keys.sort();
        keys
    };
    let keys = sorted(ones);
    keys.iter().all(Option::is_some) && keys == sorted(others)
}

fn take<'list>(from: &mut Vec<&'list Value>, fits: impl Fn(&Value) -> bool) -> Option<&'list Value> {
    let place = from.iter().position(|item| fits(item))?;
    Some(from.remove(place))
}

/// What an object is known by beside its id: login, name, label, type, what a mapping is
/// between.
pub(super) fn key(object: &Value) -> Option<Vec<&str>> {
    let named = [
        &object["profile"]["login"],
        &object["profile"]["name"],
        &object["label"],
        &object["name"],
        &object["factorType"],
        &object["question"],
        &object["type"],
        &object["source"]["name"],
        &object["target"]["name"],
    ];
    let key: Vec<&str> = named.into_iter().filter_map(Value::as_str).collect();
    (!key.is_empty()).then_some(key)
}
