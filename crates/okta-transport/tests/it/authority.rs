//! A certificate authority of the tests' own, made anew in each.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};

pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate and its key, as PEM.
pub(crate) struct Issued {
    pub(crate) certificate: String,
    pub(crate) key: String,
}

impl Authority {
    pub(crate) fn new() -> Self {
        Self::named(&format!("Authority {:016x}", fastrand::u64(..)))
    }

    pub(crate) fn named(name: &str) -> Self {
        let mut params = valid(&[], -2, 30);
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub(crate) fn pem(&self) -> String {
        self.0.pem()
    }

    #[cfg(feature = "reqwest")]
    pub(crate) fn der(&self) -> Vec<u8> {
        self.0.der().to_vec()
    }

    /// A certificate that is valid for hosts, or for a client.
    pub(crate) fn issue(&self, names: &[&str]) -> Issued {
        self.issue_for(names, -1, 7)
    }

    /// One that is valid from a day to another, counted from today.
    pub(crate) fn issue_for(&self, names: &[&str], first: i32, last: i32) -> Issued {
        let mut params = valid(names, first, last);
        params.extended_key_usages = vec![
            ExtendedKeyUsagePurpose::ServerAuth,
            ExtendedKeyUsagePurpose::ClientAuth,
        ];
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        Issued {
            certificate: certificate.pem(),
            key: key.serialize_pem(),
        }
    }
}

impl Issued {
    /// Both in one text.
    pub(crate) fn pem(&self) -> String {
        format!("{}{}", self.certificate, self.key)
    }
}

/// A certificate's days, counted from today: platforms refuse one that is valid for many years.
fn valid(names: &[&str], first: i32, last: i32) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let day = |from_today: i32| {
        let day = today.checked_add(from_today.days()).unwrap();
        let (month, number) = (day.month().try_into().unwrap(), day.day().try_into().unwrap());
        date_time_ymd(day.year().into(), month, number)
    };
    (params.not_before, params.not_after) = (day(first), day(last));
    params
}
