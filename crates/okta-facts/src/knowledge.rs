//! How a fact is known.

use std::fmt;

/// How a fact is known. The texts name sources by their labels; the crate's front page lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Knowledge {
    /// A source says so.
    Source(&'static str),
    /// We conclude it from what the source says.
    Derived(&'static str),
    /// Nobody says so. Treat it as unknown: it is neither a yes nor a no.
    Unverified,
}

impl Knowledge {
    /// Whether nothing is known.
    pub const fn is_unverified(self) -> bool {
        matches!(self, Self::Unverified)
    }
}

impl fmt::Display for Knowledge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Source(source) => write!(formatter, "source: {source}"),
            Self::Derived(source) => write!(formatter, "derived: {source}"),
            Self::Unverified => formatter.write_str("unverified"),
        }
    }
}
