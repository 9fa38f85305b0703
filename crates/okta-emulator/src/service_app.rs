//! Service apps made by hand: what an administrator clicks together in the Admin Console.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Value, json};

use crate::emulator::Emulator;
use crate::oauth::{Grant, Key, public_key};
use crate::resources::{Kind, new_assignment, settings_of, show_keys_in_settings};
use crate::state::{Application, Object};

/// A service app of the org: an OAuth 2.0 client that signs in with a private key.
///
/// The org knows the public key alone. The client signs its assertion with the private one, sends it to
/// [`token_endpoint`](Self::token_endpoint), which is also the audience of the assertion, and gets an access
/// token for the scopes that it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceApp {
    /// The client's id: issuer and subject of its assertions.
    pub client_id: String,
    /// The `kid` to put into the header of its assertions, if the key has one.
    pub key_id: Option<String>,
    /// Where in-process clients ask for tokens. A served org has the same path under
    /// [`Server::base_url`](crate::Server::base_url).
    pub token_endpoint: String,
}

/// The key given to [`Emulator::service_app`] is none that Okta takes: it must be a public RSA key, or a public
/// EC key on P-256 or P-384, as a JSON Web Key without its private members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidKey;

impl fmt::Display for InvalidKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(
            "not a public RSA or EC (P-256, P-384) key: give a JSON Web Key without its private members",
        )
    }
}

impl std::error::Error for InvalidKey {}

impl Emulator {
    /// Makes a service app that signs in with this public key, is granted these scopes and holds this standard
    /// role. Without a role it sees nothing, as in Okta: its rights are what scopes and roles both allow. A
    /// name that is no standard role counts as none.
    ///
    /// The same can be done over HTTP with an API token: create an app with the key in
    /// `settings.oauthClient.jwks`, grant scopes, assign roles.
    ///
    /// # Errors
    ///
    /// The key is not one that a client can sign in with.
    ///
    /// ```
    /// use okta_emulator::Emulator;
    ///
    /// let emulator = Emulator::builder().build();
    /// let public_jwk = serde_json::json!({
    ///     "kty": "EC", "crv": "P-256", "kid": "reporting-1",
    ///     "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    ///     "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    /// });
    /// let scopes = ["okta.users.read", "okta.groups.read"];
    /// let app = emulator.service_app("Reporting", &public_jwk, &scopes, Some("READ_ONLY_ADMIN"))?;
    /// assert_eq!(app.key_id.as_deref(), Some("reporting-1"));
    /// assert!(app.token_endpoint.ends_with("/oauth2/v1/token"));
    /// # Ok::<(), okta_emulator::InvalidKey>(())
    /// ```
    pub fn service_app(
        &self,
        name: &str,
        public_jwk: &Value,
        scopes: &[&str],
        role: Option<&str>,
    ) -> Result<ServiceApp, InvalidKey> {
        let mut jwk = public_jwk.as_object().cloned().ok_or(InvalidKey)?;
        public_key(&jwk).ok_or(InvalidKey)?;
        for member in ["kid", "use"] {
            jwk.entry(member).or_insert(Value::Null);
        }
        let key_id = jwk.get("kid").and_then(Value::as_str).map(str::to_owned);
        let now = self.service().now_in_seconds();
        let org = &mut *self.service().org();
        let id = org.ids.next("0oa");
        let application = Application {
            id: id.clone(),
            active: true,
            created: now,
            last_updated: now,
            settings: settings_of(Kind::OpenIdConnect, &id, name, &service_settings()),
            client_secret: org.ids.text(64),
            users: BTreeMap::new(),
            groups: BTreeMap::new(),
        };
        org.applications.insert(id.clone(), application);
        let key = Key {
            id: org.ids.next("pks"),
            active: true,
            created: now,
            last_updated: now,
            jwk,
        };
        let grants: Vec<Grant> = scopes
            .iter()
            .map(|&scope| Grant {
                id: org.ids.next("oag"),
                scope: scope.to_owned(),
                created: now,
                created_by: String::new(),
            })
            .collect();
        let role = role.and_then(okta_facts::standard_role);
        let role = role
            .filter(|known| known.role != "CUSTOM")
            .map(|known| new_assignment(&mut org.ids, known.role, now));
        if let Some(client) = org.client_mut(&id) {
            client.keys.push(key);
            client.grants = grants;
            client.roles.extend(role);
        }
        show_keys_in_settings(org, &id);
        Ok(ServiceApp {
            client_id: id,
            key_id,
            token_endpoint: format!("{}/oauth2/v1/token", self.base_url()),
        })
    }

    /// Makes the app's access tokens bound to a key: from now on it must prove with DPoP that it holds one, as
    /// apps of the Admin Console must unless somebody turned it off. Says whether there is such a client.
    pub fn require_dpop(&self, client_id: &str) -> bool {
        let org = &mut *self.service().org();
        let Some(id) = org
            .application_of_client(client_id)
            .map(|application| application.id.clone())
        else {
            return false;
        };
        let settings = org
            .applications
            .get_mut(&id)
            .and_then(|application| application.settings.get_mut("settings"));
        if let Some(settings) = settings {
            settings["oauthClient"]["dpop_bound_access_tokens"] = json!(true);
        }
        true
    }
}

fn service_settings() -> Object {
    let settings = json!({
        "credentials": { "oauthClient": { "token_endpoint_auth_method": "private_key_jwt" } },
        "settings": { "oauthClient": {
            "redirect_uris": [],
            "response_types": ["token"],
            "grant_types": ["client_credentials"],
            "application_type": "service",
        } },
    });
    settings.as_object().cloned().unwrap_or_default()
}
