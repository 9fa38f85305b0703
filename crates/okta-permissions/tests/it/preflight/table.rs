//! The table fits a terminal of 120 columns, whatever there is to say.

use okta_permissions::{Capability, INTEGRATIONS, MOVEWORKS, Preflight, Profile, preflight};

use crate::org::{bind, client, emulator, group, let_read_roles};
use crate::service_app::ServiceApp;

fn assert_fits(table: &str) {
    for line in table.lines() {
        assert!(line.chars().count() <= 120, "{}: {line}", line.chars().count());
    }
}

#[tokio::test]
async fn no_line_is_longer_than_120_columns() {
    let emulator = emulator();
    let roles = [
        "SUPER_ADMIN",
        "ORG_ADMIN",
        "USER_ADMIN",
        "HELP_DESK_ADMIN",
        "READ_ONLY_ADMIN",
        "nobody",
    ];
    for role in roles {
        let client = client(&emulator, role);
        for profile in INTEGRATIONS {
            assert_fits(&preflight(&client, &profile).await.unwrap().to_string());
        }
    }
    let scopes = ["okta.users.read", "okta.groups.read"];
    let app = ServiceApp::new(&emulator, &scopes, None).await;
    let preflight = Preflight::new(&MOVEWORKS).service_app(app.id()).scopes(scopes);
    assert_fits(&preflight.run(app.client()).await.unwrap().to_string());
}

#[tokio::test]
async fn a_capability_with_a_long_name_has_a_line_for_it() {
    let name = "let the people of the service desk see who is locked out of what";
    let profile = Profile::named("Ours").with(Capability::of(name, ["listUsers"]).unwrap());
    let emulator = emulator();
    let report = preflight(&client(&emulator, "nobody"), &profile).await.unwrap();
    let table = report.to_string();
    assert_fits(&table);
    assert!(table.contains(name), "{table}");
}

/// What the bound kept from being read is counted, not listed: the report has it, one by one.
#[tokio::test]
async fn a_token_of_thirty_roles_still_has_a_short_table() {
    let emulator = emulator();
    let client = client(&emulator, "nobody");
    let_read_roles(&emulator, &client).await;
    for number in 0..30 {
        let team = group(&emulator, &format!("Team {number}")).await;
        let members = format!("/api/v1/groups/{team}/users");
        bind(&emulator, &client, &["okta.users.read"], &[&members]).await;
    }
    let report = Preflight::new(&MOVEWORKS).at_most(8).run(&client).await.unwrap();
    assert_eq!(report.roles().unwrap().len(), 31);
    assert!(report.unread().len() > 50);
    let table = report.to_string();
    assert_fits(&table);
    assert!(table.lines().count() < 40, "{table}");
    assert!(table.contains("more for the bound on calls"), "{table}");
}

#[tokio::test]
async fn a_narrow_terminal_has_narrow_lines() {
    let emulator = emulator();
    for role in ["SUPER_ADMIN", "HELP_DESK_ADMIN", "nobody"] {
        let report = preflight(&client(&emulator, role), &MOVEWORKS).await.unwrap();
        assert_eq!(report.table(120).to_string(), report.to_string());
        for columns in [0, 30, 40, 60, 80, 100] {
            let table = report.table(columns).to_string();
            for line in table.lines() {
                // A word that is longer than the line is kept whole, behind its margin.
                let (margin, text) = line.split_at(line.len() - line.trim_start().len());
                let words = text.split_whitespace().count();
                let one_word = words == 1 || (words == 2 && margin.is_empty());
                assert!(line.chars().count() <= columns || one_word, "{columns}: {line}");
            }
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            let (mut wide, mut narrow) = (words(&report.to_string()), words(&table));
            wide.sort();
            narrow.sort();
            assert_eq!(wide, narrow, "nothing is left out");
        }
    }
}
