//! The program announces itself with one line, serves, and stops when it is told to.

use std::io::{BufRead, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::over_tcp::get;

fn start(arguments: &[&str]) -> (Child, Value) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_okta-emulator"));
    let mut child = command
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    (child, serde_json::from_str(&line).expect("one line of JSON"))
}

/// Sends SIGTERM to the program that this test started, by its id.
fn terminate(child: &mut Child) -> Option<i32> {
    let sent = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
    child.wait().unwrap().code()
}

#[tokio::test]
async fn the_ready_line_is_enough_to_use_the_org() {
    let (mut child, ready) = start(&["--users", "30", "--seed", "7"]);
    assert_eq!(
        (&ready["users"], &ready["role"]),
        (&30.into(), &"SUPER_ADMIN".into())
    );
    let url = format!("{}/api/v1/users", ready["url"].as_str().unwrap());
    let response = get(&url, ready["token"].as_str().unwrap()).await.unwrap();
    assert_eq!(response.status(), 200);
    let users: Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(
        users.as_array().unwrap().len(),
        30,
        "29 who are not deactivated, and the token's owner"
    );
    assert_eq!(terminate(&mut child), Some(0));
}

#[test]
fn half_a_request_does_not_keep_the_program_from_ending() {
    let (mut child, ready) = start(&["--users", "0"]);
    let address = ready["url"]
        .as_str()
        .unwrap()
        .trim_start_matches("http://")
        .to_owned();
    let mut client = std::net::TcpStream::connect(address).unwrap();
    client
        .write_all(b"GET /api/v1/users HTTP/1.1\r\nHost: x\r\n")
        .unwrap();
    assert_eq!(terminate(&mut child), Some(0));
}

#[test]
fn a_port_in_use_ends_the_program_with_a_reason() {
    let (mut child, ready) = start(&["--users", "0"]);
    let port = ready["url"]
        .as_str()
        .unwrap()
        .rsplit(':')
        .next()
        .unwrap()
        .to_owned();
    let second = Command::new(env!("CARGO_BIN_EXE_okta-emulator"))
        .args(["--port", &port])
        .output()
        .unwrap();
    let told = String::from_utf8(second.stderr).unwrap();
    assert_eq!(second.status.code(), Some(1));
    assert!(
        told.contains(&port) && told.contains("--port") && second.stdout.is_empty(),
        "{told}"
    );
    assert_eq!(terminate(&mut child), Some(0));
}

/// Runs the program to its end, which comes by itself.
fn refused(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_okta-emulator"))
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.stdout.is_empty(), "who reads the ready line gets none");
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn who_reads_the_ready_line_may_end_the_program_at_once() {
    for _ in 0..10 {
        let (mut child, _) = start(&["--users", "0"]);
        assert_eq!(terminate(&mut child), Some(0));
    }
}

