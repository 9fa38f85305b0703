//! Search and filter expressions, built with escaping instead of string formatting.

use std::fmt;

/// Starts an expression for a `search` parameter: `search("profile.department").eq("Sales")`.
///
/// ```
/// use okta_models::search;
///
/// let expression = search("status").eq("ACTIVE").and(search("profile.city").sw("O\"B").or(search("profile.city").pr()));
/// assert_eq!(expression.to_string(), r#"status eq "ACTIVE" and (profile.city sw "O\"B" or profile.city pr)"#);
/// ```
pub fn search(attribute: impl Into<String>) -> Attribute {
    Attribute(attribute.into())
}

/// Starts an expression for a `filter` parameter. The syntax is that of [`search`]; which attributes
/// and operators an endpoint takes is Okta's to say.
pub fn filter(attribute: impl Into<String>) -> Attribute {
    Attribute(attribute.into())
}

/// An attribute's name, waiting for its operator.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "an attribute is no expression yet; give it an operator"]
pub struct Attribute(String);

macro_rules! operators {
    ($( $(#[$meta:meta])* $operator:ident )*) => {
        $(
            $(#[$meta])*
            pub fn $operator(self, value: impl Into<Operand>) -> Expression {
                self.compare(stringify!($operator), &value.into())
            }
        )*
    };
}

impl Attribute {
    operators! {
        /// Equal.
        eq
        /// Not equal. Users' `search` does not take it.
        ne
        /// Contains.
        co
        /// Starts with.
        sw
        /// Ends with.
        ew
        /// Greater than.
        gt
        /// Greater than or equal.
        ge
        /// Less than.
        lt
        /// Less than or equal.
        le
    }

    /// Present: the attribute has a value.
    pub fn pr(self) -> Expression {
        let text = format!("{} pr", self.0);
        self.finish(text)
    }

    fn compare(self, operator: &str, operand: &Operand) -> Expression {
        let text = format!("{} {operator} {operand}", self.0);
        let mut expression = self.finish(text);
        if expression.problem.is_none() {
            expression.problem = operand.problem.map(|problem| ExpressionError(problem.to_owned()));
        }
        expression
    }

    /// Attribute names are letters, digits and a few marks; anything else would change the expression's meaning.
    fn finish(self, text: String) -> Expression {
        let is_name = |character: char| character.is_alphanumeric() || "._-:$".contains(character);
        let problem = if self.0.is_empty() {
            Some(ExpressionError("an attribute name is empty".to_owned()))
        } else if self.0.chars().all(is_name) {
            None
        } else {
            Some(ExpressionError("an attribute name holds a character that is none of letters, digits, `.`, `_`, `-`, `:`, `$`".to_owned()))
        };
        Expression {
            text,
            shape: Shape::Term,
            problem,
        }
    }
}

/// A value in an expression: text and times are quoted and escaped, numbers and booleans stand bare. `Debug` withholds it.
#[derive(Clone, PartialEq, Eq)]
pub struct Operand {
    text: String,
    problem: Option<&'static str>,
}

impl Operand {
    fn new(text: String) -> Self {
        Self { text, problem: None }
    }

    /// As a JSON string, which is what a value is in the SCIM filters (RFC 7644, 3.4.2.2) that Okta's are made after.
    fn quoted(value: &str) -> Self {
        let is_odd = |character: char| character < ' ' && !matches!(character, '\n' | '\r' | '\t');
        Self {
            text: serde_json::Value::from(value).to_string(),
            // JSON writes them as `\u0001`, which Okta does not say that it reads.
            problem: value
                .contains(is_odd)
                .then_some("a value holds a control character other than a line break or tab"),
        }
    }
}

impl fmt::Debug for Operand {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Operand(…)")
    }
}

impl fmt::Display for Operand {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

macro_rules! operands {
    (quoted: $($quoted:ty),*; bare: $($bare:ty),* $(,)?) => {
        $( impl From<$quoted> for Operand { fn from(value: $quoted) -> Self { Operand::quoted(value.as_ref()) } } )*
        $( impl From<$bare> for Operand { fn from(value: $bare) -> Self { Operand::new(value.to_string()) } } )*
    };
}

operands!(
    quoted: &str, String, &String;
    bare: bool, i32, i64, u32, u64
);

impl From<f64> for Operand {
    fn from(value: f64) -> Self {
        Self {
            text: value.to_string(),
            problem: (!value.is_finite()).then_some("a value is no finite number"),
        }
    }
}

impl From<jiff::Timestamp> for Operand {
    /// With milliseconds, as Okta writes it.
    fn from(value: jiff::Timestamp) -> Self {
        Operand::new(format!("\"{value:.3}\""))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Term,
    And,
    Or,
}

/// A search or filter expression. `Debug` withholds the values, which may be personal.
#[derive(Clone, PartialEq, Eq)]
#[must_use]
pub struct Expression {
    text: String,
    shape: Shape,
    problem: Option<ExpressionError>,
}

impl Expression {
    /// An expression written by hand, sent as it is (percent-encoded, but not checked).
    pub fn raw(text: impl Into<String>) -> Self {
        // Its shape is not known, so it is put in parentheses wherever it is combined.
        Self {
            text: text.into(),
            shape: Shape::Or,
            problem: None,
        }
    }

    /// Both hold.
    pub fn and(self, other: Expression) -> Self {
        let text = format!("{} and {}", self.within_and(), other.within_and());
        Self {
            text,
            shape: Shape::And,
            problem: self.problem.or(other.problem),
        }
    }

    /// One of them holds.
    pub fn or(self, other: Expression) -> Self {
        let text = format!("{} or {}", self.text, other.text);
        Self {
            text,
            shape: Shape::Or,
            problem: self.problem.or(other.problem),
        }
    }

    /// The text, or what is wrong with it.
    ///
    /// # Errors
    ///
    /// When an attribute name is not one, or a value cannot be written.
    pub fn checked(&self) -> Result<&str, &ExpressionError> {
        self.problem.as_ref().map_or(Ok(&self.text), Err)
    }

    /// `and` binds closer than `or`.
    fn within_and(&self) -> String {
        if self.shape == Shape::Or {
            format!("({})", self.text)
        } else {
            self.text.clone()
        }
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Expression(")?;
        let mut quoted = false;
        let mut escaped = false;
        for character in self.text.chars() {
            if character == '"' && !escaped {
                formatter.write_str(if quoted { "…\"" } else { "\"" })?;
                quoted = !quoted;
            } else if !quoted {
                write!(formatter, "{character}")?;
            }
            escaped = quoted && character == '\\' && !escaped;
        }
        formatter.write_str(")")
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl From<&str> for Expression {
    /// As [`Expression::raw`].
    fn from(text: &str) -> Self {
        Self::raw(text)
    }
}

impl From<String> for Expression {
    /// As [`Expression::raw`].
    fn from(text: String) -> Self {
        Self::raw(text)
    }
}

/// An expression that would not mean what it says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ExpressionError(String);

#[cfg(test)]
mod tests {
    use super::{Expression, filter, search};

    #[test]
    fn alternatives_within_a_conjunction_get_parentheses() {
        let either = search("a").eq("1").or(search("b").eq(2));
        assert_eq!(
            either.clone().and(search("c").pr()).to_string(),
            r#"(a eq "1" or b eq 2) and c pr"#
        );
        assert_eq!(
            search("c").pr().and(either).to_string(),
            r#"c pr and (a eq "1" or b eq 2)"#
        );
        assert_eq!(
            Expression::raw("x pr or y pr").and(search("z").pr()).to_string(),
            "(x pr or y pr) and z pr"
        );
    }

    #[test]
    fn debug_withholds_the_values() {
        let either = search("profile.city")
            .eq("a\\\"b")
            .or(search("status").eq(crate::users::UserStatus::Active));
        assert_eq!(
            format!("{either:?}"),
            r#"Expression(profile.city eq "…" or status eq "…")"#
        );
    }

    #[test]
    fn a_time_is_quoted_with_milliseconds() {
        let time: jiff::Timestamp = "2026-01-02T03:04:05Z".parse().unwrap();
        assert_eq!(
            filter("lastUpdated").gt(time).to_string(),
            r#"lastUpdated gt "2026-01-02T03:04:05.000Z""#
        );
    }

    #[test]
    fn a_value_that_cannot_be_written_is_refused() {
        for value in ["a\0", "\u{1b}[0m"] {
            let error = search("profile.city")
                .eq(value)
                .checked()
                .unwrap_err()
                .to_string();
            assert!(error.starts_with("a value holds a control character"), "{error}");
        }
        assert!(search("profile.badge").gt(f64::NAN).checked().is_err());
        assert!(
            search("profile.badge")
                .gt(0.5)
                .and(search("id").pr())
                .checked()
                .is_ok()
        );
        assert_eq!(
            search("profile.city").eq("O\"B\\\n").checked(),
            Ok(r#"profile.city eq "O\"B\\\n""#)
        );
        assert_eq!(format!("{:?}", super::Operand::from("Ada")), "Operand(…)");
    }

    #[test]
    fn a_name_that_would_change_the_meaning_is_refused() {
        for name in ["", "status eq \"ACTIVE\" or id", "a b", "a\"", "a(b"] {
            assert!(
                search(name).pr().and(search("status").pr()).checked().is_err(),
                "{name}"
            );
        }
        assert!(search("profile.cost-center_2").pr().checked().is_ok());
    }

    proptest::proptest! {
        /// Whatever the value, it stays inside its quotes.
        #[test]
        fn a_value_cannot_leave_its_quotes(value in "(?s:.*)|[\\x00-\\x1f\"\\\\a]{0,9}") {
            let text = search("profile.x").eq(value.as_str()).to_string();
            let quoted = text.strip_prefix("profile.x eq ").unwrap();
            assert!(quoted.chars().all(|character| character >= ' '), "{quoted}");
            assert_eq!(serde_json::from_str::<String>(quoted).unwrap(), value);
        }
    }
}
