//! Fills an org: users in every status, groups, apps, memberships, assignments, factors, rules. The same shape and
//! seed give the same org.

mod assignments;
mod memberships;
mod people;
mod rules;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, json};

use self::words::{APPLICATIONS, DEPARTMENTS};
use crate::org_shape::{OrgShape, Turns};
use crate::resources::{Kind, new_assignment, settings_of};
use crate::state::{Application, Group, GroupKind, Object, Org, Status};

pub(crate) use self::people::administrator;
pub use self::people::{GENERATED_ANSWER, GENERATED_PASSWORD};

/// When every generated org was founded: 2025-01-01T08:00:00Z. What is generated happened in the year after.
pub(crate) fn founded() -> Timestamp {
    Timestamp::from_second(1_735_718_400).unwrap_or(Timestamp::UNIX_EPOCH)
}

pub(crate) fn fill(org: &mut Org, shape: &OrgShape) {
    define_attributes(org, shape);
    add_applications(org, shape.apps);
    add_groups(org, shape.groups);
    let mut statuses = Turns::new(shape.statuses.shares());
    for index in 0..shape.users {
        let status = statuses.take();
        let user = people::generated_user(org, index, status, shape);
        org.insert_user(user);
    }
    name_administrators(org, shape);
    memberships::join_groups(org, shape);
    rules::add_rules(org, shape.group_rules);
    assignments::assign_applications(org, shape);
}

fn define_attributes(org: &mut Org, shape: &OrgShape) {
    let type_id = org.user_type_id.clone();
    for (name, values) in &shape.custom_attributes {
        org.profile_attributes.insert(name.clone());
        if let Some(kind) = values.schema_type() {
            let schemas = &mut org.directory.schemas;
            schemas.define_user_attribute(&type_id, name, kind);
        }
    }
}

/// Gives the roles to ACTIVE users, each to other ones as long as there are any.
fn name_administrators(org: &mut Org, shape: &OrgShape) {
    let active = org.users.values().filter(|user| user.status == Status::Active);
    let wanted: usize = shape.administrators.values().sum();
    let mut active: Vec<String> = active.map(|user| user.id.to_string()).take(wanted).collect();
    active.reverse();
    for (role, count) in &shape.administrators {
        let Some(known) = okta_facts::standard_role(role).filter(|known| known.role != "CUSTOM") else {
            continue;
        };
        for _ in 0..*count {
            let Some(user) = active.pop() else { return };
            let assignment = new_assignment(&mut org.ids, known.role, founded());
            if let Some(user) = org.users.get_mut(&user) {
                user.roles.push(assignment);
            }
        }
    }
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
        let name = format!("{} {}", DEPARTMENTS[index % DEPARTMENTS.len()], index + 1);
        new_group(org, &name, created, source);
    }
}

/// Puts a group without members into the org and gives its id.
fn new_group(org: &mut Org, name: &str, created: Timestamp, source: Option<String>) -> String {
    let id = org.ids.next("00g");
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
    org.groups.insert(id.clone(), group);
    id
}

/// The groups but `Everyone`, in the order of their creation.
fn groups_of(org: &Org) -> Vec<String> {
    let groups = org.groups.keys().filter(|id| *id != org.everyone_id);
    groups.map(str::to_owned).collect()
}

/// Beyond four billion it does not matter.
fn float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

/// A whole number whose mean is this, from none to about twice as many.
fn about(mean: f64, random: &mut fastrand::Rng) -> usize {
    let exact = 2.0 * mean.max(0.0) * random.f64();
    // Rounded up as often as what is lost by rounding down asks for.
    let up = f64::from(u8::from(random.f64() < exact.fract()));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not negative, and whoever asks for more than fit gets as many as there are"
    )]
    let count = (exact.floor() + up) as usize;
    count
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
