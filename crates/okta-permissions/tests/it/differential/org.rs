//! The org that is asked, and what is known about the objects in it.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use http::Request;
use okta_emulator::{ApiToken, Emulator, Preset};
use okta_models::GroupId;
use okta_permissions::{AboutApp, AboutGroup, AboutUser, Reach, ResourceKind, Standing};
use serde_json::{Value, json};

use super::calls::Drawn;
use super::principals::Credentials;

pub(super) struct World {
    pub(super) emulator: Emulator,
    super_admin: Credentials,
    /// The super administrator who asks.
    pub(super) asking: String,
    /// Logins by id.
    pub(super) users: BTreeMap<String, String>,
    pub(super) groups: Vec<String>,
    pub(super) everyone: String,
    pub(super) apps: BTreeMap<String, App>,
    /// API tokens with their owners.
    pub(super) tokens: Vec<(String, String)>,
    /// Users with a role of their own; whether it is the super administrator's.
    administrators: BTreeMap<String, bool>,
    /// Groups that hold a role.
    role_groups: BTreeSet<String>,
    /// Whether a change was made that this description does not follow.
    pub(super) spoiled: bool,
    names: usize,
}

#[derive(Debug)]
pub(super) struct App {
    pub(super) name: String,
    pub(super) openid_connect: bool,
}

pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) code: String,
    pub(super) challenges: bool,
    pub(super) body: Value,
}

/// What is known about the objects of one call.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) user_groups: Vec<GroupId>,
    pub(super) standing: Standing,
    pub(super) everyone: bool,
    pub(super) holds_role: bool,
    pub(super) app: Option<(String, bool)>,
}

impl Reply {
    /// The ids of a list; of API tokens those of their owners.
    pub(super) fn ids(&self) -> Vec<String> {
        let items = self.body.as_array().map(Vec::as_slice).unwrap_or_default();
        let id = |item: &Value| {
            item.get("userId")
                .unwrap_or(&item["id"])
                .as_str()
                .map(str::to_owned)
        };
        items.iter().filter_map(id).collect()
    }

    pub(super) fn id(&self) -> String {
        assert!(self.status < 300, "{} {}", self.status, self.body);
        self.body["id"].as_str().unwrap().to_owned()
    }
}

impl World {
    pub(super) async fn new(random: &mut fastrand::Rng) -> Self {
        let emulator = Emulator::builder()
            .users(12)
            .groups(5)
            .apps(8)
            .seed(random.u64(..))
            .limits(Preset::Unlimited)
            .virtual_time()
            .build();
        let super_admin = Credentials::ApiToken(emulator.api_token("SUPER_ADMIN"));
        let mut world = Self {
            emulator,
            super_admin,
            asking: String::new(),
            users: BTreeMap::new(),
            groups: Vec::new(),
            everyone: String::new(),
            apps: BTreeMap::new(),
            tokens: Vec::new(),
            administrators: BTreeMap::new(),
            role_groups: BTreeSet::new(),
            spoiled: false,
            names: 0,
        };
        for user in world.list("/api/v1/users?limit=200").await {
            world.add_user(&user);
        }
        for group in world.list("/api/v1/groups?limit=200").await {
            let id = group["id"].as_str().unwrap().to_owned();
            if group["type"] == "BUILT_IN" {
                world.everyone.clone_from(&id);
            }
            world.groups.push(id);
        }
        for app in world.list("/api/v1/apps?limit=200").await {
            world.add_app(&app);
        }
        let ids: Vec<String> = world.users.keys().cloned().collect();
        for (user, role) in [(&ids[0], "SUPER_ADMIN"), (&ids[1], "READ_ONLY_ADMIN")] {
            let path = format!("/api/v1/users/{user}/roles");
            world
                .ask("POST", &path, Some(&json!({ "type": role })))
                .await
                .id();
            world.administers(user, role == "SUPER_ADMIN");
        }
        let owner = world.ask("GET", "/api/v1/users/me", None).await.id();
        world.administers(&owner, true);
        world.asking = owner;
        // A group that holds a role, with somebody in it.
        let group = world.group(true).await;
        world
            .ask("PUT", &format!("/api/v1/groups/{group}/users/{}", ids[2]), None)
            .await;
        let path = format!("/api/v1/groups/{group}/roles");
        world
            .ask("POST", &path, Some(&json!({ "type": "HELP_DESK_ADMIN" })))
            .await
            .id();
        // Tokens that may be revoked.
        for user in &ids[..4] {
            world.emulator.api_token_of(user).unwrap();
        }
        world.read_tokens().await;
        world
    }

