//! What a profile wants, by capability: all that a preflight reads of it.

use crate::Profile;

/// What a profile wants.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) profile: String,
    pub(super) capabilities: Vec<WantedCapability>,
}

/// What a capability wants.
#[derive(Clone, Debug)]
pub(super) struct WantedCapability {
    pub(super) name: String,
    /// By operationId.
    pub(super) operations: Vec<String>,
}

impl Wanted {
    pub(super) fn of(profile: &Profile) -> Self {
        let capabilities = profile.capabilities().iter().map(|capability| WantedCapability {
            name: capability.name().to_owned(),
            operations: capability.operations().iter().map(ToString::to_string).collect(),
        });
        Self {
            profile: profile.name().to_owned(),
            capabilities: capabilities.collect(),
        }
    }

    /// Whether a capability wants an operation.
    pub(super) fn wants(&self, operation_id: &str) -> bool {
        self.operations().any(|wanted| wanted == operation_id)
    }

    /// All operations, some of them more than once.
    pub(super) fn operations(&self) -> impl Iterator<Item = &str> {
        let capabilities = self.capabilities.iter();
        capabilities.flat_map(|capability| capability.operations.iter().map(String::as_str))
    }

    /// The capabilities that want one of these operations.
    pub(super) fn capabilities_with(&self, operations: &[&str]) -> Vec<String> {
        let wants = |capability: &&WantedCapability| {
            let mut wanted = capability.operations.iter();
            wanted.any(|wanted| operations.contains(&wanted.as_str()))
        };
        let with = self.capabilities.iter().filter(wants);
        with.map(|capability| capability.name.clone()).collect()
    }
}
