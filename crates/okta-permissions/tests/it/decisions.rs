//! What is not known is unknown, not denied; what decides is said; and a call as a value and by name is the same.

use okta_models::groups::{AssignUserToGroup, GetGroup, GroupProfileUpdate, ReplaceGroup};
use okta_models::user_lifecycle::DeactivateUser;
use okta_models::users::{GetUser, ListUsers};
use okta_models::{GroupId, UserKey};
use okta_permissions::{
    AboutApp, AboutGroup, AboutUser, Assignment, Binding, Call, Conditions, CustomRole, Decision, Grant,
    Member, Outcome, Principal, Resource, ResourceSet, RoleType, Standing, Targets,
};

pub(crate) fn token() -> Grant {
    Grant::api_token(Principal::user("00u0").named("Boss@example.com"))
}

pub(crate) fn standard(role: &RoleType) -> Assignment {
    Assignment::standard(role, Targets::WholeOrg)
}

pub(crate) fn custom(labels: &[&str], resources: &[Resource]) -> Assignment {
    let role = labels
        .iter()
        .fold(CustomRole::new("Drawn"), |role, label| role.permission(*label));
    let set = resources
        .iter()
        .cloned()
        .fold(ResourceSet::new("Set"), ResourceSet::resource);
    Assignment::custom(role, set)
}

fn reason(decision: &Decision<'_>) -> String {
    match decision {
        Decision::Unknown(doubt) => doubt.reason().to_owned(),
        other => format!("{other}"),
    }
}

#[test]
fn what_could_not_be_read_is_unknown() {
    let list = ListUsers::new();
    let role = || CustomRole::new("Reads").permission("okta.users.read");
    let groups = || ResourceSet::new("Groups").resource(Resource::Groups);
    for (assignment, said) in [
        (
            Assignment::custom_unread(None, None),
            "the resources of a custom role could not be read",
        ),
        (
            Assignment::custom_unread(Some(role()), None),
            "the resources of a custom role could not be read",
        ),
        (
            Assignment::standard(&RoleType::Custom, Targets::WholeOrg),
            "the resources of a custom role could not be read",
        ),
        (
            Assignment::of_unknown_type(),
            "a role of the caller could not be read",
        ),
        (
            standard(&RoleType::from("ORBIT_ADMIN")),
            "a role of the caller could not be read",
        ),
        (
            Assignment::standard(&RoleType::HelpDeskAdmin, Targets::Unread),
            "the targets of a role could not be read",
        ),
        (
            custom(&["okta.users.teleport"], &[Resource::Users]),
            "no source says whether a permission that is held is enough",
        ),
        (
            standard(&RoleType::WorkflowsAdmin),
            "no source says whether a role of the caller allows it",
        ),
    ] {
        let grant = token().with(assignment);
        assert_eq!(reason(&grant.allows(&list)), said);
    }
    assert_eq!(
        reason(&token().incomplete().allows(&list)),
        "a role of the caller could not be read"
    );
    // What the resources cannot be for is denied even so: a permission on users has no effect on groups.
    let no_users = token().with(Assignment::custom_unread(None, Some(groups())));
    assert!(no_users.allows(&list).is_denied());
    // And what another role grants is granted.
    let sure = token()
        .with(Assignment::of_unknown_type())
        .with(standard(&RoleType::ReadOnlyAdmin));
    assert!(sure.allows(&list).is_granted());
}

#[test]
fn an_inactive_assignment_does_not_count() {
    let grant = token().with(standard(&RoleType::SuperAdmin).inactive());
    let get = GetUser::new("00u1");
    assert!(grant.allows(&get).is_denied());
    assert_eq!(
        grant.explain(&Call::of(&get)).lines()[0].outcome(),
        Outcome::Inactive
    );
}

