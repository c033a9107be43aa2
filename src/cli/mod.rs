//! The command line: what can be said, and how it ends.

mod calendar;
mod doctor;
mod export;
mod forget;
mod generated;
mod health;
mod inbox;
mod operator;
mod outbox;
mod plan;
mod preview;
mod setup;
mod sync;
mod table;
mod verify;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::config::{Config, Problems, SETTINGS, Setting};
use crate::slack::view::wording;
use crate::store::Store;
use crate::{boot, telemetry};

/// Tells access reviewers in Slack that an Okta access certification campaign needs them.
#[derive(Parser)]
#[command(name = "certs", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the service: bring the database up to date, listen, work until SIGTERM or SIGINT
    #[command(
        after_help = "Examples:\n  certs serve\n  CERTS_LOG=info,certs=debug certs serve\n\nExit status 0 after SIGTERM or SIGINT, 2 when a setting cannot be used, 1 when it cannot start. `certs --help` lists the settings."
    )]
    Serve,
    /// Look at everything that a deployment stands on, change nothing, and say what to do
    Doctor(doctor::Arguments),
    /// Make Okta's event hook or put it right, and print the Slack app's manifest with this deployment's addresses
    Setup(setup::Arguments),
    /// Bring the database up to date and stop
    #[command(
        after_help = "Examples:\n  certs migrate\n  DATABASE_URL=postgres://certs@db/certs certs migrate\n\n`certs serve` does the same at its start. Of several that start together one does it, and the others wait."
    )]
    Migrate,
    /// Ask a service on this machine whether it lives, or can work
    Health(health::Arguments),
    /// Have a running service read Okta again now, and wait until it has
    Sync(sync::Arguments),
    /// Look after notices that were not sent, or may not have been
    #[command(
        subcommand,
        after_help = "Examples:\n  certs outbox list\n  certs outbox retry 17 18\n  certs outbox discard 17"
    )]
    Outbox(outbox::Command),
    /// Look after events that were given up, or were put off
    #[command(
        subcommand,
        after_help = "Examples:\n  certs inbox list\n  certs inbox retry --all-failed\n  certs inbox discard 17"
    )]
    Inbox(inbox::Command),
    /// Write out who was told what about a campaign, when, how and with which outcome, and who could not be
    Export(export::Arguments),
    /// Show who will be told what and when, up to the close of the last campaign, without telling anybody
    Plan(plan::Arguments),
    /// Write a page with every message as Slack shows it, or our own wording as template files
    Preview(preview::Arguments),
    /// Check that the record of what was told is whole: nothing changed, removed or moved
    Verify(verify::Arguments),
    /// Forget one person: their name, their address and the texts that name them
    Forget(forget::Arguments),
    /// Print the completions of a shell
    Completions(generated::Completions),
    /// Print the man page
    Man(generated::Man),
}

/// How it is used most.
const EXAMPLES: &str = "\
Examples:
  certs serve                               the service, with the settings below
  certs sync                                Okta is read again now
  certs outbox list                         what was not sent, and why
  certs export --campaign 'Q4' > q4.csv     who was told what, when, and with which outcome

Each command has its own examples: certs sync --help";

/// Exit status of a start with settings that cannot be used.
const BAD_SETTINGS: u8 = 2;

