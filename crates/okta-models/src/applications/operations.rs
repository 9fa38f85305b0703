//! Operations of Okta's tag `Application`: read, list, lifecycle.

use super::Application;
use crate::{AppId, Expression, operation::operation};

operation! {
    /// Lists applications, 20 a page unless set.
    ///
    /// Recorded lists held INACTIVE applications without any wish for them, while Okta's specification says that they are
    /// left out; set [`include_non_deleted`](ListApplications::include_non_deleted) to be sure.
    pub struct ListApplications = Reads "Application" "listApplications" => list Application {
        query {
            /// Finds applications whose name or label starts with this.
            q: String = "q",
            /// Finds applications by status, name, `user.id`, `group.id` or signing key.
            filter: Expression = "filter",
            /// Embeds the app user of one user, `user/{userId}`, with a filter on `user.id`.
            expand: String = "expand",
            /// Applications a page, 200 at most.
            limit: u32 = "limit",
            /// Whether INACTIVE applications are listed too.
            include_non_deleted: bool = "includeNonDeleted",
            /// Whether Okta answers faster with a part of each application. Do not write back what was read so.
            use_optimization: bool = "useOptimization",
            /// Whether settings for a VPN are always embedded.
            always_include_vpn_settings: bool = "alwaysIncludeVpnSettings",
        }
    }
}

operation! {
    /// Reads an application.
    pub struct GetApplication = Reads "Application" "getApplication" => object Application {
        path {
            /// The application.
            app: AppId = "appId",
        }
        query {
            /// Embeds the app user of one user, `user/{userId}`.
            expand: String = "expand",
        }
    }
}

operation! {
    /// Deletes an INACTIVE application.
    pub struct DeleteApplication = Idempotent "Application" "deleteApplication" => nothing {
        path {
            /// The application.
            app: AppId = "appId",
        }
    }
}

operation! {
    /// Activates an INACTIVE application.
    pub struct ActivateApplication = Idempotent "Application" "activateApplication" => nothing {
        path {
            /// The application.
            app: AppId = "appId",
        }
    }
}

operation! {
    /// Deactivates an application: nobody reaches it through Okta, assignments are kept. Doing it twice answers 200.
    pub struct DeactivateApplication = Idempotent "Application" "deactivateApplication" => nothing {
        path {
            /// The application.
            app: AppId = "appId",
        }
    }
}
