//! When a tail asks again.

use std::time::Duration;

/// A full page is followed at once, since more lies ready; a short one after the first wait; and each empty one, or
/// failure, after twice the wait before.
#[derive(Debug)]
pub(super) struct Pace {
    first: Duration,
    longest: Duration,
    /// The wait after the last page that was empty, or failed.
    idle: Duration,
    /// The moment of the next poll, by the client's running clock. It is kept rather than counted from each call, so that
    /// a caller who gives up waiting again and again is served all the same.
    due: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            first: Duration::from_secs(5),
            longest: Duration::from_secs(60),
            idle: Duration::ZERO,
            due: Duration::ZERO,
        }
    }
}

impl Pace {
    pub(super) fn set(&mut self, first: Duration, longest: Duration) {
        // Without a pause an empty log would be asked without end.
        self.first = first.max(Duration::from_millis(100));
        self.longest = longest.max(self.first);
    }

    pub(super) fn wait(&self, now: Duration) -> Duration {
        self.due.saturating_sub(now)
    }

    pub(super) fn after_page(&mut self, now: Duration, events: usize, limit: usize, chance: f64) {
        if events == 0 {
            self.back_off(now, None, chance);
        } else {
            self.idle = Duration::ZERO;
            let wait = if events < limit {
                self.first
            } else {
                Duration::ZERO
            };
            self.due = now.saturating_add(spread(wait, chance));
        }
    }

    /// `named` is how long Okta says to wait, where it says so.
    pub(super) fn back_off(&mut self, now: Duration, named: Option<Duration>, chance: f64) {
        self.idle = self.idle.saturating_mul(2).clamp(self.first, self.longest);
        let wait = named.unwrap_or_default().max(spread(self.idle, chance));
        self.due = now.saturating_add(wait);
    }

    /// Nothing that the tail does can help.
    pub(super) fn give_up_for_long(&mut self, now: Duration) {
        self.idle = self.longest;
        self.due = now.saturating_add(self.longest);
    }
}

/// Up to a tenth less, so that tails that began together do not poll together.
fn spread(wait: Duration, chance: f64) -> Duration {
    wait.saturating_sub(wait.mul_f64(0.1 * (1.0 - chance)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_pause_makes_it_overflow() {
        let mut pace = Pace::default();
        pace.set(Duration::MAX, Duration::MAX);
        for chance in [0.0, 1.0] {
            pace.back_off(Duration::MAX, Some(Duration::MAX), chance);
            pace.after_page(Duration::MAX, 1, 2, chance);
            pace.give_up_for_long(Duration::MAX);
        }
        assert_eq!(pace.wait(Duration::ZERO), Duration::MAX);
    }
}
