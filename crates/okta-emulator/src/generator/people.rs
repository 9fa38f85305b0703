//! Generated users and administrators.

use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::words::{CITIES, DEPARTMENTS, FIRST_NAMES, LAST_NAMES, TITLES};
use super::{later, moment, object, pick};
use crate::id_set::IdSet;
use crate::org_shape::{AttributeValues, OrgShape};
use crate::ready_text::ReadyText;
use crate::resources::{FACTOR_KINDS, new_assignment, new_factor};
use crate::state::{Object, Org, Password, RecoveryQuestion, Status, User};

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

pub(super) fn generated_user(org: &mut Org, index: usize, status: Status, shape: &OrgShape) -> User {
    let created = moment(org);
    let (first, last) = (pick(org, &FIRST_NAMES), pick(org, &LAST_NAMES));
    let login = format!(
        "{}.{}.{index}@people.example",
        first.to_lowercase(),
        last.to_lowercase()
    );
    let mut profile = object(&json!({
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
    for (name, values) in &shape.custom_attributes {
        let value = value_of(values, org.ids.random());
        profile.extend(value.map(|value| (name.clone(), value)));
    }
    let has_password = !matches!(
        status,
        Status::Staged | Status::Provisioned | Status::Deprovisioned
    );
    let activated = (status != Status::Staged).then_some(created);
    let mut user = new_user(org, profile, status, created);
    user.activated = activated.map(Into::into);
    user.status_changed = activated.map(Into::into);
    if has_password {
        user.password = Some(Password::Known(Arc::clone(&SHARED.password)));
        user.password_changed = Some(created.into());
        user.recovery_question = Some(Arc::clone(&SHARED.recovery_question));
        user.last_login = later(created, org.ids.random().i64(1..20 * 24)).map(Into::into);
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
        id: org.ids.next("00u").into(),
        status,
        created: created.into(),
        activated: None,
        status_changed: None,
        last_login: None,
        last_updated: created.into(),
        password_changed: None,
        profile: profile.into(),
        password: None,
        recovery_question: None,
        provider: Arc::clone(&SHARED.provider),
        groups: IdSet::default(),
        factors: Vec::new(),
        roles: Vec::new(),
        text: ReadyText::default(),
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
    user.activated = Some(now.into());
    user.status_changed = Some(now.into());
    user.password = Some(Password::Known(Arc::clone(&SHARED.password)));
    user.password_changed = Some(now.into());
    if let Some(known) = okta_facts::standard_role(role).filter(|known| known.role != "CUSTOM") {
        user.roles.push(new_assignment(&mut org.ids, known.role, now));
    }
    let id = user.id.to_string();
    org.insert_user(user);
    id
}

/// A value of an attribute of the org's own.
fn value_of(values: &AttributeValues, random: &mut fastrand::Rng) -> Option<Value> {
    match values {
        AttributeValues::None => None,
        AttributeValues::Texts => {
            let number = random.u32(0..1_000);
            Some(Value::from(format!("value {number}")))
        }
        AttributeValues::Integers(to) => Some(Value::from(random.u32(0..=*to))),
        AttributeValues::Booleans => Some(Value::from(random.bool())),
        AttributeValues::OneOf(texts) => random.choice(texts).map(|text| Value::from(text.as_str())),
    }
}
