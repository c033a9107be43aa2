//! Tells open pages that something changed; what it is, they fetch.

use std::convert::Infallible;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};

use super::Watch;

/// An event for each change, in Slack or in Okta. Several that come together may be one.
pub async fn follow(State(watch): State<Watch>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let sources = (watch.sandbox.slack.changes(), watch.changed.subscribe());
    let events = stream::unfold(sources, async |(mut slack, mut okta)| {
        // Either ends with the demo alone.
        let alive = tokio::select! {
            changed = slack.changed() => changed.is_ok(),
            changed = okta.changed() => changed.is_ok(),
        };
        alive.then(|| (Ok(Event::default().data("changed")), (slack, okta)))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}
