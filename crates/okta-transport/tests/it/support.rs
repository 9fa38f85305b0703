//! An org that answers from a script, and clients that do not wait.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use okta_transport::{BackendError, Client, ClientBuilder, VirtualClock};

pub(crate) const TOKEN: &str = "00aVerySecretToken";
pub(crate) const ORG: &str = "https://acme.okta.com";

pub(crate) type Outcome = Result<Response<Bytes>, BackendError>;

/// Answers in the order of its script, and keeps what it was sent.
#[derive(Clone, Default)]
pub(crate) struct Script(Arc<Mutex<Play>>);

#[derive(Default)]
struct Play {
    outcomes: VecDeque<Outcome>,
    requests: Vec<Request<Bytes>>,
}

impl Script {
    pub(crate) fn of(outcomes: impl IntoIterator<Item = Outcome>) -> Self {
        let play = Play {
            outcomes: outcomes.into_iter().collect(),
            requests: Vec::new(),
        };
        Self(Arc::new(Mutex::new(play)))
    }

    /// A builder for a client of this org; its waits take no time, and it draws the longest of each.
    pub(crate) fn builder(&self) -> ClientBuilder {
        let script = self.clone();
        Client::builder()
            .org(ORG)
            .api_token(TOKEN)
            .clock(VirtualClock::default())
            .jitter(|| 1.0)
            .backend(move |request| {
                let script = script.clone();
                async move { script.answer(request) }
            })
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub(crate) fn answer(&self, request: Request<Bytes>) -> Outcome {
        let mut script = self.0.lock().unwrap();
        script.requests.push(request);
        script
            .outcomes
            .pop_front()
            .expect("the script has an answer for every request")
    }

    pub(crate) fn requests(&self) -> Vec<Request<Bytes>> {
        self.0.lock().unwrap().requests.clone()
    }

    /// Method and URI of every request, `GET https://acme.okta.com/api/v1/users`.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.requests()
            .iter()
            .map(|request| format!("{} {}", request.method(), request.uri()))
            .collect()
    }
}

/// An answer with a JSON body.
#[expect(
    clippy::unnecessary_wraps,
    reason = "a script holds answers and failures alike"
)]
pub(crate) fn json(status: u16, headers: &[(&str, &str)], body: &str) -> Outcome {
    let mut response = Response::builder()
        .status(status)
        .header("content-type", "application/json");
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Ok(response.body(Bytes::copy_from_slice(body.as_bytes())).unwrap())
}

/// An error of Okta's API.
pub(crate) fn okta_error(status: u16, code: &str, summary: &str, headers: &[(&str, &str)]) -> Outcome {
    let body = format!(
        r#"{{"errorCode":"{code}","errorSummary":"{summary}","errorLink":"{code}","errorId":"oaeOurOwn","errorCauses":[]}}"#
    );
    json(status, headers, &body)
}

/// A page whose `Link` lines name itself and the next one.
#[expect(
    clippy::unnecessary_wraps,
    reason = "a script holds answers and failures alike"
)]
pub(crate) fn page(next: Option<&str>, body: &str) -> Outcome {
    let mut answer = json(
        200,
        &[("link", r#"<https://acme.okta.com/self>; rel="self""#)],
        body,
    )
    .unwrap();
    if let Some(next) = next {
        let line = format!(r#"<{next}>; rel="next""#);
        answer.headers_mut().append("link", line.parse().unwrap());
    }
    Ok(answer)
}
