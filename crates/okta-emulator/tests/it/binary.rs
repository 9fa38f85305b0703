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
