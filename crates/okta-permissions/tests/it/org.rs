//! An embedded org, clients of it, and administrators who may read their own roles.

use bytes::Bytes;
use http::{Request, Response};
use okta_emulator::Emulator;
use okta_models::{
    GroupId, PermissionType, UserId, UserKey,
    custom_roles::{CreateIamRoleRequest, CreateRole},
    groups::{AddGroup, GroupProfileUpdate},
    resource_set_bindings::{CreateResourceSetBinding, ResourceSetBindingCreateRequest},
    resource_sets::{CreateResourceSet, CreateResourceSetRequest},
    users::GetUser,
};
use okta_transport::{Client, ClientBuilder};

pub(crate) fn emulator() -> Emulator {
    Emulator::builder().users(5).seed(7).build()
}

/// A client with a token of this standard role.
pub(crate) fn client(emulator: &Emulator, role: &str) -> Client {
    client_with(emulator, emulator.api_token(role).expose())
}

/// A client with this token.
pub(crate) fn client_with(emulator: &Emulator, token: &str) -> Client {
    builder(emulator).api_token(token).build().unwrap()
}

/// A client of the org, still without credentials.
pub(crate) fn builder(emulator: &Emulator) -> ClientBuilder {
    let handle = emulator.clone();
    Client::builder()
        .ungoverned()
        .org(emulator.base_url())
        .backend(move |request| handle.handle(request))
}

/// A client with a token of this standard role, where Okta answers the paths that end so with this JSON.
pub(crate) fn client_that_is_answered(
    emulator: &Emulator,
    role: &str,
    path_end: &'static str,
    answer: &'static str,
) -> Client {
    let emulator_behind = emulator.clone();
    let backend = move |request: Request<Bytes>| {
        let emulator = emulator_behind.clone();
        async move {
            if request.uri().path().ends_with(path_end) {
                return Response::builder()
                    .header("content-type", "application/json")
                    .body(Bytes::from(answer))
                    .unwrap();
            }
            emulator.handle(request).await
        }
    };
    let token = emulator.api_token(role);
    Client::builder()
        .ungoverned()
        .org(emulator.base_url())
        .api_token(token.expose())
        .backend(backend)
        .build()
        .unwrap()
}

/// The user whose token a client has.
pub(crate) async fn owner(client: &Client) -> UserId {
    client.send(GetUser::new(UserKey::me())).await.unwrap().id
}

/// Lets an administrator read roles, its own among them: binds it to a custom role with `okta.iam.read`.
pub(crate) async fn let_read_roles(emulator: &Emulator, client: &Client) {
    bind(emulator, client, &["okta.iam.read"], &["/api/v1/iam"]).await;
}

/// Binds the owner of a client's token to a new custom role on a new resource set, of addresses without the org's.
pub(crate) async fn bind(emulator: &Emulator, client: &Client, permissions: &[&str], resources: &[&str]) {
    let base = emulator.base_url();
    let member = format!("{base}/api/v1/users/{}", owner(client).await);
    let resources: Vec<String> = resources.iter().map(|path| format!("{base}{path}")).collect();
    bind_member(emulator, &member, permissions, &resources).await;
}

/// Binds a user, group or client, by its address, to a new custom role on a new resource set. Gives the role's id.
pub(crate) async fn bind_member(
    emulator: &Emulator,
    member: &str,
    permissions: &[&str],
    resources: &[String],
) -> String {
    let super_admin = self::client(emulator, "SUPER_ADMIN");
    let unique = emulator.requests_served();
    let role = CreateIamRoleRequest::new()
        .label(format!("Role {unique}"))
        .description("For a test")
        .permissions(
            permissions
                .iter()
                .map(|label| PermissionType::from(*label))
                .collect::<Vec<_>>(),
        );
    let role = super_admin.send(CreateRole::new(role)).await.unwrap();
    let set = CreateResourceSetRequest::new()
        .label(format!("Set {unique}"))
        .description("For a test")
        .resources(resources.to_vec());
    let set = super_admin.send(CreateResourceSet::new(set)).await.unwrap();
    let binding = ResourceSetBindingCreateRequest::new()
        .role(role.id.as_str())
        .members([member]);
    super_admin
        .send(CreateResourceSetBinding::new(&set.id, binding))
        .await
        .unwrap();
    role.id.to_string()
}

pub(crate) async fn group(emulator: &Emulator, name: &str) -> GroupId {
    let group = GroupProfileUpdate::new().name(name);
    let made = client(emulator, "SUPER_ADMIN").send(AddGroup::new(group)).await;
    made.unwrap().id
}
