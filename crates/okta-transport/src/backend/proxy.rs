//! [`Proxy`]: what carries connections to the org where the network lets them out in no other way.

use std::fmt;
use std::net::Ipv6Addr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use okta_models::Secret;
use percent_encoding::percent_decode_str;
use url::Url;
use zeroize::Zeroizing;

use crate::error::{Error, Result};

const FORM: &str = "Write it as proxy.example.com:3128, http://proxy.example.com:3128, or https:// where the proxy itself is \
                    called over TLS.";

/// An HTTP proxy, called over http or https. The client asks it for a way to the org (`CONNECT`), through which it speaks TLS
/// with the org: the proxy sees the org's host, and neither token nor data. Its credentials are shown nowhere.
///
/// ```
/// use okta_transport::Proxy;
///
/// let proxy = Proxy::new("http://proxy.example.com:3128")?.credentials("okta-sync", "p@ss:word");
/// assert_eq!(format!("{proxy:?}"), "Proxy(http://proxy.example.com:3128, with credentials)");
/// # Ok::<(), okta_transport::Error>(())
/// ```
#[derive(Clone)]
pub struct Proxy {
    /// Scheme, host and port.
    address: Url,
    credentials: Option<(Secret, Secret)>,
}

impl Proxy {
    /// A proxy at an address, `[http://][user:password@]host[:port]`. In an address, `@`, `:`, `/` and `%` of a user name or
    /// password are written in percent form, `%40`; [`credentials`](Proxy::credentials) takes them as they are.
    ///
    /// The port is 80 unless given, and 443 with `https://`.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration) when it is no such address. The message does not
    /// hold it.
    pub fn new(address: impl Into<Secret>) -> Result<Self> {
        let address = address.into();
        let mut url = parse(address.expose().trim())?;
        let credentials = (!url.username().is_empty() || url.password().is_some()).then(|| {
            let text = |part: &str| Secret::new(percent_decode_str(part).decode_utf8_lossy());
            (text(url.username()), text(url.password().unwrap_or_default()))
        });
        // Both can be taken from whatever has a host.
        let _ = (url.set_username(""), url.set_password(None));
        Ok(Self {
            address: url,
            credentials,
        })
    }

    /// The user name and password by which the proxy knows who asks (Basic authentication).
    pub fn credentials(mut self, user: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        self.credentials = Some((user.into(), password.into()));
        self
    }

    /// The same proxy at another port.
    pub(crate) fn port(mut self, port: u16) -> Self {
        // It can be set on whatever has a host.
        let _ = self.address.set_port(Some(port));
        self
    }

    pub(super) fn to_reqwest(&self) -> Result<::reqwest::Proxy> {
        // Nothing goes around it: what is not to take it, the backend sends over another client.
        let proxy = ::reqwest::Proxy::all(self.address.as_str())
            .map_err(|_| refused("the proxy's address cannot be used"))?;
        Ok(match &self.credentials {
            None => proxy,
            Some((user, password)) => proxy.custom_http_auth(basic(user, password)?),
        })
    }
}

fn parse(text: &str) -> Result<Url> {
    let with_scheme = if text.parse::<Ipv6Addr>().is_ok() {
        format!("http://[{text}]")
    } else if text.contains("://") {
        text.to_owned()
    } else {
        format!("http://{text}")
    };
    let with_scheme = Zeroizing::new(with_scheme);
    let url = Url::parse(&with_scheme).map_err(|_| refused("the proxy's address cannot be read"))?;
    if !matches!(url.scheme(), "http" | "https") {
        // A scheme could be the half of a password.
        return Err(refused("the proxy is neither http nor https"));
    }
    if url.port() == Some(0) {
        return Err(refused("the proxy's port is 0"));
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(refused("the proxy's address holds more than a host and a port"));
    }
    Ok(url)
}

