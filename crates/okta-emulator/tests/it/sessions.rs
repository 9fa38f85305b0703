//! A session that was started can be read, prolonged and ended, and ends with time and with its user.

use std::time::Duration;

use serde_json::json;

use crate::org::{Org, empty};

const HOUR: Duration = Duration::from_secs(3_600);

#[tokio::test]
async fn a_session_lives_two_hours_from_its_last_refresh() {
    let org = Org::new(empty());
    let pat = org.active_user("pat@people.example").await;
    let path = format!(
        "/api/v1/sessions/{}",
        org.emulator.start_session("pat@people.example").unwrap()
    );
    let session = org.get(&path).await.expect(200);
    assert_eq!(
        (session.text("userId"), session.text("login")),
        (pat.clone(), "pat@people.example".to_owned())
    );
    org.emulator.advance(HOUR);
    assert_eq!(
        (
            &session.body["mfaActive"],
            &session.body["lastFactorVerification"]
        ),
        (&json!(true), &json!(null))
    );
    for (link, href, allow) in [
        ("self", path.clone(), json!(["GET", "DELETE"])),
        ("refresh", format!("{path}/lifecycle/refresh"), json!(["POST"])),
        ("user", format!("/api/v1/users/{pat}"), json!(["GET"])),
    ] {
        let link = &session.body["_links"][link];
        assert_eq!(link["href"], format!("{}{href}", org.emulator.base_url()));
        assert_eq!(link["hints"]["allow"], allow);
    }
    assert_eq!(session.body["_links"]["user"]["name"], "Pat Doe");
    let refreshed = org.act(&format!("{path}/lifecycle/refresh")).await.expect(200);
    assert!(refreshed.text("expiresAt") > session.text("expiresAt"));
    org.emulator.advance(HOUR + HOUR / 2);
    org.get(&path).await.expect(200);
    org.emulator.advance(HOUR);
    let (_, code, summary, _) = org.get(&path).await.error();
    assert_eq!(code, "E0000007");
    assert!(summary.ends_with(" (AppSession)"), "{summary}");
}

#[tokio::test]
async fn a_session_ends_when_it_is_revoked_and_when_its_user_is_cleared_suspended_or_gone() {
    let org = Org::new(empty());
    let pat = org.active_user("pat@people.example").await;
    let start = || format!("/api/v1/sessions/{}", org.emulator.start_session(&pat).unwrap());
    let revoked = start();
    org.delete(&revoked).await.expect(204);
    org.delete(&revoked).await.expect(404);
    let cleared = start();
    org.delete(&format!("/api/v1/users/{pat}/sessions"))
        .await
        .expect(204);
    org.get(&cleared).await.expect(404);
    let suspended = start();
    org.act(&format!("/api/v1/users/{pat}/lifecycle/suspend"))
        .await
        .expect(200);
    org.get(&suspended).await.expect(404);
    assert_eq!(org.emulator.start_session(&pat), None);
    assert_eq!(org.emulator.start_session("nobody"), None);
    let events = org.events().await;
    for event in ["user.session.start", "user.session.end", "user.session.clear"] {
        assert!(events.contains(&event.to_owned()), "{event}");
    }
}
