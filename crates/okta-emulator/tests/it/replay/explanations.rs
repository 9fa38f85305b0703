//! Why the emulator answers otherwise where it does, of what was looked into.

struct Explanation {
    operation: &'static str,
    /// How every difference of such an exchange begins and ends.
    difference: (&'static str, &'static str),
    why: &'static str,
}

/// Those of the core are of one kind: Okta answers from a copy that is behind, for no time that anything tells, and the
/// emulator from the state itself.
const EXPLANATIONS: &[Explanation] = &[
    Explanation {
        operation: "listGroupUsers",
        difference: ("[]", " has an element that is not in the recording"),
        why: "for up to three seconds after a user was added the list of members did not show it",
    },
    Explanation {
        operation: "listUsers",
        difference: ("[].", ""),
        why: "a search showed users as they were in the second of their creation, STAGED and on the way to PROVISIONED; \
              the emulator's search is behind where `Builder::search_lag` says so, by a time that is the same for all",
    },
    Explanation {
        operation: "getUserSchema",
        difference: ("definitions.custom.properties.", " is not in the recording"),
        why: "a read in the second after a write of the schema showed it as it was before",
    },
    Explanation {
        operation: "getGroupRule",
        difference: ("status is INVALID", "recorded ACTIVE"),
        why: "a rule whose group was deleted was still ACTIVE a second later, where another recorded org had made it \
              INVALID; the emulator makes it INVALID at once",
    },
    Explanation {
        operation: "deactivateGroupRule",
        difference: ("status is 400", "recorded 204"),
        why: "the rule of `getGroupRule`, which was still ACTIVE, is INVALID here, and can only be read and deleted",
    },
    // Beyond the core.
    Explanation {
        operation: "createPolicy",
        difference: ("settings.authenticators", ""),
        why: AUTHENTICATORS,
    },
    Explanation {
        operation: "getPolicy",
        difference: ("settings.authenticators", ""),
        why: AUTHENTICATORS,
    },
    Explanation {
        operation: "replacePolicy",
        difference: ("settings.authenticators", ""),
        why: AUTHENTICATORS,
    },
    Explanation {
        operation: "listPolicies",
        difference: ("[]._embedded", "is not in the recording"),
        why: "one org of June 2025 did not say what a policy is for; others said it before and since",
    },
    Explanation {
        operation: "verifyEventHook",
        difference: ("status is 400", "recorded 200"),
        why: HOOK,
    },
    Explanation {
        operation: "getEventHook",
        difference: ("verificationStatus is UNVERIFIED", "recorded VERIFIED"),
        why: HOOK,
    },
    Explanation {
        operation: "listLogEvents",
        difference: ("status is 400 E0000053", "recorded 200"),
        why: "asks for events of 2022, which is more than 180 days before the time of the emulated org",
    },
];

const AUTHENTICATORS: &str = "an enrolment policy shows every authenticator of the org, and nothing before it tells \
                              which there are";
const HOOK: &str = "the endpoint of the hook, which gave its challenge back, is not there any more";

/// The explanation that holds for all differences of an exchange.
pub(super) fn of(operation: &str, differences: &[String]) -> Option<&'static str> {
    let holds = |known: &&Explanation| {
        let (begin, end) = known.difference;
        let is_it = |difference: &String| difference.starts_with(begin) && difference.ends_with(end);
        known.operation == operation && differences.iter().all(is_it)
    };
    let found = EXPLANATIONS
        .iter()
        .find(holds)
        .filter(|_| !differences.is_empty());
    found.map(|known| known.why)
}
