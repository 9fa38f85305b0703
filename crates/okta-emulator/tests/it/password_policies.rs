//! A password must be what the policy asks for that the user has.

use std::time::Duration;

use serde_json::{Value, json};

use crate::org::{Org, Reply, empty, profile, with_password};

/// Creates a password policy for these groups, with these settings.
async fn policy(org: &Org, name: &str, groups: &[&str], settings: Value) -> String {
    let people = json!({ "people": { "groups": { "include": groups } } });
    let body = json!({ "type": "PASSWORD", "name": name, "conditions": people, "settings": { "password": settings } });
    org.post("/api/v1/policies", body).await.expect(200).id()
}

async fn create(org: &Org, login: &str, password: &str, groups: &[&str]) -> Reply {
    let body = json!({
        "profile": profile(login), "credentials": { "password": { "value": password } }, "groupIds": groups,
    });
    org.post("/api/v1/users", body).await
}

async fn set(org: &Org, user: &str, password: &str, strict: bool) -> Reply {
    let body = json!({ "credentials": { "password": { "value": password } } });
    org.post(&format!("/api/v1/users/{user}?strict={strict}"), body)
        .await
}

async fn change(org: &Org, user: &str, old: &str, new: &str, strict: bool) -> Reply {
    let body = json!({ "oldPassword": { "value": old }, "newPassword": { "value": new } });
    let path = format!("/api/v1/users/{user}/credentials/change_password?strict={strict}");
    org.post(&path, body).await
}

#[tokio::test]
async fn the_default_policy_says_what_it_asks_for() {
    let org = Org::new(empty());
    let words = "Password requirements were not met. Password requirements: at least 8 characters, a lowercase letter, \
                 an uppercase letter, a number, no parts of your username. Your password cannot be any of your last 5 \
                 passwords.";
    for weak in [
        "Sh0rt",
        "all-lower-7",
        "ALL-UPPER-7",
        "No-number",
        "my-Brock-7",
        "Xx-exAmple-1",
    ] {
        let refused = create(&org, "isaac.brock@example.com", weak, &[]).await.error();
        let expected = (
            400,
            "E0000001".to_owned(),
            "Api validation failed: password".to_owned(),
        );
        assert_eq!((refused.0, refused.1, refused.2), expected, "{weak}");
        assert_eq!(refused.3, [format!("password: {words}")]);
    }
    for (length, status) in [(72, 200), (73, 400)] {
        let password = format!("Xy1{}", "z".repeat(length - 3));
        let login = format!("long.{length}@example.com");
        let reply = create(&org, &login, &password, &[]).await;
        assert_eq!(reply.status, status, "{length}");
        if status == 400 {
            let words = "Password requirements were not met. Password requirements: maximum 72 characters.";
            assert_eq!(reply.error().3, [format!("password: {words}")]);
        }
    }
    // Short parts of the login, and the end of its domain, do not count.
    let user = create(&org, "ike.brock@example.com", "Ike.com-wins-7", &[])
        .await
        .expect(200)
        .id();
    let refused = set(&org, &user, "weak", false).await.error();
    assert_eq!((refused.0, refused.3), (400, vec![format!("password: {words}")]));
    let refused = change(&org, &user, "Ike.com-wins-7", "weak", false).await.error();
    assert_eq!(
        (refused.0, refused.1.as_str(), refused.3),
        (403, "E0000014", vec![words.to_owned()])
    );
    let refused = change(&org, &user, "Not-th1s-one", "Br4nd-new-one", false)
        .await
        .error();
    assert_eq!(
        (refused.0, refused.3),
        (403, vec!["Old Password is not correct".to_owned()])
    );
}

