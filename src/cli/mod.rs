//! The command line: what can be said, and how it ends.

mod database;
mod export;
mod verify;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::config::{Config, Problems, SETTINGS, Setting};
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
    Serve,
    /// Bring the database up to date and stop
    Migrate,
    /// Write out who was told what about a campaign, when, how and with which outcome, and who could not be
    Export(export::Arguments),
    /// Check that the record of what was told is whole: nothing changed, removed or moved
    Verify(verify::Arguments),
}

/// Exit status of a start with settings that cannot be used.
const BAD_SETTINGS: u8 = 2;

/// Does what the process was started for.
pub async fn run() -> ExitCode {
    boot::choose_cryptography();
    let matches = Cli::command().after_help(settings_help()).get_matches();
    let command = Cli::from_arg_matches(&matches).map_or_else(|why| why.exit(), |cli| cli.command);
    match command {
        Command::Serve => match Config::from_environment() {
            Ok(config) => {
                telemetry::start_log(&config.log_filter, config.log_json);
                report(boot::serve(config).await)
            }
            Err(problems) => refuse(&problems),
        },
        Command::Export(arguments) => conclude(export::run(&arguments).await),
        Command::Verify(arguments) => conclude(verify::run(&arguments).await),
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
    }
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

/// Why a command came to nothing.
enum Failure {
    /// The settings cannot be used.
    Settings(Problems),
    /// Anything else, in a sentence.
    Other(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(why: E) -> Self {
        Self::Other(why.into())
    }
}

fn conclude(outcome: Result<ExitCode, Failure>) -> ExitCode {
    match outcome {
        Ok(status) => status,
        Err(Failure::Settings(problems)) => refuse(&problems),
        Err(Failure::Other(why)) => report(Err(why)),
    }
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
