//! [`Intent`]: what is to become of a person, in the words of those who ask for it.
//!
//! `template.rs` is what a role gives; `joiner.rs`, `mover.rs`, `leaver.rs` and `rehire.rs` are the four of everyday, and
//! `sequence.rs` is for everything else. None of them does anything: a [`Planner`](crate::Planner) makes a plan of one.

mod joiner;
mod leaver;
mod mover;
mod rehire;
mod sequence;
mod template;

use serde::{Deserialize, Serialize};

pub use joiner::Joiner;
pub use leaver::Leaver;
pub use mover::Mover;
pub use rehire::Rehire;
pub use sequence::{Sequence, Wanted};
pub use template::{AppLabel, AppTemplate, GroupName, RoleTemplate};

/// What is to become of a person.
///
/// ```
/// use okta_lifecycle::{Intent, Leaver};
///
/// let intent: Intent = serde_json::from_str(r#"{"intent": "leaver", "user": "00u1", "grace_seconds": 604800}"#)?;
/// assert_eq!(intent, Leaver::of("00u1").grace(std::time::Duration::from_secs(604_800)).into());
/// assert_eq!(intent.name(), "leaver");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "intent", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Intent {
    /// Somebody comes.
    Joiner(Joiner),
    /// Somebody changes from one role to another.
    Mover(Mover),
    /// Somebody goes.
    Leaver(Leaver),
    /// Somebody who went comes back.
    Rehire(Rehire),
    /// Steps of one's own.
    Sequence(Sequence),
}

impl Intent {
    /// `joiner`, `mover`, `leaver`, `rehire` or `sequence`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Joiner(_) => "joiner",
            Self::Mover(_) => "mover",
            Self::Leaver(_) => "leaver",
            Self::Rehire(_) => "rehire",
            Self::Sequence(_) => "sequence",
        }
    }
}

macro_rules! is_an_intent {
    ($($name:ident)*) => {
        $(
            impl From<$name> for Intent {
                fn from(intent: $name) -> Self {
                    Self::$name(intent)
                }
            }

            impl From<&$name> for Intent {
                fn from(intent: &$name) -> Self {
                    Self::$name(intent.clone())
                }
            }
        )*
    };
}

is_an_intent!(Joiner Mover Leaver Rehire Sequence);

impl From<&Intent> for Intent {
    fn from(intent: &Intent) -> Self {
        intent.clone()
    }
}
