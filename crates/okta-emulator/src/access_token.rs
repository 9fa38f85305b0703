//! Access tokens of service apps without the handshake.

use std::fmt;

use crate::emulator::Emulator;
use crate::oauth;

/// An access token of a service app. It shows its text only when asked to: [`expose`](Self::expose).
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken(String);

impl AccessToken {
    /// The text to send as `Authorization: Bearer {text}`.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AccessToken(redacted)")
    }
}

impl Emulator {
    /// Makes an access token of a service app for these scopes, as the token endpoint would for a signed assertion:
    /// for tests of what a token may do, not of how it is got. None where the org has no such client, or where one of
    /// the scopes is not granted to it.
    ///
    /// ```
    /// use okta_emulator::Emulator;
    ///
    /// let emulator = Emulator::builder().build();
    /// let public_jwk = serde_json::json!({
    ///     "kty": "EC", "crv": "P-256",
    ///     "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    ///     "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    /// });
    /// let app = emulator.service_app("Reporting", &public_jwk, &["okta.users.read"], None)?;
    /// assert!(emulator.access_token(&app.client_id, &["okta.users.read"]).is_some());
    /// assert!(emulator.access_token(&app.client_id, &["okta.users.manage"]).is_none());
    /// # Ok::<(), okta_emulator::InvalidKey>(())
    /// ```
    pub fn access_token(&self, client_id: &str, scopes: &[&str]) -> Option<AccessToken> {
        let now = self.service().now_in_seconds().as_second();
        let org = &mut *self.service().org();
        let application = org.application_of_client(client_id)?.id.clone();
        let granted = &org.client(&application)?.grants;
        let is_granted = |scope: &&str| granted.iter().any(|grant| grant.scope == *scope);
        if !scopes.iter().all(is_granted) {
            return None;
        }
        let scopes: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        let base = self.base_url();
        let (_, text) = oauth::issue(org, base, (&application, client_id), &scopes, None, now);
        Some(AccessToken(text))
    }
}
