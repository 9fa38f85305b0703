//! Random principals: what they hold in the org, and the same as a grant.

use okta_emulator::{AccessToken, ApiToken};
use okta_permissions::{
    AppTarget, Assignment, CustomRole, Grant, Permission, Principal, Resource, ResourceSet, RoleType, Targets,
};
use serde_json::{Value, json};

use super::org::World;

pub(super) enum Credentials {
    ApiToken(ApiToken),
    AccessToken(AccessToken),
}

impl Credentials {
    pub(super) fn header(&self) -> String {
        match self {
            Self::ApiToken(token) => format!("SSWS {}", token.expose()),
            Self::AccessToken(token) => format!("Bearer {}", token.expose()),
        }
    }
}

const ROLES: &[&str] = &[
    "ORG_ADMIN",
    "USER_ADMIN",
    "USER_ADMIN",
    "USER_ADMIN",
    "HELP_DESK_ADMIN",
    "HELP_DESK_ADMIN",
    "GROUP_MEMBERSHIP_ADMIN",
    "GROUP_MEMBERSHIP_ADMIN",
    "APP_ADMIN",
    "APP_ADMIN",
    "READ_ONLY_ADMIN",
    "REPORT_ADMIN",
    "API_ACCESS_MANAGEMENT_ADMIN",
    "ACCESS_REQUESTS_ADMIN",
    "ACCESS_CERTIFICATIONS_ADMIN",
];

/// Permissions that go together, so that both halves of an assignment are met often enough.
const PAIRS: &[[&str; 2]] = &[
    ["okta.groups.members.manage", "okta.users.groupMembership.manage"],
    ["okta.apps.assignment.manage", "okta.users.appAssignment.manage"],
    ["okta.apps.assignment.manage", "okta.groups.appAssignment.manage"],
    ["okta.groups.manage", "okta.users.groupMembership.manage"],
    [
        "okta.users.userprofile.manage",
        "okta.users.credentials.resetPassword",
    ],
];

const JWK: &str = r#"{"kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;

pub(super) async fn draw(world: &mut World, random: &mut fastrand::Rng) -> (Grant, Credentials) {
    if random.u8(..10) < 7 {
        user(world, random).await
    } else {
        service_app(world, random).await
    }
}

async fn user(world: &mut World, random: &mut fastrand::Rng) -> (Grant, Credentials) {
    let token = world.emulator.api_token("none");
    let owner = world.owner_of(&token).await;
    world.add_user(&owner);
    world.read_tokens().await;
    let id = owner["id"].as_str().unwrap().to_owned();
    let login = owner["profile"]["login"].as_str().unwrap();
    let mut grant = Grant::api_token(Principal::user(id.as_str()).named(login));
    for _ in 0..count(random) {
        let through = if random.u8(..4) == 0 {
            let group = world.group(true).await;
            world
                .ask("PUT", &format!("/api/v1/groups/{group}/users/{id}"), None)
                .await;
            Some(group)
        } else {
            None
        };
        let path = match &through {
            Some(group) => format!("/api/v1/groups/{group}"),
            None => format!("/api/v1/users/{id}"),
        };
        let assignment = assign(world, random, &path).await;
        if let Some(group) = through {
            grant = grant.with(assignment.through(group.as_str()));
        } else {
            let is_super = assignment.to_string() == "Super Administrator";
            world.administers(&id, is_super);
            grant = grant.with(assignment);
        }
    }
    (grant, Credentials::ApiToken(token))
}

