//! What running a plan costs.

use std::collections::BTreeMap;

use okta_models::{
    Metadata, Operation,
    application_users::{
        AssignUserToApplication, GetApplicationUser, UnassignUserFromApplication, UpdateApplicationUser,
    },
    groups::{AssignUserToGroup, UnassignUserFromGroup},
    sessions::RevokeUserSessions,
    user_factors::ListFactors,
    user_lifecycle::{ActivateUser, DeactivateUser, ResetFactors, SuspendUser, UnsuspendUser},
    user_resources::ListUserGroups,
    users::{CreateUser, DeleteUser, GetUser, UpdateUser},
};
use okta_transport::{Client, Forecast};

use super::{Plan, Step, bucket_of};

/// What steps send, and the reads around them.
const OPERATIONS: [Metadata; 18] = [
    GetUser::METADATA,
    ListUserGroups::METADATA,
    GetApplicationUser::METADATA,
    ListFactors::METADATA,
    CreateUser::METADATA,
    ActivateUser::METADATA,
    SuspendUser::METADATA,
    UnsuspendUser::METADATA,
    RevokeUserSessions::METADATA,
    UpdateUser::METADATA,
    AssignUserToGroup::METADATA,
    UnassignUserFromGroup::METADATA,
    AssignUserToApplication::METADATA,
    UpdateApplicationUser::METADATA,
    UnassignUserFromApplication::METADATA,
    ResetFactors::METADATA,
    DeactivateUser::METADATA,
    DeleteUser::METADATA,
];

impl Plan {
    /// How many calls running the plan makes when all goes well, by operationId. A step that finds things done makes
    /// fewer.
    pub fn calls(&self) -> BTreeMap<&str, u32> {
        let mut all = BTreeMap::new();
        for (operation, calls) in self.steps().iter().flat_map(Step::calls) {
            *all.entry(operation.as_str()).or_default() += calls;
        }
        all
    }

    /// The same by rate-limit bucket; `other` for calls that no known bucket counts.
    pub fn calls_by_bucket(&self) -> BTreeMap<&'static str, u32> {
        let mut buckets = BTreeMap::new();
        for (operation, calls) in self.calls() {
            *buckets.entry(bucket_of(operation)).or_default() += calls;
        }
        buckets
    }

    /// How long the rate limits make running the plan take, by bucket, as far as this client has learnt them.
    ///
    /// ```
    /// # fn example(okta: &okta_transport::Client, plan: &okta_lifecycle::Plan) {
    /// println!("{} calls, {:.1} minutes", plan.forecast(okta).calls(), plan.forecast(okta).duration().as_secs_f64() / 60.0);
    /// # }
    /// ```
    pub fn forecast(&self, client: &Client) -> Forecast {
        let calls = self.calls();
        forecast(
            client,
            calls
                .iter()
                .map(|(operation, calls)| (*operation, u64::from(*calls))),
        )
    }
}

/// The forecast of calls by operationId, of operations that steps send.
pub(crate) fn forecast<'a>(client: &Client, calls: impl Iterator<Item = (&'a str, u64)>) -> Forecast {
    let known = calls.filter_map(|(operation, calls)| {
        let metadata = OPERATIONS
            .iter()
            .find(|metadata| metadata.operation_id() == operation)?;
        Some((*metadata, calls))
    });
    client.forecast(&known.collect::<Vec<_>>())
}
