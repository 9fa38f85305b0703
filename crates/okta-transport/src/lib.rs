//! Sends Okta operations: authentication, retries, pagination, errors
