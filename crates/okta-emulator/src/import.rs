//! Objects of another org, put into this one as that org showed them.
//!
//! A test that was written against a real org, or a recording of one, speaks of users, groups and apps that
//! somebody made before it started. They come in by their wire JSON and keep the id that they had, so that
//! what refers to them still does; what is made afterwards has ids that sort behind theirs, because it is
//! younger. What surrounds them is in `import_surroundings`. No System Log event is written: nothing happened in this org.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::{error, fmt};

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::emulator::Emulator;
use crate::generator;
use crate::id_set::IdSet;
use crate::ready_text::ReadyText;
use crate::resources::FACTOR_KINDS;
use crate::state::{
    Application, Factor, Group, GroupKind, Object, Org, Password, RecoveryQuestion, Status, User,
};

/// Why an object could not be imported. It names the object by its id alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportError {
    object: String,
    reason: &'static str,
}

impl fmt::Display for ImportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} cannot be imported: {}", self.object, self.reason)
    }
}

impl error::Error for ImportError {}

impl Emulator {
    /// Puts a user into the org, given as `GET /api/v1/users/{id}` shows one, and gives its id.
    ///
    /// Profile attributes that the org does not know are added to its schema. A password that the object
    /// says it has is one that the emulator cannot check, and a recovery question has an empty answer,
    /// because the wire shows neither.
    ///
    /// # Errors
    ///
    /// The object has no `id`, `status` or `profile.login`, the status is none of Okta's, or another user has
    /// the id or the login.
    ///
    /// ```
    /// use okta_emulator::Emulator;
    /// use serde_json::json;
    ///
    /// let emulator = Emulator::builder().users(0).build();
    /// let id = emulator.import_user(&json!({
    ///     "id": "00u1a2b3c4D5e6F7g8h9",
    ///     "status": "SUSPENDED",
    ///     "profile": { "login": "pat@example.com", "email": "pat@example.com" },
    /// }))?;
    /// assert_eq!(id, "00u1a2b3c4D5e6F7g8h9");
    /// # Ok::<(), okta_emulator::ImportError>(())
    /// ```
    pub fn import_user(&self, user: &Value) -> Result<String, ImportError> {
        let id = id_of(user)?;
        let refused = |reason| refusal(&id, reason);
        let status = user["status"]
            .as_str()
            .and_then(status_named)
            .ok_or_else(|| refused("its status is none that a user can have"))?;
        let profile = user["profile"].as_object().cloned().unwrap_or_default();
        let login = profile.get("login").and_then(Value::as_str).unwrap_or_default();
        if login.is_empty() {
            return Err(refused("it has no profile.login"));
        }
        let mut org = self.org();
        if org.users.contains_key(&id) || org.login_is_taken(login, None) {
            return Err(refused("a user with this id or login is there already"));
        }
        org.ids.pass(&id);
        org.profile_attributes.extend(profile.keys().cloned());
        let credentials = &user["credentials"];
        let provider = |member: &str| {
            credentials["provider"][member]
                .as_str()
                .unwrap_or("OKTA")
                .to_owned()
        };
        let question = credentials["recovery_question"]["question"].as_str();
        let created = time(user, "created").unwrap_or_else(generator::founded);
        org.insert_user(User {
            id: id.as_str().into(),
            status,
            created: created.into(),
            activated: time(user, "activated").map(Into::into),
            status_changed: time(user, "statusChanged").map(Into::into),
            last_login: time(user, "lastLogin").map(Into::into),
            last_updated: time(user, "lastUpdated").unwrap_or(created).into(),
            password_changed: time(user, "passwordChanged").map(Into::into),
            profile: profile.into(),
            password: credentials.get("password").map(|_| Password::Opaque),
            recovery_question: question.map(|question| {
                Arc::new(RecoveryQuestion {
                    question: question.to_owned(),
                    answer: String::new(),
                })
            }),
            provider: Arc::new((provider("type"), provider("name"))),
            groups: IdSet::default(),
            factors: Vec::new(),
            roles: Vec::new(),
            text: ReadyText::default(),
        });
        Ok(id)
    }

    /// Gives a user a factor, shown as `GET /api/v1/users/{id}/factors/{factorId}` does, and gives its id.
    ///
    /// # Errors
    ///
    /// There is no such user, or the object has no `id`, or the emulator does not know factors of its
    /// `factorType` and `provider`.
    pub fn import_factor(&self, user: &str, factor: &Value) -> Result<String, ImportError> {
        let id = id_of(factor)?;
        let known = FACTOR_KINDS
            .iter()
            .find(|(kind, provider, ..)| factor["factorType"] == *kind && factor["provider"] == *provider);
        let (kind, provider, vendor_name, _) =
            known.ok_or_else(|| refusal(&id, "the emulator knows no factors of its type and provider"))?;
        let mut org = self.org();
        let user = org
            .users
            .get_mut(user)
            .ok_or_else(|| refusal(user, "there is no such user"))?;
        let created = time(factor, "created").unwrap_or_else(generator::founded);
        let statuses = ["ACTIVE", "PENDING_ACTIVATION"];
        let status = statuses.into_iter().find(|status| factor["status"] == *status);
        user.factors.retain(|factor| factor.id != id);
        user.factors.push(Factor {
            id: id.clone().into(),
            kind,
            provider,
            vendor_name,
            status: status.unwrap_or("ACTIVE"),
            created: created.into(),
            last_updated: time(factor, "lastUpdated").unwrap_or(created).into(),
            profile: factor.get("profile").and_then(Value::as_object).map(Into::into),
        });
        Ok(id)
    }

