//! What a principal's share of the rate limits is on the wire, and what may be written of one.

use crate::{
    OrgId, PrincipalId, PrincipalRateLimitId, UserId,
    open_enum::open_enum,
    wire_struct::wire_struct,
    write_struct::{write_from_read, write_struct},
};

open_enum! {
    /// What has a share of the rate limits.
    pub enum PrincipalType {
        /// An OAuth client.
        OAuthClient = "OAUTH_CLIENT",
        /// An API token.
        SswsToken = "SSWS_TOKEN",
    }
}

wire_struct! {
    /// How much of the org's rate limits a principal may use.
    pub struct PrincipalRateLimitEntity {
        required {
            /// Okta's id of the share.
            id: PrincipalRateLimitId = "id",
        }
        optional {
            /// The org.
            org_id: OrgId = "orgId",
            /// The API token or OAuth client.
            principal_id: PrincipalId = "principalId",
            /// Which of both it is.
            principal_type: PrincipalType = "principalType",
            /// Its part of each bucket, in percent.
            default_percentage: u32 = "defaultPercentage",
            /// Its part of the concurrent requests, in percent.
            default_concurrency_percentage: u32 = "defaultConcurrencyPercentage",
            /// Who last changed the share.
            last_updated_by: UserId = "lastUpdatedBy",
            /// Who created the share.
            created_by: UserId = "createdBy",
        }
        times {
            /// When the share was last changed.
            last_update = "lastUpdate",
            /// When the share was created.
            created_date = "createdDate",
        }
    }
}

write_struct! {
    /// What a principal is to use of the org's rate limits. Okta requires the principal, also in a replacement.
    ///
    /// ```
    /// use okta_models::principal_rate_limits::{PrincipalRateLimitEntity, PrincipalRateLimitEntityUpdate};
    ///
    /// let read: PrincipalRateLimitEntity = serde_json::from_str(
    ///     r#"{"id": "prl1", "principalId": "0oa1", "principalType": "OAUTH_CLIENT", "defaultPercentage": 50}"#,
    /// )?;
    /// let update = PrincipalRateLimitEntityUpdate::from(&read).default_percentage(25);
    /// assert_eq!(
    ///     serde_json::to_string(&update)?,
    ///     r#"{"principalId":"0oa1","principalType":"OAUTH_CLIENT","defaultPercentage":25}"#,
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct PrincipalRateLimitEntityUpdate {
        /// The API token or OAuth client.
        principal_id: PrincipalId = "principalId",
        /// Which of both it is.
        principal_type: PrincipalType = "principalType",
        /// Its part of each bucket, in percent.
        default_percentage: u32 = "defaultPercentage",
        /// Its part of the concurrent requests, in percent.
        default_concurrency_percentage: u32 = "defaultConcurrencyPercentage",
    }
}

write_from_read!(PrincipalRateLimitEntityUpdate from only PrincipalRateLimitEntity {
    principal_id = "principalId",
    principal_type = "principalType",
    default_percentage = "defaultPercentage",
    default_concurrency_percentage = "defaultConcurrencyPercentage",
});
