//! [`keep_alive`]: uses an API token, so that it does not end while a connector pauses.

use jiff::Timestamp;
use okta_models::{UserKey, users::GetUser};
use okta_transport::{Client, Error};

use super::token::IDLE;

/// Uses an API token with the cheapest call that any token may make, so that its 30 days begin anew, and says when it
/// then ends. A connector that pauses calls this at least once in [`IDLE_DAYS`](crate::IDLE_DAYS); once a week leaves
/// room for failures.
///
/// The call is `GET /api/v1/users/me`, which takes no role and has a rate-limit bucket of its own. Any other call does
/// the same, so that a connector that polls needs none. The access tokens of service apps have no such days.
///
/// # Errors
///
/// When the token is refused, which [`TokenHealth::of_refusal`](crate::TokenHealth::of_refusal) puts into words, or the
/// org cannot be reached.
///
/// ```no_run
/// # async fn example(client: &okta_transport::Client) -> Result<(), okta_transport::Error> {
/// let ends = okta_permissions::keep_alive(client).await?;
/// println!("the token ends {ends} unless it is used before");
/// # Ok(())
/// # }
/// ```
pub async fn keep_alive(client: &Client) -> Result<Timestamp, Error> {
    let answer = client.send_for_answer(GetUser::new(UserKey::me())).await?;
    let used = answer.date().unwrap_or_else(|| client.now());
    Ok(used.checked_add(IDLE).unwrap_or(Timestamp::MAX))
}
