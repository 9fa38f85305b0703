//! [`LeastPrivilege`]: the least that a token must have for a profile.
//!
//! `needs.rs` says of each operation how it can be had, `enough.rs` tries a grant on objects that stand for the rest of the
//! org, `choose.rs` and `combination.rs` search for the smallest answers; `requests.rs`, `terraform.rs`
//! (with `hcl.rs`) and `difference.rs` (with `judgement.rs`) say what to do about it.

mod choose;
mod combination;
mod difference;
mod enough;
mod extent;
mod hcl;
mod judgement;
mod needs;
mod requests;
mod terraform;

use std::fmt;

use okta_facts::ResourceKind;
use okta_models::GroupId;

pub use combination::Combination;
pub use difference::{Change, Difference, Shortfall, Surplus};
pub(crate) use enough::in_full;
use extent::Extent;
use needs::Needs;
pub use needs::{LeftOut, Obstacle};
pub use requests::{MissingOrgId, OrgIdentity};

use crate::{
    AppTarget, Assignment, CustomRole, Grant, Permission, Principal, Profile, Requirement, Resource,
    ResourceSet, Scope, StandardRole, Targets,
};

/// The least that a token must have for a profile: the permissions and resources of a custom role, the standard roles that
/// must join it for what no custom role reaches, and the OAuth scopes.
///
/// It is for ordinary users and groups: administrators, and groups that hold a role, are the super administrators' to
/// manage, and none of this reaches them.
///
/// ```
/// use okta_permissions::{ATOLIO, LeastPrivilege};
///
/// let least = LeastPrivilege::of(&ATOLIO);
/// let permissions: Vec<&str> = least.permissions().iter().map(|permission| permission.label()).collect();
/// assert_eq!(permissions, ["okta.users.read", "okta.groups.read", "okta.apps.read"]);
/// // No permission of a custom role reads the System Log.
/// let joined = &least.joined_roles()[0];
/// assert_eq!((joined.role().role_type(), joined.operations()), ("REPORT_ADMIN", &["listLogEvents"][..]));
/// // Without a custom role:
/// assert_eq!(least.standard_roles()[0].roles()[0].role_type(), "READ_ONLY_ADMIN");
/// ```
#[derive(Clone, Debug)]
pub struct LeastPrivilege {
    profile: Profile,
    label: String,
    extent: Extent,
    needs: Needs,
}

/// A standard role that must join the custom one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinedRole {
    role: StandardRole,
    targets: Targets,
    operations: Vec<&'static str>,
}

impl JoinedRole {
    /// The role.
    pub fn role(&self) -> StandardRole {
        self.role
    }

    /// What to narrow it to.
    pub fn targets(&self) -> &Targets {
        &self.targets
    }

    /// The operations that it is for, by operationId: no custom role is known to reach them.
    pub fn operations(&self) -> &[&'static str] {
        &self.operations
    }
}

impl LeastPrivilege {
    /// Of a profile, for the whole org.
    pub fn of(profile: &Profile) -> Self {
        Self::within(profile.clone(), profile.name().to_owned(), Extent::default())
    }

    /// Narrows it to these groups and the users in them. What is not about users or groups stays as it was.
    pub fn within_groups<I: Into<GroupId>>(mut self, groups: impl IntoIterator<Item = I>) -> Self {
        self.extent.groups = groups.into_iter().map(Into::into).collect();
        Self::within(self.profile, self.label, self.extent)
    }

    /// Narrows it to these apps.
    pub fn within_apps(mut self, apps: impl IntoIterator<Item = AppTarget>) -> Self {
        self.extent.apps = apps.into_iter().collect();
        Self::within(self.profile, self.label, self.extent)
    }

