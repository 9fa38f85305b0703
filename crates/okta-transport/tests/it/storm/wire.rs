//! The same over sockets that break, with the network backend.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use bytes::Bytes;
use fastrand::Rng;
use http::{Request, Response};
use okta_models::users::ListUsers;
use okta_transport::{Client, ErrorKind, ReqwestBackend, RetryPolicy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::figures::Figures;
use super::listing::{ids, read, whole_pages};
use super::org::{Org, PAGE, USERS};
use super::writes::{WRITES, judge, write};
use super::{Case, injections};
use crate::support::TOKEN;

const BODY_LIMIT: usize = 64 * 1024;
/// More than the sockets of both sides hold, and far less than what never ends.
const MOST_WRITTEN: usize = 64 * 1024 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Break {
    ResetUnread,
    ResetAfterReading,
    CutHead,
    CutBody,
    CutChunk,
    EndlessBody,
    EndlessHead,
    LengthTooLong,
    LengthTooShort,
    TwoLengths,
    OddLength,
    NoHttp,
    Redirect,
    ForeignLink,
}

impl Break {
    const ALL: [Self; 14] = [
        Self::ResetUnread,
        Self::ResetAfterReading,
        Self::CutHead,
        Self::CutBody,
        Self::CutChunk,
        Self::EndlessBody,
        Self::EndlessHead,
        Self::LengthTooLong,
        Self::LengthTooShort,
        Self::TwoLengths,
        Self::OddLength,
        Self::NoHttp,
        Self::Redirect,
        Self::ForeignLink,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::ResetUnread => "wire_reset_unread",
            Self::ResetAfterReading => "wire_reset_after_reading",
            Self::CutHead => "wire_cut_head",
            Self::CutBody => "wire_cut_body",
            Self::CutChunk => "wire_cut_chunk",
            Self::EndlessBody => "wire_endless_body",
            Self::EndlessHead => "wire_endless_head",
            Self::LengthTooLong => "wire_length_too_long",
            Self::LengthTooShort => "wire_length_too_short",
            Self::TwoLengths => "wire_two_lengths",
            Self::OddLength => "wire_odd_length",
            Self::NoHttp => "wire_no_http",
            Self::Redirect => "wire_redirect",
            Self::ForeignLink => "wire_foreign_link",
        }
    }

    /// The kinds of error that a caller may be told.
    fn told_as(self) -> &'static [ErrorKind] {
        use ErrorKind::{BodyTooLarge, Decode, Interrupted, NotFound, NotOkta, Pagination};
        match self {
            // A repeated deletion finds that it was done.
            Self::ResetUnread
            | Self::ResetAfterReading
            | Self::CutHead
            | Self::CutBody
            | Self::CutChunk
            | Self::LengthTooLong => &[Interrupted, NotFound],
            Self::EndlessBody => &[BodyTooLarge],
            // What is left over may meet the next request of the connection.
            Self::LengthTooShort => &[Decode, NotOkta, Interrupted],
            Self::EndlessHead | Self::TwoLengths | Self::OddLength | Self::NoHttp | Self::Redirect => {
                &[NotOkta]
            }
            Self::ForeignLink => &[Pagination],
        }
    }
}

struct Line {
    org: Org,
    fault: Break,
    after: u32,
    times: u32,
    struck: u32,
    written: usize,
    random: Rng,
}

/// An org on a port, its line, and a stranger who must not hear of it.
struct Wire {
    client: Client,
    address: String,
    line: Arc<Mutex<Line>>,
    heard: Arc<AtomicUsize>,
}

impl Wire {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (stranger, heard) = stranger().await;
        let line = Arc::new(Mutex::new(Line {
            org: Org::new(&address),
            fault: Break::ResetUnread,
            after: 0,
            times: 0,
            struck: 0,
            written: 0,
            random: Rng::with_seed(0),
        }));
        let shared = Arc::clone(&line);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared), stranger.clone()));
            }
        });
        let backend = ReqwestBackend::builder().body_limit(BODY_LIMIT).no_proxy();
        let client = Client::builder()
            .org(&*address)
            .api_token(TOKEN)
            .allow_plain_http_on_loopback(true)
            .ungoverned()
            .retry(RetryPolicy::default().first_wait(Duration::ZERO))
            .backend(backend.build().unwrap())
            .build()
            .unwrap();
        Self {
            client,
            address,
            line,
            heard,
        }
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap()
    }

    /// A new org, and a fault that strikes one or more requests in a row, the first of them at random among so many.
    fn begin(&self, fault: Break, random: &mut Rng, requests: usize) {
        let mut line = self.line();
        line.org = Org::new(&self.address);
        line.fault = fault;
        line.after = random.u32(..u32::try_from(requests).unwrap());
        line.times = random.u32(1..=6);
        (line.struck, line.written) = (0, 0);
        line.random = random.fork();
    }

    fn nobody_else_heard(&self) {
        assert_eq!(self.heard.load(Ordering::SeqCst), 0, "the stranger was called");
        assert!(
            self.line().written < MOST_WRITTEN,
            "{} bytes were taken",
            self.line().written
        );
    }
}

