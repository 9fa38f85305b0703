//! `ERROR_CODES` and `EVENT_TYPES`.

use okta_facts::{ERROR_CODES, EVENT_TYPES};

use crate::facts::{by, folder, json, lines};

#[test]
fn error_codes_agree() {
    let Some(folder) = folder("error_codes_agree") else {
        return;
    };
    let (file, observed) = (
        json(&folder, "error_codes_full.json"),
        json(&folder, "errors.json"),
    );
    let (facts, observed) = (
        by(&file["errors"], "errorCode"),
        by(&observed["key_codes"], "code"),
    );
    assert_eq!((ERROR_CODES.len(), facts.len()), (251, 251));
    assert!(observed.keys().all(|code| facts.contains_key(code)));
    for row in ERROR_CODES {
        let fact = facts[row.code];
        assert_eq!(row.status, fact["statusCode"], "{}", row.code);
        assert_eq!(row.summary, fact["errorSummary"], "{}", row.code);
        assert_eq!(row.title, fact["title"], "{}", row.code);
        assert_eq!(
            row.includes_message, fact["includesExceptionMessage"],
            "{}",
            row.code
        );
        let counts = observed
            .get(row.code)
            .and_then(|code| code["observed_status_counts"].as_object());
        let statuses: Vec<u16> = counts
            .into_iter()
            .flat_map(|counts| counts.keys())
            .map(|status| status.parse().unwrap())
            .collect();
        assert_eq!(row.observed, statuses, "{}", row.code);
    }
    let seen = ERROR_CODES.iter().filter(|row| !row.observed.is_empty()).count();
    println!("error codes {} of which observed {seen}", ERROR_CODES.len());
}

#[test]
fn event_types_agree() {
    let Some(folder) = folder("event_types_agree") else {
        return;
    };
    let facts = lines(&folder, "event_types.tsv");
    assert_eq!((EVENT_TYPES.len(), facts.len()), (1274, 1274));
    for fact in &facts {
        let row = okta_facts::event_type(&fact[0]).unwrap();
        assert_eq!(
            if row.event_hook_eligible { "yes" } else { "no" },
            fact[1],
            "{}",
            row.name
        );
        assert_eq!(row.targets.join(","), fact[2], "{}", row.name);
    }
    println!("event types {}", EVENT_TYPES.len());
}
