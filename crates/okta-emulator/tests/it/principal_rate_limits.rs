//! The share of a bucket that one token may use can be set, one entity a principal.

use okta_emulator::Preset;
use serde_json::json;

use crate::org::{Org, empty};

const LIMITS: &str = "/api/v1/principal-rate-limits";

#[tokio::test]
async fn the_share_of_a_token_is_what_its_entity_says() {
    let org = Org::new(empty().limits(Preset::IntegratorFree));
    let token = org.get("/api/v1/api-tokens").await.expect(200).ids().remove(0);
    let limit = |reply: &crate::org::Reply| reply.headers["x-rate-limit-limit"].to_str().unwrap().to_owned();
    assert_eq!(limit(&org.get("/api/v1/users/me").await), "50");
    let body = json!({ "principalId": token, "principalType": "SSWS_TOKEN", "defaultPercentage": 75 });
    let made = org.post(LIMITS, body.clone()).await.expect(201);
    assert!(made.id().starts_with("prl"));
    assert_eq!(made.body["defaultConcurrencyPercentage"], json!(50));
    assert_eq!(limit(&org.get("/api/v1/users/me").await), "75");
    let summary = "Api validation failed: principalRateLimitMediated".to_owned();
    assert_eq!(
        org.post(LIMITS, body).await.error(),
        (400, "E0000001".to_owned(), summary, Vec::new())
    );
    let changed = json!({ "principalId": token, "principalType": "SSWS_TOKEN", "defaultPercentage": 20 });
    let address = format!("{LIMITS}/{}", made.id());
    org.put(&address, changed).await.expect(200);
    assert_eq!(
        org.get(&address).await.expect(200).body["defaultPercentage"],
        json!(20)
    );
    assert_eq!(limit(&org.get("/api/v1/users/me").await), "20");
}

#[tokio::test]
async fn a_list_without_a_type_is_refused_as_recorded() {
    let org = Org::new(empty());
    for filter in ["", "?filter=principalId+eq+%22nobody%22"] {
        let (status, code, summary, causes) = org.get(&format!("{LIMITS}{filter}")).await.error();
        assert_eq!((status, code.as_str()), (400, "E0000001"), "{filter}");
        assert_eq!(summary, "Api validation failed: principalRateLimitMediated");
        assert_eq!(
            causes,
            ["The provided filter parameter did not contain the required attrbute filter \"principalType\""]
        );
    }
}

#[tokio::test]
async fn the_list_needs_a_filter_by_type() {
    let org = Org::new(empty());
    let app = org.app("Wiki").await;
    let body = json!({ "principalId": app, "principalType": "OAUTH_CLIENT" });
    let made = org.post(LIMITS, body).await.expect(201).id();
    for (filter, found) in [
        (
            "principalType eq \"OAUTH_CLIENT\"".to_owned(),
            Some(vec![made.clone()]),
        ),
        (
            format!("principalType eq \"OAUTH_CLIENT\" and principalId eq \"{app}\""),
            Some(vec![made.clone()]),
        ),
        (
            "principalType eq \"OAUTH_CLIENT\" and principalId eq \"other\"".to_owned(),
            Some(Vec::new()),
        ),
        ("principalType eq \"SSWS_TOKEN\"".to_owned(), Some(Vec::new())),
        ("principalType eq \"PERSON\"".to_owned(), None),
        ("name eq \"x\"".to_owned(), None),
        (String::new(), None),
    ] {
        let path = format!("{LIMITS}?filter={}", crate::org::segment(&filter));
        let reply = org.get(&path).await;
        match found {
            Some(ids) => assert_eq!(reply.expect(200).ids(), ids, "{filter}"),
            None => assert_eq!(reply.status, 400, "{filter}"),
        }
    }
    for wrong in [
        json!({ "principalId": "nobody", "principalType": "OAUTH_CLIENT" }),
        json!({ "principalId": app, "principalType": "PERSON" }),
        json!({ "principalId": app, "principalType": "OAUTH_CLIENT", "defaultPercentage": 101 }),
    ] {
        org.post(LIMITS, wrong).await.expect(400);
    }
    let nobody = json!({ "principalId": "nobody", "principalType": "SSWS_TOKEN" });
    for (refused, class) in [
        (org.post(LIMITS, nobody).await, "Token"),
        (org.get(&format!("{LIMITS}/nobody")).await, "PrincipalRateLimit"),
    ] {
        let (status, _, summary, _) = refused.error();
        let expected = format!("Not found: Resource not found: nobody ({class})");
        assert_eq!((status, summary), (404, expected));
    }
}
