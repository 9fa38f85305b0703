//! [`Profile`]: what an integration wants to do, so that it can be checked beforehand.

mod integrations;

pub use integrations::{ATOLIO, ATOMICWORK, AUTHOMIZE, HAPPYFOX_WORKFLOWS, INTEGRATIONS, MOVEWORKS};

/// What an integration does with Okta, by capability.
///
/// The five that are published with Okta are here; make your own with [`Profile::new`]:
///
/// ```
/// use okta_permissions::{Capability, Profile};
///
/// const PROFILE: Profile = Profile::new("Badge printer", &[
///     Capability::new("read users", &["listUsers", "getUser"]),
/// ]);
/// assert_eq!(PROFILE.capabilities()[0].operations(), ["listUsers", "getUser"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    name: &'static str,
    capabilities: &'static [Capability],
}

impl Profile {
    /// A profile of these capabilities.
    pub const fn new(name: &'static str, capabilities: &'static [Capability]) -> Self {
        Self { name, capabilities }
    }

    /// The integration.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What it does.
    pub const fn capabilities(&self) -> &'static [Capability] {
        self.capabilities
    }
}

/// Something that an integration does, and the operations that it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capability {
    name: &'static str,
    operations: &'static [&'static str],
}

impl Capability {
    /// A capability that needs all of these operations, by operationId.
    pub const fn new(name: &'static str, operations: &'static [&'static str]) -> Self {
        Self { name, operations }
    }

    /// What is done, in words.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The operations, by operationId.
    pub const fn operations(&self) -> &'static [&'static str] {
        self.operations
    }
}
