//! An org on the loopback interface that fails in every way, and repeats what it was sent where it can.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{ACCESS_TOKEN, PASSWORD, RECOVERY_TOKEN};

/// Gives the org's address. What it is sent beside is written to a file.
pub(super) async fn failing(sent: &Path) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let org = format!("http://{}", listener.local_addr().unwrap());
    let (sent, count) = (sent.to_owned(), Arc::new(AtomicUsize::new(0)));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (sent, count) = (sent.clone(), count.clone());
            tokio::spawn(async move {
                let request = read(stream).await;
                if let Some((mut stream, request)) = request {
                    write_down(&sent, &request);
                    let answer = answer(&request, &count);
                    let _ = stream.write_all(answer.as_bytes()).await;
                }
            });
        }
    });
    org
}

async fn read(mut stream: TcpStream) -> Option<(TcpStream, String)> {
    let mut received = Vec::new();
    loop {
        if stream.read_buf(&mut received).await.ok()? == 0 {
            return None;
        }
        if !received.starts_with(b"GET") && !received.starts_with(b"POST") {
            // A handshake of TLS, which this server does not speak.
            return None;
        }
        let text = String::from_utf8_lossy(&received).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = header(head, "content-length")
            .and_then(|length| length.parse().ok())
            .unwrap_or(0);
        if body.len() >= length {
            return Some((stream, text));
        }
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (other, value) = line.split_once(':')?;
        other.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

fn assertion(request: &str) -> Option<String> {
    let body = request.split_once("\r\n\r\n")?.1;
    url::form_urlencoded::parse(body.as_bytes())
        .find_map(|(name, value)| (name == "client_assertion").then(|| value.into_owned()))
}

fn write_down(sent: &Path, request: &str) {
    use std::io::Write as _;
    let mut file = std::fs::File::options()
        .create(true)
        .append(true)
        .open(sent)
        .unwrap();
    if let Some(assertion) = assertion(request) {
        writeln!(file, "client_assertion {assertion}").unwrap();
    }
    if let Some(proof) = header(request, "dpop") {
        writeln!(file, "dpop {proof}").unwrap();
    }
    writeln!(file, "{request}").unwrap();
}

fn answer(request: &str, count: &AtomicUsize) -> String {
    let credentials = header(request, "authorization").unwrap_or("none");
    let token = credentials.split_once(' ').map_or("none", |(_, token)| token);
    let error = |code: &str, words: &str| {
        format!(
            r#"{{"errorCode":"{code}","errorSummary":"{words}","errorId":"oae1","errorCauses":[{{"errorSummary":"{words}"}}]}}"#
        )
    };
    // What the request did not hold, Okta does not know.
    let weak = if request.contains(PASSWORD) {
        PASSWORD
    } else {
        "it"
    };
    let path = request.split(' ').nth(1).unwrap_or_default();
    let number = count.fetch_add(1, Ordering::SeqCst);
    if path == "/oauth2/v1/token" {
        let assertion = assertion(request).unwrap_or_default();
        return match number {
            0 => with_head(
                400,
                "dpop-nonce: nonce-1\r\n",
                r#"{"error":"use_dpop_nonce","error_description":"nonce"}"#,
            ),
            1 => json(
                401,
                &format!(r#"{{"error":"invalid_client","error_description":"{assertion} is not valid"}}"#),
            ),
            2 => json(200, &format!(r#"{{"access_token":["{ACCESS_TOKEN}"]}}"#)),
            _ => json(
                200,
                &format!(r#"{{"token_type":"DPoP","expires_in":3600,"access_token":"{ACCESS_TOKEN}"}}"#),
            ),
        };
    }
    if path.ends_with("/reset_password?sendEmail=false") {
        return json(
            200,
            &format!(r#"{{"resetPasswordUrl":["https://acme.okta.com/reset_password/{RECOVERY_TOKEN}"]}}"#),
        );
    }
    let known = [
        (
            401,
            "",
            error("E0000011", &format!("Invalid token provided: {token}")),
        ),
        (
            403,
            "www-authenticate: Bearer error=\"insufficient_scope\", scope=\"okta.users.read\"\r\n",
            String::new(),
        ),
        (
            404,
            "",
            error(
                "E0000007",
                &format!("Not found: Resource not found: {path} ({token})"),
            ),
        ),
        (
            400,
            "",
            error(
                "E0000001",
                &format!("Password {weak} of {} is weak", super::LOGIN),
            ),
        ),
        (429, "", error("E0000047", &format!("Too many with {token}"))),
        (500, "", error("E0000009", credentials)),
        (
            502,
            "content-type: text/html\r\n",
            format!("<html>{request}</html>"),
        ),
        (
            200,
            "content-type: text/html\r\n",
            format!("<html>{request}</html>"),
        ),
        (
            302,
            "location: https://evil.example/login?token=secret\r\n",
            String::new(),
        ),
        (
            200,
            "content-type: application/json\r\n",
            format!("{{\"token\": \"{token}\""),
        ),
        (
            200,
            "content-type: application/json\r\n",
            format!(r#"[{{"id": {{"token": "{token}"}}}}]"#),
        ),
    ];
    match known.get(number % (known.len() + 2)) {
        Some((status, head, body)) => with_head(*status, head, body),
        // Half an answer, and none.
        None if number.is_multiple_of(2) => format!("HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n{token}"),
        None => String::new(),
    }
}

fn json(status: u16, body: &str) -> String {
    with_head(status, "content-type: application/json\r\n", body)
}

fn with_head(status: u16, head: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status} Words\r\n{head}content-length: {length}\r\nconnection: close\r\n\r\n{body}")
}