/// A second server, which counts who calls.
async fn stranger() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let heard = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&heard);
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counter.fetch_add(1, Ordering::SeqCst);
        }
    });
    (address, heard)
}

/// Serves the requests of a connection until one side ends it.
async fn serve(mut stream: TcpStream, line: Arc<Mutex<Line>>, stranger: String) {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        // What was only looked at is still unread: to close the connection then is to reset it.
        let request = match stream.peek(&mut buffer).await {
            Ok(length) if length > 0 => parse(&buffer[..length]),
            _ => return,
        };
        let Some((request, length)) = request else {
            tokio::time::sleep(Duration::from_millis(1)).await;
            continue;
        };
        let reply = line.lock().unwrap().reply(&request, &stranger);
        if reply.is_reset {
            return;
        }
        stream.read_exact(&mut buffer[..length]).await.unwrap();
        if stream.write_all(&reply.bytes).await.is_err() {
            return;
        }
        while !reply.forever.is_empty() {
            if stream.write_all(&reply.forever).await.is_err() {
                return;
            }
            line.lock().unwrap().written += reply.forever.len();
        }
        if reply.is_last {
            return;
        }
    }
}

/// The whole request with which the bytes begin, and its length.
fn parse(bytes: &[u8]) -> Option<(Request<Bytes>, usize)> {
    let text = std::str::from_utf8(bytes).unwrap();
    let (head, _) = text.split_once("\r\n\r\n")?;
    let mut lines = head.split("\r\n");
    let mut first = lines.next().unwrap().split(' ');
    let request = Request::builder()
        .method(first.next().unwrap())
        .uri(first.next().unwrap());
    let length: usize = lines
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, length)| length.parse().unwrap());
    let body = head.len() + 4;
    let whole = bytes.get(body..body + length)?;
    Some((
        request.body(Bytes::copy_from_slice(whole)).unwrap(),
        body + length,
    ))
}

/// What is written for a request, and what happens to the connection then.
#[derive(Default)]
struct Reply {
    bytes: Vec<u8>,
    forever: Vec<u8>,
    is_reset: bool,
    is_last: bool,
}

impl Line {
    fn reply(&mut self, request: &Request<Bytes>, stranger: &str) -> Reply {
        self.org.requests += 1;
        if self.org.requests <= self.after || self.struck >= self.times {
            return Reply::of(&self.org.answer(request));
        }
        self.struck += 1;
        match self.fault {
            Break::ResetUnread => return Reply::reset(),
            Break::NoHttp => return Reply::last(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec()),
            Break::Redirect => {
                let status = self.random.choice([301, 302, 303, 307, 308]).unwrap();
                let path = request.uri();
                let head = format!(
                    "HTTP/1.1 {status} Moved\r\nlocation: {stranger}{path}\r\ncontent-length: 0\r\n\r\n"
                );
                return Reply {
                    bytes: head.into_bytes(),
                    ..Reply::default()
                };
            }
            _ => {}
        }
        let answer = self.org.answer(request);
        // A body where none was promised, so that there is one to spoil.
        let body = if answer.body().is_empty() {
            b"{}".as_slice()
        } else {
            answer.body()
        };
        let length = body.len();
        let with = |headers: &str, body: &[u8]| [head(&answer, headers).as_bytes(), body].concat();
        match self.fault {
            Break::ResetAfterReading => Reply::reset(),
            Break::CutHead => {
                let whole = with("", body);
                Reply::last(whole[..self.random.usize(..whole.len() - length)].to_vec())
            }
            Break::CutBody => {
                let kept = self.random.usize(..length);
                Reply::last(with(&format!("content-length: {length}\r\n"), &body[..kept]))
            }
            Break::CutChunk => {
                let chunk = [format!("{length:x}\r\n").as_bytes(), body, b"\r\n"].concat();
                let kept = self.random.usize(..chunk.len());
                Reply::last(with("transfer-encoding: chunked\r\n", &chunk[..kept]))
            }
            Break::EndlessBody => Reply {
                bytes: with("transfer-encoding: chunked\r\n", b""),
                forever: [b"4000\r\n".as_slice(), &[b' '; 0x4000], b"\r\n"].concat(),
                ..Reply::default()
            },
            Break::EndlessHead => Reply {
                bytes: b"HTTP/1.1 200 OK\r\nx-filler: ".to_vec(),
                forever: vec![b'a'; 0x4000],
                ..Reply::default()
            },
            Break::LengthTooLong => Reply::last(with(&format!("content-length: {}\r\n", length + 7), body)),
            Break::LengthTooShort => Reply {
                bytes: with(&format!("content-length: {}\r\n", length / 2), body),
                ..Reply::default()
            },
            Break::TwoLengths => Reply::last(with(
                &format!("content-length: {length}\r\ncontent-length: 1\r\n"),
                body,
            )),
            Break::OddLength => {
                let odd = self
                    .random
                    .choice(["eleven", "-1", "0x10", "99999999999999999999999", "1 1"]);
                Reply::last(with(&format!("content-length: {}\r\n", odd.unwrap()), body))
            }
            Break::ForeignLink => {
                self.struck -= u32::from(!answer.headers().get_all("link").iter().any(is_next));
                let whole = String::from_utf8(with(&format!("content-length: {length}\r\n"), body)).unwrap();
                Reply {
                    bytes: whole.replace(&self.org.address, stranger).into_bytes(),
                    ..Reply::default()
                }
            }
            Break::ResetUnread | Break::NoHttp | Break::Redirect => unreachable!("they are answered above"),
        }
    }
}

