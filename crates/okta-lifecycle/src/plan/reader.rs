//! [`Reader`]: reads for a plan, and counts what it read.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use okta_models::{ListOperation, Operation, users::User};
use okta_transport::Client;

use super::Unread;
use crate::logins::{needs_filter, user_with_login};
use crate::{Error, ErrorKind};

/// Sends reads and counts them by operationId.
pub(crate) struct Reader<'a> {
    client: &'a Client,
    counts: Mutex<BTreeMap<String, u32>>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self {
            client,
            counts: Mutex::default(),
        }
    }

    pub(crate) async fn read<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
        self.count(O::METADATA.operation_id());
        Ok(self.client.send(operation).await?)
    }

    /// The user who has this login, if there is one.
    pub(crate) async fn user_with_login(&self, login: &str) -> Result<Option<User>, Error> {
        self.count(if needs_filter(login) {
            "listUsers"
        } else {
            "getUser"
        });
        Ok(user_with_login(self.client, login).await?)
    }

    /// All records of a listing. One that cannot be read is an error: what is planned from a part of a list is wrong.
    pub(crate) async fn list<O: ListOperation>(&self, operation: O) -> Result<Vec<O::Item>, Error> {
        let mut pages = self.client.pages(operation);
        let mut items = Vec::new();
        while pages.cursor().is_some() {
            self.count(O::METADATA.operation_id());
            let Some(page) = pages.next().await else { break };
            for item in page? {
                items.push(item.map_err(|item| unreadable(O::METADATA.operation_id(), &item))?);
            }
        }
        Ok(items)
    }

    fn count(&self, operation_id: &str) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(operation_id.to_owned()).or_default() += 1;
    }

    pub(crate) fn counts(&self) -> BTreeMap<String, u32> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn unreadable(operation_id: &str, item: &okta_models::ItemError) -> Error {
    let message = format!("a record that {operation_id} answered cannot be read: {item}");
    Error::of_kind(ErrorKind::CannotBeProcessed, message)
}

/// What Okta answers where the org does not have the feature that an operation is of.
const FEATURE_NOT_ENABLED: &str = "E0000015";

/// Reads that may be refused: the plan then says that it does not speak of them.
pub(crate) fn unless_refused<T>(
    operation_id: &str,
    result: Result<T, Error>,
) -> Result<Result<T, Unread>, Error> {
    match result {
        Ok(read) => Ok(Ok(read)),
        Err(error) if error.is_forbidden() || is_not_enabled(&error) => Ok(Err(Unread {
            operation: operation_id.to_owned(),
            because: error.to_string(),
        })),
        Err(error) => Err(error),
    }
}

fn is_not_enabled(error: &Error) -> bool {
    let okta = error.transport().and_then(okta_transport::Error::okta);
    okta.is_some_and(|okta| okta.code() == FEATURE_NOT_ENABLED)
}
