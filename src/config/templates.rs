//! `CERTS_TEMPLATES`: where another wording is.

use std::path::PathBuf;

use super::parse::Reader;
use super::{Config, Problems};

impl Config {
    /// `CERTS_TEMPLATES` alone, for a command that needs no more.
    ///
    /// # Errors
    /// When a `.env` cannot be read.
    pub fn templates_from_environment() -> Result<Option<PathBuf>, Problems> {
        Self::read_environment(directory)
    }
}

/// The directory of the templates; what is in it is looked at when they are loaded.
pub(super) fn directory(read: &mut Reader<'_>) -> Option<PathBuf> {
    let is_path = |text: &str| !text.contains(char::is_control);
    let path = read.parsed("CERTS_TEMPLATES", "the path of a directory", |text| {
        is_path(text).then(|| PathBuf::from(text))
    });
    path.filter(|path| !path.as_os_str().is_empty())
}
