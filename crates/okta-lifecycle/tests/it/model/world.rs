//! The emulated org, asked without the library's types.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use bytes::Bytes;
use http::{Method, Request};
use okta_emulator::{Emulator, Preset};
use okta_lifecycle::{AppAssignment, Error, Lifecycle, Outcome, ResetPasswordOptions};
use okta_models::{AppId, GroupId, UserId, users::UserProfileUpdate};
use serde_json::{Value, json};

use super::{
    outside::Raw,
    person::{Deed, Person, Status},
};
use crate::org::{password as password_text, settings, unique};

pub(super) struct World {
    emulator: Emulator,
    authorization: String,
    lifecycle: Lifecycle,
    writes: Arc<AtomicUsize>,
    team: String,
    everyone: String,
    app: String,
}

impl World {
    pub(super) async fn new() -> Self {
        let emulator = Emulator::builder()
            .users(3)
            .seed(7)
            .limits(Preset::Unlimited)
            .limit_multiplier(1_000)
            .system_log_bytes(1 << 20)
            .build();
        let writes = Arc::new(AtomicUsize::new(0));
        let (handle, counter) = (emulator.clone(), Arc::clone(&writes));
        let backend = move |request: Request<Bytes>| {
            if request.method() != Method::GET {
                counter.fetch_add(1, Ordering::Relaxed);
            }
            handle.handle(request)
        };
        let client = settings(&emulator).backend(backend).build().unwrap();
        let authorization = format!("SSWS {}", emulator.api_token("SUPER_ADMIN").expose());
        let mut world = Self {
            emulator,
            authorization,
            lifecycle: Lifecycle::new(&client),
            writes,
            team: String::new(),
            everyone: String::new(),
            app: String::new(),
        };
        let (_, team) = world
            .asks("POST", "groups", &json!({"profile": {"name": "Team"}}))
            .await;
        let (_, groups) = world.reads("groups").await;
        let everyone = groups
            .as_array()
            .unwrap()
            .iter()
            .find(|group| group["type"] == "BUILT_IN");
        let (_, apps) = world.reads("apps").await;
        let is_wiki = |app: &&Value| {
            app["label"]
                .as_str()
                .is_some_and(|label| label.starts_with("Wiki"))
        };
        let app = apps.as_array().unwrap().iter().find(is_wiki);
        world.team = text(&team, "id");
        world.everyone = text(everyone.unwrap(), "id");
        world.app = text(app.unwrap(), "id");
        let path = format!("apps/{}/groups/{}", world.app, world.team);
        assert_eq!(world.asks("PUT", &path, &json!({})).await.0, 200);
        world
    }

    /// A new person.
    pub(super) async fn arrives(&self, active: bool, password: bool) -> (String, Person) {
        let login = format!("model-{}@example.com", unique());
        let mut user =
            json!({"profile": {"login": login, "email": login, "firstName": "Ada", "lastName": "Byron"}});
        if password {
            user["credentials"] = json!({"password": {"value": password_text()}});
        }
        let (status, user) = self
            .asks("POST", &format!("users?activate={active}"), &user)
            .await;
        assert_eq!(status, 200, "{user}");
        let person = Person {
            status: Some(match (active, password) {
                (false, _) => Status::Staged,
                (true, true) => Status::Active,
                (true, false) => Status::Provisioned,
            }),
            password,
            ..Person::GONE
        };
        (text(&user, "id"), person)
    }

    /// What the org shows of a person.
    pub(super) async fn sees(&self, id: &str) -> Person {
        let (status, user) = self.reads(&format!("users/{id}")).await;
        if status == 404 {
            return Person::GONE;
        }
        let (_, groups) = self.reads(&format!("users/{id}/groups")).await;
        let member = groups
            .as_array()
            .unwrap()
            .iter()
            .any(|group| group["id"] == *self.team);
        let (found, app_user) = self.reads(&format!("apps/{}/users/{id}", self.app)).await;
        let (_, factors) = self.reads(&format!("users/{id}/factors")).await;
        let status = match user["status"].as_str().unwrap() {
            "STAGED" => Status::Staged,
            "PROVISIONED" => Status::Provisioned,
            "ACTIVE" => Status::Active,
            "RECOVERY" => Status::Recovery,
            "PASSWORD_EXPIRED" => Status::PasswordExpired,
            "LOCKED_OUT" => Status::LockedOut,
            "SUSPENDED" => Status::Suspended,
            "DEPROVISIONED" => Status::Deprovisioned,
            other => panic!("{other}"),
        };
        // Who is in the team has the app, unless deactivated.
        assert!(found == 200 || !member || status == Status::Deprovisioned, "{id}");
        Person {
            status: Some(status),
            password: user["credentials"]["password"].is_object(),
            member,
            direct: found == 200 && app_user["scope"] == "USER",
            app_name: app_user["credentials"]["userName"]
                .as_str()
                .and_then(|name| name.strip_prefix("name-"))
                .map_or(0, |name| name.parse().unwrap()),
            factor: !factors.as_array().unwrap().is_empty(),
            department: user["profile"]["department"]
                .as_str()
                .map_or(0, |text| text.parse().unwrap()),
        }
    }

