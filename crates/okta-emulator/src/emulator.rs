//! The emulator as a program holds it: asked, served, moved through time.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, MutexGuard};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use tokio::net::ToSocketAddrs;

use crate::administrators;
use crate::builder::Builder;
use crate::control;
use crate::event_hook_calls;
use crate::faults::Fault;
use crate::generator;
use crate::interrupted::Interrupted;
use crate::request_log::ServedRequest;
use crate::resources::{self, routes};
use crate::server::Server;
use crate::service::{Peer, Service};
use crate::state::{Org, Status};
use crate::system_log::{Happened, Target};

/// An Okta org in this process. Clones are handles to the same org.
///
/// ```
/// use bytes::Bytes;
/// use http::{Request, StatusCode};
/// use okta_emulator::Emulator;
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let emulator = Emulator::builder().users(25).seed(7).build();
/// let token = emulator.api_token("READ_ONLY_ADMIN");
/// let request = Request::get(format!("{}/api/v1/users?limit=10", emulator.base_url()))
///     .header("authorization", format!("SSWS {}", token.expose()))
///     .body(Bytes::new())
///     .unwrap();
/// let response = emulator.handle(request).await;
/// assert_eq!(response.status(), StatusCode::OK);
/// assert_eq!(response.headers().get_all("link").iter().count(), 2);
/// # }
/// ```
#[derive(Clone)]
pub struct Emulator {
    pub(crate) service: Arc<Service>,
}

impl Emulator {
    pub(crate) fn service(&self) -> &Service {
        &self.service
    }

    /// Starts the description of an org. Without any setting it has 25 users, 8 groups, 10 apps and the
    /// limits of Workforce Identity, and runs in real time.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Answers a request as Okta would, in this process.
    ///
    /// The address may be absolute, as a client's is, or a path alone; links in the answer carry the address
    /// that the request came to.
    ///
    /// A connection that a [`Fault`] ends has no answer; here it is an empty `503` or the part of the body that
    /// was sent. A client's transport wants [`try_handle`](Self::try_handle), which says so.
    pub fn handle(&self, request: Request<Bytes>) -> impl Future<Output = Response<Bytes>> + Send + use<> {
        let answer = self.try_handle(request);
        async move {
            answer.await.unwrap_or_else(|interrupted| match interrupted {
                Interrupted::Truncated { response } => *response,
                Interrupted::Reset => {
                    let mut response = Response::new(Bytes::new());
                    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
                    response
                }
            })
        }
    }

    /// Answers a request as Okta would, in this process, or ends the connection as a [`Fault`] says.
    ///
    /// # Errors
    ///
    /// A fault ended the connection before the whole answer had come.
    pub fn try_handle(
        &self,
        request: Request<Bytes>,
    ) -> impl Future<Output = Result<Response<Bytes>, Interrupted>> + Send + use<> {
        let emulator = self.clone();
        async move { emulator.answer(request, Peer::InProcess).await }
    }

    pub(crate) async fn answer(
        &self,
        request: Request<Bytes>,
        peer: Peer,
    ) -> Result<Response<Bytes>, Interrupted> {
        if control::is_meant(request.uri().path()) {
            Ok(control::answer(self, &request, peer))
        } else {
            event_hook_calls::challenge(&self.service, &request).await;
            let answer = self.service.answer(request).await;
            event_hook_calls::deliver(&self.service);
            answer
        }
    }

    /// Makes something go wrong with a part of the requests from now on. Gives the number of the fault, by which
    /// the control API knows it.
    pub fn inject(&self, fault: Fault) -> u64 {
        self.service.faults().add(fault)
    }

    /// Ends all faults.
    pub fn clear_faults(&self) {
        self.service.faults().clear();
    }

    /// The address to give to a client that asks in process. A server has its own: [`Server::base_url`].
    pub fn base_url(&self) -> &str {
        &self.service.base_url
    }

    /// Serves the same org over TCP, until the server is shut down.
    ///
    /// # Errors
    ///
    /// The address cannot be bound, for instance because its port is in use.
    pub async fn serve(&self, address: impl ToSocketAddrs) -> io::Result<Server> {
        Server::start(self.clone(), address).await
    }

