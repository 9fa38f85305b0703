//! [`Config`]: settings from the environment and from `okta.yaml`.
//!
//! Code counts before the environment, the environment before `./okta.yaml`, and that before
//! `~/.okta/okta.yaml`. [`Setting`] lists the names, which are those of Okta's SDKs. Which address may get
//! which credentials is in `unit.rs`, what becomes of credentials in `credentials.rs` and of a proxy in `proxy.rs`, and how
//! what means nothing here is told in `ignored.rs`.

mod credentials;
mod ignored;
#[cfg(feature = "reqwest")]
mod proxy;
mod setting;
mod sources;
mod unit;
mod yaml;

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU32;
use std::path::Path;
use std::time::Duration;

use okta_models::Secret;

pub use setting::Setting;
pub use sources::ConfigSources;

use self::yaml::Entry;
use crate::error::{Error, Result};
use crate::retry::{Attempts, RetryPolicy};

/// The settings of a client. Every setting is looked for by itself: what one source leaves out, or leaves
/// blank, comes from the next.
///
/// The address and the credentials are one unit all the same. Whoever writes the `okta.yaml` of a folder must
/// not decide where the token of your home directory goes, so a client is not built when both come from files
/// and not from the same one, whichever of the two is whose. An address of the code or the environment may use
/// any file's credentials, and credentials of the code or the environment go to any file's address: both are
/// chosen by whoever starts the process. Where that is a folder that you did not write, set
/// `OKTA_CLIENT_ORGURL` beside `OKTA_CLIENT_TOKEN`.
///
/// ```yaml
/// okta:
///   client:
///     orgUrl: https://acme.okta.com
///     token: 00a1b2c3
///     connectionTimeout: 5      # seconds
///     requestTimeout: 30        # seconds, of each attempt
///     rateLimit:
///       maxRetries: 3
///     userAgent: acme-sync/2.1  # is added to the client's own
///     proxy:
///       host: proxy.example.com # or https://proxy.example.com, where the proxy itself speaks TLS
///       port: 3128
///       username: okta-sync
///       password: …
/// ```
///
/// The password of a proxy goes with the proxy of the same file alone, by the same rule. TLS has no settings here: see
/// `Tls`.
///
/// A service app has other credentials; the key may be PEM, a JWK, or the path of a file with either:
///
/// ```yaml
/// okta:
///   client:
///     orgUrl: https://acme.okta.com
///     authorizationMode: PrivateKey
///     clientId: 0oa1b2c3d4e5f6g7h8i9
///     scopes: [okta.users.read, okta.groups.read]
///     privateKey: /run/secrets/okta-key.pem
///     privateKeyId: my-key-1
///     dpopEnabled: true         # where the app requires it
/// ```
#[derive(Clone, Default)]
pub struct Config {
    /// Every value is kept as a secret, so that none is shown by accident.
    values: BTreeMap<Setting, Value>,
    ignored: Vec<String>,
}

#[derive(Clone)]
struct Value {
    text: Secret,
    origin: Origin,
}

/// Where a value was found.
#[derive(Clone)]
struct Origin {
    /// As people read it: `./okta.yaml line 3`.
    place: String,
    /// The file, if it was one.
    file: Option<&'static str>,
}

impl Origin {
    fn chosen(place: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            file: None,
        }
    }

    fn file(name: &'static str, line: usize) -> Self {
        Self {
            place: format!("{name} line {line}"),
            file: Some(name),
        }
    }
}

impl Config {
    /// Reads the settings of this process: environment, `./okta.yaml`, `~/.okta/okta.yaml`.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration) when a file cannot be read or is no YAML, or a
    /// value is not of its setting's form. The message names the file and line, and nothing of its content.
    pub fn from_environment() -> Result<Self> {
        let config = Self::from_sources(&ConfigSources::of_process())?;
        for key in config.ignored() {
            tracing::warn!("{key} means nothing to this client and is ignored");
        }
        Ok(config)
    }

    /// Reads the settings of other sources than this process's.
    ///
    /// # Errors
    ///
    /// As [`from_environment`](Config::from_environment).
    pub fn from_sources(sources: &ConfigSources) -> Result<Self> {
        let mut config = Self::default();
        for setting in Setting::ALL {
            let set = setting.variables().iter().find_map(|name| {
                let value = sources.variables.get(*name).filter(|value| !is_blank(value))?;
                Some((value, Origin::chosen(format!("the variable {name}"))))
            });
            if let Some((value, origin)) = set {
                config.fill(setting, value, origin)?;
            }
        }
        let is_known = |name: &str| {
            Setting::ALL
                .iter()
                .any(|setting| setting.variables().contains(&name))
        };
        let unknown = sources.variables.keys().filter(|name| !is_known(name));
        config
            .ignored
            .extend(unknown.filter_map(|name| ignored::shown_variable(name)));
        if let Some(folder) = &sources.working_directory {
            config.read_file(&folder.join("okta.yaml"), "./okta.yaml")?;
        }
        if let Some(folder) = &sources.home {
            config.read_file(&folder.join(".okta").join("okta.yaml"), "~/.okta/okta.yaml")?;
        }
        Ok(config)
    }

    /// Sets a value in code, before every other source. A blank value leaves the setting as it is.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration) when the value is not of the setting's form.
    pub fn set(mut self, setting: Setting, value: impl Into<Secret>) -> Result<Self> {
        let value = value.into();
        if !is_blank(value.expose()) {
            self.values.remove(&setting);
            self.fill(setting, value.expose(), Origin::chosen("the code"))?;
        }
        Ok(self)
    }

