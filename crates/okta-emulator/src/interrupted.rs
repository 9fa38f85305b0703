//! A connection that ended before its answer did.

use std::fmt;

use bytes::Bytes;
use http::Response;

/// Why there is no whole answer. Only a [`Fault`](crate::Fault) makes one.
#[derive(Debug)]
#[non_exhaustive]
pub enum Interrupted {
    /// The connection ended before anything was answered. Whether the request was carried out is not known to
    /// its sender, as over a network.
    Reset,
    /// The connection ended in the middle of the body.
    Truncated {
        /// Status and headers, whose `content-length` says how long the body should have been, and the part of
        /// the body that arrived.
        response: Box<Response<Bytes>>,
    },
}

impl fmt::Display for Interrupted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reset => formatter.write_str("an injected fault reset the connection before the answer"),
            Self::Truncated { response } => write!(
                formatter,
                "an injected fault ended the connection after {} bytes of the body",
                response.body().len()
            ),
        }
    }
}

impl std::error::Error for Interrupted {}