    /// Makes a group, one that is going to hold a role or not.
    pub(super) async fn group(&mut self, holds_role: bool) -> String {
        let name = self.name("Group");
        let body = json!({ "profile": { "name": name } });
        let id = self.ask("POST", "/api/v1/groups", Some(&body)).await.id();
        if holds_role {
            self.role_groups.insert(id.clone());
        }
        self.groups.push(id.clone());
        id
    }

    /// A user without any role, in no group that holds one.
    pub(super) async fn ordinary_user(&self) -> String {
        for user in self.users.keys() {
            if self.about_user(user).await.1 == Standing::Ordinary && *user != self.asking {
                return user.clone();
            }
        }
        unreachable!("everybody administers")
    }

    pub(super) fn name(&mut self, what: &str) -> String {
        self.names += 1;
        format!("{what} {}", self.names)
    }

    pub(super) fn administers(&mut self, user: &str, is_super: bool) {
        *self.administrators.entry(user.to_owned()).or_default() |= is_super;
    }

    pub(super) fn add_user(&mut self, user: &Value) {
        let login = user["profile"]["login"].as_str().unwrap().to_owned();
        self.users.insert(user["id"].as_str().unwrap().to_owned(), login);
    }

    pub(super) fn add_app(&mut self, app: &Value) {
        let described = App {
            name: app["name"].as_str().unwrap().to_owned(),
            openid_connect: app["signOnMode"] == "OPENID_CONNECT",
        };
        self.apps
            .insert(app["id"].as_str().unwrap().to_owned(), described);
    }

    pub(super) async fn read_tokens(&mut self) {
        let tokens = self.list("/api/v1/api-tokens").await;
        let text = |token: &Value, member: &str| token[member].as_str().unwrap().to_owned();
        let all = tokens
            .iter()
            .map(|token| (text(token, "id"), text(token, "userId")));
        // That which asks must stay.
        self.tokens = all.filter(|(_, owner)| *owner != self.asking).collect();
    }

    async fn list(&self, path: &str) -> Vec<Value> {
        let reply = self.ask("GET", path, None).await;
        assert_eq!(reply.status, 200, "{path}");
        reply.body.as_array().unwrap().clone()
    }

    /// Asks as a super administrator.
    pub(super) async fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Reply {
        let body = body.map(ToString::to_string);
        self.request(&self.super_admin, method, path, body.as_deref())
            .await
    }

    /// Whether a super administrator is answered 404, too.
    pub(super) async fn is_missing(&mut self, drawn: &Drawn, credentials: &mut Credentials) -> bool {
        // Whom the caller calls me, a super administrator must name.
        let own = drawn.user_id.as_deref().map(|id| format!("/users/{id}"));
        let path = drawn
            .path
            .replace("/users/me", own.as_deref().unwrap_or("/users/me"));
        let reply = self
            .request(&self.super_admin, drawn.method, &path, drawn.body.as_deref())
            .await;
        self.after(drawn, credentials, &reply).await;
        reply.status == 404
    }

    /// The ids that a super administrator sees in a list.
    pub(super) async fn list_of(&self, drawn: &Drawn) -> Vec<String> {
        self.send(&self.super_admin, drawn).await.ids()
    }

    pub(super) async fn send(&self, credentials: &Credentials, drawn: &Drawn) -> Reply {
        self.request(credentials, drawn.method, &drawn.path, drawn.body.as_deref())
            .await
    }

