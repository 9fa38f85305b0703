//! [`Org`]: what plans need to know of the org beside the person, read once and shared.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use okta_models::{
    GroupId, UserId, UserKey,
    api_tokens::{ApiToken, ListApiTokens},
    applications::{Application, GetApplication, ListApplications},
    group_rules::{GroupRuleStatus, ListGroupRules},
    groups::{GetGroup, Group, GroupType, ListGroups},
    schemas::{GetUserSchema, UserSchema},
    search,
    users::GetUser,
};
use tokio::sync::{Mutex, OnceCell};

use super::reader::{Reader, unless_refused};
use super::{GroupRecord, Unread};
use crate::Error;
use crate::intent::{AppLabel, GroupName};

/// What plans need to know of the org. What was read is not read again.
#[derive(Debug, Default)]
pub(crate) struct Org {
    rules: OnceCell<Result<Rules, Unread>>,
    owner: OnceCell<Option<UserId>>,
    tokens: OnceCell<Result<Vec<ApiToken>, Unread>>,
    schemas: Mutex<HashMap<String, Result<Arc<UserSchema>, Unread>>>,
    groups: Mutex<HashMap<GroupName, Found<Group>>>,
    apps: Mutex<HashMap<String, Found<Application>>>,
}

/// The active rules of each group, by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules(BTreeMap<GroupId, Vec<String>>);

/// What a name stands for.
#[derive(Clone, Debug)]
pub(crate) enum Found<T> {
    One(Arc<T>),
    None,
    Several,
}

impl Rules {
    pub(crate) fn of(&self, group: &GroupId) -> &[String] {
        self.0.get(group).map(Vec::as_slice).unwrap_or_default()
    }

    /// A group with the rules that put people into it.
    pub(crate) fn record(&self, id: &GroupId, name: &str) -> GroupRecord {
        GroupRecord {
            rules: self.of(id).to_vec(),
            ..GroupRecord::new(id, name)
        }
    }
}

impl Org {
    /// The active group rules, or why they could not be read.
    pub(crate) async fn rules(&self, reader: &Reader<'_>) -> Result<&Result<Rules, Unread>, Error> {
        let read = async || {
            let listed = reader.list(ListGroupRules::new().limit(200)).await;
            let listed = match unless_refused("listGroupRules", listed)? {
                Ok(listed) => listed,
                Err(unread) => return Ok(Err(unread)),
            };
            let mut rules = Rules::default();
            for rule in listed {
                if rule.status != Some(GroupRuleStatus::Active) {
                    continue;
                }
                let name = rule.name.clone().unwrap_or_else(|| rule.id.to_string());
                for group in rule.groups() {
                    rules.0.entry(group.clone()).or_default().push(name.clone());
                }
            }
            Ok(Ok(rules))
        };
        self.rules.get_or_try_init(read).await
    }

    /// The owner of the calling token; `None` for one that is nobody's, a service app's.
    pub(crate) async fn owner(&self, reader: &Reader<'_>) -> Result<Option<&UserId>, Error> {
        let read = async || match reader.read(GetUser::new(UserKey::me())).await {
            Ok(owner) => Ok(Some(owner.id)),
            Err(error) if error.is_not_found() || error.is_forbidden() => Ok(None),
            Err(error) => Err(error),
        };
        Ok(self.owner.get_or_try_init(read).await?.as_ref())
    }

    pub(crate) async fn tokens(&self, reader: &Reader<'_>) -> Result<&Result<Vec<ApiToken>, Unread>, Error> {
        let read = async || unless_refused("listApiTokens", reader.list(ListApiTokens::new()).await);
        self.tokens.get_or_try_init(read).await
    }

    pub(crate) async fn schema(
        &self,
        reader: &Reader<'_>,
        id: &str,
    ) -> Result<Result<Arc<UserSchema>, Unread>, Error> {
        let mut schemas = self.schemas.lock().await;
        if let Some(known) = schemas.get(id) {
            return Ok(known.clone());
        }
        let read = reader.read(GetUserSchema::new(id)).await;
        let schema = unless_refused("getUserSchema", read)?.map(Arc::new);
        schemas.insert(id.to_owned(), schema.clone());
        Ok(schema)
    }

    /// The group of this name or id. Of several of one name, the one of type `OKTA_GROUP`.
    pub(crate) async fn group(&self, reader: &Reader<'_>, named: &GroupName) -> Result<Found<Group>, Error> {
        let mut groups = self.groups.lock().await;
        if let Some(known) = groups.get(named) {
            return Ok(known.clone());
        }
        let found = match named {
            GroupName::Id { id } => found(reader.read(GetGroup::new(id)).await)?,
            GroupName::Name(name) => {
                let query = ListGroups::new().search(search("profile.name").eq(name.as_str()));
                let mut named = reader.list(query).await?;
                named.retain(|group| group.name() == Some(name));
                if named.len() > 1 {
                    named.retain(|group| group.group_type == Some(GroupType::OktaGroup));
                }
                only(named)
            }
        };
        groups.insert(named.clone(), found.clone());
        Ok(found)
    }

    /// The app of this label or id. Of several of one label, the one that is in use.
    pub(crate) async fn app(
        &self,
        reader: &Reader<'_>,
        named: &AppLabel,
    ) -> Result<Found<Application>, Error> {
        let mut apps = self.apps.lock().await;
        let key = named.to_string();
        if let Some(known) = apps.get(&key) {
            return Ok(known.clone());
        }
        let found = match named {
            AppLabel::Id(id) => found(reader.read(GetApplication::new(id)).await)?,
            AppLabel::Label(label) => {
                let mut named = reader.list(ListApplications::new().q(label.as_str())).await?;
                named.retain(|app| app.label.as_deref() == Some(label));
                if named.len() > 1 {
                    named.retain(Application::is_active);
                }
                only(named)
            }
        };
        apps.insert(key, found.clone());
        Ok(found)
    }
}

fn found<T>(read: Result<T, Error>) -> Result<Found<T>, Error> {
    match read {
        Ok(object) => Ok(Found::One(Arc::new(object))),
        Err(error) if error.is_not_found() => Ok(Found::None),
        Err(error) => Err(error),
    }
}

fn only<T>(mut named: Vec<T>) -> Found<T> {
    match (named.pop(), named.is_empty()) {
        (None, _) => Found::None,
        (Some(object), true) => Found::One(Arc::new(object)),
        (Some(_), false) => Found::Several,
    }
}