    /// Puts a group into the org, given as `GET /api/v1/groups/{id}` shows one, and gives its id. It has no
    /// members: [`import_membership`](Self::import_membership). `Everyone` is there in every org, so it is
    /// not added; the id given is the one that it has here.
    ///
    /// # Errors
    ///
    /// The object has no `id` or no `profile.name`, or another group has the id.
    pub fn import_group(&self, group: &Value) -> Result<String, ImportError> {
        let id = id_of(group)?;
        let profile = group["profile"].as_object().cloned().unwrap_or_default();
        if profile.get("name").and_then(Value::as_str).is_none() {
            return Err(refusal(&id, "it has no profile.name"));
        }
        let mut org = self.org();
        let kind = match group["type"].as_str() {
            Some("BUILT_IN") if profile["name"] == "Everyone" => return Ok(org.everyone_id.clone()),
            // Such as the one of all administrators, whose members no request changes.
            Some("BUILT_IN") => GroupKind::BuiltIn,
            Some("APP_GROUP") => GroupKind::App,
            _ => GroupKind::Okta,
        };
        if org.groups.contains_key(&id) {
            return Err(refusal(&id, "a group with this id is there already"));
        }
        org.ids.pass(&id);
        let created = time(group, "created").unwrap_or_else(generator::founded);
        let imported = Group {
            id: id.clone(),
            kind,
            created,
            last_updated: time(group, "lastUpdated").unwrap_or(created),
            last_membership_updated: time(group, "lastMembershipUpdated").unwrap_or(created),
            profile,
            members: BTreeSet::new(),
            source: group["source"]["id"].as_str().map(str::to_owned),
        };
        org.groups.insert(id.clone(), imported);
        Ok(id)
    }

    /// Makes a user a member of a group of any type, also of one whose members no request can change.
    ///
    /// # Errors
    ///
    /// There is no such group, or no such user.
    pub fn import_membership(&self, group: &str, user: &str) -> Result<(), ImportError> {
        let mut org = self.org();
        let Org {
            groups,
            users,
            everyone_id,
            ..
        } = &mut *org;
        let group = groups
            .get_mut(group)
            .ok_or_else(|| refusal(group, "there is no such group"))?;
        let user = users
            .get_mut(user)
            .ok_or_else(|| refusal(user, "there is no such user"))?;
        // Everybody is in `Everyone` without being listed.
        if group.id != *everyone_id {
            group.members.insert(user.id.clone());
            user.groups.insert(group.id.clone());
        }
        Ok(())
    }

    /// Puts an app into the org, given as `GET /api/v1/apps/{id}` shows one, and gives its id. Nobody has it
    /// yet: assignments are made over HTTP.
    ///
    /// # Errors
    ///
    /// The object has no `id` or no `label`, or another app has the id.
    pub fn import_application(&self, application: &Value) -> Result<String, ImportError> {
        let id = id_of(application)?;
        if application["label"].as_str().is_none() {
            return Err(refusal(&id, "it has no label"));
        }
        let mut org = self.org();
        if org.applications.contains_key(&id) {
            return Err(refusal(&id, "an app with this id is there already"));
        }
        org.ids.pass(&id);
        let created = time(application, "created").unwrap_or_else(generator::founded);
        let shown = application.as_object().cloned().unwrap_or_default();
        let own = [
            "id",
            "orn",
            "status",
            "created",
            "lastUpdated",
            "_links",
            "_embedded",
        ];
        let settings: Map<_, _> = shown
            .into_iter()
            .filter(|(member, _)| !own.contains(&member.as_str()))
            .collect();
        let imported = Application {
            id: id.clone(),
            active: application["status"] != "INACTIVE",
            created,
            last_updated: time(application, "lastUpdated").unwrap_or(created),
            settings: without_secret(settings),
            client_secret: org.ids.text(64),
            users: BTreeMap::new(),
            groups: BTreeMap::new(),
        };
        org.applications.insert(id.clone(), imported);
        Ok(id)
    }
}

/// A secret in the wire form is of an answer to a creation; who reads an app never sees it.
fn without_secret(mut settings: Object) -> Object {
    let client = settings
        .get_mut("credentials")
        .and_then(|credentials| credentials.get_mut("oauthClient"));
    if let Some(client) = client.and_then(Value::as_object_mut) {
        client.remove("client_secret");
    }
    settings
}

pub(crate) fn id_of(object: &Value) -> Result<String, ImportError> {
    match object["id"].as_str() {
        Some(id) if !id.is_empty() => Ok(id.to_owned()),
        _ => Err(refusal("An object", "it has no id")),
    }
}

pub(crate) fn refusal(object: &str, reason: &'static str) -> ImportError {
    ImportError {
        object: object.to_owned(),
        reason,
    }
}

fn status_named(name: &str) -> Option<Status> {
    let all = [
        Status::Staged,
        Status::Provisioned,
        Status::Active,
        Status::Recovery,
        Status::PasswordExpired,
        Status::LockedOut,
        Status::Suspended,
        Status::Deprovisioned,
    ];
    all.into_iter().find(|status| status.as_str() == name)
}

pub(crate) fn time(object: &Value, member: &str) -> Option<Timestamp> {
    object[member].as_str()?.parse().ok()
}
