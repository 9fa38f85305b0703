//! The emulator as a program holds it: built, asked, served, moved through time.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use tokio::net::ToSocketAddrs;

use crate::clock::Clock;
use crate::generator::{self, Shape};
use crate::rate_limits::{Preset, RateLimits};
use crate::request_log::ServedRequest;
use crate::server::Server;
use crate::service::Service;
use crate::state::{Org, Status, Token};
use crate::system_log::{Happened, Target};

/// The address of an org that is asked in process and not told another.
const BASE_URL: &str = "https://emulator.okta.example";

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
    service: Arc<Service>,
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
    pub fn handle(&self, request: Request<Bytes>) -> impl Future<Output = Response<Bytes>> + Send + use<> {
        let service = Arc::clone(&self.service);
        async move { service.answer(request) }
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
        let owner = generator::administrator(org, role, now);
        // The form that Okta's tokens have; it is not documented, and nothing may depend on it.
        let secret = format!("00{}", org.ids.text(40));
        let token = Token {
            id: org.ids.next("00T"),
            owner,
        };
        org.tokens.insert(secret.clone(), token);
        ApiToken(secret)
    }

    /// Locks a user out, as too many failed sign-ins do; no operation of the management API does it. The user
    /// is named by id or login. Says whether there was such a user, who was ACTIVE.
    pub fn lock_out(&self, user: &str) -> bool {
        let (now, moment) = (self.service.now_in_seconds(), self.service.clock.now());
        let org = &mut *self.service.org();
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
        user.status_changed = Some(now);
        user.last_updated = now;
        let target = Target::user(user);
        org.log(moment, Happened::by_the_org("user.account.lock", vec![target]));
        true
    }

    /// Moves the org's clock on: rate-limit windows end, times of later changes are later.
    pub fn advance(&self, duration: Duration) {
        self.service.clock.advance(duration);
    }

    /// How many requests were answered so far.
    pub fn requests_served(&self) -> u64 {
        self.service.requests().served()
    }

    /// The requests that were answered, oldest first; the latest 100,000 of them.
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
pub struct ApiToken(String);

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

/// Describes the org before it is made. Two orgs of the same description have the same content.
#[derive(Clone, Debug)]
pub struct Builder {
    shape: Shape,
    base_url: String,
    limits: Preset,
    token_share_percent: u8,
    clock: Clock,
    dpop_nonce_at_resources: bool,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            shape: Shape::default(),
            base_url: BASE_URL.to_owned(),
            limits: Preset::default(),
            token_share_percent: okta_facts::DEFAULT_TOKEN_SHARE_PERCENT,
            clock: Clock::real(),
            dpop_nonce_at_resources: false,
        }
    }
}

impl Builder {
    /// How many users the org starts with. With 20 or more there is one at least in each of the eight
    /// statuses.
    pub fn users(mut self, users: usize) -> Self {
        self.shape.users = users;
        self
    }

    /// How many groups beside `Everyone`; every eighth is imported from an app (`APP_GROUP`).
    pub fn groups(mut self, groups: usize) -> Self {
        self.shape.groups = groups;
        self
    }

    /// How many apps, of the ten kinds in turn.
    pub fn apps(mut self, apps: usize) -> Self {
        self.shape.apps = apps;
        self
    }

    /// Names, ids, memberships and all else that is random follow from the seed.
    pub fn seed(mut self, seed: u64) -> Self {
        self.shape.seed = seed;
        self
    }

    /// A profile attribute beside those of Okta's base schema; generated users do not have it.
    pub fn custom_attribute(mut self, name: impl Into<String>) -> Self {
        self.shape.custom_attributes.push(name.into());
        self
    }

    /// How many requests a minute the org allows.
    pub fn limits(mut self, limits: Preset) -> Self {
        self.limits = limits;
        self
    }

    /// The part of each bucket that one token may use, 1 to 100 percent; 50 as in a new org.
    pub fn token_share_percent(mut self, percent: u8) -> Self {
        self.token_share_percent = percent;
        self
    }

    /// The address that clients in process use, without a slash at its end.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        base_url
            .into()
            .trim_end_matches('/')
            .clone_into(&mut self.base_url);
        self
    }

    /// Time stands still and moves only with [`Emulator::advance`].
    pub fn virtual_time(mut self) -> Self {
        self.clock = Clock::standing();
        self
    }

    /// The management API asks for a nonce in every DPoP proof, with `401` and `use_dpop_nonce`, as the token
    /// endpoint does. Okta's documentation asks for it at the token endpoint alone; its SDKs are ready for
    /// both.
    pub fn dpop_nonce_at_resources(mut self) -> Self {
        self.dpop_nonce_at_resources = true;
        self
    }

    /// Makes the org.
    pub fn build(self) -> Emulator {
        // A builder may be used twice; the orgs must not share a clock.
        let clock = match self.clock {
            Clock::Real(_) => Clock::real(),
            Clock::Virtual(_) => Clock::standing(),
        };
        let mut org = Org::new(
            self.shape.seed,
            generator::founded(),
            RateLimits::new(self.limits, self.token_share_percent),
        );
        generator::fill(&mut org, &self.shape);
        org.oauth.nonce_at_resources = self.dpop_nonce_at_resources;
        Emulator {
            service: Service::new(self.base_url, clock, org),
        }
    }
}

/// The address of a server as a URL.
pub(crate) fn url_of(address: SocketAddr) -> String {
    format!("http://{address}")
}
