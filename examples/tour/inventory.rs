//! Reads users and apps, and who one user is in each app.

use okta_sdk::prelude::*;

use crate::{connect::Visited, screen};

pub(crate) struct Inventory {
    users: Vec<User>,
    apps: Vec<Application>,
}

impl Inventory {
    /// An app of the embedded org; of a real org, only the one that was named is touched.
    pub(crate) fn app_to_assign(&self, org: &Visited) -> Option<AppId> {
        let mut active = self.apps.iter().filter(|app| app.is_active());
        active
            .find(|app| org.is_embedded() && app.sign_on_mode == Some(SignOnMode::Bookmark))
            .map(|app| app.id.clone())
    }

    pub(crate) fn someone_active(&self) -> Option<&UserId> {
        self.users
            .iter()
            .find(|user| user.status == Some(UserStatus::Active))
            .map(|user| &user.id)
    }
}

pub(crate) async fn read(okta: &Client) -> Inventory {
    // `search` with `pr` finds DEPROVISIONED users too, which the plain list leaves out.
    let users = collect(
        okta,
        ListUsers::new().search(search("id").pr()).limit(200),
        "users",
    )
    .await;
    let status = |user: &User| {
        user.status
            .clone()
            .map_or("no status".into(), |status| status.to_string())
    };
    screen::line("users", by_kind(users.iter().map(status)));
    let apps = collect(okta, ListApplications::new().limit(200), "apps").await;
    let mode = |app: &Application| {
        app.sign_on_mode
            .clone()
            .map_or("no sign-on".into(), |mode| mode.to_string())
    };
    screen::line("apps", by_kind(apps.iter().map(mode)));
    Inventory { users, apps }
}

/// All records that can be read; what cannot be read is said, and does not end the tour.
async fn collect<L: ListOperation>(okta: &Client, list: L, what: &'static str) -> Vec<L::Item> {
    let progress = screen::progress(what);
    let mut records = okta.stream(list);
    let (mut collected, mut problems) = (Vec::new(), Vec::new());
    while let Some(record) = records.next().await {
        match record {
            Ok(record) => collected.push(record),
            Err(problem) => problems.push(problem),
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    for problem in problems {
        screen::line(format!("{what}, incomplete"), problem);
    }
    collected
}

/// `250: 231 ACTIVE, 19 STAGED`
fn by_kind(kinds: impl Iterator<Item = String>) -> String {
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    for kind in kinds {
        *counts.entry(kind).or_default() += 1;
    }
    let total: usize = counts.values().sum();
    let parts: Vec<String> = counts
        .iter()
        .map(|(kind, count)| format!("{count} {kind}"))
        .collect();
    format!("{total}: {}", parts.join(", "))
}

/// One call answers with all apps of a user and the user name in each.
pub(crate) async fn map_apps_of_someone(okta: &Client, inventory: &Inventory) -> Result<(), Error> {
    let Some(user) = inventory.someone_active() else {
        screen::line("none", "the org has no active user");
        return Ok(());
    };
    let list = ListApplications::new()
        .filter(filter("user.id").eq(user))
        .expand(format!("user/{user}"))
        .limit(200);
    let mut apps = okta.stream(list);
    let mut found = 0;
    while let Some(app) = apps.try_next().await? {
        let label = app.label.clone().unwrap_or_default();
        let mapping = match app.app_user() {
            Some(Ok(app_user)) => {
                let scope = app_user.scope.as_ref().map_or("", AppUserScope::as_str);
                format!("{:32} {scope}", app_user.user_name().unwrap_or("no user name"))
            }
            Some(Err(error)) => format!("unreadable: {error}"),
            None => "not embedded".to_owned(),
        };
        screen::line(label, mapping);
        found += 1;
    }
    screen::line(format!("{found} apps"), format!("of user {user}"));
    Ok(())
}
