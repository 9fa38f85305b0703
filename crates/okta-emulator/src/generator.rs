//! Fills an org: users in every status, groups, apps, memberships, assignments, factors. The same shape gives
//! the same org.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, json};

use crate::id_set::IdSet;
use crate::resources::{FACTOR_KINDS, Kind, new_assignment, new_factor, settings_of};
use crate::state::{
    Application, Group, GroupAssignment, GroupKind, Object, Org, Password, RecoveryQuestion, Status, User,
};

/// The password of every generated user who has one.
pub const GENERATED_PASSWORD: &str = "Correct-Horse-7-Battery";
/// The answer to every generated user's recovery question.
pub const GENERATED_ANSWER: &str = "staple";

/// What generated users have in common is there once.
struct Shared {
    password: Arc<str>,
    recovery_question: Arc<RecoveryQuestion>,
    provider: Arc<(String, String)>,
}

static SHARED: LazyLock<Shared> = LazyLock::new(|| Shared {
    password: GENERATED_PASSWORD.into(),
    recovery_question: Arc::new(RecoveryQuestion {
        question: "What did the horse say?".to_owned(),
        answer: GENERATED_ANSWER.to_owned(),
    }),
    provider: Arc::new(("OKTA".to_owned(), "OKTA".to_owned())),
});

/// What to fill an org with.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub(crate) users: usize,
    pub(crate) groups: usize,
    pub(crate) apps: usize,
    pub(crate) seed: u64,
    pub(crate) custom_attributes: Vec<String>,
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            users: 25,
            groups: 8,
            apps: 10,
            seed: 0,
            custom_attributes: Vec::new(),
        }
    }
}

/// When every generated org was founded: 2025-01-01T08:00:00Z. What is generated happened in the year after.
pub(crate) fn founded() -> Timestamp {
    Timestamp::from_second(1_735_718_400).unwrap_or(Timestamp::UNIX_EPOCH)
}

pub(crate) fn fill(org: &mut Org, shape: &Shape) {
    org.profile_attributes
        .extend(shape.custom_attributes.iter().cloned());
    add_applications(org, shape.apps);
    add_groups(org, shape.groups);
    for index in 0..shape.users {
        let user = generated_user(org, index);
        org.insert_user(user);
    }
    join_groups(org);
    assign_applications(org);
}

/// Of twenty users, thirteen are ACTIVE and each other status has one.
const STATUSES: [Status; 20] = [
    Status::Active,
    Status::Active,
    Status::Staged,
    Status::Active,
    Status::Provisioned,
    Status::Active,
    Status::Active,
    Status::Suspended,
    Status::Active,
    Status::LockedOut,
    Status::Active,
    Status::Active,
    Status::PasswordExpired,
    Status::Active,
    Status::Deprovisioned,
    Status::Active,
    Status::Active,
    Status::Recovery,
    Status::Active,
    Status::Active,
];

fn generated_user(org: &mut Org, index: usize) -> User {
    let created = moment(org);
    let (first, last) = (pick(org, &FIRST_NAMES), pick(org, &LAST_NAMES));
    let login = format!(
        "{}.{}.{index}@people.example",
        first.to_lowercase(),
        last.to_lowercase()
    );
    let status = STATUSES[index % STATUSES.len()];
    let profile = object(&json!({
        "login": login,
        "email": login,
        "firstName": first,
        "lastName": last,
        "displayName": format!("{first} {last}"),
        "department": pick(org, &DEPARTMENTS),
        "title": pick(org, &TITLES),
        "city": pick(org, &CITIES),
        "employeeNumber": format!("{:06}", index + 1),
        "mobilePhone": null,
        "secondEmail": null,
    }));
    let has_password = !matches!(
        status,
        Status::Staged | Status::Provisioned | Status::Deprovisioned
    );
    let activated = (status != Status::Staged).then_some(created);
    let mut user = new_user(org, profile, status, created);
    user.activated = activated;
    user.status_changed = activated;
    if has_password {
        user.password = Some(Password::Known(Arc::clone(&SHARED.password)));
        user.password_changed = Some(created);
        user.recovery_question = Some(Arc::clone(&SHARED.recovery_question));
        user.last_login = later(created, org.ids.random().i64(1..20 * 24));
        let first_kind = org.ids.random().usize(0..FACTOR_KINDS.len());
        for kind in 0..org.ids.random().usize(0..4) {
            user.factors
                .push(new_factor(&mut org.ids, first_kind + kind, &login, created));
        }
        user.factors.shrink_to_fit();
    }
    user
}

