//! The credentials that a [`Config`] names.

use std::sync::Arc;

use super::{Config, Setting};
use crate::auth::{ApiToken, Authenticator, BearerToken, ClientCredentials, PrivateKey};
use crate::error::{Error, Result};

/// The modes of Okta's SDKs. Go and .NET name the second one differently.
enum Mode {
    ApiToken,
    Bearer,
    PrivateKey,
}

impl Config {
    /// The credentials of the authorization mode.
    pub(crate) fn credentials(&self) -> Result<Arc<dyn Authenticator>> {
        Ok(match self.mode()? {
            Mode::ApiToken => {
                let token = self.token();
                let token =
                    token.ok_or_else(|| Setting::Token.missing("the API token", "`.api_token(…)`"))?;
                Arc::new(ApiToken::new(token.clone())?)
            }
            Mode::Bearer => {
                let token = self
                    .token()
                    .ok_or_else(|| missing(Setting::Token, "the access token"))?;
                Arc::new(BearerToken::new(token.clone())?)
            }
            Mode::PrivateKey => Arc::new(self.service_app()?),
        })
    }

    /// The setting that holds the secret of the authorization mode.
    pub(super) fn secret_setting(&self) -> Result<Setting> {
        Ok(match self.mode()? {
            Mode::ApiToken | Mode::Bearer => Setting::Token,
            Mode::PrivateKey => Setting::PrivateKey,
        })
    }

    fn mode(&self) -> Result<Mode> {
        let Some(mode) = self.text(Setting::AuthorizationMode) else {
            return Ok(Mode::ApiToken);
        };
        match mode.trim().to_ascii_lowercase().as_str() {
            "ssws" => Ok(Mode::ApiToken),
            "bearer" | "bearertoken" => Ok(Mode::Bearer),
            "privatekey" => Ok(Mode::PrivateKey),
            _ => {
                let origin = self.origin(Setting::AuthorizationMode).unwrap_or_default();
                Err(Error::configuration(
                    format!("the authorization mode set in {origin} is unknown"),
                    "Use SSWS, Bearer or PrivateKey, or bring an `Authenticator`.",
                ))
            }
        }
    }

    fn service_app(&self) -> Result<ClientCredentials> {
        let client_id = self.text(Setting::ClientId);
        let client_id = client_id.ok_or_else(|| missing(Setting::ClientId, "the client id"))?;
        let key = self.get(Setting::PrivateKey);
        let mut key =
            PrivateKey::from_setting(key.ok_or_else(|| missing(Setting::PrivateKey, "the private key"))?)?;
        if let Some(key_id) = self.text(Setting::PrivateKeyId) {
            key = key.key_id(key_id.trim());
        }
        let scopes = self.scopes();
        if scopes.is_empty() {
            return Err(missing(Setting::Scopes, "the list of scopes"));
        }
        let app = ClientCredentials::new(client_id.trim(), key).scopes(scopes);
        let is_bound = self
            .text(Setting::DpopEnabled)
            .is_some_and(|value| value.eq_ignore_ascii_case("true"));
        if is_bound { app.dpop() } else { Ok(app) }
    }
}

fn missing(setting: Setting, what: &str) -> Error {
    setting.missing(what, "`.authenticator(…)`")
}
