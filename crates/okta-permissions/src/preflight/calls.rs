//! [`Calls`]: what a preflight sends, counted and bounded, and what answers tell beside their bodies.

use std::collections::BTreeMap;

use jiff::Timestamp;
use okta_models::{ListOperation, Operation};
use okta_transport::{Client, Error, ErrorKind};

use super::clock::{ClockDifference, Skew};
use super::rate_share::Bucket;
use super::unread::{Unread, WhyUnread};

/// The calls of one preflight.
pub(super) struct Calls<'c> {
    client: &'c Client,
    at_most: u32,
    sent: BTreeMap<&'static str, u32>,
    buckets: BTreeMap<&'static str, Bucket>,
    skew: Skew,
    unread: Vec<Unread>,
}

/// What came of a call.
pub(super) enum Reply<T> {
    Answered(T),
    /// The credentials may not (403).
    Refused,
    /// It failed in another way, or was not sent.
    Unread,
}

/// A list, all pages of it.
pub(super) struct Listed<T> {
    pub(super) items: Vec<T>,
    /// Whether every page and every record could be read.
    pub(super) whole: bool,
}

impl<T> Reply<T> {
    pub(super) fn answered(self) -> Option<T> {
        match self {
            Self::Answered(answer) => Some(answer),
            Self::Refused | Self::Unread => None,
        }
    }
}

impl<'c> Calls<'c> {
    pub(super) fn new(client: &'c Client, at_most: u32) -> Self {
        Self {
            client,
            at_most,
            sent: BTreeMap::new(),
            buckets: BTreeMap::new(),
            skew: Skew::default(),
            unread: Vec::new(),
        }
    }

    /// Sends what the preflight cannot do without, and gives the answer with its date.
    pub(super) async fn require<Op: Operation>(
        &mut self,
        operation: Op,
    ) -> Result<(Op::Output, Option<Timestamp>), Error> {
        self.count::<Op>();
        let bucket = bucket_of(&operation);
        let before = self.client.now();
        let answer = self.client.send_for_answer(operation).await?;
        self.skew.saw(answer.date(), before, self.client.now());
        if let (Some(bucket), Some(limit)) = (bucket, answer.rate_limit()) {
            self.buckets.insert(bucket, Bucket::new(bucket, limit));
        }
        let date = answer.date();
        Ok((answer.into_inner(), date))
    }

    /// Sends what the preflight can do without: a refusal and a passing failure cost the answer alone.
    ///
    /// # Errors
    ///
    /// When no further call would fare better: the credentials are refused, or the org cannot be reached.
    pub(super) async fn send<Op: Operation>(
        &mut self,
        operation: Op,
        about: &str,
    ) -> Result<Reply<Op::Output>, Error> {
        if !self.has_room::<Op>(about) {
            return Ok(Reply::Unread);
        }
        match self.require(operation).await {
            Ok((output, _)) => Ok(Reply::Answered(output)),
            Err(error) => self.failed::<Op, _>(error, about),
        }
    }

    /// Sends what tells by being refused, too.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub(super) async fn attempt<Op: Operation>(
        &mut self,
        operation: Op,
        about: &str,
    ) -> Result<Reply<Op::Output>, Error> {
        let reply = self.send(operation, about).await?;
        if matches!(reply, Reply::Refused) {
            self.unread.pop();
        }
        Ok(reply)
    }

    /// Reads all pages of a list, as far as the bound allows.
    pub(super) async fn list<Op: ListOperation>(
        &mut self,
        operation: Op,
        about: &str,
    ) -> Result<Reply<Listed<Op::Item>>, Error> {
        // Each call is counted, and bounded, before it is made.
        let mut pages = self.client.read_ahead(false).pages(operation);
        let mut listed = Listed {
            items: Vec::new(),
            whole: true,
        };
        let mut first = true;
        while pages.cursor().is_some() {
            if !self.has_room::<Op>(about) {
                listed.whole = false;
                return Ok(if first {
                    Reply::Unread
                } else {
                    Reply::Answered(listed)
                });
            }
            let Some(page) = pages.next().await else { break };
            self.count::<Op>();
            match page {
                Ok(page) => {
                    for item in page {
                        match item {
                            Ok(item) => listed.items.push(item),
                            Err(_) => listed.whole = false,
                        }
                    }
                }
                Err(error) => {
                    let reply = self.failed::<Op, _>(error, about)?;
                    listed.whole = false;
                    return Ok(if first { reply } else { Reply::Answered(listed) });
                }
            }
            first = false;
        }
        if !listed.whole {
            self.note::<Op>(about, WhyUnread::Odd);
        }
        Ok(Reply::Answered(listed))
    }

    /// Says that something was not read, without a call.
    pub(super) fn note<Op: Operation>(&mut self, about: &str, why: WhyUnread) {
        self.unread
            .push(Unread::new(Op::METADATA.operation_id(), about, why));
    }

    pub(super) fn sent(&self) -> &BTreeMap<&'static str, u32> {
        &self.sent
    }

    pub(super) fn into_parts(self) -> (Vec<Bucket>, Option<ClockDifference>, Vec<Unread>) {
        (
            self.buckets.into_values().collect(),
            self.skew.difference(),
            self.unread,
        )
    }

    fn count<Op: Operation>(&mut self) {
        *self.sent.entry(Op::METADATA.operation_id()).or_default() += 1;
    }

    fn has_room<Op: Operation>(&mut self, about: &str) -> bool {
        let room = self.sent.values().sum::<u32>() < self.at_most;
        if !room {
            self.note::<Op>(about, WhyUnread::Bound);
        }
        room
    }

    fn failed<Op: Operation, T>(&mut self, error: Error, about: &str) -> Result<Reply<T>, Error> {
        let hopeless = matches!(
            error.kind(),
            ErrorKind::Unauthenticated
                | ErrorKind::Unreachable
                | ErrorKind::NotTrusted
                | ErrorKind::NotOkta
                | ErrorKind::InvalidConfiguration
        );
        if hopeless {
            return Err(error);
        }
        // A feature that the org does not have is refused whatever the caller may do.
        let missing_feature = error.okta().is_some_and(|okta| okta.code() == "E0000015");
        if error.is_forbidden() && !missing_feature {
            self.note::<Op>(about, WhyUnread::Refused);
            return Ok(Reply::Refused);
        }
        let why = if missing_feature {
            WhyUnread::NoFeature
        } else if error.is_not_found() {
            WhyUnread::Hidden
        } else {
            WhyUnread::Failed
        };
        self.note::<Op>(about, why);
        Ok(Reply::Unread)
    }
}

/// The bucket that counts a call.
fn bucket_of<Op: Operation>(operation: &Op) -> Option<&'static str> {
    let request = operation.request().ok()?;
    okta_facts::bucket(request.method().as_str(), request.uri().path())
}