async fn service_app(world: &mut World, random: &mut fastrand::Rng) -> (Grant, Credentials) {
    let jwk: Value = serde_json::from_str(JWK).unwrap();
    let kept = |random: &mut fastrand::Rng, share: u8| random.u8(..100) < share;
    let share = *random.choice(&[50, 90, 100]).unwrap();
    let mut scopes: Vec<&str> = okta_facts::OPERATIONS
        .iter()
        .flat_map(|operation| operation.scopes)
        .copied()
        .collect();
    scopes.sort_unstable();
    scopes.dedup();
    scopes.retain(|_| kept(random, share));
    let name = world.name("Service");
    let app = world.emulator.service_app(&name, &jwk, &scopes, None).unwrap();
    let token = world.emulator.access_token(&app.client_id, &scopes).unwrap();
    let shown = world
        .ask("GET", &format!("/api/v1/apps/{}", app.client_id), None)
        .await;
    world.add_app(&shown.body);
    let mut grant = Grant::access_token(Principal::client(app.client_id.as_str()), scopes);
    for _ in 0..count(random) {
        grant = grant.with(assign(world, random, &format!("/oauth2/v1/clients/{}", app.client_id)).await);
    }
    (grant, Credentials::AccessToken(token))
}

fn count(random: &mut fastrand::Rng) -> usize {
    *random.choice(&[0, 1, 1, 1, 1, 2, 2, 3, 5]).unwrap()
}

async fn assign(world: &mut World, random: &mut fastrand::Rng, assignee: &str) -> Assignment {
    if random.bool() {
        custom(world, random, assignee).await
    } else {
        standard(world, random, assignee).await
    }
}

async fn standard(world: &mut World, random: &mut fastrand::Rng, assignee: &str) -> Assignment {
    let role = match random.u8(..40) {
        0 => "SUPER_ADMIN",
        1 => "WORKFLOWS_ADMIN",
        _ => random.choice(ROLES).unwrap(),
    };
    let roles = format!("{assignee}/roles");
    let reply = world.ask("POST", &roles, Some(&json!({ "type": role }))).await;
    if reply.status >= 300 {
        // It holds the role already.
        return custom(world, random, assignee).await;
    }
    let assignment = reply.id();
    let takes = okta_facts::standard_role(role).unwrap().targets;
    let narrowed = !takes.is_empty() && !assignee.starts_with("/oauth2") && random.u8(..4) > 0;
    let mut targets = Targets::WholeOrg;
    if narrowed && takes.contains(&"groups") {
        let groups = sample(random, &world.groups, 3);
        for group in &groups {
            put(world, &format!("{roles}/{assignment}/targets/groups/{group}")).await;
        }
        targets = Targets::groups(groups.iter().map(String::as_str));
    } else if narrowed {
        let ids: Vec<String> = world.apps.keys().cloned().collect();
        let mut apps = Vec::new();
        for id in sample(random, &ids, 2) {
            let name = world.apps[&id].name.clone();
            let catalog = format!("{roles}/{assignment}/targets/catalog/apps/{name}");
            if random.bool() && !apps.contains(&AppTarget::Named(name.clone())) {
                // An app type overrides the instance targets of that type, so it replaces them here too.
                apps.retain(
                    |target| !matches!(target, AppTarget::App(id) if world.apps[id.as_str()].name == name),
                );
                put(world, &catalog).await;
                apps.push(AppTarget::Named(name));
            } else if !apps.contains(&AppTarget::Named(name)) {
                put(world, &format!("{catalog}/{id}")).await;
                apps.push(AppTarget::App(id.as_str().into()));
            }
        }
        targets = Targets::apps(apps);
    }
    Assignment::standard(&RoleType::from(role), targets)
}

async fn put(world: &World, path: &str) {
    let reply = world.ask("PUT", path, None).await;
    assert!(reply.status < 300, "{path} {} {}", reply.status, reply.body);
}

