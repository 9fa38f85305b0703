//! The tables of okta-facts: one module a table, each a function from the fact files to a [`File`].

mod bucket_limits;
mod buckets;
mod error_codes;
mod event_types;
mod operations;
mod permissions;
mod role_matrix;
mod standard_roles;

use std::path::Path;

use crate::input::Error;
use crate::output::File;

/// Every table, from the fact files in `folder`.
pub(crate) fn tables(folder: &Path) -> Result<Vec<File>, Error> {
    Ok(vec![
        operations::file(folder)?,
        buckets::file(folder)?,
        bucket_limits::file(folder)?,
        error_codes::file(folder)?,
        event_types::file(folder)?,
        permissions::file(folder)?,
        standard_roles::file(folder)?,
        role_matrix::file(folder)?,
    ])
}
