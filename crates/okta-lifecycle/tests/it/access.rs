//! Groups and apps: what stands in the way is known before anything is sent.

use okta_lifecycle::{AppAssignment, Change, ErrorKind, GroupAppAssignment, MembershipOptions};
use okta_models::{
    application_groups::GetApplicationGroupAssignment,
    application_users::{AppUserScope, GetApplicationUser},
    group_rules::{ActivateGroupRule, CreateGroupRule, GroupRuleUpdate},
    groups::{GroupProfileUpdate, GroupType, ListGroups},
    role_assignments::{AssignRoleToGroup, RoleAssignmentRequest, RoleType},
    users::{UserProfileUpdate, UserStatus},
};

use crate::{
    org::{Org, answer, client_with_answers, unique},
    verbs::app,
};

#[tokio::test]
async fn a_rule_s_members_are_not_removed_unless_they_are_to_be_excluded() {
    let org = Org::embedded();
    let lifecycle = org.lifecycle();
    let (user, group) = (org.user(&UserStatus::Active).await.unwrap(), org.group().await);
    let department = unique();
    let update = UserProfileUpdate::new().department(department.as_str());
    let _ = lifecycle.update_profile(&user, update).await.unwrap();
    let expression = format!("user.department==\"{department}\"");
    let rule = CreateGroupRule::new(GroupRuleUpdate::assigning(unique(), expression, [&group]));
    let rule = org.client.send(rule).await.unwrap().id;
    let known = lifecycle.group(&group).await.unwrap();
    assert_eq!(known.rules(), Some(&[][..]), "a rule at rest manages nobody");
    org.client.send(ActivateGroupRule::new(&rule)).await.unwrap();

    let known = lifecycle.group(&group).await.unwrap();
    assert_eq!(
        (known.group_type(), known.rules()),
        (Some(&GroupType::OktaGroup), Some(&[rule.clone()][..]))
    );
    let writes = org.writes();
    let error = lifecycle.remove_user_from_group(&user, &known).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RuleManaged);
    assert_eq!(
        error.to_string(),
        format!("cannot remove user from group: the group's members follow from the group rule {rule}")
    );
    assert_eq!(org.writes(), writes);
    let options = MembershipOptions::new().exclude_from_rules();
    let removed = lifecycle
        .remove_user_from_group_with(&user, &known, options)
        .await
        .unwrap();
    assert_eq!(removed.change(), Change::Made);
    let stranger = org.user(&UserStatus::Active).await.unwrap();
    let added = lifecycle.add_user_to_group(&stranger, &known).await.unwrap();
    assert_eq!(added.change(), Change::Made, "a rule does not keep anybody out");
}

#[tokio::test]
async fn members_of_a_group_with_an_admin_role_are_left_to_super_administrators() {
    let org = Org::embedded();
    let lifecycle = org.lifecycle();
    let (user, group) = (org.user(&UserStatus::Active).await.unwrap(), org.group().await);
    let role = RoleAssignmentRequest::new().role_type(RoleType::HelpDeskAdmin);
    org.client
        .send(AssignRoleToGroup::new(&group, role))
        .await
        .unwrap();
    let known = lifecycle.group(&group).await.unwrap();
    assert_eq!(known.is_admin(), Some(true));
    let writes = org.writes();
    let error = lifecycle.add_user_to_group(&user, &known).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AdminGroup);
    assert_eq!(org.writes(), writes);
    let options = MembershipOptions::new().change_admins();
    let added = lifecycle
        .add_user_to_group_with(&user, &known, options)
        .await
        .unwrap();
    assert_eq!(added.change(), Change::Made);
}

#[tokio::test]
async fn a_group_of_an_application_or_of_okta_is_known_for_what_it_is() {
    let org = Org::embedded();
    let lifecycle = org.lifecycle();
    let user = org.user(&UserStatus::Active).await.unwrap();
    let groups = org.client.send(ListGroups::new()).await.unwrap();
    let built_in = groups
        .into_iter()
        .flatten()
        .find(|group| group.group_type == Some(GroupType::BuiltIn));
    let everyone = lifecycle.group(&built_in.unwrap().id).await.unwrap();
    let error = lifecycle
        .remove_user_from_group(&user, &everyone)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OwnedElsewhere);

    let emulator = org.emulator.as_ref().unwrap();
    let client = client_with_answers(emulator, |request| {
        let is_listing = request.method() == http::Method::GET && request.uri().path() == "/api/v1/groups";
        let group = r#"[{"id": "00gapp", "type": "APP_GROUP", "_embedded": {"stats": {"hasAdminPrivilege": false}}}]"#;
        if is_listing { answer(200, group) } else { None }
    });
    let from_app = okta_lifecycle::Lifecycle::new(&client)
        .group("00gapp")
        .await
        .unwrap();
    let writes = org.writes();
    let error = lifecycle.add_user_to_group(&user, from_app).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot add user to group: the group belongs to an application; change the membership there"
    );
    assert_eq!(org.writes(), writes);
    assert_eq!(
        lifecycle.group("00gnone").await.unwrap_err().kind(),
        ErrorKind::NotFound
    );
}

