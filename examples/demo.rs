//! The whole service in one command: Certs with its real database, routes and steps, against a local Okta and a
//! local Slack, through the 28 days of a campaign. No account, no network.
//!
//! `cargo run --example demo`, or `cargo run --example demo -- --pace 2` to watch it slowly.
//! `cargo run --example demo -- --watch` serves a page on which you play it yourself.

mod demo {
    pub mod stage;
    pub mod story;
    pub mod verdict;
    pub mod watch;
}

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use demo::stage::Stage;
use demo::{story, verdict, watch};

/// Plays a 28-day campaign and shows what each person got; or lets you play it on a page.
#[derive(Parser)]
struct Options {
    /// Seconds to wait after each thing that happens, for people who watch
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, default_missing_value = "1", default_value_t = 0.0)]
    pace: f64,
    /// Serve a page, on 127.0.0.1 alone: Slack as its people see it, and the campaigns in Okta
    #[arg(long, conflicts_with = "pace")]
    watch: bool,
    /// The port of that page; a free one unless given
    #[arg(long, value_name = "PORT", requires = "watch", default_value_t = 0)]
    port: u16,
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    let played = if options.watch {
        watch::serve(options.port).await.map(|()| true)
    } else {
        play(Duration::try_from_secs_f64(options.pace).unwrap_or_default()).await
    };
    match played {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            demo::stage::complain(&format!("the demo could not be played: {why:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn play(pace: Duration) -> anyhow::Result<bool> {
    let mut stage = Stage::set_up(pace, &[]).await?;
    story::tell(&mut stage).await?;
    verdict::pronounce(&stage).await
}
