//! [`Refusal`]: why a handshake failed, and what to do about it.

use std::error::Error as StdError;

use jiff::Timestamp;
use rustls::pki_types::UnixTime;
use rustls::{AlertDescription, CertificateError, Error as TlsError};

/// A failed handshake in words. They hold nothing that was sent.
pub(crate) struct Refusal {
    /// A sentence's end: `the server's certificate expired on 2026-01-14`.
    pub(crate) what: String,
    /// Whole sentences.
    pub(crate) advice: &'static str,
}

const TRUST: &str = "If a proxy inspects TLS on the way, or the certificate is of an authority of your own, add the root \
                     certificate to the system's trust store, or in code with `Tls::trust`.";
const CLOCK: &str =
    "Check this machine's clock; if it is right, the certificate must be renewed where it is used.";
const ADDRESS: &str = "Check the address: another host answers there.";
const SHOW: &str = "Give the certificate that it asks for in code, with `Tls::client_certificate`.";
const PROTOCOL: &str = "Check the address and the port, and that no proxy answers in its place.";

impl Refusal {
    /// `who` answered: the server, or the proxy.
    pub(crate) fn of(problem: &TlsError, who: &str) -> Self {
        let told = |what: String, advice| Self { what, advice };
        match problem {
            TlsError::InvalidCertificate(problem) => {
                let (what, advice) = of_certificate(problem);
                told(format!("the certificate of the {who} {what}"), advice)
            }
            TlsError::AlertReceived(alert) if wants_certificate(*alert) => {
                let alert = alert.as_str().unwrap_or("unknown");
                told(format!("the {who} does not know this client ({alert})"), SHOW)
            }
            TlsError::InvalidMessage(_) => told(format!("the {who} speaks no TLS there"), PROTOCOL),
            other => told(
                format!("the {who} and this client found no common TLS ({other})"),
                PROTOCOL,
            ),
        }
    }
}

fn of_certificate(problem: &CertificateError) -> (String, &'static str) {
    match problem {
        CertificateError::BadSignature => (
            "is signed by another than the authority that it names".to_owned(),
            TRUST,
        ),
        CertificateError::UnknownIssuer => ("is signed by nobody who is trusted here".to_owned(), TRUST),
        CertificateError::Expired => ("has expired".to_owned(), CLOCK),
        CertificateError::ExpiredContext { not_after, .. } => {
            (format!("expired on {}", day(*not_after)), CLOCK)
        }
        CertificateError::NotValidYet => ("is not valid yet".to_owned(), CLOCK),
        CertificateError::NotValidYetContext { not_before, .. } => {
            (format!("is valid from {} only", day(*not_before)), CLOCK)
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            (format!("is of {}", names(problem)), ADDRESS)
        }
        other => (format!("is not accepted ({other})"), TRUST),
    }
}

/// For whom the certificate is instead. A name is shown when it is one.
fn names(problem: &CertificateError) -> String {
    const MOST: usize = 3;
    let presented = match problem {
        CertificateError::NotValidForNameContext { presented, .. } => presented.as_slice(),
        _ => &[],
    };
    let is_name = |name: &&str| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'*' | b':');
        !name.is_empty() && name.len() <= 253 && name.bytes().all(fits)
    };
    // rustls gives `DnsName("acme.okta.com")` and `IpAddress(10.0.0.1)`.
    let names = presented
        .iter()
        .filter_map(|name| name.split(['"', '(', ')']).filter(is_name).nth(1));
    let names: Vec<&str> = names.take(MOST).collect();
    if names.is_empty() {
        "another host".to_owned()
    } else {
        format!("{}, not of this host", names.join(", "))
    }
}

/// The day of a moment, in UTC.
fn day(time: UnixTime) -> String {
    let time = i64::try_from(time.as_secs())
        .ok()
        .and_then(|seconds| Timestamp::from_second(seconds).ok());
    time.map_or_else(
        || "a day that there is not".to_owned(),
        |time| time.strftime("%Y-%m-%d").to_string(),
    )
}

/// Alerts by which a server refuses who calls, which TLS 1.3 sends after the client's handshake is done.
fn wants_certificate(alert: AlertDescription) -> bool {
    matches!(
        alert,
        AlertDescription::CertificateRequired
            | AlertDescription::BadCertificate
            | AlertDescription::UnsupportedCertificate
            | AlertDescription::CertificateRevoked
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateUnknown
            | AlertDescription::UnknownCA
            | AlertDescription::AccessDenied
            | AlertDescription::DecryptError
    )
}

/// Whether a connection that seemed to stand was refused for who calls: nothing that was sent over it was looked at then.
#[cfg(feature = "reqwest")]
pub(crate) fn refuses_client(problem: &TlsError) -> bool {
    matches!(problem, TlsError::AlertReceived(alert) if wants_certificate(*alert))
}

/// The error of rustls among the causes of another.
pub(crate) fn rustls_error<'a>(problem: &'a (dyn StdError + 'static)) -> Option<&'a TlsError> {
    std::iter::successors(Some(problem), |cause| below(*cause)).find_map(|cause| cause.downcast_ref())
}

/// What lies below an error. One of I/O shows as its source what lies below the error that it holds, and they hold each
/// other.
fn below<'a>(problem: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    let held = problem
        .downcast_ref::<std::io::Error>()
        .and_then(std::io::Error::get_ref);
    match held {
        Some(held) => Some(held),
        None => problem.source(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Error as IoError;

    use super::*;

    #[test]
    fn an_error_is_found_however_deep_it_lies() {
        let alert = || TlsError::AlertReceived(AlertDescription::UnknownCA);
        let deep = IoError::other(IoError::other(IoError::other(alert())));
        for problem in [IoError::other(alert()), deep] {
            assert_eq!(rustls_error(&problem), Some(&alert()));
        }
        assert_eq!(rustls_error(&IoError::other("refused")), None);
        assert_eq!(rustls_error(&IoError::from(std::io::ErrorKind::NotFound)), None);
    }

    #[test]
    fn what_is_no_name_of_a_certificate_is_not_shown() {
        let presented = [
            "DnsName(\"a b\\u{202e}\")",
            "Other(x)",
            "",
            "IpAddress(10.0.0.1)",
            "DnsName(\"*.acme.io\")",
        ];
        let problem = CertificateError::NotValidForNameContext {
            expected: "acme.okta.com".try_into().unwrap(),
            presented: presented.map(str::to_owned).into(),
        };
        assert_eq!(names(&problem), "x, 10.0.0.1, *.acme.io, not of this host");
        assert_eq!(names(&CertificateError::NotValidForName), "another host");
    }
}
