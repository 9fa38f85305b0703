//! What the program is told.

use std::path::PathBuf;

use clap::Parser;
use okta_emulator::{AttributeValues, Fault, GroupSizes, Preset, StatusShares};

use super::values::{
    APPS, GROUP_RULES, GROUPS, MILLISECONDS, USERS, administrators, custom_attribute, fault, group_sizes,
    mean, part, role, statuses, within,
};

/// Serves an Okta org on this machine until it is stopped.
#[derive(Debug, Parser)]
#[command(name = "okta-emulator", version, after_help = AFTER_HELP)]
pub(crate) struct Arguments {
    /// The port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    pub(crate) port: u16,
    /// The standard admin role of the token's owner.
    #[arg(long, default_value = "SUPER_ADMIN", value_parser = role)]
    pub(crate) role: &'static str,
    /// Asks for this text on /_emulator/... (in x-emulator-control) and on the page at / (as a password). Without it
    /// both are for this machine alone.
    #[arg(long, value_name = "TEXT")]
    pub(crate) control_token: Option<String>,

    /// How many users the org starts with.
    #[arg(long, help_heading = "The org", value_name = "NUMBER", default_value_t = 25, value_parser = within(USERS))]
    pub(crate) users: usize,
    /// How many groups, beside Everyone.
    #[arg(long, help_heading = "The org", value_name = "NUMBER", default_value_t = 8, value_parser = within(GROUPS))]
    pub(crate) groups: usize,
    /// How many apps.
    #[arg(long, help_heading = "The org", value_name = "NUMBER", default_value_t = 10, value_parser = within(APPS))]
    pub(crate) apps: usize,
    /// How large the groups are: falling, even, zipf, zipf:EXPONENT, or a number that each of them has.
    #[arg(help_heading = "The org", long, default_value = "falling", value_parser = group_sizes, value_name = "SIZES")]
    pub(crate) group_sizes: GroupSizes,
    /// The mean of the groups that a user is in.
    #[arg(help_heading = "The org", long, default_value_t = 1.5, value_parser = mean)]
    pub(crate) groups_per_user: f64,
    /// The mean of the apps that a user has.
    #[arg(help_heading = "The org", long, default_value_t = 2.4, value_parser = mean)]
    pub(crate) apps_per_user: f64,
    /// Which part of the app assignments groups make, 0 to 1.
    #[arg(help_heading = "The org", long, default_value_t = 0.6, value_parser = part)]
    pub(crate) apps_through_groups: f64,
    /// How many active group rules, each with a group of its own.
    #[arg(help_heading = "The org", long, default_value_t = 0, value_parser = within(GROUP_RULES))]
    pub(crate) group_rules: usize,
    /// So many users with this standard role: HELP_DESK_ADMIN=3. May be given more than once.
    #[arg(help_heading = "The org", long = "administrators", value_name = "ROLE=COUNT", value_parser = administrators)]
    pub(crate) administrators: Vec<(&'static str, usize)>,
    /// How many users are in each status, beside each other: ACTIVE=90,DEPROVISIONED=10. A status that is not named
    /// has nobody. Without it, 13 of 20 users are ACTIVE and each other status has one.
    #[arg(help_heading = "The org", long, value_name = "STATUS=SHARE,...", value_parser = statuses)]
    pub(crate) statuses: Option<StatusShares>,
    /// A profile attribute of the org's own with its values: badge=integers, badge=texts, badge=booleans,
    /// badge=gold|silver, or badge for one that users do not have. May be given more than once.
    #[arg(help_heading = "The org", long = "custom-attribute", value_name = "NAME[=VALUES]", value_parser = custom_attribute)]
    pub(crate) custom_attributes: Vec<(String, AttributeValues)>,
    /// The same seed gives the same org.
    #[arg(long, help_heading = "The org", value_name = "NUMBER", default_value_t = 0)]
    pub(crate) seed: u64,
    /// Starts with the org of this snapshot instead of a generated one.
    #[arg(
        long,
        help_heading = "The org",
        value_name = "FILE",
        conflicts_with_all = ["users", "groups", "group_sizes", "groups_per_user", "apps", "apps_per_user", "apps_through_groups", "group_rules", "administrators", "statuses", "custom_attributes", "seed", "limits", "limit_multiplier", "search_lag", "background_work"]
    )]
    pub(crate) restore: Option<PathBuf>,
    /// Writes a snapshot of the org to this file when it is stopped. It holds passwords and API tokens, so its owner
    /// alone may read it.
    #[arg(long, help_heading = "The org", value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,

    /// How many requests a minute the org allows: the limits of an edition.
    #[arg(long, help_heading = "Limits", value_name = "EDITION", value_enum, default_value_t = Limits::Workforce)]
    pub(crate) limits: Limits,
    /// Every bucket holds this many times as much.
    #[arg(long, help_heading = "Limits", value_name = "TIMES", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) limit_multiplier: u32,
    /// How many requests may be under way at once; without it, as many as --limits say.
    #[arg(long, help_heading = "Limits", value_name = "REQUESTS", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) concurrency: Option<u32>,

    /// How far `search` is behind the objects.
    #[arg(
        long,
        help_heading = "Bad days",
        value_name = "MILLISECONDS",
        default_value_t = 0,
        value_parser = clap::value_parser!(u64).range(MILLISECONDS)
    )]
    pub(crate) search_lag: u64,
    /// How long the org works on what is asked for with `Prefer: respond-async`.
    #[arg(
        long,
        help_heading = "Bad days",
        value_name = "MILLISECONDS",
        default_value_t = 0,
        value_parser = clap::value_parser!(u64).range(MILLISECONDS)
    )]
    pub(crate) background_work: u64,
    /// Holds every answer back.
    #[arg(long, help_heading = "Bad days", value_name = "MILLISECONDS", value_parser = clap::value_parser!(u64).range(MILLISECONDS))]
    pub(crate) latency: Option<u64>,
    /// Makes something go wrong: {"effect": "reset", "operation": "getUser", "rate": 0.1}. May be given more than
    /// once.
    #[arg(long = "fault", help_heading = "Bad days", value_name = "JSON", value_parser = fault)]
    pub(crate) faults: Vec<Fault>,
    /// Decides which requests the faults hit; without it, the seed of the org does.
    #[arg(long, help_heading = "Bad days", value_name = "NUMBER")]
    pub(crate) fault_seed: Option<u64>,

    /// Appends every request to this file, as a line of JSON without secrets.
    #[arg(long, help_heading = "Log", value_name = "FILE")]
    pub(crate) request_log: Option<PathBuf>,
    /// How many bytes the entries of the System Log take at most; the oldest go first.
    #[arg(long, help_heading = "Log", value_name = "BYTES", default_value_t = 128 << 20)]
    pub(crate) system_log_bytes: usize,
    /// How many bytes the requests take at most that the page and /_emulator/requests show; the oldest go first.
    #[arg(long, help_heading = "Log", value_name = "BYTES", default_value_t = 32 << 20)]
    pub(crate) request_list_bytes: usize,
    /// How many bytes of events may be on their way to event hooks; what is beyond is lost.
    #[arg(long, help_heading = "Log", value_name = "BYTES", default_value_t = 32 << 20)]
    pub(crate) event_hook_bytes: usize,
    /// Adds the bodies of the answers to the request log.
    #[arg(long, help_heading = "Log", requires = "request_log")]
    pub(crate) log_answers: bool,
}

const AFTER_HELP: &str = "\
When it is ready it prints one line of JSON to standard output, with `url`, `token` and `role`; everything else goes to
standard error. Try it:

  curl -H \"Authorization: SSWS $TOKEN\" $URL/api/v1/users/me

The page at $URL/ shows the org to people. Ctrl-c or SIGTERM stop it.

Exit codes: 0 it was stopped; 1 the port, the snapshot or the log cannot be used; 2 the arguments cannot be read.";

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum Limits {
    IntegratorFree,
    OneApp,
    Enterprise,
    Workforce,
    Unlimited,
}

impl From<Limits> for Preset {
    fn from(limits: Limits) -> Self {
        match limits {
            Limits::IntegratorFree => Self::IntegratorFree,
            Limits::OneApp => Self::OneApp,
            Limits::Enterprise => Self::Enterprise,
            Limits::Workforce => Self::Workforce,
            Limits::Unlimited => Self::Unlimited,
        }
    }
}
