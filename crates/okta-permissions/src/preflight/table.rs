//! The report as a table for terminals.

use std::fmt;

use super::report::PreflightReport;
use super::unread::{Unread, WhyUnread};
use super::verdict::Verdict;
use super::wrap::Wrapped;

impl fmt::Display for PreflightReport {
    /// The token, its roles and each capability, then what to look out for, in lines of 120 columns at most. Roles that read
    /// the same are counted, and so is what the bound on calls kept from being read; [`to_json`](Self::to_json) has all.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        entry(formatter, "token", &self.health().to_string())?;
        self.write_roles(formatter)?;
        self.write_limits(formatter)?;
        self.write_capabilities(formatter)?;
        for finding in self.findings() {
            entry(formatter, "note", &finding.to_string())?;
        }
        self.write_unread(formatter)?;
        let calls = self.calls();
        let (sent, at_most) = (calls.sent(), calls.at_most());
        entry(
            formatter,
            "calls",
            &format!("{sent} of {at_most} at most, all of them reads"),
        )
    }
}

/// A line, or more, under a word.
fn entry(formatter: &mut fmt::Formatter<'_>, name: &str, text: &str) -> fmt::Result {
    let margin = format!("{name:8}  ");
    let margin = margin.as_str();
    write!(formatter, "{}", Wrapped { margin, text })
}

impl PreflightReport {
    fn write_roles(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.roles() {
            None => entry(formatter, "roles", "not readable")?,
            Some([]) => entry(formatter, "roles", "none")?,
            Some(roles) => {
                let mut counted: Vec<(&str, usize)> = Vec::new();
                for role in roles {
                    match counted.iter_mut().find(|(summary, _)| *summary == role.summary()) {
                        Some((_, count)) => *count += 1,
                        None => counted.push((role.summary(), 1)),
                    }
                }
                for (summary, count) in counted {
                    match count {
                        1 => entry(formatter, "role", summary)?,
                        _ => entry(formatter, "role", &format!("{summary} ({count} times)"))?,
                    }
                }
            }
        }
        let Some(scopes) = self.grant().scopes() else {
            return Ok(());
        };
        let scopes: Vec<&str> = scopes.iter().map(crate::Scope::as_str).collect();
        entry(formatter, "scopes", &scopes.join(" "))
    }

    fn write_limits(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = self.rate_share();
        let percent = share.percent().map(|percent| {
            let whose = if share.is_own() {
                "set for it"
            } else {
                "Okta's default"
            };
            format!("{percent} % of each bucket, {whose}")
        });
        let tightest = share.buckets().iter().min_by_key(|bucket| bucket.limit());
        let tightest = tightest.map(|bucket| {
            let (limit, left) = (bucket.limit(), bucket.remaining());
            format!(
                "least of those seen {limit} calls a minute, {left} left ({})",
                bucket.name()
            )
        });
        let limits: Vec<String> = percent.into_iter().chain(tightest).collect();
        if !limits.is_empty() {
            entry(formatter, "limits", &limits.join("; "))?;
        }
        match self.clock() {
            Some(difference) => entry(formatter, "clock", &difference.to_string()),
            None => Ok(()),
        }
    }

    fn write_capabilities(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.capabilities().iter();
        let width = names.map(|capability| capability.name().chars().count()).max();
        // Room is left for the reason beside a name that somebody made long.
        let width = width.unwrap_or_default().min(40);
        for capability in self.capabilities() {
            let (verdict, name, reason) = (capability.verdict(), capability.name(), capability.reason());
            let text = match capability.remedy() {
                Some(remedy) if verdict == Verdict::Denied => format!("{reason}; {remedy}"),
                _ => reason.to_owned(),
            };
            let margin = if name.chars().count() > width {
                // A longer name has a line of its own.
                entry(formatter, verdict.name(), name)?;
                format!("{:8}  {:width$}  ", "", "")
            } else {
                format!("{verdict:8}  {name:width$}  ")
            };
            let (margin, text) = (margin.as_str(), text.as_str());
            write!(formatter, "{}", Wrapped { margin, text })?;
        }
        Ok(())
    }

    fn write_unread(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (bound, others): (Vec<&Unread>, Vec<&Unread>) = self
            .unread()
            .iter()
            .partition(|unread| unread.why() == WhyUnread::Bound);
        for unread in others.into_iter().chain(bound.first().copied()) {
            entry(formatter, "unread", &unread.to_string())?;
        }
        match bound.len().saturating_sub(1) {
            0 => Ok(()),
            more => entry(
                formatter,
                "unread",
                &format!("{more} more for the bound on calls: set a higher one to read them"),
            ),
        }
    }
}
