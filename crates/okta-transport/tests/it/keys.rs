//! Keys in every form in which people have them.

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use okta_transport::{PrivateKey, SigningAlgorithm};
use p256::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// An RSA key that opens nothing but the emulators of these tests, as PKCS#1; ring cannot make one.
const RSA_PKCS1: &str = "\
    MIIEpAIBAAKCAQEA6dBteuOolD4h7ZD78mb8NPZNZpjq7ffhVyjJu1Lc0xwU7Zc7oYXPsgMD61UTQy2O7Z+MykmtXn7VfxJsv2pW\
    rrhUdRAJDqSp1TtsYW8HaTmM/MvRxyj8xah4vv3AZu+bu4sr2Ae+nkuhkh6PwE4uK4/Ad8z4YSUeTVy02EXZVUAyw5lFYrVk9Xv1\
    hG175kCxtVwpi6K8w41dUwWTS3J7sX/ChRdAtC3MleBwgh/c3W54VAn1hAEzXLxFUVIjj9a6L3yGf8fJEhnjIDYLbCY1UkZaJWqz\
    G8Yim/mRpKPmDzmAd8qV9Xa7JOOHq3VhQqnOcb/A6Mw1O5TegDKhi2mnWwIDAQABAoIBAGIeqBr2l8OiMV2/RqPKiRN2uzOPf6Ne\
    r0+C2+mDFA15zuSH3yvg+jCTaF0lRiCeaUkZ+BzZ/2nU4yZg5ocLipXm3/aCRLLC8kx8E/btf5guYRajOAUSk8Uk9or79PadneZ9\
    uGf/lARc69Bkh+HlTSXVvSjpOOCXkZhYi8HoyhQmP+654B6eoNkikJeMbgLdP415HpugpdqL80Ru0Rla+ypHnB9bPW4HCVqnXNP4\
    mlbiF7ha0DAQRRzBuGEFZF28x8kVqH1icyRHoSKjkPaVY6ZBngvdeqmMrwc6oVD7TAA5pNKYAZJgsgU+GbBMdgK6e0KaZxsobvQA\
    1PtuMsG2Th0CgYEA9ki5QU9u2C5QEV+9d2/L2gCSm4NwVGbRTrCoviykZKLDKB2/NZQ2hZQD3MVY4c9/AYqUqhhn6Ha1eJ+bweey\
    BirOerclqSOGgO1gRdDowB6aMiUWTbFu27+JYAuKshD2n9tGSLr9LUS6TMM2DQdRT68WU2hXgoxrsyDPOPa1ZhUCgYEA8wnEiOY7\
    DfXE8v5Z8ryxqwir72rPi4NVQ2dcjY6T49wbS/yX9ePo0XAOJfizIfL1823y0g+A4BrUQluCyqSvGkVGY4N23BnCQFsfuGWIajnf\
    uvzpzqPizB+WIjvWjTQGOXOkKFh32Nqnc1biP5RoM/MB4JyTYH419FXNxaekI68CgYEA2o/PV9ZWWCNBiymbytK75ct8T+ZlWYGl\
    XmAIYDzd5zFKX9+GQNY3THP+uX2pUzwBSizhodHm5LX0dgevAnXL1w1GEEFYerG8O85tEYhEBbsivD2NfYVpDDr+fu2/OCc1tsex\
    p/nJlNLZQiY7YXSNBFotRffjMUfMjDshqzvF38ECgYB9SebIUC/XZYBvaBIEoaPRsPm5xc1SdZTp14oN65dv2tMzm/bWqvQlq+eP\
    SaNG+BI0uNR518YvQYV04+oL/1PJbjb4LBiFJL5QIOm8TJNDd6xPn/wEK9ZKNmpWIZTcXBptWaEhr2GxKB80xXCDKEWDql2oZe9P\
    yiCUYftfTqm+PwKBgQDKP83HzJf925BAkXrCm1QXVIxDk0sIWr8GdG1hXZ3nflvMR2cHbPL1/aJ3Gs7CzY1IcbsTs95XGOJmyEox\
    Iw4fDkALU5S41HNXD6c5bnnRIVUAW4BfL7g8VBAaYs4MTgN83ABl6ISYbdBpa9QbQxGtPMFYfjx55ujOrukrAnL9Tw==";

