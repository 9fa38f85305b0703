//! [`OrgAddress`]: the org's https origin, from whatever form of it a person has at hand.

mod host;
mod slips;

use std::fmt;
use std::str::FromStr;

use url::{Host, Url};

use self::host::{ADMIN, normalised_host, okta_label};
use self::slips::{refuse_broken_scheme, refuse_placeholder};
use crate::error::{Error, Result};

const EXAMPLE: &str = "Give the address at which you sign in, such as https://acme.okta.com.";

/// The origin of an Okta org: scheme, host and port, and nothing else.
///
/// A bare host, a URL, the admin console's host, a custom domain and an issuer URL all give the
/// same address. What is still a placeholder is refused with a hint.
///
/// ```
/// use okta_transport::OrgAddress;
///
/// for form in ["acme.okta.com", "https://ACME.okta.com/", "acme-admin.okta.com", "https://acme.okta.com/oauth2/default"] {
///     assert_eq!(OrgAddress::parse(form)?.to_string(), "https://acme.okta.com");
/// }
/// assert!(OrgAddress::parse("https://{yourOktaDomain}").is_err());
/// # Ok::<(), okta_transport::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct OrgAddress {
    origin: String,
    url: Url,
}

impl OrgAddress {
    /// Reads an address; https alone.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration) when it is no address, is a
    /// placeholder, is plain http, or holds a user name, a query, a fragment, or a path that is none of
    /// Okta's.
    pub fn parse(text: &str) -> Result<Self> {
        Self::read(text, false)
    }

    /// Reads an address that may also be plain http on the loopback interface, where an emulator or
    /// a test server listens.
    ///
    /// # Errors
    ///
    /// As [`parse`](OrgAddress::parse); plain http to any other host is refused all the same.
    pub fn parse_allowing_plain_http_on_loopback(text: &str) -> Result<Self> {
        Self::read(text, true)
    }

    fn read(text: &str, plain_http: bool) -> Result<Self> {
        let text = text.trim();
        refuse_placeholder(text)?;
        refuse_broken_scheme(text)?;
        let with_scheme = if text.contains("://") {
            text.to_owned()
        } else {
            format!("https://{text}")
        };
        let url = Url::parse(&with_scheme).map_err(|problem| {
            Error::configuration(format!("the org's address is not a URL: {problem}"), EXAMPLE)
        })?;
        let host = normalised_host(&url)?;
        if url.port() == Some(0) {
            return Err(Error::configuration(
                "the org's address has the port 0",
                format!("Leave the port out. {EXAMPLE}"),
            ));
        }
        refuse_odd_host(&url)?;
        refuse_extras(&url)?;
        refuse_path(url.path())?;
        refuse_scheme(&url, plain_http)?;
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        let origin = format!("{}://{host}{port}", url.scheme());
        let url = Url::parse(&origin).map_err(|problem| {
            Error::configuration(format!("the org's address is not a URL: {problem}"), EXAMPLE)
        })?;
        Ok(Self { origin, url })
    }

    /// The origin, `https://acme.okta.com`, without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.origin
    }

    /// The host, `acme.okta.com`.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Whether the address is of this machine.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    /// Whether a URL has the org's scheme, host and port, so that credentials may be sent to it.
    pub(crate) fn is_origin_of(&self, url: &Url) -> bool {
        url.scheme() == self.url.scheme()
            && url.host() == self.url.host()
            && url.port_or_known_default() == self.url.port_or_known_default()
            && url.username().is_empty()
            && url.password().is_none()
    }

    /// Whether a URL names the admin console of this org, where Okta's `next` links point at times.
    pub(crate) fn is_admin_twin(&self, url: &Url) -> bool {
        let twin = okta_label(self.host()).map(|(label, domain)| format!("{label}{ADMIN}.{domain}"));
        twin.is_some_and(|twin| {
            let mut url = url.clone();
            url.host_str() == Some(&twin)
                && url.set_host(Some(self.host())).is_ok()
                && self.is_origin_of(&url)
        })
    }

    /// A link of an answer, resolved against the org.
    pub(crate) fn join(&self, link: &str) -> Option<Url> {
        self.url.join(link).ok()
    }
}

