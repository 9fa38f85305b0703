//! [`Planner`]: reads a person and makes a plan.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures_util::future::try_join3;
use okta_models::{
    UserId, UserKey,
    applications::ListApplications,
    filter,
    user_factors::{FactorStatus, ListFactors},
    user_resources::ListUserGroups,
    users::{GetUser, User, UserStatus},
};
use okta_transport::Client;

use super::intents::{Needs, Person};
use super::org::Org;
use super::reader::{Reader, unless_refused};
use super::template_check::{Resolved, without_secrets};
use super::{Account, AppRecord, Assignment, Draft, Plan, State, TemplateProblem};
use crate::{Error, ErrorKind, Intent, RoleTemplate};

/// Makes plans on one org.
///
/// A person is read in one pass: `getUser`, and as far as the intent speaks of them one call each for groups, apps and
/// factors ([`Plan::reads`] counts them). What is the org's, group rules and schemas and the groups and apps that templates
/// name, is read once for all plans of a planner, so make a new one for another job.
///
/// ```
/// use okta_lifecycle::{Leaver, Planner};
///
/// # async fn example(okta: &okta_transport::Client) -> Result<(), okta_lifecycle::Error> {
/// let planner = Planner::new(okta);
/// for login in ["ada@example.com", "grace@example.com"] {
///     print!("{}", planner.plan(Leaver::of(login)).await?);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Planner {
    client: Client,
    org: Arc<Org>,
}

impl Planner {
    /// A planner that reads with this client.
    pub fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
            org: Arc::default(),
        }
    }

    /// Makes a plan of an intent. Nothing is changed.
    ///
    /// # Errors
    ///
    /// [`CannotBeProcessed`](ErrorKind::CannotBeProcessed), with the reason, when there is no such person, when the
    /// person's status allows no way to what is wanted, or when a leaver is the owner of the calling token.
    /// [`InvalidTemplate`](ErrorKind::InvalidTemplate) when the org has not, or cannot give, what a template names.
    /// [`Transport`](ErrorKind::Transport) when a call fails.
    pub async fn plan(&self, intent: impl Into<Intent>) -> Result<Plan, Error> {
        let intent = intent.into();
        let reader = Reader::new(&self.client);
        let needs = intent.needs();
        let user = match intent.user_key() {
            Some(key) => match reader.read(GetUser::new(&key)).await {
                Ok(user) => Some(user),
                Err(error) if error.is_not_found() => {
                    let reason = "there is no such user, or it is hidden from the token";
                    return Err(error.cannot_be_processed(reason));
                }
                Err(error) => return Err(error),
            },
            None => reader.user_with_login(intent.login()).await?,
        };
        let (person, state) = self.person(&reader, user.as_ref(), needs).await?;
        let mut draft = Draft::new(intent.name(), state, self.client.now());
        for unread in &person.unread {
            draft.unread.push(unread.clone());
        }
        person.draft(&mut draft, &self.org, &reader, &intent).await?;
        Ok(draft.finish(reader.counts()))
    }

    /// What of a template the org has not, or cannot give: groups and apps that are not there, groups that an app, Okta or a
    /// group rule owns, attributes that the schema of the default user type does not have. Empty when all is well.
    ///
    /// ```
    /// use okta_lifecycle::{Planner, RoleTemplate};
    ///
    /// # async fn example(okta: &okta_transport::Client) -> Result<(), okta_lifecycle::Error> {
    /// let template = RoleTemplate::named("Engineer").group("Engineering").attribute("department", "Engineering");
    /// for problem in Planner::new(okta).check_template(&template).await? {
    ///     println!("{problem}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When a call fails; when the schema or the group rules may not be read, which leaves the check without an answer.
    pub async fn check_template(&self, template: &RoleTemplate) -> Result<Vec<TemplateProblem>, Error> {
        let reader = Reader::new(&self.client);
        let resolved = Resolved::of(&self.org, &reader, template, DEFAULT_SCHEMA).await?;
        match resolved.unread.into_iter().next() {
            Some(unread) => {
                let message = format!("the template cannot be checked: {}", unread.because);
                Err(Error::of_kind(ErrorKind::CannotBeProcessed, message))
            }
            None => Ok(resolved.problems),
        }
    }

    /// The state of a person, the apps as they are recorded, and how many calls it took.
    pub(crate) async fn state_of(
        &self,
        user: &UserId,
        groups: bool,
        apps: bool,
    ) -> Result<(State, Vec<AppRecord>, BTreeMap<String, u32>), Error> {
        let reader = Reader::new(&self.client);
        let user = reader.read(GetUser::new(user)).await.map_err(|error| {
            if error.is_not_found() {
                error.cannot_be_processed("the account is not there any more")
            } else {
                error
            }
        })?;
        let needs = Needs {
            groups,
            apps,
            factors: false,
        };
        let (person, state) = self.person(&reader, Some(&user), needs).await?;
        match person.unread.first() {
            Some(unread) => Err(Error::of_kind(
                ErrorKind::CannotBeProcessed,
                unread.because.clone(),
            )),
            None => Ok((state, person.apps, reader.counts())),
        }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(super) fn org(&self) -> &Org {
        &self.org
    }

    async fn person(
        &self,
        reader: &Reader<'_>,
        user: Option<&User>,
        needs: Needs,
    ) -> Result<(Person, State), Error> {
        let mut person = Person::default();
        let mut state = State {
            user: Some(user.map(Account::of)),
            ..State::default()
        };
        let Some(user) = user else {
            state.groups = Some(BTreeSet::new());
            state.factors = Some(0);
            state.all_apps = true;
            DEFAULT_SCHEMA.clone_into(&mut person.schema);
            return Ok((person, state));
        };
        person.schema = schema_of(user);
        // Deactivation ends app assignments and factors.
        let is_gone = user.status == Some(UserStatus::Deprovisioned);
        let groups = async {
            let read = async || reader.list(ListUserGroups::new(&user.id)).await;
            Ok::<_, Error>(if needs.groups {
                Some(unless_refused("listUserGroups", read().await)?)
            } else {
                None
            })
        };
        let apps = async {
            let of_user = ListApplications::new()
                .filter(filter("user.id").eq(user.id.as_str()))
                .expand(format!("user/{}", user.id))
                .limit(200);
            Ok(if needs.apps && !is_gone {
                Some(unless_refused("listApplications", reader.list(of_user).await)?)
            } else {
                None
            })
        };
        let factors = async {
            let read = async || reader.list(ListFactors::new(&user.id)).await;
            Ok(if needs.factors && !is_gone {
                Some(unless_refused("listFactors", read().await)?)
            } else {
                None
            })
        };
        let (groups, apps, factors) = try_join3(groups, apps, factors).await?;
        match groups {
            Some(Ok(groups)) => {
                state.groups = Some(groups.iter().map(|group| group.id.clone()).collect());
                person.groups = groups;
            }
            Some(Err(unread)) => person.unread.push(unread),
            None => {}
        }
        match apps {
            Some(Ok(apps)) => {
                let account = Account::of(user);
                for app in apps {
                    let assigned = match app.app_user() {
                        Some(assigned) => assigned.map_err(|_| unreadable_assignment(&app.id))?,
                        None => return Err(unreadable_assignment(&app.id)),
                    };
                    let assignment = Assignment::of(&assigned);
                    let record = AppRecord {
                        user_name: assignment.user_name.clone(),
                        profile: without_secrets(of_its_own(&assignment, &account)),
                        ..AppRecord::new(&app.id, app.label.clone().unwrap_or_default())
                    };
                    state.apps.insert(app.id.clone(), Some(assignment));
                    person.apps.push(record);
                }
                state.all_apps = true;
            }
            Some(Err(unread)) => person.unread.push(unread),
            None => state.all_apps = is_gone,
        }
        match factors {
            Some(Ok(factors)) => {
                let enrolled = factors
                    .iter()
                    .filter(|factor| is_enrolled(factor.status.as_ref()));
                state.factors = Some(enrolled.count());
            }
            Some(Err(unread)) => person.unread.push(unread),
            None if is_gone => state.factors = Some(0),
            None => {}
        }
        Ok((person, state))
    }
}

