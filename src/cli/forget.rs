//! `certs forget`.

use std::process::ExitCode;

use clap::Args;

use super::{complain, say};
use crate::flow::forget::{self, Outcome};
use crate::store::Store;

/// What can be said to it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  certs forget alice@acme.example           says what is kept, and changes nothing
  certs forget 00u1x9abc --yes              forgets it

Their name, address, Slack account, the texts that were said to them or name them, what they wrote and what they pressed go.
Their Okta id stays in the record of what was told, so that `certs verify` still finds it whole; an export names them no
more. It is refused while they review in a campaign that runs, or run one: Okta would tell of them again.
Backups, exports and logs that were made before are yours to deal with; docs/privacy.md says how.")]
pub(super) struct Arguments {
    /// The person: their Okta id, e-mail address or Slack id
    #[arg(value_name = "PERSON")]
    person: String,
    /// Do it, instead of only saying what would be forgotten
    #[arg(long)]
    yes: bool,
}

/// Forgets somebody, or says what that would be.
pub(super) async fn run(store: &Store, Arguments { person, yes }: &Arguments) -> anyhow::Result<ExitCode> {
    let (who, rows) = match forget::forget(store, person, *yes).await? {
        Outcome::Forgotten { who, rows } => (who, rows),
        Outcome::Nobody => {
            complain(&format!("nothing is kept of anybody who goes by {person:?}"));
            return Ok(ExitCode::FAILURE);
        }
        Outcome::Needed(campaigns) => {
            complain(&format!(
                "nothing was forgotten: they review in a campaign that runs, or run it ({}), so Okta would tell of them again. Have their items handed over, or wait until it has closed",
                campaigns.join(", ")
            ));
            return Ok(ExitCode::FAILURE);
        }
        Outcome::WrittenTo => {
            complain(
                "nothing was forgotten: a message to them is still to be sent. Try again later, or look at `certs outbox list`",
            );
            return Ok(ExitCode::FAILURE);
        }
    };
    let ids: Vec<&str> = who.iter().map(|trace| trace.id.as_str()).collect();
    say(&format!("{} {}", if *yes { "forgot" } else { "would forget" }, ids.join(", ")));
    for (many, what) in [
        (rows.messages, "texts of messages to them"),
        (rows.others, "texts of messages to others that name them"),
        (rows.handovers, "handovers with their name and note"),
        (rows.habits, "presses, snoozes, App Homes and memberships"),
        (rows.events, "events that speak of them"),
    ] {
        say(&format!("  {many} {what}"));
    }
    if !yes {
        say("nothing was changed; --yes does it");
    }
    Ok(ExitCode::SUCCESS)
}
