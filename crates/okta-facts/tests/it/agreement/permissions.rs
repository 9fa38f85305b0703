//! `PERMISSIONS`.

use okta_facts::{Knowledge, PERMISSIONS, Permission};
use serde_json::{Value, json};

use crate::facts::{folder, json, texts};

#[test]
fn permissions_agree() {
    let Some(folder) = folder("permissions_agree") else {
        return;
    };
    let file = json(&folder, "permissions.json");
    let facts = file["permissions"].as_array().unwrap();
    assert_eq!((PERMISSIONS.len(), facts.len()), (77, 77));
    for (row, fact) in PERMISSIONS.iter().zip(facts) {
        permission_agrees(row, fact);
    }
    let count = |test: fn(&Permission) -> bool| PERMISSIONS.iter().filter(|row| test(row)).count();
    let unverified = count(|row| row.includes_knowledge.is_unverified());
    // 48 with "none known" and the one without a label, of which nothing is known.
    assert_eq!((count(|row| row.label.is_none()), unverified), (1, 49));
    let guesses: Vec<&str> = PERMISSIONS
        .iter()
        .flat_map(|row| row.unverified_includes)
        .copied()
        .collect();
    let expected = [
        "okta.users.apitokens.clear",
        "okta.groups.appAssignment.manage",
        "okta.apps.clientCredentials.read",
    ];
    assert_eq!(guesses, expected);
    println!(
        "permissions {} includes unverified {unverified} single guesses {}",
        PERMISSIONS.len(),
        guesses.len()
    );
}

fn permission_agrees(row: &Permission, fact: &Value) {
    assert_eq!(json!(row.label), fact["permission"]);
    assert_eq!(json!(row.help_label), fact["help_label"], "{:?}", row.label);
    assert_eq!(
        row.resources,
        texts(&fact["applicable_resources"]),
        "{:?}",
        row.label
    );
    assert_eq!(row.includes, texts(&fact["included"]), "{:?}", row.label);
    assert!(
        row.unverified_includes
            .iter()
            .all(|label| row.includes.contains(label)),
        "{:?}",
        row.label
    );
    let status = fact["included_status"].as_str().unwrap_or("none known");
    match row.includes_knowledge {
        Knowledge::Unverified => {
            assert_eq!((status, row.includes.len()), ("none known", 0), "{:?}", row.label);
        }
        Knowledge::Source(source) => assert_eq!(status, format!("VERIFIED verbatim in {source}")),
        Knowledge::Derived(reason) if status == "derived" => {
            assert_eq!(reason, texts(&fact["source"]).join(", "), "{:?}", row.label);
        }
        Knowledge::Derived(reason) => {
            assert!(
                status.starts_with("derived") && status.ends_with(reason),
                "{:?}: {status}",
                row.label
            );
            assert!(
                status.len() - reason.len() <= "derived: ".len(),
                "{:?}: {status}",
                row.label
            );
        }
    }
    assert_eq!(
        row.related,
        texts(&fact["related_also_needed"]),
        "{:?}",
        row.label
    );
    assert_eq!(
        row.supports_conditions,
        fact["supports_conditions"] == true,
        "{:?}",
        row.label
    );
    assert_eq!(
        row.usable_in_custom_roles,
        fact["usable_in_custom_roles"] == true,
        "{:?}",
        row.label
    );
    assert_eq!(
        row.minimal_profile_view,
        fact["grants_only_minimal_profile_view"] == true,
        "{:?}",
        row.label
    );
    assert_eq!(
        row.operations,
        texts(&fact["operation_ids_derived"]),
        "{:?}",
        row.label
    );
    assert_eq!(row.sources, texts(&fact["source"]), "{:?}", row.label);
}
