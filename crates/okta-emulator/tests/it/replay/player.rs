//! One source against a fresh org: prepare, send, compare, learn.

use super::identity_core;
use super::ids::Ids;
use super::prepare::Prepared;
use super::shape;
use super::source::Source;
use crate::org::{self, Org};
use okta_emulator::Emulator;

/// What came of one exchange.
pub(super) struct Verdict {
    pub(super) operation: String,
    pub(super) index: u64,
    pub(super) of_the_core: bool,
    /// Empty if the answer is the recorded one.
    pub(super) differences: Vec<shape::Difference>,
}

/// Replays the exchanges whose operations the emulator serves.
pub(super) async fn replay(source: &Source) -> Vec<Verdict> {
    let org = Org::new(org::empty());
    let policies = identity_core::password_policies(source);
    let (mut ids, mut prepared, mut verdicts) = (Ids::default(), Prepared::default(), Vec::new());
    for (place, exchange) in source.exchanges.iter().enumerate() {
        if !Emulator::serves(&exchange.operation) {
            continue;
        }
        prepared
            .before(&org, &mut ids, exchange, &source.exchanges[place..])
            .await;
        let mut path = ids.translate(&exchange.path);
        if !exchange.query.is_empty() {
            path = format!("{path}?{}", ids.translate(&exchange.query));
        }
        let body = (!exchange.request.is_null()).then(|| ids.translate_body(&exchange.request));
        let reply = org.send(&exchange.method, &path, body).await;
        let differences = if reply.status == exchange.status {
            ids.learn(&exchange.response, &reply.body);
            shape::differences(&exchange.response, &reply.body, &ids)
        } else {
            let said =
                |code: &serde_json::Value| code.as_str().map_or(String::new(), |code| format!(" {code}"));
            vec![format!(
                "status is {}{}, recorded {}{}",
                reply.status,
                said(&reply.body["errorCode"]),
                exchange.status,
                said(&exchange.response["errorCode"]),
            )]
        };
        prepared.after(exchange);
        verdicts.push(Verdict {
            operation: exchange.operation.clone(),
            index: exchange.index,
            of_the_core: identity_core::holds(exchange, &policies),
            differences,
        });
    }
    verdicts
}