async fn custom(world: &mut World, random: &mut fastrand::Rng, assignee: &str) -> Assignment {
    let mut labels: Vec<String> = Vec::new();
    if random.bool() {
        labels.extend(random.choice(PAIRS).unwrap().map(str::to_owned));
    }
    let usable: Vec<Permission> = Permission::catalogue()
        .filter(|permission| permission.facts().unwrap().usable_in_custom_roles)
        // Half of the catalogue is about things that no operation of the identity core touches.
        .filter(|permission| {
            let mut about = ["users", "groups", "apps", "iam"].iter();
            about.any(|about| permission.label().split('.').nth(1) == Some(about))
        })
        .collect();
    for _ in 0..random.usize(1..4) {
        let label = random.choice(&usable).unwrap().label().to_owned();
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels.dedup();
    let label = world.name("Role");
    let body = json!({ "label": label, "description": "Drawn", "permissions": labels });
    let role = world.ask("POST", "/api/v1/iam/roles", Some(&body)).await.id();
    let mut resources: Vec<(Resource, Vec<Resource>)> = Vec::new();
    for _ in 0..random.usize(1..5) {
        let drawn = resource(world, random);
        // A set holds a resource once.
        if !resources.iter().any(|(held, _)| *held == drawn.0) {
            resources.push(drawn);
        }
    }
    let base = world.emulator.base_url().to_owned();
    let url = |resource: &Resource| match resource {
        Resource::IdentityAndAccess => format!("{base}/api/v1/iam"),
        resource => resource.url(&base).unwrap(),
    };
    let label = world.name("Set");
    // A set has one resource at least; conditions can only be given to one that is added.
    let first = json!({ "label": label, "description": "Drawn", "resources": [url(&resources[0].0)] });
    let set = world
        .ask("POST", "/api/v1/iam/resource-sets", Some(&first))
        .await
        .id();
    let described = ResourceSet::new(label).id(set.as_str());
    let mut described = described.resource(resources[0].0.clone());
    for (resource, excluded) in &resources[1..] {
        let names: Vec<String> = excluded
            .iter()
            .map(|excluded| excluded.orn("okta", "00o1").unwrap())
            .collect();
        let mut body = json!({ "resourceOrnOrUrl": url(resource) });
        if !names.is_empty() {
            body["conditions"] = json!({ "Exclude": { "okta:ORN": names } });
        }
        let path = format!("/api/v1/iam/resource-sets/{set}/resources");
        let reply = world.ask("POST", &path, Some(&body)).await;
        assert!(reply.status < 300, "{body} {} {}", reply.status, reply.body);
        described = described.resource_without(resource.clone(), excluded.iter().cloned());
    }
    let body = json!({ "role": role, "members": [format!("{base}{assignee}")] });
    let path = format!("/api/v1/iam/resource-sets/{set}/bindings");
    let reply = world.ask("POST", &path, Some(&body)).await;
    assert!(reply.status < 300, "{body} {} {}", reply.status, reply.body);
    let held = labels
        .iter()
        .fold(CustomRole::new(role.as_str()).id(role), |role, label| {
            role.permission(label.as_str())
        });
    Assignment::custom(held, described)
}

fn resource(world: &World, random: &mut fastrand::Rng) -> (Resource, Vec<Resource>) {
    let group = |random: &mut fastrand::Rng| random.choice(&world.groups).unwrap().clone();
    let app = |random: &mut fastrand::Rng| {
        let ids: Vec<&String> = world.apps.keys().collect();
        let id = (*random.choice(&ids).unwrap()).clone();
        (world.apps[&id].name.clone(), id)
    };
    let excludes = random.bool();
    match random.u8(..11) {
        0 | 1 => {
            let without = excludes.then(|| Resource::members_of(group(random)));
            (Resource::Users, without.into_iter().collect())
        }
        2 | 3 => (Resource::members_of(group(random)), Vec::new()),
        4 => {
            let without = excludes.then(|| Resource::group(group(random)));
            (Resource::Groups, without.into_iter().collect())
        }
        5 | 6 => (Resource::group(group(random)), Vec::new()),
        7 => {
            let (name, id) = app(random);
            let without = excludes.then(|| Resource::App {
                name: Some(name),
                id: id.into(),
            });
            (Resource::Apps, without.into_iter().collect())
        }
        8 => (Resource::apps_named(app(random).0), Vec::new()),
        9 => (Resource::app(app(random).1), Vec::new()),
        _ => (Resource::IdentityAndAccess, Vec::new()),
    }
}

fn sample(random: &mut fastrand::Rng, from: &[String], most: usize) -> Vec<String> {
    let mut chosen: Vec<String> = Vec::new();
    for _ in 0..random.usize(1..=most) {
        let one = random.choice(from).unwrap();
        if !chosen.contains(one) {
            chosen.push(one.clone());
        }
    }
    chosen
}
