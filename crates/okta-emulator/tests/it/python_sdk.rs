//! Okta's own Python SDK takes a served emulator for Okta.
//!
//! The SDK is installed from the package index into a virtual environment under the build's folder. Where
//! Python or the index cannot be reached the test prints so and passes; with `CI=true` it fails.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use okta_emulator::{Emulator, Preset};
use serde_json::{Value, json};

use crate::checker::{python_with, text};
use crate::signer::Signer;

#[tokio::test(flavor = "multi_thread")]
async fn joiner_mover_leaver_paging_and_service_apps_work_with_okta_s_python_sdk() {
    let python = match tokio::task::spawn_blocking(python_with_sdk).await.unwrap() {
        Ok(python) => python,
        Err(reason) => {
            assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{reason}");
            println!("skipped, because Okta's Python SDK is not to be had here: {reason}");
            return;
        }
    };
    // The SDK signs with the machine's time.
    let emulator = Emulator::builder()
        .users(0)
        .groups(0)
        .apps(0)
        .limits(Preset::Unlimited)
        .build();
    let token = emulator.api_token("SUPER_ADMIN");
    let server = emulator.serve("127.0.0.1:0").await.unwrap();
    let org = json!({
        "url": server.base_url(),
        "token": token.expose(),
        "service_app": service_app(&emulator, false),
        "bound_service_app": service_app(&emulator, true),
    });
    let output = tokio::task::spawn_blocking(move || run_flow(&python, &org))
        .await
        .unwrap();
    assert!(output.status.success(), "{}", text(&output));

    let requests = emulator.requests();
    let asked = |method: &str, path: &str| {
        requests
            .iter()
            .filter(|request| request.method == method && request.path == path)
            .count()
    };
    // Three listings of three pages each.
    let pages = requests
        .iter()
        .filter(|request| request.query.contains("after="))
        .count();
    assert_eq!(pages, 6);
    // One token for the first service app; for the bound one a challenge for the nonce, and a token.
    assert_eq!(asked("POST", "/oauth2/v1/token"), 3);
    assert_eq!(asked("POST", "/api/v1/users"), 8);
    server.shutdown().await.unwrap();
}

fn service_app(emulator: &Emulator, bound: bool) -> Value {
    let app = emulator
        .service_app(
            "Python",
            &Signer::rsa().jwk("key-1"),
            &["okta.users.read"],
            Some("READ_ONLY_ADMIN"),
        )
        .unwrap();
    assert!(!bound || emulator.require_dpop(&app.client_id));
    json!({ "client_id": app.client_id, "key_id": app.key_id, "private_key": Signer::rsa_pem() })
}

fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python")
}

fn python_with_sdk() -> Result<PathBuf, String> {
    python_with("python", &scripts().join("requirements.txt"))
}

fn run_flow(python: &Path, org: &Value) -> Output {
    let mut flow = Command::new(python)
        .arg(scripts().join("okta_sdk_flow.py"))
        // The SDK also reads its configuration from the environment and from the home folder.
        .env_clear()
        .env("HOME", env!("CARGO_TARGET_TMPDIR"))
        // The emulator is served without TLS, which the SDK refuses unless it is told that this is a test.
        .env("OKTA_TESTING_TESTINGDISABLEHTTPSCHECK", "true")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = flow.stdin.take().unwrap();
    input.write_all(org.to_string().as_bytes()).unwrap();
    drop(input);
    flow.wait_with_output().unwrap()
}