#[test]
fn a_list_that_may_hold_more_says_so() {
    let grant = token()
        .with(Assignment::standard(
            &RoleType::HelpDeskAdmin,
            Targets::groups(["00g1"]),
        ))
        .with(Assignment::of_unknown_type());
    let list = ListUsers::new();
    let Decision::Scoped(reach) = grant.allows(&list) else {
        unreachable!()
    };
    assert!(!reach.is_complete());
    assert_eq!(reach.to_string(), "users in group 00g1, and perhaps more");
    let groups = ["00g1".into()];
    assert_eq!(
        reach.covers_user("00u1", AboutUser::new().groups(&groups)),
        Some(true)
    );
    assert_eq!(reach.covers_user("00u1", AboutUser::new().groups(&[])), None);
}

#[test]
fn a_reach_is_not_all_where_roles_could_not_be_read() {
    let narrow = || Assignment::standard(&RoleType::HelpDeskAdmin, Targets::groups(["00g1"]));
    let list = ListUsers::new();
    let (known, partly) = (token().with(narrow()), token().with(narrow()).incomplete());
    let stranger = ["00g2".into()];
    let covers = |grant: &Grant| {
        let Decision::Scoped(reach) = grant.allows(&list) else {
            unreachable!()
        };
        let covered = reach.covers_user("00u1", AboutUser::new().groups(&stranger));
        (reach.is_complete(), covered)
    };
    assert_eq!(covers(&known), (true, Some(false)));
    assert_eq!(covers(&partly), (false, None));
}

/// Okta's list of scopes: those that end in `.self` are for "the currently signed-in user".
#[test]
fn a_signed_in_user_s_scope_for_itself_is_for_itself() {
    let person = |scope: &str| Grant::access_token(Principal::user("00u0"), [scope]);
    let (reads, manages) = (person("okta.users.read.self"), person("okta.users.manage.self"));
    assert!(reads.allows(&GetUser::new(UserKey::me())).is_granted());
    assert_eq!(reads.allows(&GetUser::new("00u0")).name(), "unknown");
    assert!(reads.allows(&GetUser::new("00u1")).is_denied());
    assert!(reads.allows(&ListUsers::new()).is_denied());
    assert!(manages.allows(&GetUser::new(UserKey::me())).is_denied());
    let update = |user: &'static str| Call::to("updateUser").unwrap().on_user(user);
    assert_eq!(manages.decide(update("me")).name(), "unknown");
    assert!(manages.decide(update("00u1")).is_denied());
    assert!(person("openid").allows(&GetUser::new(UserKey::me())).is_denied());
}

#[test]
fn everybody_reads_themselves_and_nobody_knows_about_their_roles() {
    let me = GetUser::new(UserKey::me());
    assert!(token().allows(&me).is_granted());
    let roles = |named: &'static str| Call::to("listAssignedRolesForUser").unwrap().on_user(named);
    let grant = token().with(standard(&RoleType::HelpDeskAdmin));
    for own in ["me", "00u0", "boss@example.com"] {
        assert_eq!(grant.decide(roles(own)).name(), "unknown", "{own}");
    }
    assert!(grant.decide(roles("00u1")).is_denied());
    // A service app is nobody's me.
    assert!(
        Grant::api_token(Principal::client("0oa1"))
            .allows(&me)
            .is_denied()
    );
}

#[test]
fn a_service_app_without_a_role_sees_an_empty_list() {
    let grant = Grant::access_token(Principal::client("0oa1"), ["okta.users.read", "okta.groups.read"]);
    let list = ListUsers::new();
    let Decision::Scoped(reach) = grant.allows(&list) else {
        unreachable!()
    };
    assert!(reach.is_nothing() && reach.is_complete());
    assert_eq!(reach.to_string(), "nothing");
    assert_eq!(reach.covers_user("00u1", AboutUser::new()), Some(false));
    assert!(grant.allows(&GetGroup::new("00g1")).is_denied());
    let without = Grant::access_token(Principal::client("0oa1"), ["okta.groups.read"]);
    assert_eq!(
        without.allows(&list).to_string(),
        "denied: listUsers needs the scope okta.users.read"
    );
    // A scope that begins alike is another one.
    let manages = Grant::access_token(Principal::client("0oa1"), ["okta.users.manage"]);
    assert!(
        manages
            .with(standard(&RoleType::SuperAdmin))
            .allows(&list)
            .is_denied()
    );
}

