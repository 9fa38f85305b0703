//! The host of an address: what no org has is refused, and the admin console's becomes the org's.

use url::{Host, Url};

use super::EXAMPLE;
use crate::error::{Error, Result};

/// Okta's own domains, under which an org's admin console has the host `{org}-admin.{domain}`. Under any other domain
/// `-admin` is a part of the name.
///
/// Source: the validation rules of Okta's SDKs, which disagree on one of the last two; both are kept.
const OKTA_DOMAINS: [&str; 8] = [
    "okta.com",
    "oktapreview.com",
    "okta-emea.com",
    "okta-gov.com",
    "okta.mil",
    "okta-miltest.com",
    "trex-govcloud.com",
    "trex-gov.com",
];

pub(super) const ADMIN: &str = "-admin";

/// API tokens have 42 characters; nobody's org has a name so long.
const SHORTEST_TOKEN: usize = 36;

/// The host without a trailing dot and without the `-admin` of Okta's own domains.
pub(super) fn normalised_host(url: &Url) -> Result<String> {
    let host = match url.host() {
        Some(Host::Domain(domain)) => domain.strip_suffix('.').unwrap_or(domain).to_owned(),
        // `Display` of an IPv6 host writes its brackets.
        Some(address) => return Ok(address.to_string()),
        None => return Err(Error::configuration("the org's address names no host", EXAMPLE)),
    };
    // Who takes one variable for the other must not find the token in a log.
    if !host.contains('.') && host.len() >= SHORTEST_TOKEN {
        return Err(Error::configuration(
            "the org's address is one long word, as a token is, and not a host",
            format!("Were the address and the token swapped? {EXAMPLE}"),
        ));
    }
    refuse_labels(&host)?;
    if host.ends_with(".com.com") {
        let what = format!("the org's address {host} ends in .com twice");
        return Err(Error::configuration(
            what,
            format!("Remove one of them. {EXAMPLE}"),
        ));
    }
    if !host.contains('.') && host != "localhost" {
        let what = format!("the org's address `{host}` is a single name, not a host");
        return Err(Error::configuration(
            what,
            format!("Did you mean {host}.okta.com? {EXAMPLE}"),
        ));
    }
    if OKTA_DOMAINS.contains(&host.as_str()) {
        return Err(Error::configuration(
            format!("the address {host} is Okta's, not an org's"),
            EXAMPLE,
        ));
    }
    let Some((label, domain)) = okta_label(&host) else {
        return Ok(host);
    };
    let of_org = |label: &&str| !label.is_empty() && !label.ends_with('-');
    match label.strip_suffix(ADMIN).filter(of_org) {
        // No org has a name that ends so: its address would be the console's of another org.
        Some(org) if org.strip_suffix(ADMIN).as_ref().is_some_and(of_org) => Err(Error::configuration(
            format!("the org's address {host} ends in {ADMIN} twice"),
            format!("Remove it. {EXAMPLE}"),
        )),
        Some(org) => {
            let org = format!("{org}.{domain}");
            refuse_labels(&org)?;
            Ok(org)
        }
        None => Ok(host),
    }
}

/// Refuses names that no host has: Okta's answer would be a stranger's at best.
fn refuse_labels(host: &str) -> Result<()> {
    /// Hosts of Okta's own under its domains.
    const OKTAS_OWN: [&str; 4] = ["www", "login", "developer", "help"];
    let refuse = |what: String| Err(Error::configuration(what, EXAMPLE));
    if host.split('.').any(str::is_empty) {
        return refuse("the org's address has an empty part between two dots".to_owned());
    }
    if host
        .split('.')
        .any(|label| label.starts_with('-') || label.ends_with('-'))
    {
        return refuse(format!(
            "a part of the org's address {host} starts or ends with a hyphen"
        ));
    }
    let Some(domain) = OKTA_DOMAINS.iter().find(|domain| {
        host.strip_suffix(**domain)
            .is_some_and(|rest| rest.ends_with('.'))
    }) else {
        return Ok(());
    };
    let labels = host
        .strip_suffix(domain)
        .unwrap_or_default()
        .trim_end_matches('.');
    if labels.split('.').any(|label| label.starts_with("xn--")) {
        return refuse(
            "the org's address holds a letter that no org of Okta's domains has in its name".to_owned(),
        );
    }
    if OKTAS_OWN.contains(&labels) {
        return refuse(format!("the address {host} is Okta's, not an org's"));
    }
    Ok(())
}

/// Splits `acme.okta.com` into `acme` and `okta.com`; `None` for a host outside Okta's domains.
pub(super) fn okta_label(host: &str) -> Option<(&str, &str)> {
    OKTA_DOMAINS.iter().find_map(|domain| {
        let label = host.strip_suffix(domain)?.strip_suffix('.')?;
        (!label.is_empty() && !label.contains('.')).then_some((label, *domain))
    })
}