fn new_user(org: &mut Org, profile: Object, status: Status, created: Timestamp) -> User {
    User {
        id: org.ids.next("00u"),
        status,
        created,
        activated: None,
        status_changed: None,
        last_login: None,
        last_updated: created,
        password_changed: None,
        profile: profile.into(),
        password: None,
        recovery_question: None,
        provider: Arc::clone(&SHARED.provider),
        groups: IdSet::default(),
        factors: Vec::new(),
        roles: Vec::new(),
    }
}

/// An ACTIVE user who has the role, if it is a standard one. Gives the id.
pub(crate) fn administrator(org: &mut Org, role: &str, now: Timestamp) -> String {
    let number = org.tokens.len() + 1;
    let login = format!(
        "admin.{number}.{}@emulator.example",
        org.ids.text(6).to_lowercase()
    );
    let profile = object(&json!({
        "login": login, "email": login, "firstName": "Ada", "lastName": format!("Admin{number}"),
        "mobilePhone": null, "secondEmail": null,
    }));
    let mut user = new_user(org, profile, Status::Active, now);
    user.activated = Some(now);
    user.status_changed = Some(now);
    user.password = Some(Password::Known(Arc::clone(&SHARED.password)));
    user.password_changed = Some(now);
    if let Some(known) = okta_facts::standard_role(role).filter(|known| known.role != "CUSTOM") {
        user.roles.push(new_assignment(&mut org.ids, known.role, now));
    }
    let id = user.id.clone();
    org.insert_user(user);
    id
}

fn add_applications(org: &mut Org, count: usize) {
    for index in 0..count {
        let kind = Kind::ALL[index % Kind::ALL.len()];
        let id = org.ids.next("0oa");
        let label = format!("{} {}", APPLICATIONS[index % APPLICATIONS.len()], index + 1);
        let created = moment(org);
        let application = Application {
            id: id.clone(),
            // Every ninth is switched off.
            active: index % 9 != 8,
            created,
            last_updated: created,
            settings: settings_of(kind, &id, &label, &Map::new()),
            client_secret: org.ids.text(64),
            users: BTreeMap::new(),
            groups: BTreeMap::new(),
        };
        org.applications.insert(id, application);
    }
}

fn add_groups(org: &mut Org, count: usize) {
    let directory = org
        .applications
        .values()
        .find(|app| app.text("name") == "active_directory");
    let directory = directory.map(|app| app.id.clone());
    for index in 0..count {
        let source = directory.clone().filter(|_| index % 8 == 7);
        let created = moment(org);
        let id = org.ids.next("00g");
        let name = format!("{} {}", DEPARTMENTS[index % DEPARTMENTS.len()], index + 1);
        let group = Group {
            id: id.clone(),
            kind: if source.is_some() {
                GroupKind::App
            } else {
                GroupKind::Okta
            },
            created,
            last_updated: created,
            last_membership_updated: created,
            profile: object(&json!({ "name": name, "description": format!("People of {name}") })),
            members: BTreeSet::new(),
            source,
        };
        org.groups.insert(id, group);
    }
}

