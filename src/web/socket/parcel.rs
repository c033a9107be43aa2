//! What is in an envelope: what a route would have been sent, and the same is done with it.

use serde_json::{Value, json};

use crate::app::App;
use crate::slack::{Command, EventEnvelope, Interaction, Parcel};
use crate::web::{slack_command, slack_event, slack_interaction};

/// In the place of a route, in the log.
const ROUTE: &str = "socket";

/// Does what a parcel asks for; the acknowledgement, once Slack need not send it again.
pub(super) async fn take(app: App, parcel: Parcel) -> Option<String> {
    let Some(id) = parcel.envelope_id.clone() else {
        tracing::warn!(route = ROUTE, "A parcel without an id, which cannot be acknowledged, was left alone");
        return None;
    };
    let kind = label(&parcel.r#type);
    let answer = work_on(app, &parcel).await;
    let outcome = if answer.is_some() { "acknowledged" } else { "refused" };
    metrics::counter!("certs_socket_parcels_total", "type" => kind, "outcome" => outcome).increment(1);
    let acknowledgement = match answer? {
        Value::Null => json!({ "envelope_id": id }),
        answer => json!({ "envelope_id": id, "payload": answer }),
    };
    Some(acknowledgement.to_string())
}

/// The answer, null where there is none to give; nothing when it is not taken, so that Slack sends it again.
async fn work_on(app: App, parcel: &Parcel) -> Option<Value> {
    let payload = parcel.payload();
    match parcel.r#type.as_str() {
        "events_api" => {
            let envelope = EventEnvelope::read(payload).ok().or_else(|| refuse(parcel))?;
            // What kept it from being stored is in the log.
            slack_event::take(&app, ROUTE, envelope).await.ok()?;
            Some(Value::Null)
        }
        "slash_commands" => {
            let command = Command::read_json(payload).or_else(|| refuse(parcel))?;
            let (slack, response_url) = (app.slack.clone(), command.response_url.clone());
            let answer = slack_command::answer(app, command).await;
            if parcel.accepts_response_payload {
                return serde_json::to_value(answer).ok();
            }
            if let Some(url) = response_url
                && let Err(why) = slack.respond(&url, answer.message(), false).await
            {
                tracing::warn!(error = %why, "The answer to a command did not reach Slack");
            }
            Some(Value::Null)
        }
        "interactive" => {
            let interaction = Interaction::read_json(payload).or_else(|| refuse(parcel))?;
            slack_interaction::take(&app, ROUTE, interaction).await;
            Some(Value::Null)
        }
        // Nothing that we asked for: acknowledged, and left alone.
        _ => Some(Value::Null),
    }
}

fn refuse<T>(parcel: &Parcel) -> Option<T> {
    tracing::warn!(
        route = ROUTE,
        kind = label(&parcel.r#type),
        "Refused a parcel: it is not what its type says"
    );
    None
}

/// The type for figures, which are kept by their labels, so these must come to an end.
fn label(kind: &str) -> &'static str {
    match kind {
        "events_api" => "events_api",
        "slash_commands" => "slash_commands",
        "interactive" => "interactive",
        _ => "other",
    }
}
