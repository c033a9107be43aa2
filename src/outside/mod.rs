//! What comes from outside, on its way in: no more of it is kept than a bound, nothing in it is more than a database
//! takes, and what is strange in one place spoils no other.
//!
//! Okta and Slack promise none of this, and PostgreSQL refuses what SQLite takes: a NUL, or an index entry of three
//! kilobytes. A row that cannot be stored would be tried again for ever, together with everything that came with it.

mod date;
mod json;
mod loose;
mod text;

pub use date::date_of;
pub use json::read;
pub use loose::{Text, null_is_default};
pub use text::{ADDRESS, ID, LINK, NAME, PROSE, WORD, cut, id, is_id};
