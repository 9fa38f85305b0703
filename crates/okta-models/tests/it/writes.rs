//! What is written is what was asked for: absent by default, `null` only on request, everything on a replacement.

use okta_models::{
    Operation, Patch,
    api_tokens::{ApiToken, ApiTokenUpdate, UpsertApiToken},
    custom_roles::{
        CreateRolePermission, IamRole, PermissionConditionsUpdate, ReplaceRole, ReplaceRolePermission,
        RolePermission, RolePermissionUpdate, UpdateIamRoleRequest,
    },
    group_rules::{GroupRule, GroupRuleUpdate, ReplaceGroupRule},
    policies::{Policy, PolicyUpdate, ReplacePolicy},
    resource_sets::{ReplaceResourceSetResource, ResourceSetResource, ResourceSetResourceUpdate},
    role_assignments::{AssignRoleToClient, RoleAssignmentRequest, RoleType},
    user_credentials::UserCredentialsUpdate,
    users::{CreateUser, CreateUserRequest, ReplaceUser, UpdateUser, User, UserProfileUpdate},
};
use serde_json::{Value, json};

fn body_of(operation: &impl Operation) -> Value {
    serde_json::from_slice(operation.request().unwrap().body()).unwrap()
}

#[test]
fn what_is_not_set_is_not_sent() {
    assert_eq!(
        body_of(&UpdateUser::new("00u1", UserProfileUpdate::new())),
        json!({"profile": {}})
    );
}

#[test]
fn a_member_can_be_cleared_and_false_can_be_sent() {
    let update = UserProfileUpdate::new()
        .mobile_phone(Patch::Clear)
        .member("isManager", false);
    assert_eq!(
        body_of(&UpdateUser::new("00u1", update)),
        json!({"profile": {"mobilePhone": null, "isManager": false}})
    );
    let create = CreateUser::new(UserProfileUpdate::new()).activate(false);
    assert_eq!(create.request().unwrap().uri().query(), Some("activate=false"));
}

#[test]
fn get_modify_put_keeps_every_attribute_and_sends_nothing_that_is_read_only() {
    let read = json!({
        "id": "00u1", "status": "ACTIVE", "lastUpdated": "2026-01-02T03:04:05.000Z",
        "profile": {"login": "ada@example.com", "mobilePhone": null, "badge": 7, "sites": ["a", "b"]}
    });
    let user: User = serde_json::from_value(read).unwrap();
    let profile = UserProfileUpdate::from(user.profile.as_ref().unwrap())
        .first_name("Ada")
        .login("ada@example.org");
    assert_eq!(
        body_of(&ReplaceUser::new(&user.id, profile)),
        json!({"profile": {
            "login": "ada@example.org", "firstName": "Ada", "mobilePhone": null, "badge": 7, "sites": ["a", "b"]
        }})
    );
}

#[test]
fn a_new_user_with_a_password_shows_it_in_the_body_alone() {
    let request = CreateUserRequest::from(UserProfileUpdate::new().login("ada@example.com"))
        .credentials(UserCredentialsUpdate::with_password("correct horse"))
        .group_ids(vec!["00g1".into()]);
    let create = CreateUser::new(request);
    assert!(!format!("{create:?}").contains("correct horse"));
    assert_eq!(
        body_of(&create)["credentials"]["password"]["value"],
        "correct horse"
    );
}

/// Okta answers 500 to some read-only members, so what is beside the two that may be written stays out.
#[test]
fn get_modify_put_of_a_role_sends_what_may_be_written_alone() {
    let role: IamRole = serde_json::from_value(json!({
        "id": "cr01", "label": "Reader", "description": null, "isCloneable": false, "later": 1,
        "created": "2026-01-02T03:04:05.000Z", "_links": {}
    }))
    .unwrap();
    let update = UpdateIamRoleRequest::from(&role);
    assert_eq!(
        body_of(&ReplaceRole::new(&role.id, update.clone())),
        json!({"label": "Reader", "description": null})
    );
    assert_eq!(
        body_of(&ReplaceRole::new(&role.id, update.description("Reads"))),
        json!({"label": "Reader", "description": "Reads"})
    );
}