/// The same key as the members of a JWK.
const RSA_MEMBERS: [(&str, &str); 8] = [
    ("e", "AQAB"),
    (
        "n",
        "\
            6dBteuOolD4h7ZD78mb8NPZNZpjq7ffhVyjJu1Lc0xwU7Zc7oYXPsgMD61UTQy2O7Z-MykmtXn7VfxJsv2pWrrhUdRAJDqSp1Tts\
            YW8HaTmM_MvRxyj8xah4vv3AZu-bu4sr2Ae-nkuhkh6PwE4uK4_Ad8z4YSUeTVy02EXZVUAyw5lFYrVk9Xv1hG175kCxtVwpi6K8\
            w41dUwWTS3J7sX_ChRdAtC3MleBwgh_c3W54VAn1hAEzXLxFUVIjj9a6L3yGf8fJEhnjIDYLbCY1UkZaJWqzG8Yim_mRpKPmDzmA\
            d8qV9Xa7JOOHq3VhQqnOcb_A6Mw1O5TegDKhi2mnWw",
    ),
    (
        "d",
        "\
            Yh6oGvaXw6IxXb9Go8qJE3a7M49_o16vT4Lb6YMUDXnO5IffK-D6MJNoXSVGIJ5pSRn4HNn_adTjJmDmhwuKlebf9oJEssLyTHwT\
            9u1_mC5hFqM4BRKTxST2ivv09p2d5n24Z_-UBFzr0GSH4eVNJdW9KOk44JeRmFiLwejKFCY_7rngHp6g2SKQl4xuAt0_jXkem6Cl\
            2ovzRG7RGVr7KkecH1s9bgcJWqdc0_iaVuIXuFrQMBBFHMG4YQVkXbzHyRWofWJzJEehIqOQ9pVjpkGeC916qYyvBzqhUPtMADmk\
            0pgBkmCyBT4ZsEx2Arp7QppnGyhu9ADU-24ywbZOHQ",
    ),
    (
        "p",
        "\
            9ki5QU9u2C5QEV-9d2_L2gCSm4NwVGbRTrCoviykZKLDKB2_NZQ2hZQD3MVY4c9_AYqUqhhn6Ha1eJ-bweeyBirOerclqSOGgO1g\
            RdDowB6aMiUWTbFu27-JYAuKshD2n9tGSLr9LUS6TMM2DQdRT68WU2hXgoxrsyDPOPa1ZhU",
    ),
    (
        "q",
        "\
            8wnEiOY7DfXE8v5Z8ryxqwir72rPi4NVQ2dcjY6T49wbS_yX9ePo0XAOJfizIfL1823y0g-A4BrUQluCyqSvGkVGY4N23BnCQFsf\
            uGWIajnfuvzpzqPizB-WIjvWjTQGOXOkKFh32Nqnc1biP5RoM_MB4JyTYH419FXNxaekI68",
    ),
    (
        "dp",
        "\
            2o_PV9ZWWCNBiymbytK75ct8T-ZlWYGlXmAIYDzd5zFKX9-GQNY3THP-uX2pUzwBSizhodHm5LX0dgevAnXL1w1GEEFYerG8O85t\
            EYhEBbsivD2NfYVpDDr-fu2_OCc1tsexp_nJlNLZQiY7YXSNBFotRffjMUfMjDshqzvF38E",
    ),
    (
        "dq",
        "\
            fUnmyFAv12WAb2gSBKGj0bD5ucXNUnWU6deKDeuXb9rTM5v21qr0Javnj0mjRvgSNLjUedfGL0GFdOPqC_9TyW42-CwYhSS-UCDp\
            vEyTQ3esT5_8BCvWSjZqViGU3FwabVmhIa9hsSgfNMVwgyhFg6pdqGXvT8oglGH7X06pvj8",
    ),
    (
        "qi",
        "\
            yj_Nx8yX_duQQJF6wptUF1SMQ5NLCFq_BnRtYV2d535bzEdnB2zy9f2idxrOws2NSHG7E7PeVxjiZshKMSMOHw5AC1OUuNRzVw-n\
            OW550SFVAFuAXy-4PFQQGmLODE4DfNwAZeiEmG3QaWvUG0MRrTzBWH48eebozq7pKwJy_U8",
    ),
];

/// The label is put together here so that scanners do not take a fixture for somebody's key.
pub(crate) fn pem(kind: &str, der: &[u8]) -> String {
    let label = format!("{kind}PRIVATE KEY");
    let text = BASE64_STANDARD.encode(der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        lines.join("\n")
    )
}

fn rsa_pkcs1() -> Vec<u8> {
    BASE64_STANDARD.decode(RSA_PKCS1).unwrap()
}

/// RFC 5958: version 0, the algorithm rsaEncryption without parameters, and the PKCS#1 key as an octet string.
fn rsa_pkcs8() -> Vec<u8> {
    const VERSION_AND_ALGORITHM: &[u8] =
        b"\x02\x01\x00\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00";
    // Both are longer than 255 bytes and shorter than 65536.
    let with_length = |tag: u8, content: &[u8]| {
        let length = u16::try_from(content.len()).unwrap().to_be_bytes();
        [&[tag, 0x82], &length[..], content].concat()
    };
    let key = with_length(0x04, &rsa_pkcs1());
    with_length(0x30, &[VERSION_AND_ALGORITHM, &key].concat())
}

