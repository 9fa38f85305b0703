//! [`WithOutput`] and [`WithItems`]: an operation whose answer becomes a type of the caller's.

use std::{fmt, marker::PhantomData};

use serde::de::DeserializeOwned;

use super::{DecodeError, ListOperation, Metadata, Operation, Page, RequestError, decode_json};

/// An operation whose answer is decoded as `T`; made by [`Operation::output`].
pub struct WithOutput<Op, T> {
    operation: Op,
    output: PhantomData<fn() -> T>,
}

/// A listing whose records are decoded as `T`; made by [`ListOperation::items`].
pub struct WithItems<Op, T> {
    operation: Op,
    item: PhantomData<fn() -> T>,
}

impl<Op, T> WithOutput<Op, T> {
    pub(super) fn new(operation: Op) -> Self {
        Self {
            operation,
            output: PhantomData,
        }
    }
}

impl<Op, T> WithItems<Op, T> {
    pub(super) fn new(operation: Op) -> Self {
        Self {
            operation,
            item: PhantomData,
        }
    }
}

impl<Op: Operation, T: DeserializeOwned + Send> Operation for WithOutput<Op, T> {
    type Output = T;

    const METADATA: Metadata = Op::METADATA;

    fn request(&self) -> Result<http::Request<Vec<u8>>, RequestError> {
        self.operation.request()
    }

    fn decode(&self, body: &[u8]) -> Result<T, DecodeError> {
        decode_json(body)
    }

    fn visit_path<'a>(&'a self, visit: &mut dyn FnMut(&'static str, &'a str)) {
        self.operation.visit_path(visit);
    }
}

impl<Op: ListOperation, T: DeserializeOwned + Send + 'static> Operation for WithItems<Op, T> {
    type Output = Page<T>;

    const METADATA: Metadata = Op::METADATA;

    fn request(&self) -> Result<http::Request<Vec<u8>>, RequestError> {
        self.operation.request()
    }

    fn decode(&self, body: &[u8]) -> Result<Page<T>, DecodeError> {
        match Op::MEMBER {
            None => Page::decode(body),
            Some(member) => Page::decode_member(member, body),
        }
    }

    fn visit_path<'a>(&'a self, visit: &mut dyn FnMut(&'static str, &'a str)) {
        self.operation.visit_path(visit);
    }
}

impl<Op: ListOperation, T: DeserializeOwned + Send + 'static> ListOperation for WithItems<Op, T> {
    type Item = T;

    const MEMBER: Option<&'static str> = Op::MEMBER;
}

macro_rules! like_its_operation {
    ($($name:ident),*) => {
        $(
            impl<Op: Clone, T> Clone for $name<Op, T> {
                fn clone(&self) -> Self {
                    Self::new(self.operation.clone())
                }
            }

            impl<Op: PartialEq, T> PartialEq for $name<Op, T> {
                fn eq(&self, other: &Self) -> bool {
                    self.operation == other.operation
                }
            }

            impl<Op: fmt::Debug, T> fmt::Debug for $name<Op, T> {
                /// Shows what the operation shows.
                fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                    self.operation.fmt(formatter)
                }
            }
        )*
    };
}

like_its_operation!(WithOutput, WithItems);
