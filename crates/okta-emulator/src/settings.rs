//! What the builder says about the org's surroundings: how far its search is behind, its limits, its faults,
//! who may control it, where its requests are logged.

use std::io::Write;
use std::time::Duration;

use crate::builder::Builder;
use crate::faults::{Fault, Latency};
use crate::request_lines::RequestLines;

#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) search_lag: Duration,
    pub(crate) background_work: Duration,
    pub(crate) limit_multiplier: Option<u32>,
    pub(crate) concurrency: Option<u32>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) fault_seed: Option<u64>,
    pub(crate) control_token: Option<String>,
    pub(crate) request_lines: Option<RequestLines>,
    pub(crate) system_log_bytes: Option<usize>,
    pub(crate) request_list_bytes: Option<usize>,
    event_hook_bytes: Option<usize>,
}

/// Some 20,000 events.
const EVENT_HOOK_BYTES: usize = 32 << 20;

impl Settings {
    pub(crate) fn event_hook_bytes(&self) -> usize {
        self.event_hook_bytes.unwrap_or(EVENT_HOOK_BYTES)
    }
}

impl Builder {
    /// How far `search` is behind the objects, for users and groups: a search shows them as they were so long
    /// ago, while a read by id, a plain list and a `filter` show them as they are.
    ///
    /// Nothing by default, so that a test does not fail for another reason than its own. Okta gives no
    /// number; a second or a few is what its clients wait for.
    pub fn search_lag(mut self, lag: Duration) -> Self {
        self.settings.search_lag = lag;
        self
    }

    /// Multiplies the limit of every bucket, as Okta's DynamicScale (5 to 50) and Workforce multipliers do.
    pub fn limit_multiplier(mut self, multiplier: u32) -> Self {
        self.settings.limit_multiplier = Some(multiplier);
        self
    }

    /// How many requests may be under way at once; the next one is answered `429` with a limit and a remainder
    /// of 0. The default is the preset's: 75, or 35 in the free org; none with
    /// [`Preset::Unlimited`](crate::Preset::Unlimited).
    ///
    /// The emulator answers at once, so requests are under way together only where a
    /// [`latency`](Self::latency) holds them back.
    pub fn concurrency_limit(mut self, requests: u32) -> Self {
        self.settings.concurrency = Some(requests);
        self
    }

    /// Holds every answer back, as a network and a busy org do. Nothing by default.
    pub fn latency(self, latency: Latency) -> Self {
        self.fault(Fault::latency(latency))
    }

    /// Makes something go wrong with a part of the requests. More can be added while the org runs:
    /// [`Emulator::inject`](crate::Emulator::inject).
    pub fn fault(mut self, fault: Fault) -> Self {
        self.settings.faults.push(fault);
        self
    }

    /// Which requests the faults hit follows from this seed; without it, from the seed of the org.
    pub fn fault_seed(mut self, seed: u64) -> Self {
        self.settings.fault_seed = Some(seed);
        self
    }

    /// Over TCP, the control API and the page at `/` are only for requests with this text in the header
    /// `x-emulator-control`. Without it they are for clients on the same machine.
    pub fn control_token(mut self, token: impl Into<String>) -> Self {
        self.settings.control_token = Some(token.into());
        self
    }

    /// How many bytes the System Log's entries take at most; the oldest go first. 128 MiB by default, which is some
    /// 80,000 entries; more than 200,000 are never kept.
    pub fn system_log_bytes(mut self, bytes: usize) -> Self {
        self.settings.system_log_bytes = Some(bytes);
        self
    }

    /// How many bytes the paths and queries of the requests take that [`Emulator::requests`](crate::Emulator::requests)
    /// and the page show; the oldest go first. 32 MiB by default; more than 100,000 are never kept.
    pub fn request_list_bytes(mut self, bytes: usize) -> Self {
        self.settings.request_list_bytes = Some(bytes);
        self
    }

    /// How many bytes of events may be on their way to event hooks at once, so that a hook that does not answer fills no
    /// memory; what is beyond is lost. 32 MiB by default, some 20,000 events.
    pub fn event_hook_bytes(mut self, bytes: usize) -> Self {
        self.settings.event_hook_bytes = Some(bytes);
        self
    }

    /// Writes every request as a line of JSON, with `method`, `path`, `query`, `headers`, `body`, `operation` and `status`.
    /// Credentials and other secrets in it are replaced.
    pub fn request_log(mut self, writer: impl Write + Send + 'static) -> Self {
        self.settings.request_lines = Some(RequestLines::new(writer, false));
        self
    }

    /// As [`request_log`](Self::request_log), with the body of the answer as `response_body`.
    pub fn request_and_answer_log(mut self, writer: impl Write + Send + 'static) -> Self {
        self.settings.request_lines = Some(RequestLines::new(writer, true));
        self
    }
}
