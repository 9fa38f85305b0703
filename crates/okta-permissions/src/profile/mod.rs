//! [`Profile`]: what an integration wants to do, so that it can be checked beforehand.

mod capability;
mod integrations;

use std::borrow::Cow;

pub use capability::{Capability, UnknownOperation};
pub use integrations::{ATOLIO, ATOMICWORK, AUTHOMIZE, HAPPYFOX_WORKFLOWS, INTEGRATIONS, MOVEWORKS};

/// What an integration does with Okta, by capability.
///
/// The five that are published with Okta are here. Make your own, from capabilities or from the operations that your
/// program sends:
///
/// ```
/// use okta_models::users::{GetUser, ListUsers};
/// use okta_permissions::{Capability, Profile};
///
/// let printer = Profile::named("Badge printer")
///     .with(Capability::named("print badges").sends::<ListUsers>().sends::<GetUser>());
/// assert_eq!(printer.capabilities()[0].operations(), ["listUsers", "getUser"]);
///
/// let declared = Profile::of_operations("Badge printer", ["listUsers", "getUser", "suspendUser"])?;
/// let names: Vec<&str> = declared.capabilities().iter().map(Capability::name).collect();
/// assert_eq!(names, ["view users", "suspend user"]);
/// # Ok::<(), okta_permissions::UnknownOperation>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    name: Cow<'static, str>,
    capabilities: Cow<'static, [Capability]>,
}

impl Profile {
    /// A profile of these capabilities, as a constant.
    ///
    /// ```
    /// use okta_permissions::{Capability, Profile};
    ///
    /// const CAPABILITIES: &[Capability] = &[Capability::new("read users", &["listUsers", "getUser"])];
    /// const PROFILE: Profile = Profile::new("Badge printer", CAPABILITIES);
    /// assert_eq!(PROFILE.capabilities().len(), 1);
    /// ```
    pub const fn new(name: &'static str, capabilities: &'static [Capability]) -> Self {
        Self {
            name: Cow::Borrowed(name),
            capabilities: Cow::Borrowed(capabilities),
        }
    }

    /// A profile without capabilities.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: Cow::Owned(name.into()),
            capabilities: Cow::Borrowed(&[]),
        }
    }

    /// Adds a capability.
    pub fn with(mut self, capability: Capability) -> Self {
        self.capabilities.to_mut().push(capability);
        self
    }

    /// The profile of a program that sends these operations, by operationId. Those that Okta's role matrix takes together
    /// are one capability, with the matrix' name for it ("suspend user"); any other is one by its operationId.
    ///
    /// # Errors
    ///
    /// When Okta has no such operation.
    pub fn of_operations<I: AsRef<str>>(
        name: impl Into<String>,
        operation_ids: impl IntoIterator<Item = I>,
    ) -> Result<Self, UnknownOperation> {
        let mut grouped: Vec<(String, Vec<&'static str>)> = Vec::new();
        for operation_id in operation_ids {
            let id = capability::known(operation_id.as_ref())?.id;
            let name = okta_facts::action_of(id).map_or_else(|| id.to_owned(), |row| row.replace('_', " "));
            match grouped.iter_mut().find(|(known, _)| *known == name) {
                Some((_, operations)) => operations.push(id),
                None => grouped.push((name, vec![id])),
            }
        }
        grouped
            .into_iter()
            .try_fold(Self::named(name), |profile, (name, operations)| {
                Ok(profile.with(Capability::of(name, operations)?))
            })
    }

    /// The integration.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it does.
    pub fn capabilities(&self) -> &[Capability] {
        &self.capabilities
    }

    /// Every operation that a capability needs, once each, by operationId.
    pub fn operations(&self) -> Vec<&'static str> {
        let mut operations = Vec::new();
        for operation in self.capabilities.iter().flat_map(Capability::operations) {
            if !operations.contains(operation) {
                operations.push(*operation);
            }
        }
        operations
    }
}
