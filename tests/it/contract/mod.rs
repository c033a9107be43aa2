//! Our requests, the sandbox's answers and our manifest, held to what Okta and Slack publish.
//!
//! The descriptions are not part of this repository: `CERTS_REFERENCE` names the folder that holds them (`openapi/`,
//! `slack/`), by default `../shared/reference` beside it. Where it is missing, these tests say so and pass.

mod description;
mod deviations;
mod error_codes;
mod exercise;
mod json_schema;
mod manifest;
pub mod okta;
mod older;
mod polymorphism;
pub mod slack;
mod story;

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The folder of the descriptions; says on standard error that a check is skipped where it is missing.
pub fn reference() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reference");
    let folder = std::env::var_os("CERTS_REFERENCE").map_or_else(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    // Not `eprintln!`: the output of a test that passes is thrown away.
    let _ = writeln!(std::io::stderr(), "skipped: {} is not there", folder.display());
    None
}
