//! What can go wrong on the way, described by who wants it to: on which requests, how often, and what.

use std::time::Duration;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// Something that goes wrong with a part of the requests.
///
/// The seed of the org and the order of the requests that a fault applies to decide which of them it hits, so
/// the same run gives the same faults. As JSON, for the control API:
/// `{"effect": "error", "status": 503, "code": "E0000010", "operation": "getUser", "rate": 0.1}`.
///
/// ```
/// use std::time::Duration;
/// use bytes::Bytes;
/// use http::Request;
/// use okta_emulator::{Emulator, Fault, Latency};
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let emulator = Emulator::builder()
///     .fault(Fault::error(500, "E0000009").on_operation("getUser").times(1))
///     .fault(Fault::latency(Latency::Fixed { milliseconds: 2 }).on_path("/api/v1/groups"))
///     .build();
/// let token = emulator.api_token("SUPER_ADMIN");
/// let ask = || {
///     let request = Request::get("/api/v1/users/me").header("authorization", format!("SSWS {}", token.expose()));
///     emulator.handle(request.body(Bytes::new()).unwrap())
/// };
/// assert_eq!(ask().await.status(), 500);
/// assert_eq!(ask().await.status(), 200);
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
// The derived forms are called by those below: serde cannot refuse unknown members beside a flattened one.
#[serde(remote = "Self")]
pub struct Fault {
    #[serde(flatten)]
    pub(crate) effect: Effect,
    /// An `operationId`; every operation when absent.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "known_operation"
    )]
    pub(crate) operation: Option<String>,
    /// What the path starts with; every path when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) path: Option<String>,
    /// The part of the requests that are hit, 0 to 1.
    #[serde(default = "always", deserialize_with = "part")]
    pub(crate) rate: f64,
    /// How often at most; without end when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) times: Option<u64>,
    /// Errors and resets only: the request is carried out first, and its answer is lost.
    #[serde(default)]
    pub(crate) after_the_change: bool,
}

impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Fault {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = Map::<String, Value>::deserialize(deserializer)?;
        if let Some((effect, known)) = Effect::members(&members) {
            let known = || MEMBERS.iter().chain(known).copied();
            if let Some(unknown) = members.keys().find(|name| known().all(|known| known != *name)) {
                let known: Vec<&str> = known().collect();
                let known = known.join(", ");
                let reason =
                    format!("a fault of the effect `{effect}` has no member `{unknown}`; it has {known}");
                return Err(D::Error::custom(reason));
            }
        }
        let fault = Self::deserialize(Value::Object(members)).map_err(D::Error::custom)?;
        fault.without_slips().map_err(D::Error::custom)
    }
}

/// What a fault of any effect may have.
const MEMBERS: [&str; 6] = ["effect", "operation", "path", "rate", "times", "after_the_change"];

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub(crate) enum Effect {
    Latency(Latency),
    Error { status: u16, code: String },
    Reset,
    TruncatedBody,
    StaleCursor,
    ClockOffset { seconds: i64 },
}

impl Effect {
    /// The effect that is named, and what it has beside [`MEMBERS`]. None where the effect, or the distribution of a
    /// latency, is not known: then that is what is told.
    fn members(written: &Map<String, Value>) -> Option<(&str, &'static [&'static str])> {
        let text = |name: &str| written.get(name).and_then(Value::as_str);
        let effect = text("effect")?;
        let members: &[&str] = match effect {
            "latency" => match text("distribution")? {
                "fixed" => &["distribution", "milliseconds"],
                "uniform" => &["distribution", "from", "to"],
                "exponential" => &["distribution", "mean"],
                _ => return None,
            },
            "error" => &["status", "code"],
            "clock_offset" => &["seconds"],
            "reset" | "truncated_body" | "stale_cursor" => &[],
            _ => return None,
        };
        Some((effect, members))
    }
}

/// How long an answer is held back, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "distribution", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Latency {
    /// Always the same.
    Fixed {
        /// The time.
        milliseconds: u64,
    },
    /// Anything between two times, each as likely.
    Uniform {
        /// The shortest.
        from: u64,
        /// The longest.
        to: u64,
    },
    /// Mostly short and seldom long, as the times of independent events are: half of the answers take less
    /// than 0.7 times the mean, one in a hundred more than 4.6 times.
    Exponential {
        /// The mean.
        mean: u64,
    },
}

