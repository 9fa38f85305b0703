//! [`Owners`]: who owns groups, read once and shared.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use futures_util::{StreamExt as _, stream};
use okta_models::{
    GroupId, Operation as _, UserId,
    group_owners::{GroupOwnerType, ListGroupOwners},
    groups::ListGroups,
};
use okta_transport::Forecast;
use tokio::sync::{Mutex, OnceCell};

use super::reader::{Reader, unless_refused};
use super::{Planner, Unread};
use crate::{Error, ErrorKind};

/// How many groups are asked for their owners at once; the client's governor paces them in any case.
const AT_ONCE: usize = 8;

type OfGroup = Result<BTreeSet<UserId>, Unread>;
type Named = (GroupId, String);

/// Who owns groups. Okta lists the owners of a group, and has no list of what somebody owns.
#[derive(Debug, Default)]
pub(crate) struct Owners {
    of: Mutex<HashMap<GroupId, Arc<OnceCell<OfGroup>>>>,
    groups: OnceCell<Result<Vec<Named>, Unread>>,
    by_owner: OnceCell<Result<ByOwner, Unread>>,
}

#[derive(Debug, Default)]
struct ByOwner {
    owned: HashMap<UserId, Vec<Named>>,
    /// Groups that refused to tell.
    unread: Vec<Unread>,
}

impl Owners {
    /// The users who own a group, or why that could not be read. A group that owns another has members for that.
    pub(crate) async fn of(&self, reader: &Reader<'_>, group: &GroupId) -> Result<OfGroup, Error> {
        let cell = Arc::clone(self.of.lock().await.entry(group.clone()).or_default());
        let read = async || {
            let listed = match reader.list(ListGroupOwners::new(group)).await {
                // Deleted since it was listed.
                Err(error) if error.is_not_found() => Ok(Vec::new()),
                listed => listed,
            };
            Ok::<_, Error>(unless_refused("listGroupOwners", listed)?.map(|owners| {
                let users = owners
                    .into_iter()
                    .filter(|owner| owner.owner_type == Some(GroupOwnerType::User));
                users.map(|owner| UserId::new(owner.id.as_str())).collect()
            }))
        };
        cell.get_or_try_init(read).await.cloned()
    }

    /// The groups that a user owns, of all groups that the token sees, and what could not be read of them.
    pub(crate) async fn owned_by(
        &self,
        reader: &Reader<'_>,
        user: &UserId,
    ) -> Result<Result<(Vec<Named>, &[Unread]), &Unread>, Error> {
        let read = async || {
            let groups = match self.groups(reader).await? {
                Ok(groups) => groups,
                Err(unread) => return Ok::<_, Error>(Err(unread.clone())),
            };
            let mut all = ByOwner::default();
            let asked = stream::iter(groups).map(async |group| (group, self.of(reader, &group.0).await));
            let mut asked = std::pin::pin!(asked.buffered(AT_ONCE));
            while let Some((group, owners)) = asked.next().await {
                match owners? {
                    Ok(owners) => {
                        for owner in owners {
                            all.owned.entry(owner).or_default().push(group.clone());
                        }
                    }
                    Err(unread) if all.unread.contains(&unread) => {}
                    Err(unread) => all.unread.push(unread),
                }
            }
            Ok(Ok(all))
        };
        Ok(match self.by_owner.get_or_try_init(read).await? {
            Ok(all) => Ok((all.owned.get(user).cloned().unwrap_or_default(), &all.unread)),
            Err(unread) => Err(unread),
        })
    }

    /// All groups that the token sees.
    async fn groups(&self, reader: &Reader<'_>) -> Result<&Result<Vec<Named>, Unread>, Error> {
        let read = async || {
            let listed = unless_refused("listGroups", reader.list(ListGroups::new()).await)?;
            Ok::<_, Error>(listed.map(|groups| {
                let named = groups.into_iter().map(|group| {
                    let name = group.name().unwrap_or_default().to_owned();
                    (group.id, name)
                });
                named.collect()
            }))
        };
        self.groups.get_or_try_init(read).await
    }
}

impl Planner {
    /// What [`Leaver::look_through_all_groups`](crate::Leaver::look_through_all_groups) costs, once for all plans of this
    /// planner: a call for each group. To tell it, the groups are listed, which the plans then need not do again.
    ///
    /// ```
    /// # async fn example(okta: &okta_transport::Client) -> Result<(), okta_lifecycle::Error> {
    /// use okta_lifecycle::{Leaver, Planner};
    ///
    /// let planner = Planner::new(okta);
    /// print!("{}", planner.forecast_group_owners().await?); // calls, and minutes by bucket
    /// let plan = planner.plan(Leaver::of("ada@example.com").look_through_all_groups()).await?;
    /// for owned in plan.owned() {
    ///     println!("{} {}", owned.kind, owned.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`CannotBeProcessed`](ErrorKind::CannotBeProcessed) when the token may not list groups, or
    /// [`Transport`](ErrorKind::Transport) when the call fails.
    pub async fn forecast_group_owners(&self) -> Result<Forecast, Error> {
        let reader = Reader::new(self.client());
        match self.org().owners().groups(&reader).await? {
            Ok(groups) => {
                let calls = u64::try_from(groups.len()).unwrap_or(u64::MAX);
                Ok(self.client().forecast(&[(ListGroupOwners::METADATA, calls)]))
            }
            Err(unread) => {
                let message = format!("the groups may not be listed: {}", unread.because);
                Err(Error::of_kind(ErrorKind::CannotBeProcessed, message))
            }
        }
    }
}
