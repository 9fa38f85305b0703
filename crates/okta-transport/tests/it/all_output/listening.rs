//! Writes everything that is traced or logged to standard error, whoever tells it.

use std::sync::atomic::{AtomicU64, Ordering};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

pub(super) fn to_everything() {
    tracing::subscriber::set_global_default(Loud(AtomicU64::new(1))).unwrap();
    log::set_logger(&LoudLog).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
}

struct Loud(AtomicU64);

struct Fields;

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        eprintln!("  {}={value:?}", field.name());
    }
}

fn head(metadata: &Metadata<'_>) {
    eprintln!("{} {} {}", metadata.level(), metadata.target(), metadata.name());
}

impl Subscriber for Loud {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        head(attributes.metadata());
        attributes.record(&mut Fields);
        Id::from_u64(self.0.fetch_add(1, Ordering::Relaxed))
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Fields);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        head(event.metadata());
        event.record(&mut Fields);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct LoudLog;

impl log::Log for LoudLog {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        eprintln!("{} {} {}", record.level(), record.target(), record.args());
    }

    fn flush(&self) {}
}
