//! Values that several operations take in their query or headers.

use crate::open_enum::open_enum;

open_enum! {
    /// Direction in which a list is sorted. The System Log writes it otherwise, see
    /// [`LogSortOrder`](crate::system_log::LogSortOrder).
    pub enum SortOrder {
        /// Smallest or oldest first.
        Ascending = "asc",
        /// Greatest or newest first.
        Descending = "desc",
    }
}

open_enum! {
    /// A wish about how Okta carries out a change.
    pub enum Prefer {
        /// Answer at once and go on in the background.
        RespondAsync = "respond-async",
    }
}
