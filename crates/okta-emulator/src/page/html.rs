//! Texts, numbers and tables as HTML.

use std::fmt::{self, Write as _};

use crate::page::ROWS;
use crate::page::asked::{Asked, List, Part};

/// A text with what HTML gives a meaning to replaced, for content and for attributes in quotes.
pub(crate) struct Text<'text>(pub(crate) &'text str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => formatter.write_str("&amp;")?,
                '<' => formatter.write_str("&lt;")?,
                '>' => formatter.write_str("&gt;")?,
                '"' => formatter.write_str("&quot;")?,
                '\'' => formatter.write_str("&#39;")?,
                other => formatter.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// What stands in a table.
pub(crate) enum Cell {
    Text(String),
    Code(String),
    Number(usize),
    /// A word with a colour that says the same.
    Mood(Mood, String),
    Meter {
        label: String,
        used: u32,
        limit: u32,
    },
}

#[derive(Clone, Copy)]
pub(crate) enum Mood {
    Good,
    Quiet,
    Odd,
    Bad,
}

impl Mood {
    fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Quiet => "quiet",
            Self::Odd => "odd",
            Self::Bad => "bad",
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => Text(text).fmt(formatter),
            Self::Code(text) => write!(formatter, "<code>{}</code>", Text(text)),
            Self::Number(number) => formatter.write_str(&grouped(*number)),
            Self::Mood(mood, text) => {
                write!(
                    formatter,
                    "<span class=\"{}\">{}</span>",
                    mood.class(),
                    Text(text)
                )
            }
            Self::Meter { label, used, limit } => write!(
                formatter,
                "<meter aria-label=\"{}\" min=\"0\" max=\"{limit}\" low=\"{}\" high=\"{}\" optimum=\"0\" value=\"{used}\"></meter>",
                Text(label),
                u64::from(*limit) * 3 / 4,
                u64::from(*limit) * 9 / 10,
            ),
        }
    }
}

/// A table that scrolls by itself where it is too wide, with the keyboard too. The first cell names its row.
pub(crate) fn add_table(
    page: &mut String,
    section: &str,
    heads: &[&str],
    rows: impl Iterator<Item = Vec<Cell>>,
) {
    let _ = write!(
        page,
        "<div class=\"scroll\" role=\"region\" aria-labelledby=\"{section}-title\" tabindex=\"0\">\n\
         <table aria-labelledby=\"{section}-title\">\n<thead><tr>"
    );
    for head in heads {
        let _ = write!(page, "<th scope=\"col\">{}</th>", Text(head));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        page.push_str("<tr>");
        for (place, cell) in row.iter().enumerate() {
            let _ = if place == 0 {
                write!(page, "<th scope=\"row\">{cell}</th>")
            } else if matches!(cell, Cell::Number(_)) {
                write!(page, "<td class=\"number\">{cell}</td>")
            } else {
                write!(page, "<td>{cell}</td>")
            };
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n</div>\n");
}

/// The way to the other pages of a list, if it has others.
pub(crate) fn add_pager(page: &mut String, list: List, part: Part, asked: &Asked) {
    if part.of <= ROWS {
        return;
    }
    let name = list.name();
    let _ = write!(page, "<nav class=\"pager\" aria-label=\"Pages of {name}\">");
    let mut add = |there: bool, to: usize, relation: &str, words: &str| {
        let _ = if there {
            let address = asked.with_page(list, to);
            write!(
                page,
                "<a rel=\"{relation}\" href=\"{}\">{words}</a> ",
                Text(&address)
            )
        } else {
            write!(page, "<span class=\"quiet\">{words}</span> ")
        };
    };
    let (before, after) = (part.page.saturating_sub(1), part.page + 1);
    add(part.page > 0, 0, "first", "First");
    add(part.page > 0, before, "prev", "Previous");
    add(part.has_next(), after, "next", "Next");
    add(part.has_next(), (part.of - 1) / ROWS, "last", "Last");
    let _ = writeln!(page, "<span>{}</span></nav>", part.described());
}

/// A number with a comma between thousands.
pub(crate) fn grouped(number: impl fmt::Display) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_text_and_numbers_are_readable() {
        let cell = Cell::Meter {
            label: "\"><script>'&".to_owned(),
            used: 1,
            limit: 10,
        };
        assert!(
            cell.to_string()
                .contains("aria-label=\"&quot;&gt;&lt;script&gt;&#39;&amp;\"")
        );
        assert_eq!(
            ["0", "999", "1,000", "1,234,567"],
            [0, 999, 1_000, 1_234_567]
                .map(grouped)
                .each_ref()
                .map(String::as_str)
        );
    }
}
