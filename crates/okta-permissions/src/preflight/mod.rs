//! [`preflight`]: what a token can do of what a profile wants, before the first change.
//!
//! `evidence.rs` is the order in which things are read: the owner and its tokens, the roles (`roles.rs`, `holder.rs`), or
//! where these may not be read the lists themselves (`probes.rs`). `verdict.rs` judges each operation from it, `finding/`
//! looks for traps, and `report.rs` is what comes of it.

mod calls;
mod clock;
mod evidence;
mod finding;
mod forecast;
mod health;
mod held_role;
mod holder;
mod keep_alive;
mod probes;
mod rate_share;
mod remedy;
mod report;
mod roles;
mod table;
mod token;
mod told;
mod unread;
mod verdict;
mod wanted;
mod wrap;

use okta_models::ClientId;
use okta_transport::{Client, Error};

use crate::{Profile, Scope};
pub use clock::ClockDifference;
use evidence::Evidence;
pub use finding::{Finding, FindingKind};
pub use forecast::{Forecast, ForecastLine};
pub use health::{Colour, Identified, TokenHealth};
pub use held_role::HeldRole;
pub use keep_alive::keep_alive;
pub use rate_share::{Bucket, RateShare};
pub use remedy::Remedy;
pub use report::{CallsMade, CapabilityReport, PreflightReport};
pub use table::Table;
pub use token::{IDLE_DAYS, TokenRecord};
use told::Told;
pub use unread::{Unread, WhyUnread};
pub use verdict::{OperationReport, Verdict};
use wanted::Wanted;

/// Tells for each capability of `profile` whether the client's token has what it takes: [`Preflight`] with nothing set.
///
/// # Errors
///
/// As [`Preflight::run`].
///
/// ```no_run
/// use okta_permissions::{HAPPYFOX_WORKFLOWS, preflight};
///
/// # async fn example(client: &okta_transport::Client) -> Result<(), okta_transport::Error> {
/// let report = preflight(client, &HAPPYFOX_WORKFLOWS).await?;
/// for capability in report.capabilities() {
///     println!("{:8} {:20} {}", capability.verdict(), capability.name(), capability.reason());
/// }
/// std::process::exit(report.exit_code().into());
/// # }
/// ```
pub async fn preflight(client: &Client, profile: &Profile) -> Result<PreflightReport, Error> {
    Preflight::new(profile).run(client).await
}

/// A check of what a token can do, before the first change.
///
/// It reads the token's owner, the owner's API tokens and their share of the rate limits, the roles that the owner holds
/// itself and through groups, their targets, and the permissions and resources of custom roles; then [`Grant`](crate::Grant)
/// decides. Where the roles may not be read, which only super administrators and `okta.iam.read` allow, the reading
/// operations of the profile are tried with one record each, and what else there is stays unknown.
///
/// Nothing is changed: every call reads, and there are [no more](Self::at_most) than [`forecast`](Self::forecast) says.
///
/// ```no_run
/// use okta_permissions::{ATOLIO, Preflight};
///
/// # async fn example(client: &okta_transport::Client) -> Result<(), okta_transport::Error> {
/// // An API token, or the access token of a service app: which it is the credentials tell.
/// let preflight = Preflight::new(&ATOLIO).identified(client).await?;
/// print!("{}", preflight.forecast());
/// let report = preflight.run(client).await?;
/// for finding in report.findings() {
///     println!("{finding}");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Preflight {
    wanted: Wanted,
    told: Told,
    at_most: u32,
}

/// Enough for an owner with twenty roles, and less than half of what a token of a free org may send in a minute.
const CALLS: u32 = 40;

impl Preflight {
    /// Of a client's credentials, for what a profile wants. Where they are an access token, what is not set is read from
    /// the token itself.
    pub fn new(profile: &Profile) -> Self {
        Self {
            wanted: Wanted::of(profile),
            told: Told::default(),
            at_most: CALLS,
        }
    }