#[test]
fn get_modify_put_keeps_every_condition() {
    let token: ApiToken = serde_json::from_value(json!({
        "id": "00T1", "name": "Sync", "userId": "00uada", "clientName": "Okta API", "tokenWindow": "P30D",
        "network": {"connection": "ZONE", "exclude": ["nzo1"], "later": [1]}
    }))
    .unwrap();
    assert_eq!(
        body_of(&UpsertApiToken::new(&token.id, ApiTokenUpdate::from(&token))),
        json!({"name": "Sync", "userId": "00uada", "network": {"connection": "ZONE", "exclude": ["nzo1"], "later": [1]}})
    );

    let conditions =
        json!({"include": {"okta:ResourceAttribute/User/Profile": ["city"]}, "exclude": null, "later": {}});
    for conditions in [conditions, Value::Null] {
        let read = json!({"label": "okta.users.read", "created": null, "conditions": conditions});
        let permission: RolePermission = serde_json::from_value(read).unwrap();
        let replace =
            ReplaceRolePermission::new("cr01", "okta.users.read", RolePermissionUpdate::from(&permission));
        assert_eq!(body_of(&replace), json!({ "conditions": conditions }));
    }

    let conditions =
        json!({"Exclude": {"okta:ORN": ["orn:okta:directory:00o1:users:00uada"], "okta:Later": []}});
    let read = json!({"id": "ire1", "orn": "x", "conditions": conditions, "_links": {}});
    let resource: ResourceSetResource = serde_json::from_value(read).unwrap();
    let update = ResourceSetResourceUpdate::from(&resource);
    assert_eq!(
        body_of(&ReplaceResourceSetResource::new("iam1", "ire1", update)),
        json!({ "conditions": conditions })
    );
}

/// A member of another form than documented goes back as it came.
#[test]
fn get_modify_put_keeps_an_odd_member() {
    let read = json!({"label": "okta.users.read", "conditions": ["all"]});
    let permission: RolePermission = okta_models::RawJson::from(&read).decode().unwrap();
    assert_eq!(permission.conditions, None);
    let update = RolePermissionUpdate::from(&permission);
    assert_eq!(
        serde_json::to_value(&update).unwrap(),
        json!({"conditions": ["all"]})
    );
}

/// Recorded: a permission without conditions is created by a request without a body.
#[test]
fn a_body_that_okta_does_not_require_is_sent_only_when_it_is_set() {
    let create = CreateRolePermission::new("cr01", "okta.users.read");
    let request = create.request().unwrap();
    assert!(request.body().is_empty() && request.headers().is_empty());

    let conditions = PermissionConditionsUpdate::no_profile_attributes(["salary"]);
    let create = create.conditions(RolePermissionUpdate::from(conditions));
    assert_eq!(
        body_of(&create),
        json!({"conditions": {"exclude": {"okta:ResourceAttribute/User/Profile": ["salary"]}}})
    );
    assert_eq!(
        create.request().unwrap().headers()["content-type"],
        "application/json"
    );
}

#[test]
fn a_role_is_assigned_by_its_type_or_with_its_resource_set() {
    let standard = AssignRoleToClient::new("0oa1", RoleType::ReadOnlyAdmin);
    assert_eq!(body_of(&standard), json!({"type": "READ_ONLY_ADMIN"}));
    let custom = AssignRoleToClient::new("0oa1", RoleAssignmentRequest::custom("cr01", "iam1"));
    assert_eq!(
        body_of(&custom),
        json!({"type": "CUSTOM", "role": "cr01", "resource-set": "iam1"})
    );
}

/// A policy's settings that this version does not know, and those of other types of policies, go back as they came.
#[test]
fn get_modify_put_of_a_policy_or_rule_keeps_every_setting() {
    let read = json!({
        "id": "00p1", "type": "PASSWORD", "name": "Contractors", "system": false, "priority": 2, "status": "ACTIVE",
        "created": "2026-01-02T03:04:05.000Z", "_links": {},
        "conditions": {"people": {"groups": {"include": ["00g1"]}}, "weather": {"include": ["rain"]}},
        "settings": {"password": {"age": {"maxAgeDays": 90, "leapDays": 1}, "breachedProtection": null}, "tea": true}
    });
    let policy: Policy = serde_json::from_value(read.clone()).unwrap();
    let mut expected = read;
    for read_only in ["id", "system", "created", "_links"] {
        expected.as_object_mut().unwrap().remove(read_only);
    }
    expected["name"] = json!("Externals");
    let update = PolicyUpdate::from(&policy).name("Externals");
    assert_eq!(body_of(&ReplacePolicy::new(&policy.id, update)), expected);

    let read = json!({"id": "0pr1", "type": "group_rule", "name": "Sales", "status": "INACTIVE", "allGroupsValid": true,
        "conditions": {"expression": {"value": "true", "type": "x"}, "people": {"users": {"exclude": ["00u1"]}}},
        "actions": {"assignUserToGroups": {"groupIds": ["00g1"]}}});
    let rule: GroupRule = serde_json::from_value(read.clone()).unwrap();
    let mut expected = read;
    for read_only in ["id", "status", "allGroupsValid"] {
        expected.as_object_mut().unwrap().remove(read_only);
    }
    assert_eq!(
        body_of(&ReplaceGroupRule::new(&rule.id, GroupRuleUpdate::from(&rule))),
        expected
    );
}
