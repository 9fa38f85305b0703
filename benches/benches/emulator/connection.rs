//! A client with as little of its own as can be.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
};

pub(crate) struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

/// An answer, which lies in the memory of the connection.
pub(crate) struct Answer<'a> {
    head: &'a str,
    body: &'a [u8],
}

impl Answer<'_> {
    pub(crate) fn body(&self) -> &[u8] {
        self.body
    }

    /// The address of the next page.
    pub(crate) fn next(&self) -> Option<&str> {
        let mut links = self.head.lines().filter_map(|line| line.strip_prefix("link: <"));
        links.find_map(|link| link.strip_suffix(">; rel=\"next\""))
    }
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_nodelay(true).expect("a socket option");
        Self {
            stream,
            read: vec![0; 1 << 20],
        }
    }

    pub(crate) fn ask(&mut self, request: &str) -> Answer<'_> {
        self.stream
            .write_all(request.as_bytes())
            .expect("a request that is sent");
        let mut length = 0;
        let (head, end) = loop {
            length += self.read_behind(length);
            let ends = self.read[..length]
                .windows(4)
                .position(|bytes| bytes == b"\r\n\r\n");
            if let Some(head) = ends {
                let text = std::str::from_utf8(&self.read[..head]).expect("a head in ASCII");
                assert!(text.starts_with("HTTP/1.1 200"), "{text}");
                let body = text
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length: "))
                    .expect("a length");
                break (head, head + 4 + body.parse::<usize>().expect("a number"));
            }
        };
        while length < end {
            length += self.read_behind(length);
        }
        Answer {
            head: std::str::from_utf8(&self.read[..head]).expect("a head in ASCII"),
            body: &self.read[head + 4..end],
        }
    }

    /// Whether there is an answer that says something.
    pub(crate) fn reads(&mut self, request: &str) -> bool {
        !self.ask(request).body().is_empty()
    }

    fn read_behind(&mut self, length: usize) -> usize {
        let read = self.stream.read(&mut self.read[length..]).expect("an answer");
        assert_ne!(read, 0, "the connection ended");
        read
    }
}
