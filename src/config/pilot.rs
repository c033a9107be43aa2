//! `CERTS_MODE` and `CERTS_ONLY`: trying the service out.

use super::parse::Reader;
use crate::domain::pilot::{Mode, Pilot};

impl Reader<'_> {
    /// Whether anything is said, and to whom alone.
    pub(super) fn pilot(&mut self) -> Pilot {
        let mode = self.parsed("CERTS_MODE", "`live` or `dry-run`", Mode::parse);
        let expected = "e-mail addresses or Slack ids of users (U…) or channels (C…), separated by commas";
        let only = self.names("CERTS_ONLY", &["U", "W", "C", "G"], expected);
        Pilot { mode: mode.unwrap_or_default(), only }
    }
}
