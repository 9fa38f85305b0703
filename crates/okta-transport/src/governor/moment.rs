//! How a moment is written where processes share it: in whole microseconds.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub(super) fn serialize<S: Serializer>(moment: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    micros(*moment).serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    u64::deserialize(deserializer).map(Duration::from_micros)
}

/// Moments in a row.
pub(super) mod list {
    use std::collections::VecDeque;
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(in crate::governor) fn serialize<S: Serializer>(
        moments: &VecDeque<Duration>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(moments.iter().map(|moment| super::micros(*moment)))
    }

    pub(in crate::governor) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<VecDeque<Duration>, D::Error> {
        let micros = Vec::<u64>::deserialize(deserializer)?;
        Ok(micros.into_iter().map(Duration::from_micros).collect())
    }
}

fn micros(moment: Duration) -> u64 {
    u64::try_from(moment.as_micros()).unwrap_or(u64::MAX)
}
