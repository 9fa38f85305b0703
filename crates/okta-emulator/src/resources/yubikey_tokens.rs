//! Seeds of `YubiKeys`, uploaded for users to enrol
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserFactor/>).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::user_lists;
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::filter::{Dialect, Operator};
use crate::paging::{self, Sizes};

const SIZES: Sizes = Sizes {
    default: 20,
    maximum: 200,
};
/// `YubiKeys` write bytes with these letters, which lie at the same place on every keyboard.
const MODHEX: &str = "cbdefghijklnrtuv";
/// Nobody has the key.
const UNASSIGNED: &str = "UNASSIGNED";

/// What the list is sorted by and filtered with (SPEC `listYubikeyOtpTokens`).
const ATTRIBUTES: [&str; 7] = [
    "profile.email",
    "profile.serial",
    "activated",
    "user.id",
    "created",
    "status",
    "lastVerified",
];
/// The specification names the attributes of a filter and no operators; here it is `eq`, as where Okta says more.
const FILTER: Dialect = Dialect {
    accepts: |attribute, operator| operator == Operator::Equal && ATTRIBUTES.contains(&attribute),
    times: |attribute| ["activated", "created", "lastVerified"].contains(&attribute),
    case_sensitive: true,
    negation: false,
};

/// By id. What is secret of a seed is not kept: nothing gives it out, and nobody can enrol with it here.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct YubikeyTokens(BTreeMap<String, Token>);

#[derive(Serialize, Deserialize)]
struct Token {
    serial: String,
    created: Timestamp,
}

impl Token {
    /// None of the attributes that come with a user, whom no token has here.
    fn attribute(&self, name: &str) -> Option<Value> {
        match name {
            "profile.serial" => Some(json!(self.serial)),
            "created" | "lastVerified" => Some(json!(wire(self.created))),
            "status" => Some(json!(UNASSIGNED)),
            _ => None,
        }
    }
}

/// In the order of upload, or of an attribute with `sortBy`; tokens alike in it stay in that order. `forDownload`
/// changes nothing: no page tells the columns of its CSV.
pub(super) fn list_yubikey_otp_tokens(call: &mut Call<'_>) -> Outcome<Answer> {
    let limit = paging::limit(call, SIZES)?;
    let filter = call.query.filled("filter");
    let filter = filter.map(|text| user_lists::parsed(text, FILTER)).transpose()?;
    let all = call.org.directory.yubikey_tokens.0.iter();
    let mut found: Vec<(&String, &Token)> = all
        .filter(|(_, token)| {
            let attribute = |name: &str| token.attribute(name).into_iter().collect();
            filter
                .as_ref()
                .is_none_or(|filter| filter.matches(FILTER, &attribute))
        })
        .collect();
    if let Some(by) = call.query.filled("sortBy") {
        if !ATTRIBUTES.contains(&by) {
            return Err(Refusal::of("E0000031"));
        }
        let text = |token: &Token| token.attribute(by).map(|value| value.to_string());
        let is_descending = call.query.get("sortOrder") == Some("DESC");
        found.sort_by(|(_, one), (_, other)| {
            let order = text(one).cmp(&text(other));
            if is_descending { order.reverse() } else { order }
        });
    }
    let from = match call.query.filled("after") {
        None => 0,
        Some(cursor) => {
            let place = found.iter().position(|(id, _)| *id == cursor);
            place.ok_or_else(paging::invalid_cursor)? + 1
        }
    };
    let following = found.into_iter().skip(from);
    let (taken, next) = paging::page(following, limit, |(id, _)| (*id).clone());
    let items = taken.into_iter().map(|(id, token)| shown(&call.base, id, token));
    let items = items.collect();
    Ok(paging::answer(call, items, limit, next.as_deref()))
}

pub(super) fn get_yubikey_otp_token_by_id(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0);
    let token = call.org.directory.yubikey_tokens.0.get(id);
    let token = token.ok_or_else(|| Refusal::not_found(id, "YubikeyToken"))?;
    Ok(Answer::ok(shown(&call.base, id, token)))
}

/// `200` with a token that is nobody's yet. How Okta refuses a seed that no key can have is not verified.
pub(super) fn upload_yubikey_otp_token_seed(call: &mut Call<'_>) -> Outcome<Answer> {
    let body = call.json()?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let hex =
        |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let serial = text("serialNumber");
    let public = text("publicId");
    let checks = [
        (
            "serialNumber",
            (1..=12).contains(&serial.len()) && serial.bytes().all(|byte| byte.is_ascii_digit()),
        ),
        (
            "publicId",
            !public.is_empty() && public.chars().all(|letter| MODHEX.contains(letter)),
        ),
        ("privateId", hex(text("privateId"), 12)),
        ("aesKey", hex(text("aesKey"), 32)),
    ];
    if let Some((name, _)) = checks.iter().find(|(_, right)| !right) {
        return Err(Refusal::validation(
            name,
            format!("{name}: The value is not valid."),
        ));
    }
    let serial = format!("{serial:0>12}");
    let all = &call.org.directory.yubikey_tokens.0;
    if all.values().any(|token| token.serial == serial) {
        let cause = "serialNumber: An object with this field already exists in the current organization";
        return Err(Refusal::validation("serialNumber", cause));
    }
    let (id, created) = (call.org.ids.next("ykk"), call.second());
    let token = Token { serial, created };
    let answer = Answer::ok(shown(&call.base, &id, &token));
    call.org.directory.yubikey_tokens.0.insert(id, token);
    Ok(answer)
}

fn shown(base: &str, id: &str, token: &Token) -> Value {
    let own = format!("{base}/api/v1/org/factors/yubikey_token/tokens/{id}");
    let created = wire(token.created);
    json!({
        "id": id,
        "created": created,
        "lastVerified": created,
        "lastUpdated": created,
        "status": UNASSIGNED,
        "profile": { "serial": token.serial },
        "_links": { "self": { "href": own, "hints": { "allow": ["GET", "DELETE"] } } },
    })
}
