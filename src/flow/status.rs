//! `/certs status`: how the campaigns stand, for administrators.

use std::time::Duration;

use chrono::NaiveDate;

use super::Result;
use super::observe::look_at_database;
use crate::app::App;
use crate::domain::notice::CHANNEL;
use crate::domain::page::Leaf;
use crate::domain::standing::{Details, InQuestion, Overview, Progress};
use crate::slack::view::{self, Message};
use crate::store::campaigns::{self, Known};
use crate::store::progress;
use crate::store::set_aside::notices::Listed;
use crate::store::set_aside::{events, notices};

/// How long an administrator waits for a database that may be in trouble.
const LOOKS_FOR: Duration = Duration::from_secs(1);

/// The active campaigns, a page of them.
pub(super) async fn overview(app: &App, page: usize) -> Result<Message> {
    look_at_database(app, LOOKS_FOR).await;
    let mut active = campaigns::active(&app.store.db).await?;
    active.sort_by_key(|known| (known.campaign.ends_at.is_none(), known.campaign.ends_at));
    let (leaf, here) = Leaf::of_list(active.len(), view::CAMPAIGNS, page);
    let mut overview = Overview { active: active.len(), leaf, ..Overview::default() };
    for known in active.drain(here) {
        overview.campaigns.push(progress_of(app, known).await?);
    }
    overview.troubles = app.troubles.list();
    overview.troubles.extend(view::given_up(events::count(&app.store.db).await?));
    Ok(app.frame().status(&overview))
}

/// How the active campaigns stand.
pub(super) async fn active(app: &App) -> Result<Vec<Progress>> {
    let mut active = Vec::new();
    for known in campaigns::active(&app.store.db).await? {
        active.push(progress_of(app, known).await?);
    }
    Ok(active)
}

/// One campaign in full, a page of it.
pub(super) async fn campaign(app: &App, id: &str, page: usize) -> Result<Message> {
    match campaigns::find(&app.store.db, id).await? {
        Some(known) => details(app, known, page).await,
        None => Ok(view::sentence("That campaign is not on record any more.")),
    }
}

async fn details(app: &App, known: Known, page: usize) -> Result<Message> {
    let id = known.campaign.id.clone();
    let details = Details {
        progress: progress_of(app, known).await?,
        outstanding: progress::outstanding(&app.store.db, &id).await?,
        deliveries: progress::deliveries(&app.store.db, &id).await?,
        in_question: in_question(app, &id).await?,
    };
    Ok(app.frame().details(&details, page))
}

/// The notices that an administrator may have sent again.
async fn in_question(app: &App, campaign_id: &str) -> Result<Vec<InQuestion>> {
    let listed = notices::in_question(&app.store.db, campaign_id, view::BUTTONS as u64).await?;
    let shown = |Listed { notice, name, .. }: Listed| InQuestion {
        number: notice.id,
        name: name.unwrap_or_else(|| whom(&notice.person_id)),
        kind: notice.kind,
        since: notice.settled_at.unwrap_or(notice.planned_at),
    };
    Ok(listed.into_iter().map(shown).collect())
}

/// What somebody is called whose name is not known.
pub(super) fn whom(person_id: &str) -> String {
    if person_id == CHANNEL { "the campaign channel".to_owned() } else { person_id.to_owned() }
}

/// The figures of one campaign, with its next reminder.
pub(super) async fn progress_of(app: &App, known: Known) -> Result<Progress> {
    let next_reminder = next_reminder(app, &known);
    Ok(Progress { next_reminder, ..progress::of_campaign(&app.store.db, known).await? })
}

/// The next due day for those who got the launch DM when the campaign was first seen.
fn next_reminder(app: &App, known: &Known) -> Option<NaiveDate> {
    let daily = app.config.daily_run;
    let span = known.campaign.span(daily.zone);
    let first_contact = daily.today(known.first_seen_at);
    known
        .ended_at
        .is_none()
        .then(|| app.config.cadence.next_after(span, known.reminded_through, first_contact))?
}
