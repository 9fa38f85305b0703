//! The five operations of Okta's tag `ApplicationGroups`.

use super::{ApplicationGroupAssignment, ApplicationGroupAssignmentUpdate, JsonPatchOperation};
use crate::{AppId, GroupId, operation::operation};

operation! {
    /// Lists the groups that an application is assigned to.
    pub struct ListApplicationGroupAssignments = Reads "ApplicationGroups" "listApplicationGroupAssignments" => list ApplicationGroupAssignment {
        path {
            /// The application.
            app: AppId = "appId",
        }
        query {
            /// Finds groups whose name starts with this.
            q: String = "q",
            /// Groups a page: 20 unless set, 20 at least, 200 at most.
            limit: u32 = "limit",
            /// Parts to embed, `group` or `metadata`.
            expand: String = "expand",
        }
    }
}

operation! {
    /// Reads a group's assignment to an application.
    pub struct GetApplicationGroupAssignment = Reads "ApplicationGroups" "getApplicationGroupAssignment" => object ApplicationGroupAssignment {
        path {
            /// The application.
            app: AppId = "appId",
            /// The group.
            group: GroupId = "groupId",
        }
        query {
            /// Parts to embed, `group` or `metadata`.
            expand: String = "expand",
        }
    }
}

operation! {
    /// Assigns a group to an application: its members become users of the application.
    pub struct AssignGroupToApplication = Idempotent "ApplicationGroups" "assignGroupToApplication" => object ApplicationGroupAssignment {
        path {
            /// The application.
            app: AppId = "appId",
            /// The group.
            group: GroupId = "groupId",
        }
        body {
            /// Priority and attributes.
            assignment: ApplicationGroupAssignmentUpdate
        }
    }
}

operation! {
    /// Changes a group's assignment with a JSON patch.
    pub struct UpdateGroupAssignmentToApplication = Changes "ApplicationGroups" "updateGroupAssignmentToApplication" => object ApplicationGroupAssignment {
        path {
            /// The application.
            app: AppId = "appId",
            /// The group.
            group: GroupId = "groupId",
        }
        body {
            /// The steps.
            patch: Vec<JsonPatchOperation>
        }
    }
}

operation! {
    /// Takes an application from a group: members who have it through this group alone lose it.
    pub struct UnassignApplicationFromGroup = Idempotent "ApplicationGroups" "unassignApplicationFromGroup" => nothing {
        path {
            /// The application.
            app: AppId = "appId",
            /// The group.
            group: GroupId = "groupId",
        }
    }
}
