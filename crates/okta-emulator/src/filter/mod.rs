//! Okta's filter language, a part of SCIM's: `profile.lastName eq "Smith" and status eq "ACTIVE"`.
//!
//! [`parse`] turns text into an [`Expression`]; a [`Dialect`] says which attributes and operators an endpoint
//! takes; [`Expression::matches`] applies it to an object (<https://developer.okta.com/docs/api/#filter>).

mod evaluate;
mod parse;

pub(crate) use evaluate::{at_path, is_time};
pub(crate) use parse::{NotAFilter, parse};

use serde_json::Value;

/// A parsed filter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression {
    Compare {
        attribute: String,
        operator: Operator,
        value: Value,
    },
    Present {
        attribute: String,
    },
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Not(Box<Expression>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    NotEqual,
    Contains,
    StartsWith,
    EndsWith,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Present,
}

impl Operator {
    /// Operators are written without regard to case.
    fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "eq" => Self::Equal,
            "ne" => Self::NotEqual,
            "co" => Self::Contains,
            "sw" => Self::StartsWith,
            "ew" => Self::EndsWith,
            "gt" => Self::Greater,
            "ge" => Self::GreaterOrEqual,
            "lt" => Self::Less,
            "le" => Self::LessOrEqual,
            "pr" => Self::Present,
            _ => return None,
        })
    }

    /// One of the four that compare by order.
    pub(crate) fn is_inequality(self) -> bool {
        matches!(
            self,
            Self::Greater | Self::GreaterOrEqual | Self::Less | Self::LessOrEqual
        )
    }
}

/// What one endpoint takes.
#[derive(Clone, Copy)]
pub(crate) struct Dialect {
    /// Whether the endpoint takes the attribute with the operator.
    pub(crate) accepts: fn(&str, Operator) -> bool,
    /// Whether the attribute is a time: it takes times alone, and neither `sw` nor `co`.
    pub(crate) times: fn(&str) -> bool,
    /// Whether values are compared with regard to case.
    pub(crate) case_sensitive: bool,
    /// Whether it takes `not (…)`.
    pub(crate) negation: bool,
}

impl Expression {
    /// Whether the dialect takes every comparison of the expression.
    pub(crate) fn is_accepted_by(&self, dialect: Dialect) -> bool {
        match self {
            Self::Compare {
                attribute,
                operator,
                value,
            } => {
                let ordered = *operator == Operator::Equal || operator.is_inequality();
                (dialect.accepts)(attribute, *operator)
                    && (!(dialect.times)(attribute) || ordered && value.as_str().is_some_and(is_time))
            }
            Self::Present { attribute } => (dialect.accepts)(attribute, Operator::Present),
            Self::All(parts) | Self::Any(parts) => parts.iter().all(|part| part.is_accepted_by(dialect)),
            Self::Not(inner) => dialect.negation && inner.is_accepted_by(dialect),
        }
    }

    /// Every attribute that is named, with its operator, in the order of the text.
    pub(crate) fn comparisons(&self) -> Vec<(&str, Operator)> {
        match self {
            Self::Compare {
                attribute, operator, ..
            } => vec![(attribute, *operator)],
            Self::Present { attribute } => vec![(attribute, Operator::Present)],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::comparisons).collect(),
            Self::Not(inner) => inner.comparisons(),
        }
    }

    /// The value of `attribute eq "value"`, where the expression is that alone or demands it among other
    /// things.
    pub(crate) fn demanded(&self, name: &str) -> Option<&str> {
        match self {
            Self::Compare {
                attribute,
                operator: Operator::Equal,
                value,
            } if attribute == name => value.as_str(),
            Self::All(parts) => parts.iter().find_map(|part| part.demanded(name)),
            _ => None,
        }
    }
}
