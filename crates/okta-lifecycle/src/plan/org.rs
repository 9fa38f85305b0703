//! [`Org`]: what plans need to know of the org beside the person, read once and shared.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use okta_models::{
    GroupId, LinkedObjectName, UserId, UserKey,
    api_tokens::{ApiToken, ListApiTokens},
    applications::{Application, GetApplication, ListApplications},
    filter,
    group_rules::{GroupRuleStatus, ListGroupRules},
    groups::{Group, GroupType, ListGroups},
    linked_objects::ListLinkedObjectDefinitions,
    schemas::{GetUserSchema, UserSchema},
    search,
    users::GetUser,
};
use tokio::sync::{Mutex, OnceCell};

use super::owners::Owners;
use super::reader::{Reader, unless_refused};
use super::{GroupRecord, Unread};
use crate::Error;
use crate::actions::has_admin_privilege;
use crate::intent::{AppLabel, GroupName};

/// What plans need to know of the org. What was read is not read again.
#[derive(Debug, Default)]
pub(crate) struct Org {
    rules: OnceCell<Result<Rules, Unread>>,
    owner: OnceCell<Option<UserId>>,
    tokens: OnceCell<Result<Vec<ApiToken>, Unread>>,
    schemas: Mutex<HashMap<String, Result<Arc<UserSchema>, Unread>>>,
    groups: Mutex<HashMap<GroupName, Found<Group>>>,
    apps: Mutex<HashMap<AppLabel, Found<Application>>>,
    admins: Mutex<Admins>,
    links: OnceCell<Result<Vec<LinkedObjectName>, Unread>>,
    owners: Owners,
}

/// Whether groups hold an administrator role.
#[derive(Debug, Default)]
struct Admins {
    known: HashMap<GroupId, Option<bool>>,
    refused: Option<Unread>,
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

    /// A group with the rules that put people into it, and whether it holds an administrator role.
    pub(crate) fn record(&self, group: &Group, has_admin_privilege: Option<bool>) -> GroupRecord {
        GroupRecord {
            rules: self.of(&group.id).to_vec(),
            has_admin_privilege,
            ..GroupRecord::new(&group.id, group.name().unwrap_or_default())
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

    /// Whether groups hold an administrator role, by group, or why that could not be read: one call for every 50 groups
    /// that are not known yet.
    pub(crate) async fn admins(
        &self,
        reader: &Reader<'_>,
        groups: &[Group],
    ) -> Result<Result<HashMap<GroupId, Option<bool>>, Unread>, Error> {
        let mut admins = self.admins.lock().await;
        if let Some(refused) = &admins.refused {
            return Ok(Err(refused.clone()));
        }
        let unknown = groups.iter().map(|group| &group.id);
        let unknown: Vec<_> = unknown.filter(|id| !admins.known.contains_key(*id)).collect();
        for some in unknown.chunks(50) {
            let any = some.iter().map(|id| filter("id").eq(*id));
            let Some(any) = any.reduce(okta_models::Expression::or) else {
                continue;
            };
            let listed = reader.list(ListGroups::new().filter(any).expand("stats")).await;
            match unless_refused("listGroups", listed)? {
                Ok(listed) => {
                    admins.known.extend(some.iter().map(|id| ((*id).clone(), None)));
                    let told = listed
                        .into_iter()
                        .map(|group| (group.id.clone(), has_admin_privilege(&group)));
                    admins.known.extend(told);
                }
                Err(unread) => {
                    admins.refused = Some(unread.clone());
                    return Ok(Err(unread));
                }
            }
        }
        let known = groups.iter().filter_map(|group| {
            let known = admins.known.get(&group.id)?;
            Some((group.id.clone(), *known))
        });
        Ok(Ok(known.collect()))
    }

    /// The names by which the associated sides of the org's kinds of links are asked for.
    pub(crate) async fn links(
        &self,
        reader: &Reader<'_>,
    ) -> Result<&Result<Vec<LinkedObjectName>, Unread>, Error> {
        let read = async || {
            let listed = reader.list(ListLinkedObjectDefinitions::new()).await;
            let names = unless_refused("listLinkedObjectDefinitions", listed)?.map(|kinds| {
                let names = kinds.into_iter().filter_map(|kind| kind.associated?.name);
                names.map(LinkedObjectName::from).collect()
            });
            Ok(names)
        };
        self.links.get_or_try_init(read).await
    }

    pub(crate) fn owners(&self) -> &Owners {
        &self.owners
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
            GroupName::Id { id } => {
                let query = ListGroups::new().filter(filter("id").eq(id)).expand("stats");
                let mut named = reader.list(query).await?;
                named.retain(|group| group.id == *id);
                only(named)
            }
            GroupName::Name(name) => {
                let of_name = search("profile.name").eq(name.as_str());
                let query = ListGroups::new().search(of_name).expand("stats");
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
        if let Some(known) = apps.get(named) {
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
        apps.insert(named.clone(), found.clone());
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
