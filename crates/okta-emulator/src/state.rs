//! What the org holds. One struct a kind of object; everything that changes it goes through `resources`.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::ids::Ids;
use crate::oauth::OAuth;
use crate::rate_limits::RateLimits;

pub(crate) type Object = Map<String, Value>;

/// The org. Maps are ordered by id, which is the order of creation and of Okta's lists.
pub(crate) struct Org {
    pub(crate) id: String,
    pub(crate) realm_id: String,
    pub(crate) user_type_id: String,
    pub(crate) everyone_id: String,
    pub(crate) access_policy_id: String,
    pub(crate) enrollment_policy_id: String,
    pub(crate) created: Timestamp,
    pub(crate) ids: Ids,
    pub(crate) users: BTreeMap<String, User>,
    /// Id by login in lower case: logins are unique without regard to case.
    logins: HashMap<String, String>,
    /// The part of each login before its last `@`, in lower case, with the user's id.
    short_logins: BTreeSet<(String, String)>,
    /// Names of profile attributes: Okta's base schema and the org's own.
    pub(crate) profile_attributes: BTreeSet<String>,
    pub(crate) groups: BTreeMap<String, Group>,
    pub(crate) applications: BTreeMap<String, Application>,
    /// By secret.
    pub(crate) tokens: HashMap<String, Token>,
    /// In the order of persistence, oldest first.
    pub(crate) log: VecDeque<LogEvent>,
    pub(crate) rate_limits: RateLimits,
    pub(crate) oauth: OAuth,
}

/// A user's status, by Okta's wire name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Status {
    Staged,
    Provisioned,
    Active,
    Recovery,
    PasswordExpired,
    LockedOut,
    Suspended,
    Deprovisioned,
}

impl Status {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Staged => "STAGED",
            Self::Provisioned => "PROVISIONED",
            Self::Active => "ACTIVE",
            Self::Recovery => "RECOVERY",
            Self::PasswordExpired => "PASSWORD_EXPIRED",
            Self::LockedOut => "LOCKED_OUT",
            Self::Suspended => "SUSPENDED",
            Self::Deprovisioned => "DEPROVISIONED",
        }
    }
}

pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) status: Status,
    pub(crate) created: Timestamp,
    pub(crate) activated: Option<Timestamp>,
    pub(crate) status_changed: Option<Timestamp>,
    pub(crate) last_login: Option<Timestamp>,
    pub(crate) last_updated: Timestamp,
    pub(crate) password_changed: Option<Timestamp>,
    pub(crate) profile: Object,
    pub(crate) password: Option<Password>,
    pub(crate) recovery_question: Option<RecoveryQuestion>,
    /// Wire names of the credential provider: its type and its name.
    pub(crate) provider: (String, String),
    /// Groups but `Everyone`, to which every user belongs.
    pub(crate) groups: BTreeSet<String>,
    pub(crate) factors: Vec<Factor>,
    pub(crate) roles: Vec<RoleAssignment>,
}

/// A password is kept only to be compared; nothing gives it out and nothing prints it.
pub(crate) enum Password {
    Known(String),
    /// Imported as a hash or left to a hook: the emulator cannot check it.
    Opaque,
}

pub(crate) struct RecoveryQuestion {
    pub(crate) question: String,
    pub(crate) answer: String,
}

pub(crate) struct Factor {
    pub(crate) id: String,
    /// `factorType` of the wire.
    pub(crate) kind: &'static str,
    pub(crate) provider: &'static str,
    pub(crate) vendor_name: &'static str,
    pub(crate) status: &'static str,
    pub(crate) created: Timestamp,
    pub(crate) last_updated: Timestamp,
    pub(crate) profile: Option<Value>,
}

pub(crate) struct RoleAssignment {
    pub(crate) id: String,
    pub(crate) role: &'static str,
    pub(crate) created: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GroupKind {
    BuiltIn,
    Okta,
    App,
}

impl GroupKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::BuiltIn => "BUILT_IN",
            Self::Okta => "OKTA_GROUP",
            Self::App => "APP_GROUP",
        }
    }
}

pub(crate) struct Group {
    pub(crate) id: String,
    pub(crate) kind: GroupKind,
    pub(crate) created: Timestamp,
    pub(crate) last_updated: Timestamp,
    pub(crate) last_membership_updated: Timestamp,
    pub(crate) profile: Object,
    /// Empty for `Everyone`, whose members are all users.
    pub(crate) members: BTreeSet<String>,
    /// The app that an `APP_GROUP` was imported from.
    pub(crate) source: Option<String>,
}

pub(crate) struct Application {
    pub(crate) id: String,
    pub(crate) active: bool,
    pub(crate) created: Timestamp,
    pub(crate) last_updated: Timestamp,
    /// Everything that the wire shows but the members above, `orn` and `_links`.
    pub(crate) settings: Object,
    /// Of an OAuth 2.0 client; apps of other kinds never show theirs.
    pub(crate) client_secret: String,
    pub(crate) users: BTreeMap<String, ApplicationUser>,
    pub(crate) groups: BTreeMap<String, GroupAssignment>,
}

pub(crate) struct ApplicationUser {
    /// Assigned to the user itself; otherwise it comes from a group.
    pub(crate) direct: bool,
    pub(crate) created: Timestamp,
    pub(crate) last_updated: Timestamp,
    pub(crate) user_name: String,
    pub(crate) profile: Object,
}

pub(crate) struct GroupAssignment {
    pub(crate) priority: i64,
    pub(crate) last_updated: Timestamp,
    pub(crate) profile: Object,
}

