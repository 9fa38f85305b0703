//! [`Capability`]: something that an integration does, and the operations that it takes.

use std::{borrow::Cow, fmt};

use okta_models::Operation;

/// Something that an integration does for its users, in words that an administrator knows, and the operations that it
/// takes.
///
/// ```
/// use okta_models::users::{GetUser, UpdateUser};
/// use okta_permissions::Capability;
///
/// let titles = Capability::named("keep titles current").sends::<GetUser>().sends::<UpdateUser>();
/// assert_eq!(titles.operations(), ["getUser", "updateUser"]);
/// let read_in = Capability::of("keep titles current", ["getUser", "updateUser"])?;
/// assert_eq!(read_in, titles);
/// # Ok::<(), okta_permissions::UnknownOperation>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capability {
    name: Cow<'static, str>,
    operations: Cow<'static, [&'static str]>,
    optional: Cow<'static, [&'static str]>,
}

/// There is no operation with this operationId in Okta's specification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownOperation(
    /// The operationId.
    pub String,
);

impl fmt::Display for UnknownOperation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Okta's specification has no operation {:?}: give an operationId, such as listUsers",
            self.0
        )
    }
}

impl std::error::Error for UnknownOperation {}

impl Capability {
    /// A capability that needs all of these operations, by operationId.
    pub const fn new(name: &'static str, operations: &'static [&'static str]) -> Self {
        Self::with_optional(name, operations, &[])
    }

    /// A capability that needs all of these operations, and is better with some others: it is there without them.
    pub const fn with_optional(
        name: &'static str,
        operations: &'static [&'static str],
        optional: &'static [&'static str],
    ) -> Self {
        Self {
            name: Cow::Borrowed(name),
            operations: Cow::Borrowed(operations),
            optional: Cow::Borrowed(optional),
        }
    }

    /// A capability that needs nothing yet.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: Cow::Owned(name.into()),
            operations: Cow::Borrowed(&[]),
            optional: Cow::Borrowed(&[]),
        }
    }

    /// A capability that needs all of these operations, by operationId, as a file or a user names them.
    ///
    /// # Errors
    ///
    /// When Okta has no such operation.
    pub fn of<I: AsRef<str>>(
        name: impl Into<String>,
        operation_ids: impl IntoIterator<Item = I>,
    ) -> Result<Self, UnknownOperation> {
        let mut capability = Self::named(name);
        for operation_id in operation_ids {
            capability = capability.needs(known(operation_id.as_ref())?.id);
        }
        Ok(capability)
    }

    /// Adds an operation of okta-models that it sends.
    pub fn sends<O: Operation>(self) -> Self {
        self.needs(O::METADATA.operation_id())
    }

    pub(super) fn needs(mut self, operation_id: &'static str) -> Self {
        if !self.operations.contains(&operation_id) {
            self.operations.to_mut().push(operation_id);
        }
        self
    }

    /// What is done, in words.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The operations that it needs, by operationId.
    pub fn operations(&self) -> &[&'static str] {
        &self.operations
    }

    /// The operations that make it better, by operationId; where the token may not send them, it goes without.
    pub fn optional_operations(&self) -> &[&'static str] {
        &self.optional
    }
}

pub(super) fn known(operation_id: &str) -> Result<&'static okta_facts::Operation, UnknownOperation> {
    okta_facts::operation(operation_id).ok_or_else(|| UnknownOperation(operation_id.to_owned()))
}
