//! [`Reading`]: a page on its way, read by the caller's own polls or ahead of them by a task.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use futures_util::future::{Either, select};
use okta_models::Metadata;
use tokio::sync::oneshot;
use tracing::{Instrument, Span};

use crate::client::{Client, Exchange, Template};
use crate::error::Result;

/// What became of the request for a page.
pub(crate) struct Read {
    /// The path and query of the page as it was last asked for: a page that did not come in time is halved.
    pub(crate) page: String,
    pub(crate) exchange: Result<Exchange>,
}

/// A page on its way. Dropping it ends the request.
pub(crate) enum Reading {
    /// It comes as far as it is polled.
    Here(Pin<Box<dyn Future<Output = Read> + Send>>),
    /// A task reads it, polled or not.
    Ahead(oneshot::Receiver<Read>),
}

impl Reading {
    pub(crate) fn here(client: &Client, operation: Metadata, request: Template) -> Self {
        Self::Here(Box::pin(client.clone().read_page(operation, request)))
    }

    pub(crate) fn ahead(client: &Client, operation: Metadata, request: Template) -> Self {
        let (mut sender, receiver) = oneshot::channel();
        let reading = client.clone().read_page(operation, request);
        let task = async move {
            let read = match select(pin!(reading), pin!(sender.closed())).await {
                Either::Left((read, _)) => Some(read),
                // The caller dropped the listing, and the request is dropped with it.
                Either::Right(_) => None,
            };
            if let Some(read) = read {
                // Dropped just now: nobody wants it.
                let _ = sender.send(read);
            }
        };
        client.spawner().spawn(Box::pin(task.instrument(Span::current())));
        Self::Ahead(receiver)
    }

    /// `None` when the task was dropped before it was done, with its runtime or for want of one.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Read>> {
        match self {
            Self::Here(reading) => reading.as_mut().poll(context).map(Some),
            Self::Ahead(receiver) => Pin::new(receiver).poll(context).map(std::result::Result::ok),
        }
    }
}
