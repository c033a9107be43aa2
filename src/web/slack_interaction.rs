//! Clicks. Slack shows the person an error unless each is acknowledged, also that of a button that opens a page.

use axum::extract::{Request, State};
use axum::http::StatusCode;

use super::error::Refusal;
use super::verify;
use crate::app::App;
use crate::flow::click;
use crate::slack::Interaction;

/// Acknowledges a click, records it, and has done what it asks for.
#[tracing::instrument(name = "click", skip_all)]
pub(super) async fn receive(State(app): State<App>, request: Request) -> Result<StatusCode, Refusal> {
    let Some(body) = verify::slack(&app, request).await? else { return Ok(StatusCode::OK) };
    let interaction = Interaction::read(&body)
        .ok_or(Refusal::Malformed("The body is not an interaction's form with a JSON payload."))?;
    take(&app, "/slack/interactions", interaction).await;
    Ok(StatusCode::OK)
}

/// Records a click, and has done what it asks for.
pub(super) async fn take(app: &App, route: &'static str, interaction: Interaction) {
    if let Err(why) = click::receive(app, interaction).await {
        // The page is open already; an error mark beside the button would tell the person nothing.
        tracing::warn!(route, error = %why, "A click could not be recorded");
    }
}
