//! A denial says what is missing, and advises what can be given and helps.

use okta_models::groups::AssignUserToGroup;
use okta_models::users::ListUsers;
use okta_permissions::{Call, Decision, Resource};

use crate::decisions::{custom, token};

/// What is advised can be done: no role that today's orgs do not have, and no permission that is there already.
#[test]
fn a_denial_advises_what_helps() {
    for operation in okta_facts::OPERATIONS {
        let nobody = token();
        let Decision::Denied(denial) = nobody.decide(Call::to(operation.id).unwrap()) else {
            continue;
        };
        let (said, roles) = (denial.to_string(), denial.standard_roles());
        assert!(!said.contains("needs ,") && !said.ends_with("needs "), "{said}");
        assert!(
            !said.contains("MOBILE_ADMIN") && roles.iter().all(|role| role.is_current()),
            "{said}"
        );
        if let Some(last) = roles.last() {
            assert_eq!(last.role_type(), "SUPER_ADMIN", "{said}");
        }
    }
    let groups_alone = token().with(custom(&["okta.users.read"], &[Resource::Groups]));
    let said = groups_alone.allows(&ListUsers::new()).to_string();
    assert!(
        said.ends_with("or a custom role with okta.users.read on users"),
        "{said}"
    );
    let other = token().with(custom(&["okta.groups.read"], &[Resource::Groups]));
    let said = other.allows(&ListUsers::new()).to_string();
    assert!(said.ends_with("or a custom role with okta.users.read"), "{said}");
}

#[test]
fn one_half_is_named_as_what_is_missing() {
    let grant = token().with(custom(&["okta.groups.members.manage"], &[Resource::Groups]));
    let assign = AssignUserToGroup::new("00g1", "00u1");
    let explained = grant.explain(&Call::of(&assign)).to_string();
    assert_eq!(
        explained,
        "denied: assignUserToGroup needs GROUP_MEMBERSHIP_ADMIN, USER_ADMIN or another role that allows it, or a custom \
         role with okta.users.groupMembership.manage\n- custom role \"Drawn\" on \"Set\": allows half of it: it lacks \
         okta.users.groupMembership.manage on users\n"
    );
}
