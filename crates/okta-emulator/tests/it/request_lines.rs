//! The request log is what a check against Okta's specification reads, without secrets.

use std::io;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::org::{Org, ask, empty};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Lines {
    fn read(&self) -> (String, Vec<Value>) {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        let lines = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        (text, lines)
    }
}

#[tokio::test]
async fn each_request_is_a_line_without_its_secrets() {
    let lines = Lines::default();
    let org = Org::new(empty().request_log(lines.clone()));
    org.active_user("a@people.example").await;
    org.get("/api/v1/users?limit=2&search=id+pr").await.expect(200);
    ask(&org.emulator, None, "GET", "/api/v1/users/me", None)
        .await
        .expect(401);
    let (text, lines) = lines.read();
    assert_eq!(lines.len(), 3);
    assert!(
        !text.contains(org.token.expose()) && !text.contains("Passw0rd-of-mine"),
        "{text}"
    );
    let created = &lines[0];
    assert_eq!(
        (&created["method"], &created["path"]),
        (&json!("POST"), &json!("/api/v1/users"))
    );
    assert_eq!(
        (&created["operation"], &created["status"]),
        (&json!("createUser"), &json!(200))
    );
    assert_eq!(created["headers"]["authorization"], "SSWS [redacted]");
    assert_eq!(created["body"]["profile"]["login"], "a@people.example");
    assert_eq!(created["body"]["credentials"]["password"]["value"], "[redacted]");
    assert_eq!(lines[1]["query"], "limit=2&search=id+pr");
    assert_eq!(lines[1]["body"], Value::Null);
    assert!(lines[2]["headers"].get("authorization").is_none());
    assert!(created.get("response_body").is_none());
}

#[tokio::test]
async fn answers_are_logged_where_that_is_asked_for() {
    let lines = Lines::default();
    let org = Org::new(empty().request_and_answer_log(lines.clone()));
    org.group("G").await;
    assert_eq!(lines.read().1[0]["response_body"]["profile"]["name"], "G");
}
