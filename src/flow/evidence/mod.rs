//! The evidence: whether the record of what was told is whole, and the record itself for an auditor.

mod export;
mod verify;

pub use export::{Export, Told, export};
pub use verify::{Checked, is_on_record, verify, verify_export};
