//! From text to an [`Expression`].

use serde_json::{Value, json};

use super::{Expression, Function};

/// Deeper nesting than any rule has: text that asks for more is refused rather than followed.
const DEEPEST: usize = 32;

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Text(String),
    Number(f64),
    /// A name with its dots, such as `user.title` or `String.startsWith`.
    Name(String),
    Sign(&'static str),
}

/// Parses, or says what is not understood.
pub(crate) fn parse(text: &str) -> Result<Expression, String> {
    let mut parser = Parser {
        tokens: tokens(text)?,
        at: 0,
        depth: 0,
    };
    let expression = parser.any()?;
    match parser.tokens.get(parser.at) {
        None => Ok(expression),
        Some(left) => Err(format!("unexpected {}", described(left))),
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn any(&mut self) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("too deeply nested".to_owned());
        }
        let mut parts = vec![self.all()?];
        while self.takes(&["||", "or", "OR"]) {
            parts.push(self.all()?);
        }
        self.depth -= 1;
        Ok(single(parts, Expression::Any))
    }

    fn all(&mut self) -> Result<Expression, String> {
        let mut parts = vec![self.comparison()?];
        while self.takes(&["&&", "and", "AND"]) {
            parts.push(self.comparison()?);
        }
        Ok(single(parts, Expression::All))
    }

    fn comparison(&mut self) -> Result<Expression, String> {
        let mut negations = 0;
        while self.takes(&["!", "not", "NOT"]) {
            negations += 1;
        }
        let left = self.operand()?;
        let compared = if self.takes(&["==", "eq", "EQ"]) {
            Expression::Equal(Box::new(left), Box::new(self.operand()?))
        } else if self.takes(&["!=", "ne", "NE"]) {
            let equal = Expression::Equal(Box::new(left), Box::new(self.operand()?));
            Expression::Not(Box::new(equal))
        } else {
            left
        };
        Ok(if negations % 2 == 1 {
            Expression::Not(Box::new(compared))
        } else {
            compared
        })
    }

    fn operand(&mut self) -> Result<Expression, String> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        match token {
            Some(Token::Text(text)) => Ok(Expression::Literal(Value::String(text))),
            Some(Token::Number(number)) => Ok(Expression::Literal(json!(number))),
            Some(Token::Sign("(")) => {
                let inner = self.any()?;
                self.demand(")")?;
                Ok(inner)
            }
            Some(Token::Name(name)) => self.named(&name),
            Some(other) => Err(format!("unexpected {}", described(&other))),
            None => Err("unexpected end".to_owned()),
        }
    }

    fn named(&mut self, name: &str) -> Result<Expression, String> {
        match name {
            "true" | "false" => return Ok(Expression::Literal(json!(name == "true"))),
            "null" => return Ok(Expression::Literal(Value::Null)),
            _ => {}
        }
        if self.takes(&["("]) {
            let (function, least, most) =
                Function::named(name).ok_or_else(|| format!("unknown function {name}"))?;
            let mut arguments = Vec::new();
            while !self.takes(&[")"]) {
                if !arguments.is_empty() {
                    self.demand(",")?;
                }
                arguments.push(self.any()?);
            }
            return if (least..=most).contains(&arguments.len()) {
                Ok(Expression::Call(function, arguments))
            } else {
                Err(format!("wrong number of arguments of {name}"))
            };
        }
        match name.strip_prefix("user.") {
            Some(attribute) if !attribute.is_empty() && !attribute.contains('.') => {
                Ok(Expression::Attribute(attribute.to_owned()))
            }
            _ => Err(format!("unknown name {name}")),
        }
    }

    /// Goes past the next token if it is one of these signs or words.
    fn takes(&mut self, any_of: &[&str]) -> bool {
        let found = match self.tokens.get(self.at) {
            Some(Token::Sign(sign)) => any_of.contains(sign),
            Some(Token::Name(name)) => any_of.contains(&name.as_str()),
            _ => false,
        };
        self.at += usize::from(found);
        found
    }

    fn demand(&mut self, sign: &str) -> Result<(), String> {
        if self.takes(&[sign]) {
            Ok(())
        } else {
            Err(format!("'{sign}' is missing"))
        }
    }
}

fn single(mut parts: Vec<Expression>, joined: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            joined(parts)
        }
    }
}

fn described(token: &Token) -> String {
    match token {
        Token::Text(_) => "text".to_owned(),
        Token::Number(_) => "number".to_owned(),
        Token::Name(name) => name.clone(),
        Token::Sign(sign) => format!("'{sign}'"),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    const SIGNS: [&str; 8] = ["&&", "||", "==", "!=", "!", "(", ")", ","];
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if first == '"' || first == '\'' {
            let (token, after) = quoted(&rest[1..], first)?;
            tokens.push(token);
            rest = after;
        } else if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
            tokens.push(Token::Sign(sign));
            rest = &rest[sign.len()..];
        } else {
            let ends = |letter: char| !(letter.is_alphanumeric() || "._-".contains(letter));
            let end = rest.find(ends).unwrap_or(rest.len());
            let word = &rest[..end];
            if word.is_empty() {
                return Err(format!("unexpected '{first}'"));
            }
            tokens.push(match word.parse() {
                Ok(number) if first.is_ascii_digit() || first == '-' => Token::Number(number),
                _ => Token::Name(word.to_owned()),
            });
            rest = &rest[end..];
        }
        rest = rest.trim_start();
    }
    Ok(tokens)
}

/// A text up to its closing quote; a backslash takes the next character as it is.
fn quoted(rest: &str, quote: char) -> Result<(Token, &str), String> {
    let mut text = String::new();
    let mut letters = rest.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => text.extend(letters.next().map(|(_, escaped)| escaped)),
            letter if letter == quote => return Ok((Token::Text(text), &rest[at + letter.len_utf8()..])),
            letter => text.push(letter),
        }
    }
    Err("a text is not closed".to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_not_understood_is_named() {
        for (text, complaint) in [
            ("", "unexpected end"),
            ("user.title ==", "unexpected end"),
            ("user.title", ""),
            ("user.a.b == 1", "unknown name user.a.b"),
            ("title == 1", "unknown name title"),
            ("DateTime.now() == 1", "unknown function DateTime.now"),
            (
                "String.startsWith(user.title)",
                "wrong number of arguments of String.startsWith",
            ),
            ("(user.title == \"a\"", "')' is missing"),
            ("user.title == \"a", "a text is not closed"),
            ("user.title == \"a\" \"b\"", "unexpected text"),
            ("user.title = \"a\"", "unexpected '='"),
        ] {
            assert_eq!(parse(text).err().unwrap_or_default(), complaint, "{text}");
        }
        assert!(parse(&"(".repeat(10_000)).is_err());
        assert!(parse(&"!".repeat(100_000)).is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_fail(text in "[ a-z.\"'()!=&|,\\\\0-9é]{0,60}") {
            let _ = parse(&text);
        }
    }
}
