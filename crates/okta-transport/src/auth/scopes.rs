//! [`Operations`]: several operations at once, for the scopes that they need.

use std::collections::BTreeSet;

use okta_models::{Metadata, Operation};

/// A tuple of up to twelve operations, `(ListUsers, GetUser)`.
pub trait Operations {
    /// What is known about each.
    fn metadata() -> Vec<Metadata>;
}

macro_rules! tuples {
    ($first:ident $($rest:ident)*) => {
        impl<$first: Operation, $($rest: Operation),*> Operations for ($first, $($rest,)*) {
            fn metadata() -> Vec<Metadata> {
                vec![$first::METADATA, $($rest::METADATA),*]
            }
        }
        tuples!($($rest)*);
    };
    () => {};
}

tuples!(A B C D E F G H I J K L);

/// Scopes, each once and in one order, whatever order they were named in.
#[derive(Clone, Debug, Default)]
pub(super) struct Scopes(BTreeSet<String>);

impl Scopes {
    pub(super) fn add(&mut self, scopes: impl IntoIterator<Item = impl Into<String>>) {
        self.0.extend(scopes.into_iter().map(Into::into));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn as_list(&self) -> Vec<String> {
        self.0.iter().cloned().collect()
    }

    /// As the token endpoint reads them.
    pub(super) fn joined(&self) -> String {
        self.as_list().join(" ")
    }
}
