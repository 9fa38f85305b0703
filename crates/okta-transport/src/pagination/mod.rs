//! Listings: one request a page, as [`Pages`] or as a stream of records, resumable by a [`Cursor`].
//!
//! `link.rs` reads `Link` headers, `next.rs` decides which page comes next and refuses links that
//! leave the org, `path.rs` knows which paths are the listing's, `page_size.rs` how large pages are, and `seen.rs` which
//! ones were read. `reading.rs` is one page on its way, `pages.rs` reads page by page, and `stream.rs` makes records of
//! pages.

mod cursor;
mod link;
mod next;
pub(crate) mod page_size;
mod pages;
mod path;
mod reading;
mod seen;
mod stream;

pub use cursor::Cursor;
pub(crate) use next::next_page;
pub use pages::Pages;
pub(crate) use reading::Read;
