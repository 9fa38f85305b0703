//! What counts: the identity core, of which the emulator promises to answer 97 of 100 exchanges as recorded.

use okta_emulator::Emulator;

use super::source::{Exchange, Source};

/// The groups of Okta's reference that make up the core; policies are in it where their type is PASSWORD.
const TAGS: [&str; 25] = [
    "ApiToken",
    "Application",
    "ApplicationGroups",
    "ApplicationUsers",
    "Group",
    "GroupOwner",
    "GroupRule",
    "ProfileMapping",
    "RoleAssignmentAUser",
    "RoleAssignmentBGroup",
    "RoleBTargetAdmin",
    "RoleBTargetBGroup",
    "RoleBTargetClient",
    "RoleCResourceSet",
    "RoleCResourceSetResource",
    "RoleDResourceSetBinding",
    "RoleDResourceSetBindingMember",
    "RoleECustom",
    "RoleECustomPermission",
    "Schema",
    "User",
    "UserCred",
    "UserLifecycle",
    "UserResources",
    "UserType",
];

/// Whether an exchange is of the core. `password_policies` are the ids that the source shows to be of
/// policies of that type.
pub(super) fn holds(exchange: &Exchange, password_policies: &[String]) -> bool {
    let Some(operation) = okta_facts::operation(&exchange.operation) else {
        return false;
    };
    if operation.tag != "Policy" {
        return TAGS.contains(&operation.tag);
    }
    exchange.request["type"] == "PASSWORD"
        || exchange.query.split('&').any(|pair| pair == "type=PASSWORD")
        || exchange
            .named()
            .iter()
            .any(|(_, id)| password_policies.iter().any(|known| known == id))
}

/// The ids of the policies of type PASSWORD that a source shows.
pub(super) fn password_policies(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for exchange in &source.exchanges {
        let shown = &exchange.response;
        for object in shown
            .as_array()
            .map_or(std::slice::from_ref(shown), Vec::as_slice)
        {
            if object["type"] == "PASSWORD"
                && let Some(id) = object["id"].as_str()
            {
                found.push(id.to_owned());
            }
        }
    }
    found
}

/// The first request that keeps a source from being replayed: one that changes the core and that the emulator
/// does not serve.
///
/// Reads that it does not serve change nothing, and changes elsewhere (a brand, a network zone) leave the
/// shapes of the core as they are, so both are left out and the rest is compared.
pub(super) fn hindrance<'source>(source: &'source Source, policies: &[String]) -> Option<&'source Exchange> {
    source.exchanges.iter().find(|exchange| {
        let changes = !exchange.reads() && holds(exchange, policies);
        changes && !Emulator::serves(&exchange.operation)
    })
}
