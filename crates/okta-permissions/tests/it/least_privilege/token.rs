//! Credentials that were made from the least privilege of a profile, by the requests that it gives.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{HeaderValue, Request};
use okta_models::{
    RoleAssignmentId, RoleId,
    role_assignments::{
        AssignRoleToClient, AssignRoleToUser, DeleteRoleFromClient, ListAssignedRolesForUser,
        ListRolesForClient, RoleAssignment, RoleAssignmentRequest, UnassignRoleFromUser,
    },
};
use okta_permissions::{LeastPrivilege, Member, OrgIdentity, Principal, Profile, Scope};
use okta_transport::{Client, ClientCredentials, PrivateKey};

use super::world::World;
use crate::org::client_with;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    ApiToken,
    ServiceApp,
}

pub(super) struct Token {
    pub(super) world: World,
    pub(super) least: LeastPrivilege,
    pub(super) kind: Kind,
    pub(super) super_admin: Client,
    pub(super) role: Option<RoleId>,
    /// The id of the user, or of the client.
    holder: String,
    /// The API token, or the key of the service app.
    secret: String,
    key: PrivateKey,
}

/// A client with the credentials.
pub(super) struct Session {
    /// The holder's roles are read by a super administrator, all else is sent with the credentials: who may not read its
    /// own roles has a preflight that can tell little.
    pub(super) checked: Client,
    authorization: Arc<Mutex<Option<HeaderValue>>>,
}

impl Session {
    /// The header that the client sent last.
    pub(super) fn authorization(&self) -> String {
        let sent = self.authorization.lock().unwrap().clone();
        sent.expect("something was sent").to_str().unwrap().to_owned()
    }
}

impl Token {
    pub(super) async fn of(profile: &Profile, kind: Kind) -> Self {
        let world = World::new().await;
        let super_admin = client_with(&world.emulator, world.super_admin());
        let least = LeastPrivilege::of(profile);
        let key = PrivateKey::generate().unwrap().key_id("key-1");
        let (holder, secret) = match kind {
            Kind::ApiToken => {
                let owner = world.user(&[]).await;
                let secret = world.emulator.api_token_of(&owner).unwrap();
                (owner, secret.expose().to_owned())
            }
            Kind::ServiceApp => {
                let scopes: Vec<String> = least.scopes().iter().map(Scope::to_string).collect();
                let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
                let app = world
                    .emulator
                    .service_app("Integration", &key.public_jwk(), &scopes, None);
                (app.unwrap().client_id, String::new())
            }
        };
        let mut token = Self {
            world,
            least,
            kind,
            super_admin,
            role: None,
            holder,
            secret,
            key,
        };
        token.bind().await;
        for role in token.least.assign_roles() {
            token.assign(role).await;
        }
        token
    }

    /// Makes the custom role and the resource set, and binds the holder to them.
    async fn bind(&mut self) {
        let Some(create) = self.least.create_role() else {
            return;
        };
        let org = OrgIdentity::new(self.world.emulator.base_url()).id("00o1");
        let role = self.super_admin.send(create).await.unwrap();
        let set = self.least.create_resource_set(&org).unwrap().unwrap();
        let set = self.super_admin.send(set).await.unwrap();
        let member = match self.kind {
            Kind::ApiToken => Member::User(self.holder.as_str().into()),
            Kind::ServiceApp => Member::Client(self.holder.clone()),
        };
        let bind = self.least.bind(role.id.clone(), set.id, &[member], &org);
        self.super_admin.send(bind).await.unwrap();
        self.role = Some(role.id);
    }

    pub(super) fn principal(&self) -> Principal {
        match self.kind {
            Kind::ApiToken => Principal::user(self.holder.as_str()),
            Kind::ServiceApp => Principal::client(self.holder.as_str()),
        }
    }

    pub(super) fn scopes(&self) -> Vec<String> {
        self.least.scopes().iter().map(Scope::to_string).collect()
    }

    pub(super) async fn assign(&self, role: RoleAssignmentRequest) {
        match self.kind {
            Kind::ApiToken => {
                let assign = AssignRoleToUser::new(&self.holder, role);
                self.super_admin.send(assign).await.unwrap();
            }
            Kind::ServiceApp => {
                let assign = AssignRoleToClient::new(&self.holder, role);
                self.super_admin.send(assign).await.unwrap();
            }
        }
    }

    /// Takes a standard role away.
    pub(super) async fn unassign(&self, role_type: &str) {
        match self.kind {
            Kind::ApiToken => {
                let list = ListAssignedRolesForUser::new(&self.holder);
                let held = self.super_admin.send(list).await.unwrap();
                let id = assignment_of(held.into_iter().map(Result::unwrap), role_type);
                let unassign = UnassignRoleFromUser::new(&self.holder, id);
                self.super_admin.send(unassign).await.unwrap();
            }
            Kind::ServiceApp => {
                let list = ListRolesForClient::new(&self.holder);
                let held = self.super_admin.send(list).await.unwrap();
                let id = assignment_of(held.into_iter().map(Result::unwrap), role_type);
                let delete = DeleteRoleFromClient::new(&self.holder, id);
                self.super_admin.send(delete).await.unwrap();
            }
        }
    }

    /// A client with these credentials; of a service app with a token for these scopes.
    pub(super) fn session(&self, scopes: &[String]) -> Session {
        let emulator = self.world.emulator.clone();
        let reader: HeaderValue = format!("SSWS {}", self.world.super_admin()).parse().unwrap();
        let authorization = Arc::new(Mutex::new(None));
        let seen = Arc::clone(&authorization);
        let builder = Client::builder()
            .ungoverned()
            .org(self.world.emulator.base_url())
            .backend(move |mut request: Request<Bytes>| {
                let path = request.uri().path().to_owned();
                if path.starts_with("/api/") {
                    let sent = request.headers().get("authorization").cloned();
                    *seen.lock().unwrap() = sent;
                }
                if path.ends_with("/roles") || path.starts_with("/api/v1/iam/") {
                    request.headers_mut().insert("authorization", reader.clone());
                }
                emulator.handle(request)
            });
        let builder = match self.kind {
            Kind::ApiToken => builder.api_token(self.secret.as_str()),
            Kind::ServiceApp => {
                let app = ClientCredentials::new(self.holder.as_str(), self.key.clone());
                builder.authenticator(app.scopes(scopes.iter().map(String::as_str)))
            }
        };
        Session {
            checked: builder.build().unwrap(),
            authorization,
        }
    }
}

fn assignment_of(mut held: impl Iterator<Item = RoleAssignment>, role_type: &str) -> RoleAssignmentId {
    let is_it = |held: &RoleAssignment| {
        let role = held.role_type.as_ref();
        role.is_some_and(|role| role.as_str() == role_type)
    };
    held.find(is_it).unwrap().id.unwrap()
}