#[tokio::test]
async fn the_first_active_policy_of_a_users_groups_decides() {
    let org = Org::new(empty());
    let (staff, guests) = (org.group("Staff").await, org.group("Guests").await);
    let complexity = json!({ "complexity": {
        "minLength": 4, "minLowerCase": 0, "minUpperCase": 0, "minNumber": 0, "minSymbol": 1, "excludeUsername": false,
        "excludeAttributes": ["firstName", "lastName"],
    }, "age": { "historyCount": 0 } });
    let strict = policy(
        &org,
        "Staff",
        &[&staff],
        json!({ "complexity": { "minLength": 14 } }),
    )
    .await;
    policy(&org, "Guests", &[&guests], complexity).await;
    create(&org, "a@people.example", "sh-t", &[]).await.expect(400);
    create(&org, "a@people.example", "sh-t", &[&guests])
        .await
        .expect(200);
    let refused = create(&org, "b@people.example", "pat.", &[&guests]).await.error();
    let words = "password: Password requirements were not met. Password requirements: at least 4 characters, a symbol, \
                 does not include your first name, does not include your last name.";
    assert_eq!(refused.3, [words]);
    // The policy of Staff comes first.
    create(&org, "b@people.example", "Thirteen-long", &[&guests, &staff])
        .await
        .expect(400);
    create(&org, "b@people.example", "Thirteen-long", &[])
        .await
        .expect(400);
    create(&org, "b@people.example", "Th1rteen-long", &[])
        .await
        .expect(200);
    org.act(&format!("/api/v1/policies/{strict}/lifecycle/deactivate"))
        .await
        .expect(204);
    create(&org, "c@people.example", "sh-t", &[&guests, &staff])
        .await
        .expect(200);
}

#[tokio::test]
async fn a_user_cannot_take_a_last_password_again_and_an_administrator_can() {
    let org = Org::new(empty());
    let everyone = org.get("/api/v1/groups?q=Everyone").await.ids().remove(0);
    policy(&org, "Two", &[&everyone], json!({ "age": { "historyCount": 2 } })).await;
    let user = org.active_user("pat@people.example").await;
    let (first, second, third) = ("Passw0rd-of-mine", "Br4nd-new-one", "An0ther-one");
    let recent = "Password has been used too recently";
    let refused = change(&org, &user, first, first, false).await.error();
    assert_eq!(
        (refused.0, refused.1.as_str(), refused.3),
        (403, "E0000014", vec![recent.to_owned()])
    );
    change(&org, &user, first, second, false).await.expect(200);
    change(&org, &user, second, first, false).await.expect(403);
    let refused = set(&org, &user, first, true).await.error();
    assert_eq!(
        (refused.0, refused.1.as_str(), refused.3),
        (400, "E0000001", vec![format!("password: {recent}")])
    );
    change(&org, &user, second, third, false).await.expect(200);
    change(&org, &user, third, first, false).await.expect(200);
    // Without `strict` an administrator's password need not be a new one.
    set(&org, &user, first, false).await.expect(200);
}

#[tokio::test]
async fn a_young_password_stays_where_strict_is_asked_for() {
    let org = Org::new(empty());
    let everyone = org.get("/api/v1/groups?q=Everyone").await.ids().remove(0);
    policy(
        &org,
        "Slow",
        &[&everyone],
        json!({ "age": { "minAgeMinutes": 60 } }),
    )
    .await;
    let user = org.active_user("pat@people.example").await;
    change(&org, &user, "Passw0rd-of-mine", "Br4nd-new-one", true)
        .await
        .expect(403);
    set(&org, &user, "Br4nd-new-one", true).await.expect(400);
    org.emulator.advance(Duration::from_secs(3_600));
    change(&org, &user, "Passw0rd-of-mine", "Br4nd-new-one", true)
        .await
        .expect(200);
    change(&org, &user, "Br4nd-new-one", "An0ther-one", false)
        .await
        .expect(200);
    let mut staged = with_password("young@people.example");
    staged["credentials"] = json!({});
    let staged = org
        .post("/api/v1/users?activate=false", staged)
        .await
        .expect(200)
        .id();
    set(&org, &staged, "Br4nd-new-one", true).await.expect(200);
}
