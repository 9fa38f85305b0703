//! One step: read, write down, send, read back, write down.

use std::time::Duration;

use jiff::Timestamp;
use okta_models::users::UserStatus;
use okta_transport::{Client, Error as TransportError, WasSent};

use super::live::Live;
use super::outcome::{Failure, FailureKind, Proven, SkipReason, StepOutcome};
use super::send;
use crate::Error;
use crate::plan::{Aspect, Condition, Step, StepAction, is_read_anew};

/// What is known of a step from before the process began.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Before {
    /// When its change was about to be sent, if it was and nobody knows what came of it.
    pub(super) open_since: Option<Timestamp>,
}

impl Live<'_> {
    /// Does one step. `written_down` is called right before the change is sent, and nothing is sent when it fails.
    pub(super) async fn execute(
        &mut self,
        step: &Step,
        before: Before,
        settle: Duration,
        written_down: impl FnOnce() -> Result<(), Error>,
    ) -> Result<StepOutcome, Error> {
        let action = step.action();
        let (precondition, result) = (step.precondition(), step.result());
        if is_read_anew(step) || before.open_since.is_some() {
            self.forget_around(&precondition, &result);
        }
        if let Err(error) = self.read_around(&precondition, &result).await {
            return Ok(unread(&error, before));
        }
        if self.state.holds(&result) {
            self.adopt(action);
            return Ok(held(before));
        }
        // A change that was sent when the process ended may be under way still.
        if let Some(since) = before.open_since.filter(|_| result != Condition::Unreadable) {
            let_settle(self.client, since, settle).await;
            self.forget_around(&precondition, &result);
            if let Err(error) = self.read_around(&precondition, &result).await {
                return Ok(unread(&error, before));
            }
            if self.state.holds(&result) {
                self.adopt(action);
                return Ok(held(before));
            }
        }
        match self.not_now(step).await {
            Ok(Some(because)) => return Ok(StepOutcome::Skipped { because }),
            Ok(None) => {}
            Err(error) => return Ok(unread(&error, before)),
        }
        if !self.state.holds(&precondition) {
            return Ok(changed(&precondition));
        }
        written_down()?;
        let sent = self.send(action).await;
        self.state.forget_after(action);
        let outcome = self.prove(&result, sent).await;
        if outcome.is_so() {
            self.adopt(action);
        }
        Ok(outcome)
    }

    /// The account that was created, or is as it was to be created, is the person's from now on. One that has the login and
    /// another profile is somebody else's.
    fn adopt(&mut self, action: &StepAction) {
        if let StepAction::CreateUser { .. } = action
            && self.user.is_none()
        {
            self.user = self.state.account().and_then(|account| account.id.clone());
        }
    }

    async fn send(&mut self, action: &StepAction) -> Result<(), TransportError> {
        match (&self.user, action) {
            (None, StepAction::CreateUser { profile }) => {
                self.user = Some(send::create(self.client, profile).await?);
                Ok(())
            }
            (Some(user), _) => send::send(self.client, user, action).await,
            // Its precondition did not hold, so that this is not reached.
            (None, _) => Ok(()),
        }
    }

    /// An error is no verdict yet: the request may have arrived and the answer got lost. So, unless nothing was sent, the
    /// state is read first.
    async fn prove(&mut self, result: &Condition, sent: Result<(), TransportError>) -> StepOutcome {
        let failure = match sent {
            Err(error) if error.was_sent() == WasSent::No => return failed(&error),
            Err(error) if !error.is_accepted() => Some(error),
            _ => None,
        };
        let Some(aspect) = result.aspect() else {
            return match failure {
                None => done(Proven::Accepted),
                Some(error) => failed(&error),
            };
        };
        if let Err(unread) = self.know(&aspect).await {
            // Of two failures, that of the change is the one to hear of.
            let mut because = Failure::of(failure.as_ref().unwrap_or(&unread));
            if failure.is_none() {
                because.message = format!(
                    "Okta accepted the change, and reading back failed: {}",
                    because.message
                );
                because.may_have_been_done = true;
            }
            return StepOutcome::Failed { because };
        }
        match failure {
            None if self.state.holds(result) => done(Proven::ReadBack),
            None if self.state.is_on_the_way_to(result) => done(Proven::InProgress),
            None => StepOutcome::Failed {
                because: Failure::not_proven(
                    "Okta accepted the change, and reading back shows that it is not so; a group or a rule may hold it",
                ),
            },
            Some(_) if self.state.holds(result) => done(Proven::FoundAfterwards),
            Some(error) => {
                let mut because = Failure::of(&error);
                // It was read: it was not done. It may still be on its way where Okta itself did not answer, which resuming
                // looks for.
                because.may_have_been_done &= error
                    .status()
                    .is_none_or(|status| is_of_a_gateway(status.as_u16()));
                StepOutcome::Failed { because }
            }
        }
    }

    /// Why the step is not for now.
    async fn not_now(&mut self, step: &Step) -> Result<Option<SkipReason>, TransportError> {
        let Some(wait) = step.waits() else {
            return Ok(None);
        };
        self.know(&Aspect::User).await?;
        let account = self.state.account();
        let Some(account) = account.filter(|account| account.status == wait.in_status) else {
            let has_to_come = account.is_some_and(|account| comes_before(&account.status, &wait.in_status));
            return Ok(Some(if has_to_come {
                SkipReason::NotDue { due: None }
            } else {
                SkipReason::StateChanged {
                    expected: format!("status {}", wait.in_status),
                }
            }));
        };
        let due = account.since.map(|since| wait.due_from(since));
        let is_due = due.is_some_and(|due| due <= self.client.now());
        Ok((!is_due).then_some(SkipReason::NotDue { due }))
    }

    async fn read_around(
        &mut self,
        precondition: &Condition,
        result: &Condition,
    ) -> Result<(), TransportError> {
        for aspect in [precondition.aspect(), result.aspect()].into_iter().flatten() {
            self.know(&aspect).await?;
        }
        Ok(())
    }

    fn forget_around(&mut self, precondition: &Condition, result: &Condition) {
        for aspect in [precondition.aspect(), result.aspect()].into_iter().flatten() {
            self.state.forget(&aspect);
        }
    }
}

