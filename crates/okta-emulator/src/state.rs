//! What the org holds. One struct a kind of object; everything that changes it goes through `resources`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use smol_str::SmolStr;

use crate::directory::{self, Directory};
use crate::event_log::EventLog;
use crate::iam::{Iam, Targets};
use crate::id_set::IdSet;
use crate::ids::Ids;
use crate::interned::Interned;
use crate::logins::Index;
use crate::moment::Moment;
use crate::oauth::OAuth;
use crate::packed::Packed;
use crate::rate_limits::RateLimits;
use crate::ready_text::ReadyText;
use crate::store::{Store, Stored};

pub(crate) type Object = Map<String, Value>;

/// The org. Maps are ordered by id, which is the order of creation and of Okta's lists.
#[derive(Serialize, Deserialize)]
pub(crate) struct Org {
    pub(crate) id: String,
    pub(crate) realm_id: String,
    pub(crate) user_type_id: String,
    pub(crate) everyone_id: String,
    pub(crate) access_policy_id: String,
    pub(crate) enrollment_policy_id: String,
    pub(crate) created: Timestamp,
    pub(crate) ids: Ids,
    pub(crate) users: Store<User>,
    /// By the part of each login before its last `@`, in lower case: logins are unique without regard to case.
    #[serde(skip)]
    pub(crate) logins: Index,
    /// Names of profile attributes: Okta's base schema and the org's own.
    pub(crate) profile_attributes: BTreeSet<String>,
    pub(crate) groups: Store<Group>,
    pub(crate) applications: BTreeMap<String, Application>,
    /// By secret.
    pub(crate) tokens: HashMap<String, Token>,
    pub(crate) log: EventLog,
    pub(crate) rate_limits: RateLimits,
    pub(crate) iam: Iam,
    pub(crate) directory: Directory,
    pub(crate) oauth: OAuth,
}

/// A user's status, by Okta's wire name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) id: SmolStr,
    pub(crate) status: Status,
    pub(crate) created: Moment,
    pub(crate) activated: Option<Moment>,
    pub(crate) status_changed: Option<Moment>,
    pub(crate) last_login: Option<Moment>,
    pub(crate) last_updated: Moment,
    pub(crate) password_changed: Option<Moment>,
    pub(crate) profile: Packed,
    pub(crate) password: Option<Password>,
    pub(crate) recovery_question: Option<Arc<RecoveryQuestion>>,
    /// Wire names of the credential provider: its type and its name.
    pub(crate) provider: Arc<(String, String)>,
    /// Groups but `Everyone`, to which every user belongs.
    pub(crate) groups: IdSet,
    pub(crate) factors: Vec<Factor>,
    pub(crate) roles: Vec<RoleAssignment>,
    /// The members that a list shows, but for those that depend on more than the user.
    #[serde(skip)]
    pub(crate) text: ReadyText,
}

