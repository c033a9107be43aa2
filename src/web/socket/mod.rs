//! Slack's Socket Mode: one connection at a time, made anew before Slack ends it and after it was lost.
//!
//! Source: <https://docs.slack.dev/apis/events-api/using-socket-mode> (read 2026-11): a connection lasts some hours, its end
//! is announced by `disconnect`, several of an app share what comes, and what is not acknowledged within three seconds
//! comes again. So the next connection is open before the old one is left.

mod line;
mod parcel;

use std::time::Duration;

use rand::Rng;
use tokio::sync::oneshot;

use crate::app::App;
use crate::app::troubles::{SOCKET, Trouble};
use crate::domain::verdict::{Verdict, back_off};
use crate::slack::{CONNECT, SlackError};
use line::Ending;

/// How long is waited, by the system's clock: a line is dead or alive whatever the clock of a story shows.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// After a silence of this length a sign of life is asked for; after another, the line is given up. Slack itself asks
    /// every few seconds.
    pub silence: Duration,
    /// For making a connection, and for each thing that is sent.
    pub within: Duration,
    /// For what still comes over a connection after its end was announced.
    pub linger: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            silence: Duration::from_secs(20),
            within: Duration::from_secs(5),
            linger: Duration::from_secs(30),
        }
    }
}

/// Listens to Slack until the service is asked to stop; returns at once where Slack calls our routes instead.
pub async fn listen(app: App, patience: Patience) {
    if !app.slack.has_socket() {
        return;
    }
    metrics::gauge!("certs_slack_sockets").set(0.0);
    let lines = tokio_util::task::TaskTracker::new();
    let mut failures = 0;
    while !app.stop.is_cancelled() {
        match open(&app, patience).await {
            Ok(socket) => {
                let (tell, ending) = oneshot::channel();
                lines.spawn(line::hold(app.clone(), socket, patience, tell));
                let ending = tokio::select! {
                    () = app.stop.cancelled() => break,
                    // One that is gone without a word was lost.
                    ending = ending => ending.unwrap_or(Ending::Lost { was_useful: false }),
                };
                failures = note_ending(&app, ending, failures);
            }
            Err(why) => {
                failures += 1;
                note_failure(&app, &why, failures);
            }
        }
        if failures > 0 {
            wait(&app, failures).await;
        }
    }
    lines.close();
    lines.wait().await;
}

async fn open(app: &App, patience: Patience) -> Result<crate::slack::Socket, SlackError> {
    let opening = tokio::time::timeout(patience.within * 2, app.slack.open_socket());
    tokio::select! {
        opened = opening => {
            opened.unwrap_or(Err(SlackError::AnswerLost { method: CONNECT, why: "it took too long" }))
        }
        () = app.stop.cancelled() => Err(SlackError::NotSent { method: CONNECT }),
    }
}

/// How many tries in a row have failed after a connection came to this end.
fn note_ending(app: &App, ending: Ending, failures: u32) -> u32 {
    match ending {
        Ending::Announced => 0,
        Ending::SwitchedOff => {
            let sentence = "Slack says that Socket Mode is switched off for the app. Switch it on (Settings > Socket Mode), or take SLACK_APP_TOKEN away and start the service again";
            app.troubles.note(Trouble { api: SOCKET, part: CONNECT, sentence: sentence.to_owned() });
            failures + 1
        }
        Ending::Lost { was_useful } => {
            if !app.stop.is_cancelled() {
                tracing::warn!(api = "slack", "The connection of Socket Mode was lost; making another");
            }
            // At once, unless connections are lost as soon as they are made.
            if was_useful { 0 } else { failures + 1 }
        }
    }
}

fn note_failure(app: &App, why: &SlackError, failures: u32) {
    if app.stop.is_cancelled() {
        return;
    }
    if why.verdict() == Verdict::Stopped {
        app.troubles.note(Trouble { api: SOCKET, part: CONNECT, sentence: why.remedy() });
    } else if !matches!(why, SlackError::Resting { .. }) {
        tracing::warn!(api = "slack", attempt = failures, error = %why, "No connection of Socket Mode could be made; trying again");
    }
}

/// Waits before the next try, by the clock that a story moves by hand: there it takes until the clock is moved.
async fn wait(app: &App, failures: u32) {
    let pause = back_off(failures.saturating_sub(1), rand::rng().random());
    tokio::select! {
        _ = app.clock.within(pause, std::future::pending::<()>()) => {}
        () = app.stop.cancelled() => {}
    }
}
