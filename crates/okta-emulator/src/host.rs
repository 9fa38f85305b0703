//! The address that a request came to, which the links in its answer carry.

use std::sync::{Arc, Mutex, PoisonError};

use http::header::{HOST, HeaderValue};
use http::request::Parts;
use http::uri::Authority;

/// The host that a request named last, and the address that follows from it: nearly every request names the same.
#[derive(Debug, Default)]
pub(crate) struct LastHost(Mutex<Option<(HeaderValue, Arc<str>)>>);

impl LastHost {
    /// The scheme and authority of the request, or those of its `host`; `own` where it has neither, or a host that is
    /// none: it would make links that no client can read.
    pub(crate) fn base_of(&self, parts: &Parts, own: &Arc<str>) -> Arc<str> {
        if let (Some(scheme), Some(authority)) = (parts.uri.scheme_str(), parts.uri.authority()) {
            return format!("{scheme}://{authority}").into();
        }
        let Some(host) = parts.headers.get(HOST) else {
            return Arc::clone(own);
        };
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, base)) = &*last
            && known == host
        {
            return Arc::clone(base);
        }
        let text = host.to_str().ok().filter(|host| is_authority(host));
        let base = text.map_or_else(|| Arc::clone(own), |host| format!("http://{host}").into());
        *last = Some((host.clone(), Arc::clone(&base)));
        base
    }
}

fn is_authority(host: &str) -> bool {
    let parsed = host.parse::<Authority>();
    parsed.is_ok_and(|parsed| parsed.as_str() == host)
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    #[test]
    fn each_request_has_the_address_that_it_came_to() {
        let (hosts, own) = (LastHost::default(), Arc::<str>::from("https://own.example"));
        let base = |uri: &str, host: Option<&str>| {
            let request = Request::get(uri);
            let request = host
                .into_iter()
                .fold(request, |request, host| request.header(HOST, host));
            hosts
                .base_of(&request.body(()).unwrap().into_parts().0, &own)
                .to_string()
        };
        for _ in 0..2 {
            assert_eq!(base("/", None), "https://own.example");
            assert_eq!(base("/", Some("one:80")), "http://one:80");
            assert_eq!(base("/", Some("one:80")), "http://one:80");
            assert_eq!(base("/", Some("user\"@/host")), "https://own.example");
            assert_eq!(base("https://two/", Some("one:80")), "https://two");
        }
    }
}
