//! [`Wrapped`]: text in lines that a terminal shows whole.

use std::fmt;

/// A text, broken between words at so many columns, behind a margin that its further lines leave blank. A word that is longer
/// than a line stays whole, so that it can be copied.
pub(super) struct Wrapped<'a> {
    pub(super) margin: &'a str,
    pub(super) text: &'a str,
    /// Of the longest line, in characters.
    pub(super) columns: usize,
}

impl fmt::Display for Wrapped<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let indent = self.margin.chars().count();
        formatter.write_str(self.margin)?;
        let mut column = indent;
        for word in self.text.split(' ') {
            let length = word.chars().count();
            if column > indent && column + 1 + length > self.columns {
                write!(formatter, "\n{:indent$}", "")?;
                column = indent;
            } else if column > indent {
                formatter.write_str(" ")?;
                column += 1;
            }
            formatter.write_str(word)?;
            column += length;
        }
        formatter.write_str("\n")
    }
}
