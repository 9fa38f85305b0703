//! The proxy that a [`Config`] names.

use super::{Config, Setting};
use crate::backend::Proxy;
use crate::error::{Error, Result};

impl Config {
    /// The proxy of the settings, if they name one.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration) when its host is no such thing, when something else
    /// of it is set and its host is not, and when its host and its credentials come from two files.
    pub fn proxy(&self) -> Result<Option<Proxy>> {
        let Some(host) = self.get(Setting::ProxyHost) else {
            return self.require_no_rest_of_a_proxy().map(|()| None);
        };
        let mut proxy = Proxy::new(host.clone()).map_err(|error| {
            let place = self.origin(Setting::ProxyHost).unwrap_or_default();
            error.with_advice(&format!("It is set in {place}."))
        })?;
        if let Some(port) = self.text(Setting::ProxyPort).and_then(|port| port.parse().ok()) {
            proxy = proxy.port(port);
        }
        let password = self.get(Setting::ProxyPassword);
        if let Some(user) = self.get(Setting::ProxyUsername) {
            self.require_one_file(Setting::ProxyHost, Setting::ProxyUsername)?;
            proxy = proxy.credentials(user.clone(), password.cloned().unwrap_or_else(|| "".into()));
        } else if password.is_some() {
            let what = "the user name for the proxy";
            return Err(Setting::ProxyUsername.missing(what, "`Proxy::credentials`"));
        }
        if password.is_some() {
            self.require_one_file(Setting::ProxyHost, Setting::ProxyPassword)?;
        }
        Ok(Some(proxy))
    }

    /// Whoever sets a part of a proxy means to use one.
    fn require_no_rest_of_a_proxy(&self) -> Result<()> {
        let parts = [Setting::ProxyPort, Setting::ProxyUsername, Setting::ProxyPassword];
        let Some((part, place)) = parts
            .into_iter()
            .find_map(|part| Some((part, self.origin(part)?)))
        else {
            return Ok(());
        };
        Err(Error::configuration(
            format!(
                "{} is set in {place}, and the proxy's host is not set",
                part.key()
            ),
            format!(
                "Set {} or {}, or leave the other out.",
                Setting::ProxyHost.variables()[0],
                Setting::ProxyHost.key()
            ),
        ))
    }
}