#[test]
fn administrators_are_the_super_administrators_to_manage() {
    let grant = token().with(standard(&RoleType::OrgAdmin));
    let deactivate = DeactivateUser::new("00u1");
    let about = |standing| Call::of(&deactivate).about_user(AboutUser::new().standing(standing));
    assert_eq!(
        grant.allows(&deactivate).to_string(),
        "scoped to all users, except administrators"
    );
    assert!(grant.decide(about(Standing::Ordinary)).is_granted());
    // The help page speaks of super administrators; of others nobody knows.
    assert_eq!(grant.decide(about(Standing::Administrator)).name(), "unknown");
    let decision = grant.decide(about(Standing::Protected));
    assert_eq!(
        decision.to_string(),
        "denied: deactivateUser: the user is an administrator's, which super administrators alone manage"
    );
    let Decision::Denied(denial) = decision else {
        unreachable!()
    };
    assert!(denial.is_protected());
    let rename = ReplaceGroup::new("00g1", GroupProfileUpdate::new().name("Pilots"));
    let holds = Call::of(&rename).about_group(AboutGroup::new().holds_role(true));
    assert!(grant.decide(holds).is_denied());
    assert!(
        token()
            .with(standard(&RoleType::SuperAdmin))
            .decide(about(Standing::Protected))
            .is_granted()
    );
}

