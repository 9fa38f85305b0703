//! [`Block`]: a block of HashiCorp's configuration language, as people lay it out.

use std::fmt::{self, Write};

/// A block with its arguments, as values that are written already.
pub(super) struct Block {
    comment: Vec<String>,
    head: String,
    arguments: Vec<(String, Vec<String>, bool)>,
}

impl Block {
    pub(super) fn resource(of: &str, name: &str) -> Self {
        Self {
            comment: Vec::new(),
            head: format!("resource \"{of}\" \"{name}\""),
            arguments: Vec::new(),
        }
    }

    pub(super) fn data(of: &str, name: &str) -> Self {
        Self {
            comment: Vec::new(),
            head: format!("data \"{of}\" \"{name}\""),
            arguments: Vec::new(),
        }
    }

    pub(super) fn text(self, name: &str, value: &str) -> Self {
        let value = quoted(value);
        self.reference(name, &value)
    }

    pub(super) fn reference(mut self, name: &str, value: &str) -> Self {
        self.arguments
            .push((name.to_owned(), vec![value.to_owned()], false));
        self
    }

    pub(super) fn list<V: AsRef<str>>(self, name: &str, values: impl IntoIterator<Item = V>) -> Self {
        let values = values.into_iter().map(|value| quoted(value.as_ref())).collect();
        self.values(name, values)
    }

    pub(super) fn values(mut self, name: &str, values: Vec<String>) -> Self {
        self.arguments.push((name.to_owned(), values, true));
        self
    }

    /// A line before the block. What it holds is ours and of one line.
    pub(super) fn comment(mut self, line: &str) -> Self {
        self.comment.push(line.replace(['\n', '\r'], " "));
        self
    }

    pub(super) fn depends_on(self, resource: &str) -> Self {
        self.values("depends_on", vec![resource.to_owned()])
    }
}

impl fmt::Display for Block {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.comment
            .iter()
            .try_for_each(|line| writeln!(formatter, "# {line}"))?;
        writeln!(formatter, "{} {{", self.head)?;
        // As `terraform fmt` aligns: arguments of one line that follow each other.
        let single = |place: usize| {
            self.arguments
                .get(place)
                .is_some_and(|(_, values, list)| !list || values.len() == 1)
        };
        for (place, (name, values, list)) in self.arguments.iter().enumerate() {
            let first = (0..=place)
                .rev()
                .take_while(|place| single(*place))
                .last()
                .unwrap_or(place);
            let run = self.arguments.iter().enumerate().skip(first);
            let run = run.take_while(|(other, _)| *other == place || single(*other));
            let width = if single(place) {
                run.map(|(_, (name, ..))| name.len()).max().unwrap_or_default()
            } else {
                name.len()
            };
            match (list, values.as_slice()) {
                (false, values) => writeln!(formatter, "  {name:<width$} = {}", values.join(""))?,
                (true, [value]) => writeln!(formatter, "  {name:<width$} = [{value}]")?,
                (true, values) => {
                    writeln!(formatter, "  {name} = [")?;
                    values
                        .iter()
                        .try_for_each(|value| writeln!(formatter, "    {value},"))?;
                    writeln!(formatter, "  ]")?;
                }
            }
        }
        writeln!(formatter, "}}")
    }
}

/// A quoted template that is taken as it is: neither an interpolation nor a directive starts in it
/// (<https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#template-expressions>).
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            // Doubled, a dollar before a brace is itself.
            '$' | '%' if rest.peek() == Some(&'{') => {
                quoted.push(character);
                quoted.push(character);
            }
            other if other.is_control() => {
                // Writing to a text cannot fail.
                let _ = write!(quoted, "\\u{:04x}", u32::from(other));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// The name of a resource: letters, digits and underscores, a letter first.
pub(super) fn identifier(label: &str) -> String {
    let mut name = String::new();
    for character in label.chars() {
        if character.is_ascii_alphanumeric() {
            name.push(character.to_ascii_lowercase());
        } else if !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
    }
    let name = name.trim_end_matches('_');
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        name.to_owned()
    } else {
        format!("okta_{name}").trim_end_matches('_').to_owned()
    }
}
