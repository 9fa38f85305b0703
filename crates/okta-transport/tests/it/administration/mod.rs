//! Every operation about who may do what does on an emulated org what it says.
//!
//! The emulated org knows none of our types, so a wrong name on one side shows here.

mod custom_roles;
mod roles;
mod tokens_and_scopes;

use std::collections::BTreeSet;
use std::sync::Mutex;

use okta_emulator::Emulator;
use okta_models::applications::ListApplications;
use okta_models::groups::ListGroups;
use okta_models::users::ListUsers;
use okta_models::{AppId, AppName, ClientId, GroupId, ListOperation, Operation, UserId, filter};
use okta_transport::Client;

/// A client that notes which operations succeeded.
struct Administrator {
    emulator: Emulator,
    client: Client,
    performed: Mutex<BTreeSet<&'static str>>,
}

impl Administrator {
    fn new() -> Self {
        let emulator = Emulator::builder()
            .users(6)
            .groups(4)
            .apps(4)
            .seed(7)
            .virtual_time()
            .build();
        let (backend, token) = (emulator.clone(), emulator.api_token("SUPER_ADMIN"));
        let client = Client::builder()
            .ungoverned()
            .org(emulator.base_url())
            .api_token(token.expose())
            .backend(move |request| backend.handle(request))
            .build()
            .unwrap();
        Self {
            emulator,
            client,
            performed: Mutex::default(),
        }
    }

    async fn send<Op: Operation>(&self, operation: Op) -> Op::Output {
        let answer = self.client.send(operation).await.unwrap();
        self.performed.lock().unwrap().insert(Op::METADATA.operation_id());
        answer
    }

    async fn list<Op: ListOperation>(&self, operation: Op) -> Vec<Op::Item> {
        let page = self.send(operation).await;
        page.into_iter().map(Result::unwrap).collect()
    }

    async fn users(&self) -> Vec<UserId> {
        self.list(ListUsers::new())
            .await
            .into_iter()
            .map(|user| user.id)
            .collect()
    }

    async fn groups(&self) -> Vec<GroupId> {
        let groups = self
            .list(ListGroups::new().filter(filter("type").eq("OKTA_GROUP")))
            .await;
        groups.into_iter().map(|group| group.id).collect()
    }

    /// Applications whose name in the catalog differs.
    async fn apps(&self) -> Vec<(AppName, AppId)> {
        let apps = self.list(ListApplications::new()).await;
        let mut apps: Vec<_> = apps
            .into_iter()
            .filter_map(|app| Some((AppName::from(app.name?), app.id)))
            .collect();
        apps.dedup_by(|one, other| one.0 == other.0);
        apps
    }

    fn service_app(&self, scopes: &[&str]) -> ClientId {
        let key = serde_json::json!({
            "kty": "EC", "crv": "P-256", "kid": "1",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        });
        let app = self.emulator.service_app("Sync", &key, scopes, None).unwrap();
        app.client_id.into()
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.emulator.base_url())
    }

    /// The operations of the tags that were not performed.
    fn left(&self, tags: &[&str]) -> Vec<&'static str> {
        let performed = self.performed.lock().unwrap();
        okta_facts::OPERATIONS
            .iter()
            .filter(|operation| tags.contains(&operation.tag) && !performed.contains(operation.id))
            .map(|operation| operation.id)
            .collect()
    }
}
