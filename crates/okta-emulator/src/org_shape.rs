//! What a generated org looks like.

use std::collections::BTreeMap;

use crate::builder::Builder;
use crate::state::Status;

/// What a generated org looks like. Two orgs of the same shape and seed are the same.
///
/// ```
/// use okta_emulator::{AttributeValues, Emulator, GroupSizes, OrgShape, StatusShares};
///
/// let shape = OrgShape::default()
///     .users(2_000)
///     .groups(40)
///     .group_sizes(GroupSizes::Zipf { exponent: 1.0 })
///     .groups_per_user(3.0)
///     .apps(20)
///     .apps_per_user(5.0)
///     .apps_through_groups(0.8)
///     .group_rules(4)
///     .administrators("HELP_DESK_ADMIN", 3)
///     .statuses(StatusShares { deprovisioned: 10.0, ..StatusShares::default() })
///     .custom_attribute("badge", AttributeValues::Integers(9_999));
/// let emulator = Emulator::builder().shape(shape).seed(7).build();
/// # assert!(format!("{emulator:?}").contains("2000"));
/// ```
#[derive(Clone, Debug)]
pub struct OrgShape {
    pub(crate) users: usize,
    pub(crate) groups: usize,
    pub(crate) apps: usize,
    pub(crate) group_sizes: GroupSizes,
    pub(crate) groups_per_user: f64,
    pub(crate) apps_per_user: f64,
    pub(crate) apps_through_groups: f64,
    pub(crate) group_rules: usize,
    pub(crate) administrators: BTreeMap<String, usize>,
    pub(crate) statuses: StatusShares,
    pub(crate) custom_attributes: BTreeMap<String, AttributeValues>,
}

impl Default for OrgShape {
    /// 25 users, 8 groups of falling size with 1.5 memberships a user, 10 apps with 2.4 assignments a user of which
    /// groups make 60 %; no rules, no administrators, no attributes of its own.
    fn default() -> Self {
        Self {
            users: 25,
            groups: 8,
            apps: 10,
            group_sizes: GroupSizes::default(),
            groups_per_user: 1.5,
            apps_per_user: 2.4,
            apps_through_groups: 0.6,
            group_rules: 0,
            administrators: BTreeMap::new(),
            statuses: StatusShares::default(),
            custom_attributes: BTreeMap::new(),
        }
    }
}

impl OrgShape {
    /// How many users; owners of API tokens come beside them.
    pub fn users(mut self, users: usize) -> Self {
        self.users = users;
        self
    }

    /// How many groups beside `Everyone` and those of rules; every eighth is imported from an app (`APP_GROUP`).
    pub fn groups(mut self, groups: usize) -> Self {
        self.groups = groups;
        self
    }

    /// How many apps, of the ten kinds in turn.
    pub fn apps(mut self, apps: usize) -> Self {
        self.apps = apps;
        self
    }

    /// How large the groups are beside each other.
    pub fn group_sizes(mut self, sizes: GroupSizes) -> Self {
        self.group_sizes = sizes;
        self
    }

    /// The mean of the groups that a user is in, beside `Everyone` and those of rules; a user is in none to twice as
    /// many. [`GroupSizes::Fixed`] says itself how many memberships there are.
    pub fn groups_per_user(mut self, mean: f64) -> Self {
        self.groups_per_user = mean;
        self
    }

    /// The mean of the apps that a user has who is not DEPROVISIONED.
    pub fn apps_per_user(mut self, mean: f64) -> Self {
        self.apps_per_user = mean;
        self
    }

    /// Which part of the assignments is made by groups, 0 to 1. As groups are given an app as a whole, it is met by
    /// half a group more or less, and no further than the groups' members go.
    pub fn apps_through_groups(mut self, share: f64) -> Self {
        self.apps_through_groups = share;
        self
    }

    /// How many ACTIVE group rules. Each has a group of its own, beside the other groups, that holds exactly the
    /// users it is for.
    pub fn group_rules(mut self, rules: usize) -> Self {
        self.group_rules = rules;
        self
    }

    /// How many ACTIVE users have this standard role, such as `"HELP_DESK_ADMIN"`. A name that is no standard role
    /// is given to nobody.
    pub fn administrators(mut self, role: impl Into<String>, count: usize) -> Self {
        self.administrators.insert(role.into(), count);
        self
    }

    /// How many users are in each status.
    pub fn statuses(mut self, shares: StatusShares) -> Self {
        self.statuses = shares;
        self
    }

    /// A profile attribute beside those of Okta's base schema, and what users have in it.
    pub fn custom_attribute(mut self, name: impl Into<String>, values: AttributeValues) -> Self {
        self.custom_attributes.insert(name.into(), values);
        self
    }
}