    async fn request(
        &self,
        credentials: &Credentials,
        method: &str,
        path: &str,
        body: Option<&str>,
    ) -> Reply {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.emulator.base_url()))
            .header("authorization", credentials.header());
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        let body = Bytes::copy_from_slice(body.unwrap_or_default().as_bytes());
        let response = self.emulator.handle(request.body(body).unwrap()).await;
        let challenges = response.headers().contains_key("www-authenticate");
        let status = response.status().as_u16();
        let body: Value = serde_json::from_slice(response.body()).unwrap_or_default();
        Reply {
            status,
            code: body["errorCode"].as_str().unwrap_or_default().to_owned(),
            challenges,
            body,
        }
    }

    /// All that there is to know about the objects of a call.
    pub(super) async fn facts(&self, drawn: &Drawn) -> Facts {
        let mut facts = Facts::default();
        if let Some(user) = &drawn.user_id {
            (facts.user_groups, facts.standing) = self.about_user(user).await;
        }
        if let Some(group) = &drawn.group {
            facts.everyone = *group == self.everyone;
            facts.holds_role = self.role_groups.contains(group);
        }
        facts.holds_role |= drawn
            .into_groups
            .iter()
            .any(|group| self.role_groups.contains(group));
        if let Some(app) = drawn.app.as_ref().and_then(|app| self.apps.get(app)) {
            facts.app = Some((app.name.clone(), app.openid_connect));
        }
        facts
    }

    async fn about_user(&self, user: &str) -> (Vec<GroupId>, Standing) {
        let groups = self.list(&format!("/api/v1/users/{user}/groups")).await;
        let ids: Vec<&str> = groups.iter().filter_map(|group| group["id"].as_str()).collect();
        let standing = if ids.iter().any(|id| self.role_groups.contains(*id)) {
            Standing::Protected
        } else {
            match self.administrators.get(user) {
                Some(true) => Standing::Protected,
                Some(false) => Standing::Administrator,
                None => Standing::Ordinary,
            }
        };
        (ids.into_iter().map(GroupId::from).collect(), standing)
    }

    /// Whether a reach covers an object of a list.
    pub(super) async fn covers(&self, reach: &Reach<'_>, kind: ResourceKind, id: &str) -> Option<bool> {
        match kind {
            ResourceKind::Users => {
                let (groups, standing) = self.about_user(id).await;
                reach.covers_user(id, AboutUser::new().groups(&groups).standing(standing))
            }
            ResourceKind::Groups => {
                let about = AboutGroup::new().everyone(id == self.everyone);
                reach.covers_group(id, about.holds_role(self.role_groups.contains(id)))
            }
            _ => {
                let app = &self.apps[id];
                let about = AboutApp::new().name(&app.name).openid_connect(app.openid_connect);
                reach.covers_app(id, about)
            }
        }
    }

    /// Follows what a call changed.
    pub(super) async fn after(&mut self, drawn: &Drawn, credentials: &mut Credentials, reply: &Reply) {
        if reply.status >= 300 {
            return;
        }
        match drawn.operation_id {
            "createUser" => self.add_user(&reply.body),
            "createApplication" => self.add_app(&reply.body),
            "addGroup" => self.groups.push(reply.body["id"].as_str().unwrap().to_owned()),
            "revokeApiToken" => self.read_tokens().await,
            "revokeCurrentApiToken" => {
                if let Some(owner) = &drawn.user_id {
                    *credentials = Credentials::ApiToken(self.emulator.api_token_of(owner).unwrap());
                }
                self.read_tokens().await;
            }
            "deleteUser" | "deleteGroup" | "deleteApplication" => self.spoiled = true,
            operation if okta_facts::action_of(operation) == Some("change_admin_assignments") => {
                self.spoiled = true;
            }
            _ => {}
        }
    }

    pub(super) async fn owner_of(&self, token: &ApiToken) -> Value {
        let credentials = Credentials::ApiToken(token.clone());
        self.request(&credentials, "GET", "/api/v1/users/me", None)
            .await
            .body
    }
}
