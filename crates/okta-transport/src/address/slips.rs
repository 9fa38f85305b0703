//! What a person types or copies in place of an address, told apart before it is read as a URL.

use super::EXAMPLE;
use super::host::ADMIN;
use crate::error::{Error, Result};

/// Names that documentation uses where the reader's own is meant.
const STAND_INS: [&str; 7] = [
    "your-org",
    "yourorg",
    "your-domain",
    "yourdomain",
    "your-okta-domain",
    "youroktadomain",
    "your-subdomain",
];

pub(super) fn refuse_placeholder(text: &str) -> Result<()> {
    if text.is_empty() {
        return Err(Error::configuration("the org's address is empty", EXAMPLE));
    }
    let lower = text.to_ascii_lowercase();
    let host = lower
        .split("://")
        .last()
        .unwrap_or_default()
        .split('/')
        .next()
        .unwrap_or_default();
    let is_placeholder = text.contains(['{', '}', '<', '>', '$'])
        || host
            .split(['.', ':'])
            .any(|label| STAND_INS.contains(&label.trim_end_matches(ADMIN)));
    if is_placeholder {
        let what = "the org's address is still a placeholder from documentation";
        return Err(Error::configuration(what, format!("Replace it. {EXAMPLE}")));
    }
    Ok(())
}

/// `https://https://acme.okta.com`, `https:/acme.okta.com` and `https:acme.okta.com`: what is left of an address
/// that was pasted after another, or lost a slash. A URL parser would make something of each.
pub(super) fn refuse_broken_scheme(text: &str) -> Result<()> {
    let lower = text.to_ascii_lowercase();
    let Some(after) = ["https:", "http:"]
        .iter()
        .find_map(|scheme| lower.strip_prefix(scheme))
    else {
        return Ok(());
    };
    let what = match after.strip_prefix("//") {
        Some(host) if host.starts_with('/') => "has more than two slashes after its scheme",
        Some(host)
            if ["https:", "http:", "https//", "http//"]
                .iter()
                .any(|scheme| host.starts_with(scheme)) =>
        {
            "has two schemes"
        }
        Some(_) => return Ok(()),
        None => "lacks the two slashes after its scheme",
    };
    Err(Error::configuration(format!("the org's address {what}"), EXAMPLE))
}