    /// Names the custom role and the resource set, the profile's name unless set; in an org the names are unique.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    fn within(profile: Profile, label: String, extent: Extent) -> Self {
        let needs = Needs::of(&profile.operations(), &extent);
        Self {
            profile,
            label,
            extent,
            needs,
        }
    }

    /// The profile.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The permissions of the custom role, in the order of Okta's catalogue: none can be spared, and none can be replaced
    /// by less. None where the joined roles are enough.
    pub fn permissions(&self) -> &[Permission] {
        &self.needs.permissions
    }

    /// What the custom role is for: the resources of the kinds that its permissions take effect on.
    pub fn resources(&self) -> Vec<Resource> {
        let mut kinds: Vec<ResourceKind> = Vec::new();
        for kind in self.permissions().iter().filter_map(Permission::resource_kind) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds.sort_unstable();
        kinds
            .into_iter()
            .flat_map(|kind| self.extent.resources(kind))
            .collect()
    }

    /// The standard roles that must join the custom one, of all that would do those that allow least else.
    pub fn joined_roles(&self) -> &[JoinedRole] {
        &self.needs.joined
    }

    /// The operations for which nothing is known to be enough, by operationId, with why. A super administrator may send
    /// them.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.needs.left_out
    }

    /// The OAuth scopes, of what is left out as well: a scope is known for every operation.
    pub fn scopes(&self) -> Vec<Scope> {
        let mut scopes: Vec<Scope> = Vec::new();
        let requirements = self
            .profile
            .operations()
            .into_iter()
            .filter_map(Requirement::of_id);
        for scope in requirements
            .filter(|requirement| !requirement.operation().no_scope_required)
            .flat_map(Requirement::scopes)
        {
            let scope = Scope::new(*scope);
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        scopes.sort();
        scopes
    }

    /// The combinations of standard roles that are enough without a custom one, none with a role to spare; those that allow
    /// least else come first. What no source settles is not relied upon: [`Combination::not_settled`] lists it.
    pub fn standard_roles(&self) -> Vec<Combination> {
        combination::combinations(&self.needs.operations, &self.profile.operations(), &self.extent)
    }

    /// The standard roles of which no source says whether they allow these operations of the profile, by operationId.
    pub fn not_settled_roles(&self) -> Vec<(StandardRole, Vec<&'static str>)> {
        let roles = StandardRole::all().map(|role| {
            let operations = self.needs.operations.iter().copied();
            let open = operations.filter(|id| role.may(id) == crate::Allowance::Unknown);
            (role, open.collect::<Vec<_>>())
        });
        let superior = |role: StandardRole| role.role_type() == crate::compiled::SUPER_ADMIN;
        roles
            .filter(|(role, open)| !open.is_empty() && !superior(*role))
            .collect()
    }

    /// The custom role; `None` where none is needed.
    pub fn custom_role(&self) -> Option<CustomRole> {
        let role = CustomRole::new(&self.label);
        let permissions = self.permissions().iter().cloned();
        (!self.permissions().is_empty()).then(|| permissions.fold(role, CustomRole::permission))
    }

    /// The resource set that the custom role is bound to; `None` where none is needed.
    pub fn resource_set(&self) -> Option<ResourceSet> {
        let set = ResourceSet::new(&self.label);
        let resources = self.resources();
        (!resources.is_empty()).then(|| resources.into_iter().fold(set, ResourceSet::resource))
    }

    /// The role assignments that it comes to.
    pub fn assignments(&self) -> Vec<Assignment> {
        let custom = self.custom_role().zip(self.resource_set());
        let custom = custom.map(|(role, resources)| Assignment::custom(role, resources));
        let joined = self.joined_roles().iter();
        custom
            .into_iter()
            .chain(joined.map(|joined| joined.role.assigned(joined.targets.clone())))
            .collect()
    }

    /// The grant that it comes to, of an API token of a user or an access token of a service app.
    pub fn grant(&self, principal: Principal) -> Grant {
        let bare = if principal.is_client() {
            Grant::access_token(principal, self.scopes())
        } else {
            Grant::api_token(principal)
        };
        self.assignments().into_iter().fold(bare, Grant::with)
    }

    /// Whether a grant is enough for an operation of the profile, by operationId, on all that this is for: on every user
    /// and group that is no administrator's, and on users in full, not their names alone.
    pub fn is_enough(&self, grant: &Grant, operation_id: &str) -> bool {
        enough::is_enough(grant, operation_id, &self.extent)
    }

    /// What a grant has too little of and too much.
    pub fn difference(&self, grant: &Grant) -> Difference {
        Difference::new(self, grant)
    }
}

impl fmt::Display for LeastPrivilege {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{}", self.profile.name())?;
        let list = |formatter: &mut fmt::Formatter<'_>, title: &str, items: Vec<String>| {
            items
                .iter()
                .try_for_each(|item| writeln!(formatter, "  {title:<13} {item}"))
        };
        let permissions = self.permissions().iter().map(ToString::to_string).collect();
        list(formatter, "permission", permissions)?;
        let resources = self.resources();
        let resources = resources
            .iter()
            .map(|resource| crate::Part::of(resource).to_string());
        list(formatter, "resource", resources.collect())?;
        let joined = self.joined_roles().iter();
        let joined = joined.map(|joined| {
            let assigned = joined.role.assigned(joined.targets.clone());
            format!("{assigned}, for {}", joined.operations.join(", "))
        });
        list(formatter, "standard role", joined.collect())?;
        let scopes = self.scopes().iter().map(ToString::to_string).collect();
        list(formatter, "scope", scopes)?;
        let left_out = self.left_out().iter().map(ToString::to_string).collect();
        list(formatter, "left out", left_out)
    }
}