/// That rules may not be read is no reason to refuse what they may have nothing to do with.
#[tokio::test]
async fn rules_that_may_not_be_read_are_unknown() {
    let org = Org::embedded();
    let group = org.group().await;
    let client = client_with_answers(org.emulator.as_ref().unwrap(), |request| {
        let refusal = r#"{"errorCode": "E0000006", "errorSummary": "No permission"}"#;
        if request.uri().path().ends_with("/groups/rules") {
            answer(403, refusal)
        } else {
            None
        }
    });
    let known = okta_lifecycle::Lifecycle::new(&client)
        .group(&group)
        .await
        .unwrap();
    assert_eq!((known.id(), known.rules()), (&group, None));
}

#[tokio::test]
async fn a_group_is_created_once_by_its_name() {
    let org = Org::embedded();
    let lifecycle = org.lifecycle();
    let profile = || {
        GroupProfileUpdate::new()
            .name("Analysts")
            .description("Of engines")
    };
    let created = lifecycle.create_group(profile()).await.unwrap();
    assert_eq!(
        (created.outcome().change(), created.group().name()),
        (Change::Made, Some("Analysts"))
    );
    let again = lifecycle.create_group(profile()).await.unwrap();
    assert_eq!(
        (again.outcome().change(), &again.group().id),
        (Change::AlreadyHeld, &created.group().id)
    );
    let other = lifecycle
        .create_group(GroupProfileUpdate::new().name("Analysts in Turin"))
        .await
        .unwrap();
    assert_eq!(other.outcome().change(), Change::Made);
    let error = lifecycle
        .create_group(GroupProfileUpdate::new())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidAttribute);
}

#[tokio::test]
async fn an_assignment_has_the_user_name_that_was_asked_for() {
    let org = Org::embedded();
    let lifecycle = org.lifecycle();
    let (user, app) = (org.user(&UserStatus::Active).await.unwrap(), app(&org).await);
    let _ = lifecycle.assign_app(&user, &app).await.unwrap();
    let named = AppAssignment::new().user_name("ada");
    let renamed = lifecycle.assign_app_as(&user, &app, named.clone()).await.unwrap();
    assert_eq!(renamed.change(), Change::Made, "it was there under another name");
    let app_user = org
        .client
        .send(GetApplicationUser::new(&app, &user))
        .await
        .unwrap();
    assert_eq!(
        (app_user.user_name(), app_user.scope.as_ref()),
        (Some("ada"), Some(&AppUserScope::User))
    );
    let again = lifecycle.assign_app_as(&user, &app, named).await.unwrap();
    assert_eq!(again.change(), Change::AlreadyHeld);
    let requests = org.emulator.as_ref().unwrap().requests();
    let last = requests.iter().rfind(|request| request.method != "GET").unwrap();
    // Changed in its place: Okta refuses an assignment of who is assigned (E0000062).
    assert_eq!(last.path, format!("/api/v1/apps/{app}/users/{user}"));
}

/// It is changed where it is, and stays one that the group gives.
#[tokio::test]
async fn an_assignment_through_a_group_has_the_user_name_that_was_asked_for() {
    let org = Org::embedded();
    let lifecycle = org.lifecycle();
    let (user, group, app) = (
        org.user(&UserStatus::Active).await.unwrap(),
        org.group().await,
        app(&org).await,
    );
    let _ = lifecycle
        .assign_app_to_group(&group, &app, GroupAppAssignment::new())
        .await
        .unwrap();
    let _ = lifecycle.add_user_to_group(&user, &group).await.unwrap();
    let named = AppAssignment::new().user_name("ada");
    let renamed = lifecycle.assign_app_as(&user, &app, named.clone()).await.unwrap();
    assert_eq!(renamed.change(), Change::Made);
    let app_user = org
        .client
        .send(GetApplicationUser::new(&app, &user))
        .await
        .unwrap();
    assert_eq!(
        (app_user.user_name(), app_user.scope.as_ref()),
        (Some("ada"), Some(&AppUserScope::Group))
    );
    let again = lifecycle.assign_app_as(&user, &app, named).await.unwrap();
    assert_eq!(again.change(), Change::AlreadyHeld);
}

#[tokio::test]
async fn a_group_s_assignment_is_changed_and_keeps_what_is_not_named() {
    let org = Org::embedded();
    let lifecycle = org.lifecycle();
    let (group, app) = (org.group().await, app(&org).await);
    let assign = async |assignment| {
        lifecycle
            .assign_app_to_group(&group, &app, assignment)
            .await
            .unwrap()
    };
    let first = GroupAppAssignment::new().priority(3).attribute("seat", "full");
    assert_eq!(assign(first.clone()).await.change(), Change::Made);
    let other = GroupAppAssignment::new().attribute("team", "engines");
    assert_eq!(assign(other).await.change(), Change::Made);
    assert_eq!(
        assign(first).await.change(),
        Change::AlreadyHeld,
        "the rest was kept"
    );
    assert_eq!(
        assign(GroupAppAssignment::new().priority(1)).await.change(),
        Change::Made
    );
    let held = org
        .client
        .send(GetApplicationGroupAssignment::new(&app, &group))
        .await
        .unwrap();
    assert_eq!(held.priority, Some(1));
    let profile = serde_json::to_value(held.profile).unwrap();
    assert_eq!(profile, serde_json::json!({"seat": "full", "team": "engines"}));
}

