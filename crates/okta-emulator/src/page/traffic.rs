//! Rate limits, faults and the last requests on the page.

use std::fmt::Write as _;

use crate::faults::{Effect, Fault, Latency};
use crate::page::asked::{Asked, List};
use crate::page::html::{Cell, Mood, add_pager, add_table, grouped};
use crate::page::{ROWS, add_section};
use crate::request_lines;
use crate::router;
use crate::service::Service;

/// Buckets that are shown: the fullest.
const METERS: usize = 30;

pub(super) fn add_limits(page: &mut String, service: &Service) {
    let under_way = service.concurrency.under_way();
    let at_once = service.concurrency.limit().map_or_else(
        || "without a limit".to_owned(),
        |limit| format!("of {limit} at once"),
    );
    let _ = writeln!(
        page,
        "<section id=\"limits\" aria-labelledby=\"limits-title\">\n<h2 id=\"limits-title\">Rate limits</h2>\n\
         <p>Requests under way: {under_way} {at_once}.</p>"
    );
    let now = service.clock.now();
    let org = service.org_for_reads();
    let mut meters = org.rate_limits.meters(now);
    let of = meters.len();
    if of > METERS {
        meters.sort_by_key(|meter| {
            let thousandths = u64::from(meter.used) * 1_000 / u64::from(meter.limit.max(1));
            std::cmp::Reverse(thousandths)
        });
        meters.truncate(METERS);
        // Rows that stand still are read more easily than a ranking that changes at every look.
        meters.sort_by_key(|meter| (meter.bucket, meter.token));
    }
    if of == 0 {
        page.push_str("<p class=\"quiet\">No window is open: nothing was asked in the last minute.</p>\n");
    } else {
        let rows = meters.iter().map(|meter| {
            let whose = meter.token.unwrap_or("the whole org");
            let used = format!("{} of {}", grouped(meter.used), grouped(meter.limit));
            vec![
                Cell::Code(meter.bucket.to_owned()),
                meter.token.map_or_else(
                    || Cell::Text("the whole org".to_owned()),
                    |token| Cell::Code(token.to_owned()),
                ),
                Cell::Meter {
                    label: format!("{}, {whose}: {used} used", meter.bucket),
                    used: meter.used,
                    limit: meter.limit,
                },
                Cell::Text(used),
                Cell::Text(format!("in {} s", meter.ends - now.as_second())),
            ]
        });
        add_table(
            page,
            "limits",
            &["Bucket", "Whose", "Filled", "Used", "Reset"],
            rows,
        );
    }
    if of > METERS {
        let _ = writeln!(page, "<p>The {METERS} fullest of {}.</p>", grouped(of));
    }
    page.push_str("</section>\n");
}

pub(super) fn add_faults(page: &mut String, service: &Service) {
    page.push_str(
        "<section id=\"faults\" aria-labelledby=\"faults-title\">\n<h2 id=\"faults-title\">Faults</h2>\n",
    );
    let faults = service.faults();
    let mut rows = faults
        .list()
        .map(|(_, fault, asked, hit)| row(fault, asked, hit))
        .peekable();
    if rows.peek().is_none() {
        page.push_str("<p class=\"quiet\">Nothing goes wrong on purpose.</p>\n");
    } else {
        let heads = ["Effect", "Where", "Rate", "Times", "Hit", "Applied"];
        add_table(page, "faults", &heads, rows);
    }
    page.push_str("</section>\n");
}

fn row(fault: &Fault, asked: u64, hit: u64) -> Vec<Cell> {
    let effect = match &fault.effect {
        Effect::Latency(Latency::Fixed { milliseconds }) => format!("held back {milliseconds} ms"),
        Effect::Latency(Latency::Uniform { from, to }) => format!("held back {from} to {to} ms"),
        Effect::Latency(Latency::Exponential { mean }) => format!("held back {mean} ms on average"),
        Effect::Error { status, code } => format!("error {status} {code}"),
        Effect::Reset => "connection reset".to_owned(),
        Effect::TruncatedBody => "body cut off".to_owned(),
        Effect::StaleCursor => "cursor refused".to_owned(),
        Effect::ClockOffset { seconds } => format!("clock moved by {seconds} s"),
    };
    let after = if fault.after_the_change {
        ", after the change"
    } else {
        ""
    };
    let place = match (&fault.operation, &fault.path) {
        (Some(operation), Some(path)) => format!("{operation} under {path}"),
        (Some(only), None) | (None, Some(only)) => only.clone(),
        (None, None) => "every request".to_owned(),
    };
    let times = match fault.times {
        None => Cell::Text("without end".to_owned()),
        Some(times) if hit >= times => Cell::Mood(Mood::Quiet, format!("{times}, all used")),
        Some(times) => Cell::Text(times.to_string()),
    };
    vec![
        Cell::Text(format!("{effect}{after}")),
        Cell::Text(place),
        Cell::Text(format!("{} %", (fault.rate * 1_000.0).round() / 10.0)),
        times,
        Cell::Text(grouped(hit)),
        Cell::Text(grouped(asked)),
    ]
}

pub(super) fn add_requests(page: &mut String, service: &Service, asked: &Asked) {
    let log = service.requests();
    let part = asked.part(List::Requests, log.len());
    let shown = log.newest(part.skipped, ROWS);
    drop(log);
    add_section(page, List::Requests, "newest first");
    if part.of == 0 {
        page.push_str("<p class=\"quiet\">Nothing was asked yet.</p>\n");
    } else {
        let rows = shown.iter().map(|request| {
            let mood = match request.status {
                0..400 => Mood::Good,
                400..500 => Mood::Odd,
                _ => Mood::Bad,
            };
            let operation = router::route(&request.method, &request.path).operation();
            let query = request_lines::query(&request.query);
            let separator = if query.is_empty() { "" } else { "?" };
            vec![
                Cell::Mood(mood, request.status.to_string()),
                Cell::Text(request.method.clone()),
                Cell::Code(format!("{}{separator}{query}", request.path)),
                Cell::Text(operation.unwrap_or("no operation of Okta's").to_owned()),
            ]
        });
        let heads = ["Status", "Method", "Path", "Operation"];
        add_table(page, List::Requests.name(), &heads, rows);
    }
    add_pager(page, List::Requests, part, asked);
    page.push_str("</section>\n");
}
