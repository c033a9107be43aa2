//! Doing what a click asked for after Slack has had its answer, which it wants at once: who clicked may have to be asked
//! for. What came of it goes to them alone.

use super::{FlowError, Result};
use crate::app::App;
use crate::slack::view::{self, Message};

/// Carries it out in the background. `undone` says what did not happen if it could not be: "nothing was put off".
pub(super) fn later(
    app: &App,
    response_url: Option<String>,
    undone: &'static str,
    work: impl Future<Output = Result<Message>> + Send + 'static,
) {
    let (app, tasks) = (app.clone(), app.tasks.clone());
    tasks.spawn(async move {
        let message = match Box::pin(work).await {
            Ok(message) => message,
            Err(why) => {
                tracing::warn!(error = %why, undone, "A click could not be followed");
                let whose = match why {
                    FlowError::Slack(_) => "Slack did not say who you are",
                    _ => "Certs could not read its records just now",
                };
                view::sentence(&format!("{whose}, so {undone}. Please try again in a minute."))
            }
        };
        // A press in App Home has nowhere to answer to; what it changed shows there.
        if let Some(url) = response_url
            && let Err(why) = app.slack.respond(&url, &message).await
        {
            tracing::warn!(error = %why, "The answer to a click did not reach Slack");
        }
    });
}
