//! Users, groups and apps on the page.

use serde_json::Value;

use crate::page::asked::{Asked, List, Part};
use crate::page::html::{Cell, Mood, add_pager, add_table, grouped};
use crate::page::{ROWS, add_section};
use crate::state::{Application, Group, Org, Status, User};

pub(super) fn add_users(page: &mut String, org: &Org, asked: &Asked) {
    let matches = |user: &&User| {
        is_found(
            asked,
            &user.id,
            &[user.login(), &user.display_name(), user.text("email")],
        )
    };
    let heads = ["Login", "Name", "Status", "Groups", "Id"];
    let of = count(org.users.len(), asked, || {
        org.users.values().filter(matches).count()
    });
    let part = begin(page, List::Users, asked, (of, org.users.len()));
    let row = |user: &User| {
        let mood = match user.status {
            Status::Active => Mood::Good,
            Status::Deprovisioned | Status::Staged => Mood::Quiet,
            Status::LockedOut | Status::Suspended => Mood::Bad,
            Status::Provisioned | Status::Recovery | Status::PasswordExpired => Mood::Odd,
        };
        vec![
            Cell::Text(user.login().to_owned()),
            Cell::Text(user.display_name()),
            Cell::Mood(mood, user.status.as_str().to_owned()),
            // Everyone is the one that no user's own list has.
            Cell::Number(user.groups.iter().count() + 1),
            Cell::Code(user.id.to_string()),
        ]
    };
    if of > 0 && asked.q.is_empty() {
        // A page far into a large org is found by its place.
        let places = part.skipped..(part.skipped + ROWS).min(of);
        let shown = places.filter_map(|place| org.users.nth(place)).map(row);
        add_table(page, List::Users.name(), &heads, shown);
    } else if of > 0 {
        let shown = org
            .users
            .values()
            .filter(matches)
            .skip(part.skipped)
            .take(ROWS)
            .map(row);
        add_table(page, List::Users.name(), &heads, shown);
    }
    add_pager(page, List::Users, part, asked);
    page.push_str("</section>\n");
}

pub(super) fn add_groups(page: &mut String, org: &Org, asked: &Asked) {
    let matches = |group: &&Group| is_found(asked, &group.id, &[name_of(group)]);
    let of = org.groups.values().filter(matches).count();
    let part = begin(page, List::Groups, asked, (of, org.groups.len()));
    let shown = org.groups.values().filter(matches).skip(part.skipped).take(ROWS);
    let rows = shown.map(|group| {
        let members = if group.id == org.everyone_id {
            org.users.len()
        } else {
            group.members.len()
        };
        vec![
            Cell::Text(name_of(group).to_owned()),
            Cell::Text(group.kind.as_str().to_owned()),
            Cell::Number(members),
            Cell::Code(group.id.clone()),
        ]
    });
    if of > 0 {
        add_table(
            page,
            List::Groups.name(),
            &["Name", "Type", "Members", "Id"],
            rows,
        );
    }
    add_pager(page, List::Groups, part, asked);
    page.push_str("</section>\n");
}

pub(super) fn add_apps(page: &mut String, org: &Org, asked: &Asked) {
    let matches = |app: &&Application| is_found(asked, &app.id, &[app.text("label"), app.text("name")]);
    let of = org.applications.values().filter(matches).count();
    let part = begin(page, List::Apps, asked, (of, org.applications.len()));
    let shown = org
        .applications
        .values()
        .filter(matches)
        .skip(part.skipped)
        .take(ROWS);
    let rows = shown.map(|app| {
        let mood = if app.active { Mood::Good } else { Mood::Quiet };
        vec![
            Cell::Text(app.text("label").to_owned()),
            Cell::Text(app.text("signOnMode").to_owned()),
            Cell::Mood(mood, app.status().to_owned()),
            Cell::Number(app.users.len()),
            Cell::Number(app.groups.len()),
            Cell::Code(app.id.clone()),
        ]
    });
    let heads = ["Label", "Sign-on mode", "Status", "Users", "Groups", "Id"];
    if of > 0 {
        add_table(page, List::Apps.name(), &heads, rows);
    }
    add_pager(page, List::Apps, part, asked);
    page.push_str("</section>\n");
}

/// The section's title with how many there are, and which of them are shown.
fn begin(page: &mut String, list: List, asked: &Asked, (found, all): (usize, usize)) -> Part {
    let note = if asked.q.is_empty() {
        grouped(all)
    } else {
        format!("{} of {} found", grouped(found), grouped(all))
    };
    add_section(page, list, &note);
    if found == 0 {
        page.push_str("<p class=\"quiet\">None.</p>\n");
    }
    asked.part(list, found)
}

/// How many are found; all of them without a search.
fn count(all: usize, asked: &Asked, found: impl FnOnce() -> usize) -> usize {
    if asked.q.is_empty() { all } else { found() }
}

/// Whether it has this id, or the text in one of its names, whatever the case.
fn is_found(asked: &Asked, id: &str, names: &[&str]) -> bool {
    id == asked.q
        || names
            .iter()
            .any(|name| name.to_lowercase().contains(&asked.needle))
}

fn name_of(group: &Group) -> &str {
    let name = group.profile.get("name");
    name.and_then(Value::as_str).unwrap_or_default()
}