/// A password is kept only to be compared; nothing gives it out and nothing prints it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) enum Password {
    Known(Arc<str>),
    /// Imported as a hash or left to a hook: the emulator cannot check it.
    Opaque,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct RecoveryQuestion {
    pub(crate) question: String,
    pub(crate) answer: String,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Factor {
    pub(crate) id: SmolStr,
    /// `factorType` of the wire.
    #[serde(deserialize_with = "crate::interned::deserialize")]
    pub(crate) kind: Interned,
    #[serde(deserialize_with = "crate::interned::deserialize")]
    pub(crate) provider: Interned,
    #[serde(deserialize_with = "crate::interned::deserialize")]
    pub(crate) vendor_name: Interned,
    #[serde(deserialize_with = "crate::interned::deserialize")]
    pub(crate) status: Interned,
    pub(crate) created: Moment,
    pub(crate) last_updated: Moment,
    pub(crate) profile: Option<Packed>,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct RoleAssignment {
    pub(crate) id: String,
    #[serde(deserialize_with = "crate::interned::deserialize")]
    pub(crate) role: Interned,
    pub(crate) created: Timestamp,
    pub(crate) targets: Targets,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Group {
    pub(crate) id: String,
    pub(crate) kind: GroupKind,
    pub(crate) created: Timestamp,
    pub(crate) last_updated: Timestamp,
    pub(crate) last_membership_updated: Timestamp,
    pub(crate) profile: Object,
    /// Empty for `Everyone`, whose members are all users.
    pub(crate) members: BTreeSet<SmolStr>,
    /// The app that an `APP_GROUP` was imported from.
    pub(crate) source: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Application {
    pub(crate) id: String,
    pub(crate) active: bool,
    pub(crate) created: Timestamp,
    pub(crate) last_updated: Timestamp,
    /// Everything that the wire shows but the members above, `orn` and `_links`.
    pub(crate) settings: Object,
    /// Of an OAuth 2.0 client; apps of other kinds never show theirs.
    pub(crate) client_secret: String,
    pub(crate) users: BTreeMap<SmolStr, ApplicationUser>,
    pub(crate) groups: BTreeMap<String, GroupAssignment>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ApplicationUser {
    /// Assigned to the user itself; otherwise it comes from a group.
    pub(crate) direct: bool,
    pub(crate) created: Moment,
    pub(crate) last_updated: Moment,
    /// What the app knows the user as. None as long as it is what follows from the app's settings and the user's
    /// profile, which it is for most of a large org's.
    pub(crate) known_as: Option<Box<KnownAs>>,
}

/// A user in the eyes of an app.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct KnownAs {
    pub(crate) user_name: String,
    pub(crate) profile: Packed,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct GroupAssignment {
    pub(crate) priority: i64,
    pub(crate) last_updated: Timestamp,
    pub(crate) profile: Object,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Token {
    pub(crate) id: String,
    pub(crate) owner: String,
}

impl Stored for User {
    fn id(&self) -> &str {
        &self.id
    }

    fn ready_text(&mut self) -> Option<&mut ReadyText> {
        Some(&mut self.text)
    }
}

impl Stored for Group {
    fn id(&self) -> &str {
        &self.id
    }
}

impl User {
    pub(crate) fn text(&self, attribute: &str) -> &str {
        self.profile.text(attribute).unwrap_or_default()
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
            users: Store::default(),
            logins: Index::default(),
            profile_attributes: BASE_ATTRIBUTES.iter().map(|&name| name.to_owned()).collect(),
            groups: Store::default(),
            applications: BTreeMap::new(),
            tokens: HashMap::new(),
            log: EventLog::default(),
            rate_limits,
            iam: Iam::default(),
            directory: Directory::default(),
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
        directory::found(&mut org);
        org
    }

    /// The moment that changes from now on are made at.
    pub(crate) fn set_now(&mut self, now: Timestamp) {
        self.users.set_now(now);
        self.groups.set_now(now);
    }

    /// How far `search` is behind the objects.
    pub(crate) fn set_search_lag(&mut self, lag: SignedDuration) {
        self.users.set_lag(lag);
        self.groups.set_lag(lag);
    }

    pub(crate) fn insert_user(&mut self, user: User) {
        self.index_login(&user.id, &user.login().to_lowercase());
        self.users.insert(user.id.to_string(), user);
    }

    /// Takes the user out of the org, its groups, apps and tokens.
    pub(crate) fn remove_user(&mut self, id: &str) -> Option<User> {
        let user = self.users.remove(id)?;
        self.forget_login(id, &user.login().to_lowercase());
        for group in user.groups.iter() {
            if let Some(group) = self.groups.get_mut(group) {
                group.members.remove(id);
            }
        }
        for application in self.applications.values_mut() {
            application.users.remove(id);
        }
        self.tokens.retain(|_, token| token.owner != id);
        self.iam.forget(id);
        self.directory.forget_user(id);
        Some(user)
    }

    /// Gives the user another profile and keeps the index of logins true.
    pub(crate) fn replace_profile(&mut self, id: &str, profile: Object) {
        let Some(user) = self.users.get_mut(id) else {
            return;
        };
        let before = user.login().to_lowercase();
        let profile = Packed::from(profile);
        if user.profile == profile {
            return;
        }
        // The apps go on knowing the user as they did.
        for application in self.applications.values_mut() {
            application.settle(user);
        }
        user.profile = profile;
        let after = user.login().to_lowercase();
        if before != after {
            self.forget_login(id, &before);
            self.index_login(id, &after);
        }
    }
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
