//! The text for Terraform is valid, says what was asked for, and takes any label for what it is.

use hcl::{Body, Expression};
use okta_permissions::{
    ATOLIO, AUTHOMIZE, AppTarget, HAPPYFOX_WORKFLOWS, INTEGRATIONS, LeastPrivilege, Member, OrgIdentity,
    Profile,
};
use proptest::prelude::*;

fn org() -> OrgIdentity {
    OrgIdentity::new("https://acme.okta.com/").id("00o1")
}

fn members() -> [Member; 3] {
    [
        Member::User("00u1".into()),
        Member::Group("00g1".into()),
        Member::Client("0oa1".to_owned()),
    ]
}

/// The value of an argument of the only block of a type.
fn argument(body: &Body, of: &str, name: &str) -> Option<Expression> {
    let mut blocks = body
        .blocks()
        .filter(|block| block.labels().first().is_some_and(|label| label.as_str() == of));
    let block = blocks.next()?;
    block
        .body()
        .attributes()
        .find(|attribute| attribute.key() == name)
        .map(|attribute| attribute.expr().clone())
}

fn parsed(least: &LeastPrivilege, member: &Member) -> Body {
    let text = least.terraform(&org(), member).unwrap();
    hcl::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn evaluated(expression: &Expression) -> hcl::Value {
    use hcl::eval::{Context, Evaluate};
    expression.evaluate(&Context::new()).unwrap()
}

#[test]
fn of_every_profile_and_member_it_is_valid_and_holds_the_permissions() {
    for profile in INTEGRATIONS {
        let least = LeastPrivilege::of(&profile);
        for member in members() {
            let body = parsed(&least, &member);
            let permissions = evaluated(&argument(&body, "okta_admin_role_custom", "permissions").unwrap());
            let labels: Vec<hcl::Value> = least
                .permissions()
                .iter()
                .map(|permission| permission.label().into())
                .collect();
            assert_eq!(permissions, hcl::Value::Array(labels));
        }
    }
}

#[test]
fn it_is_laid_out_as_people_write_it() {
    let unlocker = Profile::of_operations("Un-locker 9", ["unlockUser", "listLogEvents"]).unwrap();
    let least = LeastPrivilege::of(&unlocker).label("Un-locker 9");
    assert_eq!(
        least
            .terraform(
                &OrgIdentity::new("https://acme.okta.com"),
                &Member::User("00u1".into())
            )
            .unwrap(),
        r#"resource "okta_admin_role_custom" "un_locker_9" {
  label       = "Un-locker 9"
  description = "What Un-locker 9 needs"
  permissions = ["okta.users.lifecycle.unlock"]
}

resource "okta_resource_set" "un_locker_9" {
  label       = "Un-locker 9"
  description = "What Un-locker 9 needs"
  resources   = ["https://acme.okta.com/api/v1/users"]
}

resource "okta_admin_role_custom_assignments" "un_locker_9" {
  resource_set_id = okta_resource_set.un_locker_9.id
  custom_role_id  = okta_admin_role_custom.un_locker_9.id
  members         = ["https://acme.okta.com/api/v1/users/00u1"]
}

resource "okta_user_admin_roles" "un_locker_9" {
  user_id     = "00u1"
  admin_roles = ["REPORT_ADMIN"]
}
"#
    );
}

#[test]
fn a_group_and_a_service_app_are_assigned_by_resources_of_their_own() {
    let least = LeastPrivilege::of(&ATOLIO);
    let body = parsed(&least, &Member::Group("00g1".into()));
    assert_eq!(
        argument(&body, "okta_group_role", "role_type"),
        Some("REPORT_ADMIN".into())
    );
    let body = parsed(&least, &Member::Client("0oa1".to_owned()));
    assert_eq!(
        argument(&body, "okta_app_oauth_role_assignment", "type"),
        Some("CUSTOM".into())
    );
    let scopes = evaluated(&argument(&body, "okta_app_oauth_api_scope", "scopes").unwrap());
    assert_eq!(scopes.as_array().map(Vec::len), Some(least.scopes().len()));
    assert_eq!(
        argument(&body, "okta_admin_role_custom_assignments", "members"),
        None
    );
}

