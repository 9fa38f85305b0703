//! When passwords expire: by the policy that applies, or unknown; and who is next, for pages instead of people.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use okta_emulator::{Emulator, Preset};
use okta_lifecycle::{Lifecycle, NewUser, PasswordExpiry, PasswordPolicies, UnknownExpiry};
use okta_models::{
    GroupId, UserId,
    groups::{AddGroup, AssignUserToGroup, GroupProfileUpdate},
    policies::{CreatePolicy, PasswordPolicySettings, Policy, PolicyConditions, PolicyType, PolicyUpdate},
    users::{ListUsers, User, UserProfileUpdate, UserStatus},
};
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};

use crate::org::{Org, answer, client_with_answers, settings, unique};

fn ages(max_age_days: u64) -> PasswordPolicySettings {
    serde_json::from_value(json!({"password": {"age": {"maxAgeDays": max_age_days}}})).unwrap()
}

async fn policy(org: &Org, priority: i64, group: &GroupId, max_age_days: u64) -> okta_models::PolicyId {
    let policy = PolicyUpdate::new()
        .policy_type(PolicyType::Password)
        .name(unique())
        .priority(priority)
        .conditions(PolicyConditions::of_groups([group]))
        .settings(ages(max_age_days));
    org.client.send(CreatePolicy::new(policy)).await.unwrap().id
}

#[tokio::test]
async fn the_first_policy_by_priority_whose_groups_the_user_is_in_decides() {
    let org = Org::embedded();
    let lifecycle = org.lifecycle();
    let (contractors, staff) = (org.group().await, org.group().await);
    let short = policy(&org, 1, &contractors, 10).await;
    let long = policy(&org, 2, &staff, 90).await;
    let user = org.user(&UserStatus::Active).await.unwrap();
    let changed = lifecycle.get_user(&user).await.unwrap().password_changed.unwrap();
    let on = |days: i64, policy: &okta_models::PolicyId| PasswordExpiry::At {
        time: changed + SignedDuration::from_hours(24 * days),
        policy: policy.clone(),
    };
    let default = lifecycle.password_expiry(&user).await.unwrap();
    assert!(matches!(default, PasswordExpiry::Never { .. }), "{default:?}");
    let _ = lifecycle.add_user_to_group(&user, &staff).await.unwrap();
    assert_eq!(lifecycle.password_expiry(&user).await.unwrap(), on(90, &long));
    let _ = lifecycle.add_user_to_group(&user, &contractors).await.unwrap();
    let expiry = lifecycle.password_expiry(&user).await.unwrap();
    assert_eq!(expiry, on(10, &short));
    assert_eq!(expiry.days_left(changed), Some(10));
    assert_eq!(expiry.days_left(changed + SignedDuration::from_secs(1)), Some(9));
    assert_eq!(
        expiry.days_left(changed + SignedDuration::from_hours(24 * 10 + 1)),
        Some(-1)
    );
    let policies = lifecycle.password_policies().await.unwrap();
    assert_eq!(
        lifecycle.password_expiry_with(&user, &policies).await.unwrap(),
        on(10, &short)
    );
}

#[tokio::test]
async fn what_has_no_date_is_told_for_what_it_is() {
    let org = Org::embedded();
    let lifecycle = org.lifecycle();
    let (contractors, expired) = (
        org.group().await,
        org.user(&UserStatus::PasswordExpired).await.unwrap(),
    );
    policy(&org, 1, &contractors, 10).await;
    assert_eq!(
        lifecycle.password_expiry(&expired).await.unwrap(),
        PasswordExpiry::Expired
    );
    for status in [UserStatus::Provisioned, UserStatus::Deprovisioned] {
        let user = org.user(&status).await.unwrap();
        assert_eq!(
            lifecycle.password_expiry(&user).await.unwrap(),
            PasswordExpiry::NoPassword,
            "{status}"
        );
    }
    let login = format!("{}@example.com", unique());
    let profile = UserProfileUpdate::new()
        .login(login.as_str())
        .email(login)
        .first_name("Ada");
    let federated = NewUser::new(profile.last_name("Lovelace")).active().federated();
    let federated = lifecycle.create_user(federated).await.unwrap().user().id.clone();
    assert_eq!(
        lifecycle.password_expiry(&federated).await.unwrap(),
        PasswordExpiry::NoPassword
    );
}

