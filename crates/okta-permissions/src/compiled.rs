//! What operations need, looked up without searching: made once from the tables of okta-facts.

use std::sync::OnceLock;

use okta_facts::{Half, Method, OPERATIONS, Operation, ResourceKind, STANDARD_ROLES};

use crate::grant::Guard;
use crate::role_cell::RoleCell;
use crate::scope::ScopeSet;

/// Roles of [`STANDARD_ROLES`], of which there are 14.
pub(crate) const ROLES: usize = 16;
pub(crate) const SUPER_ADMIN: &str = "SUPER_ADMIN";

/// One operation.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact about the operation, independent of the others"
)]
pub(crate) struct Compiled {
    pub(crate) operation: &'static Operation,
    pub(crate) scopes: ScopeSet,
    /// By the role's place in [`STANDARD_ROLES`].
    pub(crate) roles: [RoleCell; ROLES],
    /// What a custom role needs; `None` where no source settles it.
    pub(crate) halves: Option<Vec<CompiledHalf>>,
    /// Which users, groups and apps it is about.
    pub(crate) about: [Option<Subject>; 3],
    /// Whether administrators of each kind, and groups that hold a role, are out of reach of custom roles.
    pub(crate) guards: [Guard; 3],
    /// The parameters of the path that name a user, a group or an app.
    pub(crate) parameters: Vec<(&'static str, usize)>,
    /// Whether what it takes depends on its body.
    pub(crate) body_decides: bool,
    /// Whether it writes a user's profile, so that conditions on profile attributes matter.
    pub(crate) edits_profile: bool,
    /// Whether it reads of a user what no source says a user may read of itself, or may not.
    pub(crate) may_be_own: bool,
    /// Whether it is about objects that are named or listed, and takes the same whatever its body is.
    pub(crate) is_plain: bool,
    /// A bit for each role, by place, that is known not to allow it.
    pub(crate) refused: u16,
}

/// What the operation has to do with the users, groups or apps of the org.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// The path names one.
    Named,
    /// It lists them, and shows those that the caller reaches.
    Listed,
    /// It makes one.
    Created,
    /// The owner of an API token.
    Owner,
}

/// The places of [`KINDS`].
pub(crate) const USERS: usize = 0;
pub(crate) const GROUPS: usize = 1;
pub(crate) const APPS: usize = 2;

/// The kinds of object that a path names, in the order of [`Compiled::about`].
pub(crate) const KINDS: [ResourceKind; 3] = [
    ResourceKind::Users,
    ResourceKind::Groups,
    ResourceKind::Applications,
];

/// A half of what a custom role needs, as bits of [`okta_facts::PERMISSIONS`].
pub(crate) struct CompiledHalf {
    pub(crate) half: &'static Half,
    /// The place of its kind of resource in [`KINDS`].
    pub(crate) kind: Option<usize>,
    /// Whether no source shows what a resource of the kind looks like.
    pub(crate) has_no_known_form: bool,
    /// Any of these is enough.
    pub(crate) enough: u128,
    /// Any of these is enough, on groups instead: `okta.users.create`.
    pub(crate) enough_on_groups: u128,
    /// Of these nobody knows.
    pub(crate) unsettled: u128,
}

/// The rows of the role matrix that a body may bring in.
pub(crate) struct BodyRows {
    pub(crate) reset_password: [Option<bool>; ROLES],
    pub(crate) change_user_type: [Option<bool>; ROLES],
    pub(crate) create_openid_connect_app: [Option<bool>; ROLES],
    /// Permissions that include everything there is to change of a user.
    pub(crate) manages_users: u128,
}

/// The operation with this place in [`OPERATIONS`].
pub(crate) fn compiled(index: usize) -> &'static Compiled {
    static TABLE: OnceLock<Vec<Compiled>> = OnceLock::new();
    let table = TABLE.get_or_init(|| OPERATIONS.iter().map(Compiled::new).collect());
    // An index is made from this very table.
    &table[index]
}

