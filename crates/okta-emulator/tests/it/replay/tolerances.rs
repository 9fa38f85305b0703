//! What may differ because real orgs differ among themselves, each with its reason.

struct Tolerance {
    /// The end of the place's path.
    path: &'static str,
    /// What is said of the place: that a key `is missing` or `is not in the recording`.
    what: &'static [&'static str],
    reason: &'static str,
}

const EITHER: &[&str] = &["is missing", "is not in the recording"];

const TOLERANCES: &[Tolerance] = &[
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
    Tolerance {
        path: "_links.policies",
        what: &["is not in the recording"],
        reason: "orgs on the Classic Engine have no policies by app; the emulator is on Identity Engine",
    },
    Tolerance {
        path: "_links.accessPolicy",
        what: &["is not in the recording"],
        reason: "as for `_links.policies`",
    },
    Tolerance {
        path: "_links.profileEnrollment",
        what: &["is not in the recording"],
        reason: "as for `_links.policies`",
    },
    Tolerance {
        path: "_links.resetFactors",
        what: &["is not in the recording"],
        reason: "Okta shows it in every status since the end of 2025, and showed it in few before",
    },
    Tolerance {
        path: "universalLogout",
        what: &["is not in the recording", "is an object, recorded null"],
        reason: "orgs without Universal Logout show null, and older answers nothing",
    },
    Tolerance {
        path: "settings.emOptInStatus",
        what: &["is not in the recording"],
        reason: "orgs without Entitlement Management do not show it",
    },
    Tolerance {
        path: "settings.signOn.defaultRelayState",
        what: &["is null, recorded a string"],
        reason: "since April 2026 an empty relay state is shown as null, before as an empty text",
    },
    Tolerance {
        path: "isCloneable",
        what: &["is not in the recording"],
        reason: "Okta says since the beginning of 2026 whether a custom role can be cloned, and said nothing before",
    },
    Tolerance {
        path: "settings.password.breachedProtection",
        what: &["is not in the recording"],
        reason: "password policies protect from breached passwords since 2026; older answers show nothing of it",
    },
    Tolerance {
        path: "conditions.riskScore",
        what: &["is not in the recording"],
        reason: "orgs without risk scoring, which is part of Adaptive MFA, show no risk in rules",
    },
    Tolerance {
        path: "conditions.risk",
        what: &["is not in the recording"],
        reason: "as for `conditions.riskScore`",
    },
    Tolerance {
        path: "protocol.algorithms.request.digest",
        what: &["is not in the recording"],
        reason: "SAML identity providers show the digest of requests since May 2026",
    },
    Tolerance {
        path: "protocol.settings",
        what: &["is not in the recording"],
        reason: "one org of those recorded shows no settings of an OpenID Connect identity provider",
    },
    Tolerance {
        path: "settings.oauthClient.participate_slo",
        what: &["is not in the recording"],
        reason: "orgs without Single Logout for OpenID Connect do not show it",
    },
    Tolerance {
        path: "settings.oauthClient.consent_method",
        what: &["is not in the recording"],
        reason: "orgs without API Access Management do not show it",
    },
];

/// Maps whose keys are names that an org gives: what their values look like is compared, one by one in the
/// order of the keys. The links of a custom app are named after the app, whose name begins with the org's
/// subdomain.
const NAMED: [&str; 1] = ["visibility.appLinks"];

pub(super) fn has_names_for_keys(path: &str) -> bool {
    NAMED.iter().any(|named| path.ends_with(named))
}

/// The reason why this difference is none.
pub(super) fn of(path: &str, what: &str) -> Option<&'static str> {
    let held = TOLERANCES.iter().find(|known| {
        let here = path == known.path
            || path
                .strip_suffix(known.path)
                .is_some_and(|before| before.ends_with('.'));
        here && known.what.contains(&what)
    });
    held.map(|known| known.reason)
}
