//! The share of the rate limits that one API token or service app may use.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::user_lists;
use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};
use crate::filter::{Dialect, Operator};
use crate::iam::PrincipalRateLimit;
use crate::paging::{self, Sizes};
use crate::state::Object;
use crate::system_log::Target;

/// The specification gives no number; these are those of most lists.
const SIZES: Sizes = Sizes {
    default: 20,
    maximum: 200,
};

/// Okta's specification shows the first, recorded traffic both.
const FILTER: Dialect = Dialect {
    accepts: |attribute, operator| {
        operator == Operator::Equal && ["principalType", "principalId"].contains(&attribute)
    },
    times: |_| false,
    case_sensitive: true,
    negation: false,
};

const TYPES: [&str; 2] = ["SSWS_TOKEN", "OAUTH_CLIENT"];

/// `filter` is required. The list has no `Link` line when all is on one page (recorded).
pub(super) fn list_principal_rate_limit_entities(call: &mut Call<'_>) -> Outcome<Answer> {
    let filter = call.query.filled("filter").ok_or_else(without_a_type)?;
    let expression = user_lists::parsed(filter, FILTER)?;
    let asked = expression.demanded("principalType").ok_or_else(without_a_type)?;
    if !TYPES.contains(&asked) {
        return Err(Refusal::of("E0000031"));
    }
    let limit = paging::limit(call, SIZES)?;
    let after = call.query.filled("after").unwrap_or_default();
    let limits = call.org.iam.principal_rate_limits.values();
    let kept = limits.filter(|entity| {
        let attribute = |path: &str| match path {
            "principalType" => vec![json!(entity.principal_type)],
            _ => vec![json!(entity.principal_id)],
        };
        entity.id.as_str() > after && expression.matches(FILTER, &attribute)
    });
    let (page, next) = paging::page(kept, limit, |entity| entity.id.clone());
    let items = page.iter().map(|entity| shown(entity, &call.org.id)).collect();
    let mut answer = paging::answer(call, items, limit, next.as_deref());
    if next.is_none() {
        answer.links.clear();
    }
    Ok(answer)
}

/// Recorded by Okta's Python SDK, `TestPrincipalRateLimitResource.test_list_operations_and_filtering`, of no filter and of one
/// by the principal alone; the slip in "attrbute" is Okta's.
fn without_a_type() -> Refusal {
    let cause =
        "The provided filter parameter did not contain the required attrbute filter \"principalType\"";
    Refusal::validation("principalRateLimitMediated", cause)
}

pub(super) fn get_principal_rate_limit_entity(call: &mut Call<'_>) -> Outcome<Answer> {
    let entity = find(call)?;
    Ok(Answer::ok(shown(entity, &call.org.id)))
}

/// `201`. One for a principal (Okta's specification); the refusal of a second has no causes (recorded by Okta's Python SDK,
/// `TestPrincipalRateLimitResource.test_complete_crud_workflow`).
pub(super) fn create_principal_rate_limit_entity(call: &mut Call<'_>) -> Outcome<Answer> {
    let body = call.json()?;
    let (principal_id, principal_type) = principal(call, &body)?;
    let limits = &call.org.iam.principal_rate_limits;
    if limits.values().any(|entity| entity.principal_id == principal_id) {
        return Err(Refusal::invalid("principalRateLimitMediated"));
    }
    let now = call.second();
    let (percentage, concurrency_percentage) = shares(&body, (50, 50))?;
    let entity = PrincipalRateLimit {
        id: call.org.ids.next("prl"),
        principal_id,
        principal_type,
        percentage,
        concurrency_percentage,
        created: now,
        created_by: call.caller.principal().to_owned(),
        last_updated: now,
        last_updated_by: call.caller.principal().to_owned(),
    };
    let answer = Answer::created(shown(&entity, &call.org.id));
    apply(call, entity);
    Ok(answer)
}

