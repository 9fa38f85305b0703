//! Users are linked to one primary user of each kind, and a primary user to many.

use serde_json::{Value, json};

use crate::org::{Org, empty};

const PATH: &str = "/api/v1/meta/schemas/user/linkedObjects";

fn definition(primary: &str, associated: &str) -> Value {
    let side = |name: &str| json!({ "name": name, "title": name, "description": "A side", "type": "USER" });
    json!({ "primary": side(primary), "associated": side(associated) })
}

#[tokio::test]
async fn a_report_has_one_manager_and_a_manager_many_reports() {
    let org = Org::new(empty());
    let created = org.post(PATH, definition("manager", "report")).await.expect(201);
    let mut users = Vec::new();
    for login in [
        "boss@people.example",
        "chief@people.example",
        "pat@people.example",
        "sam@people.example",
    ] {
        users.push(org.active_user(login).await);
    }
    let [boss, chief, pat, sam] = users.try_into().unwrap();
    for (report, manager) in [
        (&pat, &boss),
        (&sam, &boss),
        (&sam, &chief),
        (&pat, &chief),
        (&pat, &boss),
    ] {
        let path = format!("/api/v1/users/{report}/linkedObjects/manager/{manager}");
        org.send("PUT", &path, None).await.expect(204);
    }
    let linked = async |user: &str, name: &str| {
        let reply = org
            .get(&format!("/api/v1/users/{user}/linkedObjects/{name}"))
            .await
            .expect(200);
        assert!(reply.link("self").unwrap().ends_with("?limit=1000"));
        let users = reply.body.as_array().unwrap().iter();
        let address = |link: &Value| link["_links"]["self"]["href"].as_str().unwrap().to_owned();
        users
            .map(|user| address(user).rsplit('/').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(linked(&pat, "manager").await, std::slice::from_ref(&boss));
    assert_eq!(linked(&boss, "report").await, std::slice::from_ref(&pat));
    assert_eq!(linked(&chief, "report").await, [sam]);
    for _ in 0..2 {
        org.delete(&format!("/api/v1/users/{pat}/linkedObjects/manager"))
            .await
            .expect(204);
    }
    assert!(linked(&boss, "report").await.is_empty());
    for name in ["manager", "report"] {
        assert_eq!(
            org.get(&format!("{PATH}/{name}")).await.expect(200).body,
            created.body
        );
    }
    assert_eq!(
        org.post(PATH, definition("manager", "other")).await.error().1,
        "E0000001"
    );
    assert_eq!(
        org.post(PATH, definition("", "other")).await.error().1,
        "E0000001"
    );
    org.delete(&format!("{PATH}/report")).await.expect(204);
    assert_eq!(org.get(PATH).await.expect(200).body, json!([]));
    let (_, _, summary, _) = org.get(&format!("{PATH}/manager")).await.error();
    assert!(summary.ends_with(": manager (LinkedObjectProperty)"), "{summary}");
    org.get(&format!("/api/v1/users/{pat}/linkedObjects/manager"))
        .await
        .expect(404);
}
