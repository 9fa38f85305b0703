//! The three operations of Okta's tag `UserLinkedObject`.

use super::ResponseLinks;
use crate::{LinkedObjectName, UserId, UserKey, operation::operation};

operation! {
    /// Links a user to a primary one, an employee to the manager; a primary user of before is replaced.
    ///
    /// ```
    /// use okta_models::{Operation, user_linked_objects::AssignLinkedObjectValueForPrimary};
    ///
    /// let assign = AssignLinkedObjectValueForPrimary::new("00uemployee", "manager", "00umanager");
    /// assert_eq!(assign.request()?.uri(), "/api/v1/users/00uemployee/linkedObjects/manager/00umanager");
    /// # Ok::<(), okta_models::RequestError>(())
    /// ```
    pub struct AssignLinkedObjectValueForPrimary = Idempotent "UserLinkedObject" "assignLinkedObjectValueForPrimary" => nothing {
        path {
            /// The associated user, the employee.
            user: UserKey = "userIdOrLogin",
            /// Name of the primary side, `manager`.
            relationship: LinkedObjectName = "primaryRelationshipName",
            /// The primary user, the manager.
            primary: UserId = "primaryUserId",
        }
    }
}

operation! {
    /// Lists the users who are linked to a user: by the primary side's name its one primary user, by the associated side's
    /// name all associated users.
    pub struct ListLinkedObjectsForUser = Reads "UserLinkedObject" "listLinkedObjectsForUser" => list ResponseLinks {
        path {
            /// The user.
            user: UserKey = "userIdOrLogin",
            /// Name of the side that is asked for.
            relationship: LinkedObjectName = "relationshipName",
        }
    }
}

operation! {
    /// Removes the link of a user to the primary one.
    pub struct DeleteLinkedObjectForUser = Idempotent "UserLinkedObject" "deleteLinkedObjectForUser" => nothing {
        path {
            /// The associated user.
            user: UserKey = "userIdOrLogin",
            /// Name of the primary side.
            relationship: LinkedObjectName = "relationshipName",
        }
    }
}
