//! The page at `/`: what the org holds, what was asked of it last, how full its buckets are, what goes wrong on
//! purpose.
//!
//! Plain HTML and CSS, made on the server from the same state that the API answers from: it needs no script and
//! allows none. Every text in it is escaped where it is written ([`html`]), and nothing secret is in it.

mod asked;
mod html;
mod lists;
mod traffic;

use std::fmt::Write as _;

use crate::clock::wire;
use crate::page::asked::{Asked, List};
use crate::page::html::{Text, grouped};
use crate::service::Service;
use crate::state::Status;

/// Rows of a table on one page.
const ROWS: usize = 20;
/// So many objects of a list are looked at one by one, as every request waits for it: some ten milliseconds.
const LOOKED_AT: usize = 20_000;
/// Seconds between two readings of a page that keeps itself up to date.
const REFRESH: u32 = 5;
const STYLE: &str = include_str!("style.css");

/// The page that a query string asks for.
pub(crate) fn page(service: &Service, query: &str) -> String {
    let asked = Asked::parse(query);
    let mut page = String::with_capacity(32 << 10);
    add_head(&mut page, &asked);
    page.push_str("<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n");
    add_header(&mut page, service, &asked);
    page.push_str("<main id=\"main\">\n");
    add_counts(&mut page, service);
    traffic::add_limits(&mut page, service);
    traffic::add_faults(&mut page, service);
    traffic::add_requests(&mut page, service, &asked);
    add_search(&mut page, &asked);
    let org = service.org_for_reads();
    lists::add_users(&mut page, &org, &asked);
    lists::add_groups(&mut page, &org, &asked);
    lists::add_apps(&mut page, &org, &asked);
    drop(org);
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

// Writing to a text cannot fail, here and below.

fn add_head(page: &mut String, asked: &Asked) {
    page.push_str(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n",
    );
    if asked.refreshes {
        let _ = writeln!(page, "<meta http-equiv=\"refresh\" content=\"{REFRESH}\">");
    }
    let _ = write!(
        page,
        "<title>Okta emulator</title>\n<style>\n{STYLE}</style>\n</head>\n"
    );
}

fn add_header(page: &mut String, service: &Service, asked: &Asked) {
    let now = wire(service.clock.now());
    let clock = match service.clock.moved() {
        None => "stands still until it is moved".to_owned(),
        Some(0) => "is the machine's".to_owned(),
        Some(milliseconds) => format!("is {} s ahead of the machine's", grouped(milliseconds / 1_000)),
    };
    let org = service.org_for_reads().id.clone();
    let (refresh, words) = if asked.refreshes {
        (asked.with_refresh(false), "Stop refreshing")
    } else {
        (asked.with_refresh(true), "Refresh every 5 seconds")
    };
    let _ = write!(
        page,
        "<header>\n<h1>Okta emulator</h1>\n<p>Org <code id=\"org\">{}</code>. Its clock says \
         <time id=\"clock\" datetime=\"{now}\">{now}</time> and {clock}. <a id=\"refresh\" href=\"{}\">{words}</a></p>\n\
         <nav aria-label=\"Sections\">",
        Text(&org),
        Text(&refresh),
    );
    for (id, title) in [
        ("limits", "Rate limits"),
        ("faults", "Faults"),
        ("requests", "Requests"),
        ("search", "Find"),
        ("users", "Users"),
        ("groups", "Groups"),
        ("apps", "Apps"),
    ] {
        let _ = write!(page, "<a href=\"#{id}\">{title}</a> ");
    }
    page.push_str("</nav>\n</header>\n");
}

fn add_counts(page: &mut String, service: &Service) {
    let served = usize::try_from(service.requests().served()).unwrap_or(usize::MAX);
    let org = service.org_for_reads();
    let first = org.users.values().take(LOOKED_AT);
    let deactivated = first.filter(|user| user.status == Status::Deprovisioned).count();
    let of_them = if org.users.len() <= LOOKED_AT {
        "of them deactivated".to_owned()
    } else {
        format!("deactivated among the first {}", grouped(LOOKED_AT))
    };
    let counts = [
        ("users", org.users.len()),
        (&*of_them, deactivated),
        ("groups", org.groups.len()),
        ("apps", org.applications.len()),
        ("in the System Log", org.log.len()),
        ("requests", served),
    ];
    drop(org);
    page.push_str("<ul class=\"counts\" aria-label=\"Counts\">\n");
    for (name, count) in counts {
        let _ = writeln!(page, "<li><strong>{}</strong> {name}</li>", grouped(count));
    }
    page.push_str("</ul>\n");
}

fn add_search(page: &mut String, asked: &Asked) {
    let _ = write!(
        page,
        "<form id=\"search\" role=\"search\" method=\"get\" action=\"/#search\">\n\
         <label for=\"q\">Find users, groups and apps by name, login or id</label>\n\
         <input id=\"q\" name=\"q\" type=\"search\" autocomplete=\"off\" value=\"{}\">\n",
        Text(&asked.q)
    );
    if asked.refreshes {
        page.push_str("<input type=\"hidden\" name=\"refresh\" value=\"true\">\n");
    }
    page.push_str("<button>Find</button>\n");
    if !asked.q.is_empty() {
        let _ = writeln!(
            page,
            "<a id=\"all\" href=\"{}\">Show all</a>",
            Text(&asked.without_search())
        );
    }
    page.push_str("</form>\n");
}

/// The start of a section: its title, how much of it is shown, and where the pages before and after it are.
fn add_section(page: &mut String, list: List, note: &str) {
    let (id, title) = (list.name(), list.title());
    let _ = writeln!(
        page,
        "<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{title} <small>{}</small></h2>",
        Text(note)
    );
}
