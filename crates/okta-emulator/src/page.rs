//! The page at `/`: what the org holds, what was asked of it last, and how full its buckets are.
//!
//! Plain HTML and CSS, made on the server from the same state that the API answers from. Every value in it is
//! escaped, and it allows no script.

use std::fmt::Write as _;

use crate::clock::wire;
use crate::service::Service;
use crate::state::{Org, Status};

/// Rows a table; the caption says how many there are.
const ROWS: usize = 50;

const STYLE: &str = "
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1d2433; }
h1 { font-size: 1.6rem; margin: 0; } nav a { margin-right: 1rem; } p { color: #5b6475; }
section { margin-top: 2rem; } h2 { font-size: 1.15rem; }
.counts { display: flex; gap: 1rem; flex-wrap: wrap; }
.counts div { border: 1px solid #d9dee8; border-radius: .5rem; padding: .5rem 1rem; }
.counts strong { display: block; font-size: 1.5rem; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #e7eaf1; white-space: nowrap; }
th { color: #5b6475; font-weight: 600; } code { font-size: .9em; } meter { width: 12rem; }
@media (prefers-color-scheme: dark) {
  body { background: #12161f; color: #e4e8f0; } p, th { color: #9aa4b8; } a { color: #8ab4ff; }
  .counts div, th, td { border-color: #2b3242; }
}
";

pub(crate) fn page(service: &Service) -> String {
    let now = service.clock.now();
    let requests = service.requests();
    let (recent, served) = (requests.last(ROWS), requests.served());
    drop(requests);
    let org = service.org();
    let deactivated = org
        .users
        .values()
        .filter(|user| user.status == Status::Deprovisioned)
        .count();
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Okta emulator</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <h1>Okta emulator</h1>\n<p>Org <code id=\"org\">{}</code>, by its clock {}. \
         Reload the page to see it as it is now.</p>\n\
         <nav><a href=\"#users\">Users</a><a href=\"#groups\">Groups</a><a href=\"#apps\">Apps</a>\
         <a href=\"#requests\">Requests</a><a href=\"#limits\">Rate limits</a></nav>\n",
        escaped(&org.id),
        wire(now)
    );
    let counts = [
        ("users", org.users.len()),
        ("of them deactivated", deactivated),
        ("groups", org.groups.len()),
        ("apps", org.applications.len()),
        ("requests", usize::try_from(served).unwrap_or(usize::MAX)),
    ];
    page.push_str("<section class=\"counts\">\n");
    for (name, count) in counts {
        // Writing to a text cannot fail.
        let _ = writeln!(page, "<div><strong>{count}</strong>{name}</div>");
    }
    page.push_str("</section>\n");
    add_objects(&mut page, &org);
    let rows = recent.iter().map(|request| {
        let path = if request.query.is_empty() {
            request.path.clone()
        } else {
            format!("{}?{}", request.path, request.query)
        };
        vec![request.status.to_string(), request.method.clone(), path]
    });
    add_table(
        &mut page,
        ("requests", "Recent requests"),
        &["Status", "Method", "Path"],
        rows,
        None,
    );
    add_limits(&mut page, service, &org);
    page.push_str("</body>\n</html>\n");
    page
}

fn add_objects(page: &mut String, org: &Org) {
    let users = org.users.values().take(ROWS).map(|user| {
        let login = user.login().to_owned();
        vec![
            login,
            user.display_name(),
            user.status.as_str().to_owned(),
            user.id.clone(),
        ]
    });
    let heads = ["Login", "Name", "Status", "Id"];
    add_table(page, ("users", "Users"), &heads, users, Some(org.users.len()));
    let groups = org.groups.values().take(ROWS).map(|group| {
        let name = group
            .profile
            .get("name")
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default();
        let members = if group.id == org.everyone_id {
            org.users.len()
        } else {
            group.members.len()
        };
        vec![
            name.to_owned(),
            group.kind.as_str().to_owned(),
            members.to_string(),
            group.id.clone(),
        ]
    });
    let heads = ["Name", "Type", "Members", "Id"];
    add_table(page, ("groups", "Groups"), &heads, groups, Some(org.groups.len()));
    let apps = org.applications.values().take(ROWS).map(|app| {
        let assigned = app.users.len().to_string();
        let (label, mode) = (app.text("label").to_owned(), app.text("signOnMode").to_owned());
        vec![label, mode, app.status().to_owned(), assigned, app.id.clone()]
    });
    let heads = ["Label", "Sign-on mode", "Status", "Users", "Id"];
    add_table(page, ("apps", "Apps"), &heads, apps, Some(org.applications.len()));
}

fn add_limits(page: &mut String, service: &Service, org: &Org) {
    let under_way = service.concurrency.under_way();
    let at_once = service
        .concurrency
        .limit()
        .map_or_else(|| "no limit".to_owned(), |limit| limit.to_string());
    let _ = write!(
        page,
        "<section id=\"limits\">\n<h2>Rate limits</h2>\n<p>Requests under way: {under_way} of {at_once}.</p>\n\
         <div class=\"scroll\"><table>\n<tr><th>Bucket</th><th>Token</th><th>Used</th><th></th><th>Ends in</th></tr>\n"
    );
    let now = service.clock.now();
    for meter in org.rate_limits.meters(now) {
        let (used, limit) = (meter.used, meter.limit);
        let _ = writeln!(
            page,
            "<tr><td><code>{}</code></td><td>{}</td><td>{used} of {limit}</td>\
             <td><meter min=\"0\" max=\"{limit}\" value=\"{used}\"></meter></td><td>{} s</td></tr>",
            escaped(meter.bucket),
            escaped(meter.token.unwrap_or("the org")),
            meter.ends - now.as_second()
        );
    }
    page.push_str("</table></div>\n</section>\n");
}

fn add_table(
    page: &mut String,
    (id, title): (&str, &str),
    heads: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
    of: Option<usize>,
) {
    let _ = write!(page, "<section id=\"{id}\">\n<h2>{title}</h2>\n");
    if let Some(of) = of.filter(|of| *of > ROWS) {
        let _ = writeln!(page, "<p>The first {ROWS} of {of}.</p>");
    }
    page.push_str("<div class=\"scroll\"><table>\n<tr>");
    for head in heads {
        let _ = write!(page, "<th>{head}</th>");
    }
    page.push_str("</tr>\n");
    for row in rows {
        page.push_str("<tr>");
        for cell in row {
            let _ = write!(page, "<td>{}</td>", escaped(&cell));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</table></div>\n</section>\n");
}

/// The text with what HTML gives a meaning to replaced, for content and for attributes in quotes.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
