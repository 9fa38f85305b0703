//! Whatever a person is and whatever is wanted: run, then plan again, and there is nothing to do.

use std::sync::Arc;

use okta_lifecycle::{ErrorKind, InMemory, Intent, Joiner, Leaver, Mover, Planner, RoleTemplate};
use okta_models::{
    GroupId, UserId,
    application_users::{AppUserAssignRequest, AssignUserToApplication},
    groups::AssignUserToGroup,
    users::{UpdateUser, UserProfileUpdate, UserStatus},
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::world::World;

#[derive(Clone, Debug)]
struct Case {
    status: UserStatus,
    groups: Vec<usize>,
    apps: Vec<usize>,
    title: Option<&'static str>,
    wanted: Wanted,
}

#[derive(Clone, Debug)]
enum Wanted {
    Leaver { keep_groups: bool, delete: bool },
    Mover { from: Option<Role>, to: Role },
    Joiner { role: Role, activate: bool },
}

#[derive(Clone, Debug)]
struct Role {
    groups: Vec<usize>,
    apps: Vec<usize>,
    title: Option<&'static str>,
}

fn some(of: usize) -> impl Strategy<Value = Vec<usize>> {
    proptest::sample::subsequence((0..of).collect::<Vec<_>>(), 0..=of)
}

fn title() -> impl Strategy<Value = Option<&'static str>> {
    proptest::option::of(proptest::sample::select(vec!["Engineer", "Manager", "Player"]))
}

fn role() -> impl Strategy<Value = Role> {
    (some(4), some(3), title()).prop_map(|(groups, apps, title)| Role { groups, apps, title })
}

fn case() -> impl Strategy<Value = Case> {
    let status = proptest::sample::select(vec![
        UserStatus::Active,
        UserStatus::Staged,
        UserStatus::Provisioned,
        UserStatus::Suspended,
        UserStatus::PasswordExpired,
        UserStatus::Deprovisioned,
    ]);
    let wanted = prop_oneof![
        (any::<bool>(), any::<bool>())
            .prop_map(|(keep_groups, delete)| Wanted::Leaver { keep_groups, delete }),
        (proptest::option::of(role()), role()).prop_map(|(from, to)| Wanted::Mover { from, to }),
        (role(), any::<bool>()).prop_map(|(role, activate)| Wanted::Joiner { role, activate }),
    ];
    (status, some(4), some(3), title(), wanted).prop_map(|(status, groups, apps, title, wanted)| Case {
        status,
        groups,
        apps,
        title,
        wanted,
    })
}

impl World {
    fn template(&self, role: &Role) -> RoleTemplate {
        let mut template = RoleTemplate::named("Role");
        for group in &role.groups {
            template = template.group(&self.groups[*group]);
        }
        for app in &role.apps {
            template = template.app(&self.apps[*app]);
        }
        match role.title {
            Some(title) => template.attribute("title", title),
            None => template,
        }
    }

    async fn somebody(&self, case: &Case) -> UserId {
        // Assignments are made before the person is deactivated, which ends them.
        let user = self.org.user(&UserStatus::Staged).await.unwrap();
        if let Some(title) = case.title {
            let title = UserProfileUpdate::new().title(title);
            self.client.send(UpdateUser::new(&user, title)).await.unwrap();
        }
        for group in &case.groups {
            let group: &GroupId = &self.groups[*group];
            self.client
                .send(AssignUserToGroup::new(group, &user))
                .await
                .unwrap();
        }
        for app in &case.apps {
            let request = AppUserAssignRequest::from(&user);
            self.client
                .send(AssignUserToApplication::new(&self.apps[*app], request))
                .await
                .unwrap();
        }
        self.org.bring(&user, &case.status).await;
        user
    }

    async fn intent(&self, case: &Case, user: &UserId) -> Intent {
        match &case.wanted {
            Wanted::Leaver { keep_groups, delete } => {
                let mut leaver = Leaver::of(user);
                if *keep_groups {
                    leaver = leaver.keep_groups();
                }
                if *delete {
                    leaver = leaver.delete_after(std::time::Duration::ZERO);
                }
                leaver.into()
            }
            Wanted::Mover { from, to } => {
                let mover = Mover::of(user).to(self.template(to));
                match from {
                    Some(from) => mover.from(self.template(from)).into(),
                    None => mover.into(),
                }
            }
            Wanted::Joiner { role, activate } => {
                let account = self
                    .client
                    .send(okta_models::users::GetUser::new(user))
                    .await
                    .unwrap();
                let joiner = Joiner::new(account.login().unwrap(), "Ada", "King").role(self.template(role));
                if *activate {
                    joiner.into()
                } else {
                    joiner.staged().into()
                }
            }
        }
    }
}

#[test]
fn run_then_plan_again_is_empty() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let is_full = std::env::var("OKTA_PROOFS").is_ok_and(|proofs| proofs == "full");
    let world = runtime.block_on(World::new());
    let config = Config {
        cases: if is_full { 500 } else { 60 },
        failure_persistence: None,
        ..Config::default()
    };
    let (made, refused) = (std::cell::Cell::new(0_u32), std::cell::Cell::new(0_u32));
    let outcome = TestRunner::new(config).run(&case(), |case| {
        runtime.block_on(async {
            let user = world.somebody(&case).await;
            let intent = world.intent(&case, &user).await;
            let planner = Planner::new(&world.client);
            let plan = match planner.plan(&intent).await {
                Ok(plan) => plan,
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::CannotBeProcessed, "{error}");
                    refused.set(refused.get() + 1);
                    return;
                }
            };
            made.set(made.get() + 1);
            let journal = Arc::new(InMemory::default());
            let report = world.runner(&journal).run(&plan).await.unwrap();
            assert!(report.is_complete(), "{plan}{report}");
            let changes = world.changes();
            match planner.plan(&intent).await {
                Ok(again) => assert!(again.is_empty(), "{plan}{report}{again}"),
                // Deleted.
                Err(error) => assert!(error.is_not_found(), "{error}"),
            }
            assert_eq!(world.changes(), changes);
        });
        Ok(())
    });
    outcome.unwrap();
    assert!(
        made.get() > refused.get(),
        "{} made, {} refused",
        made.get(),
        refused.get()
    );
    println!(
        "figure lifecycle_plans_converge {} plans target >= 1 baseline -",
        made.get()
    );
}
