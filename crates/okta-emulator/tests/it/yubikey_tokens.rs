//! Seeds of `YubiKeys` are uploaded, listed by the page and read, without what is secret of them.

use serde_json::json;

use crate::org::{Org, empty};

const TOKENS: &str = "/api/v1/org/factors/yubikey_token/tokens";

fn seed(serial: &str) -> serde_json::Value {
    json!({ "serialNumber": serial, "publicId": "ccccccijgibu", "privateId": "0123456789ab",
        "aesKey": "00112233445566778899aabbccddeeff" })
}

#[tokio::test]
async fn a_seed_becomes_a_token_that_is_nobodys() {
    let org = Org::new(empty());
    let token = org.post(TOKENS, seed("7886622")).await.expect(200);
    assert_eq!(token.text("status"), "UNASSIGNED");
    assert_eq!(token.body["profile"], json!({ "serial": "000007886622" }));
    assert!(
        !token
            .body
            .to_string()
            .contains("00112233445566778899aabbccddeeff")
    );
    let read = org.get(&format!("{TOKENS}/{}", token.id())).await.expect(200);
    assert_eq!(read.body, token.body);
    assert_eq!(org.get(&format!("{TOKENS}/ykk0")).await.error().1, "E0000007");
    assert_eq!(org.post(TOKENS, seed("7886622")).await.error().1, "E0000001");
    for (member, value) in [
        ("serialNumber", "serial"),
        ("publicId", "aaaa"),
        ("privateId", "12"),
        ("aesKey", "12"),
    ] {
        let mut wrong = seed("1");
        wrong[member] = json!(value);
        let (_, code, summary, _) = org.post(TOKENS, wrong).await.error();
        assert_eq!(
            (code.as_str(), summary),
            ("E0000001", format!("Api validation failed: {member}"))
        );
    }
}

#[tokio::test]
async fn tokens_come_by_the_page() {
    let org = Org::new(empty());
    let mut made = Vec::new();
    for serial in 1..=5 {
        made.push(org.post(TOKENS, seed(&serial.to_string())).await.expect(200).id());
    }
    let (mut listed, mut next) = (Vec::new(), Some(format!("{TOKENS}?limit=2")));
    while let Some(address) = next {
        let page = org.get(&address).await.expect(200);
        assert!(page.ids().len() <= 2);
        listed.extend(page.ids());
        next = page.link("next");
    }
    assert_eq!(listed, made);
    assert_eq!(org.get(&format!("{TOKENS}?limit=0")).await.error().0, 400);
}
