//! An Okta org in this process: the emulator, and a client whose requests never leave the process.
//!
//! The transport and the emulator do not know each other; this module is where they meet.

pub use okta_emulator::{Builder, Emulator};
use okta_transport::{Client, ClientBuilder, Error};

/// An embedded org with a token of a role.
///
/// ```
/// use okta_sdk::{embedded::{Emulator, Org}, prelude::*};
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let org = Org::start(Emulator::builder().users(5).seed(7)).with_role("HELP_DESK_ADMIN");
/// let error = org.client()?.send(ListApplications::new()).await.unwrap_err();
/// assert!(error.is_forbidden());
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Org {
    emulator: Emulator,
    role: String,
}

impl Org {
    /// Builds the org; its clients hold tokens of a super administrator.
    pub fn start(builder: Builder) -> Self {
        Self {
            emulator: builder.build(),
            role: "SUPER_ADMIN".to_owned(),
        }
    }

    /// Clients hold tokens of an administrator with this standard role.
    pub fn with_role(mut self, role: impl Into<String>) -> Self {
        self.role = role.into();
        self
    }

    /// The emulator, to move its clock or lock a user out.
    pub fn emulator(&self) -> &Emulator {
        &self.emulator
    }

    /// A client with a token of its own.
    ///
    /// # Errors
    ///
    /// When the client cannot be built.
    pub fn client(&self) -> Result<Client, Error> {
        self.client_builder().build()
    }

    /// The settings of such a client, to be changed.
    ///
    /// It is ungoverned, since a test of many calls is not to wait for room in the rate limits of an org that nobody
    /// else uses; [`governing`](ClientBuilder::governing) brings the governor back.
    pub fn client_builder(&self) -> ClientBuilder {
        let emulator = self.emulator.clone();
        Client::builder()
            .ungoverned()
            .org(self.emulator.base_url())
            .api_token(self.emulator.api_token(&self.role).expose())
            .backend(move |request| emulator.handle(request))
    }
}
