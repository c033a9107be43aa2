//! A local Okta and a local Slack to try the service against by hand: the real `certs serve` in another terminal, a real
//! database, real HTTP, and no account. docs/installation.md leads through it.
//!
//! `cargo run --example sandbox -- --write .env`

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use clap::Parser;
use sandbox::{Company, Sandbox};
use tokio::sync::mpsc;

/// What the hook shows; made up like everything here.
const HOOK_SECRET: &str = "sandbox-hook-secret";
/// How often it is looked for new messages.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Runs a local Okta and a local Slack until Ctrl-C, and shows the messages that people get.
#[derive(Parser)]
struct Options {
    /// Write the settings for the service to this file, which must not exist; otherwise they are shown
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
    /// Where the service listens
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    app: String,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            say(&format!("the sandbox cannot go on: {why:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> anyhow::Result<()> {
    #[expect(clippy::disallowed_methods, reason = "the service is another process and has no other clock")]
    let sandbox = Sandbox::start(Arc::new(chrono::Utc::now)).await?;
    let company = Company::acme();
    company.move_in(&sandbox);
    let app = options.app.trim_end_matches('/');
    sandbox.okta.point_hook(&format!("{app}/okta/hooks"), HOOK_SECRET);
    sandbox.slack.point_app(app);
    let settings = settings(&sandbox, &company, app)?;
    match &options.write {
        None => say(&format!("The settings for the service:\n\n{settings}")),
        Some(file) => {
            let made = std::fs::File::create_new(file);
            let mut made = made.with_context(|| format!("{} cannot be made", file.display()))?;
            made.write_all(settings.as_bytes())?;
            say(&format!("The settings for the service are in {}.", file.display()));
        }
    }
    say("Okta and Slack are there until Ctrl-C. Start the service in another terminal, in this directory:");
    say("\n  cargo run -- serve\n");
    say("Then press Enter here: a campaign begins.");
    let mut keys = keys();
    let (mut shown, mut begun) = (0, 0);
    loop {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => return Ok(()),
            Some(()) = keys.recv() => begun += usize::from(launch(&sandbox, &company, begun).await),
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        for message in sandbox.slack.messages().into_iter().skip(shown) {
            shown += 1;
            let name = company.by_id(&message.user).map_or(message.user.as_str(), |person| &person.name);
            say(&format!("✉ {name} gets:"));
            for line in message.as_text() {
                say(&format!("    {line}"));
            }
        }
    }
}

fn settings(sandbox: &Sandbox, company: &Company, app: &str) -> anyhow::Result<String> {
    let mut text = String::new();
    let listen = app.split_once("://").map_or(app, |(_, listen)| listen);
    for (name, value) in [
        ("CERTS_LISTEN", listen),
        ("OKTA_ORG_URL", &sandbox.okta.url()),
        ("OKTA_API_TOKEN", sandbox.okta.token()),
        ("OKTA_HOOK_SECRET", HOOK_SECRET),
        ("SLACK_API_URL", &sandbox.slack.url()),
        ("SLACK_BOT_TOKEN", sandbox.slack.token()),
        ("SLACK_SIGNING_SECRET", sandbox.slack.signing_secret()),
        ("CERTS_ADMINS", &company.dana.email),
    ] {
        writeln!(text, "{name}={value}")?;
    }
    Ok(text)
}

/// The hook is verified, as an administrator does it in Okta, and the next campaign begins. False when it did not.
async fn launch(sandbox: &Sandbox, company: &Company, begun: usize) -> bool {
    if !sandbox.okta.verify_hook().await.is_ok_and(|is_verified| is_verified) {
        say("The event hook could not be verified: is the service started, with these settings?");
        return false;
    }
    #[expect(clippy::disallowed_methods, reason = "the service is another process and has no other clock")]
    let now = chrono::Utc::now();
    let campaign = match begun {
        0 => company.q4_production_access(sandbox, now),
        1 => company.payments_quarterly(sandbox, now),
        2 => company.sox_two_level(sandbox, now),
        _ => {
            say("There are three campaigns, and all of them have begun.");
            return false;
        }
    };
    sandbox.okta.launch(&campaign.id);
    match sandbox.okta.send_hooks().await {
        Ok(statuses) => say(&format!("▸ {:?} begins; its hook was answered {statuses:?}", campaign.name)),
        Err(why) => say(&format!("The hook did not reach the service: {why:#}")),
    }
    true
}

/// Each time that Enter is pressed.
fn keys() -> mpsc::UnboundedReceiver<()> {
    let (pressed, keys) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lines() {
            if line.is_err() || pressed.send(()).is_err() {
                return;
            }
        }
    });
    keys
}

#[expect(clippy::print_stdout, reason = "a program for people at a terminal")]
fn say(line: &str) {
    println!("{line}");
}
