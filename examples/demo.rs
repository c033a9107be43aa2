//! The whole service in one command: Certs with its real database, routes and steps, against a local Okta and a
//! local Slack, through the 28 days of a campaign. No account, no network.
//!
//! `cargo run --example demo`, or `cargo run --example demo -- --pace 2` to watch it slowly.

mod demo {
    pub mod stage;
    pub mod story;
    pub mod verdict;
}

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use demo::stage::Stage;
use demo::{story, verdict};

/// Plays a 28-day campaign and shows what each person got.
#[derive(Parser)]
struct Options {
    /// Seconds to wait after each thing that happens, for people who watch
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, default_missing_value = "1", default_value_t = 0.0)]
    pace: f64,
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    let pace = Duration::try_from_secs_f64(options.pace).unwrap_or_default();
    match play(pace).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            demo::stage::complain(&format!("the demo could not be played: {why:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn play(pace: Duration) -> anyhow::Result<bool> {
    let mut stage = Stage::set_up(pace).await?;
    story::tell(&mut stage).await?;
    verdict::pronounce(&stage).await
}
