//! What may differ because real orgs differ among themselves, each with its reason.

struct Tolerance {
    /// The end of the place's path.
    path: &'static str,
    /// What is said of the place: that a key `is missing` or `is not in the recording`.
    what: &'static [&'static str],
    reason: &'static str,
}

const EITHER: &[&str] = &["is missing", "is not in the recording"];

const TOLERANCES: [Tolerance; 2] = [
    Tolerance {
        path: "realmId",
        what: EITHER,
        reason: "orgs without realms (a product of its own) show no realm; the emulator is one with them",
    },
    Tolerance {
        path: "_links.owners",
        what: EITHER,
        reason: "group owners are part of Okta Identity Governance, which not every org has",
    },
];

/// The reason why this difference is none.
pub(super) fn of(_operation: &str, path: &str, what: &str) -> Option<&'static str> {
    let held = TOLERANCES.iter().find(|known| {
        let here = path == known.path
            || path
                .strip_suffix(known.path)
                .is_some_and(|before| before.ends_with('.'));
        here && known.what.contains(&what)
    });
    held.map(|known| known.reason)
}
