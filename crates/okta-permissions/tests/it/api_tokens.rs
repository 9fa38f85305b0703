//! Whose API tokens a role reaches: its owner's own, those of the users that it manages, or all.

use okta_models::GroupId;
use okta_permissions::{AboutUser, Assignment, Call, RoleType, Standing, Targets};

use crate::decisions::{standard, token};

/// Okta's help page on API tokens: read-only administrators have their own alone, group administrators those of the users whom
/// they manage, too.
#[test]
fn tokens_are_one_s_own_or_those_of_managed_users() {
    let groups: [GroupId; 1] = ["00g1".into()];
    let of = |operation: &str, owner: &'static str| {
        let ordinary = AboutUser::new().groups(&groups).standing(Standing::Ordinary);
        Call::to(operation).unwrap().on_user(owner).about_user(ordinary)
    };
    // Okta's page on the second role gives it the tokens of its groups' members, and the page on all roles its own alone.
    for (role, others, more) in [
        (RoleType::ReadOnlyAdmin, "denied", ""),
        (RoleType::GroupMembershipAdmin, "unknown", ", and perhaps more"),
    ] {
        let grant = token().with(standard(&role));
        for operation in ["getApiToken", "revokeApiToken"] {
            assert!(
                grant.decide(of(operation, "00u0")).is_granted(),
                "{role} {operation}"
            );
            assert_eq!(
                grant.decide(of(operation, "00u1")).name(),
                others,
                "{role} {operation}"
            );
        }
        let list = grant.decide(Call::to("listApiTokens").unwrap());
        assert_eq!(
            list.to_string(),
            format!("scoped to the token's owner{more}"),
            "{role}"
        );
    }
    let narrowed = |group: &str| {
        token().with(Assignment::standard(
            &RoleType::UserAdmin,
            Targets::groups([group]),
        ))
    };
    for (group, others) in [("00g1", "granted"), ("00g2", "denied")] {
        let grant = narrowed(group);
        assert!(grant.decide(of("getApiToken", "00u0")).is_granted(), "{group}");
        assert_eq!(grant.decide(of("getApiToken", "00u1")).name(), others, "{group}");
    }
}
