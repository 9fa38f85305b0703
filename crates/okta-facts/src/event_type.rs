//! Event types of the System Log.

use crate::tables::EVENT_TYPES;

/// An event type of the System Log (<https://developer.okta.com/docs/reference/api/event-types/>).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct EventType {
    /// The name, such as `"user.lifecycle.create"`: `eventType` of an event.
    pub name: &'static str,
    /// Whether an event hook can be called for it.
    pub event_hook_eligible: bool,
    /// The kinds of detail that its targets can carry, where the catalog says so.
    pub targets: &'static [&'static str],
}

/// The event type with this name, or `None` when the catalog does not have it.
///
/// ```
/// assert!(okta_facts::event_type("user.lifecycle.create").unwrap().event_hook_eligible);
/// ```
pub fn event_type(name: &str) -> Option<&'static EventType> {
    let index = EVENT_TYPES.binary_search_by(|row| row.name.cmp(name)).ok()?;
    EVENT_TYPES.get(index)
}
