//! The least privilege of a profile is enough, is the least, and can be sent and written as it is.

#![expect(clippy::panic, reason = "a test that cannot go on has failed")]

mod difference;
mod minimal;
mod narrowed;
mod performed;
mod terraform;
mod token;
mod world;

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md")).unwrap();
    let least = okta_permissions::LeastPrivilege::of(&okta_permissions::ATOLIO);
    assert!(readme.contains(&least.to_string()), "{least}");
    assert!(readme.contains("here a Read-only Administrator first"));
    assert_eq!(
        least.standard_roles()[0].roles()[0].label(),
        "Read-only Administrator"
    );
}
