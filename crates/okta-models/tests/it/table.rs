//! Every operation of the crate, with what the tests need of it.

use okta_models::{
    ListOperation, Metadata, Operation, RequestError, application_groups::*, application_users::*,
    applications::*, groups::*, role_assignments::*, sessions::*, system_log::*, user_credentials::*,
    user_factors::*, user_lifecycle::*, user_resources::*, users::*,
};
use serde::Serialize;
use serde_json::Value;

/// Decodes a body and encodes it again, or says why that cannot be done.
type ThereAndBack = Box<dyn Fn(&[u8]) -> Result<Value, String>>;

pub(crate) struct Entry {
    pub(crate) metadata: Metadata,
    pub(crate) request: http::Request<Vec<u8>>,
    pub(crate) there_and_back: ThereAndBack,
}

/// All operations, each with the path parameters `P1`, `P2`.
pub(crate) fn all() -> Vec<Entry> {
    vec![
        list(ListUsers::new()),
        object(CreateUser::new(UserProfileUpdate::new())),
        object(GetUser::new("P1")),
        object(ReplaceUser::new("P1", UserProfileUpdate::new())),
        object(UpdateUser::new("P1", UserProfileUpdate::new())),
        nothing(DeleteUser::new("P1")),
        list(ListUserBlocks::new("P1")),
        object(ActivateUser::new("P1")),
        object(ReactivateUser::new("P1")),
        nothing(DeactivateUser::new("P1")),
        nothing(SuspendUser::new("P1")),
        nothing(UnsuspendUser::new("P1")),
        nothing(UnlockUser::new("P1")),
        nothing(ResetFactors::new("P1")),
        object(ExpirePassword::new("P1")),
        object(ExpirePasswordWithTempPassword::new("P1")),
        object(ResetPassword::new("P1")),
        object(ForgotPassword::new("P1")),
        object(ForgotPasswordSetNewPassword::new(
            "P1",
            UserCredentialsUpdate::new(),
        )),
        object(ChangePassword::new("P1", ChangePasswordRequest::new())),
        object(ChangeRecoveryQuestion::new("P1", UserCredentialsUpdate::new())),
        nothing(RevokeUserSessions::new("P1")),
        object(GetSession::new("P1")),
        object(RefreshSession::new("P1")),
        nothing(RevokeSession::new("P1")),
        list(ListAppLinks::new("P1")),
        list(ListUserGroups::new("P1")),
        list(ListUserClients::new("P1")),
        list(ListUserDevices::new("P1")),
        list(ListGroups::new()),
        object(AddGroup::new(GroupProfileUpdate::new())),
        object(GetGroup::new("P1")),
        object(ReplaceGroup::new("P1", GroupProfileUpdate::new())),
        nothing(DeleteGroup::new("P1")),
        list(ListAssignedApplicationsForGroup::new("P1")),
        list(ListGroupUsers::new("P1")),
        nothing(AssignUserToGroup::new("P1", "P2")),
        nothing(UnassignUserFromGroup::new("P1", "P2")),
        list(ListApplications::new()),
        object(GetApplication::new("P1")),
        nothing(DeleteApplication::new("P1")),
        nothing(ActivateApplication::new("P1")),
        nothing(DeactivateApplication::new("P1")),
        list(ListApplicationUsers::new("P1")),
        object(AssignUserToApplication::new("P1", AppUserAssignRequest::new())),
        object(GetApplicationUser::new("P1", "P2")),
        object(UpdateApplicationUser::new(
            "P1",
            "P2",
            AppUserUpdateRequest::new(),
        )),
        nothing(UnassignUserFromApplication::new("P1", "P2")),
        list(ListApplicationGroupAssignments::new("P1")),
        object(GetApplicationGroupAssignment::new("P1", "P2")),
        object(AssignGroupToApplication::new(
            "P1",
            "P2",
            ApplicationGroupAssignmentUpdate::new(),
        )),
        object(UpdateGroupAssignmentToApplication::new("P1", "P2", Vec::new())),
        nothing(UnassignApplicationFromGroup::new("P1", "P2")),
        list(ListFactors::new("P1")),
        object(GetFactor::new("P1", "P2")),
        nothing(UnenrollFactor::new("P1", "P2")),
        list(ListLogEvents::new()),
        list(ListAssignedRolesForUser::new("P1")),
    ]
}

fn entry<O: Operation>(
    request: Result<http::Request<Vec<u8>>, RequestError>,
    there_and_back: ThereAndBack,
) -> Entry {
    Entry {
        metadata: O::METADATA,
        request: request.unwrap(),
        there_and_back,
    }
}

fn object<O>(operation: O) -> Entry
where
    O: Operation<Output: Serialize> + 'static,
{
    let request = operation.request();
    entry::<O>(
        request,
        Box::new(move |body| {
            let output = operation.decode(body).map_err(|error| error.to_string())?;
            serde_json::to_value(output).map_err(|error| error.to_string())
        }),
    )
}

fn list<O>(operation: O) -> Entry
where
    O: ListOperation<Item: Serialize> + 'static,
{
    let request = operation.request();
    entry::<O>(
        request,
        Box::new(move |body| {
            let page = operation.decode(body).map_err(|error| error.to_string())?;
            let items = page.into_items().into_iter().map(|item| {
                let item = item.map_err(|error| error.to_string())?;
                serde_json::to_value(item).map_err(|error| error.to_string())
            });
            items.collect::<Result<Vec<Value>, String>>().map(Value::Array)
        }),
    )
}

/// An operation that answers with nothing worth keeping: `{}` or no body.
fn nothing<O>(operation: O) -> Entry
where
    O: Operation<Output = ()> + 'static,
{
    let request = operation.request();
    entry::<O>(
        request,
        Box::new(move |body| {
            operation.decode(body).map_err(|error| error.to_string())?;
            Ok(Value::Object(serde_json::Map::new()))
        }),
    )
}
