//! Where roles may not be read: the lists and objects that a profile wants are read, one record each.

use std::collections::BTreeMap;

use okta_models::{
    AppId, GroupId, ListOperation, Operation, Page, UserId,
    application_groups::ListApplicationGroupAssignments,
    application_users::ListApplicationUsers,
    applications::{GetApplication, ListApplications},
    custom_roles::ListRoles,
    groups::{GetGroup, ListGroupUsers, ListGroups},
    resource_sets::ListResourceSets,
    role_assignments::{ListAssignedRolesForUser, ListGroupAssignedRoles, ListUsersWithRoleAssignments},
    system_log::ListLogEvents,
    user_factors::ListFactors,
    user_resources::ListUserGroups,
    users::{GetUser, ListUserBlocks, ListUsers},
};
use okta_transport::Error;

use super::calls::{Calls, Reply};
use super::wanted::Wanted;
use crate::Requirement;

/// What came of trying an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trial {
    /// Okta answered, with a record where it is a list.
    Answered,
    /// A list without a record. Okta answers so, too, where it hides everything from the caller.
    Empty,
    /// Okta refused the list as a whole.
    Refused,
    /// Okta refused it on the one object that was tried; others may differ.
    RefusedOnOne,
}

/// By operationId.
pub(super) type Trials = BTreeMap<&'static str, Trial>;

const OF_USERS: [&str; 5] = [
    "listUsers",
    "getUser",
    "listUserGroups",
    "listUserBlocks",
    "listFactors",
];
const OF_GROUPS: [&str; 4] = [
    "listGroups",
    "getGroup",
    "listGroupUsers",
    "listGroupAssignedRoles",
];
const OF_APPS: [&str; 4] = [
    "listApplications",
    "getApplication",
    "listApplicationUsers",
    "listApplicationGroupAssignments",
];

/// What may be tried, for the forecast.
pub(super) fn operations() -> impl Iterator<Item = &'static str> {
    let rest = [
        "listLogEvents",
        "listRoles",
        "listResourceSets",
        "listUsersWithRoleAssignments",
    ];
    OF_USERS.into_iter().chain(OF_GROUPS).chain(OF_APPS).chain(rest)
}

/// What must be sent to try an operation: a list first, where the operation takes one object.
pub(super) fn samples(operation_id: &str) -> Option<&'static str> {
    [OF_USERS[0], OF_GROUPS[0], OF_APPS[0]]
        .into_iter()
        .zip([&OF_USERS[..], &OF_GROUPS, &OF_APPS])
        .find_map(|(list, all)| all.contains(&operation_id).then_some(list))
}

/// Tries what a profile wants and can be tried without a change.
pub(super) struct Probes<'p, 'c, 'w> {
    pub(super) calls: &'p mut Calls<'c>,
    pub(super) wanted: &'w Wanted,
    pub(super) trials: &'p mut Trials,
}

impl Probes<'_, '_, '_> {
    pub(super) async fn run(&mut self) -> Result<(), Error> {
        let user = self.sample(&OF_USERS, ListUsers::new().limit(1)).await?;
        if let Some(user) = user.map(|user| user.id) {
            self.user(&user).await?;
        }
        let group = self.sample(&OF_GROUPS, ListGroups::new().limit(1)).await?;
        if let Some(group) = group.map(|group| group.id) {
            self.group(&group).await?;
        }
        let app = self.sample(&OF_APPS, ListApplications::new().limit(1)).await?;
        if let Some(app) = app.map(|app| app.id) {
            self.app(&app).await?;
        }
        self.list(ListLogEvents::new().limit(1)).await?;
        self.list(ListUsersWithRoleAssignments::new().limit(1)).await?;
        self.list(ListRoles::new()).await?;
        self.list(ListResourceSets::new()).await
    }

    async fn user(&mut self, user: &UserId) -> Result<(), Error> {
        self.object(GetUser::new(user)).await?;
        self.object(ListUserGroups::new(user)).await?;
        self.object(ListUserBlocks::new(user)).await?;
        self.object(ListFactors::new(user)).await
    }

    async fn group(&mut self, group: &GroupId) -> Result<(), Error> {
        self.object(GetGroup::new(group)).await?;
        self.object(ListGroupUsers::new(group).limit(1)).await?;
        self.object(ListGroupAssignedRoles::new(group)).await
    }

    async fn app(&mut self, app: &AppId) -> Result<(), Error> {
        self.object(GetApplication::new(app)).await?;
        self.object(ListApplicationUsers::new(app).limit(1)).await?;
        self.object(ListApplicationGroupAssignments::new(app).limit(1))
            .await
    }

    /// A list, which gives an object to try the others on.
    async fn sample<L: ListOperation>(&mut self, all: &[&str], list: L) -> Result<Option<L::Item>, Error> {
        if !all.iter().any(|wanted| self.wanted.wants(wanted)) {
            return Ok(None);
        }
        self.attempt(list).await
    }

    async fn list<L: Operation<Output = Page<T>>, T>(&mut self, list: L) -> Result<(), Error> {
        if self.is_open::<L>() {
            self.attempt(list).await?;
        }
        Ok(())
    }

    async fn attempt<L: Operation<Output = Page<T>>, T>(&mut self, list: L) -> Result<Option<T>, Error> {
        let operation_id = L::METADATA.operation_id();
        let trial = match self
            .calls
            .attempt(list, "a record, to see whether it may be read")
            .await?
        {
            Reply::Answered(page) if page.is_empty() => Trial::Empty,
            Reply::Answered(page) => {
                self.trials.insert(operation_id, Trial::Answered);
                return Ok(page.into_iter().flatten().next());
            }
            Reply::Refused => Trial::Refused,
            Reply::Unread => return Ok(None),
        };
        self.trials.insert(operation_id, trial);
        Ok(None)
    }

    async fn object<O: Operation>(&mut self, operation: O) -> Result<(), Error> {
        if !self.is_open::<O>() {
            return Ok(());
        }
        let trial = match self
            .calls
            .attempt(operation, "an object, to see whether it may be read")
            .await?
        {
            Reply::Answered(_) => Trial::Answered,
            Reply::Refused => Trial::RefusedOnOne,
            Reply::Unread => return Ok(()),
        };
        self.trials.insert(O::METADATA.operation_id(), trial);
        Ok(())
    }

    /// Whether the profile wants an operation that was not tried yet.
    fn is_open<O: Operation>(&self) -> bool {
        let operation_id = O::METADATA.operation_id();
        self.wanted.wants(operation_id) && !self.trials.contains_key(operation_id)
    }
}

/// What was refused together with the roles: everything else that takes the same role or permission.
///
/// Only SUPER_ADMIN among the standard roles and `okta.iam.read` among the permissions let anyone read roles, so that a
/// caller whom they are refused has neither (okta-facts, `view_roles_and_admin_assignments`).
pub(super) fn refused_with_the_roles() -> impl Iterator<Item = &'static str> {
    let reading = Requirement::of::<ListAssignedRolesForUser>();
    let reads_roles = move |requirement: &Requirement| {
        requirement.permissions() == reading.permissions()
            && requirement.standard_roles().eq(reading.standard_roles())
    };
    okta_facts::OPERATIONS
        .iter()
        .filter_map(|operation| Requirement::of_id(operation.id))
        .filter(reads_roles)
        .map(|requirement| requirement.operation().id)
}
