//! What a grant says of a call is what an org does that enforces on its own.
//!
//! Random principals (several roles, direct and through groups, targets, custom roles on resource sets with exclusions,
//! API tokens and service apps with scopes) send random calls of the identity core, users, groups and apps of all
//! standings, to the emulator, which shares no code with this crate. Agreement means:
//!
//! - **Granted**: the answer is no refusal for want of permission: neither `403 E0000006` nor a 403 that challenges for a
//!   scope. A 404 counts as a refusal where a super administrator is not answered 404, because what is out of reach is
//!   invisible.
//! - **Denied**: the answer is 401, 403 or 404, never 2xx; and a super administrator's is not 404, so that the refusal is
//!   one. Where it is 404 as well, because the object of another kind that the path names is not there, nothing is proven,
//!   and the case is counted apart.
//! - **Scoped**, for a list: it shows of what a super administrator sees exactly what the reach covers. For a call that
//!   names objects: with all known about them the decision is granted or denied, and then holds as above; what is decided
//!   without knowing about them is never contradicted by knowing.
//! - **Unknown** promises nothing. It is counted, and a ceiling keeps it rare.

mod bodies;
mod calls;
mod org;
mod principals;

use okta_permissions::{Decision, Grant, ResourceKind};

use calls::{Described, Drawn};
use org::{Reply, World};
use principals::Credentials;

/// Calls of one principal.
const CALLS: usize = 40;
/// Principals of one org.
const PRINCIPALS: usize = 12;

#[derive(Default)]
struct Counts {
    granted: usize,
    scoped: usize,
    denied: usize,
    unknown: usize,
    /// Denied, and not there for a super administrator either.
    unproven: usize,
    /// Decided without knowing about the objects, and then with.
    narrowed: usize,
}

#[tokio::test]
async fn what_a_grant_says_is_what_the_org_does() {
    let full = std::env::var("OKTA_PROOFS").is_ok_and(|proofs| proofs == "full");
    let cases = if full { 100_000 } else { 4_000 };
    let seed = std::env::var("OKTA_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(7);
    let mut random = fastrand::Rng::with_seed(seed);
    let mut counts = Counts::default();
    let mut done = 0;
    while done < cases {
        let mut world = World::new(&mut random).await;
        'org: for _ in 0..PRINCIPALS {
            let (grant, mut credentials) = principals::draw(&mut world, &mut random).await;
            for _ in 0..CALLS {
                let drawn = calls::draw_rather_allowed(&world, &grant, &mut random);
                check(&mut world, &grant, &mut credentials, &drawn, &mut counts).await;
                done += 1;
                if world.spoiled || done == cases {
                    break 'org;
                }
            }
        }
    }
    let Counts {
        granted,
        scoped,
        denied,
        unknown,
        unproven,
        narrowed,
    } = counts;
    println!(
        "cases {done} granted {granted} scoped {scoped} denied {denied} unknown {unknown} unproven {unproven} narrowed {narrowed}"
    );
    assert!(unknown * 12 <= done, "{unknown} of {done} are unknown");
    assert!(
        unproven * 20 <= done,
        "{unproven} of {done} denials are not proven"
    );
    for (name, count) in [("granted", granted), ("denied", denied), ("narrowed", narrowed)] {
        assert!(count * 10 >= done, "{count} of {done} are {name}");
    }
    // Lists alone, of which there are four.
    assert!(scoped * 200 >= done, "{scoped} of {done} are scoped");
}

async fn check(
    world: &mut World,
    grant: &Grant,
    credentials: &mut Credentials,
    drawn: &Drawn,
    counts: &mut Counts,
) {
    let facts = world.facts(drawn).await;
    let described = Described::new(drawn, &facts);
    let knowing = grant.decide(described.call());
    let unknowing = grant.decide(described.call_without_knowledge());
    let place = || {
        format!(
            "{} {} {}\n{:?}\n{}",
            drawn.method,
            drawn.path,
            drawn.body.as_deref().unwrap_or_default(),
            facts,
            grant.explain(&described.call())
        )
    };
    assert!(
        match (&unknowing, &knowing) {
            (Decision::Granted, known) => known.is_granted(),
            (Decision::Denied(_), known) => known.is_denied(),
            (Decision::Scoped(reach), Decision::Unknown(_)) =>
                !reach.is_complete()
                    || reach
                        .parts()
                        .iter()
                        .any(okta_permissions::Within::spares_administrators),
            _ => true,
        },
        "{unknowing} without, {knowing} with knowledge: {}",
        place()
    );
    if matches!(unknowing, Decision::Scoped(_)) && !matches!(knowing, Decision::Scoped(_)) {
        counts.narrowed += 1;
    }
    let reply = world.send(credentials, drawn).await;
    match &knowing {
        Decision::Granted => {
            counts.granted += 1;
            let hidden = reply.status == 404 && !world.is_missing(drawn, credentials).await;
            assert!(
                !reply.lacks_permission() && !hidden,
                "granted, and {} {}: {}",
                reply.status,
                reply.body,
                place()
            );
        }
        Decision::Denied(_) => {
            counts.denied += 1;
            assert!(
                [401, 403, 404].contains(&reply.status),
                "denied, and {}: {}",
                reply.status,
                place()
            );
            if reply.status == 404 && world.is_missing(drawn, credentials).await {
                counts.unproven += 1;
            }
        }
        Decision::Scoped(reach) => {
            counts.scoped += 1;
            let Some(kind) = drawn.lists else {
                assert!(drawn.lists.is_some(), "only lists are scoped: {}", place());
                return;
            };
            assert_eq!(reply.status, 200, "scoped, and {}: {}", reply.body, place());
            let all = world.list_of(drawn).await;
            let shown = reply.ids();
            for id in &all {
                let covered = world.covers(reach, kind, id).await;
                let Some(covered) = covered else {
                    assert!(
                        !reach.is_complete() || kind == ResourceKind::Other,
                        "{id}: {}",
                        place()
                    );
                    continue;
                };
                assert_eq!(
                    covered,
                    shown.contains(id),
                    "{id} is covered by {reach}: {covered}; shown {}: {}",
                    shown.contains(id),
                    place()
                );
            }
            assert!(shown.iter().all(|id| all.contains(id)));
        }
        Decision::Unknown(_) => counts.unknown += 1,
    }
    world.after(drawn, credentials, &reply).await;
}

impl Reply {
    fn lacks_permission(&self) -> bool {
        self.status == 403 && (self.challenges || ["E0000006", "E0000005"].contains(&self.code.as_str()))
    }
}
