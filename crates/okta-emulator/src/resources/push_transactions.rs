//! Pushes to phones that wait to be tapped
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserFactor/>).

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::factor_verification::asked;
use super::user_lifecycle::target;
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::state::{Factor, Object, Org};
use crate::system_log::{Happened, Target};

/// How long a push waits (the page of the operation: five minutes), and how long its end is told.
const WAITS: SignedDuration = SignedDuration::from_mins(5);
const KEPT: SignedDuration = SignedDuration::from_hours(1);

/// By the transaction's id.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct PushTransactions(BTreeMap<String, Transaction>);

#[derive(Serialize, Deserialize)]
struct Transaction {
    user: String,
    factor: String,
    expires: Timestamp,
    /// The number to be chosen on the phone, where one is.
    number: Option<u8>,
    /// What was tapped.
    approved: Option<bool>,
}

impl PushTransactions {
    pub(crate) fn forget_user(&mut self, user: &str) {
        self.0.retain(|_, transaction| transaction.user != user);
    }
}

/// `201` with `WAITING` and the address that tells what was tapped.
pub(super) fn begin(call: &mut Call<'_>, user: &str, factor: &Factor, body: &Object) -> Answer {
    let now = call.now;
    let matches_number = body.get("useNumberMatchingChallenge") == Some(&Value::Bool(true));
    let number = matches_number.then(|| call.org.ids.random().u8(10..100));
    let transaction = Transaction {
        user: user.to_owned(),
        factor: factor.id.to_string(),
        expires: now.saturating_add(WAITS).unwrap_or(Timestamp::MAX),
        number,
        approved: None,
    };
    let id = format!("v2mst.{}", call.org.ids.text(22));
    let mut shown = waiting(call, user, factor, (&id, &transaction));
    // Only the transaction tells whose phone it is (the specification's examples).
    if let Some(members) = shown.as_object_mut() {
        members.remove("profile");
    }
    let all = &mut call.org.directory.push_transactions.0;
    all.retain(|_, old| now.duration_since(old.expires) < KEPT);
    all.insert(id, transaction);
    let targets = target(call, user);
    call.record("system.push.send_factor_verify_push", targets);
    Answer::created(shown)
}

/// `WAITING`, `SUCCESS`, `REJECTED`, or `TIMEOUT` when nobody tapped in five minutes.
pub(super) fn get_factor_transaction_status(call: &mut Call<'_>) -> Outcome<Answer> {
    let user = call.user_id(0)?;
    let (factor, id) = (call.parameter(1), call.parameter(2));
    let held = call.org.users.get(&user).map(|user| user.factors.as_slice());
    let factor = held.and_then(|held| held.iter().find(|held| held.id == factor));
    let factor = factor.ok_or_else(|| Refusal::not_found(call.parameter(1), "UserFactor"))?;
    let found = call.org.directory.push_transactions.0.get(id);
    let found = found.filter(|found| found.user == user && factor.id == found.factor);
    let transaction = found.ok_or_else(|| Refusal::not_found(id, "FactorTransaction"))?;
    Ok(Answer::ok(match transaction.approved {
        Some(true) => json!({ "factorResult": "SUCCESS" }),
        Some(false) => asked(call, &user, factor, "REJECTED"),
        None if transaction.expires <= call.now => asked(call, &user, factor, "TIMEOUT"),
        None => waiting(call, &user, factor, (id, transaction)),
    }))
}

/// What a person taps. False when nothing waits under this id.
pub(crate) fn tap(org: &mut Org, id: &str, approves: bool, now: Timestamp) -> bool {
    let transactions = &mut org.directory.push_transactions.0;
    let waits = |transaction: &&mut Transaction| transaction.approved.is_none() && now < transaction.expires;
    let Some(transaction) = transactions.get_mut(id).filter(waits) else {
        return false;
    };
    transaction.approved = Some(approves);
    let targets = org.users.get(&transaction.user).map(Target::user);
    let event_type = if approves {
        "user.authentication.auth_via_mfa"
    } else {
        "user.mfa.okta_verify.deny_push"
    };
    org.log(
        now,
        Happened::by_the_org(event_type, targets.into_iter().collect()),
    );
    true
}

fn waiting(call: &Call<'_>, user: &str, factor: &Factor, (id, transaction): (&str, &Transaction)) -> Value {
    let own = format!(
        "{}/api/v1/users/{user}/factors/{}/transactions/{id}",
        call.base, factor.id
    );
    let mut shown = asked(call, user, factor, "WAITING");
    shown["expiresAt"] = json!(wire(transaction.expires));
    shown["_links"] = json!({
        "poll": { "href": own, "hints": { "allow": ["GET"] } },
        "cancel": { "href": own, "hints": { "allow": ["DELETE"] } },
    });
    if let Some(number) = transaction.number {
        shown["_embedded"] = json!({ "challenge": { "correctAnswer": number } });
    }
    shown
}