impl fmt::Display for OrgAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.origin)
    }
}

impl fmt::Debug for OrgAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "OrgAddress({})", self.origin)
    }
}

impl FromStr for OrgAddress {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text)
    }
}

/// A host of a URL may hold characters that no name has, and that no request can be addressed to: `"`, `{`, `~`.
fn refuse_odd_host(url: &Url) -> Result<()> {
    let is_odd = |byte: u8| !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
    match url.host() {
        Some(Host::Domain(domain)) if domain.bytes().any(is_odd) => Err(Error::configuration(
            "the org's address names a host that cannot be one",
            format!("Use letters, digits, hyphens and dots. {EXAMPLE}"),
        )),
        _ => Ok(()),
    }
}

fn refuse_extras(url: &Url) -> Result<()> {
    let extra = if !url.username().is_empty() || url.password().is_some() {
        "a user name or password"
    } else if url.query().is_some() {
        "a query"
    } else if url.fragment().is_some() {
        "a fragment"
    } else {
        return Ok(());
    };
    Err(Error::configuration(
        format!("the org's address holds {extra}"),
        format!("Leave it out. {EXAMPLE}"),
    ))
}

/// Paths that people copy with the address: an issuer's, the admin console's, the dashboard's, an API call's.
fn refuse_path(path: &str) -> Result<()> {
    const KNOWN: [&str; 11] = [
        "",
        "oauth2",
        "admin",
        "app",
        "api",
        ".well-known",
        "login",
        "signin",
        "enduser",
        "user",
        "home",
    ];
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    if KNOWN.contains(&first) {
        return Ok(());
    }
    Err(Error::configuration(
        "the org's address holds a path that is none of Okta's",
        format!("An org is an origin, without a path. {EXAMPLE}"),
    ))
}

fn refuse_scheme(url: &Url, plain_http: bool) -> Result<()> {
    let advice = match url.scheme() {
        "https" => return Ok(()),
        "http" if is_loopback(url) && plain_http => return Ok(()),
        "http" if is_loopback(url) => {
            "For a test server on this machine allow it with `.allow_plain_http_on_loopback(true)` or \
             OKTA_TESTING_DISABLE_HTTPS_CHECK=true."
        }
        "http" => "A token is sent over https only. Write https:// instead.",
        scheme => {
            let what = format!("the org's address has the scheme `{scheme}`");
            return Err(Error::configuration(what, format!("Use https. {EXAMPLE}")));
        }
    };
    Err(Error::configuration("the org's address is plain http", advice))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(domain)) => domain == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Whether the host of a URL is of this machine, as [`OrgAddress::is_loopback`] has it.
