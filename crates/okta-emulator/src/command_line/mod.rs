//! How the program is told what to do: its arguments, and the signals that end it.

mod arguments;
mod signals;
mod values;

pub(crate) use arguments::Arguments;
pub(crate) use signals::Signals;
