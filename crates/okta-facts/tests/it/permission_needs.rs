//! What an operation takes from a custom role says what the catalogue's descriptions and the specification say.

use okta_facts::{
    Half, Knowledge, OPERATIONS, PERMISSIONS, ResourceKind, operation, permission, permission_needs,
    resource_kind_of,
};

fn needs() -> impl Iterator<Item = (&'static okta_facts::Operation, &'static [Half])> {
    OPERATIONS
        .iter()
        .filter_map(|operation| Some((operation, permission_needs(operation.id)?)))
}

#[test]
fn every_label_is_in_the_catalogue_and_on_the_half_s_kind_of_resource() {
    let mut halves_seen = 0;
    for (operation, halves) in needs() {
        assert!(!halves.is_empty() && halves.len() <= 2, "{}", operation.id);
        for half in halves {
            halves_seen += 1;
            for label in half.any_of.iter().chain(half.in_part) {
                let kind = resource_kind_of(label).unwrap_or_else(|| panic!("{label} of {}", operation.id));
                // A user is created in a group.
                let expected = if *label == "okta.users.create" {
                    ResourceKind::Groups
                } else {
                    half.on
                };
                assert_eq!(kind, expected, "{} {label}", operation.id);
            }
            assert!(
                half.unsettled.iter().all(|label| permission(label).is_some()),
                "{}",
                operation.id
            );
            assert!(!half.knowledge.is_unverified(), "{}", operation.id);
        }
    }
    assert!(halves_seen > 150, "{halves_seen}");
}

/// Of each permission every operation that its description covers is one that its label allows.
#[test]
fn what_a_description_covers_is_allowed() {
    for known in PERMISSIONS {
        let Some(label) = known.label else { continue };
        for operation_id in known.operations {
            let halves =
                permission_needs(operation_id).unwrap_or_else(|| panic!("{operation_id} of {label}"));
            let fills = |half: &Half| {
                let mut wanted = half.any_of.iter().chain(half.in_part);
                wanted.any(|wanted| *wanted == label || known.includes.contains(wanted))
            };
            assert!(
                halves.iter().any(fills),
                "{label} is said to allow {operation_id}"
            );
        }
    }
}

/// A half that names the description as its source is one: the catalogue lists the operation with each of its labels.
#[test]
fn what_is_said_to_be_described_is_described() {
    for (operation, halves) in needs() {
        for half in halves
            .iter()
            .filter(|half| half.knowledge == Knowledge::Derived("the description of the permission"))
        {
            for label in half.any_of {
                assert!(
                    permission(label).unwrap().operations.contains(&operation.id),
                    "{label} {}",
                    operation.id
                );
            }
        }
    }
}

#[test]
fn what_shows_a_name_alone_is_what_the_help_page_marks() {
    let marked: Vec<&str> = PERMISSIONS
        .iter()
        .filter(|known| known.minimal_profile_view)
        .filter_map(|known| known.label)
        .collect();
    for operation_id in ["listUsers", "getUser"] {
        let mut in_part = permission_needs(operation_id).unwrap()[0].in_part.to_vec();
        in_part.sort_unstable();
        let mut marked = marked.clone();
        marked.sort_unstable();
        assert_eq!(in_part, marked, "{operation_id}");
    }
}

#[test]
fn what_the_specification_annotates_is_what_the_table_says() {
    let annotated = OPERATIONS
        .iter()
        .filter(|operation| !operation.iam_permissions.is_empty());
    let mut count = 0;
    for operation in annotated {
        count += 1;
        let [half] = permission_needs(operation.id).unwrap() else {
            panic!("{}", operation.id)
        };
        assert_eq!(half.any_of, operation.iam_permissions, "{}", operation.id);
        assert_eq!(half.knowledge, Knowledge::Source("SPEC"), "{}", operation.id);
    }
    assert_eq!(count, 10);
    assert!(operation("listLogEvents").unwrap().iam_permissions.is_empty());
}

/// The kind by label is the one that the catalogue describes in words.
#[test]
fn the_kind_of_resource_is_the_one_that_the_catalogue_describes() {
    for known in PERMISSIONS {
        let Some(label) = known.label else { continue };
        let kind = resource_kind_of(label).unwrap();
        let described = known.resources.join("; ");
        let word = match kind {
            ResourceKind::Other => continue,
            ResourceKind::Workflows => "flow",
            ResourceKind::IdentityAndAccess => "identity and access management",
            ResourceKind::Realms => "realm",
            kind => kind.name(),
        };
        assert!(
            described.to_lowercase().contains(word),
            "{label}: {kind:?}, {described}"
        );
    }
    assert_eq!(resource_kind_of("okta.moon.read"), None);
}