/// RFC 7617.
fn basic(user: &Secret, password: &Secret) -> Result<HeaderValue> {
    if user.expose().contains(':') {
        return Err(refused("the user name for the proxy holds a colon"));
    }
    let both = Zeroizing::new(format!("{}:{}", user.expose(), password.expose()));
    let value = Zeroizing::new(format!("Basic {}", STANDARD.encode(both.as_bytes())));
    let mut value =
        HeaderValue::from_str(&value).map_err(|_| refused("the proxy's credentials cannot be sent"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn refused(what: &str) -> Error {
    Error::configuration(what, FORM)
}

impl fmt::Debug for Proxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.address.as_str().trim_end_matches('/');
        let credentials = if self.credentials.is_some() {
            ", with credentials"
        } else {
            ""
        };
        write!(formatter, "Proxy({address}{credentials})")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the proxy is sent.
    fn sent(proxy: &Proxy) -> Option<String> {
        let (user, password) = proxy.credentials.as_ref()?;
        let header = basic(user, password).unwrap();
        assert!(header.is_sensitive());
        let text = header.to_str().unwrap().strip_prefix("Basic ").unwrap();
        Some(String::from_utf8(STANDARD.decode(text).unwrap()).unwrap())
    }

    #[test]
    fn every_form_of_an_address_is_read() {
        for (form, address, credentials) in [
            ("proxy.example.com", "http://proxy.example.com", None),
            ("proxy.example.com:3128", "http://proxy.example.com:3128", None),
            (" http://10.0.0.1:8080/ ", "http://10.0.0.1:8080", None),
            (
                "https://proxy.example.com:8443",
                "https://proxy.example.com:8443",
                None,
            ),
            ("2001:db8::1", "http://[2001:db8::1]", None),
            (
                "ada:p%40ss%3Aword@proxy:3128",
                "http://proxy:3128",
                Some("ada:p@ss:word"),
            ),
            ("http://ada@proxy", "http://proxy", Some("ada:")),
        ] {
            let proxy = Proxy::new(form).unwrap();
            assert_eq!(proxy.address.as_str().trim_end_matches('/'), address);
            assert_eq!(sent(&proxy).as_deref(), credentials, "{form}");
        }
        let proxy = Proxy::new("proxy")
            .unwrap()
            .credentials("ada", "p@ss:w/ö%")
            .port(8080);
        assert_eq!(sent(&proxy).unwrap(), "ada:p@ss:w/ö%");
        assert_eq!(format!("{proxy:?}"), "Proxy(http://proxy:8080, with credentials)");
    }

    #[test]
    fn what_is_no_proxy_is_refused_without_being_repeated() {
        for (form, reason) in [
            ("", "cannot be read"),
            ("http://", "cannot be read"),
            ("socks5://ada:hunter2@proxy:1080", "neither http nor https"),
            ("ada:hunter2@proxy:port", "cannot be read"),
            ("http://ada:hunter2@proxy:0", "port is 0"),
            ("http://proxy/hunter2", "more than a host"),
            ("http://proxy?hunter2", "more than a host"),
            ("http://ada:hunt#er2@proxy", "cannot be read"),
        ] {
            let error = Proxy::new(form).unwrap_err();
            assert!(error.to_string().contains(reason), "{form}: {error}");
            assert!(!format!("{error:?}").contains("hunt"), "{error}");
        }
        let named = Proxy::new("proxy").unwrap().credentials("a:b", "hunter2");
        let error = named.to_reqwest().unwrap_err().to_string();
        assert!(error.contains("colon") && !error.contains("hunter2"), "{error}");
    }

    proptest! {
        #[test]
        fn no_address_shows_its_password(host in "[a-z]{1,9}", password in "[a-zA-Z0-9]{12,20}", rest in "\\PC{0,9}") {
            for text in [format!("http://ada:{password}@{host}{rest}"), format!("{rest}ada:{password}@{host}")] {
                let shown = match Proxy::new(text) {
                    Ok(proxy) => format!("{proxy:?} {:?}", proxy.to_reqwest()),
                    Err(error) => format!("{error} {error:?}"),
                };
                prop_assert!(!shown.contains(&password), "{shown}");
            }
        }
    }
}
