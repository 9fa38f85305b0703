//! [`Setting`]: the settings of Okta's SDKs, and where each can be set.

use crate::error::Error;

/// A setting, by the name that Okta's SDKs give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Setting {
    /// The org's address.
    OrgUrl,
    /// The API token, or the access token in the mode `Bearer`.
    Token,
    /// `SSWS` for an API token, as when nothing is set; `Bearer` for an access token in [`Token`](Setting::Token);
    /// `PrivateKey` for a service app.
    AuthorizationMode,
    /// The OAuth client's id.
    ClientId,
    /// The OAuth scopes, separated by white space or commas.
    Scopes,
    /// The OAuth client's private key: PEM, a JWK, or the path of a file with either.
    PrivateKey,
    /// The `kid` of the private key.
    PrivateKeyId,
    /// `true` binds access tokens to a key (DPoP).
    DpopEnabled,
    /// Seconds that connecting may take; 0 for the usual time.
    ConnectionTimeout,
    /// Seconds that an attempt may take; 0 for the usual time.
    RequestTimeout,
    /// How often a failed attempt is repeated; 0 for never.
    MaxRetries,
    /// What is added to the `User-Agent` header.
    UserAgent,
    /// The host of an HTTP proxy, or its address with scheme and port.
    ProxyHost,
    /// The port of the proxy; counts before one in its address.
    ProxyPort,
    /// The user name for the proxy.
    ProxyUsername,
    /// The password for the proxy.
    ProxyPassword,
    /// `true` allows plain http, on the loopback interface alone.
    DisableHttpsCheck,
}

impl Setting {
    /// All of them.
    pub const ALL: [Setting; 17] = [
        Setting::OrgUrl,
        Setting::Token,
        Setting::AuthorizationMode,
        Setting::ClientId,
        Setting::Scopes,
        Setting::PrivateKey,
        Setting::PrivateKeyId,
        Setting::DpopEnabled,
        Setting::ConnectionTimeout,
        Setting::RequestTimeout,
        Setting::MaxRetries,
        Setting::UserAgent,
        Setting::ProxyHost,
        Setting::ProxyPort,
        Setting::ProxyUsername,
        Setting::ProxyPassword,
        Setting::DisableHttpsCheck,
    ];

    /// The key in `okta.yaml`, `okta.client.orgUrl`.
    pub const fn key(self) -> &'static str {
        match self {
            Setting::OrgUrl => "okta.client.orgUrl",
            Setting::Token => "okta.client.token",
            Setting::AuthorizationMode => "okta.client.authorizationMode",
            Setting::ClientId => "okta.client.clientId",
            Setting::Scopes => "okta.client.scopes",
            Setting::PrivateKey => "okta.client.privateKey",
            Setting::PrivateKeyId => "okta.client.privateKeyId",
            Setting::DpopEnabled => "okta.client.dpopEnabled",
            Setting::ConnectionTimeout => "okta.client.connectionTimeout",
            Setting::RequestTimeout => "okta.client.requestTimeout",
            Setting::MaxRetries => "okta.client.rateLimit.maxRetries",
            Setting::UserAgent => "okta.client.userAgent",
            Setting::ProxyHost => "okta.client.proxy.host",
            Setting::ProxyPort => "okta.client.proxy.port",
            Setting::ProxyUsername => "okta.client.proxy.username",
            Setting::ProxyPassword => "okta.client.proxy.password",
            Setting::DisableHttpsCheck => "okta.testing.disableHttpsCheck",
        }
    }

    /// Keys that other SDKs of Okta's have for it: Node `keyId`, Python `kid` and `testingDisableHttpsCheck`.
    pub(super) const fn other_keys(self) -> &'static [&'static str] {
        match self {
            Setting::PrivateKeyId => &["okta.client.keyId", "okta.client.kid"],
            Setting::DisableHttpsCheck => &["okta.testing.testingDisableHttpsCheck"],
            _ => &[],
        }
    }

    /// The setting of a key, in whatever case it is written.
    pub(super) fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| {
            let keys = std::iter::once(setting.key()).chain(setting.other_keys().iter().copied());
            keys.into_iter().any(|other| other.eq_ignore_ascii_case(key))
        })
    }

    /// The variables of the environment, the first of which counts. Okta's SDKs differ in the names of some.
    pub const fn variables(self) -> &'static [&'static str] {
        match self {
            Setting::OrgUrl => &["OKTA_CLIENT_ORGURL"],
            Setting::Token => &["OKTA_CLIENT_TOKEN"],
            Setting::AuthorizationMode => &["OKTA_CLIENT_AUTHORIZATIONMODE"],
            Setting::ClientId => &["OKTA_CLIENT_CLIENTID"],
            Setting::Scopes => &["OKTA_CLIENT_SCOPES"],
            Setting::PrivateKey => &["OKTA_CLIENT_PRIVATEKEY"],
            Setting::PrivateKeyId => &["OKTA_CLIENT_PRIVATEKEYID", "OKTA_CLIENT_KEYID"],
            Setting::DpopEnabled => &["OKTA_CLIENT_DPOPENABLED"],
            Setting::ConnectionTimeout => {
                &["OKTA_CLIENT_CONNECTIONTIMEOUT", "OKTA_CLIENT_CONNECTION_TIMEOUT"]
            }
            Setting::RequestTimeout => &["OKTA_CLIENT_REQUESTTIMEOUT", "OKTA_CLIENT_REQUEST_TIMEOUT"],
            Setting::MaxRetries => &[
                "OKTA_CLIENT_RATELIMIT_MAXRETRIES",
                "OKTA_CLIENT_RATE_LIMIT_MAX_RETRIES",
            ],
            Setting::UserAgent => &["OKTA_CLIENT_USERAGENT"],
            Setting::ProxyHost => &["OKTA_CLIENT_PROXY_HOST"],
            Setting::ProxyPort => &["OKTA_CLIENT_PROXY_PORT"],
            Setting::ProxyUsername => &["OKTA_CLIENT_PROXY_USERNAME"],
            Setting::ProxyPassword => &["OKTA_CLIENT_PROXY_PASSWORD"],
            Setting::DisableHttpsCheck => &[
                "OKTA_TESTING_DISABLE_HTTPS_CHECK",
                "OKTA_TESTING_TESTINGDISABLEHTTPSCHECK",
            ],
        }
    }

    /// The error for a setting that nothing sets; it names every place.
    pub(crate) fn missing(self, what: &str, in_code: &str) -> Error {
        let (variable, key) = (self.variables()[0], self.key());
        Error::configuration(
            format!("{what} is not set"),
            format!(
                "Set it with {in_code} in code; or in the variable {variable}, or as {key} in ./okta.yaml or \
                 ~/.okta/okta.yaml, which `Client::from_environment()` reads."
            ),
        )
    }

    /// What is wrong with a value, if anything.
    pub(crate) fn problem(self, value: &str) -> Option<&'static str> {
        match self {
            Setting::ConnectionTimeout | Setting::RequestTimeout | Setting::MaxRetries => {
                value.parse::<u32>().err().map(|_| "is not a whole number")
            }
            Setting::ProxyPort => {
                let port = value.parse::<u16>().ok().filter(|port| *port > 0);
                port.is_none().then_some("is not a port")
            }
            Setting::DisableHttpsCheck | Setting::DpopEnabled => value
                .to_ascii_lowercase()
                .parse::<bool>()
                .err()
                .map(|_| "is not true or false"),
            _ => None,
        }
    }
}
