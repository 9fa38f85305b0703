//! [`ConfigSources`]: where settings are looked for, so that a test can bring its own.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// Variables and folders from which a [`Config`](super::Config) is read.
///
/// ```
/// use okta_transport::{Client, Config, ConfigSources};
///
/// let sources = ConfigSources::none()
///     .variable("OKTA_CLIENT_ORGURL", "acme.okta.com")
///     .variable("OKTA_CLIENT_TOKEN", "00a1b2c3");
/// let config = Config::from_sources(&sources)?;
/// assert_eq!(config.org_url(), Some("acme.okta.com"));
/// # Ok::<(), okta_transport::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct ConfigSources {
    pub(super) variables: BTreeMap<String, String>,
    pub(super) working_directory: Option<PathBuf>,
    pub(super) home: Option<PathBuf>,
}

impl ConfigSources {
    /// Nothing: no variable, no folder.
    pub fn none() -> Self {
        Self::default()
    }

    /// The environment, working directory and home directory of this process. One that is missing is no
    /// error: a function in the cloud has no home.
    pub fn of_process() -> Self {
        let variables = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .filter(|(name, _)| name.starts_with("OKTA_"))
            .collect();
        Self {
            variables,
            working_directory: std::env::current_dir().ok(),
            home: std::env::home_dir(),
        }
    }

    /// Adds a variable.
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.insert(name.into(), value.into());
        self
    }

    /// The folder of `okta.yaml`.
    pub fn working_directory(mut self, folder: impl Into<PathBuf>) -> Self {
        self.working_directory = Some(folder.into());
        self
    }

    /// The folder of `.okta/okta.yaml`.
    pub fn home(mut self, folder: impl Into<PathBuf>) -> Self {
        self.home = Some(folder.into());
        self
    }
}

impl std::fmt::Debug for ConfigSources {
    /// The names of the variables, since their values are secrets.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("ConfigSources")
            .field("variables", &self.variables.keys())
            .field("working_directory", &self.working_directory)
            .field("home", &self.home)
            .finish()
    }
}
