//! What the tour prints: aligned lines that read well in a terminal and in a log.

use std::{fmt::Display, time::Duration};

use indicatif::{ProgressBar, ProgressStyle};

/// Width of the first column.
const LABEL: usize = 22;

pub(crate) struct Screen;

impl Screen {
    pub(crate) fn new() -> Self {
        Self
    }

    pub(crate) fn title(&self, title: &str) {
        println!("\n{title}");
    }

    pub(crate) fn line(&self, label: impl Display, text: impl Display) {
        println!("  {:LABEL$} {text}", label.to_string());
    }

    pub(crate) fn block(&self, text: &impl Display) {
        for line in text.to_string().lines() {
            println!("  {line}");
        }
    }

    /// A count that grows; it is drawn on a terminal alone, so a log holds only the lines.
    pub(crate) fn progress(&self, what: &'static str) -> ProgressBar {
        let style = ProgressStyle::with_template("  {prefix:22} {spinner} {human_pos} {elapsed}");
        let bar = ProgressBar::new_spinner().with_prefix(what);
        style.map_or(bar.clone(), |style| bar.with_style(style))
    }

    pub(crate) fn end(&self, elapsed: Duration) {
        println!("\ndone in {:.1} s", elapsed.as_secs_f64());
    }

    pub(crate) fn error(&self, error: &dyn std::error::Error) {
        eprintln!("\ntour: {error}");
    }
}
