//! [`Grant`]: what a principal holds, and whether it is enough.
//!
//! `assignment.rs` says what one role assignment is and `part.rs` what a part of the org is; `standard.rs` and `custom.rs`
//! say what an assignment gives, `covers.rs` whether that is what a call is about, and `plain.rs` both at once where there
//! is little to say. `evaluate.rs` adds them up to a [`Decision`], and `explain.rs` says so in words.

mod assignment;
mod covers;
mod custom;
mod decision;
mod evaluate;
mod explain;
mod part;
mod plain;
mod principal;
mod standard;

use okta_models::Operation;

pub use assignment::{Assignment, Held};
pub use decision::{Decision, Denial, Doubt, Reach, Within};
pub use explain::{Explanation, Line, Outcome};
pub(crate) use part::Guard;
pub use part::Part;
pub use principal::Principal;

use crate::scope::ScopeSet;
use crate::{Call, Scope};

/// What a principal holds: role assignments, its own and those of its groups, and the scopes of an access token.
///
/// The effective right is scope ∩ role ∩ resource, and what several roles allow adds up
/// (<https://developer.okta.com/docs/concepts/role-assignment/>).
///
/// ```
/// use okta_models::{groups::AssignUserToGroup, users::ListUsers};
/// use okta_permissions::{Assignment, CustomRole, Decision, Grant, Principal, Resource, ResourceSet};
///
/// let role = CustomRole::new("Onboarding")
///     .permission("okta.groups.members.manage")
///     .permission("okta.users.groupMembership.manage");
/// let resources = ResourceSet::new("Pilots").resource(Resource::group("00g1")).resource(Resource::Users);
/// let grant = Grant::api_token(Principal::user("00u9")).with(Assignment::custom(role, resources));
///
/// let inside = AssignUserToGroup::new("00g1", "00u1");
/// let Decision::Scoped(reach) = grant.allows(&inside) else { panic!() };
/// assert!(reach.to_string().contains("except administrators"), "{reach}");
/// let outside = AssignUserToGroup::new("00g2", "00u1");
/// let Decision::Denied(denial) = grant.allows(&outside) else { panic!() };
/// assert_eq!(denial.to_string(), "assignUserToGroup: the group is outside what the caller's roles reach");
/// // Acting on users shows their names.
/// assert!(matches!(grant.allows(&ListUsers::new()), Decision::Granted));
/// ```
#[derive(Clone, Debug)]
pub struct Grant {
    principal: Principal,
    scopes: Option<Scopes>,
    assignments: Vec<Assignment>,
    complete: bool,
    super_admin: bool,
}

#[derive(Clone, Debug)]
struct Scopes {
    names: Vec<Scope>,
    set: ScopeSet,
}

impl Grant {
    /// Of an API token: it has no scopes, and may what its owner may.
    pub fn api_token(owner: Principal) -> Self {
        Self {
            principal: owner,
            scopes: None,
            assignments: Vec::new(),
            complete: true,
            super_admin: false,
        }
    }

    /// Of an access token with these scopes: of a service app, or of a user who signed in.
    pub fn access_token<S: Into<Scope>>(principal: Principal, scopes: impl IntoIterator<Item = S>) -> Self {
        let names: Vec<Scope> = scopes.into_iter().map(Into::into).collect();
        let set = ScopeSet::of(names.iter().map(Scope::as_str));
        Self {
            scopes: Some(Scopes { names, set }),
            ..Self::api_token(principal)
        }
    }

    /// Adds a role assignment.
    pub fn with(mut self, assignment: Assignment) -> Self {
        self.super_admin |= assignment.is_super_admin();
        self.assignments.push(assignment);
        self
    }

    /// Says that there may be more assignments, which could not be read: nothing is then denied, only unknown.
    pub fn incomplete(mut self) -> Self {
        self.complete = false;
        self
    }

    /// Who holds it.
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// The scopes of the access token; `None` for an API token.
    pub fn scopes(&self) -> Option<&[Scope]> {
        self.scopes.as_ref().map(|scopes| scopes.names.as_slice())
    }

    /// The role assignments.
    pub fn assignments(&self) -> &[Assignment] {
        &self.assignments
    }

    /// Whether all assignments are known.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Whether the principal may send an operation. Without more knowledge of the objects that it names, many decisions
    /// are scoped; [`decide`](Self::decide) takes a call that says more.
    ///
    /// Allocates nothing, but for the five operations whose bodies decide ([`Call::of`]).
    pub fn allows<'a, O: Operation>(&'a self, operation: &'a O) -> Decision<'a> {
        self.decide(Call::of(operation))
    }

    /// Whether the principal may make a call. Allocates nothing.
    pub fn decide<'a>(&'a self, call: Call<'a>) -> Decision<'a> {
        evaluate::decide(self, call)
    }

    /// Why: what each assignment has to say about a call.
    pub fn explain<'a>(&'a self, call: &Call<'a>) -> Explanation<'a> {
        explain::explain(self, call)
    }
}

impl AsRef<Grant> for Grant {
    fn as_ref(&self) -> &Grant {
        self
    }
}
