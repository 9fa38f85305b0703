//! The five integrations' profiles name operations that Okta has, and programs make their own.

use okta_models::{groups::ListGroups, users::ListUsers};
use okta_permissions::{
    ATOLIO, Capability, HAPPYFOX_WORKFLOWS, INTEGRATIONS, MOVEWORKS, Profile, UnknownOperation,
};

#[test]
fn every_operation_of_a_profile_is_okta_s_and_named_once_in_a_capability() {
    for profile in INTEGRATIONS {
        for capability in profile.capabilities() {
            let context = format!("{}: {}", profile.name(), capability.name());
            assert!(!capability.operations().is_empty(), "{context}");
            let mut seen = Vec::new();
            for operation_id in capability
                .operations()
                .iter()
                .chain(capability.optional_operations())
            {
                assert!(
                    okta_facts::operation(operation_id).is_some(),
                    "{context}: {operation_id}"
                );
                assert!(!seen.contains(operation_id), "{context}: {operation_id} twice");
                seen.push(operation_id);
            }
        }
        let mut names: Vec<&str> = profile.capabilities().iter().map(Capability::name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "{}", profile.name());
    }
}

#[test]
fn happyfox_has_its_thirteen_actions() {
    assert_eq!(HAPPYFOX_WORKFLOWS.capabilities().len(), 13);
}

#[test]
fn atolio_only_reads() {
    for operation_id in ATOLIO.operations() {
        let method = okta_facts::operation(operation_id).unwrap().method;
        assert_eq!(method.as_str(), "GET", "{operation_id}");
    }
}

#[test]
fn what_is_optional_is_not_needed() {
    let mut capabilities = MOVEWORKS.capabilities().to_vec().into_iter();
    let expiry = capabilities
        .find(|capability| capability.name() == "warn of password expiry")
        .unwrap();
    assert_eq!(
        (expiry.operations(), expiry.optional_operations()),
        (&["getUser"][..], &["listPolicies"][..])
    );
    assert!(!MOVEWORKS.operations().contains(&"listPolicies"));
}

#[test]
fn a_program_declares_its_operations() {
    let declared = Profile::of_operations(
        String::from("Sync"),
        [
            "listUsers",
            "listUserTypes",
            "getUser",
            "listUsers",
            "resetPassword",
        ]
        .map(String::from),
    );
    let declared = declared.unwrap();
    let capabilities: Vec<(&str, &[&str])> = declared
        .capabilities()
        .iter()
        .map(|capability| (capability.name(), capability.operations()))
        .collect();
    assert_eq!(
        capabilities,
        [
            ("view users", &["listUsers", "getUser"][..]),
            ("listUserTypes", &["listUserTypes"]),
            ("reset password", &["resetPassword"]),
        ]
    );
    assert_eq!(
        declared.operations(),
        ["listUsers", "getUser", "listUserTypes", "resetPassword"]
    );
    let unknown = Profile::of_operations("Coffee", ["makeCoffee"]).unwrap_err();
    assert_eq!(
        unknown.to_string(),
        UnknownOperation("makeCoffee".to_owned()).to_string()
    );
}

#[test]
fn a_capability_is_built_from_what_is_sent() {
    let built = Capability::named("map groups")
        .sends::<ListUsers>()
        .sends::<ListGroups>()
        .sends::<ListUsers>();
    assert_eq!(
        built,
        Capability::of("map groups", ["listUsers", "listGroups"]).unwrap()
    );
    let profile = Profile::named("Mapper")
        .with(built.clone())
        .with(Capability::new("again", &["listUsers"]));
    assert_eq!(profile.capabilities()[0], built);
    assert_eq!(profile.operations(), ["listUsers", "listGroups"]);
}
