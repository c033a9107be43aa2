//! Clearing up a send whose answer was lost: the notice is looked for in the DM by its key.

use entity::notification_log::Model as Row;

use super::Result;
use super::observe::count;
use crate::app::App;
use crate::domain::notice::CHANNEL;
use crate::store::notifications::{self, Arrival, End, SENT, UNKNOWN};

/// The scope that lets us look into a DM.
const OF_DM: &[&str] = &["im:history"];
/// The same for a conversation of several, whose id is a group's.
const OF_GROUP: &[&str] = &["mpim:history"];
/// The same for a channel: a private one, or a public one, which its id does not say.
const OF_CHANNEL: &[&str] = &["groups:history", "channels:history"];

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
    let of = match channel {
        _ if row.person_id == CHANNEL => OF_CHANNEL,
        Some(channel) if !channel.starts_with('D') => OF_GROUP,
        _ => OF_DM,
    };
    let granted = app.slack.scopes().await?;
    if !of.iter().any(|scope| granted.contains(*scope)) {
        let scope = of.join(" or ");
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
        let arrival = Arrival {
            channel: &posted.channel,
            ts: &posted.ts,
            was_found: true,
            shown: None,
            newly_of: None,
        };
        notifications::sent(&app.store, &[(row, arrival)], now).await?;
        count(row, SENT);
        return Ok(Cleared::Settled);
    }
    tracing::info!(outbox.id = row.id, kind = row.kind, "A message in doubt had not arrived; sending it");
    let is_ours = notifications::not_sent(&app.store, row, &app.instance, now).await?;
    Ok(if is_ours { Cleared::NotSent } else { Cleared::Settled })
}
