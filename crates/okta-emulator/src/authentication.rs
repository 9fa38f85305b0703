//! `Authorization: SSWS {token}`. Access tokens of service apps are looked at in `oauth`.

use http::HeaderMap;
use http::header::AUTHORIZATION;
use smol_str::SmolStr;

use crate::call::Caller;
use crate::errors::{Outcome, Refusal};
use crate::state::{Org, Status};

/// The caller behind an API token.
///
/// Whatever is wrong with it, Okta answers `401 E0000011` with `www-authenticate: SSWS` (recorded of old, and
/// documented; the error table names E0000004 and E0000005 for other means of signing in). A token stops
/// working when its owner is deactivated (Okta's guide "Create an API token"). Schemes
/// that Okta does not know get the same answer.
pub(crate) fn caller(org: &Org, headers: &HeaderMap) -> Outcome<Caller> {
    let value = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .ok_or_else(refused)?;
    // No space need follow the scheme: Okta's Python SDK sends none since 3.0, and its tests pass against Okta.
    let (scheme, secret) = value.split_at_checked(4).ok_or_else(refused)?;
    if !scheme.eq_ignore_ascii_case("SSWS") {
        return Err(refused());
    }
    let token = org.tokens.get(secret.trim()).ok_or_else(refused)?;
    let owner = org.users.get(&token.owner).ok_or_else(refused)?;
    if owner.status == Status::Deprovisioned {
        return Err(refused());
    }
    Ok(Caller {
        user_id: owner.id.clone(),
        token_id: SmolStr::new(&token.id),
        client: None,
    })
}

/// What is answered to who is not known.
pub(crate) fn refused() -> Refusal {
    Refusal::of("E0000011").with_header("www-authenticate", "SSWS")
}
