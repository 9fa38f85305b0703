//! A change is made at most once, and what the caller is told of it is true of the org.

use okta_models::groups::{AssignUserToGroup, DeleteGroup};
use okta_models::user_lifecycle::SuspendUser;
use okta_models::users::{CreateUser, DeleteUser, UpdateUser, UpdateUserRequest, UserProfileUpdate};
use okta_models::{Effect, Metadata, Operation};
use okta_transport::{Client, Clock as _, Error, ErrorKind, WasSent};

use super::fault::{Fault, LONGEST_CALL};
use super::figures::Figures;
use super::org::{Done, GROUP, USER};
use super::{Case, Storm, injections, tells_no_secret, without_hanging};

/// How many writes there are.
pub(super) const WRITES: usize = 6;

/// The operation of the write with this number, and what the caller was told.
pub(super) async fn write(client: &Client, number: usize) -> (Metadata, Option<Error>) {
    fn told<Op: Operation>(result: okta_transport::Result<Op::Output>) -> (Metadata, Option<Error>) {
        (Op::METADATA, result.err())
    }
    let profile = || {
        UserProfileUpdate::new()
            .login("ada@example.com")
            .nick_name("Countess")
    };
    match number {
        0 => told::<CreateUser>(client.send(CreateUser::new(profile())).await),
        1 => {
            let update = UpdateUserRequest::new().profile(profile());
            told::<UpdateUser>(client.send(UpdateUser::new(USER, update)).await)
        }
        2 => told::<SuspendUser>(client.send(SuspendUser::new(USER)).await),
        3 => told::<AssignUserToGroup>(client.send(AssignUserToGroup::new(GROUP, USER)).await),
        4 => told::<DeleteGroup>(client.send(DeleteGroup::new(GROUP)).await),
        _ => told::<DeleteUser>(client.send(DeleteUser::new(USER)).await),
    }
}

/// What the caller of a write was told, against what the org did for it.
pub(super) fn judge(operation: Metadata, error: Option<&Error>, done: Done, allowed: &[ErrorKind]) {
    let id = operation.operation_id();
    assert!(done.changed <= 1, "{id} was done {done:?}");
    if !operation.effect().is_repeatable() {
        assert!(done.carried_out <= 1, "{id} was done {done:?}");
    }
    assert_ne!(operation.effect(), Effect::Reads);
    let Some(error) = error else {
        assert_eq!(done.changed, 1, "{id} is told as done");
        return;
    };
    tells_no_secret(error);
    assert!(allowed.contains(&error.kind()), "{:?}: {error}", error.kind());
    if error.is_accepted() {
        assert_eq!(done.changed, 1, "{id} is told as accepted: {error}");
    }
    if error.was_sent() == WasSent::No || !error.may_have_been_done() {
        assert_eq!(done, Done::default(), "{id} is told as not done: {error}");
    }
}

async fn case(fault: Fault, number: u64, figures: &mut Figures) {
    let (_case, mut random) = Case::new(format!("writes, {}", fault.name()), number);
    let storm = Storm::new(fault, &mut random, u32::try_from(WRITES).unwrap());
    let mut failed = 0;
    for number in 0..WRITES {
        let (begun, arrived, sent) = {
            let state = storm.state();
            (storm.clock.elapsed(), state.arrived, state.org.requests)
        };
        let (operation, error) = write(&storm.client, number).await;
        let state = storm.state();
        judge(
            operation,
            error.as_ref(),
            state.org.done(operation.operation_id()),
            fault.told_as(),
        );
        if let Some(error) = error {
            failed += 1;
            let arrived = state.arrived - arrived;
            assert!(error.was_sent() != WasSent::Yes || arrived > 0, "{error}");
        }
        assert!(
            state.org.requests - sent <= 4,
            "{} requests",
            state.org.requests - sent
        );
        assert!(storm.clock.elapsed().saturating_sub(begun) < LONGEST_CALL);
    }
    figures.count(&fault.name(), storm.state().struck, failed);
}

#[tokio::test(start_paused = true)]
async fn what_a_caller_is_told_of_a_write_is_true_of_the_org() {
    let mut figures = Figures::default();
    for fault in Fault::ALL.into_iter().filter(|fault| !fault.is_of_listings()) {
        let mut number = 0;
        while figures.injected(&fault.name()) < injections() {
            without_hanging(case(fault, number, &mut figures)).await;
            number += 1;
        }
    }
    figures.print("writes", injections());
}
