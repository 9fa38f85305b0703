//! Which permissions of a custom role an operation takes. This table is by hand, a file for each sort of resource that an
//! operation is about.

mod applications;
mod groups;
mod identity_and_access;
mod others;
mod users;

use crate::knowledge::Knowledge;
use crate::resource_kind::ResourceKind;

/// One half of what an operation takes from a custom role: a permission, and the kind of resource it is needed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Half {
    /// The kind of resource that the permission must be held on.
    pub on: ResourceKind,
    /// The labels of which one is enough, the narrowest first; what includes one of them is enough, too. Empty where
    /// no permission allows the operation: only standard roles do.
    pub any_of: &'static [&'static str],
    /// Labels that allow it and show little more than a user's name
    /// ([`minimal_profile_view`](crate::Permission::minimal_profile_view)).
    pub in_part: &'static [&'static str],
    /// Labels of which no source says whether they are enough.
    pub unsettled: &'static [&'static str],
    /// How that is known.
    pub knowledge: Knowledge,
}

/// What an operation takes from a custom role: all of these halves, or `None` when no source settles it.
///
/// **This is our derivation**, but for the operations that the specification annotates: Okta describes permissions by
/// tasks. [`operations`](crate::Permission::operations) of the catalogue says which operations a description covers, and
/// each half here either repeats that or says what it is concluded from.
///
/// `okta.users.create` is for groups: the user is created in one. Its half is on users all the same, as is that of
/// `okta.users.manage`; [`resource_kind_of`](crate::resource_kind_of) tells the difference.
///
/// ```
/// use okta_facts::{ResourceKind, permission_needs};
///
/// let [on_group, on_user] = permission_needs("assignUserToGroup").unwrap() else { panic!("two halves") };
/// assert_eq!((on_group.on, on_group.any_of), (ResourceKind::Groups, &["okta.groups.members.manage"][..]));
/// assert_eq!((on_user.on, on_user.any_of), (ResourceKind::Users, &["okta.users.groupMembership.manage"][..]));
/// // Nothing that a custom role can hold reads the System Log.
/// assert!(permission_needs("listLogEvents").unwrap()[0].any_of.is_empty());
/// assert!(permission_needs("listUserTypes").is_none());
/// ```
pub fn permission_needs(operation_id: &str) -> Option<&'static [Half]> {
    let tables = [
        users::NEEDS,
        groups::NEEDS,
        applications::NEEDS,
        identity_and_access::NEEDS,
        others::NEEDS,
    ];
    tables
        .into_iter()
        .flatten()
        .find(|(_, operations)| operations.contains(&operation_id))
        .map(|(halves, _)| *halves)
}

/// The operations that take the same halves.
type Row = (&'static [Half], &'static [&'static str]);

const DESCRIBED: Knowledge = Knowledge::Derived("the description of the permission");

const fn half(on: ResourceKind, any_of: &'static [&'static str]) -> Half {
    Half {
        on,
        any_of,
        in_part: &[],
        unsettled: &[],
        knowledge: DESCRIBED,
    }
}

const fn users(any_of: &'static [&'static str]) -> Half {
    half(ResourceKind::Users, any_of)
}

const fn groups(any_of: &'static [&'static str]) -> Half {
    half(ResourceKind::Groups, any_of)
}

const fn apps(any_of: &'static [&'static str]) -> Half {
    half(ResourceKind::Applications, any_of)
}

impl Half {
    const fn in_part(mut self, labels: &'static [&'static str]) -> Self {
        self.in_part = labels;
        self
    }

    const fn unsettled(mut self, labels: &'static [&'static str]) -> Self {
        self.unsettled = labels;
        self
    }

    const fn because(mut self, reason: &'static str) -> Self {
        self.knowledge = Knowledge::Derived(reason);
        self
    }

    const fn by_specification(mut self) -> Self {
        self.knowledge = Knowledge::Source("SPEC");
        self
    }
}
