//! The report as a table for terminals.

use std::fmt;

use super::report::PreflightReport;
use super::unread::{Unread, WhyUnread};
use super::verdict::Verdict;
use super::wrap::Wrapped;

/// The columns that most terminals of today have.
const COLUMNS: usize = 120;
/// Of the first column, with what is between it and the next.
const FIRST: usize = 10;

impl fmt::Display for PreflightReport {
    /// [`table`](Self::table) of 120 columns.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.table(COLUMNS).fmt(formatter)
    }
}

/// A report in lines of so many columns: [`PreflightReport::table`].
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    report: &'a PreflightReport,
    columns: usize,
}

impl PreflightReport {
    /// The token, its roles and each capability, then what to look out for, in lines of so many columns at most; words that
    /// are longer, such as ids, are kept whole. Roles that read the same are counted, and so is what the bound on calls kept
    /// from being read; [`to_json`](Self::to_json) has all.
    ///
    /// ```no_run
    /// # fn show(report: &okta_permissions::PreflightReport) {
    /// let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    /// print!("{}", report.table(columns.unwrap_or(80)));
    /// # }
    /// ```
    pub fn table(&self, columns: usize) -> Table<'_> {
        let report = self;
        Table { report, columns }
    }
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.entry(formatter, "token", &self.report.health().to_string())?;
        self.write_roles(formatter)?;
        self.write_limits(formatter)?;
        self.write_capabilities(formatter)?;
        for finding in self.report.findings() {
            self.entry(formatter, "note", &finding.to_string())?;
        }
        self.write_unread(formatter)?;
        let calls = self.report.calls();
        let (sent, at_most) = (calls.sent(), calls.at_most());
        self.entry(
            formatter,
            "calls",
            &format!("{sent} of {at_most} at most, all of them reads"),
        )
    }
}

impl Table<'_> {
    /// A line, or more, under a word.
    fn entry(self, formatter: &mut fmt::Formatter<'_>, name: &str, text: &str) -> fmt::Result {
        self.wrapped(formatter, &format!("{name:8}  "), text)
    }

    fn wrapped(self, formatter: &mut fmt::Formatter<'_>, margin: &str, text: &str) -> fmt::Result {
        let columns = self.columns;
        write!(
            formatter,
            "{}",
            Wrapped {
                margin,
                text,
                columns
            }
        )
    }

    fn write_roles(self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.report.roles() {
            None => self.entry(formatter, "roles", "not readable")?,
            Some([]) => self.entry(formatter, "roles", "none")?,
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
                        1 => self.entry(formatter, "role", summary)?,
                        _ => self.entry(formatter, "role", &format!("{summary} ({count} times)"))?,
                    }
                }
            }
        }
        let Some(scopes) = self.report.grant().scopes() else {
            return Ok(());
        };
        let scopes: Vec<&str> = scopes.iter().map(crate::Scope::as_str).collect();
        self.entry(formatter, "scopes", &scopes.join(" "))
    }

    fn write_limits(self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = self.report.rate_share();
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
            self.entry(formatter, "limits", &limits.join("; "))?;
        }
        match self.report.clock() {
            Some(difference) => self.entry(formatter, "clock", &difference.to_string()),
            None => Ok(()),
        }
    }

    fn write_capabilities(self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.report.capabilities().iter();
        let width = names.map(|capability| capability.name().chars().count()).max();
        // Room is left for the reason: beside a name that somebody made long, and on a narrow terminal, where each name has a
        // line of its own.
        let width = width.unwrap_or_default().min(40);
        let beside = FIRST + width + 2 <= self.columns / 2;
        for capability in self.report.capabilities() {
            let (verdict, name, reason) = (capability.verdict(), capability.name(), capability.reason());
            let text = match capability.remedy() {
                Some(remedy) if verdict == Verdict::Denied => format!("{reason}; {remedy}"),
                _ => reason.to_owned(),
            };
            let margin = if !beside {
                self.entry(formatter, verdict.name(), name)?;
                format!("{:FIRST$}  ", "")
            } else if name.chars().count() > width {
                self.entry(formatter, verdict.name(), name)?;
                format!("{:8}  {:width$}  ", "", "")
            } else {
                format!("{verdict:8}  {name:width$}  ")
            };
            self.wrapped(formatter, &margin, &text)?;
        }
        Ok(())
    }

    fn write_unread(self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (bound, others): (Vec<&Unread>, Vec<&Unread>) = self
            .report
            .unread()
            .iter()
            .partition(|unread| unread.why() == WhyUnread::Bound);
        for unread in others.into_iter().chain(bound.first().copied()) {
            self.entry(formatter, "unread", &unread.to_string())?;
        }
        match bound.len().saturating_sub(1) {
            0 => Ok(()),
            more => self.entry(
                formatter,
                "unread",
                &format!("{more} more for the bound on calls: set a higher one to read them"),
            ),
        }
    }
}
