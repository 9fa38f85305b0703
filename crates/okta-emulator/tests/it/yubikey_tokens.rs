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

#[tokio::test]
async fn tokens_are_sorted_and_filtered() {
    let org = Org::new(empty());
    for serial in ["30", "10", "20"] {
        org.post(TOKENS, seed(serial)).await.expect(200);
    }
    let serials = async |query: &str| -> Vec<String> {
        let (mut listed, mut next) = (Vec::new(), Some(format!("{TOKENS}?limit=2&{query}")));
        while let Some(address) = next {
            let page = org.get(&address).await.expect(200);
            let tokens = page.body.as_array().unwrap().iter();
            listed.extend(tokens.map(|token| token["profile"]["serial"].as_str().unwrap()[10..].to_owned()));
            next = page.link("next");
        }
        listed
    };
    for (query, expected) in [
        ("", &["30", "10", "20"][..]),
        ("sortBy=profile.serial", &["10", "20", "30"]),
        ("sortBy=profile.serial&sortOrder=DESC", &["30", "20", "10"]),
        ("sortBy=status&sortOrder=ASC", &["30", "10", "20"]),
        ("filter=profile.serial+eq+%22000000000020%22", &["20"]),
        (
            "filter=status+eq+%22UNASSIGNED%22&sortBy=created",
            &["30", "10", "20"],
        ),
        ("filter=status+eq+%22ACTIVE%22", &[]),
        ("filter=user.id+eq+%2200u1%22", &[]),
    ] {
        assert_eq!(serials(query).await, expected, "{query}");
    }
    for query in [
        "sortBy=nobody",
        "filter=nobody+eq+%221%22",
        "filter=status+sw+%22U%22",
        "filter=status",
    ] {
        let refused = org.get(&format!("{TOKENS}?{query}")).await.error();
        assert_eq!((refused.0, refused.1.as_str()), (400, "E0000031"), "{query}");
    }
}
