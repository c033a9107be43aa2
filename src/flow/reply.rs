//! The answer to a press, after Slack has had its own: who presses may have to be asked for.

use std::future::Future;

use super::{FlowError, Result};
use crate::app::App;
use crate::slack::view::{self, Message};

/// What an answer does to the one whose button was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It comes below.
    Below,
    /// It takes its place.
    Instead,
}

/// Has `work` done, and sends what it came to to `response_url`, where only who pressed sees it; nothing, when there is
/// nothing to add. When it could not be done, a sentence below says why; it ends with `so`, such as "so nothing was sent".
pub(super) fn later(
    app: &App,
    response_url: Option<String>,
    so: &'static str,
    work: impl Future<Output = Result<Option<(Message, Place)>>> + Send + 'static,
) {
    let slack = app.slack.clone();
    app.tasks.spawn(async move {
        let answer = work.await.unwrap_or_else(|why| {
            tracing::warn!(error = %why, "What a button asks for could not be done");
            let could_not = match why {
                FlowError::Slack(_) => "Slack did not say who you are",
                _ => "Certs could not read its records just now",
            };
            let sentence = view::sentence(&format!("{could_not}, {so}. Please try again in a minute."));
            Some((sentence, Place::Below))
        });
        if let (Some((message, place)), Some(url)) = (answer, response_url)
            && let Err(why) = slack.respond(&url, &message, place == Place::Instead).await
        {
            tracing::warn!(error = %why, "The answer to a click did not reach Slack");
        }
    });
}