    /// Says that the client's credentials are an access token of this service app, by its client id: for a token that does
    /// not say so itself, and for one that a gateway adds. Where the token does not tell its scopes either, nor
    /// [`scopes`](Self::scopes) does, those that the app was granted are taken for them, where they may be read.
    pub fn service_app(mut self, client: impl Into<ClientId>) -> Self {
        self.told.client = Some(client.into());
        self
    }

    /// Says that the client's credentials are an access token with these scopes: of a service app, where
    /// [`service_app`](Self::service_app) names one, or of a user who signed in. It goes before what the token says.
    pub fn scopes<S: Into<Scope>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.told.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Bounds how many calls are made, 40 unless set, and one at least. What they do not suffice for is unknown in the
    /// report, which says so: a role with hundreds of targets takes a call for every twenty of them.
    pub fn at_most(mut self, calls: u32) -> Self {
        self.at_most = calls.max(1);
        self
    }

    /// Takes from the client's credentials what was not set: of an access token, the service app or the user whose it is,
    /// and its scopes. The token is read as it is, and not sent anywhere; where there is none yet, one is got.
    /// [`run`](Self::run) does so by itself, and the [`forecast`](Self::forecast) is more exact after it.
    ///
    /// # Errors
    ///
    /// When there is no access token to be had.
    pub async fn identified(mut self, client: &Client) -> Result<Self, Error> {
        self.told = self.told.asked_of(client).await?;
        Ok(self)
    }

    /// What will be sent at most, by operation and rate-limit bucket. Nothing is sent. Unless something else was
    /// [set](Self::service_app) or [found out](Self::identified), it is for an API token.
    pub fn forecast(&self) -> Forecast {
        let roles_and_targets: &[&str] = if self.told.client.is_some() {
            &[
                "listRolesForClient",
                "listGroupTargetRoleForClient",
                "listAppTargetRoleToClient",
            ]
        } else {
            &[
                "listAssignedRolesForUser",
                "listGroupTargetsForRole",
                "listApplicationTargetsForApplicationAdministratorRoleForUser",
                "listGroupTargetsForGroupRole",
                "listApplicationTargetsForApplicationAdministratorRoleForGroup",
            ]
        };
        let mut any_number = roles_and_targets.to_vec();
        any_number.extend(["listRolePermissions", "listResourceSetResources"]);
        let (always, mut at_most_once): (&[&str], Vec<&str>) = match (&self.told.client, &self.told.scopes) {
            (Some(_), Some(_)) => (&["listPrincipalRateLimitEntities"], Vec::new()),
            (Some(_), None) => {
                any_number.push("listScopeConsentGrants");
                (&["listPrincipalRateLimitEntities"], Vec::new())
            }
            (None, _) if self.told.user.is_some() => (&[], Vec::new()),
            (None, _) if self.told.is_access_token() => (&["getUser"], Vec::new()),
            (None, _) => (
                &["getUser", "listApiTokens"],
                vec!["listPrincipalRateLimitEntities"],
            ),
        };
        let needed: Vec<&str> = self.wanted.operations().filter_map(probes::samples).collect();
        let tried = probes::operations().filter(|id| self.wanted.wants(id) || needed.contains(id));
        at_most_once.extend(tried);
        Forecast::new(self.at_most, always, &at_most_once, &any_number)
    }

    /// Reads, and tells.
    ///
    /// # Errors
    ///
    /// When the token is refused, which [`TokenHealth::of_refusal`] puts into words; when the org cannot be reached; and
    /// when the owner cannot be read. An access token of a service app has no owner: where the token does not say that it
    /// is one, [`service_app`](Self::service_app) must, and the error tells so.
    pub async fn run(&self, client: &Client) -> Result<PreflightReport, Error> {
        let known = self.clone().identified(client).await?;
        let evidence = Evidence::gather(client, &known.told, &known.wanted, known.at_most).await?;
        let forecast = known.forecast().calls();
        Ok(PreflightReport::new(&known.wanted, evidence, forecast))
    }
}
