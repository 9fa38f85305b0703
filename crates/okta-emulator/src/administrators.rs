//! Tokens of administrators whose roles are narrower than a standard role for the whole org.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::emulator::{ApiToken, Emulator};
use crate::generator;
use crate::iam::{
    Assignee, CustomRole, GrantedPermission, Member, Resource, ResourceSet, ResourceSetResource, TokenRecord,
};
use crate::resources::target_cursor;
use crate::state::{Org, Token};

impl Emulator {
    /// Makes an API token of a user whom the org has already, named by id or login; none where it has no such
    /// user. What the token may do is what its owner's roles, own and of groups, allow at the moment.
    pub fn api_token_of(&self, user: &str) -> Option<ApiToken> {
        let now = self.service.now_in_seconds();
        let org = &mut *self.service.org();
        let owner = org.find_user(user)?.to_owned();
        Some(issue(org, &owner, now))
    }

    /// Makes a user with a standard role that is narrowed to these targets, and a token of that user. Targets
    /// are ids of groups for `USER_ADMIN`, `HELP_DESK_ADMIN` and `GROUP_MEMBERSHIP_ADMIN`; for `APP_ADMIN` ids
    /// of apps, or names of apps in the catalog. None where one of them is none of these.
    ///
    /// ```
    /// use okta_emulator::Emulator;
    ///
    /// let emulator = Emulator::builder().users(25).build();
    /// assert!(emulator.api_token_with_targets("HELP_DESK_ADMIN", &[]).is_some());
    /// assert!(emulator.api_token_with_targets("HELP_DESK_ADMIN", &["not a group"]).is_none());
    /// ```
    pub fn api_token_with_targets(&self, role: &str, targets: &[&str]) -> Option<ApiToken> {
        let now = self.service.now_in_seconds();
        let org = &mut *self.service.org();
        let takes = okta_facts::standard_role(role)?.targets;
        let named: Option<Vec<Resource>> = targets
            .iter()
            .map(|target| target_of(org, takes, target))
            .collect();
        let named = named?;
        let owner = generator::administrator(org, role, now);
        let roles = org.users.get_mut(&owner).map(|owner| &mut owner.roles);
        for assignment in roles.into_iter().flatten() {
            let by_cursor = named.iter().map(|target| (target_cursor(target), target.clone()));
            assignment.targets.named.extend(by_cursor);
        }
        Some(issue(org, &owner, now))
    }

    /// Makes a user with a custom role of these permissions on a resource set of these resources, and a token
    /// of that user. Permissions are labels such as `okta.users.read`; resources are ORNs or addresses such as
    /// `https://{org}/api/v1/groups/{id}/users`. None where the org does not know one of them.
    ///
    /// ```
    /// use okta_emulator::Emulator;
    ///
    /// let emulator = Emulator::builder().users(25).build();
    /// let users = format!("{}/api/v1/users", emulator.base_url());
    /// assert!(emulator.api_token_with_permissions(&["okta.users.read"], &[&users]).is_some());
    /// assert!(emulator.api_token_with_permissions(&["okta.users.raed"], &[&users]).is_none());
    /// ```
    pub fn api_token_with_permissions(&self, permissions: &[&str], resources: &[&str]) -> Option<ApiToken> {
        let now = self.service.now_in_seconds();
        let org = &mut *self.service.org();
        let granted = permissions.iter().map(|label| {
            let known = okta_facts::permission(label).filter(|known| known.usable_in_custom_roles);
            let granted = GrantedPermission {
                created: now,
                last_updated: now,
                conditions: serde_json::Value::Null,
            };
            known.map(|_| ((*label).to_owned(), granted))
        });
        let granted: Option<BTreeMap<String, GrantedPermission>> = granted.collect();
        let resources: Option<Vec<Resource>> = resources
            .iter()
            .map(|resource| Resource::parse(org, resource))
            .collect();
        let (granted, resources) = (granted?, resources?);
        let owner = generator::administrator(org, "CUSTOM", now);
        bind(org, &owner, granted, resources, now);
        Some(issue(org, &owner, now))
    }
}

/// Makes a token of a user, as the Admin Console does.
pub(crate) fn issue(org: &mut Org, owner: &str, now: Timestamp) -> ApiToken {
    // The form that Okta's tokens have; it is not documented, and nothing may depend on it.
    let secret = format!("00{}", org.ids.text(40));
    let id = org.ids.next("00T");
    let name = format!("Token {}", org.tokens.len() + 1);
    org.iam
        .tokens
        .insert(id.clone(), TokenRecord::new(&id, owner, name, now));
    let token = Token {
        id,
        owner: owner.to_owned(),
    };
    org.tokens.insert(secret.clone(), token);
    ApiToken(secret)
}

fn target_of(org: &Org, takes: &[&str], named: &str) -> Option<Resource> {
    let named_app = |name: &str| org.applications.values().any(|app| app.text("name") == name);
    if takes.contains(&"groups") && org.groups.contains_key(named) {
        Some(Resource::Group(named.to_owned()))
    } else if takes.contains(&"apps") && org.applications.contains_key(named) {
        Some(Resource::Application(named.to_owned()))
    } else if takes.contains(&"apps") && named_app(named) {
        Some(Resource::ApplicationsNamed(named.to_owned()))
    } else {
        None
    }
}

fn bind(
    org: &mut Org,
    owner: &str,
    permissions: BTreeMap<String, GrantedPermission>,
    resources: Vec<Resource>,
    now: Timestamp,
) {
    let (role, set, member) = (org.ids.next("cr0"), org.ids.next("iam"), org.ids.next("irb"));
    let held = resources.into_iter().map(|resource| {
        let id = org.ids.next("ire");
        let held = ResourceSetResource {
            id: id.clone(),
            resource,
            excluded: Vec::new(),
            created: now,
            last_updated: now,
        };
        (id, held)
    });
    let set_of = ResourceSet {
        id: set.clone(),
        label: format!("Resources {set}"),
        description: "Of a token that the emulator was asked for".to_owned(),
        created: now,
        last_updated: now,
        resources: held.collect(),
        bindings: BTreeSet::from([role.clone()]),
    };
    let role_of = CustomRole {
        id: role.clone(),
        label: format!("Role {role}"),
        description: "Of a token that the emulator was asked for".to_owned(),
        created: now,
        last_updated: now,
        permissions,
    };
    let member_of = Member {
        id: member.clone(),
        assignee: Assignee::User(owner.to_owned()),
        role: role.clone(),
        resource_set: set.clone(),
        created: now,
    };
    org.iam.resource_sets.insert(set, set_of);
    org.iam.roles.insert(role, role_of);
    org.iam.members.insert(member, member_of);
}
