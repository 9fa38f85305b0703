//! The part of Okta's expression language that group rules use:
//! `user.department == "Sales" and String.startsWith(user.title, "Lead")`
//! (<https://developer.okta.com/docs/reference/okta-expression-language/>).
//!
//! Understood are texts, numbers, `true`, `false`, `null`, attributes of `user`, `==`, `!=`, `and`, `or`, `!`
//! with their other spellings, the functions of [`Function`] and parentheses. All else is refused when a rule is
//! written, so that no rule is kept that the emulator would silently get wrong.

mod evaluate;
mod parse;

use std::collections::BTreeSet;

pub(crate) use evaluate::Subject;
pub(crate) use parse::parse;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A parsed expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Expression {
    Literal(Value),
    /// `user.{name}`.
    Attribute(String),
    Equal(Box<Expression>, Box<Expression>),
    Not(Box<Expression>),
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Call(Function, Vec<Expression>),
}

/// The functions that are understood, with Okta's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Function {
    StartsWith,
    Contains,
    Lower,
    Upper,
    Length,
    Append,
    RemoveSpaces,
    SubstringBefore,
    SubstringAfter,
    ListContains,
    MemberOfAny,
    MemberOfNamed,
    MemberOfNameStart,
    MemberOfNamePart,
}

impl Function {
    /// The function of this name, with the least and the greatest number of its arguments.
    fn named(name: &str) -> Option<(Self, usize, usize)> {
        Some(match name {
            "String.startsWith" => (Self::StartsWith, 2, 2),
            "String.stringContains" => (Self::Contains, 2, 2),
            "String.toLowerCase" => (Self::Lower, 1, 1),
            "String.toUpperCase" => (Self::Upper, 1, 1),
            "String.len" => (Self::Length, 1, 1),
            "String.append" => (Self::Append, 2, 2),
            "String.removeSpaces" => (Self::RemoveSpaces, 1, 1),
            "String.substringBefore" => (Self::SubstringBefore, 2, 2),
            "String.substringAfter" => (Self::SubstringAfter, 2, 2),
            "Arrays.contains" => (Self::ListContains, 2, 2),
            "isMemberOfGroup" => (Self::MemberOfAny, 1, 1),
            "isMemberOfAnyGroup" => (Self::MemberOfAny, 1, 100),
            "isMemberOfGroupName" => (Self::MemberOfNamed, 1, 1),
            "isMemberOfGroupNameStartsWith" => (Self::MemberOfNameStart, 1, 1),
            "isMemberOfGroupNameContains" => (Self::MemberOfNamePart, 1, 1),
            _ => return None,
        })
    }
}

impl Expression {
    /// The attributes of the user that the expression reads.
    pub(crate) fn attributes(&self) -> BTreeSet<&str> {
        match self {
            Self::Literal(_) => BTreeSet::new(),
            Self::Attribute(name) => BTreeSet::from([name.as_str()]),
            Self::Not(inner) => inner.attributes(),
            Self::Equal(left, right) => left.attributes().into_iter().chain(right.attributes()).collect(),
            Self::All(parts) | Self::Any(parts) | Self::Call(_, parts) => {
                parts.iter().flat_map(Self::attributes).collect()
            }
        }
    }
}
