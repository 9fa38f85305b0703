//! From text to an expression. `and` binds tighter than `or`; parentheses group; `not` stands before them; `[ ]`
//! is refused, as Okta's endpoints refuse it.

use serde_json::Value;

use super::{Expression, Operator};

/// Parentheses deeper than this are refused: an expression must not exhaust the stack.
const DEEPEST: usize = 32;

/// Why a text is not a filter. The System Log names an operator that it does not know and where it stands; other
/// endpoints do not say why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotAFilter {
    UnknownOperator {
        operator: String,
        /// In characters from the text's start.
        position: usize,
    },
    Other,
}

/// Parses a filter expression.
pub(crate) fn parse(text: &str) -> Result<Expression, NotAFilter> {
    let mut parser = Parser {
        words: words(text)?.into_iter().peekable(),
    };
    let expression = parser.any(0)?;
    if parser.words.next().is_some() {
        Err(NotAFilter::Other)
    } else {
        Ok(expression)
    }
}

#[derive(Debug, PartialEq)]
enum Word {
    Open,
    Close,
    Text(String),
    /// An attribute, operator, keyword, number or literal.
    Bare(String),
}

/// The words, each with its place in the text.
fn words(text: &str) -> Result<Vec<(usize, Word)>, NotAFilter> {
    let mut words = Vec::new();
    let mut rest = text.chars().enumerate().peekable();
    while let Some((place, character)) = rest.next() {
        let word = match character {
            ' ' | '\t' | '\n' | '\r' => continue,
            '(' => Word::Open,
            ')' => Word::Close,
            '"' => Word::Text(quoted(&mut rest.by_ref().map(|(_, character)| character))?),
            first if first.is_alphanumeric() || "_-+.$".contains(first) => {
                let mut bare = String::from(first);
                while let Some(&(_, next)) = rest.peek() {
                    if !(next.is_alphanumeric() || "_-+.$:".contains(next)) {
                        break;
                    }
                    bare.push(next);
                    rest.next();
                }
                Word::Bare(bare)
            }
            _ => return Err(NotAFilter::Other),
        };
        words.push((place, word));
    }
    Ok(words)
}

/// The rest of a string literal, to its closing quote. Escapes are JSON's, but for `\u`, which Okta's
/// language lacks.
fn quoted(rest: &mut impl Iterator<Item = char>) -> Result<String, NotAFilter> {
    let mut text = String::new();
    loop {
        match rest.next().ok_or(NotAFilter::Other)? {
            '"' => return Ok(text),
            '\\' => text.push(match rest.next().ok_or(NotAFilter::Other)? {
                escaped @ ('"' | '\\' | '/' | '\'') => escaped,
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                _ => return Err(NotAFilter::Other),
            }),
            character => text.push(character),
        }
    }
}

struct Parser {
    words: std::iter::Peekable<std::vec::IntoIter<(usize, Word)>>,
}

impl Parser {
    fn any(&mut self, depth: usize) -> Result<Expression, NotAFilter> {
        let mut parts = vec![self.all(depth)?];
        while self.keyword("or") {
            parts.push(self.all(depth)?);
        }
        Ok(joined(parts, Expression::Any))
    }

    fn all(&mut self, depth: usize) -> Result<Expression, NotAFilter> {
        let mut parts = vec![self.term(depth)?];
        while self.keyword("and") {
            parts.push(self.term(depth)?);
        }
        Ok(joined(parts, Expression::All))
    }

    fn term(&mut self, depth: usize) -> Result<Expression, NotAFilter> {
        match self.next()? {
            (_, Word::Open) if depth < DEEPEST => {
                let inner = self.any(depth + 1)?;
                match self.next()? {
                    (_, Word::Close) => Ok(inner),
                    _ => Err(NotAFilter::Other),
                }
            }
            (_, Word::Bare(not))
                if not.eq_ignore_ascii_case("not") && matches!(self.words.peek(), Some((_, Word::Open))) =>
            {
                Ok(Expression::Not(Box::new(self.term(depth)?)))
            }
            (_, Word::Bare(attribute)) => self.comparison(attribute),
            _ => Err(NotAFilter::Other),
        }
    }

