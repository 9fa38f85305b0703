//! The forms of values that arguments take.

use okta_emulator::{AttributeValues, Fault, GroupSizes, StatusShares};

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
        ("zipf", exponent) => exponent
            .parse()
            .map(|exponent| GroupSizes::Zipf { exponent })
            .map_err(|_| "the exponent of zipf is a number, as in zipf:1.2".to_owned()),
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
        .map_err(|_| "a role and a number, as in HELP_DESK_ADMIN=3".to_owned())?;
    Ok((role(name)?, count))
}

pub(super) fn statuses(text: &str) -> Result<StatusShares, String> {
    let mut shares = StatusShares::none();
    for part in text.split(',') {
        let wanted = part
            .split_once('=')
            .and_then(|(name, share)| Some((name.trim(), share.trim().parse().ok()?)));
        let (name, share) = wanted.ok_or_else(|| format!("{part} is no STATUS=SHARE"))?;
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

#[expect(clippy::unnecessary_wraps, reason = "what a parser of clap gives")]
pub(super) fn custom_attribute(text: &str) -> Result<(String, AttributeValues), String> {
    let (name, values) = text.split_once('=').unwrap_or((text, ""));
    let values = match values {
        "" => AttributeValues::None,
        "texts" => AttributeValues::Texts,
        "integers" => AttributeValues::Integers(9_999),
        "booleans" => AttributeValues::Booleans,
        listed => AttributeValues::OneOf(listed.split('|').map(str::to_owned).collect()),
    };
    Ok((name.to_owned(), values))
}