/// Does what the process was started for.
pub async fn run() -> ExitCode {
    boot::choose_cryptography();
    let matches = described().get_matches();
    let command = Cli::from_arg_matches(&matches).map_or_else(|why| why.exit(), |cli| cli.command);
    match command {
        Command::Serve => match Config::from_environment().and_then(with_good_templates) {
            Ok(config) => {
                let _telemetry = telemetry::start_log(&config.log_filter, config.log_json);
                report(boot::serve(config).await)
            }
            Err(problems) => refuse(&problems),
        },
        Command::Migrate => match Config::database_url_from_environment() {
            Ok(url) => {
                let outcome = boot::migrate(&url).await;
                if outcome.is_ok() {
                    say("the database is up to date");
                }
                report(outcome)
            }
            Err(problems) => refuse(&problems),
        },
        Command::Health(arguments) => match Config::listen_from_environment() {
            Ok(listen) => health::run(listen, &arguments).await.unwrap_or_else(|why| report(Err(why))),
            Err(problems) => refuse(&problems),
        },
        Command::Sync(arguments) => with_store(async |store| sync::run(store, &arguments).await).await,
        Command::Forget(arguments) => with_store(async |store| forget::run(store, &arguments).await).await,
        Command::Completions(arguments) => generated::completions(described(), &arguments),
        Command::Man(_) => generated::man(described()).unwrap_or_else(|why| report(Err(why))),
        Command::Doctor(arguments) => doctor::run(&arguments).await.unwrap_or_else(|why| report(Err(why))),
        Command::Setup(arguments) => setup::run(&arguments).await,
        Command::Outbox(command) => with_store(async |store| outbox::run(store, command).await).await,
        Command::Export(arguments) => with_store(async |store| export::run(store, &arguments).await).await,
        Command::Plan(arguments) => match Config::rules_from_environment() {
            Ok((url, rules)) => {
                with_store_at(&url, async |store| plan::run(store, &rules, &arguments).await).await
            }
            Err(problems) => refuse(&problems),
        },
        Command::Preview(arguments) => match Config::templates_from_environment() {
            Ok(set) => preview::run(&arguments, set.as_deref()).unwrap_or_else(|why| report(Err(why))),
            Err(problems) => refuse(&problems),
        },
        Command::Verify(verify::Arguments { export: Some(path), .. }) => {
            verify::run_on_export(&path).unwrap_or_else(|why| report(Err(why)))
        }
        Command::Verify(arguments) => with_store(async |store| verify::run(store, &arguments).await).await,
        Command::Inbox(command) => with_store(async |store| inbox::run(store, command).await).await,
    }
}

/// Templates that cannot be used are settings that cannot be used.
fn with_good_templates(config: Config) -> Result<Config, Problems> {
    match config.templates.as_deref().map(wording::load) {
        Some(Err(trouble)) => {
            Err(Problems(trouble.0.into_iter().map(|one| format!("CERTS_TEMPLATES: {one}")).collect()))
        }
        _ => Ok(config),
    }
}

/// Does something with the database alone, beside a service or without one. The database is taken as it is: a schema
/// that is not this version's is refused.
async fn with_store(work: impl AsyncFnOnce(&Store) -> anyhow::Result<ExitCode>) -> ExitCode {
    let url = match Config::database_url_from_environment() {
        Ok(url) => url,
        Err(problems) => return refuse(&problems),
    };
    with_store_at(&url, work).await
}

/// The same with a database whose address was read already.
async fn with_store_at(
    url: &secrecy::SecretString,
    work: impl AsyncFnOnce(&Store) -> anyhow::Result<ExitCode>,
) -> ExitCode {
    let outcome = match boot::open(url).await {
        Ok(store) => {
            let outcome = work(&store).await;
            store.close().await;
            outcome
        }
        Err(why) => Err(why),
    };
    outcome.unwrap_or_else(|why| report(Err(why)))
}

/// The command line with all that is said about it.
fn described() -> clap::Command {
    Cli::command().after_help(format!("{EXAMPLES}\n\n{}", settings_help()))
}

fn settings_help() -> String {
    let line = |setting: &Setting| {
        let default = match setting.default {
            None => "required".to_owned(),
            Some("") => "empty".to_owned(),
            Some(default) => format!("default {default}"),
        };
        format!("  {}\n      {} ({default})", setting.name, setting.meaning)
    };
    let lines: Vec<String> = SETTINGS.iter().map(line).collect();
    format!("Settings, from the environment or a .env file in the working directory:\n{}", lines.join("\n"))
}

fn refuse(problems: &Problems) -> ExitCode {
    complain(&problems.to_string());
    ExitCode::from(BAD_SETTINGS)
}

fn report(outcome: anyhow::Result<()>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            complain(&format!("{why:#}"));
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "what the command was asked for")]
fn say(text: &str) {
    println!("certs: {text}");
}

#[expect(clippy::print_stderr, reason = "there may be no log yet, and a person is reading")]
fn complain(text: &str) {
    eprintln!("certs: {text}");
}