    fn next(&mut self) -> Result<(usize, Word), NotAFilter> {
        self.words.next().ok_or(NotAFilter::Other)
    }

    fn comparison(&mut self, attribute: String) -> Result<Expression, NotAFilter> {
        let (position, Word::Bare(operator)) = self.next()? else {
            return Err(NotAFilter::Other);
        };
        let known = Operator::named(&operator);
        match known.ok_or(NotAFilter::UnknownOperator { operator, position })? {
            Operator::Present => Ok(Expression::Present { attribute }),
            operator => Ok(Expression::Compare {
                attribute,
                operator,
                value: self.value()?,
            }),
        }
    }

    fn value(&mut self) -> Result<Value, NotAFilter> {
        match self.next()?.1 {
            Word::Text(text) => Ok(Value::String(text)),
            Word::Bare(bare) => match serde_json::from_str(&bare).map_err(|_| NotAFilter::Other)? {
                literal @ (Value::Bool(_) | Value::Number(_) | Value::Null) => Ok(literal),
                _ => Err(NotAFilter::Other),
            },
            _ => Err(NotAFilter::Other),
        }
    }

    fn keyword(&mut self, keyword: &str) -> bool {
        let found =
            matches!(self.words.peek(), Some((_, Word::Bare(word))) if word.eq_ignore_ascii_case(keyword));
        if found {
            self.words.next();
        }
        found
    }
}

fn joined(mut parts: Vec<Expression>, join: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            join(parts)
        }
        None => join(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn compare(attribute: &str, operator: Operator, value: &str) -> Expression {
        Expression::Compare {
            attribute: attribute.to_owned(),
            operator,
            value: Value::String(value.to_owned()),
        }
    }

    #[test]
    fn and_binds_tighter_than_or() {
        let expected = Expression::Any(vec![
            compare("a", Operator::Equal, "1"),
            Expression::All(vec![
                compare("b", Operator::StartsWith, "2"),
                Expression::Present {
                    attribute: "c".into(),
                },
            ]),
        ]);
        assert_eq!(parse(r#"a eq "1" OR b SW "2" and c pr"#), Ok(expected));
    }

    #[test]
    fn what_okta_refuses_is_refused() {
        for text in [
            "",
            "a",
            "a eq",
            "a eq \"",
            "not a eq \"b\"",
            "not (a eq \"b\"",
            "a[b eq \"c\"]",
            "(a pr",
            "a pr)",
            "a eq b",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_unknown_operator_is_named_with_its_place() {
        let refused = |operator: &str, position| {
            Err(NotAFilter::UnknownOperator {
                operator: operator.to_owned(),
                position,
            })
        };
        assert_eq!(parse(r#"display_message eqq "x""#), refused("eqq", 16));
        assert_eq!(parse(r#"a pr and (é zz "x")"#), refused("zz", 12));
    }

    #[test]
    fn not_turns_what_is_in_parentheses_around() {
        let inner = Expression::Any(vec![
            compare("a", Operator::Equal, "1"),
            Expression::Present {
                attribute: "not".into(),
            },
        ]);
        let expected = Expression::Not(Box::new(inner));
        assert_eq!(parse(r#"NOT (a eq "1" or not pr)"#), Ok(expected));
    }

    #[test]
    fn deep_parentheses_are_refused_and_not_followed() {
        let deep = format!("{}a pr{}", "(".repeat(100_000), ")".repeat(100_000));
        assert_eq!(parse(&deep), Err(NotAFilter::Other));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in ".*") {
            let _ = parse(&text);
        }

        #[test]
        fn every_string_survives_quoting(value in "[^\\x00]*") {
            let quoted = value.replace('\\', "\\\\").replace('"', "\\\"");
            prop_assert_eq!(parse(&format!("a eq \"{quoted}\"")), Ok(compare("a", Operator::Equal, &value)));
        }
    }
}