/// Waits until a change that was about to be sent then has had its time.
pub(super) async fn let_settle(client: &Client, since: Timestamp, settle: Duration) {
    let passed = client.now().duration_since(since);
    let passed = Duration::try_from(passed).unwrap_or_default();
    if let Some(left) = settle.checked_sub(passed).filter(|left| !left.is_zero()) {
        tokio::time::sleep(left).await;
    }
}

/// 502, 503 and 504 come from what stands before Okta, and do not say what became of the request.
fn is_of_a_gateway(status: u16) -> bool {
    (502..=504).contains(&status)
}

/// The state could not be read. Nothing was sent now; what was before is as open as it was.
fn unread(error: &TransportError, before: Before) -> StepOutcome {
    let mut because = Failure::of(error);
    because.may_have_been_done = before.open_since.is_some();
    if because.kind == FailureKind::NotFound {
        because.message = format!("the account is not there: {}", because.message);
    }
    StepOutcome::Failed { because }
}

/// A person who is not in the status yet, and can come into it by a step of the plan that is not done.
fn comes_before(status: &UserStatus, waited_for: &UserStatus) -> bool {
    *waited_for == UserStatus::Deprovisioned && *status == UserStatus::Suspended
}

fn held(before: Before) -> StepOutcome {
    if before.open_since.is_some() {
        done(Proven::FoundAfterwards)
    } else {
        StepOutcome::AlreadySo
    }
}

fn done(proven: Proven) -> StepOutcome {
    StepOutcome::Done { proven }
}

fn failed(error: &TransportError) -> StepOutcome {
    StepOutcome::Failed {
        because: Failure::of(error),
    }
}

fn changed(precondition: &Condition) -> StepOutcome {
    StepOutcome::Skipped {
        because: SkipReason::StateChanged {
            expected: precondition.to_string(),
        },
    }
}
