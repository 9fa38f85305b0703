//! [`Profile`]: what an integration wants to do, so that it can be checked beforehand.

mod capability;
mod integrations;

use std::borrow::Cow;

use okta_transport::Operations;

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

    /// The profile of a program that sends these operations of okta-models, in a tuple of up to twelve: the same that
    /// [`scopes_of`](okta_transport::ClientCredentials::scopes_of) takes. They are grouped as by
    /// [`of_operations`](Self::of_operations).
    ///
    /// ```
    /// use okta_models::{user_lifecycle::SuspendUser, users::{GetUser, ListUsers}};
    /// use okta_permissions::{LeastPrivilege, Profile};
    ///
    /// type Sends = (ListUsers, GetUser, SuspendUser);
    /// let profile = Profile::sending::<Sends>("Badge printer");
    /// assert_eq!(profile.operations(), ["listUsers", "getUser", "suspendUser"]);
    /// assert_eq!(LeastPrivilege::of(&profile).permissions().len(), 2);
    /// ```
    pub fn sending<Ops: Operations>(name: impl Into<String>) -> Self {
        let ids = Ops::metadata()
            .into_iter()
            .map(|operation| operation.operation_id());
        Self::grouped(name.into(), ids.collect())
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
        let ids = operation_ids.into_iter();
        let ids = ids.map(|id| capability::known(id.as_ref()).map(|operation| operation.id));
        Ok(Self::grouped(name.into(), ids.collect::<Result<_, _>>()?))
    }

    fn grouped(name: String, operation_ids: Vec<&'static str>) -> Self {
        let mut capabilities: Vec<Capability> = Vec::new();
        for id in operation_ids {
            let name = okta_facts::action_of(id).map_or_else(|| id.to_owned(), |row| row.replace('_', " "));
            match capabilities.iter().position(|known| known.name() == name) {
                Some(place) => capabilities[place] = capabilities[place].clone().needs(id),
                None => capabilities.push(Capability::named(name).needs(id)),
            }
        }
        capabilities.into_iter().fold(Self::named(name), Self::with)
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