#[test]
fn what_has_no_address_takes_names_throughout_and_the_org_s_id() {
    let least = LeastPrivilege::of(&AUTHOMIZE);
    let body = parsed(&least, &Member::User("00u1".into()));
    assert_eq!(
        argument(&body, "okta_resource_set", "resources"),
        None,
        "the provider takes one of the two"
    );
    let names = evaluated(&argument(&body, "okta_resource_set", "resources_orn").unwrap());
    assert!(
        names
            .as_array()
            .unwrap()
            .contains(&"orn:okta:iam:00o1:contained_resources".into())
    );
    let nameless = OrgIdentity::new("https://acme.okta.com");
    assert!(least.terraform(&nameless, &Member::User("00u1".into())).is_err());
    assert!(least.create_resource_set(&nameless).is_err());
}

#[test]
fn groups_and_apps_are_named() {
    let apps = [
        AppTarget::Named("slack".to_owned()),
        AppTarget::App("0oa7".into()),
    ];
    let least = LeastPrivilege::of(&HAPPYFOX_WORKFLOWS)
        .within_groups(["00g7"])
        .within_apps(apps);
    let body = parsed(&least, &Member::User("00u1".into()));
    let resources = evaluated(&argument(&body, "okta_resource_set", "resources").unwrap());
    let expected = [
        "https://acme.okta.com/api/v1/groups/00g7/users",
        "https://acme.okta.com/api/v1/groups/00g7",
        "https://acme.okta.com/api/v1/apps?filter=name+eq+%22slack%22",
        "https://acme.okta.com/api/v1/apps/0oa7",
    ];
    assert_eq!(
        resources,
        hcl::Value::Array(expected.into_iter().map(Into::into).collect())
    );
}

/// The resources and data that are written, with their arguments, required and others, as Okta's provider documents them.
const PROVIDER: [(&str, &[&str], &[&str]); 9] = [
    (
        "okta_admin_role_custom",
        &["label", "description"],
        &["permissions"],
    ),
    (
        "okta_resource_set",
        &["label", "description"],
        &["resources", "resources_orn"],
    ),
    (
        "okta_admin_role_custom_assignments",
        &["resource_set_id", "custom_role_id"],
        &["members"],
    ),
    (
        "okta_user_admin_roles",
        &["user_id", "admin_roles"],
        &["disable_notifications"],
    ),
    (
        "okta_admin_role_targets",
        &["user_id", "role_type"],
        &["groups", "apps"],
    ),
    (
        "okta_group_role",
        &["group_id", "role_type"],
        &["target_group_list", "target_app_list", "disable_notifications"],
    ),
    (
        "okta_app_oauth_role_assignment",
        &["client_id", "type"],
        &["role", "resource_set"],
    ),
    ("okta_app_oauth_api_scope", &["app_id", "issuer", "scopes"], &[]),
    ("okta_app", &[], &["id", "label", "label_prefix"]),
];

