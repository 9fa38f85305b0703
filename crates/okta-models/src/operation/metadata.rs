//! [`Metadata`]: what is known about an operation before it is sent.

pub use okta_facts::{Paging, Stage};

/// What sending an operation does, and so what sending it twice would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// Changes nothing.
    Reads,
    /// Leaves the same state however often it is sent.
    Idempotent,
    /// Changes something, and may change or report something else when it is sent again: a second
    /// `DELETE /users/{id}` deletes the user whom the first one deactivated.
    Changes,
    /// Creates an object; sent twice, it creates two or fails as a duplicate.
    Creates,
}

impl Effect {
    /// Whether the operation may be sent again when it is not known whether it arrived.
    pub const fn is_repeatable(self) -> bool {
        matches!(self, Effect::Reads | Effect::Idempotent)
    }
}

/// What is known about an operation: Okta's facts, and its effect.
#[derive(Clone, Copy, Debug)]
pub struct Metadata {
    operation: &'static okta_facts::Operation,
    effect: Effect,
}

impl Metadata {
    /// Of the operation with this operationId.
    ///
    /// # Panics
    ///
    /// When Okta has no such operation. Use it in a `const`, so that this happens at compile time.
    pub const fn new(operation_id: &str, effect: Effect) -> Self {
        Self {
            operation: okta_facts::required_operation(operation_id),
            effect,
        }
    }

    /// Of an operation that is not of the management API, [`okta_facts::REQUEST_FOR_TOKEN`].
    pub const fn of(operation: &'static okta_facts::Operation, effect: Effect) -> Self {
        Self { operation, effect }
    }

    /// The row of the facts.
    pub const fn facts(&self) -> &'static okta_facts::Operation {
        self.operation
    }

    /// Okta's operationId, `listUsers`.
    pub const fn operation_id(&self) -> &'static str {
        self.operation.id
    }

    /// The HTTP method.
    pub const fn method(&self) -> &'static str {
        self.operation.method.as_str()
    }

    /// The path with its parameters in braces, `/api/v1/users/{id}`.
    pub const fn path_template(&self) -> &'static str {
        self.operation.path
    }

    /// The OAuth scopes of which the operation needs one.
    pub const fn scopes(&self) -> &'static [&'static str] {
        self.operation.scopes
    }

    /// Where the operation is in Okta's release cycle.
    pub const fn stage(&self) -> Stage {
        self.operation.stage
    }

    /// The rate-limit bucket, where it is known.
    pub const fn bucket(&self) -> Option<&'static str> {
        self.operation.bucket
    }

    /// How the next page of the answer is found.
    pub const fn paging(&self) -> Paging {
        self.operation.paging
    }

    /// What sending the operation does.
    pub const fn effect(&self) -> Effect {
        self.effect
    }
}
