//! `STANDARD_ROLES` and `ROLE_MATRIX`.

use std::collections::BTreeSet;

use okta_facts::{Knowledge, ROLE_MATRIX, STANDARD_ROLES, Scope};
use serde_json::json;

use crate::facts::{by, folder, json, texts};

#[test]
fn standard_roles_agree() {
    let Some(folder) = folder("standard_roles_agree") else {
        return;
    };
    let file = json(&folder, "standard_roles.json");
    let facts = by(&file["role_types"], "type");
    assert_eq!((STANDARD_ROLES.len(), facts.len()), (14, 14));
    for row in STANDARD_ROLES {
        let fact = facts[row.role];
        let label = fact["label"].as_str().unwrap();
        assert!(label.starts_with(row.label), "{}", row.role);
        match row.former_label {
            Some(former) => assert!(label.contains(&format!("\"{former}\"")), "{}", row.role),
            None => assert_eq!(label, row.label, "{}", row.role),
        }
        let targets = texts(&fact["targets"]);
        assert_eq!(row.targets.len(), targets.len(), "{}", row.role);
        assert!(
            row.targets
                .iter()
                .zip(&targets)
                .all(|(kind, text)| text.starts_with(kind)),
            "{}",
            row.role
        );
        assert!(
            row.targets.iter().all(|kind| ["groups", "apps"].contains(kind)),
            "{}",
            row.role
        );
        assert_eq!(row.in_specification, fact["in_spec_enum"], "{}", row.role);
    }
    println!("role types {}", STANDARD_ROLES.len());
}

#[test]
fn the_role_matrix_agrees_and_what_is_unverified_stays_so() {
    let Some(folder) = folder("the_role_matrix_agrees") else {
        return;
    };
    let file = json(&folder, "standard_roles.json");
    let facts = file["matrix"].as_object().unwrap();
    let actions: BTreeSet<&str> = ROLE_MATRIX.iter().map(|row| row.action).collect();
    assert_eq!(
        (ROLE_MATRIX.len(), actions),
        (47, facts.keys().map(String::as_str).collect())
    );
    for row in ROLE_MATRIX {
        let cells = facts[row.action].as_object().unwrap();
        let roles: BTreeSet<&str> = cells
            .keys()
            .map(String::as_str)
            .filter(|role| *role != "_notes")
            .collect();
        assert_eq!(row.cells.len(), roles.len(), "{}", row.action);
        for cell in row.cells {
            let (place, fact) = (format!("{} {}", row.action, cell.role), &cells[cell.role]);
            assert_eq!(json!(cell.allow), fact["allow"], "{place}");
            let status = fact["status"].as_str().unwrap();
            match cell.knowledge {
                Knowledge::Source(text) => assert_eq!(status, format!("source:{text}"), "{place}"),
                Knowledge::Derived(text) => {
                    assert_eq!(status.replacen(": ", ":", 1), format!("derived:{text}"));
                }
                Knowledge::Unverified => assert_eq!(status, "unverified", "{place}"),
            }
            assert_eq!(cell.knowledge.is_unverified(), cell.allow.is_none(), "{place}");
            match cell.scope {
                Some(Scope::ManagedGroups) => {
                    assert!(fact["scope"].as_str().unwrap().starts_with("managed groups"));
                }
                Some(other) => panic!("{place}: {other:?}"),
                None => assert!(fact["scope"].is_null(), "{place}"),
            }
            assert_eq!(
                cell.also_on_super_admins,
                fact["also_on_super_admins"] == true,
                "{place}"
            );
            assert_eq!(cell.limited, fact["limited"] == true, "{place}");
        }
    }
    let cells = || ROLE_MATRIX.iter().flat_map(|row| row.cells);
    let unverified = cells().filter(|cell| cell.knowledge.is_unverified()).count();
    assert_eq!((cells().count(), unverified), (611, 85));
    println!(
        "role matrix rows {} cells 611 unverified {unverified}",
        ROLE_MATRIX.len()
    );
}