#[test]
fn a_body_brings_in_what_it_changes() {
    let call = |body: &str| {
        Call::to("updateUser")
            .unwrap()
            .on_user("00u1")
            .with_body(body.as_bytes())
            .about_user(AboutUser::new().standing(Standing::Ordinary))
    };
    let plain = || call(r#"{"profile": {"city": "Oslo"}}"#);
    let password = || call(r#"{"credentials": {"password": {"value": "x"}}}"#);
    let user_type = || call(r#"{"type": {"id": "oty1"}}"#);
    let answer = || call(r#"{"credentials": {"recovery_question": {"question": "x", "answer": "y"}}}"#);
    let realm = || call(r#"{"realmId": "guo1"}"#);
    let as_shown = || call(r#"{"credentials": {"password": {}, "recovery_question": {"question": "x"}}}"#);
    let edits = token().with(custom(&["okta.users.userprofile.manage"], &[Resource::Users]));
    assert!(edits.decide(plain()).is_granted());
    assert_eq!(edits.decide(password()).name(), "unknown");
    assert_eq!(edits.decide(user_type()).name(), "unknown");
    assert_eq!(edits.decide(answer()).name(), "unknown");
    assert!(edits.decide(as_shown()).is_granted());
    for lesser in [
        token().with(custom(
            &["okta.users.manage", "okta.users.create"],
            &[Resource::Users, Resource::Groups],
        )),
        token().with(standard(&RoleType::OrgAdmin)),
    ] {
        assert_eq!(
            reason(&lesser.decide(realm())),
            "no source says who may put a user into a realm"
        );
        let create = Call::to("createUser")
            .unwrap()
            .with_body(br#"{"realmId": "guo1", "groupIds": ["00g1"]}"#);
        assert_eq!(lesser.decide(create).name(), "unknown");
    }
    assert!(
        token()
            .with(standard(&RoleType::SuperAdmin))
            .decide(realm())
            .is_granted()
    );
    let manages = token().with(custom(&["okta.users.manage"], &[Resource::Users]));
    assert_eq!(manages.decide(password()).name(), "unknown");
    assert!(manages.decide(user_type()).is_granted());
    let narrowed = CustomRole::new("Edits cities")
        .permission_with("okta.users.userprofile.manage", Conditions::include(["city"]));
    let narrowed = token().with(Assignment::custom(
        narrowed,
        ResourceSet::new("All").resource(Resource::Users),
    ));
    assert_eq!(
        reason(&narrowed.decide(plain())),
        "the permission has conditions on profile attributes"
    );

    let apis = token().with(standard(&RoleType::ApiAccessManagementAdmin));
    let app = |mode: &str| {
        Call::to("createApplication")
            .unwrap()
            .with_body(format!(r#"{{"signOnMode": "{mode}"}}"#).as_bytes())
    };
    assert!(apis.decide(app("OPENID_CONNECT")).is_granted() && apis.decide(app("SAML_2_0")).is_denied());
    let get = Call::to("getApplication").unwrap().on_app("0oa1");
    assert_eq!(
        apis.decide(get.clone()).to_string(),
        "scoped to OpenID Connect apps"
    );
    assert!(
        apis.decide(get.about_app(AboutApp::new().openid_connect(true)))
            .is_granted()
    );
}

#[test]
fn a_new_user_comes_into_groups_that_are_one_s_own() {
    let into = |groups: &str| {
        Call::to("createUser")
            .unwrap()
            .with_body(format!(r#"{{"profile": {{}}, "groupIds": {groups}}}"#).as_bytes())
            .about_group(AboutGroup::new().holds_role(false))
    };
    let grant = token().with(Assignment::standard(
        &RoleType::UserAdmin,
        Targets::groups(["00g1", "00g2"]),
    ));
    assert!(grant.decide(into(r#"["00g1", "00g2"]"#)).is_granted());
    assert!(grant.decide(into(r#"["00g1", "00g3"]"#)).is_denied());
    assert!(grant.decide(into("[]")).is_denied());
    assert_eq!(grant.decide(Call::to("createUser").unwrap()).name(), "scoped");
    let creates = token().with(custom(&["okta.users.create"], &[Resource::group("00g1")]));
    assert!(creates.decide(into(r#"["00g1"]"#)).is_granted());
    assert!(creates.decide(into(r#"["00g1", "00g2"]"#)).is_denied());
    let both = creates.with(custom(&["okta.users.create"], &[Resource::group("00g2")]));
    assert!(both.decide(into(r#"["00g1", "00g2"]"#)).is_granted());
}

#[test]
fn an_operation_as_a_value_names_its_objects() {
    let grant = token().with(custom(
        &["okta.groups.members.manage", "okta.users.groupMembership.manage"],
        &[Resource::group("00g1"), Resource::Users],
    ));
    for group in ["00g1", "00g2"] {
        let operation = AssignUserToGroup::new(group, "00u1");
        let by_value = grant.allows(&operation).to_string();
        let by_name = Call::to("assignUserToGroup")
            .unwrap()
            .on_group(group)
            .on_user("00u1");
        assert_eq!(by_value, grant.decide(by_name).to_string());
    }
}

#[test]
fn a_binding_gives_its_members_the_role_on_the_set() {
    let role = CustomRole::new("Reads").id("cr01").permission("okta.users.read");
    let set = ResourceSet::new("All").id("iam1").resource(Resource::Users);
    let binding = Binding::new("cr01", "All").member(Member::User("00u0".into()));
    let assignment = Assignment::of_binding(&binding, &role, &set).unwrap();
    assert!(token().with(assignment).allows(&ListUsers::new()).is_granted());
    assert!(Assignment::of_binding(&Binding::new("cr02", "iam1"), &role, &set).is_none());
    for member in [
        Member::User("00u1".into()),
        Member::Group(GroupId::new("00g1")),
        Member::Client("0oa1".to_owned()),
    ] {
        assert_eq!(
            Member::from_url(&member.url("https://acme.okta.com")),
            Some(member)
        );
    }
    assert_eq!(Member::from_url("https://acme.okta.com/api/v1/apps/0oa1"), None);
}
