//! What is said, and whether it is: the templates, and whether the service is only tried out.

use super::finding::Finding;
use super::patient::{Look, Patient};
use crate::slack::view::wording;

/// The templates of another wording, each tried with every kind of data.
pub(super) async fn templates(patient: &Patient) -> Look {
    let config = patient.config(&["CERTS_TEMPLATES"])?;
    let Some(directory) = &config.templates else { return Ok(Finding::ok("our own wording")) };
    Ok(match wording::load(directory) {
        Ok(wording) if wording.files().is_empty() => Finding::warning(
            format!("{} holds no template, so every message has our own wording", directory.display()),
            "`certs preview --write-templates` writes some to begin with; docs/wording.md names them",
        ),
        Ok(wording) => Finding::ok(format!("{} can be used", wording.files().join(", "))),
        Err(trouble) => Finding::failed(
            trouble.0.join("\n"),
            "Mend the files; `certs preview` shows what comes of them. The service does not start like this",
        ),
    })
}

/// Whether everybody is told everything.
pub(super) async fn trial(patient: &Patient) -> Look {
    let pilot = &patient.config(&["CERTS_MODE", "CERTS_ONLY"])?.pilot;
    let names = pilot.only.len();
    let group = if names == 1 { "1 name".to_owned() } else { format!("{names} names") };
    Ok(match (pilot.is_dry(), names) {
        (false, 0) => Finding::ok("everybody is told"),
        (true, 0) => Finding::warning(
            "CERTS_MODE is dry-run: nobody is told anything, and what would be said is on record",
            "Set CERTS_MODE=live when you have seen enough; `certs plan` shows whom that tells",
        ),
        (is_dry, _) => Finding::warning(
            format!(
                "only {group} of CERTS_ONLY may be told anything{}; the rest is on record",
                if is_dry { ", and by CERTS_MODE=dry-run they are not either" } else { "" }
            ),
            "Empty CERTS_ONLY when the pilot is over; whoever was told nothing of a campaign gets one message then",
        ),
    })
}
