//! What the settings hold that means nothing to this crate, told without repeating what may be a secret.
//!
//! A token that was typed where a key belongs must not come out in a warning. So a key is told in words of our own: those of
//! Okta's SDKs whole, of others what stands before the first unknown name. The line finds the rest.

/// Keys of Okta's SDKs that have no counterpart here: nothing is cached, a rate limit is outwaited within the budget of the
/// retry policy, tokens are renewed in time by themselves.
const UNUSED: [&str; 14] = [
    "okta.client.cache.enabled",
    "okta.client.cache.defaultTtl",
    "okta.client.cache.defaultTti",
    "okta.client.rateLimit.maxBackoff",
    "okta.client.rateLimit.enable",
    "okta.client.clientAssertion",
    "okta.client.jwk",
    "okta.client.encryptionType",
    "okta.client.logging.enabled",
    "okta.client.oauthTokenRenewalOffset",
    "okta.client.dpopKeyRotationInterval",
    "okta.client.disableHttpsCheck",
    "okta.client.disableOktaDomainCheck",
    "okta.testing.disableOktaDomainCheck",
];

/// Names under which settings stand.
const SECTIONS: [&str; 6] = [
    "okta",
    "okta.client",
    "okta.client.proxy",
    "okta.client.rateLimit",
    "okta.client.cache",
    "okta.testing",
];

/// A key of a file, as far as it may be shown: `okta.client.cache.enabled`, `okta.client.…`, `a key`.
pub(super) fn shown_key(key: &str) -> String {
    if let Some(known) = UNUSED.iter().find(|known| known.eq_ignore_ascii_case(key)) {
        return (*known).to_owned();
    }
    let is_within = |section: &&str| {
        let begins = key
            .get(..section.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(section));
        begins && key[section.len()..].starts_with('.')
    };
    let section = SECTIONS
        .iter()
        .copied()
        .filter(|section| is_within(section))
        .max_by_key(|section| section.len());
    section.map_or_else(|| "a key".to_owned(), |section| format!("{section}.…"))
}

/// A variable that is named like those of Okta's SDKs: `the variable OKTA_CLIENT_CACHE_ENABLED`. What has other signs than a
/// name is not shown.
pub(super) fn shown_variable(name: &str) -> Option<String> {
    let prefix = ["OKTA_CLIENT_", "OKTA_TESTING_"]
        .into_iter()
        .find(|prefix| name.starts_with(prefix))?;
    let is_name = name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    Some(if is_name {
        format!("the variable {name}")
    } else {
        format!("a variable {prefix}…")
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_oktas_sdks_have_is_named_and_the_rest_is_not() {
        for (key, shown) in [
            ("OKTA.client.cache.ENABLED", "okta.client.cache.enabled"),
            ("okta.client.tokn", "okta.client.…"),
            ("okta.client.proxy.hunter2", "okta.client.proxy.…"),
            ("okta.client.hunter2.host", "okta.client.…"),
            ("okta.clients.token", "okta.…"),
            ("okta", "a key"),
            ("hunter2", "a key"),
            ("", "a key"),
        ] {
            assert_eq!(shown_key(key), shown, "{key}");
        }
        for (name, shown) in [
            ("OKTA_CLIENT_ORG_URL", Some("the variable OKTA_CLIENT_ORG_URL")),
            ("OKTA_TESTING_X", Some("the variable OKTA_TESTING_X")),
            ("OKTA_CLIENT_00aHunter", Some("a variable OKTA_CLIENT_…")),
            ("OKTA_TEST_TOKEN", None),
        ] {
            assert_eq!(shown_variable(name).as_deref(), shown);
        }
    }

    proptest! {
        #[test]
        fn a_key_shows_known_names_alone(key in "(okta[.])?(client[.])?(proxy[.])?[\\PC]{0,40}") {
            let shown = shown_key(&key);
            let known = UNUSED.contains(&&*shown) || shown == "a key";
            let section = shown.strip_suffix(".…").is_some_and(|section| SECTIONS.contains(&section));
            prop_assert!(known || section, "{shown}");
        }
    }
}