fn is_next(link: &http::HeaderValue) -> bool {
    link.to_str().unwrap().contains("next")
}

impl Reply {
    fn of(answer: &Response<Bytes>) -> Self {
        let length = match answer.status().as_u16() {
            204 => String::new(),
            _ => format!("content-length: {}\r\n", answer.body().len()),
        };
        let mut head = head(answer, &length);
        if answer.status() == 204 {
            head = head.replacen(" 200 ", " 204 ", 1);
        }
        Self {
            bytes: [head.as_bytes(), answer.body()].concat(),
            ..Self::default()
        }
    }

    fn reset() -> Self {
        Self {
            is_reset: true,
            ..Self::default()
        }
    }

    fn last(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            is_last: true,
            ..Self::default()
        }
    }
}

/// Status line and headers; a 204 becomes a 200, which may have a body.
fn head(answer: &Response<Bytes>, more: &str) -> String {
    let status = match answer.status().as_u16() {
        204 => 200,
        other => other,
    };
    let mut head = format!("HTTP/1.1 {status} Status\r\n{more}");
    for (name, value) in answer.headers() {
        head.extend([name.as_str(), ": ", value.to_str().unwrap(), "\r\n"]);
    }
    head.push_str("\r\n");
    head
}

async fn list(wire: &Wire, fault: Break, number: u64, figures: &mut Figures) {
    let (_case, mut random) = Case::new(format!("listing, {}", fault.name()), number);
    wire.begin(fault, &mut random, USERS.div_ceil(PAGE));
    let mut pages = wire.client.pages(ListUsers::new());
    let mut got = Vec::new();
    let error = read(&mut pages, &mut got).await;
    let struck = wire.line().struck;
    if let Some(error) = &error {
        let from = whole_pages(&got, error, fault.told_as());
        wire.line().times = 0;
        let cursor = pages.cursor().expect("a listing that failed has a rest").clone();
        let later = goes_on(wire, cursor).await;
        assert_eq!(later, ids(from..USERS));
    } else {
        assert_eq!(got, ids(0..USERS), "the listing ended as if it were whole");
    }
    wire.nobody_else_heard();
    figures.count(fault.name(), struck, usize::from(error.is_some()));
}

async fn goes_on(wire: &Wire, cursor: okta_transport::Cursor) -> Vec<String> {
    let (mut rest, mut later) = (wire.client.resume(ListUsers::new(), cursor), Vec::new());
    if let Some(error) = read(&mut rest, &mut later).await {
        panic!("the storm is over: {error}");
    }
    later
}

async fn change(wire: &Wire, fault: Break, number: u64, figures: &mut Figures) {
    let (_case, mut random) = Case::new(format!("writes, {}", fault.name()), number);
    wire.begin(fault, &mut random, WRITES);
    let mut failed = 0;
    for number in 0..WRITES {
        let (operation, error) = write(&wire.client, number).await;
        let done = wire.line().org.done(operation.operation_id());
        judge(operation, error.as_ref(), done, fault.told_as());
        failed += usize::from(error.is_some());
    }
    wire.nobody_else_heard();
    figures.count(fault.name(), wire.line().struck, failed);
}

#[tokio::test]
async fn over_broken_sockets_a_listing_gives_every_record_once_or_ends_in_a_typed_error() {
    let (wire, mut figures) = (Wire::new().await, Figures::default());
    for fault in Break::ALL {
        let mut number = 0;
        while figures.injected(fault.name()) < injections() {
            list(&wire, fault, number, &mut figures).await;
            number += 1;
        }
    }
    figures.print("listing", injections());
}

#[tokio::test]
async fn over_broken_sockets_what_a_caller_is_told_of_a_write_is_true_of_the_org() {
    let (wire, mut figures) = (Wire::new().await, Figures::default());
    for fault in Break::ALL
        .into_iter()
        .filter(|fault| *fault != Break::ForeignLink)
    {
        let mut number = 0;
        while figures.injected(fault.name()) < injections() {
            change(&wire, fault, number, &mut figures).await;
            number += 1;
        }
    }
    figures.print("writes", injections());
}
