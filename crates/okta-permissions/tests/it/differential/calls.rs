//! Random calls of the identity core, as requests and as what a grant is asked about.

use std::sync::OnceLock;

use okta_emulator::Emulator;
use okta_facts::Operation;
use okta_permissions::{AboutApp, AboutGroup, AboutUser, Call, Grant, ResourceKind};
use serde_json::{Value, json};

use super::org::{Facts, World};

pub(super) struct Drawn {
    pub(super) operation_id: &'static str,
    pub(super) method: &'static str,
    pub(super) path: String,
    pub(super) body: Option<String>,
    /// As the path names it: by id, login or `me`.
    user: Option<String>,
    /// The user, or the owner of the token that the path names.
    pub(super) user_id: Option<String>,
    pub(super) group: Option<String>,
    pub(super) app: Option<String>,
    pub(super) into_groups: Vec<String>,
    /// What the operation lists, where a reach narrows it.
    pub(super) lists: Option<ResourceKind>,
}

impl Drawn {
    /// A call on a user, with a body.
    pub(super) fn of_user(operation_id: &str, user: &str, body: &Value) -> Self {
        let mut drawn = Self::that_makes(operation_id, body, Vec::new());
        drawn.path = drawn.path.replace("{id}", user);
        drawn.user = Some(user.to_owned());
        drawn.user_id = Some(user.to_owned());
        drawn
    }

    /// A call that names nothing in its path.
    pub(super) fn that_makes(operation_id: &str, body: &Value, into_groups: Vec<String>) -> Self {
        let operation = okta_facts::operation(operation_id).unwrap();
        Self {
            operation_id: operation.id,
            method: operation.method.as_str(),
            path: operation.path.to_owned(),
            body: Some(body.to_string()),
            user: None,
            user_id: None,
            group: None,
            app: None,
            into_groups,
            lists: None,
        }
    }
}

/// Operations that the emulator answers and that a row, a permission or the specification decides.
struct Operations {
    /// About users, groups and apps.
    core: Vec<&'static Operation>,
    rest: Vec<&'static Operation>,
    /// Those of which the sources say so little that most decisions are unknown. They are drawn seldom.
    unsettled: Vec<&'static Operation>,
}

const UNSETTLED: [&str; 6] = [
    "/authenticator-enrollments",
    "/clients/",
    "/credentials/secrets",
    "/grants",
    "/transactions/",
    "/yubikey_token/",
];

fn operations() -> &'static Operations {
    static OPERATIONS: OnceLock<Operations> = OnceLock::new();
    OPERATIONS.get_or_init(|| {
        let decided = okta_facts::OPERATIONS.iter().filter(|operation| {
            Emulator::serves(operation.id)
                && (okta_facts::action_of(operation.id).is_some()
                    || okta_facts::permission_needs(operation.id).is_some()
                    || !operation.iam_admin_roles.is_empty())
                && !operation.path.starts_with("/api/v1/policies")
        });
        let (unsettled, decided): (Vec<_>, Vec<_>) =
            decided.partition(|operation| UNSETTLED.iter().any(|part| operation.path.contains(part)));
        let (core, rest) = decided.into_iter().partition(|operation: &&Operation| {
            let roles = operation.path.contains("/roles");
            let mut core = ["/api/v1/users", "/api/v1/groups", "/api/v1/apps"].iter();
            !roles && core.any(|core| operation.path.starts_with(core)) && !operation.path.contains("/rules")
        });
        Operations {
            core,
            rest,
            unsettled,
        }
    })
}

/// Draws a call, and another where the grant says at once that the first is denied: most are, and say little.
pub(super) fn draw_rather_allowed(world: &World, grant: &Grant, random: &mut fastrand::Rng) -> Drawn {
    let mut drawn = draw(world, grant, random);
    for _ in 0..random.usize(..6) {
        if !grant
            .decide(Described::new(&drawn, &Facts::default()).call_without_knowledge())
            .is_denied()
        {
            break;
        }
        drawn = draw(world, grant, random);
    }
    drawn
}