    /// Makes a user with this standard role, such as `"SUPER_ADMIN"` or `"HELP_DESK_ADMIN"`, and an API token
    /// that it owns. A name that is no standard role gives an owner without any, whom everything but `GET
    /// /api/v1/users/me` is refused.
    ///
    /// Okta has no operation for it: tokens are made in the Admin Console, by the admin who then owns them.
    pub fn api_token(&self, role: &str) -> ApiToken {
        let now = self.service.now_in_seconds();
        let org = &mut *self.service.org();
        org.set_now(self.service.clock.now());
        let owner = generator::administrator(org, role, now);
        administrators::issue(org, &owner, now)
    }

    /// Locks a user out, as too many failed sign-ins do; no operation of the management API does it. The user
    /// is named by id or login. Says whether there was such a user, who was ACTIVE.
    pub fn lock_out(&self, user: &str) -> bool {
        let (now, moment) = (self.service.now_in_seconds(), self.service.clock.now());
        let org = &mut *self.service.org();
        org.set_now(moment);
        let Some(id) = org.find_user(user).map(str::to_owned) else {
            return false;
        };
        let Some(user) = org
            .users
            .get_mut(&id)
            .filter(|user| user.status == Status::Active)
        else {
            return false;
        };
        user.status = Status::LockedOut;
        user.status_changed = Some(now.into());
        user.last_updated = now.into();
        let target = Target::user(user);
        org.log(moment, Happened::by_the_org("user.account.lock", vec![target]));
        true
    }

    /// Signs a user in and gives the id of the session, which `GET /api/v1/sessions/{id}` then shows; no operation
    /// of the management API does it. The user is named by id or login and must be ACTIVE.
    pub fn start_session(&self, user: &str) -> Option<String> {
        let now = self.service.clock.now();
        resources::start_session(&mut self.service.org(), user, now)
    }

    /// The code that a person would get for a factor that waits to be activated, to be sent as `passCode`.
    pub fn pass_code(&self, factor: &str) -> Option<String> {
        let org = self.service.org();
        org.directory.pass_codes.of(factor).map(str::to_owned)
    }

    /// What the person would send now to `verifyFactor` for an active factor: the answer to the question, the code that
    /// the app shows, or the code of the last message or mail while it works. None for a factor that is tapped or signs.
    pub fn verification_response(&self, factor: &str) -> Option<String> {
        let now = self.service.clock.now();
        resources::response_of(&self.service.org(), factor, now)
    }

    /// What the person taps for a push, by the id at the end of its transaction's `poll` link. False when no push waits
    /// under it: it was tapped before, or nobody did for five minutes.
    pub fn tap_push(&self, transaction: &str, approves: bool) -> bool {
        let now = self.service.clock.now();
        resources::tap(&mut self.service.org(), transaction, approves, now)
    }

    /// Moves the org's clock on: rate-limit windows end, times of later changes are later.
    pub fn advance(&self, duration: Duration) {
        self.service.clock.advance(duration);
    }

    /// Whether an operation, by Okta's `operationId`, is answered as Okta would. What is not is answered
    /// `501 E0000060`.
    ///
    /// ```
    /// use okta_emulator::Emulator;
    ///
    /// assert!(Emulator::serves("listUsers"));
    /// assert!(!Emulator::serves("makeCoffee"));
    /// ```
    pub fn serves(operation: &str) -> bool {
        routes().any(|(id, _)| id == operation)
    }

    /// The org, for what acts on it without a request.
    pub(crate) fn org(&self) -> MutexGuard<'_, Org> {
        self.service.org()
    }

    /// How many requests were answered so far.
    pub fn requests_served(&self) -> u64 {
        self.service.requests().served()
    }

    /// The requests that were answered, oldest first; the latest 100,000 of them, or fewer
    /// where their paths and queries take more than 32 MiB.
    pub fn requests(&self) -> Vec<ServedRequest> {
        self.service.requests().kept()
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let users = self.service.org().users.len();
        formatter
            .debug_struct("Emulator")
            .field("base_url", &self.base_url())
            .field("users", &users)
            .finish()
    }
}

/// An API token. It shows its text only when asked to: [`expose`](Self::expose).
#[derive(Clone, PartialEq, Eq)]
pub struct ApiToken(pub(crate) String);

impl ApiToken {
    /// The text to send as `Authorization: SSWS {text}`.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ApiToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ApiToken(redacted)")
    }
}

/// The address of a server as a URL.
pub(crate) fn url_of(address: SocketAddr) -> String {
    format!("http://{address}")
}