impl Builder {
    /// What the org looks like. It takes the place of what [`users`](Self::users), [`groups`](Self::groups),
    /// [`apps`](Self::apps) and [`custom_attribute`](Self::custom_attribute) said before it.
    pub fn shape(mut self, shape: OrgShape) -> Self {
        self.shape = shape;
        self
    }
}

/// How large the groups of a generated org are beside each other.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum GroupSizes {
    /// Evenly smaller from the first group to the last, which has nearly nobody.
    #[default]
    Falling,
    /// All about the same.
    Even,
    /// The n-th group is to the first as 1 is to n to the power of the exponent, as the sizes of groups in large
    /// orgs are: a few have nearly everybody, most have a few. An exponent of 1 is Zipf's law.
    Zipf {
        /// 0 makes all groups alike; the larger, the steeper.
        exponent: f64,
    },
    /// Each exactly this, or all users if they are fewer.
    Fixed(usize),
}

/// How many users of a generated org are in each status, beside each other: twice the number is twice the users.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StatusShares {
    /// `STAGED`.
    pub staged: f64,
    /// `PROVISIONED`.
    pub provisioned: f64,
    /// `ACTIVE`.
    pub active: f64,
    /// `RECOVERY`.
    pub recovery: f64,
    /// `LOCKED_OUT`.
    pub locked_out: f64,
    /// `PASSWORD_EXPIRED`.
    pub password_expired: f64,
    /// `SUSPENDED`.
    pub suspended: f64,
    /// `DEPROVISIONED`.
    pub deprovisioned: f64,
}

impl Default for StatusShares {
    /// Of twenty users, thirteen are ACTIVE and each other status has one.
    fn default() -> Self {
        Self {
            staged: 1.0,
            provisioned: 1.0,
            active: 13.0,
            recovery: 1.0,
            locked_out: 1.0,
            password_expired: 1.0,
            suspended: 1.0,
            deprovisioned: 1.0,
        }
    }
}

impl StatusShares {
    /// Nobody in any status, to name those that somebody is in. Left so, everybody is ACTIVE.
    ///
    /// ```
    /// use okta_emulator::StatusShares;
    ///
    /// let two = StatusShares { active: 9.0, suspended: 1.0, ..StatusShares::none() };
    /// # assert!(two.staged < 0.1);
    /// ```
    pub fn none() -> Self {
        Self {
            staged: 0.0,
            provisioned: 0.0,
            active: 0.0,
            recovery: 0.0,
            locked_out: 0.0,
            password_expired: 0.0,
            suspended: 0.0,
            deprovisioned: 0.0,
        }
    }

    pub(crate) fn shares(&self) -> Vec<(Status, f64)> {
        vec![
            (Status::Active, self.active),
            (Status::Staged, self.staged),
            (Status::Provisioned, self.provisioned),
            (Status::Suspended, self.suspended),
            (Status::LockedOut, self.locked_out),
            (Status::PasswordExpired, self.password_expired),
            (Status::Deprovisioned, self.deprovisioned),
            (Status::Recovery, self.recovery),
        ]
    }
}

/// Gives statuses in turn so that after any number of them each has had its share as nearly as can be.
pub(crate) struct Turns {
    shares: Vec<(Status, f64)>,
    /// What each is due.
    due: Vec<f64>,
}

impl Turns {
    pub(crate) fn new(shares: Vec<(Status, f64)>) -> Self {
        let due = vec![0.0; shares.len()];
        Self { shares, due }
    }

    /// The status that is due most. Without any share it is ACTIVE.
    pub(crate) fn take(&mut self) -> Status {
        let whole: f64 = self.shares.iter().map(|(_, share)| share.max(0.0)).sum();
        let (mut most, mut next) = (0.0, None);
        for ((place, (_, share)), due) in self.shares.iter().enumerate().zip(&mut self.due) {
            *due += share.max(0.0);
            if *due > most {
                (most, next) = (*due, Some(place));
            }
        }
        let Some(next) = next else {
            return Status::Active;
        };
        self.due[next] -= whole;
        self.shares[next].0
    }
}

/// What generated users have in an attribute of the org's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttributeValues {
    /// Nothing: the attribute is known to the schema alone, as a text.
    #[default]
    None,
    /// One of a thousand texts.
    Texts,
    /// An integer from 0 to this.
    Integers(u32),
    /// `true` or `false`.
    Booleans,
    /// One of these texts.
    OneOf(Vec<String>),
}

impl AttributeValues {
    /// The type in the schema, where it says more than that there is such an attribute.
    pub(crate) fn schema_type(&self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Texts | Self::OneOf(_) => Some("string"),
            Self::Integers(_) => Some("integer"),
            Self::Booleans => Some("boolean"),
        }
    }
}