    /// The value of a setting.
    pub fn get(&self, setting: Setting) -> Option<&Secret> {
        self.values.get(&setting).map(|value| &value.text)
    }

    /// Where the value of a setting comes from, `./okta.yaml line 3`.
    pub fn origin(&self, setting: Setting) -> Option<&str> {
        self.values.get(&setting).map(|value| value.origin.place.as_str())
    }

    /// What is set and means nothing to this crate: keys of the files with their places, and variables that begin with
    /// `OKTA_CLIENT_` or `OKTA_TESTING_`. A key is named when Okta's SDKs have it; of others no more is shown than the
    /// section and the line, since somebody may have typed a token there.
    pub fn ignored(&self) -> &[String] {
        &self.ignored
    }

    /// The org's address as it was given.
    pub fn org_url(&self) -> Option<&str> {
        self.text(Setting::OrgUrl)
    }

    /// The API token.
    pub fn token(&self) -> Option<&Secret> {
        self.get(Setting::Token)
    }

    /// The OAuth scopes.
    pub fn scopes(&self) -> Vec<&str> {
        let text = self.text(Setting::Scopes).unwrap_or_default();
        text.split([' ', ',', '\t', '\n'])
            .filter(|scope| !scope.is_empty())
            .collect()
    }

    /// How long connecting may take, when set.
    pub fn connection_timeout(&self) -> Option<Duration> {
        self.seconds(Setting::ConnectionTimeout)
    }

    /// How long an attempt may take, when set.
    pub fn request_timeout(&self) -> Option<Duration> {
        self.seconds(Setting::RequestTimeout)
    }

    pub(crate) fn user_agent(&self) -> Option<&str> {
        self.text(Setting::UserAgent)
    }

    pub(crate) fn disables_https_check(&self) -> bool {
        self.text(Setting::DisableHttpsCheck)
            .is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// The usual policy with the number of retries that is set. 0 is none here, whereas Okta's SDKs disagree.
    pub(crate) fn retry_policy(&self) -> RetryPolicy {
        let policy = RetryPolicy::default();
        match self
            .text(Setting::MaxRetries)
            .and_then(|value| value.parse::<u32>().ok())
        {
            None => policy,
            Some(retries) => match NonZeroU32::new(retries) {
                None => policy.attempts(Attempts::Once),
                Some(retries) => policy.attempts(Attempts::AtMost(retries.saturating_add(1))),
            },
        }
    }

    fn text(&self, setting: Setting) -> Option<&str> {
        self.get(setting).map(Secret::expose)
    }

    fn seconds(&self, setting: Setting) -> Option<Duration> {
        let seconds: u32 = self.text(setting)?.parse().ok()?;
        (seconds > 0).then(|| Duration::from_secs(seconds.into()))
    }

    /// Sets what no source before this one has set.
    fn fill(&mut self, setting: Setting, value: &str, origin: Origin) -> Result<()> {
        if self.values.contains_key(&setting) {
            return Ok(());
        }
        if let Some(problem) = setting.problem(value) {
            return Err(Error::configuration(
                format!("{} in {} {problem}", setting.key(), origin.place),
                "",
            ));
        }
        self.values.insert(
            setting,
            Value {
                text: Secret::new(value),
                origin,
            },
        );
        Ok(())
    }

    fn read_file(&mut self, path: &Path, name: &'static str) -> Result<()> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(problem)
                if matches!(
                    problem.kind(),
                    std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
                ) =>
            {
                return Ok(());
            }
            Err(problem) => {
                return Err(Error::configuration(
                    format!("{name} could not be read: {}", problem.kind()),
                    "Mend the file, or take it away.",
                ));
            }
        };
        let entries = yaml::read(&text).map_err(|problem| {
            Error::configuration(
                format!(
                    "{name} could not be read: line {}: {}",
                    problem.line, problem.what
                ),
                "Mend the file, or take it away.",
            )
        })?;
        let mut found: BTreeMap<Setting, Entry> = BTreeMap::new();
        for entry in entries {
            if let Some(setting) = Setting::of_key(&entry.key) {
                add(&mut found, setting, entry, name)?;
            } else {
                let key = ignored::shown_key(&entry.key);
                self.ignored.push(format!("{key} in {name} line {}", entry.line));
            }
        }
        for (setting, entry) in found {
            self.fill(setting, &entry.value, Origin::file(name, entry.line))?;
        }
        Ok(())
    }
}

/// Adds what a file says of a setting. Only the scopes may be a list, whose items stand under one key.
fn add(found: &mut BTreeMap<Setting, Entry>, setting: Setting, entry: Entry, name: &str) -> Result<()> {
    let refuse = |what: String| Err(Error::configuration(what, "Give one value."));
    let (key, line) = (setting.key(), entry.line);
    match found.get_mut(&setting) {
        Some(first) if first.list.is_some() && first.list == entry.list && setting == Setting::Scopes => {
            first.value = format!("{} {}", first.value, entry.value);
            Ok(())
        }
        Some(first) => refuse(format!(
            "{key} is set twice in {name}, on line {} and on line {line}",
            first.line
        )),
        None if entry.list.is_some() && setting != Setting::Scopes => {
            refuse(format!("{key} in {name} line {line} is a list"))
        }
        None => {
            found.insert(setting, entry);
            Ok(())
        }
    }
}

fn is_blank(value: &str) -> bool {
    value.trim().is_empty()
}

impl fmt::Debug for Config {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_map()
            .entries(
                self.values
                    .iter()
                    .map(|(setting, value)| (setting.key(), &value.origin.place)),
            )
            .finish()
    }
}