/// The schema of the default user type.
pub(crate) const DEFAULT_SCHEMA: &str = "default";

/// A factor that was offered and never set up is no loss.
pub(crate) fn is_enrolled(status: Option<&FactorStatus>) -> bool {
    status != Some(&FactorStatus::NotSetup)
}

/// The schema that a user's profile follows, as the user's link names it.
fn schema_of(user: &User) -> String {
    let link = user
        .links
        .as_ref()
        .and_then(|links| links.pointer("/schema/href").ok().flatten());
    let id = link
        .as_ref()
        .and_then(|link| link.as_str()?.rsplit('/').next().map(str::to_owned));
    id.filter(|id| !id.is_empty())
        .unwrap_or_else(|| DEFAULT_SCHEMA.to_owned())
}

/// The attributes of an assignment that giving it back must set. Those that are as in the person's own profile are left
/// out: the app's mapping makes them again, and once set by hand it would not follow the profile any more.
fn of_its_own(assignment: &Assignment, account: &Account) -> super::Attributes {
    let is_mapped = |value: &serde_json::Value| account.profile.iter().any(|(_, own)| own == value);
    let own = assignment.profile.iter();
    let own = own.filter(|(_, value)| !value.is_null() && !is_mapped(value));
    own.map(|(name, value)| (name, value.clone())).collect()
}

fn unreadable_assignment(app: &okta_models::AppId) -> Error {
    let message = format!("Okta lists app {app} for the user and does not say how it is assigned");
    Error::of_kind(ErrorKind::CannotBeProcessed, message)
}

impl Intent {
    /// Whom it is about; `None` of a joiner, who may have no account.
    fn user_key(&self) -> Option<UserKey> {
        Some(match self {
            Self::Joiner(_) => return None,
            Self::Mover(mover) => mover.user.clone(),
            Self::Leaver(leaver) => leaver.user.clone(),
            Self::Rehire(rehire) => UserKey::from(&rehire.user),
            Self::Sequence(sequence) => sequence.user.clone(),
        })
    }

    /// The login that a joiner is to have.
    fn login(&self) -> &str {
        match self {
            Self::Joiner(joiner) => joiner.login(),
            _ => "",
        }
    }
}