fn rsa_jwk() -> Value {
    let members = RSA_MEMBERS.map(|(name, value)| (name.to_owned(), json!(value)));
    let mut jwk: Map<String, Value> = members.into_iter().collect();
    jwk.insert("kty".to_owned(), json!("RSA"));
    Value::Object(jwk)
}

/// Any number of the right length below the order of the curve is a key.
fn p256_key() -> p256::SecretKey {
    p256::SecretKey::from_slice(&[7; 32]).unwrap()
}

fn p384_key() -> p384::SecretKey {
    p384::SecretKey::from_slice(&[7; 48]).unwrap()
}

fn p521_key() -> p521::SecretKey {
    let mut bytes = [7; 66];
    bytes[0] = 0;
    p521::SecretKey::from_slice(&bytes).unwrap()
}

fn elliptic_jwk(key: &PrivateKey, d: &[u8]) -> String {
    let mut jwk = key.public_jwk();
    jwk["d"] = json!(BASE64_URL_SAFE_NO_PAD.encode(d));
    jwk.to_string()
}

/// Every form, named.
pub(crate) fn forms() -> Vec<(&'static str, String)> {
    let p256 = pem("", p256_key().to_pkcs8_der().unwrap().as_bytes());
    let p384 = pem("", p384_key().to_pkcs8_der().unwrap().as_bytes());
    let p521 = pem("", p521_key().to_pkcs8_der().unwrap().as_bytes());
    let read = |pem: &str| PrivateKey::parse(pem).unwrap();
    vec![
        ("RSA PKCS#8", pem("", &rsa_pkcs8())),
        ("RSA PKCS#1", pem("RSA ", &rsa_pkcs1())),
        ("RSA JWK", rsa_jwk().to_string()),
        ("P-256 SEC1", pem("EC ", &p256_key().to_sec1_der().unwrap())),
        ("P-256 JWK", elliptic_jwk(&read(&p256), &p256_key().to_bytes())),
        ("P-256 PKCS#8", p256),
        ("P-384 SEC1", pem("EC ", &p384_key().to_sec1_der().unwrap())),
        ("P-384 JWK", elliptic_jwk(&read(&p384), &p384_key().to_bytes())),
        ("P-384 PKCS#8", p384),
        ("P-521 SEC1", pem("EC ", &p521_key().to_sec1_der().unwrap())),
        ("P-521 JWK", elliptic_jwk(&read(&p521), &p521_key().to_bytes())),
        ("P-521 PKCS#8", p521),
    ]
}

pub(crate) fn rsa_pem() -> String {
    pem("", &rsa_pkcs8())
}

#[test]
fn every_form_of_a_key_gives_the_same_key() {
    for kind in ["RSA", "P-256", "P-384", "P-521"] {
        let forms = forms();
        let mut public: Vec<Value> = forms
            .iter()
            .filter(|(name, _)| name.starts_with(kind))
            .map(|(_, text)| PrivateKey::parse(text.as_str()).unwrap().public_jwk())
            .collect();
        assert_eq!(public.len(), 3);
        public.dedup();
        assert_eq!(public.len(), 1, "{kind}");
        assert!(public[0].get("d").is_none());
    }
}

#[test]
fn line_ends_of_pem_may_be_lost_or_written_out() {
    let whole = rsa_pem();
    for damaged in [
        whole.replace('\n', "\\n"),
        whole.replace('\n', "\r\n"),
        whole.replace('\n', " "),
        whole.replace('\n', ""),
        format!("\n  {whole}\nwith a note behind it"),
        format!("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n{whole}"),
    ] {
        assert!(PrivateKey::parse(damaged).is_ok());
    }
}