#[tokio::test]
async fn policies_that_cannot_be_read_leave_it_unknown() {
    let org = Org::embedded();
    let user = org.user(&UserStatus::Active).await.unwrap();
    let client = client_with_answers(org.emulator.as_ref().unwrap(), |request| {
        let refusal = r#"{"errorCode": "E0000006", "errorSummary": "No permission"}"#;
        if request.uri().path() == "/api/v1/policies" {
            answer(403, refusal)
        } else {
            None
        }
    });
    let lifecycle = Lifecycle::new(&client);
    let unknown = UnknownExpiry::PoliciesUnreadable;
    assert_eq!(
        lifecycle.password_expiry(&user).await.unwrap(),
        PasswordExpiry::Unknown(unknown)
    );
    let everybody = lifecycle.passwords_expiring_within(30).await.unwrap();
    assert_eq!((everybody.undecided, everybody.users), (Some(unknown), 0));
    assert!(lifecycle.password_policies().await.unwrap_err().is_forbidden());
}

/// A token that does not even see `Everyone` may not see the group that decides.
#[tokio::test]
async fn groups_that_are_hidden_leave_it_unknown() {
    let org = Org::embedded();
    let user = org.user(&UserStatus::Active).await.unwrap();
    let client = client_with_answers(org.emulator.as_ref().unwrap(), |request| {
        let is_groups = request.uri().path().ends_with("/groups");
        if is_groups { answer(200, "[]") } else { None }
    });
    let lifecycle = Lifecycle::new(&client);
    let unknown = UnknownExpiry::GroupsHidden;
    assert_eq!(
        lifecycle.password_expiry(&user).await.unwrap(),
        PasswordExpiry::Unknown(unknown)
    );
    assert_eq!(
        lifecycle.passwords_expiring_within(30).await.unwrap().undecided,
        Some(unknown)
    );
}

fn parsed(policies: &[Value]) -> PasswordPolicies {
    let policies = policies
        .iter()
        .map(|policy| serde_json::from_value::<Policy>(policy.clone()).unwrap());
    PasswordPolicies::from(policies.collect::<Vec<_>>())
}

fn system(max_age_days: u64) -> Value {
    json!({"id": "00pdefault", "status": "ACTIVE", "priority": 9, "system": true, "type": "PASSWORD",
        "settings": {"password": {"age": {"maxAgeDays": max_age_days}}}})
}

fn person() -> User {
    let user = json!({"id": "00uada", "status": "ACTIVE", "passwordChanged": "2026-01-01T00:00:00.000Z",
        "credentials": {"password": {}, "provider": {"type": "OKTA", "name": "OKTA"}}});
    serde_json::from_value(user).unwrap()
}

