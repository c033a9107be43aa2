//! What administrators read while the service is tried out.

use super::Frame;
use super::text::count;

impl Frame {
    /// Who is told nothing, and how that ends; nothing when everybody is told everything.
    pub(super) fn trial(&self) -> Option<String> {
        let group = u64::try_from(self.pilot.only.len()).unwrap_or(u64::MAX);
        let only = format!(
            "only {} of CERTS_ONLY is told anything, and what others would have been told is on record",
            count(group, "name")
        );
        let only = if group == 1 { only } else { only.replacen(" is told", " are told", 1) };
        match (self.pilot.is_dry(), group) {
            (false, 0) => None,
            (true, 0) => Some(
                "*Dry run:* nothing is sent; what would have been said is on record. CERTS_MODE=live ends it."
                    .to_owned(),
            ),
            (false, _) => Some(format!("*Pilot group:* {only}.")),
            (true, _) => Some(format!(
                "*Dry run with a pilot group:* nothing is sent, and what would have been said is on record. With CERTS_MODE=live, {only}."
            )),
        }
    }

    /// The same as it reads where nothing is formatted.
    pub(super) fn trial_in_short(&self) -> Option<&'static str> {
        match (self.pilot.is_dry(), self.pilot.only.is_empty()) {
            (true, _) => Some("Dry run: nothing is sent"),
            (false, false) => Some("Pilot group only"),
            (false, true) => None,
        }
    }
}
