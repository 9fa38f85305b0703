//! The operations of Okta's tag `PrincipalRateLimit`.

use super::{PrincipalRateLimitEntity, PrincipalRateLimitEntityUpdate};
use crate::{Expression, PrincipalRateLimitId, operation::operation};

operation! {
    /// Lists the shares of the rate limits that principals have, of those with one kind, and of one principal.
    ///
    /// ```
    /// use okta_models::{Operation, filter, principal_rate_limits::{ListPrincipalRateLimitEntities, PrincipalType}};
    ///
    /// let of_token = filter("principalType").eq(PrincipalType::SswsToken).and(filter("principalId").eq("00T1"));
    /// let list = ListPrincipalRateLimitEntities::new(of_token);
    /// assert!(list.request()?.uri().query().unwrap_or_default().starts_with("filter=principalType%20eq%20%22SSWS_TOKEN%22"));
    /// # Ok::<(), okta_models::RequestError>(())
    /// ```
    pub struct ListPrincipalRateLimitEntities = Reads "PrincipalRateLimit" "listPrincipalRateLimitEntities" => list PrincipalRateLimitEntity {
        required_query {
            /// Which ones: by `principalType`, and `principalId`. Okta refuses to list without it.
            filter: Expression = "filter",
        }
        query {
            /// Shares a page, 20 unless set, 50 at most.
            limit: u32 = "limit",
        }
    }
}

operation! {
    /// Gives a principal a share of its own. There is one for each principal at most.
    pub struct CreatePrincipalRateLimitEntity = Creates "PrincipalRateLimit" "createPrincipalRateLimitEntity" => object PrincipalRateLimitEntity {
        body {
            /// The share.
            entity: PrincipalRateLimitEntityUpdate
        }
    }
}

operation! {
    /// Reads a principal's share of the rate limits.
    pub struct GetPrincipalRateLimitEntity = Reads "PrincipalRateLimit" "getPrincipalRateLimitEntity" => object PrincipalRateLimitEntity {
        path {
            /// The share.
            entity: PrincipalRateLimitId = "principalRateLimitId",
        }
    }
}

operation! {
    /// Replaces a principal's share of the rate limits.
    pub struct ReplacePrincipalRateLimitEntity = Idempotent "PrincipalRateLimit" "replacePrincipalRateLimitEntity" => object PrincipalRateLimitEntity {
        path {
            /// The share.
            entity: PrincipalRateLimitId = "principalRateLimitId",
        }
        body {
            /// The whole share.
            update: PrincipalRateLimitEntityUpdate
        }
    }
}