#[test]
fn a_policy_that_is_not_understood_leaves_it_unknown_and_one_behind_it_does_not() {
    let odd = |conditions: Value, status: &str, priority: Value| {
        json!({"id": "00podd", "status": status, "priority": priority, "system": false, "type": "PASSWORD",
            "conditions": conditions, "settings": {"password": {"age": {"maxAgeDays": 10}}}})
    };
    let group = json!({"people": {"groups": {"include": ["00g1"]}}});
    let groups = [GroupId::new("00g1")];
    let expiry = |policy: Value| parsed(&[system(0), policy]).expiry_of(&person(), &groups);
    let unknown = PasswordExpiry::Unknown(UnknownExpiry::PolicyNotUnderstood);
    for policy in [
        odd(
            json!({"people": {"groups": {"include": ["00g1"]}}, "weather": {"is": "rain"}}),
            "ACTIVE",
            json!(1),
        ),
        odd(
            json!({"people": {"groups": {"include": ["00g1"]}, "moods": ["sad"]}}),
            "ACTIVE",
            json!(1),
        ),
        odd(
            json!({"people": {"groups": {"include": ["00g1"]}}, "authProvider": {"provider": "MOON"}}),
            "ACTIVE",
            json!(1),
        ),
        odd(
            json!({"people": {"groups": {"include": ["00g1"]}}, "network": {"connection": "ZONE"}}),
            "ACTIVE",
            json!(1),
        ),
        odd(
            json!({"people": {"groups": {"include": ["00g1"]}, "users": {"include": ["00uother"]}}}),
            "ACTIVE",
            json!(1),
        ),
        odd(group.clone(), "ASLEEP", json!(1)),
        odd(group.clone(), "ACTIVE", Value::Null),
        odd(Value::Null, "ACTIVE", json!(1)),
    ] {
        assert_eq!(expiry(policy.clone()), unknown, "{policy}");
    }
    for (policy, applies) in [
        (odd(group.clone(), "ACTIVE", json!(1)), true),
        (odd(group.clone(), "INACTIVE", json!(1)), false),
        (
            odd(
                json!({"people": {"groups": {"include": ["00g1"], "exclude": ["00g1"]}}}),
                "ACTIVE",
                json!(1),
            ),
            false,
        ),
        (
            odd(
                json!({"people": {"groups": {"include": ["00g1"]}, "users": {"exclude": ["00uada"]}}}),
                "ACTIVE",
                json!(1),
            ),
            false,
        ),
        (
            odd(
                json!({"people": {"users": {"include": ["00uada"]}}, "moon": null, "sun": []}),
                "ACTIVE",
                json!(1),
            ),
            true,
        ),
        (
            odd(
                json!({"people": {"groups": {"include": ["00g1"]}}, "authProvider": {"provider": "LDAP"}}),
                "ACTIVE",
                json!(1),
            ),
            false,
        ),
    ] {
        let found = expiry(policy.clone());
        assert_eq!(
            matches!(found, PasswordExpiry::At { .. }),
            applies,
            "{policy}: {found:?}"
        );
        assert_eq!(
            matches!(found, PasswordExpiry::Never { .. }),
            !applies,
            "{policy}: {found:?}"
        );
    }
    let none = parsed(&[]).expiry_of(&person(), &groups);
    assert_eq!(none, PasswordExpiry::Unknown(UnknownExpiry::NoPolicy));
    let mut silent = system(0);
    silent["settings"] = Value::Null;
    let silent = parsed(&[silent]).expiry_of(&person(), &groups);
    assert_eq!(silent, PasswordExpiry::Unknown(UnknownExpiry::AgeNotTold));
    let mut untold = person();
    untold.credentials = None;
    let untold = parsed(&[system(5)]).expiry_of(&untold, &groups);
    assert_eq!(untold, PasswordExpiry::Unknown(UnknownExpiry::PasswordNotTold));
}

