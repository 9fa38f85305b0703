//! [`Connector`]: one connection to a Redis for all who need it.
//!
//! The stream is made here rather than by the `redis` crate: its TLS takes the cryptography that is the process's default,
//! and panics in a process that holds two and has chosen none.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use okta_models::Secret;
use redis::aio::MultiplexedConnection;
use redis::{
    AsyncConnectionConfig, ConnectionAddr, IntoConnectionInfo as _, RedisConnectionInfo, RedisError,
};
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::super::store::StoreError;
use crate::error::{Error, Result};
use crate::tls::{Refusal, Tls, rustls_error};

const FORM: &str = "Write it as redis://:password@host:6379, or rediss:// for TLS.";

#[derive(Clone)]
pub(super) struct Connector {
    host: Arc<str>,
    port: u16,
    tls: Option<(TlsConnector, ServerName<'static>)>,
    /// Holds the password; the crate redacts it.
    login: RedisConnectionInfo,
    open: Arc<Mutex<Option<MultiplexedConnection>>>,
    /// Held by the one that connects.
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl Connector {
    pub(super) fn new(url: &Secret) -> Result<Self> {
        let refuse = |what: &str| Error::configuration(what, FORM);
        let url = url.expose();
        let (with_tls, rest) = match url.split_once("://") {
            Some(("redis" | "valkey", rest)) => (false, rest),
            Some(("rediss" | "valkeys", rest)) => (true, rest),
            _ => {
                return Err(refuse(
                    "the address of the Redis begins neither with redis:// nor with rediss://",
                ));
            }
        };
        if rest.contains('#') {
            return Err(refuse(
                "the address of the Redis asks for TLS without checks, or has a # that is not written as %23",
            ));
        }
        let plain = Secret::new(format!("redis://{rest}"));
        // The crate's error might repeat a part of the address.
        let info = plain.expose().into_connection_info();
        let info = info.map_err(|_| refuse("the address of the Redis cannot be read"))?;
        let ConnectionAddr::Tcp(host, port) = info.addr() else {
            return Err(refuse("the address of the Redis names no host"));
        };
        let tls = with_tls.then(|| {
            let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned())
                .map_err(|_| refuse("the host of the Redis is no name that a certificate may have"))?;
            Ok::<_, Error>((connector(&Tls::default())?, name))
        });
        Ok(Self {
            host: host.as_str().into(),
            port: *port,
            tls: tls.transpose()?,
            login: info.redis_settings().clone(),
            open: Arc::default(),
            turn: Arc::default(),
        })
    }

    /// The same with other TLS settings.
    pub(super) fn with_tls(mut self, settings: &Tls) -> Result<Self> {
        let Some((tls, _)) = &mut self.tls else {
            return Err(Error::configuration(
                "there are TLS settings for a Redis that is called without TLS",
                "Write its address with rediss://.",
            ));
        };
        *tls = connector(settings)?;
        // What was opened under other settings stays with the clones of before.
        self.open = Arc::default();
        self.turn = Arc::default();
        Ok(self)
    }

    /// What may be shown.
    pub(super) fn address(&self) -> String {
        let scheme = if self.tls.is_some() { "rediss" } else { "redis" };
        format!("{scheme}://{}:{}", self.host, self.port)
    }

    /// The connection, and whether it was made just now.
    pub(super) async fn connection(&self) -> std::result::Result<(MultiplexedConnection, bool), StoreError> {
        if let Some(open) = self.open().clone() {
            return Ok((open, false));
        }
        let _turn = self.turn.lock().await;
        if let Some(open) = self.open().clone() {
            return Ok((open, true));
        }
        let connection = self.connect().await?;
        *self.open() = Some(connection.clone());
        Ok((connection, true))
    }

    /// The connection is of no use any more.
    pub(super) fn give_up(&self) {
        *self.open() = None;
    }

    async fn connect(&self) -> std::result::Result<MultiplexedConnection, StoreError> {
        let unreachable = |problem: std::io::Error| {
            let why = match rustls_error(&problem) {
                Some(problem) => {
                    let Refusal { what, advice } = Refusal::of(problem, "server");
                    format!("{what}. {advice}")
                }
                None => problem.to_string(),
            };
            StoreError::new(format!("no connection to {}: {why}", self.address()))
        };
        let host = self.host.trim_matches(['[', ']']);
        let stream = TcpStream::connect((host, self.port)).await.map_err(unreachable)?;
        // Every call waits for its answer.
        stream.set_nodelay(true).map_err(unreachable)?;
        match &self.tls {
            None => self.log_in(stream).await,
            Some((tls, name)) => {
                let stream = tls.connect(name.clone(), stream).await.map_err(unreachable)?;
                self.log_in(stream).await
            }
        }
    }

    async fn log_in<S>(&self, stream: S) -> std::result::Result<MultiplexedConnection, StoreError>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        // The timeout is the caller's, over all that belongs to a call.
        let config = AsyncConnectionConfig::new().set_response_timeout(None);
        let (connection, driver) = MultiplexedConnection::new_with_config(&self.login, stream, config)
            .await
            .map_err(|problem| StoreError::new(told(&problem)))?;
        // Ends with the last clone of the connection.
        tokio::spawn(driver);
        Ok(connection)
    }

    fn open(&self) -> MutexGuard<'_, Option<MultiplexedConnection>> {
        // Only ever replaced as a whole.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn connector(settings: &Tls) -> Result<TlsConnector> {
    Ok(TlsConnector::from(Arc::new(settings.client_config()?)))
}

/// What happened, by its kind and the server's code: the server's own words might repeat what it was sent.
pub(super) fn told(problem: &RedisError) -> String {
    match problem.code() {
        Some(code) => format!("Redis refused: {code}"),
        None => format!("the connection to Redis failed: {}", problem.category()),
    }
}