/// Named by its id alone, what it is is found out when Okta refuses.
#[tokio::test]
async fn the_refusal_for_an_admin_group_is_explained() {
    let org = Org::embedded();
    let (user, group) = (org.user(&UserStatus::Active).await.unwrap(), org.group().await);
    let weaker = org.emulator.as_ref().unwrap().api_token("ORG_ADMIN");
    let handle = org.emulator.clone().unwrap();
    let client = okta_transport::Client::builder()
        .ungoverned()
        .org(handle.base_url())
        .api_token(weaker.expose())
        .backend(move |request| handle.handle(request))
        .build()
        .unwrap();
    let lifecycle = okta_lifecycle::Lifecycle::new(&client);
    let _ = lifecycle.add_user_to_group(&user, &group).await.unwrap();
    let role = RoleAssignmentRequest::new().role_type(RoleType::HelpDeskAdmin);
    org.client
        .send(AssignRoleToGroup::new(&group, role))
        .await
        .unwrap();
    let other = org.user(&UserStatus::Active).await.unwrap();
    for error in [
        lifecycle.remove_user_from_group(&user, &group).await.unwrap_err(),
        lifecycle.add_user_to_group(&other, &group).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::AdminGroup, "{error}");
        assert!(
            error.is_forbidden() && error.to_string().contains("super administrator"),
            "{error}"
        );
    }
}

/// Okta accepts it, and the group gives the app anew: that is not what was asked for.
#[tokio::test]
async fn an_app_that_is_still_there_is_not_called_revoked() {
    let org = Org::embedded();
    let (user, app) = (org.user(&UserStatus::Active).await.unwrap(), app(&org).await);
    let _ = org.lifecycle().assign_app(&user, &app).await.unwrap();
    let client = client_with_answers(org.emulator.as_ref().unwrap(), |request| {
        if request.method() == http::Method::DELETE {
            answer(204, "")
        } else {
            None
        }
    });
    let error = okta_lifecycle::Lifecycle::new(&client)
        .revoke_app(&user, &app)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotProven);
}

#[tokio::test]
async fn an_app_that_a_group_gives_too_is_not_taken() {
    let org = Org::embedded();
    let lifecycle = org.lifecycle();
    let (user, group, app) = (
        org.user(&UserStatus::Active).await.unwrap(),
        org.group().await,
        app(&org).await,
    );
    let _ = lifecycle.assign_app(&user, &app).await.unwrap();
    let _ = lifecycle.add_user_to_group(&user, &group).await.unwrap();
    let assignment = GroupAppAssignment::new().priority(0);
    let assigned = lifecycle
        .assign_app_to_group(&group, &app, assignment)
        .await
        .unwrap();
    assert_eq!((assigned.change(), assigned.user_id()), (Change::Made, None));
    let error = lifecycle.revoke_app(&user, &app).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AssignedThroughGroup);
    let refusal = error.transport().and_then(okta_transport::Error::okta);
    assert_eq!(refusal.map(okta_transport::OktaError::code), Some("E0000046"));
    let _ = lifecycle.revoke_app_from_group(&group, &app).await.unwrap();
    let revoked = lifecycle.revoke_app(&user, &app).await.unwrap();
    assert_eq!(revoked.change(), Change::Made);
}

/// No source has every class that Okta names in a 404, so what the object belongs to is asked for.
#[tokio::test]
async fn a_missing_assignment_is_told_from_a_missing_app_whatever_okta_calls_it() {
    let org = Org::embedded();
    let (user, group, app) = (
        org.user(&UserStatus::Active).await.unwrap(),
        org.group().await,
        app(&org).await,
    );
    let client = client_with_answers(org.emulator.as_ref().unwrap(), |request| {
        let summary =
            r#"{"errorCode": "E0000007", "errorSummary": "Not found: Resource not found: x (Thing)"}"#;
        let path = request.uri().path();
        let is_asked = request.method() == http::Method::GET;
        let is_member = path.contains("/apps/") && (path.contains("/users/") || path.contains("/groups/"));
        if is_asked && is_member {
            answer(404, summary)
        } else {
            None
        }
    });
    let lifecycle = okta_lifecycle::Lifecycle::new(&client);
    let revoked = lifecycle.revoke_app(&user, &app).await.unwrap();
    assert_eq!(revoked.change(), Change::AlreadyHeld);
    let revoked = lifecycle.revoke_app_from_group(&group, &app).await.unwrap();
    assert_eq!(revoked.change(), Change::AlreadyHeld);
    for error in [
        lifecycle.revoke_app(&user, "0oanone").await.unwrap_err(),
        lifecycle
            .revoke_app_from_group(&group, "0oanone")
            .await
            .unwrap_err(),
        lifecycle
            .revoke_app_from_group("00gnone", &app)
            .await
            .unwrap_err(),
    ] {
        assert!(error.is_not_found(), "{error}");
    }
}
