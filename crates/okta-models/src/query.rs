//! Values that several operations take in their query or headers.

use crate::open_enum::open_enum;

open_enum! {
    /// Direction in which a list is sorted. Okta writes it in two ways; both mean the same.
    pub enum SortOrder {
        /// Smallest or oldest first.
        Ascending = "ASCENDING",
        /// Greatest or newest first.
        Descending = "DESCENDING",
        /// Smallest first, as lists of users and groups write it.
        Asc = "asc",
        /// Greatest first, as lists of users and groups write it.
        Desc = "desc",
    }
}

open_enum! {
    /// A wish about how Okta carries out a change.
    pub enum Prefer {
        /// Answer at once and go on in the background.
        RespondAsync = "respond-async",
    }
}
