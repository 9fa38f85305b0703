//! An org that lists as many users as the token says, 1.3 KB each, with the headers that Okta sends.

use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::net::{TcpListener, TcpStream};

/// Prints its address, and serves until it is ended.
pub(crate) fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let org = format!("http://{}", listener.local_addr().expect("an address"));
    println!("{org}");
    for stream in listener.incoming() {
        let (stream, org) = (stream.expect("a connection"), org.clone());
        std::thread::spawn(move || answer(stream, &org));
    }
}

/// Answers the requests of a connection until its client ends it.
fn answer(mut stream: TcpStream, org: &str) {
    let _ = stream.set_nodelay(true);
    let (mut received, mut buffer) = (Vec::new(), [0; 8192]);
    while let Ok(length @ 1..) = stream.read(&mut buffer) {
        received.extend_from_slice(&buffer[..length]);
        if !received.ends_with(b"\r\n\r\n") {
            continue;
        }
        let request = String::from_utf8_lossy(&received).into_owned();
        received.clear();
        let line = request.lines().next().unwrap_or_default();
        let after = number(line, "after=").unwrap_or(0);
        let limit = number(line, "limit=").unwrap_or(200);
        let users = number(&request, "SSWS ").expect("the token says how many users there are");
        if stream.write_all(&page(org, after, limit, users)).is_err() {
            return;
        }
    }
}

/// The number behind a word.
fn number(text: &str, word: &str) -> Option<u32> {
    let behind = text.split_once(word)?.1;
    let end = behind
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(behind.len());
    behind[..end].parse().ok()
}

fn page(org: &str, after: u32, limit: u32, users: u32) -> Vec<u8> {
    let last = users.min(after.saturating_add(limit));
    let mut body = String::with_capacity(1_400 * limit as usize);
    for number in after + 1..=last {
        body.push(if number == after + 1 { '[' } else { ',' });
        user(&mut body, org, number);
    }
    body.push_str(if body.is_empty() { "[]" } else { "]" });
    let seconds = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    let mut answer = format!(
        "HTTP/1.1 200 OK\r\n\
         date: {}\r\n\
         content-type: application/json\r\n\
         content-length: {}\r\n\
         server: nginx\r\n\
         vary: Accept-Encoding\r\n\
         x-okta-request-id: Zq{after:024}\r\n\
         x-xss-protection: 0\r\n\
         x-rate-limit-limit: 10000000\r\n\
         x-rate-limit-remaining: {}\r\n\
         x-rate-limit-reset: {}\r\n\
         cache-control: no-cache, no-store\r\n\
         pragma: no-cache\r\n\
         expires: 0\r\n\
         referrer-policy: strict-origin-when-cross-origin\r\n\
         accept-ch: Sec-CH-UA-Platform-Version\r\n\
         x-content-type-options: nosniff\r\n\
         strict-transport-security: max-age=315360000; includeSubDomains\r\n\
         link: <{org}/api/v1/users?limit={limit}>; rel=\"self\"\r\n",
        date(seconds),
        body.len(),
        10_000_000 - after / limit.max(1),
        seconds + 60,
    );
    if last < users {
        let _ = write!(
            answer,
            "link: <{org}/api/v1/users?after={last}&limit={limit}>; rel=\"next\"\r\n"
        );
    }
    answer.push_str("\r\n");
    answer.push_str(&body);
    answer.into_bytes()
}

/// As HTTP writes it.
fn date(seconds: u64) -> String {
    let seconds = i64::try_from(seconds).unwrap_or_default();
    let time = jiff::Timestamp::from_second(seconds).expect("a time");
    time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// A user as a listing shows it: many attributes, one link.
fn user(body: &mut String, org: &str, number: u32) {
    // Writing to a `String` cannot fail.
    let _ = write!(
        body,
        r#"{{"id":"00u{number:017}","status":"ACTIVE","created":"2024-03-05T09:21:44.000Z","activated":"2024-03-05T09:21:45.000Z","statusChanged":"2024-03-06T08:00:12.000Z","lastLogin":"2026-02-11T15:02:33.000Z","lastUpdated":"2026-01-28T10:47:09.000Z","passwordChanged":"2024-03-06T08:00:12.000Z","realmId":"guo1a2b3c4d5e6f7g8h9","type":{{"id":"oty1a2b3c4d5e6f7g8h9"}},"profile":{{"login":"ada.lovelace{number}@example.com","email":"ada.lovelace{number}@example.com","secondEmail":null,"mobilePhone":null,"firstName":"Ada","lastName":"Lovelace{number}","displayName":"Ada Lovelace","nickName":"Ada","title":"Senior Analyst","department":"Research and Development","division":"Engines","organization":"Example Incorporated","costCenter":"CC-4711","employeeNumber":"{number}","userType":"Employee","managerId":"00u{:017}","manager":"charles.babbage@example.com","primaryPhone":"+44 20 7946 0000","streetAddress":"12 St James's Square","city":"London","zipCode":"SW1Y 4JH","countryCode":"GB","locale":"en_GB","timezone":"Europe/London","badge":{number},"remote":true,"sites":["London","Turin"],"startDate":"2024-03-01"}},"credentials":{{"password":{{}},"provider":{{"type":"OKTA","name":"OKTA"}}}},"_links":{{"self":{{"href":"{org}/api/v1/users/00u{number:017}"}}}}}}"#,
        number / 10,
    );
}
