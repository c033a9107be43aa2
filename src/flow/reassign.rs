//! Telling people about items that were handed to them: together, once the window since the first has passed.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Duration, Utc};
use entity::handover::Model as Row;

use super::accept::DECIDE;
use super::{FlowError, Progress, Result, plan};
use crate::app::App;
use crate::domain::notice::Notice;
use crate::domain::review::Review;
use crate::domain::verdict::Verdict;
use crate::store::handovers::{self, TOLD, VOID};
use crate::store::notifications::{self, Planned};
use crate::store::{self, campaigns, inbox, reviews};

/// Handovers that are told together: the campaign, the giver, the new reviewer.
type Together = (String, Option<String>, String);

/// How soon Okta is asked again for a justification, and for how long the notice waits for it.
const NOTE_AGAIN: Duration = Duration::seconds(10);
const NOTE_WITHIN: Duration = Duration::minutes(10);

/// How soon a handover without a giver is looked at again while its event waits.
const HOLD_BACK: Duration = Duration::seconds(2);

/// Plans the notices whose window has passed.
///
/// # Errors
/// When the database does not answer.
pub async fn step(app: &App) -> Result<Progress> {
    let now = app.clock.now();
    let window = Duration::from_std(app.config.reassignment_window).unwrap_or(Duration::seconds(30));
    let mut groups: BTreeMap<Together, Vec<Row>> = BTreeMap::new();
    for row in handovers::open(&app.store.db).await? {
        groups
            .entry((row.campaign_id.clone(), row.from_id.clone(), row.to_id.clone()))
            .or_default()
            .push(row);
    }
    let mut next: Option<DateTime<Utc>> = None;
    let mut progress = false;
    for ((campaign_id, _, to_id), rows) in groups {
        let ripe = rows.iter().map(|row| row.noticed_at).min().map_or(now, |first| first + window);
        if ripe > now {
            next = Some(next.map_or(ripe, |earlier| earlier.min(ripe)));
            continue;
        }
        // Found by a sweep, while the event that names the giver is still to be worked on.
        let is_unnamed = rows.iter().all(|row| row.from_id.is_none());
        if is_unnamed && inbox::awaits(&app.store.db, &campaign_id, DECIDE).await? {
            next = Some(next.map_or(now + HOLD_BACK, |earlier| earlier.min(now + HOLD_BACK)));
            continue;
        }
        let note = match note_of(app, &rows).await {
            Ok(note) => note,
            Err(FlowError::Okta(why)) if now - ripe < NOTE_WITHIN => {
                tracing::debug!(campaign.id = campaign_id, error = %why, "A justification could not be read yet");
                next = Some(next.map_or(now + NOTE_AGAIN, |earlier| earlier.min(now + NOTE_AGAIN)));
                continue;
            }
            Err(FlowError::Okta(_)) => None,
            Err(why) => return Err(why),
        };
        tell(app, &campaign_id, &to_id, &rows, note, now).await?;
        progress = true;
    }
    Ok(if progress { Progress::Busy } else { Progress::until(next) })
}

/// The justification. Okta shows it with a single item, not in lists, so that a large handover has none yet.
async fn note_of(app: &App, rows: &[Row]) -> Result<Option<String>> {
    let noted = rows.iter().find_map(|row| row.note.clone());
    let Some(first) = rows.first().filter(|row| noted.is_none() && row.from_id.is_some()) else {
        return Ok(noted);
    };
    match app.okta.review(&first.review_id).await {
        Ok(one) => Ok(one.review.note),
        Err(why) if matches!(why.verdict(), Verdict::Never | Verdict::Stopped) => Ok(None),
        Err(why) => Err(why.into()),
    }
}

async fn tell(
    app: &App,
    campaign_id: &str,
    to_id: &str,
    rows: &[Row],
    note: Option<String>,
    now: DateTime<Utc>,
) -> Result<()> {
    let tx = app.store.begin().await?;
    let is_open = campaigns::find(&tx, campaign_id).await?.is_some_and(|known| known.campaign.is_open(now));
    let ids: Vec<String> = rows.iter().map(|row| row.review_id.clone()).collect();
    let items: HashMap<String, Review> =
        reviews::find(&tx, &ids).await?.into_iter().map(|item| (item.id.clone(), item)).collect();
    // Got it and lost it again, or decided it already: nothing to tell.
    let is_theirs = |row: &&Row| {
        let item = items.get(&row.review_id);
        is_open && item.is_some_and(|item| item.is_open() && item.reviewer.id.as_deref() == Some(to_id))
    };
    let (theirs, void): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(is_theirs);
    let ids = |rows: &[&Row]| rows.iter().map(|row| row.id).collect::<Vec<i64>>();
    handovers::settle(&tx, &ids(&void), VOID, now).await?;
    if let Some(first) = theirs.first() {
        let still_open = handovers::settle(&tx, &ids(&theirs), TOLD, now).await?;
        if still_open != theirs.len() as u64 {
            // Another instance tells them; what this transaction did never happened.
            return Ok(());
        }
        let mut review_ids: Vec<String> = theirs.iter().map(|row| row.review_id.clone()).collect();
        review_ids.sort();
        review_ids.dedup();
        let notice = Notice::Reassignment {
            campaign_id: campaign_id.to_owned(),
            from_id: first.from_id.clone(),
            from_name: first.from_name.clone(),
            note,
            review_ids,
            first_handover: first.id,
        };
        if plan::reachable(&tx, vec![to_id.to_owned()]).await?.contains(to_id) {
            notifications::plan(&tx, &[Planned { notice, person_id: to_id.to_owned() }], now).await?;
        }
    }
    store::commit(tx).await?;
    app.wake.ring();
    Ok(())
}
