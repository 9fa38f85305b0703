//! What an org is to be like, said before it is made.

use jiff::{SignedDuration, Timestamp};

use crate::clock::Clock;
use crate::emulator::Emulator;
use crate::event_log;
use crate::generator;
use crate::org_shape::{AttributeValues, OrgShape};
use crate::rate_limits::{Preset, RateLimits};
use crate::resources;
use crate::service::Service;
use crate::settings::Settings;
use crate::state::Org;

/// The address of an org that is asked in process and not told another.
const BASE_URL: &str = "https://emulator.okta.example";

/// Describes the org before it is made. Two orgs of the same description have the same content.
#[derive(Clone, Debug)]
pub struct Builder {
    pub(crate) shape: OrgShape,
    seed: u64,
    base_url: String,
    limits: Preset,
    token_share_percent: u8,
    clock: Clock,
    pub(crate) settings: Settings,
    dpop_nonce_at_resources: bool,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            shape: OrgShape::default(),
            seed: 0,
            base_url: BASE_URL.to_owned(),
            limits: Preset::default(),
            token_share_percent: okta_facts::DEFAULT_TOKEN_SHARE_PERCENT,
            clock: Clock::real(),
            settings: Settings::default(),
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
        self.seed = seed;
        self
    }

    /// A profile attribute beside those of Okta's base schema; generated users do not have it.
    /// [`OrgShape::custom_attribute`] gives them values.
    pub fn custom_attribute(mut self, name: impl Into<String>) -> Self {
        self.shape = self.shape.custom_attribute(name, AttributeValues::None);
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
        let mut org = Org::new(
            self.seed,
            generator::founded(),
            RateLimits::new(self.limits, self.token_share_percent)
                .with_multiplier(self.settings.limit_multiplier.unwrap_or(1)),
        );
        generator::fill(&mut org, &self.shape);
        org.directory.background.set_takes(self.settings.background_work);
        // What the org starts with has been there for long: the index knows it.
        org.set_search_lag(SignedDuration::try_from(self.settings.search_lag).unwrap_or(SignedDuration::MAX));
        self.with_org(org, None)
    }

    /// An emulator of this org, whose virtual time starts at this moment if one is given.
    pub(crate) fn with_org(self, mut org: Org, now: Option<Timestamp>) -> Emulator {
        // A builder may be used twice; the orgs must not share a clock.
        let clock = match (self.clock, now) {
            (Clock::Real(_), _) => Clock::real(),
            (Clock::Virtual(_), None) => Clock::standing(),
            (Clock::Virtual(_), Some(now)) => Clock::standing_at(now),
        };
        let concurrency = self.settings.concurrency.or(self.limits.concurrency());
        let fault_seed = self.settings.fault_seed.unwrap_or(self.seed);
        org.oauth.nonce_at_resources = self.dpop_nonce_at_resources;
        org.log
            .set_most_bytes(self.settings.system_log_bytes.unwrap_or(event_log::DEFAULT_BYTES));
        org.directory
            .event_hooks
            .set_most_bytes(self.settings.event_hook_bytes());
        resources::write_users(&org);
        Emulator {
            service: Service::new(
                self.base_url,
                clock,
                org,
                (concurrency, fault_seed),
                self.settings,
            ),
        }
    }
}
