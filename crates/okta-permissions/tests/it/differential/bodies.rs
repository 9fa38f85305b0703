//! Every standard role, and custom roles about users and apps, with every body that decides: whatever the random calls
//! of a small run happen to leave out.

use okta_permissions::{
    Assignment, CustomRole, Grant, Principal, Resource, ResourceSet, RoleType, StandardRole, Targets,
};
use serde_json::{Value, json};

use super::calls::Drawn;
use super::org::World;
use super::principals::Credentials;
use super::{Counts, check};

const PERMISSIONS: [&[&str]; 5] = [
    &["okta.users.userprofile.manage"],
    &[
        "okta.users.userprofile.manage",
        "okta.users.credentials.resetPassword",
    ],
    &["okta.users.manage"],
    &["okta.users.create"],
    &["okta.apps.manage"],
];

#[tokio::test]
async fn what_a_body_brings_in_is_what_the_org_enforces() {
    let mut counts = Counts::default();
    for role in StandardRole::all() {
        let mut world = World::new(&mut fastrand::Rng::with_seed(7)).await;
        let (owner, mut credentials) = principal(&mut world).await;
        let path = format!("/api/v1/users/{owner}/roles");
        let body = json!({ "type": role.role_type() });
        let given = world.ask("POST", &path, Some(&body)).await;
        if given.status >= 300 {
            // A role that older orgs alone have.
            assert!(!role.is_current(), "{} {}", role.role_type(), given.body);
            continue;
        }
        world.administers(&owner, role.role_type() == "SUPER_ADMIN");
        let assignment = Assignment::standard(&RoleType::from(role.role_type()), Targets::WholeOrg);
        let grant = Grant::api_token(Principal::user(owner.as_str())).with(assignment);
        sweep(&mut world, &grant, &mut credentials, &mut counts).await;
    }
    for labels in PERMISSIONS {
        let mut world = World::new(&mut fastrand::Rng::with_seed(7)).await;
        let (owner, mut credentials) = principal(&mut world).await;
        let assignment = bind(&world, &owner, labels).await;
        let grant = Grant::api_token(Principal::user(owner.as_str())).with(assignment);
        sweep(&mut world, &grant, &mut credentials, &mut counts).await;
    }
    let Counts {
        granted,
        denied,
        unknown,
        ..
    } = counts;
    println!("bodies: granted {granted} denied {denied} unknown {unknown}");
    assert!(granted >= 30 && denied >= 100, "{granted} {denied}");
}

async fn principal(world: &mut World) -> (String, Credentials) {
    let token = world.emulator.api_token("none");
    let owner = world.owner_of(&token).await;
    world.add_user(&owner);
    (
        owner["id"].as_str().unwrap().to_owned(),
        Credentials::ApiToken(token),
    )
}

/// Binds the user to these permissions on everything.
async fn bind(world: &World, owner: &str, labels: &[&str]) -> Assignment {
    let base = world.emulator.base_url().to_owned();
    let role = json!({ "label": "Drawn", "description": "Drawn", "permissions": labels });
    let role = world.ask("POST", "/api/v1/iam/roles", Some(&role)).await.id();
    let resources = [Resource::Users, Resource::Groups, Resource::Apps];
    let named: Vec<String> = resources
        .iter()
        .filter_map(|resource| resource.url(&base))
        .collect();
    let set = json!({ "label": "All", "description": "All", "resources": named });
    let set = world
        .ask("POST", "/api/v1/iam/resource-sets", Some(&set))
        .await
        .id();
    let binding = json!({ "role": role, "members": [format!("{base}/api/v1/users/{owner}")] });
    let path = format!("/api/v1/iam/resource-sets/{set}/bindings");
    let bound = world.ask("POST", &path, Some(&binding)).await;
    assert!(bound.status < 300, "{}", bound.body);
    let role = labels
        .iter()
        .fold(CustomRole::new("Drawn"), |role, label| role.permission(*label));
    let set = resources
        .into_iter()
        .fold(ResourceSet::new("All"), ResourceSet::resource);
    Assignment::custom(role, set)
}

async fn sweep(world: &mut World, grant: &Grant, credentials: &mut Credentials, counts: &mut Counts) {
    let ordinary = world.group(false).await;
    let user = world.ordinary_user().await;
    let login = world.users[&user].clone();
    let profile = || json!({ "login": login, "email": login, "firstName": "Dora", "lastName": "Wynn" });
    for operation in ["updateUser", "replaceUser"] {
        for more in [
            json!({}),
            json!({ "credentials": { "password": { "value": format!("Pa55-word-{operation}") } } }),
            json!({ "type": { "id": "default" } }),
        ] {
            let mut body = json!({ "profile": profile() });
            merge(&mut body, more);
            check(
                world,
                grant,
                credentials,
                &Drawn::of_user(operation, &user, &body),
                counts,
            )
            .await;
        }
    }
    for (place, groups) in [vec![], vec![ordinary.clone()], vec![world.everyone.clone()]]
        .into_iter()
        .enumerate()
    {
        let login = format!("sweep{place}@example.com");
        let mut body =
            json!({ "profile": { "login": login, "email": login, "firstName": "Dora", "lastName": "Wynn" } });
        if !groups.is_empty() {
            body["groupIds"] = json!(groups);
        }
        check(
            world,
            grant,
            credentials,
            &Drawn::that_makes("createUser", &body, groups),
            counts,
        )
        .await;
    }
    for body in [
        json!({ "label": "Sweep 1", "signOnMode": "BOOKMARK", "settings": { "app": { "url": "https://app.example" } } }),
        json!({
            "name": "oidc_client", "label": "Sweep 2", "signOnMode": "OPENID_CONNECT",
            "settings": { "oauthClient": {
                "application_type": "web", "grant_types": ["authorization_code"], "response_types": ["code"],
                "redirect_uris": ["https://app.example/callback"],
            } },
        }),
    ] {
        check(
            world,
            grant,
            credentials,
            &Drawn::that_makes("createApplication", &body, Vec::new()),
            counts,
        )
        .await;
    }
}

fn merge(body: &mut Value, more: Value) {
    if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
}