impl Latency {
    /// A time of this distribution.
    pub(crate) fn sample(self, random: &mut fastrand::Rng) -> Duration {
        match self {
            Self::Fixed { milliseconds } => Duration::from_millis(milliseconds),
            Self::Uniform { from, to } => Duration::from_millis(random.u64(from.min(to)..=to.max(from))),
            Self::Exponential { mean } => {
                let mean = Duration::from_millis(mean);
                // 1 - f64() is in (0, 1], so its logarithm is finite.
                Duration::try_from_secs_f64(-(1.0 - random.f64()).ln() * mean.as_secs_f64()).unwrap_or(mean)
            }
        }
    }
}

impl Fault {
    /// Holds answers back. In the meantime the request counts as under way, so that the org's concurrency
    /// limit can be reached. The time is the runtime's (a paused tokio clock skips it); virtual time does not
    /// move by it.
    pub fn latency(latency: Latency) -> Self {
        Self::new(Effect::Latency(latency))
    }

    /// Answers an error of Okta's form with this status and code. A code that Okta does not have is answered
    /// as `E0000009`, its internal error. The request still counts in its bucket.
    pub fn error(status: u16, code: impl Into<String>) -> Self {
        let code = code.into();
        Self::new(Effect::Error { status, code })
    }

    /// Ends the connection without an answer. Over TCP the socket is reset; in process
    /// [`try_handle`](crate::Emulator::try_handle) returns [`Interrupted::Reset`](crate::Interrupted::Reset).
    pub fn reset() -> Self {
        Self::new(Effect::Reset)
    }

    /// Ends the connection in the middle of the answer's body. In process `try_handle` returns
    /// [`Interrupted::Truncated`](crate::Interrupted::Truncated). An answer without a body is left alone.
    pub fn truncated_body() -> Self {
        Self::new(Effect::TruncatedBody)
    }

    /// Refuses the cursor of a page that is not the first, as if it had expired: `400 E0000029`. Applies to
    /// requests with `after` alone.
    pub fn stale_cursor() -> Self {
        Self::new(Effect::StaleCursor)
    }

    /// The org's clock is this many seconds ahead for the request (behind when negative): in `date`, the reset
    /// of rate limits and what a change is stamped with.
    pub fn clock_offset(seconds: i64) -> Self {
        Self::new(Effect::ClockOffset { seconds })
    }

    fn new(effect: Effect) -> Self {
        Self {
            effect,
            operation: None,
            path: None,
            rate: 1.0,
            times: None,
            after_the_change: false,
        }
    }

    /// Only for this operation, by Okta's `operationId`.
    pub fn on_operation(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// Only for paths that start with this.
    pub fn on_path(mut self, prefix: impl Into<String>) -> Self {
        self.path = Some(prefix.into());
        self
    }

    /// Only for this part of the requests, 0 to 1; all of them otherwise.
    pub fn at_rate(mut self, rate: f64) -> Self {
        self.rate = rate;
        self
    }

    /// Only so many times; without end otherwise.
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// An error or a reset comes after the request was carried out: the change is made and its answer lost.
    pub fn after_the_change(mut self) -> Self {
        self.after_the_change = true;
        self
    }
}

impl Fault {
    /// What a program in Rust may say and be given the nearest of, a slip of the pen in JSON must not be.
    fn without_slips(self) -> Result<Self, String> {
        if let Effect::Error { status, code } = &self.effect {
            if !(400..600).contains(status) {
                return Err(format!(
                    "the status {status} is no error; one from 400 to 599 is meant"
                ));
            }
            if okta_facts::error_code(code).is_none() {
                return Err(format!(
                    "Okta has no error `{code}`; a code such as `E0000009` is meant"
                ));
            }
        }
        let comes_late = matches!(
            self.effect,
            Effect::Error { .. } | Effect::Reset | Effect::StaleCursor
        );
        if self.after_the_change && !comes_late {
            return Err("only an error or a reset can come after the change".to_owned());
        }
        Ok(self)
    }
}

fn always() -> f64 {
    1.0
}

/// A misspelt operation would never be hit, and nobody would know.
fn known_operation<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let operation = Option::<String>::deserialize(deserializer)?;
    match operation {
        Some(id) if okta_facts::operation(&id).is_none() => Err(D::Error::custom(format!(
            "Okta has no operation `{id}`; an operationId such as `getUser` is meant, or a `path`"
        ))),
        known => Ok(known),
    }
}

fn part<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let rate = f64::deserialize(deserializer)?;
    if (0.0..=1.0).contains(&rate) {
        return Ok(rate);
    }
    Err(D::Error::custom(format!("the rate {rate} is not from 0 to 1")))
}