#[cfg(feature = "reqwest")]
pub(crate) fn is_loopback_host(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    let is_loopback = |address: std::net::IpAddr| address.is_loopback();
    host == "localhost" || host.parse().is_ok_and(is_loopback)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_form_of_an_address_gives_the_same_origin() {
        for form in [
            "acme.okta.com",
            " acme.okta.com ",
            "ACME.Okta.com/",
            "https://acme.okta.com///",
            "https://acme.okta.com:443",
            "acme-admin.okta.com",
            "https://acme-admin.okta.com/admin/dashboard",
            "https://acme.okta.com/oauth2/default",
            "https://acme.okta.com./oauth2",
            "https://acme.okta.com/login/login.htm",
            "https://acme.okta.com/signin/forgot-password",
            "https://acme.okta.com/enduser/settings",
            "https://acme.okta.com/user/profile",
            "https://acme.okta.com/home/bookmark/0oa1/2",
        ] {
            assert_eq!(
                OrgAddress::parse(form).unwrap().as_str(),
                "https://acme.okta.com",
                "{form}"
            );
        }
    }

    #[test]
    fn admin_is_part_of_the_name_outside_oktas_domains() {
        for host in [
            "my-admin.example.com",
            "id-admin.acme.io",
            "my-admin-portal.okta.com",
            "a-admin.b.okta.com",
            "my-admin-admin.example.com",
            "a-admin-admin.b.okta.com",
            "acme-admin.okta.com.example.org",
        ] {
            assert_eq!(OrgAddress::parse(host).unwrap().host(), host);
        }
    }

    #[test]
    fn what_is_no_address_of_an_org_is_refused() {
        for (form, reason) in [
            ("", "empty"),
            ("https://{yourOktaDomain}", "placeholder"),
            ("${OKTA_ORG}", "placeholder"),
            ("https://<org>.okta.com", "placeholder"),
            ("https://your-org.okta.com", "placeholder"),
            ("yourOktaDomain", "placeholder"),
            ("acme.okta.com.com", "twice"),
            ("acme-admin-admin.okta.com", "-admin twice"),
            (
                "https://acme-admin-admin-admin.okta-gov.com/admin",
                "-admin twice",
            ),
            ("acme", "acme.okta.com?"),
            ("okta.com", "not an org's"),
            ("https://ada:secret@acme.okta.com", "user name"),
            ("https://acme.okta.com?x=1", "query"),
            ("https://acme.okta.com#x", "fragment"),
            ("https://proxy.example.com/okta", "path"),
            ("ftp://acme.okta.com", "scheme `ftp`"),
            ("http://acme.okta.com", "over https only"),
            ("http://127.0.0.1:7777", "OKTA_TESTING_DISABLE_HTTPS_CHECK"),
            ("https://ac me.okta.com", "not a URL"),
            ("https://acme..okta.com", "empty part"),
            ("https://.okta.com", "empty part"),
            ("acme.okta.com..", "empty part"),
            ("-acme.okta.com", "hyphen"),
            ("acme-.okta.com", "hyphen"),
            ("https://id.acme-.io", "hyphen"),
            ("https://acme.okta.com:0", "port 0"),
            ("https://acm\u{435}.okta.com", "holds a letter"),
            ("https://xn--acm-dma.okta.com", "holds a letter"),
            ("www.okta.com", "not an org's"),
            ("https://login.okta.com", "not an org's"),
            ("developer.okta.com", "not an org's"),
            ("https://help.okta.com", "not an org's"),
            ("login-admin.okta.com", "not an org's"),
            ("https://https://acme.okta.com", "two schemes"),
            ("https://http//acme.okta.com", "two schemes"),
            ("https:/acme.okta.com", "lacks the two slashes"),
            ("HTTPS:acme.okta.com", "lacks the two slashes"),
            ("https:///acme.okta.com", "more than two slashes"),
        ] {
            let error = OrgAddress::parse(form).unwrap_err().to_string();
            assert!(error.contains(reason), "{form}: {error}");
            assert!(!error.contains("secret"), "{form}: {error}");
        }
    }

    #[test]
    fn plain_http_is_for_loopback_alone_even_when_allowed() {
        let allowed = OrgAddress::parse_allowing_plain_http_on_loopback;
        for form in [
            "http://127.0.0.1:7777",
            "http://localhost:7777",
            "http://[::1]:7777",
        ] {
            assert_eq!(allowed(form).unwrap().as_str(), form);
        }
        for form in [
            "http://acme.okta.com",
            "http://127.0.0.1.example.com",
            "http://10.0.0.1",
        ] {
            assert!(allowed(form).is_err(), "{form}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_an_address_is_its_own_normal_form(text in "\\PC{0,40}|[a-z.:/@-]{0,30}|[a-z-]{0,6}(-admin){0,3}[.](okta|okta-emea|acme)[.]com") {
            if let Ok(address) = OrgAddress::parse(&text) {
                prop_assert!(address.as_str().starts_with("https://"));
                prop_assert_eq!(OrgAddress::parse(address.as_str()).unwrap(), address);
            }
        }

        #[test]
        fn every_label_of_an_org_survives(label in "[a-z][a-z0-9]{0,20}") {
            let address = OrgAddress::parse(&format!("{label}-admin.oktapreview.com")).unwrap();
            prop_assert_eq!(address.host(), format!("{label}.oktapreview.com"));
        }
    }
}
