//! Writes values as Rust literals and struct literals.

/// A text as a Rust string literal.
pub(crate) fn text(value: &str) -> String {
    let mut literal = String::with_capacity(value.len() + 2);
    literal.push('"');
    for character in value.chars() {
        match character {
            '"' | '\\' => {
                literal.push('\\');
                literal.push(character);
            }
            character if character.is_control() => literal.extend(character.escape_default()),
            character => literal.push(character),
        }
    }
    literal.push('"');
    literal
}

/// `Some("…")` or `None`.
pub(crate) fn optional_text(value: Option<&str>) -> String {
    optional(value.map(text))
}

/// `Some(…)` or `None` of anything that is already a Rust expression.
pub(crate) fn optional(value: Option<impl std::fmt::Display>) -> String {
    value.map_or_else(|| "None".to_owned(), |value| format!("Some({value})"))
}

/// `&["…", "…"]`.
pub(crate) fn texts<T: AsRef<str>>(values: &[T]) -> String {
    let items: Vec<String> = values.iter().map(|value| text(value.as_ref())).collect();
    format!("&[{}]", items.join(", "))
}

/// A row of a table: a struct literal whose fields stand one a line.
#[derive(Debug)]
pub(crate) struct Row {
    name: &'static str,
    lines: Vec<String>,
}

impl Row {
    /// An empty literal of the struct `name`.
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            lines: Vec::new(),
        }
    }

    /// Adds a field whose value is a Rust expression.
    pub(crate) fn field(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.lines.push(format!("{name}: {value},"));
        self
    }

    /// Adds a field unless its value is the one that the struct's base constant holds.
    pub(crate) fn unless(self, base: &str, name: &str, value: impl std::fmt::Display) -> Self {
        let value = value.to_string();
        if value == base {
            self
        } else {
            self.field(name, value)
        }
    }

    /// Ends the literal with `..base`.
    pub(crate) fn rest(mut self, base: &str) -> Self {
        self.lines.push(format!("..{base}"));
        self
    }

    /// The literal, indented by `depth` levels and followed by a comma.
    pub(crate) fn finish(&self, depth: usize) -> String {
        let outer = "    ".repeat(depth);
        let inner = "    ".repeat(depth + 1);
        let lines = self.lines.join(&format!("\n{inner}"));
        format!("{outer}{} {{\n{inner}{lines}\n{outer}}},\n", self.name)
    }
}

/// `pub static NAME: &[TYPE] = &[ROWS];` under its doc comment.
pub(crate) fn table(doc: &str, name: &str, row_type: &str, rows: impl IntoIterator<Item = Row>) -> String {
    let doc: Vec<String> = doc
        .lines()
        .map(|line| format!("/// {line}").trim_end().to_owned())
        .collect();
    let doc = doc.join("\n");
    let rows: String = rows.into_iter().map(|row| row.finish(1)).collect();
    format!("{doc}\npub static {name}: &[{row_type}] = &[\n{rows}];\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_backslashes_are_escaped_and_other_letters_stay() {
        assert_eq!(text("a \"b\" \\ é\n"), r#""a \"b\" \\ é\n""#);
        assert_eq!(texts(&["a", "b"]), r#"&["a", "b"]"#);
        assert_eq!(optional_text(None), "None");
    }

    #[test]
    fn a_field_that_equals_the_base_is_left_out() {
        let row = Row::new("Thing")
            .field("id", 1)
            .unless("&[]", "list", texts::<&str>(&[]))
            .rest("BASE");
        assert_eq!(row.finish(0), "Thing {\n    id: 1,\n    ..BASE\n},\n");
    }
}