#[test]
fn what_is_no_key_is_named_and_not_repeated() {
    let of = |label: &str| format!("-----BEGIN {label}-----\nc2VjcmV0c2VjcmV0\n-----END {label}-----");
    let encrypted = format!(
        "-----BEGIN {0}-----\nProc-Type: 4,ENCRYPTED\n\nc2VjcmV0\n-----END {0}-----",
        ["RSA", "PRIVATE", "KEY"].join(" ")
    );
    let mut public = rsa_jwk();
    public.as_object_mut().unwrap().remove("d");
    let mut short = rsa_jwk();
    short.as_object_mut().unwrap().remove("qi");
    let mut other = serde_json::from_str::<Value>(&forms()[4].1).unwrap();
    other["d"] = json!(BASE64_URL_SAFE_NO_PAD.encode([8; 32]));
    for (text, reason) in [
        ("secret".to_owned(), "neither PEM nor JWK"),
        (of("PUBLIC KEY"), "public key"),
        (of("CERTIFICATE"), "certificate"),
        (
            of(&["ENCRYPTED", "PRIVATE", "KEY"].join(" ")),
            "encrypted with a password",
        ),
        (encrypted, "encrypted with a password"),
        (of(&["OPENSSH", "PRIVATE", "KEY"].join(" ")), "OpenSSH"),
        (of(&["PRIVATE", "KEY"].join(" ")), "no RSA key"),
        (rsa_pem().replace("-----END", "----END"), "without its end"),
        (rsa_pem().replace("MII", "!!!"), "no base 64"),
        ("{\"kty\": \"secret\"".to_owned(), "cannot be read"),
        (
            json!({ "kty": "oct", "k": "c2VjcmV0" }).to_string(),
            "neither RSA nor EC",
        ),
        (json!({ "keys": [rsa_jwk()] }).to_string(), "set of keys"),
        (public.to_string(), "public key"),
        (short.to_string(), "without `qi`"),
        (other.to_string(), "not those of its `d`"),
        (
            json!({ "kty": "EC", "crv": "secp256k1", "d": "BwcH" }).to_string(),
            "`crv`",
        ),
    ] {
        let error = PrivateKey::parse(text.as_str()).unwrap_err();
        let said = format!("{error} {error:?}");
        assert!(
            error.is_invalid_configuration() && said.contains(reason),
            "{reason}: {said}"
        );
        assert!(
            !said.contains("c2Vjc") && !said.contains(&RSA_PKCS1[40..60]) && !said.contains("secret"),
            "{said}"
        );
    }
}

#[test]
fn a_key_signs_with_the_algorithms_of_its_kind_alone() {
    use SigningAlgorithm::{Es256, Es384, Es512, Rs256, Rs384, Rs512};
    for (name, text) in forms() {
        let own: &[SigningAlgorithm] = match name.split(' ').next().unwrap() {
            "RSA" => &[Rs256, Rs384, Rs512],
            "P-256" => &[Es256],
            "P-384" => &[Es384],
            _ => &[Es512],
        };
        for algorithm in [Rs256, Rs384, Rs512, Es256, Es384, Es512] {
            let key = PrivateKey::parse(text.as_str()).unwrap().algorithm(algorithm);
            assert_eq!(key.is_ok(), own.contains(&algorithm), "{name} {algorithm}");
        }
    }
}

#[test]
fn a_jwk_brings_its_algorithm_and_its_id() {
    let mut jwk = rsa_jwk();
    jwk["alg"] = json!("RS512");
    jwk["kid"] = json!("key-7");
    let key = PrivateKey::parse(jwk.to_string()).unwrap();
    let said = format!("{key:?}");
    assert!(said.contains("Rs512") && said.contains("key-7"), "{said}");
    jwk["alg"] = json!("PS256");
    let error = PrivateKey::parse(jwk.to_string()).unwrap_err();
    assert!(error.to_string().contains("`alg`"), "{error}");
}

#[tokio::test]
async fn es512_signatures_are_those_of_p_521() {
    use okta_transport::Signer as _;
    use p521::ecdsa::signature::Verifier as _;
    let (_, text) = forms().pop().unwrap();
    let signature = PrivateKey::parse(text).unwrap().sign(b"message").await.unwrap();
    assert_eq!(signature.len(), 132);
    let signature = p521::ecdsa::Signature::from_slice(&signature).unwrap();
    let key = p521::SecretKey::from_pkcs8_der(p521_key().to_pkcs8_der().unwrap().as_bytes()).unwrap();
    let signer = p521::ecdsa::SigningKey::from(key);
    signer.verifying_key().verify(b"message", &signature).unwrap();
}

#[test]
fn a_key_is_read_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.pem");
    std::fs::write(&path, rsa_pem()).unwrap();
    assert!(PrivateKey::from_file(&path).is_ok());
    let error = PrivateKey::from_file(folder.path().join("none.pem")).unwrap_err();
    assert!(error.to_string().contains("could not be read"), "{error}");
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(
        any in "\\PC*",
        label in "(RSA |EC |ENCRYPTED |)PRIVATE KEY",
        content in "[A-Za-z0-9+/=\\\\n: ]{0,80}",
        end in "(-----END .{0,20})?",
        members in proptest::collection::hash_map("kty|crv|alg|kid|d|n|e|p|q|dp|dq|qi|x|y|keys", "RSA|EC|P-256|P-384|P-521|[A-Za-z0-9_-]{0,90}", 0..10),
    ) {
        let framed = format!("-----BEGIN {label}-----{content}-----END {label}-----");
        let unfinished = format!("-----BEGIN {label}-----{content}{end}");
        for text in [any, framed, unfinished, json!(members).to_string()] {
            let _ = PrivateKey::parse(text);
        }
    }
}
