//! A resource is the same by name and by address, and no text makes reading one fail otherwise than with an error.

use okta_permissions::{Conditions, Resource, ResourceKind};
use proptest::prelude::*;

fn resource() -> impl Strategy<Value = Resource> {
    let id = "[A-Za-z0-9]{1,20}";
    let name = "[a-z][a-z0-9_]{0,15}".prop_filter("an id begins so", |name| !name.starts_with("0oa"));
    prop_oneof![
        Just(Resource::Users),
        Just(Resource::Groups),
        Just(Resource::Apps),
        id.prop_map(|id| Resource::members_of(format!("00g{id}"))),
        id.prop_map(|id| Resource::group(format!("00g{id}"))),
        name.clone().prop_map(Resource::apps_named),
        (name, id).prop_map(|(name, id)| Resource::App {
            name: Some(name),
            id: format!("0oa{id}").into(),
        }),
    ]
}

proptest! {
    #[test]
    fn a_resource_is_read_back_from_its_name_and_from_its_address(resource in resource(), org in "00o[a-z0-9]{5}") {
        for partition in ["okta", "oktapreview"] {
            let name = resource.orn(partition, &org).unwrap();
            prop_assert_eq!(name.parse::<Resource>(), Ok(resource.clone()), "{}", name);
        }
        let address = resource.url("https://acme.okta.com/").unwrap();
        let read: Resource = address.parse().unwrap();
        // The address of an app does not tell its type.
        let expected = match resource {
            Resource::App { id, .. } => Resource::App { name: None, id },
            other => other,
        };
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn any_text_is_a_resource_or_an_error(text in "(orn:|https://a.okta.com/api/v1/)?[ -~]{0,60}") {
        if let Ok(Resource::Other(kept)) = text.parse::<Resource>() {
            prop_assert_eq!(kept, text);
        }
    }
}

/// `resource_identifiers` of the facts.
#[test]
fn the_documented_forms_are_read() {
    for (text, kind) in [
        ("orn:okta:directory:00o1:users", ResourceKind::Users),
        (
            "https://acme.okta.com/api/v1/groups/00g1/users",
            ResourceKind::Users,
        ),
        ("orn:oktapreview:directory:00o1:groups:00g1", ResourceKind::Groups),
        ("orn:okta:idp:00o1:apps:slack:0oa1", ResourceKind::Applications),
        (
            "https://acme.okta.com/api/v1/apps/?filter=name+eq+%22slack%22",
            ResourceKind::Applications,
        ),
        (
            "https://acme.okta.com/api/v1/apps?filter=name+eq+\"slack\"",
            ResourceKind::Applications,
        ),
        (
            "orn:okta:idp:00o1:authorization_servers:aus1",
            ResourceKind::AuthorizationServers,
        ),
        (
            "https://acme.okta.com/api/v1/authorizationServers",
            ResourceKind::AuthorizationServers,
        ),
        ("orn:okta:idp:00o1:customizations", ResourceKind::Customizations),
        ("orn:okta:workflow:00o1:flows:f1", ResourceKind::Workflows),
        (
            "orn:okta:iam:00o1:contained_resources",
            ResourceKind::IdentityAndAccess,
        ),
        ("orn:okta:governance:00o1:certifications", ResourceKind::Other),
        // A part of a list is not the list, and a role is not all roles.
        (
            "https://acme.okta.com/api/v1/users?search=status+eq+%22ACTIVE%22",
            ResourceKind::Other,
        ),
        (
            "https://acme.okta.com/api/v1/groups/?q=Pilots",
            ResourceKind::Other,
        ),
        (
            "https://acme.okta.com/api/v1/apps?filter=name+eq+%22slack%22+and+status+eq+%22ACTIVE%22",
            ResourceKind::Other,
        ),
        ("https://acme.okta.com/api/v1/apps?limit=20", ResourceKind::Other),
        ("orn:okta:iam:00o1:roles:cr01", ResourceKind::Other),
        ("https://acme.okta.com/api/v1/iam/roles/cr01", ResourceKind::Other),
    ] {
        assert_eq!(text.parse::<Resource>().unwrap().kind(), kind, "{text}");
    }
    for wrong in [
        "",
        "orn:",
        "orn:okta:directory:00o1",
        "orn:okta:directory:00o1:groups:",
        "/api/v1",
        "users",
    ] {
        assert!(wrong.parse::<Resource>().is_err(), "{wrong}");
    }
}

#[test]
fn conditions_never_hide_what_cannot_be_hidden() {
    for always in ["login", "firstName", "lastName", "email", "mobilePhone"] {
        assert!(Conditions::exclude([always]).shows(always));
        assert!(Conditions::include(Vec::<String>::new()).shows(always));
    }
}