#[test]
fn what_is_written_is_what_the_provider_documents() {
    let profiles = INTEGRATIONS.into_iter().chain([
        Profile::of_operations("Factors", ["enrollFactor", "listLogEvents"]).unwrap(),
        Profile::of_operations("Apps", ["listUserTypes", "activateApplication", "getUserSchema"]).unwrap(),
    ]);
    let mut met: Vec<String> = Vec::new();
    for profile in profiles {
        let whole = LeastPrivilege::of(&profile);
        let apps = [
            AppTarget::Named("slack".to_owned()),
            AppTarget::App("0oa7".into()),
        ];
        let narrow = whole.clone().within_groups(["00g7"]).within_apps(apps);
        for least in [whole, narrow] {
            for member in members() {
                let body = parsed(&least, &member);
                let mut names: Vec<String> = Vec::new();
                for block in body.blocks() {
                    let labels: Vec<&str> = block.labels().iter().map(hcl::BlockLabel::as_str).collect();
                    let known = PROVIDER.iter().find(|(name, ..)| *name == labels[0]);
                    let (name, required, optional) = known.unwrap_or_else(|| panic!("{}", labels[0]));
                    let keys: Vec<&str> = block.body().attributes().map(hcl::Attribute::key).collect();
                    for key in &keys {
                        let is_known =
                            required.contains(key) || optional.contains(key) || *key == "depends_on";
                        assert!(is_known, "{name}: {key}");
                    }
                    assert!(required.iter().all(|key| keys.contains(key)), "{name}: {keys:?}");
                    let exclusive = [["resources", "resources_orn"], ["groups", "apps"]];
                    assert!(
                        exclusive
                            .iter()
                            .all(|pair| !pair.iter().all(|key| keys.contains(key))),
                        "{name}"
                    );
                    names.push(labels.join("."));
                    met.push((*name).to_owned());
                }
                let all = names.len();
                names.sort();
                names.dedup();
                assert_eq!(names.len(), all, "two blocks of one name");
            }
        }
    }
    for written in [
        "okta_admin_role_targets",
        "okta_admin_role_custom",
        "okta_group_role",
        "okta_app_oauth_api_scope",
        "okta_user_admin_roles",
    ] {
        assert!(met.iter().any(|met| met == written), "{written}");
    }
}

/// What the provider cannot do is said where it would be, and not left out in silence.
#[test]
fn a_service_app_s_role_that_cannot_be_narrowed_says_so() {
    let mut said = 0;
    // No permission enrols factors, so that a role joins that takes groups.
    let factors = Profile::of_operations("Factors", ["enrollFactor"]).unwrap();
    for profile in INTEGRATIONS.into_iter().chain([factors]) {
        let whole = LeastPrivilege::of(&profile)
            .terraform(&org(), &members()[2])
            .unwrap();
        assert!(!whole.contains('#'), "{whole}");
        let least = LeastPrivilege::of(&profile).within_groups(["00g7", "00g8"]);
        let narrow = least
            .joined_roles()
            .iter()
            .filter(|joined| !joined.targets().is_empty());
        let narrow = narrow.count();
        let text = least.terraform(&org(), &members()[2]).unwrap();
        assert_eq!(text.matches("# Okta's provider").count(), narrow, "{text}");
        assert_eq!(text.matches("for 00g7, 00g8 alone").count(), narrow, "{text}");
        said += narrow;
    }
    assert!(said > 0);
}

fn labels() -> impl Strategy<Value = String> {
    let odd = prop_oneof![
        Just("${"),
        Just("%{"),
        Just("$"),
        Just("%"),
        Just("{"),
        Just("}"),
        Just("\""),
        Just("\\"),
        Just("\n"),
        Just("\r"),
        Just("\t"),
        Just("\u{7}"),
        Just("é"),
        Just("a"),
        Just(" "),
        Just("~}"),
        Just("\u{7f}"),
        Just("1"),
    ];
    let odd = prop::collection::vec(odd, 0..12).prop_map(|parts| parts.concat());
    prop_oneof![odd, any::<String>()]
}

proptest! {
    #[test]
    fn any_label_is_taken_for_what_it_is(label in labels()) {
        let least = LeastPrivilege::of(&ATOLIO).label(label.clone());
        for member in members() {
            let body = parsed(&least, &member);
            for block in ["okta_admin_role_custom", "okta_resource_set"] {
                let written = evaluated(&argument(&body, block, "label").unwrap());
                prop_assert_eq!(&written, &hcl::Value::from(label.as_str()));
            }
        }
    }
}
