//! Users, groups and apps on the page.

use serde_json::Value;

use crate::page::asked::{Asked, List};
use crate::page::html::{Cell, Mood, add_pager, add_table, grouped};
use crate::page::{LOOKED_AT, ROWS, add_section};
use crate::state::{Application, Group, Org, Status, User};

pub(super) fn add_users(page: &mut String, org: &Org, asked: &Asked) {
    let matches = |user: &User| has_in(asked, &[user.login(), &user.display_name(), user.text("email")]);
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
    let all = All {
        list: List::Users,
        heads: &["Login", "Name", "Status", "Groups", "Id"],
        count: org.users.len(),
        from: &|place| Box::new((place..org.users.len()).filter_map(move |place| org.users.nth(place))),
        named: org.find_user(&asked.q).and_then(|id| org.users.get(id)),
        otherwise: "a whole login or an id is found among all of them",
    };
    all.add(page, asked, matches, row);
}

pub(super) fn add_groups(page: &mut String, org: &Org, asked: &Asked) {
    let matches = |group: &Group| has_in(asked, &[name_of(group)]);
    let row = |group: &Group| {
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
    };
    let all = All {
        list: List::Groups,
        heads: &["Name", "Type", "Members", "Id"],
        count: org.groups.len(),
        from: &|place| Box::new((place..org.groups.len()).filter_map(move |place| org.groups.nth(place))),
        named: org.groups.get(&asked.q),
        otherwise: "an id is found among all of them",
    };
    all.add(page, asked, matches, row);
}

pub(super) fn add_apps(page: &mut String, org: &Org, asked: &Asked) {
    let matches = |app: &Application| has_in(asked, &[app.text("label"), app.text("name")]);
    let row = |app: &Application| {
        let mood = if app.active { Mood::Good } else { Mood::Quiet };
        vec![
            Cell::Text(app.text("label").to_owned()),
            Cell::Text(app.text("signOnMode").to_owned()),
            Cell::Mood(mood, app.status().to_owned()),
            Cell::Number(app.users.len()),
            Cell::Number(app.groups.len()),
            Cell::Code(app.id.clone()),
        ]
    };
    let all = All {
        list: List::Apps,
        heads: &["Label", "Sign-on mode", "Status", "Users", "Groups", "Id"],
        count: org.applications.len(),
        from: &|place| Box::new(org.applications.values().skip(place)),
        named: org.applications.get(&asked.q),
        otherwise: "an id is found among all of them",
    };
    all.add(page, asked, matches, row);
}

/// A list of the org's, of which a part is shown.
struct All<'org, 'from, T> {
    list: List,
    heads: &'static [&'static str],
    count: usize,
    /// The objects from a place on.
    from: &'from dyn Fn(usize) -> Box<dyn Iterator<Item = &'org T> + 'org>,
    /// What an index finds by the whole text that is looked for.
    named: Option<&'org T>,
    /// What is found where a search does not look at everything.
    otherwise: &'static str,
}

impl<'org, T> All<'org, '_, T> {
    fn add(
        self,
        page: &mut String,
        asked: &Asked,
        matches: impl Fn(&T) -> bool,
        row: impl Fn(&T) -> Vec<Cell>,
    ) {
        let found = (!asked.q.is_empty()).then(|| self.found(matches));
        let note = match &found {
            None => grouped(self.count),
            Some(found) if self.count <= LOOKED_AT => {
                format!("{} of {} found", grouped(found.len()), grouped(self.count))
            }
            Some(found) => format!(
                "{} found: of {}, the first {} were looked at; {}",
                grouped(found.len()),
                grouped(self.count),
                grouped(LOOKED_AT),
                self.otherwise
            ),
        };
        add_section(page, self.list, &note);
        let of = found.as_ref().map_or(self.count, Vec::len);
        let part = asked.part(self.list, of);
        if of == 0 {
            page.push_str("<p class=\"quiet\">None.</p>\n");
        } else {
            let shown: Box<dyn Iterator<Item = &T>> = match &found {
                None => (self.from)(part.skipped),
                Some(found) => Box::new(found.iter().copied().skip(part.skipped)),
            };
            add_table(page, self.list.name(), self.heads, shown.take(ROWS).map(row));
        }
        add_pager(page, self.list, part, asked);
        page.push_str("</section>\n");
    }

    /// What a search finds: what an index knows first, and then what matches of the first objects.
    fn found(&self, matches: impl Fn(&T) -> bool) -> Vec<&'org T> {
        let is_named = |one: &T| self.named.is_some_and(|named| std::ptr::eq(named, one));
        let looked_at = (self.from)(0).take(LOOKED_AT);
        let others = looked_at.filter(|one| !is_named(one) && matches(one));
        self.named.into_iter().chain(others).collect()
    }
}

/// Whether one of the names has the text that is looked for, whatever the case.
fn has_in(asked: &Asked, names: &[&str]) -> bool {
    names
        .iter()
        .any(|name| name.to_lowercase().contains(&asked.needle))
}

fn name_of(group: &Group) -> &str {
    let name = group.profile.get("name");
    name.and_then(Value::as_str).unwrap_or_default()
}
