//! The operation that lists a user's roles.

use super::RoleAssignment;
use crate::{UserKey, operation::operation};

operation! {
    /// Lists the roles that a user holds, as a person and through groups.
    ///
    /// Of the standard roles only SUPER_ADMIN may ask, of custom ones those with `okta.iam.read`; others get 403, even
    /// about themselves as far as is known.
    pub struct ListAssignedRolesForUser = Reads "RoleAssignmentAUser" "listAssignedRolesForUser" => list RoleAssignment {
        path {
            /// The user.
            user: UserKey = "userId",
        }
        query {
            /// Parts to embed, `targets/groups` or `targets/catalog/apps`.
            expand: String = "expand",
        }
    }
}
