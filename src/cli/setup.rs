//! `certs setup`.

use std::process::ExitCode;

use clap::Args;

use super::table::print;
use super::{complain, refuse, report};
use crate::clock::Clock;
use crate::config::{Config, ManifestConfig, OktaEvents, below, no_address};
use crate::flow::setup::{self, Done, Wanted};
use crate::okta::{OF_SETUP, Okta};
use crate::slack;

/// What can be said to it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  certs setup --print-manifest > manifest.yml
  certs setup --print-manifest --socket-mode > manifest.yml
  certs setup --dry-run
  certs setup

Before the Slack app is made, --print-manifest needs CERTS_PUBLIC_URL alone, and with --socket-mode nothing. The event hook is verified by Okta, which calls the
service: start it before. A second run changes nothing that is right. The manifest goes to standard output, what is done to standard error.
Exit status 0 when the hook is as it should be, 1 when somebody has to do something about it.")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct Arguments {
    /// Print the Slack app's manifest and do no more
    #[arg(long, conflicts_with_all = ["dry_run", "rewrite_secret"])]
    print_manifest: bool,
    /// For a Slack app that speaks over Socket Mode, before SLACK_APP_TOKEN can be set
    #[arg(long)]
    socket_mode: bool,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Write OKTA_HOOK_SECRET into the hook also where nothing else is wrong with it
    #[arg(long)]
    rewrite_secret: bool,
}

/// Sets up what the two vendors have to know of this deployment.
pub(super) async fn run(arguments: &Arguments) -> ExitCode {
    let manifest = match ManifestConfig::from_environment(arguments.socket_mode) {
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
    if config.okta.events == OktaEvents::Poll {
        print(&manifest);
        complain(
            "no event hook is needed: with OKTA_EVENTS=poll events come from the System Log. Nothing was changed",
        );
        return ExitCode::SUCCESS;
    }
    let Some(public) = &config.public_url else { return refuse(&no_address()) };
    let address = below(public, "/okta/hooks");
    match Box::pin(event_hook(&config, &address, arguments)).await {
        Ok(done) => {
            print(&manifest);
            tell(&done, arguments.dry_run)
        }
        Err(why) => report(Err(why)),
    }
}

async fn event_hook(config: &Config, address: &str, arguments: &Arguments) -> anyhow::Result<Done> {
    let okta = Okta::new(&config.okta.asking_for(OF_SETUP), Clock::System)?;
    let wanted = Wanted {
        address,
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