fn draw(world: &World, grant: &Grant, random: &mut fastrand::Rng) -> Drawn {
    let operations = operations();
    let from = match random.u8(..50) {
        0 => &operations.unsettled,
        1..=10 => &operations.rest,
        _ => &operations.core,
    };
    let operation = *random.choice(from).unwrap();
    let mut drawn = Drawn {
        operation_id: operation.id,
        method: operation.method.as_str(),
        path: String::new(),
        body: None,
        user: None,
        user_id: None,
        group: None,
        app: None,
        into_groups: Vec::new(),
        lists: match operation.id {
            "listUsers" | "listApiTokens" => Some(ResourceKind::Users),
            "listGroups" => Some(ResourceKind::Groups),
            "listApplications" => Some(ResourceKind::Applications),
            _ => None,
        },
    };
    let mut before = "";
    for segment in operation.path.split('/').skip(1) {
        drawn.path.push('/');
        let list = std::mem::replace(&mut before, segment);
        if segment.starts_with('{') {
            let named = name(world, grant, random, operation, list, &mut drawn);
            drawn.path.push_str(&named.replace('@', "%40"));
        } else {
            drawn.path.push_str(segment);
        }
    }
    if drawn.lists.is_some() && operation.id != "listApiTokens" {
        drawn.path.push_str("?limit=200");
    }
    if operation.id == "revokeCurrentApiToken" && !grant.principal().is_client() {
        drawn.user_id = Some(grant.principal().id().to_owned());
    }
    drawn.body = body(world, random, &mut drawn).map(|body| body.to_string());
    drawn
}

/// Fills one parameter of the path.
fn name(
    world: &World,
    grant: &Grant,
    random: &mut fastrand::Rng,
    operation: &Operation,
    list: &str,
    drawn: &mut Drawn,
) -> String {
    match list {
        "users" => {
            let ids: Vec<&String> = world.users.keys().collect();
            let mut id = (*random.choice(&ids).unwrap()).clone();
            let reads = drawn.method == "GET";
            // Who asks must stay able to ask.
            let asks = |id: &String| id == grant.principal().id() || *id == world.asking;
            if asks(&id) && !reads {
                id.clone_from(world.users.keys().find(|other| !asks(other)).unwrap());
            }
            let named = match random.u8(..8) {
                0 if reads && !grant.principal().is_client() => {
                    grant.principal().id().clone_into(&mut id);
                    "me".to_owned()
                }
                // Paths of a user alone take logins as well.
                1 if operation.path.starts_with("/api/v1/users/") && !operation.path.contains("roles") => {
                    world.users[&id].clone()
                }
                _ => id.clone(),
            };
            drawn.user_id = Some(id);
            drawn.user = Some(named.clone());
            named
        }
        "groups" => {
            let group = random.choice(&world.groups).unwrap().clone();
            drawn.group = Some(group.clone());
            group
        }
        "apps" if operation.path.starts_with("/api/v1/apps") || operation.path.contains("schemas") => {
            // A service app that switched itself off could ask no more.
            let asks = |id: &&String| drawn.method != "GET" && *id == grant.principal().id();
            let ids: Vec<&String> = world.apps.keys().filter(|id| !asks(id)).collect();
            let app = (*random.choice(&ids).unwrap()).clone();
            drawn.app = Some(app.clone());
            app
        }
        "api-tokens" => {
            let is_own = |token: &&(String, String)| token.1 == grant.principal().id();
            let (own, others): (Vec<_>, Vec<_>) = world.tokens.iter().partition(is_own);
            let asks_own = drawn.method == "GET" && random.u8(..3) == 0 && !own.is_empty();
            let (token, owner) = random.choice(if asks_own { own } else { others }).unwrap();
            drawn.user_id = Some(owner.clone());
            drawn.user = Some(owner.clone());
            token.clone()
        }
        _ => "none".to_owned(),
    }
}

