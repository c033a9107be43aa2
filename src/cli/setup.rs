//! `certs setup`.

use std::process::ExitCode;

use clap::Args;

use super::table::print;
use super::{complain, refuse, report};
use crate::clock::Clock;
use crate::config::{Config, ManifestConfig, below};
use crate::flow::setup::{self, Done, Wanted};
use crate::okta::Okta;
use crate::slack;

/// What can be said to it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  certs setup --print-manifest > manifest.yml
  certs setup --dry-run
  certs setup

Before the Slack app is made, --print-manifest needs CERTS_PUBLIC_URL alone. The event hook is verified by Okta, which calls the
service: start it before. A second run changes nothing that is right. The manifest goes to standard output, what is done to standard error.
Exit status 0 when the hook is as it should be, 1 when somebody has to do something about it.")]
pub(super) struct Arguments {
    /// Print the Slack app's manifest and do no more
    #[arg(long, conflicts_with_all = ["dry_run", "rewrite_secret"])]
    print_manifest: bool,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Write OKTA_HOOK_SECRET into the hook also where nothing else is wrong with it
    #[arg(long)]
    rewrite_secret: bool,
}

/// Sets up what the two vendors have to know of this deployment.
pub(super) async fn run(arguments: &Arguments) -> ExitCode {
    let manifest = match ManifestConfig::from_environment() {
        Ok(config) => slack::manifest(&config),
        Err(problems) => return refuse(&problems),
    };
    if arguments.print_manifest {
        print(&manifest);
        return ExitCode::SUCCESS;
    }
    let config = match Config::from_environment() {
        Ok(config) => config,
        Err(problems) => return refuse(&problems),
    };
    match Box::pin(event_hook(&config, arguments)).await {
        Ok(done) => {
            print(&manifest);
            tell(&done, arguments.dry_run)
        }
        Err(why) => report(Err(why)),
    }
}

async fn event_hook(config: &Config, arguments: &Arguments) -> anyhow::Result<Done> {
    let okta = Okta::new(&config.okta, Clock::System)?;
    let address = config.public_url.as_ref().map(|public| below(public, "/okta/hooks")).unwrap_or_default();
    let wanted = Wanted {
        address: &address,
        secret: &config.okta.hook_secret,
        dry_run: arguments.dry_run,
        rewrite_secret: arguments.rewrite_secret,
    };
    Ok(setup::event_hook(&okta, &wanted).await)
}

fn tell(done: &Done, dry_run: bool) -> ExitCode {
    for line in done.said.iter().chain(&done.notes) {
        complain(line);
    }
    if let Some(why) = &done.unfinished {
        complain(why);
        return ExitCode::FAILURE;
    }
    if dry_run && done.is_changed {
        complain("nothing was done; without --dry-run it is");
    }
    ExitCode::SUCCESS
}