/// `PUT`: the shares. The principal stays who it is.
pub(super) fn replace_principal_rate_limit_entity(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = find(call)?.id.clone();
    let body = call.json()?;
    let (principal_id, principal_type) = principal(call, &body)?;
    let now = call.second();
    let known = find(call)?;
    if (&known.principal_id, &known.principal_type) != (&principal_id, &principal_type) {
        let cause = "principalId: The principal can't be changed.";
        return Err(Refusal::validation("principalId", cause));
    }
    let (percentage, concurrency_percentage) =
        shares(&body, (known.percentage, known.concurrency_percentage))?;
    let entity = PrincipalRateLimit {
        id,
        principal_id,
        principal_type,
        percentage,
        concurrency_percentage,
        created: known.created,
        created_by: known.created_by.clone(),
        last_updated: now,
        last_updated_by: call.caller.principal().to_owned(),
    };
    let answer = Answer::ok(shown(&entity, &call.org.id));
    apply(call, entity);
    Ok(answer)
}

/// Keeps the entity, lets it count from the next request on, and logs it.
fn apply(call: &mut Call<'_>, entity: PrincipalRateLimit) {
    let percent = u8::try_from(entity.percentage).unwrap_or(100);
    call.org.rate_limits.set_share(&entity.principal_id, percent);
    let target = Target::new(&entity.id, "PrincipalRateLimit", "unknown", &entity.principal_id);
    call.org
        .iam
        .principal_rate_limits
        .insert(entity.id.clone(), entity);
    call.record("system.rate_limit.configuration.update", vec![target]);
}

fn find<'call>(call: &'call Call<'_>) -> Outcome<&'call PrincipalRateLimit> {
    let id = call.parameter(0);
    let entity = call.org.iam.principal_rate_limits.get(id);
    // Recorded by Okta's Python SDK, `TestPrincipalRateLimitResource.test_error_scenarios_and_edge_cases`, as is the class of a
    // token that is not there.
    entity.ok_or_else(|| Refusal::not_found(id, "PrincipalRateLimit"))
}

/// The principal that a body names: a token or an app that the org has.
fn principal(call: &Call<'_>, body: &Object) -> Outcome<(String, String)> {
    let text = |member: &str| {
        body.get(member)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let (id, kind) = (text("principalId"), text("principalType"));
    let exists = match kind.as_str() {
        "SSWS_TOKEN" => call.org.iam.tokens.contains_key(&id),
        "OAUTH_CLIENT" => call.org.applications.contains_key(&id),
        _ => {
            let cause = "principalType: The type must be SSWS_TOKEN or OAUTH_CLIENT.";
            return Err(Refusal::validation("principalType", cause));
        }
    };
    if exists {
        Ok((id, kind))
    } else if kind == "SSWS_TOKEN" {
        Err(Refusal::not_found(&id, "Token"))
    } else {
        let cause = "principalId: The org has no principal with this id.";
        Err(Refusal::validation("principalId", cause))
    }
}

/// The percentages of a body, of requests and of concurrent requests; what it does not say stays.
fn shares(body: &Object, before: (i64, i64)) -> Outcome<(i64, i64)> {
    let share = |member: &str, before: i64| match body.get(member) {
        None | Some(Value::Null) => Ok(before),
        Some(share) => share
            .as_i64()
            .filter(|share| (1..=100).contains(share))
            .ok_or_else(|| {
                Refusal::validation(
                    member,
                    format!("{member}: The percentage must be between 1 and 100."),
                )
            }),
    };
    Ok((
        share("defaultPercentage", before.0)?,
        share("defaultConcurrencyPercentage", before.1)?,
    ))
}

fn shown(entity: &PrincipalRateLimit, org: &str) -> Value {
    // Without milliseconds, unlike other objects (recorded).
    let time = |time: Timestamp| time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    json!({
        "id": entity.id,
        "orgId": org,
        "principalId": entity.principal_id,
        "principalType": entity.principal_type,
        "defaultPercentage": entity.percentage,
        "defaultConcurrencyPercentage": entity.concurrency_percentage,
        "lastUpdate": time(entity.last_updated),
        "lastUpdatedBy": entity.last_updated_by,
        "createdDate": time(entity.created),
        "createdBy": entity.created_by,
    })
}