/// Each user is in none to three groups, and more often in the first than in the last ones.
fn join_groups(org: &mut Org) {
    let groups: Vec<String> = org
        .groups
        .keys()
        .filter(|id| **id != org.everyone_id)
        .cloned()
        .collect();
    if groups.is_empty() {
        return;
    }
    for place in 0..org.users.len() {
        // A list of all ids would be as large as their part of the org.
        let Some(user) = org.users.nth(place).map(|user| user.id.clone()) else {
            return;
        };
        for _ in 0..org.ids.random().usize(0..4) {
            let (one, other) = (
                org.ids.random().usize(0..groups.len()),
                org.ids.random().usize(0..groups.len()),
            );
            let group = &groups[one.min(other)];
            if let (Some(group), Some(user)) = (org.groups.get_mut(group), org.users.get_mut(&user)) {
                group.members.insert(user.id.clone());
                user.groups.insert(group.id.clone());
            }
        }
    }
}

/// Every second app is given to two groups, and every app to a few people of its own.
fn assign_applications(org: &mut Org) {
    if org.applications.is_empty() {
        return;
    }
    let groups: Vec<String> = org
        .groups
        .keys()
        .filter(|id| **id != org.everyone_id)
        .cloned()
        .collect();
    let users: Vec<(String, Timestamp)> = org
        .users
        .values()
        .filter(|user| user.status != Status::Deprovisioned)
        .map(|user| (user.id.clone(), user.created))
        .collect();
    let applications: Vec<String> = org.applications.keys().cloned().collect();
    for (index, application) in applications.iter().enumerate() {
        for priority in 0..if index % 2 == 0 && !groups.is_empty() {
            2
        } else {
            0
        } {
            let group = groups[org.ids.random().usize(0..groups.len())].clone();
            let known = org.applications.get_mut(application);
            let assignment = GroupAssignment {
                priority,
                last_updated: founded(),
                profile: Object::new(),
            };
            if let Some(known) = known {
                known.groups.entry(group.clone()).or_insert(assignment);
            }
            let members: Vec<String> = org
                .groups
                .get(&group)
                .into_iter()
                .flat_map(|group| group.members.clone())
                .collect();
            for member in members {
                if let Ok(place) = users.binary_search_by(|(id, _)| id.cmp(&member)) {
                    org.assign(application, &member, false, users[place].1);
                }
            }
        }
        for _ in 0..users.len().div_ceil(12) {
            let (user, created) = &users[org.ids.random().usize(0..users.len())];
            org.assign(application, user, true, *created);
        }
    }
}

/// A whole second of the org's first year.
fn moment(org: &mut Org) -> Timestamp {
    later(founded(), org.ids.random().i64(0..340 * 24)).unwrap_or(founded())
}

fn later(time: Timestamp, hours: i64) -> Option<Timestamp> {
    time.checked_add(SignedDuration::from_hours(hours)).ok()
}

fn pick(org: &mut Org, from: &[&'static str]) -> &'static str {
    from[org.ids.random().usize(0..from.len())]
}

fn object(value: &serde_json::Value) -> Object {
    value.as_object().cloned().unwrap_or_default()
}

const FIRST_NAMES: [&str; 16] = [
    "Aiko", "Amara", "Bela", "Chidi", "Dana", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kavya",
    "Liam", "Mei", "Noor", "Oskar",
];
const LAST_NAMES: [&str; 16] = [
    "Abe", "Berg", "Costa", "Diallo", "Eriksen", "Fischer", "Gupta", "Haddad", "Ito", "Jensen", "Kaya",
    "Lopez", "Moreau", "Novak", "Okafor", "Petrov",
];
const DEPARTMENTS: [&str; 8] = [
    "Engineering",
    "Sales",
    "Support",
    "Finance",
    "People",
    "Legal",
    "Marketing",
    "Facilities",
];
const TITLES: [&str; 6] = [
    "Engineer",
    "Manager",
    "Analyst",
    "Specialist",
    "Director",
    "Assistant",
];
const CITIES: [&str; 6] = ["Lisbon", "Nairobi", "Osaka", "Toronto", "Oslo", "Pune"];
const APPLICATIONS: [&str; 10] = [
    "Wiki",
    "Chat",
    "Tickets",
    "Payroll",
    "Mail",
    "Calendar",
    "Drive",
    "Reports",
    "Travel",
    "Directory",
];
