//! What the tour prints: aligned lines that read well in a terminal and in a log.

use std::{
    fmt::{Arguments, Display},
    io::Write as _,
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};

/// Width of the first column.
const LABEL: usize = 22;

pub(crate) fn title(title: &str) {
    print(format_args!("\n{title}"));
}

pub(crate) fn line(label: impl Display, text: impl Display) {
    print(format_args!("  {:LABEL$} {text}", label.to_string()));
}

pub(crate) fn block(text: &impl Display) {
    for line in text.to_string().lines() {
        print(format_args!("  {line}"));
    }
}

/// A count that grows; it is drawn on a terminal alone, so a log holds only the lines.
pub(crate) fn progress(what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("  {prefix:22} {spinner} {human_pos} {elapsed}");
    let bar = ProgressBar::new_spinner().with_prefix(what);
    style.map_or(bar.clone(), |style| bar.with_style(style))
}

pub(crate) fn end(elapsed: Duration) {
    print(format_args!("\ndone in {:.1} s", elapsed.as_secs_f64()));
}

pub(crate) fn error(error: &dyn std::error::Error) {
    eprintln!("\ntour: {error}");
}

/// A reader who has seen enough (`| head`) ends the printing, not the tour: what it created it still removes.
fn print(line: Arguments<'_>) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
