//! Slash commands. Slack waits three seconds; an answer that takes longer goes to the `response_url`.

use std::time::Duration;

use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tokio::sync::oneshot;

use super::error::{Refusal, VENDORS_WAIT};
use super::verify;
use crate::app::App;
use crate::flow::command;
use crate::slack::Command;
use crate::slack::view::{self, Message};

/// Within Slack's three seconds, with room for the way back.
const ANSWER_WITHIN: Duration = Duration::from_millis(2200);

const _: () = assert!(ANSWER_WITHIN.as_millis() < VENDORS_WAIT.as_millis());

/// Answers a command.
#[tracing::instrument(name = "command", skip_all)]
pub(super) async fn receive(State(app): State<App>, request: Request) -> Result<Response, Refusal> {
    let Some(body) = verify::slack(&app, request).await? else { return Ok(().into_response()) };
    let command = Command::read(&body)
        .ok_or(Refusal::Malformed("The body is not a slash command's form with user_id."))?;
    Ok(Json(answer(app, command).await).into_response())
}

/// What only the asker sees.
#[derive(Serialize)]
pub(super) struct Whisper {
    response_type: &'static str,
    #[serde(flatten)]
    message: Message,
}

impl Whisper {
    /// What it says.
    pub(super) fn message(&self) -> &Message {
        &self.message
    }
}

/// The answer to a command, within Slack's three seconds: if there is none by then, a sentence that says so.
pub(super) async fn answer(app: App, command: Command) -> Whisper {
    let (here, elsewhere) = oneshot::channel();
    let (clock, tasks) = (app.clock.clone(), app.tasks.clone());
    tasks.spawn(async move {
        let message = command::answer(&app, &command).await;
        // Nobody waits here any more: Slack has had its answer, and this one goes after it.
        if let (Err(message), Some(url)) = (here.send(message), &command.response_url)
            && let Err(why) = app.slack.respond(url, &message, false).await
        {
            tracing::warn!(error = %why, "A late answer to a command did not reach Slack");
        }
    });
    let message = match clock.within(ANSWER_WITHIN, elsewhere).await {
        Some(Ok(message)) => message,
        _ => view::sentence("This takes a moment; the answer follows here."),
    };
    Whisper { response_type: "ephemeral", message }
}
