//! What a resource set leaves out is out of reach, and a resource whose form no source gives leaves the answer open.

use okta_models::{GroupId, groups::GetGroup, users::GetUser, users::ListUsers};
use okta_permissions::{
    AboutApp, AboutUser, Assignment, Call, CustomRole, Decision, Grant, Principal, Resource, ResourceSet,
    Standing,
};

fn reads(resources: ResourceSet) -> Grant {
    let role = CustomRole::new("Reads")
        .permission("okta.users.read")
        .permission("okta.groups.read")
        .permission("okta.apps.read");
    Grant::api_token(Principal::user("00u0")).with(Assignment::custom(role, resources))
}

fn set() -> ResourceSet {
    ResourceSet::new("Set")
}

fn in_group(group: &[GroupId; 1]) -> AboutUser<'_> {
    AboutUser::new().groups(group).standing(Standing::Ordinary)
}

#[test]
fn what_is_left_out_is_out_of_reach() {
    let users = reads(set().resource_without(Resource::Users, [Resource::members_of("00g1")]));
    let get = GetUser::new("00u1");
    let (out, within) = (["00g1".into()], ["00g2".into()]);
    let user = |group| users.decide(Call::of(&get).about_user(in_group(group))).name();
    assert_eq!((user(&out), user(&within)), ("denied", "granted"));
    assert_eq!(users.allows(&get).name(), "scoped");
    let list = ListUsers::new();
    let Decision::Scoped(reach) = users.allows(&list) else {
        unreachable!("a list without the users of a group")
    };
    assert_eq!(reach.to_string(), "all users but users in group 00g1");
    assert_eq!(reach.covers_user("00u1", in_group(&out)), Some(false));
    assert_eq!(reach.covers_user("00u1", in_group(&within)), Some(true));

    let groups = reads(set().resource_without(Resource::Groups, [Resource::group("00g1")]));
    assert!(groups.allows(&GetGroup::new("00g1")).is_denied());
    assert!(groups.allows(&GetGroup::new("00g2")).is_granted());

    let apps = reads(set().resource_without(Resource::Apps, [Resource::apps_named("slack")]));
    let named = |name| {
        let app = AboutApp::new().name(name).openid_connect(false);
        let call = Call::to("getApplication").unwrap().on_app("0oa1").about_app(app);
        apps.decide(call).name()
    };
    assert_eq!((named("slack"), named("bookmark")), ("denied", "granted"));
}

/// Okta's help page has resource sets hold the users of a realm, and no source shows how they are named. Users have names
/// of their own as members of bindings; whether resource sets take them is not said.
#[test]
fn a_resource_of_a_form_that_no_source_gives_is_unknown() {
    let get = GetUser::new("00u1");
    let groups = ["00g1".into()];
    let ada = || Call::of(&get).about_user(in_group(&groups));
    for unknown in [
        "orn:okta:directory:00o1:realms:guo1",
        "orn:okta:directory:00o1:realms:guo1:contained_resources",
        "orn:okta:directory:00o1:users:00u1",
        "orn:okta:directory:00o1:crews:1",
        "https://acme.okta.com/api/v1/realms/guo1",
        "https://acme.okta.com/api/v1/users/00u1",
    ] {
        let resource = || unknown.parse::<Resource>().unwrap();
        let held = reads(set().resource(resource()));
        assert_eq!(held.decide(ada()).name(), "unknown", "{unknown}");
        assert_eq!(held.allows(&ListUsers::new()).name(), "unknown", "{unknown}");

        let left_out = reads(set().resource_without(Resource::Users, [resource()]));
        assert_eq!(left_out.decide(ada()).name(), "unknown", "{unknown} left out");

        let beside = reads(set().resource(Resource::members_of("00g1")).resource(resource()));
        assert!(beside.decide(ada()).is_granted(), "{unknown} beside");
        let list = ListUsers::new();
        let Decision::Scoped(reach) = beside.allows(&list) else {
            unreachable!("{unknown} beside the users of a group")
        };
        assert!(!reach.is_complete(), "{unknown}");
        let stranger = ["00g2".into()];
        assert_eq!(reach.covers_user("00u2", in_group(&stranger)), None, "{unknown}");
    }
    let apps = reads(set().resource(Resource::Other(
        "orn:okta:idp:00o1:apps:slack:0oa1:users".to_owned(),
    )));
    assert_eq!(
        apps.decide(Call::to("getApplication").unwrap().on_app("0oa1"))
            .name(),
        "unknown"
    );
}

