//! One source against a fresh org: prepare, send, compare, learn.

use super::identity_core;
use super::ids::Ids;
use super::prepare::Prepared;
use super::races::{self, Races};
use super::shape::{self, Found};
use super::source::{Exchange, Source};
use crate::org::{self, Org};
use okta_emulator::{ApiToken, Emulator};
use serde_json::Value;

/// What came of one exchange.
pub(super) struct Verdict {
    pub(super) operation: String,
    pub(super) index: u64,
    pub(super) of_the_core: bool,
    /// Without a difference if the answer is the recorded one.
    pub(super) found: Found,
    /// Whether nothing had been written yet, so that the answer shows what was prepared, much of it from this very answer.
    pub(super) of_what_was_prepared: bool,
    /// Whether what an earlier write did was taken back first, because this one did not see it.
    pub(super) raced: bool,
}

/// Replays the exchanges whose operations the emulator serves.
pub(super) async fn replay(source: &Source) -> Vec<Verdict> {
    let org = Org::new(org::empty());
    let policies = identity_core::password_policies(source);
    let (mut ids, mut prepared, mut verdicts) = (Ids::default(), Prepared::default(), Vec::new());
    let (exchanges, mut races) = (races::ordered(source), Races::default());
    Prepared::at_first(&org, &mut ids, &exchanges);
    let mut written = false;
    for (place, exchange) in exchanges.iter().enumerate() {
        written |= !exchange.reads();
        if !Emulator::serves(&exchange.operation) || !exchange.can_be_repeated() {
            continue;
        }
        prepared
            .before(&org, &mut ids, exchange, &exchanges[place..])
            .await;
        let took_back = races.before(&org, &ids, exchange).await;
        let path = address(&ids, exchange);
        let body = (!exchange.request.is_null()).then(|| ids.translate_body(&exchange.request));
        let token = caller(&org, exchange);
        let reply = org::ask(&org.emulator, token.as_ref(), &exchange.method, &path, body).await;
        if exchange.succeeded() && reply.status < 300 {
            ids.learn(&exchange.response, &reply.body);
            if let (Some(next), Some(last)) = (&exchange.next, last_id(&reply.body)) {
                ids.pair(next, last);
            }
        }
        let found = if reply.status == exchange.status {
            shape::compare(&exchange.response, &reply.body, &ids)
        } else {
            let said = |code: &Value| code.as_str().map_or(String::new(), |code| format!(" {code}"));
            let difference = format!(
                "status is {}{}, recorded {}{}",
                reply.status,
                said(&reply.body["errorCode"]),
                exchange.status,
                said(&exchange.response["errorCode"]),
            );
            Found {
                differences: vec![difference],
                ..Found::default()
            }
        };
        prepared.after(exchange);
        verdicts.push(Verdict {
            operation: exchange.operation.clone(),
            index: exchange.index,
            of_the_core: identity_core::holds(exchange, &policies),
            found,
            of_what_was_prepared: !written,
            raced: took_back,
        });
    }
    verdicts
}

/// Recordings do not say who called, but answers do when they refuse the caller: such a request is sent
/// without a token, or with one whose owner has no role.
fn caller(org: &Org, exchange: &Exchange) -> Option<ApiToken> {
    match exchange.response["errorCode"].as_str() {
        Some("E0000011") => None,
        Some("E0000006") => Some(org.emulator.api_token("")),
        _ => Some(org.token.clone()),
    }
}

/// Path and query with the ids and the cursor of this org.
fn address(ids: &Ids, exchange: &Exchange) -> String {
    let path = ids.translate(&exchange.path);
    if exchange.query.is_empty() {
        return path;
    }
    let pairs = exchange
        .query
        .split('&')
        .map(|pair| match pair.strip_prefix("after=") {
            Some(cursor) => format!("after={}", ids.emulated(cursor).unwrap_or(cursor)),
            None => ids.translate(pair),
        });
    format!("{path}?{}", pairs.collect::<Vec<_>>().join("&"))
}

fn last_id(answer: &Value) -> Option<&str> {
    answer.as_array()?.last()?["id"].as_str()
}
