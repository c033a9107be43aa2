//! `certs doctor`.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Args;

use super::table::print;
use crate::clock::Clock;
use crate::config::Understood;
use crate::doctor::{self, Style};

/// What can be said to it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  certs doctor
  certs doctor --json | jq '.checks[] | select(.level == \"failed\")'

It takes the settings of the service, so run it where that runs; it may run beside it. Nothing is changed anywhere. Exit status 0
when nothing has to be fixed, warnings or not; 1 when something has to be, settings that cannot be used among it.")]
pub(super) struct Arguments {
    /// One JSON document instead of lines; the names of checks stay the same from version to version
    #[arg(long)]
    json: bool,
}

/// Looks at everything and says what is wrong.
pub(super) async fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let report =
        Box::pin(doctor::examine(Understood::from_environment(), Clock::System, doctor::EACH_WITHIN)).await?;
    if arguments.json {
        print(&(doctor::as_json(&report)? + "\n"));
    } else {
        // Takes the colours away where nobody would see them. A reader who has seen enough closes the pipe.
        let text = doctor::as_text(&report, Style::Coloured);
        let _ = anstream::stdout().lock().write_all(text.as_bytes());
    }
    Ok(if report.is_bad() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
