//! The forms of values that arguments take.

use std::ops::RangeInclusive;
use std::str::FromStr;

use clap::builder::RangedU64ValueParser;
use okta_emulator::{AttributeValues, Fault, GroupSizes, StatusShares};

/// Ten million users take some ten gigabytes, and the rest in proportion: what is above is a slip of the pen that would
/// end with the machine's memory.
pub(super) const USERS: RangeInclusive<u64> = 0..=10_000_000;
pub(super) const GROUPS: RangeInclusive<u64> = 0..=1_000_000;
pub(super) const APPS: RangeInclusive<u64> = 0..=100_000;
/// Okta's limit of an org.
pub(super) const GROUP_RULES: RangeInclusive<u64> = 0..=2_000;
/// Up to a day.
pub(super) const MILLISECONDS: RangeInclusive<u64> = 0..=86_400_000;

/// A whole number within these bounds.
pub(super) fn within(bounds: RangeInclusive<u64>) -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(bounds)
}

/// How many of something a user has on average.
pub(super) fn mean(text: &str) -> Result<f64, String> {
    number(text, 0.0..=1_000.0)
}

/// A part of the whole.
pub(super) fn part(text: &str) -> Result<f64, String> {
    number(text, 0.0..=1.0)
}

/// A number within these bounds, which neither `nan` nor `inf` are.
fn number(text: &str, bounds: RangeInclusive<f64>) -> Result<f64, String> {
    let number = f64::from_str(text).ok().filter(|number| bounds.contains(number));
    number.ok_or_else(|| format!("a number from {} to {} is meant", bounds.start(), bounds.end()))
}

pub(super) fn role(name: &str) -> Result<&'static str, String> {
    let standard = || {
        okta_facts::STANDARD_ROLES
            .iter()
            .map(|known| known.role)
            .filter(|role| *role != "CUSTOM")
    };
    standard().find(|role| *role == name).ok_or_else(|| {
        let known: Vec<&str> = standard().collect();
        format!("no standard role has this name; they are {}", known.join(", "))
    })
}

pub(super) fn fault(text: &str) -> Result<Fault, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

pub(super) fn group_sizes(text: &str) -> Result<GroupSizes, String> {
    match text.split_once(':').unwrap_or((text, "1")) {
        ("falling", _) => Ok(GroupSizes::Falling),
        ("even", _) => Ok(GroupSizes::Even),
        ("zipf", exponent) => number(exponent, 0.0..=100.0)
            .map(|exponent| GroupSizes::Zipf { exponent })
            .map_err(|why| format!("as the exponent of zipf, {why}; as in zipf:1.2")),
        _ => text
            .parse()
            .map(GroupSizes::Fixed)
            .map_err(|_| "sizes are falling, even, zipf, zipf:EXPONENT or a number".to_owned()),
    }
}

pub(super) fn administrators(text: &str) -> Result<(&'static str, usize), String> {
    let (name, count) = text.split_once('=').unwrap_or((text, "1"));
    let count = count
        .parse()
        .ok()
        .filter(|count| u64::try_from(*count).is_ok_and(|count| USERS.contains(&count)))
        .ok_or_else(|| "a role and a number of users, as in HELP_DESK_ADMIN=3".to_owned())?;
    Ok((role(name)?, count))
}

pub(super) fn statuses(text: &str) -> Result<StatusShares, String> {
    let mut shares = StatusShares::none();
    for part in text.split(',') {
        let wanted = part
            .split_once('=')
            .map(|(name, share)| (name.trim(), number(share.trim(), 0.0..=1e9)));
        let (name, share) = wanted.ok_or_else(|| format!("{part} is no STATUS=SHARE"))?;
        let share = share.map_err(|why| format!("as the share of {name}, {why}"))?;
        *match name {
            "STAGED" => &mut shares.staged,
            "PROVISIONED" => &mut shares.provisioned,
            "ACTIVE" => &mut shares.active,
            "RECOVERY" => &mut shares.recovery,
            "LOCKED_OUT" => &mut shares.locked_out,
            "PASSWORD_EXPIRED" => &mut shares.password_expired,
            "SUSPENDED" => &mut shares.suspended,
            "DEPROVISIONED" => &mut shares.deprovisioned,
            _ => return Err(format!("no user has the status {name}")),
        } = share;
    }
    Ok(shares)
}

pub(super) fn custom_attribute(text: &str) -> Result<(String, AttributeValues), String> {
    let (name, values) = text.split_once('=').unwrap_or((text, ""));
    let starts = |first: char| first.is_ascii_alphabetic() || first == '_';
    if !name.starts_with(starts) || !name.chars().all(|rest| starts(rest) || rest.is_ascii_digit()) {
        return Err(format!(
            "{name:?} cannot name an attribute: letters, digits and _ can, and no digit first"
        ));
    }
    let values = match values {
        "" => AttributeValues::None,
        "texts" => AttributeValues::Texts,
        "integers" => AttributeValues::Integers(9_999),
        "booleans" => AttributeValues::Booleans,
        listed => AttributeValues::OneOf(listed.split('|').map(str::to_owned).collect()),
    };
    Ok((name.to_owned(), values))
}
