//! What the lifecycle operations answer with.

use crate::{Secret, wire_struct::wire_struct};

wire_struct! {
    /// The way in for a user who was activated without a mail.
    #[derive(Default)]
    pub struct UserActivationToken {
        optional {
            /// Link that lets the user set a password.
            activation_url: Secret = "activationUrl",
            /// The token in that link.
            activation_token: Secret = "activationToken",
        }
    }
}
