//! Every operation of the crate, with what the tests need of it.

mod administration;
mod directory;

use std::fmt::Debug;

use okta_models::{
    Metadata, Operation, Page, Prefer, SortOrder, application_groups::*, application_users::*,
    applications::*, filter, groups::*, search, sessions::*, system_log::*, user_credentials::*,
    user_lifecycle::*, user_resources::*, users::*,
};
use serde::Serialize;
use serde_json::Value;

/// Decodes a body and encodes it again, or says why that cannot be done.
type ThereAndBack = Box<dyn Fn(&[u8]) -> Result<Value, String>>;

/// Decodes a body and shows it as `Debug` does.
type Shown = Box<dyn Fn(&[u8]) -> Result<String, String>>;

pub(crate) struct Entry {
    pub(crate) metadata: Metadata,
    pub(crate) request: http::Request<Vec<u8>>,
    pub(crate) there_and_back: ThereAndBack,
    pub(crate) shown: Shown,
}

/// All operations, each with the path parameters `P1`, `P2`.
pub(crate) fn all() -> Vec<Entry> {
    let mut entries = vec![
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
        list(ListLogEvents::new()),
    ];
    entries.extend(administration::all());
    entries.extend(directory::all());
    entries
}

/// The operations that have a query or headers, with every setter called.
pub(crate) fn with_everything_set() -> Vec<Entry> {
    let time: jiff::Timestamp = "2026-01-02T03:04:05Z".parse().unwrap();
    let profile = UserProfileUpdate::new;
    let mut entries = vec![
        list(
            ListUsers::new()
                .search(search("status").pr())
                .filter(filter("status").pr())
                .q("a")
                .limit(1)
                .sort_by("status")
                .sort_order(SortOrder::Ascending)
                .fields("id")
                .expand("classification")
                .okta_response(OktaResponse::OmitCredentials),
        ),
        object(
            CreateUser::new(profile())
                .activate(true)
                .provider(false)
                .next_login(UserNextLogin::ChangePassword),
        ),
        object(
            GetUser::new("P1")
                .expand("blocks")
                .okta_response(OktaResponse::OmitCredentials),
        ),
        object(ReplaceUser::new("P1", profile()).strict(true).if_match("x")),
        object(UpdateUser::new("P1", profile()).strict(true).if_match("x")),
        nothing(
            DeleteUser::new("P1")
                .send_email(true)
                .prefer(Prefer::RespondAsync),
        ),
        object(ActivateUser::new("P1").send_email(true)),
        object(ReactivateUser::new("P1").send_email(true)),
        nothing(
            DeactivateUser::new("P1")
                .send_email(true)
                .prefer(Prefer::RespondAsync),
        ),
        object(ExpirePasswordWithTempPassword::new("P1").revoke_sessions(true)),
        object(ResetPassword::new("P1").send_email(false).revoke_sessions(true)),
        object(ForgotPassword::new("P1").send_email(true)),
        object(ForgotPasswordSetNewPassword::new("P1", UserCredentialsUpdate::new()).send_email(true)),
        object(ChangePassword::new("P1", ChangePasswordRequest::new()).strict(true)),
        nothing(
            RevokeUserSessions::new("P1")
                .oauth_tokens(true)
                .forget_devices(false),
        ),
        list(
            ListGroups::new()
                .search(search("type").pr())
                .filter(filter("type").pr())
                .q("a")
                .limit(1)
                .expand("stats")
                .sort_by("type")
                .sort_order(SortOrder::Descending),
        ),
        list(ListAssignedApplicationsForGroup::new("P1").limit(1)),
        list(ListGroupUsers::new("P1").limit(1)),
        list(
            ListApplications::new()
                .q("a")
                .filter(filter("status").pr())
                .expand("user/1")
                .limit(1)
                .include_non_deleted(true)
                .use_optimization(false)
                .always_include_vpn_settings(false),
        ),
        object(GetApplication::new("P1").expand("user/1")),
        list(ListApplicationUsers::new("P1").q("a").limit(1).expand("user")),
        object(GetApplicationUser::new("P1", "P2").expand("user")),
        nothing(UnassignUserFromApplication::new("P1", "P2").send_email(true)),
        list(
            ListApplicationGroupAssignments::new("P1")
                .q("a")
                .limit(1)
                .expand("group"),
        ),
        object(GetApplicationGroupAssignment::new("P1", "P2").expand("group")),
        list(
            ListLogEvents::new()
                .since(time)
                .until(time)
                .filter(filter("eventType").pr())
                .q("a")
                .limit(1)
                .sort_order(LogSortOrder::Ascending),
        ),
    ];
    entries.extend(administration::with_everything_set());
    entries.extend(directory::with_everything_set());
    entries
}

fn entry<O>(operation: O, there_and_back: impl Fn(O::Output) -> Result<Value, String> + 'static) -> Entry
where
    O: Operation<Output: Debug> + Clone + 'static,
{
    let decode = |operation: &O, body: &[u8]| operation.decode(body).map_err(|error| error.to_string());
    let shown = operation.clone();
    Entry {
        metadata: O::METADATA,
        request: operation.request().unwrap(),
        there_and_back: Box::new(move |body| there_and_back(decode(&operation, body)?)),
        shown: Box::new(move |body| Ok(format!("{:?}", decode(&shown, body)?))),
    }
}

fn object<O>(operation: O) -> Entry
where
    O: Operation<Output: Serialize + Debug> + Clone + 'static,
{
    entry(operation, |output| {
        serde_json::to_value(output).map_err(|error| error.to_string())
    })
}

fn list<O, T>(operation: O) -> Entry
where
    O: Operation<Output = Page<T>> + Clone + 'static,
    T: Serialize + Debug,
{
    entry(operation, |page: Page<T>| {
        if let Some(odd) = page.items().iter().find_map(|item| item.as_ref().err()) {
            return Err(odd.to_string());
        }
        serde_json::to_value(page).map_err(|error| error.to_string())
    })
}

/// An operation that answers with nothing worth keeping: `{}` or no body.
fn nothing<O>(operation: O) -> Entry
where
    O: Operation<Output = ()> + Clone + 'static,
{
    entry(operation, |()| Ok(Value::Object(serde_json::Map::new())))
}