pub(crate) struct Token {
    pub(crate) id: String,
    pub(crate) owner: String,
}

pub(crate) struct LogEvent {
    pub(crate) published: Timestamp,
    /// A number that grows by one with every event: what the cursors of `GET /api/v1/logs` count in.
    pub(crate) sequence: u64,
    pub(crate) body: Value,
}

impl User {
    pub(crate) fn text(&self, attribute: &str) -> &str {
        self.profile
            .get(attribute)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    pub(crate) fn login(&self) -> &str {
        self.text("login")
    }

    pub(crate) fn display_name(&self) -> String {
        format!("{} {}", self.text("firstName"), self.text("lastName"))
            .trim()
            .to_owned()
    }
}

impl Application {
    pub(crate) fn text(&self, member: &str) -> &str {
        self.settings
            .get(member)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    pub(crate) fn status(&self) -> &'static str {
        if self.active { "ACTIVE" } else { "INACTIVE" }
    }
}

impl Org {
    /// An org with the `Everyone` group and nobody in it.
    pub(crate) fn new(seed: u64, now: Timestamp, rate_limits: RateLimits) -> Self {
        let mut ids = Ids::new(seed);
        let everyone_id = ids.next("00g");
        let mut org = Self {
            id: ids.next("00o"),
            realm_id: ids.next("guo"),
            user_type_id: ids.next("oty"),
            everyone_id: everyone_id.clone(),
            access_policy_id: ids.next("rst"),
            enrollment_policy_id: ids.next("rst"),
            created: now,
            ids,
            users: BTreeMap::new(),
            logins: HashMap::new(),
            short_logins: BTreeSet::new(),
            profile_attributes: BASE_ATTRIBUTES.iter().map(|&name| name.to_owned()).collect(),
            groups: BTreeMap::new(),
            applications: BTreeMap::new(),
            tokens: HashMap::new(),
            log: VecDeque::new(),
            rate_limits,
            oauth: OAuth::default(),
        };
        let profile =
            serde_json::json!({ "name": "Everyone", "description": "All users in your organization" });
        org.groups.insert(
            everyone_id.clone(),
            Group {
                id: everyone_id,
                kind: GroupKind::BuiltIn,
                created: now,
                last_updated: now,
                last_membership_updated: now,
                profile: profile.as_object().cloned().unwrap_or_default(),
                members: BTreeSet::new(),
                source: None,
            },
        );
        org
    }

    /// The id of the user with this id or login, or with this short login if nobody else has it.
    pub(crate) fn find_user(&self, named: &str) -> Option<&str> {
        if let Some((id, _)) = self.users.get_key_value(named) {
            return Some(id);
        }
        let lower = named.to_lowercase();
        if let Some(id) = self.logins.get(&lower) {
            return Some(id);
        }
        let mut alike = self.short_logins.range((lower.clone(), String::new())..);
        let (_, id) = alike.next().filter(|(short, _)| *short == lower)?;
        let ambiguous = alike.next().is_some_and(|(short, _)| *short == lower);
        (!ambiguous).then_some(id)
    }

    pub(crate) fn login_is_taken(&self, login: &str, except: Option<&str>) -> bool {
        self.logins
            .get(&login.to_lowercase())
            .is_some_and(|id| Some(id.as_str()) != except)
    }

    pub(crate) fn insert_user(&mut self, user: User) {
        self.index_login(&user.id, user.login().to_lowercase());
        self.users.insert(user.id.clone(), user);
    }

    /// Takes the user out of the org, its groups, apps and tokens.
    pub(crate) fn remove_user(&mut self, id: &str) -> Option<User> {
        let user = self.users.remove(id)?;
        self.forget_login(id, &user.login().to_lowercase());
        for group in &user.groups {
            if let Some(group) = self.groups.get_mut(group) {
                group.members.remove(id);
            }
        }
        for application in self.applications.values_mut() {
            application.users.remove(id);
        }
        self.tokens.retain(|_, token| token.owner != id);
        Some(user)
    }

    /// Gives the user another profile and keeps the index of logins true.
    pub(crate) fn replace_profile(&mut self, id: &str, profile: Object) {
        let Some(user) = self.users.get_mut(id) else {
            return;
        };
        let before = user.login().to_lowercase();
        user.profile = profile;
        let after = user.login().to_lowercase();
        if before != after {
            self.forget_login(id, &before);
            self.index_login(id, after);
        }
    }

    fn index_login(&mut self, id: &str, login: String) {
        self.short_logins
            .insert((short(&login).to_owned(), id.to_owned()));
        self.logins.insert(login, id.to_owned());
    }

    fn forget_login(&mut self, id: &str, login: &str) {
        self.short_logins
            .remove(&(short(login).to_owned(), id.to_owned()));
        self.logins.remove(login);
    }
}

fn short(login: &str) -> &str {
    login.rsplit_once('@').map_or(login, |(before, _)| before)
}

/// The attributes of Okta's base user schema (<https://developer.okta.com/docs/api/>, "User profile").
const BASE_ATTRIBUTES: [&str; 31] = [
    "city",
    "costCenter",
    "countryCode",
    "department",
    "displayName",
    "division",
    "email",
    "employeeNumber",
    "firstName",
    "honorificPrefix",
    "honorificSuffix",
    "lastName",
    "locale",
    "login",
    "manager",
    "managerId",
    "middleName",
    "mobilePhone",
    "nickName",
    "organization",
    "postalAddress",
    "preferredLanguage",
    "primaryPhone",
    "profileUrl",
    "secondEmail",
    "state",
    "streetAddress",
    "timezone",
    "title",
    "userType",
    "zipCode",
];
