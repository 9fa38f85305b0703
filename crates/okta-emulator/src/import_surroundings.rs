//! What surrounds the users, groups and apps of another org, put into this one as that org showed it: policies,
//! the schema of users, API tokens, and apps of Okta's catalog.

use serde_json::Value;

use crate::emulator::Emulator;
use crate::generator;
use crate::iam::TokenRecord;
use crate::import::{ImportError, id_of, refusal, time};
use crate::resources::imports;

impl Emulator {
    /// Puts a policy into the org, given as `GET /api/v1/policies/{id}` or a list shows one, and gives its id.
    /// A default policy of the other org is written over the org's own, which keeps its id. Rules do not come
    /// with it: they are made over HTTP.
    ///
    /// # Errors
    ///
    /// The object has no `id`, or the emulator does not know policies of its type.
    ///
    /// ```
    /// use okta_emulator::Emulator;
    /// use serde_json::json;
    ///
    /// let emulator = Emulator::builder().users(0).build();
    /// let id = emulator.import_policy(&json!({
    ///     "id": "00p1a2b3c4D5e6F7g8h9", "type": "PASSWORD", "name": "Directory", "system": true,
    ///     "conditions": { "authProvider": { "provider": "ACTIVE_DIRECTORY" } }, "settings": {},
    /// }))?;
    /// assert_eq!(id, "00p1a2b3c4D5e6F7g8h9");
    /// # Ok::<(), okta_emulator::ImportError>(())
    /// ```
    pub fn import_policy(&self, policy: &Value) -> Result<String, ImportError> {
        let id = id_of(policy)?;
        let created = time(policy, "created").unwrap_or_else(generator::founded);
        imports::policy(&mut self.org(), &id, policy, created)
            .ok_or_else(|| refusal(&id, "the emulator knows no policies of its type"))
    }

    /// Gives the users of a type the schema that `GET /api/v1/meta/schemas/user/{schemaId}` shows; `schema_id` is
    /// that of the path, such as `default`. Where no base attribute says where it comes from (`master`), none in
    /// this org does afterwards, as in orgs without sourcing by attribute.
    ///
    /// # Errors
    ///
    /// The org has no such type.
    pub fn import_user_schema(&self, schema_id: &str, schema: &Value) -> Result<(), ImportError> {
        if imports::user_schema(&mut self.org(), schema_id, schema) {
            Ok(())
        } else {
            Err(refusal(schema_id, "the org has no such type of users"))
        }
    }

    /// Puts an API token into the org, given as `GET /api/v1/api-tokens/{id}` shows one, and gives its id.
    /// Nobody can call with it, because the wire does not show its secret.
    ///
    /// # Errors
    ///
    /// The object has no `id`, the org has no user with its `userId`, or another token has the id.
    pub fn import_api_token(&self, token: &Value) -> Result<String, ImportError> {
        let id = id_of(token)?;
        let owner = token["userId"].as_str().unwrap_or_default();
        let mut org = self.org();
        if !org.users.contains_key(owner) {
            return Err(refusal(&id, "its owner is not in the org"));
        }
        if org.iam.tokens.contains_key(&id) {
            return Err(refusal(&id, "a token with this id is there already"));
        }
        let created = time(token, "created").unwrap_or_else(generator::founded);
        let name = token["name"].as_str().unwrap_or_default();
        let mut record = TokenRecord::new(&id, owner, name.to_owned(), created);
        record.last_updated = time(token, "lastUpdated").unwrap_or(record.last_updated);
        record.expires_at = time(token, "expiresAt").unwrap_or(record.expires_at);
        if let Some(network) = token.get("network") {
            record.network = network.clone();
        }
        org.iam.tokens.insert(id.clone(), record);
        Ok(id)
    }

    /// Adds an app to the catalog, as a list of an admin role's targets shows one, and gives its name. Okta's
    /// catalog has thousands; the emulator knows the names of a few.
    ///
    /// # Errors
    ///
    /// The object has no `name`.
    pub fn import_catalog_application(&self, entry: &Value) -> Result<String, ImportError> {
        let name = entry["name"].as_str().filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| refusal("An app of the catalog", "it has no name"))?;
        let catalog = &mut self.org().directory.catalog;
        catalog.insert(name.to_owned(), entry.clone());
        Ok(name.to_owned())
    }
}
