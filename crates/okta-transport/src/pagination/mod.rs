//! Listings: one request a page, as [`Pages`] or as a stream of records, resumable by a [`Cursor`].
//!
//! `link.rs` reads `Link` headers, `next.rs` decides which page comes next and refuses links that
//! leave the org, `path.rs` knows which paths are the listing's, `pages.rs` reads page by page, and `stream.rs` makes records of pages.

mod cursor;
mod link;
mod next;
mod pages;
mod path;
mod stream;

pub use cursor::Cursor;
pub(crate) use next::next_page;
pub use pages::Pages;
pub(crate) use stream::records;
