//! An org with people who have something to lose.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use http::Request;
use okta_emulator::Emulator;
use okta_lifecycle::{InMemory, Intent, Plan, Planner, RunReport, Runner};
use okta_models::{
    AppId, GroupId, UserId,
    application_users::{AppUserAssignRequest, AppUserCredentialsUpdate, AssignUserToApplication},
    applications::{Application, ListApplications},
    filter,
    groups::{AddGroup, AssignUserToGroup, GroupProfileUpdate},
    user_resources::ListUserGroups,
    users::{GetUser, UserStatus},
};
use okta_transport::{BackendError, BackendErrorKind, Client, ClientBuilder, RetryPolicy, WasSent};
use serde_json::{Value, json};

use crate::org::{Org, settings};

pub(super) struct World {
    pub(super) org: Org,
    pub(super) client: Client,
    pub(super) groups: Vec<GroupId>,
    pub(super) apps: Vec<AppId>,
}

impl World {
    /// An org with four groups and three apps, and a client whose connections break where a fault says so.
    pub(super) async fn new() -> Self {
        let org = Org::embedded();
        let client = unreliable(org.emulator.as_ref().unwrap()).build().unwrap();
        let mut groups = Vec::new();
        for name in ["Engineering", "Managers", "Everybody's friends", "Chess"] {
            let profile = GroupProfileUpdate::new().name(name);
            groups.push(client.send(AddGroup::new(profile)).await.unwrap().id);
        }
        let apps = client.send(ListApplications::new()).await.unwrap();
        let apps = apps
            .into_iter()
            .map(Result::unwrap)
            .filter(Application::is_active);
        let apps = apps.take(3).map(|app| app.id).collect();
        Self {
            org,
            client,
            groups,
            apps,
        }
    }

    pub(super) fn emulator(&self) -> &Emulator {
        self.org.emulator.as_ref().unwrap()
    }

    /// An ACTIVE user in two groups, with two apps and a factor.
    pub(super) async fn person(&self) -> UserId {
        let user = self.org.user(&UserStatus::Active).await.unwrap();
        for group in &self.groups[..2] {
            self.client
                .send(AssignUserToGroup::new(group, &user))
                .await
                .unwrap();
        }
        for (app, name) in self.apps.iter().zip(["ada", "ada.l"]) {
            let credentials = AppUserCredentialsUpdate::new().user_name(name);
            let request = AppUserAssignRequest::from(&user).credentials(credentials);
            self.client
                .send(AssignUserToApplication::new(app, request))
                .await
                .unwrap();
        }
        let factor = json!({
            "id": format!("opf{}", user.as_str()), "factorType": "token:software:totp", "provider": "OKTA",
            "vendorName": "OKTA", "status": "ACTIVE", "profile": {"credentialId": "ada"},
        });
        self.emulator().import_factor(user.as_str(), &factor).unwrap();
        user
    }

    pub(super) fn planner(&self) -> Planner {
        Planner::new(&self.client)
    }

    pub(super) async fn plan(&self, intent: impl Into<Intent>) -> Plan {
        self.planner().plan(intent).await.unwrap()
    }

    /// Runs a plan of an intent with a journal.
    pub(super) async fn run(&self, intent: impl Into<Intent>, journal: &Arc<InMemory>) -> RunReport {
        let plan = self.plan(intent).await;
        self.runner(journal).run(&plan).await.unwrap()
    }

    pub(super) fn runner(&self, journal: &Arc<InMemory>) -> Runner {
        Runner::new(&self.client).journal(Arc::clone(journal))
    }

    /// What there is about a person: status, profile, groups, apps.
    pub(super) async fn everything(&self, user: &UserId) -> Value {
        everything(&self.client, user).await
    }

    /// How often each changing request was answered with success, by method and path.
    pub(super) fn changes(&self) -> BTreeMap<String, u32> {
        changes(self.emulator())
    }
}

pub(super) fn changes(emulator: &Emulator) -> BTreeMap<String, u32> {
    let mut changes = BTreeMap::new();
    for request in emulator.requests() {
        if request.method != "GET" {
            *changes
                .entry(format!("{} {}", request.method, request.path))
                .or_default() += 1;
        }
    }
    changes
}

pub(super) async fn everything(client: &Client, user: &UserId) -> Value {
    let account = match client.send(GetUser::new(user)).await {
        Ok(account) => account,
        Err(error) if error.is_not_found() => return Value::Null,
        Err(error) => panic!("{error}"),
    };
    let groups = client.send(ListUserGroups::new(user)).await.unwrap();
    let mut groups: Vec<String> = groups
        .into_iter()
        .map(|group| group.unwrap().id.to_string())
        .collect();
    groups.sort();
    let of_user = ListApplications::new()
        .filter(filter("user.id").eq(user.as_str()))
        .expand(format!("user/{user}"))
        .limit(200);
    let apps = client.send(of_user).await.unwrap();
    let apps: BTreeMap<String, Value> = apps
        .into_iter()
        .map(|app| {
            let app = app.unwrap();
            let assigned = app.app_user().unwrap().unwrap();
            let shown = json!({"scope": assigned.scope, "userName": assigned.user_name()});
            (app.id.to_string(), shown)
        })
        .collect();
    json!({"status": account.status, "profile": account.profile, "groups": groups, "apps": apps})
}

/// A client of an embedded org whose connections break where a fault says so, and which repeats nothing.
pub(super) fn unreliable(emulator: &Emulator) -> ClientBuilder {
    let handle = emulator.clone();
    let backend = move |request: Request<Bytes>| {
        let handle = handle.clone();
        async move {
            let answer = handle.try_handle(request).await;
            answer.map_err(|_| {
                BackendError::new(
                    BackendErrorKind::Interrupted,
                    WasSent::Maybe,
                    "the connection was reset",
                )
            })
        }
    };
    settings(emulator).backend(backend).retry(RetryPolicy::never())
}
