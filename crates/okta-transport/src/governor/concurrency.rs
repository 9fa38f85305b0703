//! [`Concurrency`]: how many requests may be under way at the same time.
//!
//! The org's limit is not in any header (source: rl2-concurrency), so it is felt for: the window doubles with every
//! round of answers until the first refusal, grows by one a round from then on, and halves at a refusal.

use std::time::Duration;

const FIRST: f64 = 4.0;

#[derive(Debug)]
pub(super) struct Concurrency {
    window: f64,
    most: u32,
    in_flight: u32,
    was_refused: bool,
    /// Refusals of requests that left before this were caused by the window as it was.
    halved: Duration,
}

impl Concurrency {
    pub(super) fn new(most: u32) -> Self {
        let most = most.max(1);
        Self {
            window: FIRST.min(f64::from(most)),
            most,
            in_flight: 0,
            was_refused: false,
            halved: Duration::ZERO,
        }
    }

    /// How many more may leave, where so many processes share the org.
    pub(super) fn room(&self, processes: u32) -> u32 {
        let most = (self.most / processes.max(1)).max(1);
        self.window().min(most).saturating_sub(self.in_flight)
    }

    pub(super) fn enter(&mut self) {
        self.in_flight += 1;
    }

    pub(super) fn leave(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// An answer that was not a refusal, while `in_flight` were under way with it.
    pub(super) fn answered(&mut self) {
        // A window that is not used says nothing about a larger one.
        if f64::from(self.in_flight) * 2.0 >= self.window {
            let step = if self.was_refused { 1.0 / self.window } else { 1.0 };
            self.window = (self.window + step).min(f64::from(self.most));
        }
    }

    /// Too many at once; `left` is when the refused request did.
    pub(super) fn refused(&mut self, left: Duration, now: Duration) {
        if left >= self.halved {
            self.window = (self.window / 2.0).max(1.0);
            self.was_refused = true;
            self.halved = now;
        }
    }

    pub(super) fn in_flight(&self) -> u32 {
        self.in_flight
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and a u32"
    )]
    pub(super) fn window(&self) -> u32 {
        self.window as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_grows_with_use_and_halves_once_a_round() {
        let mut concurrency = Concurrency::new(20);
        assert_eq!(concurrency.window(), 4);
        for _ in 0..100 {
            while concurrency.room(1) > 0 {
                concurrency.enter();
            }
            concurrency.answered();
            concurrency.leave();
        }
        assert_eq!(concurrency.window(), 20);
        let left = Duration::from_secs(1);
        for _ in 0..5 {
            concurrency.refused(left, Duration::from_secs(2));
        }
        assert_eq!(concurrency.window(), 10);
        assert_eq!(concurrency.room(1), 0);
        concurrency.refused(Duration::from_secs(3), Duration::from_secs(4));
        assert_eq!(concurrency.window(), 5);
    }
}
