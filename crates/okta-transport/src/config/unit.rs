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
        self.require_one_file(Setting::OrgUrl, self.secret_setting()?)
    }

    /// Refuses an address and what is sent there when they come from files, and not from one.
    pub(super) fn require_one_file(&self, address: Setting, secret: Setting) -> Result<()> {
        let (Some(of_address), Some(of_secret)) = (self.values.get(&address), self.values.get(&secret))
        else {
            return Ok(());
        };
        let (Some(file), Some(other)) = (of_address.origin.file, of_secret.origin.file) else {
            return Ok(());
        };
        if file == other {
            return Ok(());
        }
        Err(Error::configuration(
            format!(
                "{} comes from {}, and {} from {}: the credentials of one file are not sent to the address of another",
                address.key(),
                of_address.origin.place,
                secret.key(),
                of_secret.origin.place
            ),
            format!(
                "Put both into the same file, or choose the address with {} or in code.",
                address.variables()[0]
            ),
        ))
    }
}
