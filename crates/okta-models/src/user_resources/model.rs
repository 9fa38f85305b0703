//! What a user has, on the wire.

use crate::{AppId, RawJson, wire_struct::wire_struct};

wire_struct! {
    /// A tile on a user's dashboard.
    #[derive(Default)]
    pub struct AssignedAppLink {
        optional {
            /// Id of the link.
            id: String = "id",
            /// Name on the tile.
            label: String = "label",
            /// Where the tile leads.
            link_url: String = "linkUrl",
            /// Image on the tile.
            logo_url: String = "logoUrl",
            /// Name of the app in Okta's catalogue.
            app_name: String = "appName",
            /// The app instance.
            app_instance_id: AppId = "appInstanceId",
            /// The assignment behind the tile.
            app_assignment_id: String = "appAssignmentId",
            /// Whether the user has entered credentials for the app.
            credentials_setup: bool = "credentialsSetup",
            /// Whether the tile is hidden.
            hidden: bool = "hidden",
            /// Place among the tiles.
            sort_order: i64 = "sortOrder",
        }
    }
}

wire_struct! {
    /// An OAuth client that a user has granted something or holds tokens of.
    #[derive(Default)]
    pub struct OAuth2Client {
        optional {
            /// The client id.
            client_id: String = "client_id",
            /// The client's name.
            client_name: String = "client_name",
            /// The client's home page.
            client_uri: String = "client_uri",
            /// The client's logo.
            logo_uri: String = "logo_uri",
            /// What may be done with it.
            links: RawJson = "_links",
        }
    }
}

wire_struct! {
    /// A device that a user has enrolled.
    #[derive(Default)]
    pub struct UserDevice {
        optional {
            /// The device's id.
            device_user_id: String = "deviceUserId",
            /// The device.
            device: RawJson = "device",
        }
        times {
            /// When the user was bound to the device.
            created = "created",
        }
    }
}
