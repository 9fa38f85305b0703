//! The five integrations' profiles name operations that Okta has.

use okta_permissions::{HAPPYFOX_WORKFLOWS, INTEGRATIONS};

#[test]
fn every_operation_of_a_profile_is_okta_s() {
    for profile in INTEGRATIONS {
        for capability in profile.capabilities() {
            assert!(
                !capability.operations().is_empty(),
                "{}: {}",
                profile.name(),
                capability.name()
            );
            for operation_id in capability.operations() {
                assert!(
                    okta_facts::operation(operation_id).is_some(),
                    "{}: {operation_id}",
                    profile.name()
                );
            }
        }
    }
}

#[test]
fn happyfox_has_its_thirteen_actions() {
    assert_eq!(HAPPYFOX_WORKFLOWS.capabilities().len(), 13);
}

#[test]
fn atolio_only_reads() {
    let atolio = okta_permissions::ATOLIO;
    let operations = atolio
        .capabilities()
        .iter()
        .flat_map(okta_permissions::Capability::operations);
    for operation_id in operations {
        assert_eq!(
            okta_facts::operation(operation_id).unwrap().method.as_str(),
            "GET",
            "{operation_id}"
        );
    }
}
