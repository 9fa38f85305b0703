//! [`preflight`]: what a token can do of what a profile wants, before the first change.

mod evidence;
mod report;

use okta_models::{UserKey, role_assignments::ListAssignedRolesForUser, users::GetUser};
use okta_transport::{Client, Error};

use crate::Profile;
use evidence::Evidence;
pub use report::{CapabilityReport, OperationReport, Preflight, Verdict};

/// Tells for each capability of `profile` whether the client's token has what it takes.
///
/// Reads the token's owner and, where that is allowed, the owner's roles; then Okta's role matrix decides. Where the
/// roles may not be read, lists are tried with one record each, and everything else is unknown. Nothing is changed: at
/// most six requests are sent, and all of them read.
///
/// # Errors
///
/// When the owner cannot be read at all: the token is refused, or the org cannot be reached.
///
/// ```no_run
/// use okta_permissions::{HAPPYFOX_WORKFLOWS, preflight};
///
/// # async fn example(client: &okta_transport::Client) -> Result<(), okta_transport::Error> {
/// let report = preflight(client, &HAPPYFOX_WORKFLOWS).await?;
/// for capability in report.capabilities() {
///     println!("{:8} {:20} {}", capability.verdict().name(), capability.capability().name(), capability.reason());
/// }
/// # Ok(())
/// # }
/// ```
pub async fn preflight(client: &Client, profile: &Profile) -> Result<Preflight, Error> {
    let owner = client.send(GetUser::new(UserKey::me())).await?;
    let evidence = match client.send(ListAssignedRolesForUser::new(&owner.id)).await {
        Ok(page) => Evidence::from_roles(page),
        // Only SUPER_ADMIN and okta.iam.read may ask. That a non-super admin may ask about itself is not verified.
        Err(error) if error.is_forbidden() => Evidence::by_trying(client, profile).await?,
        Err(error) => return Err(error),
    };
    let capabilities = profile
        .capabilities()
        .iter()
        .map(|capability| CapabilityReport::new(*capability, |operation_id| evidence.judge(operation_id)))
        .collect();
    Ok(Preflight::new(*profile, owner, evidence.roles(), capabilities))
}
