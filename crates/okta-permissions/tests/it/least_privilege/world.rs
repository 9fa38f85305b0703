//! An org in which every operation of the five profiles can be performed, each on an object in the right state.

use bytes::Bytes;
use http::Request;
use okta_emulator::{Emulator, Preset};
use okta_permissions::Capability;
use serde_json::{Value, json};

pub(super) struct World {
    pub(super) emulator: Emulator,
    super_admin: String,
    super_admin_header: String,
    /// A group, an app that users are assigned to, and an OAuth client.
    pub(super) group: String,
    pub(super) app: String,
    client_app: String,
}

impl World {
    pub(super) async fn new() -> Self {
        let emulator = Emulator::builder()
            .users(5)
            .seed(7)
            .limits(Preset::Unlimited)
            .build();
        let super_admin = emulator.api_token("SUPER_ADMIN").expose().to_owned();
        let mut world = Self {
            emulator,
            super_admin_header: format!("SSWS {super_admin}"),
            super_admin,
            group: String::new(),
            app: String::new(),
            client_app: String::new(),
        };
        world.group = id(&world.group("Pilots").await);
        let bookmark = json!({"name": "bookmark", "label": "Wiki", "signOnMode": "BOOKMARK",
            "settings": {"app": {"url": "https://wiki.example.com"}}});
        world.app = id(&world.prepare("POST", "/api/v1/apps", bookmark).await);
        let client = json!({"name": "oidc_client", "label": "Portal", "signOnMode": "OPENID_CONNECT",
            "credentials": {"oauthClient": {"token_endpoint_auth_method": "client_secret_post"}},
            "settings": {"oauthClient": {"application_type": "web", "grant_types": ["authorization_code"],
                "response_types": ["code"], "redirect_uris": ["https://portal.example.com/back"]}}});
        world.client_app = id(&world.prepare("POST", "/api/v1/apps", client).await);
        world
    }

    pub(super) async fn group(&self, name: &str) -> Value {
        self.prepare("POST", "/api/v1/groups", json!({"profile": {"name": name}}))
            .await
    }

    /// A new user, active, in these groups.
    pub(super) async fn user(&self, groups: &[&str]) -> String {
        let mut body = self.person();
        body["groupIds"] = json!(groups);
        id(&self.prepare("POST", "/api/v1/users?activate=true", body).await)
    }

    fn person(&self) -> Value {
        let login = format!("person{}@example.com", self.emulator.requests_served());
        json!({"profile": {"firstName": "Ada", "lastName": "Byron", "email": login, "login": login},
            "credentials": {"password": {"value": "Horse battery 9 staple"}}})
    }

    /// Performs the operations of a capability with these credentials, each on an object of its own; tells which of them
    /// was refused first.
    pub(super) async fn perform(
        &self,
        capability: &Capability,
        authorization: &str,
    ) -> Result<(), &'static str> {
        for operation in capability.operations() {
            if !self.perform_one(operation, authorization).await {
                return Err(operation);
            }
        }
        Ok(())
    }

    async fn perform_one(&self, operation: &'static str, authorization: &str) -> bool {
        let known = okta_facts::operation(operation).unwrap();
        let user = self.user_for(operation).await;
        let mut path = String::new();
        let mut before = "";
        for segment in known.path.split('/').skip(1) {
            path.push('/');
            let list = std::mem::replace(&mut before, segment);
            if !segment.starts_with('{') {
                path.push_str(segment);
                continue;
            }
            path.push_str(&match list {
                "users" => user.clone(),
                "groups" => self.group.clone(),
                "apps" if operation == "listOAuth2ClientSecrets" => self.client_app.clone(),
                "apps" => self.app.clone(),
                "factors" => self.factor(&user).await,
                "api-tokens" => self.token_of(&user).await,
                "user" => "default".to_owned(),
                other => panic!("{operation} names something of {other}"),
            });
        }
        path.push_str(match operation {
            "resetPassword" => "?sendEmail=false",
            "listPolicies" => "?type=PASSWORD",
            _ => "",
        });
        let body = match operation {
            "createUser" => self.person(),
            "updateUser" => json!({"profile": {"title": "Pilot"}}),
            "addGroup" => {
                json!({"profile": {"name": format!("Group {}", self.emulator.requests_served())}})
            }
            "assignUserToApplication" => json!({"id": user, "scope": "USER"}),
            "assignGroupToApplication" => json!({}),
            _ => Value::Null,
        };
        let (status, answer) = self.send(known.method.as_str(), &path, body, authorization).await;
        match status {
            200..=299 => true,
            403 => false,
            // It may, and the org has not the feature: orgs were recorded that answer so.
            401 if operation == "listUserBlocks" && answer["errorCode"] == "E0000015" => true,
            _ => panic!("{operation}: {status} {answer}"),
        }
    }

    /// A user in the state that an operation starts from.
    async fn user_for(&self, operation: &str) -> String {
        let user = match operation {
            "activateUser" => id(&self
                .prepare("POST", "/api/v1/users?activate=false", self.person())
                .await),
            "unassignUserFromGroup" => self.user(&[&self.group]).await,
            _ => self.user(&[]).await,
        };
        let lifecycle = |step: &str| format!("/api/v1/users/{user}/lifecycle/{step}");
        match operation {
            "unsuspendUser" => drop(self.prepare("POST", &lifecycle("suspend"), Value::Null).await),
            "deleteUser" => drop(self.prepare("POST", &lifecycle("deactivate"), Value::Null).await),
            "unlockUser" => assert!(self.emulator.lock_out(&user)),
            "unassignUserFromApplication" | "getApplicationUser" => {
                let path = format!("/api/v1/apps/{}/users", self.app);
                self.prepare("POST", &path, json!({"id": user, "scope": "USER"}))
                    .await;
            }
            _ => {}
        }
        user
    }

    async fn factor(&self, user: &str) -> String {
        let question = json!({"factorType": "question", "provider": "OKTA",
            "profile": {"question": "disliked_food", "answer": "mayonnaise"}});
        id(&self
            .prepare("POST", &format!("/api/v1/users/{user}/factors"), question)
            .await)
    }

    async fn token_of(&self, user: &str) -> String {
        self.emulator.api_token_of(user).unwrap();
        let tokens = self.prepare("GET", "/api/v1/api-tokens", Value::Null).await;
        let mut tokens = tokens.as_array().unwrap().iter();
        id(tokens.find(|token| token["userId"] == user).unwrap())
    }

    async fn prepare(&self, method: &str, path: &str, body: Value) -> Value {
        let (status, answer) = self.send(method, path, body, &self.super_admin_header).await;
        assert!((200..300).contains(&status), "{method} {path}: {status} {answer}");
        answer
    }

    async fn send(&self, method: &str, path: &str, body: Value, authorization: &str) -> (u16, Value) {
        let body = if body.is_null() {
            Bytes::new()
        } else {
            body.to_string().into()
        };
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.emulator.base_url()))
            .header("authorization", authorization)
            .header("content-type", "application/json")
            .body(body)
            .unwrap();
        let answer = self.emulator.handle(request).await;
        let decoded = serde_json::from_slice(answer.body()).unwrap_or_default();
        (answer.status().as_u16(), decoded)
    }

    /// The token of a super administrator.
    pub(super) fn super_admin(&self) -> &str {
        &self.super_admin
    }
}

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}
