//! Clearing up a send whose answer was lost: the notice is looked for in the DM by its key.

use entity::notification_log::Model as Row;

use super::Result;
use super::observe::count;
use crate::app::App;
use crate::store::notifications::{self, Arrival, End, SENT, UNKNOWN};

/// The scope that lets us look into a DM.
const OF_DM: &str = "im:history";
/// The same for a conversation of several, whose id is a group's.
const OF_GROUP: &str = "mpim:history";

/// What was found.
pub(super) enum Cleared {
    /// The row is settled, or somebody else is at it.
    Settled,
    /// It was not sent: it may be sent now.
    NotSent,
}

/// Looks for the message of a row in doubt. Without the scope nobody can know, and it is not sent again by itself.
pub(super) async fn clear_up(app: &App, row: &Row, slack_id: &str, channel: Option<&str>) -> Result<Cleared> {
    let now = app.clock.now();
    let is_group = channel.is_some_and(|channel| !channel.starts_with('D'));
    let scope = if is_group { OF_GROUP } else { OF_DM };
    if !app.slack.scopes().await?.contains(scope) {
        tracing::warn!(
            outbox.id = row.id,
            kind = row.kind,
            scope,
            "Whether a message arrived cannot be known without the scope"
        );
        let why = format!(
            "Slack's answer was lost, and without the scope {scope} the message cannot be looked for"
        );
        notifications::close(&app.store, row, &app.instance, End::Unknown, &why, now).await?;
        count(row, UNKNOWN);
        return Ok(Cleared::Settled);
    }
    let channel = match channel {
        Some(channel) => channel.to_owned(),
        None => app.slack.dm_channel(slack_id).await?,
    };
    let since = row.tried_at.unwrap_or(row.planned_at);
    if let Some(posted) = app.slack.find_notice(&channel, &row.key, since).await? {
        tracing::info!(outbox.id = row.id, kind = row.kind, "A message in doubt had arrived");
        let arrival = Arrival { channel: &posted.channel, ts: &posted.ts, was_found: true };
        notifications::sent(&app.store, row, arrival, now).await?;
        count(row, SENT);
        return Ok(Cleared::Settled);
    }
    tracing::info!(outbox.id = row.id, kind = row.kind, "A message in doubt had not arrived; sending it");
    let is_ours = notifications::not_sent(&app.store, row, &app.instance, now).await?;
    Ok(if is_ours { Cleared::NotSent } else { Cleared::Settled })
}
