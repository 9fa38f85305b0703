//! A run that stops at any point goes on from there: before each record of its journal, one after the other.
//!
//! A record that is not written is where a process ends: before a change is sent, between the change and its outcome, and
//! between two steps.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use okta_lifecycle::{
    AppTemplate, Error, InMemory, Intent, Joiner, Journal, JsonLines, Leaver, Mover, Record, RoleTemplate,
};

use super::world::World;
use crate::org::unique;

/// A journal that takes so many records and no more.
struct Stops(Arc<InMemory>, AtomicU32);

impl Journal for Stops {
    fn append(&self, record: &Record) -> Result<(), Error> {
        let left = self
            .1
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        match left {
            Ok(_) => self.0.append(record),
            // Any failure of a journal's is such an error.
            Err(_) => JsonLines::open("/").map(drop),
        }
    }

    fn read(&self, visit: &mut dyn FnMut(Record)) -> Result<(), Error> {
        self.0.read(visit)
    }
}

async fn intent(world: &World, kind: &str) -> Intent {
    let renamed = AppTemplate::id(&world.apps[0]).user_name("ada.king");
    let role = RoleTemplate::named("Player")
        .group("Chess")
        .app(renamed)
        .app(&world.apps[2])
        .attribute("title", "Player");
    match kind {
        "joiner" => Joiner::new(format!("{}@example.com", unique()), "Jo", "Iner")
            .without_mail()
            .role(role)
            .into(),
        "mover" => {
            let from = RoleTemplate::named("Engineer")
                .group("Engineering")
                .app(&world.apps[1]);
            Mover::of(world.person().await).from(from).to(role).into()
        }
        _ => Leaver::of(world.person().await)
            .delete_after(Duration::ZERO)
            .into(),
    }
}

#[tokio::test]
async fn a_run_goes_on_from_every_point() {
    let mut points = 0;
    for kind in ["joiner", "mover", "leaver"] {
        let world = World::new().await;
        for room in 0.. {
            let plan = world.plan(intent(&world, kind).await).await;
            let journal = Arc::new(InMemory::default());
            let before = world.changes();
            let stopped = world
                .runner(&journal)
                .journal(Stops(Arc::clone(&journal), AtomicU32::new(room)))
                .run(&plan)
                .await;
            if stopped.is_ok() {
                break;
            }
            let Some(history) = journal.interrupted().unwrap().pop() else {
                assert_eq!(
                    (room, world.changes()),
                    (0, before),
                    "nothing is sent before it is written down"
                );
                continue;
            };
            let runner = world.runner(&journal).settle_after(Duration::ZERO);
            let resumed = runner.resume(&history).await.unwrap();
            assert!(resumed.is_complete(), "{kind} that stopped at {room}: {resumed}");
            for (change, times) in world.changes() {
                let made = times - before.get(&change).copied().unwrap_or_default();
                let is_repeatable = change.starts_with("DELETE ") && change.ends_with("/sessions");
                // The app's users are assigned at one address: two apps, one each.
                assert!(
                    made <= 1 || is_repeatable,
                    "{change} {made} times, {kind} that stopped at {room}"
                );
            }
            assert!(journal.unfinished().unwrap().is_empty());
            points += 1;
        }
    }
    assert!(points > 30, "{points}");
    println!("figure lifecycle_points_of_resumption {points} points target >= 30 baseline -");
}
