//! The library's idea of people and Okta's agree: random sequences of verbs and of changes by others, on people of an
//! emulated org.
//!
//! [`person`] says what each verb makes of a person, which is what the library's front page promises; [`outside`] says what
//! each operation makes of one, which is what Okta's facts say. After every step the org is read without the library's
//! types, and what it shows, what the verb reported, and both ideas must be the same. A verb that refuses before it sends
//! anything is right when Okta would have refused too: the operation is sent by hand, and nothing may change. A verb that
//! changed something is done once more, and must then find it so.
//!
//! 50,000 sequences with OKTA_PROOFS=full.

mod outside;
mod person;
mod world;

use std::sync::atomic::{AtomicU64, Ordering};

use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestRunner},
};

use outside::{Change, Raw};
use person::{Deed, Expected, Person};
use world::World;

#[derive(Clone, Copy, Debug)]
enum Step {
    /// By the library.
    Verb(Deed),
    /// By somebody else.
    Outside(Raw),
}

#[derive(Default)]
struct Counts {
    sequences: AtomicU64,
    steps: AtomicU64,
    made: AtomicU64,
    already: AtomicU64,
    refused_before: AtomicU64,
    refused_by_okta: AtomicU64,
    outside: AtomicU64,
}

fn add(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

#[test]
fn verbs_and_changes_by_others_in_any_order_leave_what_the_library_says() {
    let full = std::env::var("OKTA_PROOFS").as_deref() == Ok("full");
    // Each thread has an org of its own.
    let (threads, cases) = if full { (8, 6_250) } else { (1, 200) };
    let counts = Counts::default();
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..threads)
            .map(|_| scope.spawn(|| run(cases, &counts)))
            .collect();
        for thread in all {
            thread.join().unwrap();
        }
    });
    let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    println!(
        "{} steps: {} made, {} already so, {} refused before sending, {} refused by Okta, {} by others",
        count(&counts.steps),
        count(&counts.made),
        count(&counts.already),
        count(&counts.refused_before),
        count(&counts.refused_by_okta),
        count(&counts.outside),
    );
    let sequences = count(&counts.sequences);
    println!("figure lifecycle_model_sequences {sequences} sequences target >= 50000 baseline -");
    println!("figure lifecycle_model_divergences 0 sequences target <= 0 baseline -");
}

/// Runs so many sequences; the first divergence ends the test with the shortest sequence that shows it.
fn run(cases: u32, counts: &Counts) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let world = runtime.block_on(World::new());
    let step = prop_oneof![
        3 => prop::sample::select(&Deed::ALL[..]).prop_map(Step::Verb),
        2 => prop::sample::select(&Raw::ALL[..]).prop_map(Step::Outside),
    ];
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let sequences = (any::<bool>(), any::<bool>(), vec(step, 1..16));
    let mut runner = TestRunner::new(config);
    let result = runner.run(&sequences, |(active, password, steps)| {
        runtime.block_on(async {
            let (id, mut person) = world.arrives(active, password).await;
            for step in steps {
                person = take(&world, &id, person, step, counts).await?;
                let seen = world.sees(&id).await;
                prop_assert_eq!(&seen, &person, "after {:?}", step);
            }
            add(&counts.sequences);
            Ok(())
        })
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// Takes one step, and gives what the person is to be after it.
async fn take(
    world: &World,
    id: &str,
    person: Person,
    step: Step,
    counts: &Counts,
) -> Result<Person, TestCaseError> {
    add(&counts.steps);
    let deed = match step {
        Step::Outside(raw) => {
            add(&counts.outside);
            let accepted = world.sends(id, raw).await;
            let expected = outside::change(person, raw);
            prop_assert_eq!(accepted, expected != Change::Refused, "{:?} on {:?}", raw, person);
            return Ok(expected.or(person));
        }
        Step::Verb(deed) => deed,
    };
    let (writes, expected) = (world.writes(), deed.expected(person));
    let result = world.plays(id, deed).await;
    let told = format!("{deed:?} on {person:?}: {result:?}");
    let by_okta = outside::change(person, deed.raw());
    match expected {
        Expected::Already => {
            add(&counts.already);
            let change = result.map(|outcome| outcome.change()).ok();
            prop_assert_eq!(change, Some(okta_lifecycle::Change::AlreadyHeld), "{}", &told);
            prop_assert_eq!(world.writes(), writes, "{} sent a change", &told);
            Ok(person)
        }
        Expected::Made(after) => {
            add(&counts.made);
            let change = result.map(|outcome| outcome.change()).ok();
            prop_assert_eq!(change, Some(okta_lifecycle::Change::Made), "{}", &told);
            prop_assert_eq!(deed.by_okta(person), Change::Done(after), "{}", &told);
            twice(world, id, after, deed).await
        }
        Expected::Refused(kind) => {
            add(&counts.refused_before);
            prop_assert_eq!(
                result.map(drop).map_err(|error| error.kind()),
                Err(kind),
                "{}",
                &told
            );
            prop_assert_eq!(world.writes(), writes, "{} sent a change", &told);
            // Okta agrees: it refuses too, or accepts and changes nothing.
            let accepted = world.sends(id, deed.raw()).await;
            prop_assert_eq!(accepted, by_okta != Change::Refused, "{}", &told);
            prop_assert_eq!(by_okta.or(person), person, "{}", &told);
            Ok(person)
        }
        Expected::ByOkta(kind) => {
            add(&counts.refused_by_okta);
            let found = result.map(drop).map_err(|error| error.kind());
            prop_assert_eq!(found, Err(kind), "{}", &told);
            prop_assert_eq!(by_okta, Change::Refused, "{}", &told);
            Ok(person)
        }
    }
}

/// Does it once more: what holds is left alone, and what never holds leaves the same.
async fn twice(world: &World, id: &str, person: Person, deed: Deed) -> Result<Person, TestCaseError> {
    let writes = world.writes();
    let result = world.plays(id, deed).await;
    let told = format!("{deed:?} again on {person:?}: {result:?}");
    let change = result.map(|outcome| outcome.change()).ok();
    if deed.never_holds() {
        prop_assert_eq!(change, Some(okta_lifecycle::Change::Made), "{}", &told);
    } else {
        prop_assert_eq!(change, Some(okta_lifecycle::Change::AlreadyHeld), "{}", &told);
        prop_assert_eq!(world.writes(), writes, "{} sent a change", &told);
    }
    Ok(person)
}
