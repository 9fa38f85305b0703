//! For each integration: a token with the least privilege, made from our own requests, can do everything of the profile;
//! without any one permission or role it cannot, and the preflight names exactly what.

use okta_models::{
    PermissionType, RoleId,
    custom_roles::{CreateRolePermission, DeleteRolePermission},
    role_assignments::{AssignRoleToUser, UnassignRoleFromUser},
};
use okta_permissions::{
    ATOLIO, ATOMICWORK, AUTHOMIZE, CapabilityReport, Grant, HAPPYFOX_WORKFLOWS, LeastPrivilege, MOVEWORKS,
    Member, OrgIdentity, Principal, Profile, Verdict, preflight,
};
use okta_transport::Client;

use super::world::World;
use crate::org::client_with;

/// Of these no source says whether what is left is enough, so the preflight does not say so either, and the least privilege
/// does not rely on it: whether who manages a group's members may read the group, whether managing apps includes their
/// credentials, and reading these the app.
const NOT_SETTLED: [(&str, &str); 4] = [
    ("okta.groups.read", "add to a group"),
    ("okta.groups.read", "remove from a group"),
    ("okta.apps.clientCredentials.read", "view app client credentials"),
    ("okta.apps.manage", "view app client credentials"),
];

/// A token that was made from the least privilege of a profile.
struct Token {
    world: World,
    least: LeastPrivilege,
    super_admin: Client,
    owner: String,
    role: Option<RoleId>,
    secret: String,
    /// Its owner's roles are read by a super administrator, all else is sent by the token: a token that may not read its
    /// roles has a preflight that can tell little.
    checked: Client,
}

impl Token {
    async fn of(profile: &Profile) -> Self {
        let world = World::new().await;
        let super_admin = client_with(&world.emulator, world.super_admin());
        let owner = world.user(&[]).await;
        let least = LeastPrivilege::of(profile);
        let org = OrgIdentity::new(world.emulator.base_url()).id("00o1");
        let mut role_id = None;
        if let Some(create) = least.create_role() {
            let role = super_admin.send(create).await.unwrap();
            let set = least.create_resource_set(&org).unwrap().unwrap();
            let set = super_admin.send(set).await.unwrap();
            let member = Member::User(owner.as_str().into());
            let bind = least.bind(role.id.clone(), set.id, &[member], &org);
            super_admin.send(bind).await.unwrap();
            role_id = Some(role.id);
        }
        for role in least.assign_roles() {
            super_admin
                .send(AssignRoleToUser::new(&owner, role))
                .await
                .unwrap();
        }
        let secret = world.emulator.api_token_of(&owner).unwrap().expose().to_owned();
        let (emulator, reader) = (world.emulator.clone(), format!("SSWS {}", world.super_admin()));
        let checked = Client::builder()
            .org(world.emulator.base_url())
            .api_token(secret.clone())
            .backend(move |mut request: http::Request<bytes::Bytes>| {
                let path = request.uri().path();
                if path.ends_with("/roles") || path.starts_with("/api/v1/iam/") {
                    request
                        .headers_mut()
                        .insert("authorization", reader.parse().unwrap());
                }
                emulator.handle(request)
            })
            .build()
            .unwrap();
        Self {
            world,
            least,
            super_admin,
            owner,
            role: role_id,
            secret,
            checked,
        }
    }

    /// What the preflight says, against what happens; gives the capabilities that cannot be used.
    async fn compare(&self, without: &str) -> Vec<(String, Verdict)> {
        let profile = self.least.profile();
        let report = preflight(&self.checked, profile).await.unwrap();
        let mut failing = Vec::new();
        for (capability, report) in profile.capabilities().iter().zip(report.capabilities()) {
            let happens = self.world.perform(capability, &self.secret).await;
            let context = format!("{} without {without}: {}", profile.name(), report.reason());
            match report.verdict() {
                Verdict::Granted | Verdict::Scoped => assert_eq!(happens, Ok(()), "{context}"),
                Verdict::Denied => {
                    assert!(happens.is_err(), "{context}");
                    assert!(is_named(report, happens.unwrap_err()), "{context}");
                }
                _ => {}
            }
            if !report.verdict().is_able() {
                failing.push((capability.name().to_owned(), report.verdict()));
            }
        }
        failing
    }
}