#[test]
fn what_cannot_work_is_said_before_the_program_is_ready() {
    let nowhere = concat!(env!("CARGO_TARGET_TMPDIR"), "/no-such-folder/file");
    for (arguments, code, words) in [
        (["--save", nowhere].as_slice(), 1, "its folder is not there"),
        (&["--request-log", nowhere], 1, "--request-log another file"),
        (&["--restore", nowhere], 1, "cannot restore"),
        (&["--restore", file!(), "--users", "3"], 2, "cannot be used with"),
        (&["--log-answers"], 2, "--request-log <FILE>"),
        (&["--limit-multiplier", "0"], 2, "is not in 1.."),
        (
            &["--fault", "{\"effect\": \"reset\", \"operation\": \"getUserr\"}"],
            2,
            "no operation `getUserr`",
        ),
        (
            &["--fault", "{\"effect\": \"reset\", \"rate\": 7}"],
            2,
            "not from 0 to 1",
        ),
        (&["--port", "65536"], 2, "65536 is not in"),
        (
            &["--fault", "{\"effect\": \"reset\", \"opperation\": \"getUser\"}"],
            2,
            "has no member `opperation`",
        ),
        (&["--concurrency", "0"], 2, "is not in 1.."),
        (&["--users", "99999999999"], 2, "is not in 0..=10000000"),
        (&["--groups", "1e3"], 2, "invalid digit"),
        (&["--apps", "-1"], 2, "-1"),
        (&["--group-rules", "2001"], 2, "is not in 0..=2000"),
        (&["--apps-per-user", "1e9"], 2, "a number from 0 to 1000 is meant"),
        (&["--apps-per-user", "nan"], 2, "a number from 0 to 1000 is meant"),
        (
            &["--groups-per-user", "inf"],
            2,
            "a number from 0 to 1000 is meant",
        ),
        (&["--groups-per-user=-1"], 2, "a number from 0 to 1000 is meant"),
        (
            &["--apps-through-groups", "1.5"],
            2,
            "a number from 0 to 1 is meant",
        ),
        (
            &["--group-sizes", "zipf:nan"],
            2,
            "a number from 0 to 100 is meant",
        ),
        (&["--group-sizes", "-3"], 2, "-3"),
        (
            &["--administrators", "ORG_ADMIN=99999999999"],
            2,
            "a role and a number of users",
        ),
        (&["--statuses", "ACTIVE=-1"], 2, "as the share of ACTIVE"),
        (&["--statuses", "ACTIVE=nan"], 2, "as the share of ACTIVE"),
        (
            &["--custom-attribute", "=integers"],
            2,
            "cannot name an attribute",
        ),
        (&["--latency", "99999999999"], 2, "is not in 0..=86400000"),
        (&["--search-lag", "99999999999"], 2, "is not in 0..=86400000"),
        (&["--system-log-bytes", "-1"], 2, "-1"),
    ] {
        let (ended, told) = refused(arguments);
        assert_eq!(ended, Some(code), "{arguments:?}: {told}");
        assert!(told.contains(words), "{arguments:?}: {told}");
    }
    let (ended, told) = refused(&["--restore", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")]);
    assert_eq!(
        (ended, told.matches("Cargo.toml").count()),
        (Some(1), 1),
        "{told}"
    );
}

#[test]
fn help_says_what_is_printed_and_how_it_ends() {
    let output = Command::new(env!("CARGO_BIN_EXE_okta-emulator"))
        .arg("--help")
        .output()
        .unwrap();
    assert!(output.status.success() && output.stderr.is_empty());
    let told = String::from_utf8(output.stdout).unwrap();
    for words in [
        "one line of JSON",
        "SIGTERM",
        "Exit codes: 0",
        "--control-token <TEXT>",
        "MILLISECONDS",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
}

#[tokio::test]
async fn a_stopped_org_goes_on_where_it_was_saved() {
    let file = std::env::temp_dir().join(format!("okta-emulator-binary-{}.json", std::process::id()));
    let path = file.to_str().unwrap();
    let (mut child, ready) = start(&["--users", "3", "--groups", "0", "--apps", "0", "--save", path]);
    let read = async |ready: &Value, token: &Value| {
        let url = format!("{}/api/v1/users", ready["url"].as_str().unwrap());
        let response = get(&url, token.as_str().unwrap()).await.unwrap();
        let users: Value = serde_json::from_slice(response.body()).unwrap();
        users.as_array().unwrap().len()
    };
    let before = read(&ready, &ready["token"]).await;
    assert_eq!(terminate(&mut child), Some(0));
    let (mut child, again) = start(&["--restore", path]);
    assert_eq!((&again["restored"], again.get("users")), (&path.into(), None));
    // The former token still works; its owner and the new one's are both users.
    assert_eq!(read(&again, &ready["token"]).await, before + 1);
    assert_eq!(terminate(&mut child), Some(0));
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn a_role_that_is_none_is_explained() {
    let output = Command::new(env!("CARGO_BIN_EXE_okta-emulator"))
        .args(["--role", "KING"])
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("HELP_DESK_ADMIN"), "{told}");
}
