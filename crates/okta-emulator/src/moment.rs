//! A moment of an object, small.

use std::num::NonZeroU64;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Milliseconds, which is what the wire shows: eight bytes, also where there may be none. A [`Timestamp`] takes
/// sixteen, and twenty-four where there may be none; a user has six of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "Timestamp", into = "Timestamp")]
pub(crate) struct Moment(NonZeroU64);

/// The year 1970 lies in the middle, so that the order is that of time.
const EPOCH: u64 = 1 << 63;

impl From<Timestamp> for Moment {
    fn from(time: Timestamp) -> Self {
        let since = EPOCH.wrapping_add_signed(time.as_millisecond());
        // Nothing is so old that it were 0.
        Self(NonZeroU64::new(since).unwrap_or(NonZeroU64::MIN))
    }
}

impl Moment {
    /// Since the epoch.
    pub(crate) fn milliseconds(self) -> i64 {
        self.0.get().wrapping_sub(EPOCH).cast_signed()
    }
}

impl From<Moment> for Timestamp {
    fn from(moment: Moment) -> Self {
        Self::from_millisecond(moment.milliseconds()).unwrap_or(Self::UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_what_it_was_made_of_and_in_the_order_of_time() {
        let times: Vec<Timestamp> = [i64::MIN / 1_000, -1, 0, 1, 1_768_478_400_123]
            .into_iter()
            .map(|milliseconds| Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::MIN))
            .collect();
        let moments: Vec<Moment> = times.iter().copied().map(Moment::from).collect();
        assert!(moments.is_sorted());
        assert!(moments.into_iter().map(Timestamp::from).eq(times));
        assert_eq!(size_of::<Option<Moment>>(), 8);
    }
}