proptest! {
    /// No number of days, however odd, makes a date that is wrong, or a panic.
    #[test]
    fn any_age_is_a_date_or_never(days in any::<u64>(), now in -1_000_000_000_i64..10_000_000_000) {
        let expiry = parsed(&[system(days)]).expiry_of(&person(), &[]);
        let now = Timestamp::from_second(now).unwrap();
        match &expiry {
            PasswordExpiry::At { time, .. } => {
                let changed = person().password_changed.unwrap();
                prop_assert_eq!(time.duration_since(changed).as_secs(), i64::try_from(days).unwrap() * 86_400);
                let left = expiry.days_left(now).unwrap();
                let seconds = time.duration_since(now).as_secs();
                prop_assert!(left * 86_400 <= seconds && seconds < (left + 1) * 86_400);
            }
            PasswordExpiry::Never { .. } => prop_assert!(days == 0 || days > 1_000_000),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    /// The first policy that fits decides, whatever the order in which Okta lists them.
    #[test]
    fn the_order_of_the_list_does_not_matter(
        memberships in vec(any::<bool>(), 4),
        named in vec(0_usize..4, 1..6),
        shuffle in any::<prop::sample::Index>(),
    ) {
        let mut policies: Vec<Value> = named.iter().enumerate().map(|(place, group)| {
            json!({"id": format!("00p{place}"), "status": "ACTIVE", "priority": place + 1, "system": false,
                "type": "PASSWORD", "conditions": {"people": {"groups": {"include": [format!("00g{group}")]}}},
                "settings": {"password": {"age": {"maxAgeDays": place + 1}}}})
        }).collect();
        policies.push(system(100));
        let middle = shuffle.index(policies.len());
        policies.rotate_left(middle);
        let groups: Vec<GroupId> = memberships.iter().enumerate()
            .filter(|(_, is_in)| **is_in).map(|(group, _)| GroupId::new(format!("00g{group}"))).collect();
        let first = named.iter().position(|group| memberships[*group]).map_or(100, |place| place + 1);
        let expiry = parsed(&policies).expiry_of(&person(), &groups);
        let changed = person().password_changed.unwrap();
        prop_assert_eq!(expiry.days_left(changed), Some(i64::try_from(first).unwrap()));
    }
}

/// Everybody's answer is the one that each person's own gives, for a number of calls that has nothing to do with theirs.
#[tokio::test]
async fn who_expires_soon_costs_pages_and_agrees_with_each_person_s_own() {
    let mut builder = Emulator::builder().users(430).seed(7).limits(Preset::Unlimited);
    if let Some(log) = crate::specification::request_log() {
        builder = builder.request_log(log);
    }
    let emulator = builder.build();
    let handle = emulator.clone();
    let client = settings(&emulator)
        .backend(move |request| handle.handle(request))
        .build()
        .unwrap();
    let lifecycle = Lifecycle::new(&client);
    let mut groups = Vec::new();
    for _ in 0..2 {
        let add = AddGroup::new(GroupProfileUpdate::new().name(unique()));
        groups.push(client.send(add).await.unwrap().id);
    }
    for (place, (group, days)) in groups.iter().zip([7_u64, 40]).enumerate() {
        let policy = PolicyUpdate::new()
            .policy_type(PolicyType::Password)
            .name(unique())
            .priority(i64::try_from(place).unwrap() + 1)
            .conditions(PolicyConditions::of_groups([group]))
            .settings(ages(days));
        client.send(CreatePolicy::new(policy)).await.unwrap();
    }
    let users = client.send(ListUsers::new().limit(60)).await.unwrap();
    for (place, user) in users.into_iter().flatten().enumerate() {
        for (group, every) in groups.iter().zip([2, 3]) {
            if place % every == 0 {
                client
                    .send(AssignUserToGroup::new(group, &user.id))
                    .await
                    .unwrap();
            }
        }
    }
    let before = emulator.requests_served();
    let soon = lifecycle.passwords_expiring_within(3_650).await.unwrap();
    let calls = emulator.requests_served() - before;
    // Policies, Okta's own groups, a page of members for each group, and pages of 200 users.
    assert_eq!(
        calls,
        1 + 1 + 2 + soon.users.div_ceil(200),
        "{} users",
        soon.users
    );
    assert!(soon.users > 300 && soon.unknown.is_empty() && soon.undecided.is_none());

    let mut told: BTreeMap<UserId, Timestamp> = BTreeMap::new();
    for password in &soon.expiring {
        told.insert(password.user.clone(), password.time);
    }
    assert!(told.len() > 20, "{}", told.len());
    assert!(soon.expiring.is_sorted_by_key(|password| password.time));
    let mut everybody = client.pages(ListUsers::new().limit(200));
    while let Some(page) = everybody.next().await {
        for user in page.unwrap().into_iter().flatten() {
            let own = match lifecycle.password_expiry(&user.id).await.unwrap() {
                PasswordExpiry::At { time, .. } => Some(time),
                _ => None,
            };
            assert_eq!(told.get(&user.id), own.as_ref(), "{}", user.id);
        }
    }
    let weeks = lifecycle.passwords_expiring_within(0).await.unwrap();
    let past = client.now();
    assert!(
        weeks
            .expiring
            .iter()
            .all(|password| password.time < past && password.days_left < 0)
    );
}