fn body(world: &World, random: &mut fastrand::Rng, drawn: &mut Drawn) -> Option<Value> {
    let number = random.u64(..);
    let login = drawn.user_id.as_ref().and_then(|id| world.users.get(id));
    let body = match drawn.operation_id {
        "createUser" => {
            let person = format!("drawn{number}@example.com");
            let profile =
                json!({ "login": person, "email": person, "firstName": "Dora", "lastName": "Wynn" });
            let mut body = json!({ "profile": profile });
            for _ in 0..random.usize(..3) {
                drawn
                    .into_groups
                    .push(random.choice(&world.groups).unwrap().clone());
            }
            if !drawn.into_groups.is_empty() {
                body["groupIds"] = json!(drawn.into_groups);
            }
            body
        }
        "updateUser" | "replaceUser" => {
            let login = login.cloned().unwrap_or_default();
            let profile = json!({ "login": login, "email": login, "firstName": "Dora", "lastName": "Wynn" });
            let mut body = json!({ "profile": profile });
            match random.u8(..6) {
                0 => body["credentials"] = json!({ "password": { "value": format!("Pa55-word-{number}") } }),
                1 => body["type"] = json!({ "id": "default" }),
                _ => {}
            }
            body
        }
        "addGroup" | "replaceGroup" => json!({ "profile": { "name": format!("Drawn {number}") } }),
        "createApplication" if random.bool() => json!({
            "name": "oidc_client", "label": format!("Drawn {number}"), "signOnMode": "OPENID_CONNECT",
            "settings": { "oauthClient": {
                "application_type": "web", "grant_types": ["authorization_code"], "response_types": ["code"],
                "redirect_uris": ["https://app.example/callback"],
            } },
        }),
        "createApplication" => json!({
            "label": format!("Drawn {number}"), "signOnMode": "BOOKMARK",
            "settings": { "app": { "url": "https://app.example" } },
        }),
        "assignUserToApplication" => {
            // The user is named in the body alone.
            let ids: Vec<&String> = world.users.keys().collect();
            let id = (*random.choice(&ids).unwrap()).clone();
            let body = json!({ "id": id, "scope": "USER" });
            drawn.user = Some(id.clone());
            drawn.user_id = Some(id);
            body
        }
        "assignRoleToUser" | "assignRoleToGroup" | "assignRoleToClient" => json!({ "type": "NO_SUCH_ROLE" }),
        "upsertApiToken" => json!({ "name": "Drawn" }),
        _ if ["POST", "PUT", "PATCH"].contains(&drawn.method) => json!({}),
        _ => return None,
    };
    Some(body)
}

/// A call with what is known about its objects.
pub(super) struct Described<'a> {
    drawn: &'a Drawn,
    facts: &'a Facts,
}

impl<'a> Described<'a> {
    pub(super) fn new(drawn: &'a Drawn, facts: &'a Facts) -> Self {
        Self { drawn, facts }
    }

    pub(super) fn call_without_knowledge(&self) -> Call<'a> {
        let drawn = self.drawn;
        let mut call = Call::to(drawn.operation_id).unwrap();
        if let Some(user) = &drawn.user {
            call = call.on_user(user);
        }
        if let Some(group) = &drawn.group {
            call = call.on_group(group);
        }
        if let Some(app) = &drawn.app {
            call = call.on_app(app);
        }
        match &drawn.body {
            Some(body) => call.with_body(body.as_bytes()),
            None => call,
        }
    }

    pub(super) fn call(&self) -> Call<'a> {
        let facts = self.facts;
        let group = AboutGroup::new()
            .everyone(facts.everyone)
            .holds_role(facts.holds_role);
        let call = self
            .call_without_knowledge()
            .about_user(
                AboutUser::new()
                    .groups(&facts.user_groups)
                    .standing(facts.standing),
            )
            .about_group(group);
        match &facts.app {
            Some((name, openid_connect)) => {
                call.about_app(AboutApp::new().name(name).openid_connect(*openid_connect))
            }
            None => call,
        }
    }
}
