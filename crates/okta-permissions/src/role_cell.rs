//! [`RoleCell`]: what a standard role may do with an operation, as far as the role matrix says, in words too.

use okta_facts::{Cell, Operation};

use crate::compiled::{SUPER_ADMIN, guards, subjects};
use crate::grant::Guard;

/// What a role may do with an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RoleCell {
    pub(crate) allowed: Option<bool>,
    pub(crate) limit: Limit,
    /// Also on super administrators and on members of groups that hold a role.
    pub(crate) on_protected: bool,
    /// Whether administrators of each kind, and groups that hold a role, are out of the role's reach.
    pub(crate) guards: [Guard; 3],
    pub(crate) narrowing: Narrowing,
}

/// What targets and the role itself leave of the org.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact about the role, independent of the others"
)]
pub(crate) struct Narrowing {
    pub(crate) takes_groups: bool,
    pub(crate) takes_apps: bool,
    /// All users are seen, and all groups where nothing is changed, whatever the targets.
    pub(crate) views_all_users: bool,
    pub(crate) views_all_groups: bool,
    /// `Everyone` is not shown (the specification's text on `limit` of `listGroups`).
    pub(crate) hides_everyone: bool,
}

/// A limit that the help page puts on a role in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    None,
    /// OpenID Connect apps only.
    OpenIdConnect,
    /// Its own API tokens only.
    OwnTokens,
    /// Its own API tokens, and perhaps those of the users that it manages: Okta's help pages disagree.
    OwnAndPerhapsScopedTokens,
    /// Its own API tokens, and those of the users that it manages.
    OwnAndScopedTokens,
    /// Only an assignment without targets.
    WholeOrg,
    /// A limit that a call does not tell.
    Unsettled(&'static str),
}

impl RoleCell {
    pub(crate) const UNKNOWN: Self = Self {
        allowed: None,
        limit: Limit::None,
        on_protected: false,
        guards: [Guard::None; 3],
        narrowing: Narrowing {
            takes_groups: false,
            takes_apps: false,
            views_all_users: false,
            views_all_groups: false,
            hides_everyone: false,
        },
    };

    pub(crate) fn narrowed(mut self, operation: &'static Operation, role: &str) -> Self {
        let targets = okta_facts::standard_role(role).map_or(&[][..], |known| known.targets);
        // It views all users and groups, and is narrowed to its groups where it changes them.
        let views_all = role == "GROUP_MEMBERSHIP_ADMIN";
        self.narrowing = Narrowing {
            takes_groups: targets.contains(&"groups"),
            takes_apps: targets.contains(&"apps"),
            views_all_users: views_all,
            views_all_groups: views_all && !is_scoped(operation, role),
            hides_everyone: role == "USER_ADMIN",
        };
        if self.on_protected {
            return self;
        }
        self.guards = guards(operation, subjects(operation));
        let [user, group, _] = &mut self.guards;
        // ConductorOne's connector documents it of these roles.
        if operation.id == "listGroupUsers" && ["READ_ONLY_ADMIN", "APP_ADMIN", "USER_ADMIN"].contains(&role)
        {
            *group = Guard::Refused;
        }
        // An app administrator assigns apps to users; nobody says that some of them are exempt.
        if operation.path.starts_with("/api/v1/apps/") {
            *user = Guard::None;
        }
        self
    }

    pub(crate) fn new(operation: &'static Operation, role: &'static str) -> Self {
        let listed = operation.iam_admin_roles;
        if role == SUPER_ADMIN {
            // "Everything" is the help page's own word, and the specification's lists leave it out at times.
            return Self {
                allowed: Some(true),
                on_protected: true,
                ..Self::UNKNOWN
            };
        }
        if !listed.is_empty() {
            return Self {
                allowed: Some(listed.contains(&role)),
                ..Self::UNKNOWN
            };
        }
        if okta_facts::told_roles(operation.id).contains(&role) {
            return Self {
                allowed: Some(true),
                ..Self::UNKNOWN
            };
        }
        let action = okta_facts::action_of(operation.id);
        let row = action.and_then(okta_facts::role_action);
        let (Some(action), Some(cell)) = (action, row.and_then(|row| row.cell(role))) else {
            return Self::UNKNOWN;
        };
        Self {
            allowed: cell.allow,
            limit: limit(action, cell),
            on_protected: cell.also_on_super_admins,
            ..Self::UNKNOWN
        }
    }
}

/// Whether the help page limits the role to its groups here.
fn is_scoped(operation: &Operation, role: &str) -> bool {
    let row = okta_facts::action_of(operation.id).and_then(okta_facts::role_action);
    row.and_then(|row| row.cell(role))
        .is_some_and(|cell| cell.scope.is_some())
}

/// What the help page says in words beside a cell (`_notes` of the facts).
pub(crate) fn limit(action: &str, cell: &Cell) -> Limit {
    match (action, cell.role) {
        // "Managed apps", and the groups that a group administrator manages: the targets say it.
        ("view_apps" | "manage_apps" | "assign_apps", "APP_ADMIN")
        | ("manage_group_membership", "USER_ADMIN") => Limit::None,
        ("view_apps" | "manage_apps" | "assign_apps", "API_ACCESS_MANAGEMENT_ADMIN") => Limit::OpenIdConnect,
        ("view_group_rules", "USER_ADMIN") => Limit::WholeOrg,
        ("api_token_view" | "api_token_manage", "USER_ADMIN") | ("api_token_clear", "HELP_DESK_ADMIN") => {
            Limit::OwnAndScopedTokens
        }
        ("api_token_view" | "api_token_manage", "READ_ONLY_ADMIN")
        | ("api_token_clear", "ORG_ADMIN" | "USER_ADMIN" | "READ_ONLY_ADMIN") => Limit::OwnTokens,
        // "Group membership administrators": "View user tokens in groups that they manage", and to clear them.
        ("api_token_view" | "api_token_clear", "GROUP_MEMBERSHIP_ADMIN") => Limit::OwnAndPerhapsScopedTokens,
        ("edit_profile", "APP_ADMIN") => {
            Limit::Unsettled("only on import, for apps without a profile source")
        }
        ("profile_editor" | "profile_mappings", _) if cell.limited => {
            Limit::Unsettled("only some of the profiles")
        }
        _ if cell.limited => {
            Limit::Unsettled("Okta's help page limits it in a way that a call does not tell")
        }
        _ => Limit::None,
    }
}
