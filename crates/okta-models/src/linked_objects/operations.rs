//! The four operations of Okta's tag `LinkedObject`.

use super::{LinkedObject, LinkedObjectRequest};
use crate::{LinkedObjectName, operation::operation};

operation! {
    /// Lists the org's kinds of links.
    pub struct ListLinkedObjectDefinitions = Reads "LinkedObject" "listLinkedObjectDefinitions" => list LinkedObject {}
}

operation! {
    /// Creates a kind of link.
    pub struct CreateLinkedObjectDefinition = Creates "LinkedObject" "createLinkedObjectDefinition" => object LinkedObject {
        body {
            /// Both sides.
            request: LinkedObjectRequest
        }
    }
}

operation! {
    /// Reads a kind of link by the name of either side.
    pub struct GetLinkedObjectDefinition = Reads "LinkedObject" "getLinkedObjectDefinition" => object LinkedObject {
        path {
            /// Name of the primary or associated side.
            name: LinkedObjectName = "linkedObjectName",
        }
    }
}

operation! {
    /// Deletes a kind of link, and all links of it, by the name of either side.
    pub struct DeleteLinkedObjectDefinition = Idempotent "LinkedObject" "deleteLinkedObjectDefinition" => nothing {
        path {
            /// Name of the primary or associated side.
            name: LinkedObjectName = "linkedObjectName",
        }
    }
}
