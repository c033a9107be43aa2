//! Taking events in: once each, before anybody is told that they were.

use serde::{Deserialize, Serialize};

use super::Result;
use crate::app::App;
use crate::okta::{Event, Events};
use crate::store::inbox::{IGNORED, Incoming, NEW};

/// Okta's event of a campaign that begins.
pub const LAUNCH: &str = "certification.campaign.launch";
/// Okta's event of a campaign that ends.
pub const CLOSE: &str = "certification.campaign.close";
/// Okta's event of an item that was decided or reassigned.
pub const DECIDE: &str = "certification.campaign.item.decide";
/// Okta's events that start work.
pub const WANTED: &[&str] = &[LAUNCH, CLOSE, DECIDE];
/// Our own: the sweep found an active campaign.
pub const SWEEP: &str = "sweep";
/// Slack's event of somebody looking at their App Home.
pub const HOME_OPENED: &str = "app_home_opened";

/// What is kept of an Okta event: hints, since the facts are read from Okta.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Hint {
    /// The item.
    pub(super) review_id: Option<String>,
    /// When it happened, as Okta writes it.
    pub(super) published: Option<String>,
    /// `APPROVE`, `REVOKE`, `DELEGATE`, `NORESPONSE` or another word.
    pub(super) decision: Option<String>,
    /// Who did it.
    pub(super) actor_id: Option<String>,
    /// That person's name.
    pub(super) actor_name: Option<String>,
}

/// Stores a batch of Okta's events that a hook told; those of no interest as ignored.
///
/// # Errors
/// When the database did not take them; then none of them is stored.
pub async fn okta_events(app: &App, events: Events) -> Result<()> {
    let incoming = incoming(events);
    for event in &incoming {
        metrics::counter!("certs_hook_events_total", "type" => label(event)).increment(1);
    }
    app.intake.store(&app.store, &app.tasks, incoming, app.clock.now()).await?;
    app.wake.ring();
    Ok(())
}

/// What is stored of Okta's events, however they came: the same event is the same row.
pub(super) fn incoming(events: Events) -> Vec<Incoming> {
    if events.left_out > 0 {
        let events = events.left_out;
        tracing::warn!(
            source = "okta",
            events,
            "Events without an id or a type of reasonable length were left out"
        );
    }
    events.read.into_iter().map(taken).collect()
}

fn taken(event: Event) -> Incoming {
    let wanted = WANTED.contains(&event.kind.as_str());
    let hint = Hint {
        review_id: event.review_id,
        published: event.published,
        decision: event.decision,
        actor_id: event.actor_id,
        actor_name: event.actor_name,
    };
    Incoming {
        source: "okta",
        uuid: event.uuid,
        kind: event.kind,
        campaign_id: event.campaign_id,
        payload: if wanted { serde_json::to_string(&hint).unwrap_or_default() } else { "{}".to_owned() },
        state: if wanted { NEW } else { IGNORED },
    }
}

/// The event's type for figures; Okta has hundreds that are of no interest.
pub(super) fn label(event: &Incoming) -> String {
    if event.state == IGNORED { "other".to_owned() } else { event.kind.clone() }
}

/// Stores a Slack event that starts work; `user` is whom it is about.
///
/// # Errors
/// When the database did not take it.
pub async fn slack_event(app: &App, event_id: &str, kind: &str, user: &str) -> Result<()> {
    let event = Incoming {
        source: "slack",
        uuid: event_id.to_owned(),
        kind: kind.to_owned(),
        campaign_id: None,
        payload: user.to_owned(),
        state: if kind == HOME_OPENED { NEW } else { IGNORED },
    };
    app.intake.store(&app.store, &app.tasks, vec![event], app.clock.now()).await?;
    app.wake.ring();
    Ok(())
}
