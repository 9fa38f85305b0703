//! How many calls a grant of twenty assignments decides a second, beside looking up one string in a hash set.
//!
//! Prints a line for each figure: `figure NAME VALUE UNIT target <=|>= NUMBER baseline VALUE`.

use std::{
    collections::HashSet,
    hint::black_box,
    time::{Duration, Instant},
};

use okta_models::groups::AssignUserToGroup;
use okta_models::user_lifecycle::SuspendUser;
use okta_models::users::ListUsers;
use okta_permissions::{
    AboutGroup, AboutUser, AppTarget, Assignment, Call, CustomRole, Grant, Principal, Resource, ResourceSet,
    RoleType, Standing, Targets,
};

/// Evaluations, and look-ups, a round: few, so that a round is over before the system gives its processor to somebody else,
/// which would weigh on the longer rounds most.
const REPEATS: u32 = 500;
/// Rounds of each, alternating; the figure is their median, so that a noisy moment does not decide.
const ROUNDS: u32 = 2_001;
/// The part of the baseline that evaluating must reach, in percent.
const TARGET_PERCENT: f64 = 5.0;

fn main() {
    let grant = grant();
    let labels: HashSet<String> = okta_permissions::Permission::catalogue()
        .map(|permission| permission.label().to_owned())
        .collect();
    let (suspend, assign, list) = (
        SuspendUser::new("00u1"),
        AssignUserToGroup::new("00g19", "00u1"),
        ListUsers::new(),
    );
    let groups = ["00g19".into()];
    let ada = AboutUser::new().groups(&groups).standing(Standing::Ordinary);
    let mut rates: [Vec<f64>; 4] = Default::default();
    for _ in 0..ROUNDS {
        let rounds = [
            time(|| labels.contains(black_box("okta.users.lifecycle.suspend"))),
            // Nothing is known of the user, so every assignment is asked.
            time(|| grant.allows(black_box(&suspend)).is_granted()),
            // The last of twenty reaches both objects.
            time(|| {
                let call = Call::of(black_box(&assign))
                    .about_user(ada)
                    .about_group(AboutGroup::new().everyone(false).holds_role(false));
                grant.decide(call).is_granted()
            }),
            time(|| grant.allows(black_box(&list)).is_granted()),
        ];
        for (rates, round) in rates.iter_mut().zip(rounds) {
            rates.push(f64::from(REPEATS) / round.as_secs_f64());
        }
    }
    let [lookup, suspend, assign, list] = rates.map(median);
    let target = lookup * TARGET_PERCENT / 100.0;
    // As many of each: what a mix of the three takes.
    let mix = 3.0 / (suspend.recip() + assign.recip() + list.recip());
    for (name, rate) in [
        ("permission_evaluations", mix),
        ("permission_evaluations_one_object", suspend),
        ("permission_evaluations_two_objects", assign),
        ("permission_evaluations_list", list),
    ] {
        println!("figure {name} {rate:.0} evaluations/s target >= {target:.0} baseline {lookup:.0}");
    }
}

/// A principal with twenty roles of all kinds, each of which takes part in what is asked.
fn grant() -> Grant {
    let mut grant = Grant::access_token(
        Principal::user("00u0"),
        ["okta.users.read", "okta.users.manage", "okta.groups.manage"],
    );
    for number in 0..5 {
        let group = |offset: u32| format!("00g{}", number * 4 + offset);
        let role = CustomRole::new(format!("Role {number}"))
            .permission("okta.groups.members.manage")
            .permission("okta.users.groupMembership.manage")
            .permission("okta.users.lifecycle.suspend");
        let resources = ResourceSet::new(format!("Set {number}"))
            .resource(Resource::group(group(3)))
            .resource(Resource::members_of(group(3)));
        let app = AppTarget::Named("slack".to_owned());
        grant = grant
            .with(Assignment::standard(
                &RoleType::UserAdmin,
                Targets::groups([group(0)]),
            ))
            .with(Assignment::standard(
                &RoleType::HelpDeskAdmin,
                Targets::groups([group(1)]),
            ))
            .with(Assignment::standard(&RoleType::AppAdmin, Targets::apps([app])))
            .with(Assignment::custom(role, resources));
    }
    grant
}

fn time(run: impl Fn() -> bool) -> Duration {
    let started = Instant::now();
    for _ in 0..REPEATS {
        black_box(run());
    }
    started.elapsed()
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_unstable_by(f64::total_cmp);
    rates[rates.len() / 2]
}
