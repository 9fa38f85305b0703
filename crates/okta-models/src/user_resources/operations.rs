//! The four operations of Okta's tag `UserResources`.

use super::{AssignedAppLink, OAuth2Client, UserDevice};
use crate::{UserKey, groups::Group, operation::operation};

operation! {
    /// Lists the tiles on a user's dashboard. Apps without a tile are not in it.
    pub struct ListAppLinks = Reads "UserResources" "listAppLinks" => list AssignedAppLink {
        path {
            /// The user.
            user: UserKey = "id",
        }
    }
}

operation! {
    /// Lists the groups of a user, `Everyone` included.
    pub struct ListUserGroups = Reads "UserResources" "listUserGroups" => list Group {
        path {
            /// The user.
            user: UserKey = "id",
        }
    }
}

operation! {
    /// Lists the OAuth clients that a user has granted something or holds tokens of.
    pub struct ListUserClients = Reads "UserResources" "listUserClients" => list OAuth2Client {
        path {
            /// The user.
            user: UserKey = "userId",
        }
    }
}

operation! {
    /// Lists the devices that a user has enrolled.
    pub struct ListUserDevices = Reads "UserResources" "listUserDevices" => list UserDevice {
        path {
            /// The user.
            user: UserKey = "userId",
        }
    }
}