pub(crate) fn body_rows() -> &'static BodyRows {
    static ROWS: OnceLock<BodyRows> = OnceLock::new();
    let row = |action: &str| {
        let row = okta_facts::role_action(action);
        by_role(|role| row.and_then(|row| row.cell(role)).and_then(|cell| cell.allow))
    };
    ROWS.get_or_init(|| BodyRows {
        reset_password: row("reset_password"),
        change_user_type: row("change_user_type"),
        create_openid_connect_app: row("create_oidc_app"),
        manages_users: bit("okta.users.manage").unwrap_or_default(),
    })
}

/// The bit of a permission; none where the label is not in the catalogue.
pub(crate) fn bit(label: &str) -> Option<u128> {
    let place = okta_facts::PERMISSIONS
        .iter()
        .position(|known| known.label == Some(label))?;
    Some(1 << place)
}

/// The place of a role type in [`STANDARD_ROLES`].
pub(crate) fn place_of_role(role: &str) -> usize {
    let place = STANDARD_ROLES.iter().position(|known| known.role == role);
    place.unwrap_or(ROLES - 1)
}

fn by_role<T: Copy>(of: impl Fn(&'static str) -> Option<T>) -> [Option<T>; ROLES] {
    let mut row = [None; ROLES];
    for (place, role) in row.iter_mut().zip(STANDARD_ROLES) {
        *place = of(role.role);
    }
    row
}

impl Compiled {
    fn new(operation: &'static Operation) -> Self {
        let halves = okta_facts::permission_needs(operation.id);
        let roles = by_role(|role| Some(RoleCell::new(operation, role).narrowed(operation, role)))
            .map(|cell| cell.unwrap_or(RoleCell::UNKNOWN));
        let refused = roles.iter().enumerate().fold(0, |bits, (place, cell)| {
            bits | u16::from(cell.allowed == Some(false)) << place
        });
        let edits_profile = ["createUser", "updateUser", "replaceUser"].contains(&operation.id);
        let about = subjects(operation);
        let are_there = |subject: &Subject| matches!(subject, Subject::Named | Subject::Listed);
        Self {
            operation,
            scopes: ScopeSet::of(operation.scopes.iter().copied()),
            roles,
            refused,
            is_plain: !edits_profile && about.iter().flatten().all(are_there),
            halves: halves.map(|halves| halves.iter().map(CompiledHalf::new).collect()),
            about,
            parameters: parameters(operation),
            body_decides: [
                "createUser",
                "updateUser",
                "replaceUser",
                "createApplication",
                "assignUserToApplication",
            ]
            .contains(&operation.id),
            guards: guards(operation, about),
            may_be_own: ["getUser", "listAssignedRolesForUser"].contains(&operation.id),
            edits_profile,
        }
    }
}

fn parameters(operation: &'static Operation) -> Vec<(&'static str, usize)> {
    let mut parameters = Vec::new();
    let mut before = "";
    for segment in operation.path.split('/') {
        let list = std::mem::replace(&mut before, segment);
        let name = segment
            .strip_prefix('{')
            .and_then(|segment| segment.strip_suffix('}'));
        let kind = ["users", "groups", "apps"]
            .iter()
            .position(|known| *known == list);
        parameters.extend(name.zip(kind));
    }
    parameters
}

pub(crate) fn subjects(operation: &'static Operation) -> [Option<Subject>; 3] {
    let mut about = [None; 3];
    for (_, kind) in parameters(operation) {
        about[kind] = Some(Subject::Named);
    }
    match operation.id {
        "listUsers" | "listApiTokens" => about[0] = Some(Subject::Listed),
        "listGroups" => about[1] = Some(Subject::Listed),
        "listApplications" => about[2] = Some(Subject::Listed),
        // In its body.
        "assignUserToApplication" => about[0] = Some(Subject::Named),
        "createUser" => about[0] = Some(Subject::Created),
        "addGroup" => about[1] = Some(Subject::Created),
        "createApplication" => about[2] = Some(Subject::Created),
        "getApiToken" | "upsertApiToken" | "revokeApiToken" => about[0] = Some(Subject::Owner),
        _ => {}
    }
    about
}

/// Super administrators alone manage super administrators, groups that hold a role, and their members (Okta's help page
/// "Standard administrator roles and permissions"; of custom roles: "A principal with only custom roles can't manage a
/// user who has a super-admin assignment").
pub(crate) fn guards(operation: &Operation, about: [Option<Subject>; 3]) -> [Guard; 3] {
    let changes = operation.method != Method::Get;
    let on = |list: &str| operation.path.starts_with(list);
    let user = match about[0] {
        Some(Subject::Created) => Guard::Refused,
        Some(Subject::Named) if changes && on("/api/v1/users/") => Guard::Refused,
        // The user whom a membership, an assignment or a token is about.
        Some(Subject::Named | Subject::Owner) if changes => Guard::Unsettled,
        _ => Guard::None,
    };
    let group = match about[1] {
        Some(Subject::Named) if changes && on("/api/v1/groups/") => Guard::Refused,
        Some(Subject::Named) if changes || operation.id == "listGroupUsers" => Guard::Unsettled,
        _ => Guard::None,
    };
    [user, group, Guard::None]
}

impl CompiledHalf {
    fn new(half: &'static Half) -> Self {
        let (mut enough, mut enough_on_groups, mut unsettled) = (0, 0, 0);
        for (place, known) in okta_facts::PERMISSIONS.iter().enumerate() {
            let Some(label) = known.label else { continue };
            let bit = 1_u128 << place;
            let is_or_includes = |wanted: &&str| {
                let guessed = known.unverified_includes.contains(wanted);
                label == *wanted || (known.includes.contains(wanted) && !guessed)
            };
            let on = |wanted: &&str| okta_facts::resource_kind_of(wanted) == Some(half.on);
            let mut wanted = half.any_of.iter().chain(half.in_part);
            if wanted.clone().any(|wanted| on(wanted) && is_or_includes(wanted)) {
                enough |= bit;
            }
            if wanted.clone().any(|wanted| !on(wanted) && is_or_includes(wanted)) {
                enough_on_groups |= bit;
            }
            if wanted.any(|wanted| known.unverified_includes.contains(wanted))
                || half.unsettled.iter().any(is_or_includes)
            {
                unsettled |= bit;
            }
        }
        Self {
            half,
            kind: KINDS.iter().position(|kind| *kind == half.on),
            has_no_known_form: !matches!(
                half.on,
                ResourceKind::Users
                    | ResourceKind::Groups
                    | ResourceKind::Applications
                    | ResourceKind::IdentityAndAccess
                    | ResourceKind::AuthorizationServers
                    | ResourceKind::Customizations
                    | ResourceKind::Workflows
            ),
            enough,
            enough_on_groups,
            unsettled,
        }
    }
}

#[cfg(test)]
mod tests {
    use okta_facts::{OPERATIONS, ROLE_MATRIX};

    use super::compiled;
    use crate::role_cell::{Limit, limit};

    /// Whatever the help page limits in words, this file reads, but for one row that decides no operation.
    #[test]
    fn every_limit_in_words_is_read() {
        for row in ROLE_MATRIX {
            for cell in row.cells.iter().filter(|cell| cell.limited) {
                let fallback =
                    matches!(limit(row.action, cell), Limit::Unsettled(why) if why.starts_with("Okta's"));
                assert_eq!(
                    fallback,
                    row.action == "view_reset_behavior_profile",
                    "{} {}",
                    row.action,
                    cell.role
                );
            }
        }
        let decides = |action| {
            OPERATIONS
                .iter()
                .any(|operation| okta_facts::action_of(operation.id) == Some(action))
        };
        assert!(!decides("view_reset_behavior_profile"));
    }

    #[test]
    fn every_operation_is_at_its_place() {
        for (index, operation) in OPERATIONS.iter().enumerate() {
            assert_eq!(compiled(index).operation.id, operation.id);
            assert!(
                compiled(index)
                    .halves
                    .as_ref()
                    .is_none_or(|halves| halves.len() <= 2)
            );
        }
    }
}