    /// Somebody sends an operation; whether Okta accepts it.
    pub(super) async fn sends(&self, id: &str, raw: Raw) -> bool {
        let user = format!("users/{id}");
        let (method, path, body) = match raw {
            Raw::Activate => ("POST", format!("{user}/lifecycle/activate"), Value::Null),
            Raw::Reactivate => ("POST", format!("{user}/lifecycle/reactivate"), Value::Null),
            Raw::Suspend => ("POST", format!("{user}/lifecycle/suspend"), Value::Null),
            Raw::Unsuspend => ("POST", format!("{user}/lifecycle/unsuspend"), Value::Null),
            Raw::Unlock => ("POST", format!("{user}/lifecycle/unlock"), Value::Null),
            Raw::Deactivate => ("POST", format!("{user}/lifecycle/deactivate"), Value::Null),
            Raw::Delete => ("DELETE", user, Value::Null),
            Raw::ExpirePassword => ("POST", format!("{user}/lifecycle/expire_password"), Value::Null),
            Raw::TemporaryPassword => {
                let path = format!("{user}/lifecycle/expire_password_with_temp_password");
                ("POST", path, Value::Null)
            }
            Raw::ResetPassword => {
                let path = format!("{user}/lifecycle/reset_password?sendEmail=true");
                ("POST", path, Value::Null)
            }
            Raw::SetPassword => {
                let password = json!({"value": password_text()});
                ("POST", user, json!({"credentials": {"password": password}}))
            }
            Raw::Join => ("PUT", format!("groups/{}/users/{id}", self.team), Value::Null),
            Raw::Leave => ("DELETE", format!("groups/{}/users/{id}", self.team), Value::Null),
            Raw::LeaveEveryone => (
                "DELETE",
                format!("groups/{}/users/{id}", self.everyone),
                Value::Null,
            ),
            Raw::AssignApp => {
                let path = format!("apps/{}/users", self.app);
                ("POST", path, json!({"id": id, "scope": "USER"}))
            }
            Raw::AssignAppAs(name) => {
                let credentials = json!({"userName": format!("name-{name}")});
                let body = json!({"id": id, "scope": "USER", "credentials": credentials});
                ("POST", format!("apps/{}/users", self.app), body)
            }
            Raw::Rename(name) => {
                let credentials = json!({"userName": format!("name-{name}")});
                let path = format!("apps/{}/users/{id}", self.app);
                ("POST", path, json!({"credentials": credentials}))
            }
            Raw::RevokeApp => ("DELETE", format!("apps/{}/users/{id}", self.app), Value::Null),
            Raw::Department(department) => (
                "POST",
                user,
                json!({"profile": {"department": department.to_string()}}),
            ),
            Raw::Enroll => {
                let profile = json!({"question": "disliked_food", "answer": "mushy peas"});
                let factor = json!({"factorType": "question", "provider": "OKTA", "profile": profile});
                ("POST", format!("{user}/factors"), factor)
            }
            Raw::ResetFactors => ("POST", format!("{user}/lifecycle/reset_factors"), Value::Null),
            Raw::FailToSignIn => return self.emulator.lock_out(id),
        };
        let (status, answer) = self.asks(method, &path, &body).await;
        assert!(status < 500 || raw == Raw::LeaveEveryone, "{raw:?}: {answer}");
        status < 300
    }

    /// The library does a verb.
    pub(super) async fn plays(&self, id: &str, deed: Deed) -> Result<Outcome, Error> {
        let (lifecycle, user) = (&self.lifecycle, UserId::new(id));
        let (team, everyone) = (GroupId::new(&*self.team), GroupId::new(&*self.everyone));
        let app = AppId::new(&*self.app);
        match deed {
            Deed::Activate => lifecycle.activate_user(user).await,
            Deed::Reactivate => Ok(lifecycle.reactivate_user(user, false).await?.outcome().clone()),
            Deed::Suspend => lifecycle.suspend_user(user).await,
            Deed::Unsuspend => lifecycle.unsuspend_user(user).await,
            Deed::Unlock => lifecycle.unlock_user(user).await,
            Deed::Deactivate => lifecycle.deactivate_user(user).await,
            Deed::Delete => lifecycle.delete_user(user).await,
            Deed::ExpirePassword => lifecycle.expire_password(user).await,
            Deed::TemporaryPassword => Ok(lifecycle
                .give_temporary_password(user, false)
                .await?
                .outcome()
                .clone()),
            Deed::ResetPassword => {
                let options = ResetPasswordOptions::new();
                Ok(lifecycle.reset_password(user, options).await?.outcome().clone())
            }
            Deed::SetPassword => lifecycle.set_password(user, password_text()).await,
            Deed::Join => lifecycle.add_user_to_group(user, team).await,
            Deed::Leave => lifecycle.remove_user_from_group(user, team).await,
            Deed::LeaveEveryone => lifecycle.remove_user_from_group(user, everyone).await,
            Deed::AssignApp => lifecycle.assign_app(user, app).await,
            Deed::AssignAppAs(name) => {
                let assignment = AppAssignment::new().user_name(format!("name-{name}"));
                lifecycle.assign_app_as(user, app, assignment).await
            }
            Deed::RevokeApp => lifecycle.revoke_app(user, app).await,
            Deed::Department(department) => {
                let update = UserProfileUpdate::new().department(department.to_string());
                lifecycle.update_profile(user, update).await
            }
            Deed::ResetFactors => lifecycle.reset_factors(user).await,
        }
    }

    /// How many changes the library sent so far.
    pub(super) fn writes(&self) -> usize {
        self.writes.load(Ordering::Relaxed)
    }

    async fn reads(&self, path: &str) -> (u16, Value) {
        self.asks("GET", path, &Value::Null).await
    }

    async fn asks(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let request = Request::builder()
            .method(method)
            .uri(format!("{}/api/v1/{path}", self.emulator.base_url()))
            .header("authorization", &self.authorization)
            .header("content-type", "application/json");
        let body = if body.is_null() {
            Bytes::new()
        } else {
            Bytes::from(body.to_string())
        };
        let answer = self.emulator.handle(request.body(body).unwrap()).await;
        let value = serde_json::from_slice(answer.body()).unwrap_or_default();
        (answer.status().as_u16(), value)
    }
}

fn text(value: &Value, member: &str) -> String {
    value[member].as_str().unwrap().to_owned()
}
