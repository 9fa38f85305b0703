//! The address and the credentials as one unit, so that no file decides where another one's token goes.

use super::{Config, Setting};
use crate::error::{Error, Result};

impl Config {
    /// Refuses an address and credentials of different files.
    ///
    /// A repository's `./okta.yaml` may come from anybody. Were its address used with the token of
    /// `~/.okta/okta.yaml`, the token would go wherever the repository's author likes. The other way around the
    /// token of one org would go to another, which is no less a mistake. What code and environment say was chosen
    /// by whoever starts the process.
    pub(crate) fn require_credentials_of_the_address(&self) -> Result<()> {
        let credentials = self.secret_setting()?;
        let (Some(address), Some(secret)) =
            (self.values.get(&Setting::OrgUrl), self.values.get(&credentials))
        else {
            return Ok(());
        };
        let (Some(of_address), Some(of_secret)) = (address.origin.file, secret.origin.file) else {
            return Ok(());
        };
        if of_address == of_secret {
            return Ok(());
        }
        Err(Error::configuration(
            format!(
                "{} comes from {}, and {} from {}: the credentials of one file are not sent to the address of another",
                Setting::OrgUrl.key(),
                address.origin.place,
                credentials.key(),
                secret.origin.place
            ),
            format!(
                "Put both into the same file, or choose the address with {} or in code.",
                Setting::OrgUrl.variables()[0]
            ),
        ))
    }
}