fn is_named(report: &CapabilityReport, refused: &str) -> bool {
    let mut operations = report.operations().iter();
    operations.any(|operation| operation.operation_id() == refused && operation.verdict() == Verdict::Denied)
}

async fn holds_for(profile: &Profile) {
    let token = Token::of(profile).await;
    assert_eq!(token.least.left_out(), [], "{}", profile.name());
    assert_eq!(token.compare("nothing").await, [], "{}", profile.name());
    let grant = token.least.grant(Principal::user(token.owner.as_str()));
    for removed in token.least.permissions() {
        let role = token.role.as_ref().unwrap();
        let permission = PermissionType::from(removed.label());
        let delete = DeleteRolePermission::new(role, permission.clone());
        token.super_admin.send(delete).await.unwrap();
        let failing = token.compare(removed.label()).await;
        assert!(!failing.is_empty(), "{} without {removed}", profile.name());
        for (capability, verdict) in &failing {
            let open = NOT_SETTLED.contains(&(removed.label(), capability.as_str()));
            let expected = if open { Verdict::Unknown } else { Verdict::Denied };
            assert_eq!(
                *verdict,
                expected,
                "{} without {removed}: {capability}",
                profile.name()
            );
        }
        assert_eq!(
            names(&failing),
            failing_without(&token.least, &grant, removed.label()),
            "{} without {removed}",
            profile.name()
        );
        let create = CreateRolePermission::new(role, permission);
        token.super_admin.send(create).await.unwrap();
    }
    for (joined, role) in token.least.joined_roles().iter().zip(token.least.assign_roles()) {
        let assigned = okta_models::role_assignments::ListAssignedRolesForUser::new(&token.owner);
        let assigned = token.super_admin.send(assigned).await.unwrap();
        let label = joined.role().role_type();
        let mut assigned = assigned.into_iter().map(Result::unwrap);
        let assigned = assigned.find(|assigned| {
            assigned
                .role_type
                .as_ref()
                .is_some_and(|role| role.as_str() == label)
        });
        let unassign = UnassignRoleFromUser::new(&token.owner, assigned.unwrap().id.unwrap());
        token.super_admin.send(unassign).await.unwrap();
        let failing = token.compare(label).await;
        assert!(!failing.is_empty(), "{} without {label}", profile.name());
        assert!(failing.iter().all(|(_, verdict)| *verdict == Verdict::Denied));
        token
            .super_admin
            .send(AssignRoleToUser::new(&token.owner, role))
            .await
            .unwrap();
    }
    assert_eq!(token.compare("nothing, again").await, [], "{}", profile.name());
}

fn names(failing: &[(String, Verdict)]) -> Vec<&str> {
    failing.iter().map(|(name, _)| name.as_str()).collect()
}

/// The capabilities of which the grant does not say that they can be used, without a permission.
fn failing_without<'a>(least: &'a LeastPrivilege, grant: &Grant, removed: &str) -> Vec<&'a str> {
    let less = super::minimal::without_permission(grant, removed);
    let may = |id: &&str| {
        let decision = less.decide(okta_permissions::Call::to(id).unwrap());
        matches!(decision.name(), "granted" | "scoped")
    };
    let capabilities = least.profile().capabilities().iter();
    let failing = capabilities.filter(|capability| !capability.operations().iter().all(&may));
    failing.map(okta_permissions::Capability::name).collect()
}

#[tokio::test]
async fn atomicwork_needs_all_of_it_and_no_more() {
    holds_for(&ATOMICWORK).await;
}

#[tokio::test]
async fn authomize_needs_all_of_it_and_no_more() {
    holds_for(&AUTHOMIZE).await;
}

#[tokio::test]
async fn atolio_needs_all_of_it_and_no_more() {
    holds_for(&ATOLIO).await;
}

#[tokio::test]
async fn moveworks_needs_all_of_it_and_no_more() {
    holds_for(&MOVEWORKS).await;
}

#[tokio::test]
async fn happyfox_workflows_needs_all_of_it_and_no_more() {
    holds_for(&HAPPYFOX_WORKFLOWS).await;
}