/// An exclusion whose effect no source gives grants nothing for sure.
#[test]
fn what_is_left_out_is_unknown_where_it_is_of_another_kind() {
    let groups = ["00g2".into()];
    let get = GetUser::new("00u1");
    for other in [
        "orn:okta:directory:00o1:groups:00g1",
        "orn:okta:idp:00o1:apps:slack",
    ] {
        let users = reads(set().resource_without(Resource::Users, [other.parse().unwrap()]));
        let ada = Call::of(&get).about_user(in_group(&groups));
        assert_eq!(users.decide(ada).name(), "unknown", "{other}");
        let list = ListUsers::new();
        let Decision::Scoped(reach) = users.allows(&list) else {
            unreachable!("a list without something")
        };
        assert!(!reach.is_complete(), "{other}");
        assert_eq!(reach.covers_user("00u1", in_group(&groups)), None, "{other}");
    }
    let without = |resource: Resource, label: &str, out: Resource| {
        let role = CustomRole::new("Role").permission(label);
        let set = set().resource_without(resource, [out]);
        Grant::api_token(Principal::user("00u0")).with(Assignment::custom(role, set))
    };
    let roles = Resource::Other("orn:okta:iam:00o1:roles:cr01".to_owned());
    let iam = without(Resource::IdentityAndAccess, "okta.iam.read", roles);
    assert_eq!(iam.decide(Call::to("listRoles").unwrap()).name(), "unknown");
    // A new app of the type that is left out.
    let apps = without(Resource::Apps, "okta.apps.manage", Resource::apps_named("slack"));
    let create = Call::to("createApplication")
        .unwrap()
        .with_body(br#"{"name": "slack"}"#);
    assert_eq!(apps.decide(create).name(), "unknown");
}

/// What Okta adds tomorrow may be what it takes.
#[test]
fn what_is_new_leaves_the_answer_open() {
    let get = GetUser::new("00u1");
    for new in [
        "orn:okta:newthing:00o1:all",
        "https://acme.okta.com/api/v2/users",
        "https://acme.okta.com/api/v1/crews/1",
    ] {
        let resource = || Resource::Other(new.to_owned());
        let held = reads(set().resource(resource()));
        assert_eq!(held.allows(&get).name(), "unknown", "{new}");
        assert_eq!(
            held.decide(Call::to("listApplications").unwrap()).name(),
            "unknown",
            "{new}"
        );
    }
    let logs = CustomRole::new("Logs").permission("okta.logs.read");
    let logs = Grant::api_token(Principal::user("00u0"))
        .with(Assignment::custom(logs, set().resource(Resource::Users)));
    assert_eq!(logs.decide(Call::to("listLogEvents").unwrap()).name(), "unknown");
    assert!(logs.decide(Call::to("suspendUser").unwrap()).name() == "unknown");
    let known = reads(set().resource(Resource::Users));
    assert!(known.decide(Call::to("listLogEvents").unwrap()).is_denied());
}

#[test]
fn a_resource_that_is_known_to_be_of_another_kind_gives_nothing() {
    for other in [
        "orn:okta:idp:00o1:authorization_servers",
        "orn:okta:idp:00o1:customizations",
        "orn:okta:workflow:00o1:flows:1",
        "orn:okta:governance:00o1:certifications",
        "https://acme.okta.com/api/v1/authorizationServers/aus1",
        "https://acme.okta.com/api/v1/policies",
    ] {
        let grant = reads(set().resource(other.parse().unwrap()));
        assert!(grant.allows(&GetUser::new("00u1")).is_denied(), "{other}");
        assert!(grant.allows(&GetGroup::new("00g1")).is_denied(), "{other}");
    }
}
