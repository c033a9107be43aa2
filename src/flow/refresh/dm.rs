//! A DM that was sent: done, handed on, closed, replaced by a newer one, or still as it was.

use std::collections::HashMap;

use entity::card::Model as Card;
use entity::notification_log::Model as Row;

use super::super::Result;
use super::super::prepare::{self, Standings};
use super::{admit, note_taken};
use crate::app::App;
use crate::domain::card::{self, Face, Facts, Shown, Stage};
use crate::domain::evidence::Detail;
use crate::domain::notice::Notice;
use crate::domain::standing::{MyCampaign, Settled};
use crate::slack::UPDATE;
use crate::store::cards::{self, DM, Outcome};
use crate::store::standing::{self, Left};
use crate::store::{notifications, snoozes};

/// The notices that cards were sent as, and how their campaigns stand for their readers.
pub(super) struct Known {
    notices: HashMap<i64, Row>,
    standings: Standings,
}

impl Known {
    /// Reads what is to be known of these cards, of which some may be DMs.
    pub(super) async fn of(app: &App, cards: &[Card]) -> Result<Self> {
        let ids = cards.iter().filter(|card| card.kind == DM).filter_map(|card| card.notification_id);
        let rows = notifications::by_id(&app.store.db, ids).await?;
        let read: Vec<_> =
            rows.iter().filter_map(|row| Some((Notice::from_json(&row.payload)?, row))).collect();
        let wanted = read.iter().map(|(notice, row)| (notice, row.person_id.as_str()));
        let standings = prepare::standings(app, wanted).await?;
        Ok(Self { notices: rows.into_iter().map(|row| (row.id, row)).collect(), standings })
    }
}

/// Compares it with how things stand, and changes it where it is not true any more.
pub(super) async fn look(app: &App, known: &Known, card: &Card) -> Result<Outcome> {
    let gone = Outcome { is_closed: true, ..Outcome::default() };
    let (Some(id), Some(channel), Some(ts)) = (card.notification_id, &card.channel, &card.ts) else {
        return Ok(gone);
    };
    let Some(row) = known.notices.get(&id).cloned() else { return Ok(gone) };
    let Some(notice) = Notice::from_json(&row.payload) else {
        return Ok(Outcome::default());
    };
    let before = card::from_json(card.shown.as_deref());
    let (mut face, mut settled) = (Face::new(), Vec::new());
    for campaign_id in notice.campaign_ids() {
        let mine = known.standings.get(&(row.person_id.clone(), campaign_id.clone()));
        let Some(mine) = mine.cloned() else { continue };
        let (shown, one) = stands(app, card, &row.person_id, mine, before.get(campaign_id)).await?;
        face.insert(campaign_id.clone(), shown);
        settled.push(one);
    }
    let is_final = settled.iter().all(|one| one.is_over || one.stage == Stage::Replaced);
    let mut outcome =
        Outcome { shown: Some(card::to_json(&face)), is_closed: is_final, ..Outcome::default() };
    let is_untrue = face.iter().any(|(id, shown)| shown.differs_from(before.get(id)));
    let words: Vec<&str> = settled.iter().map(|one| one.stage.as_str()).collect();
    if is_untrue && let Some(message) = prepare::again(app, &notice, &row.person_id, settled) {
        admit(app, app.clock.now());
        app.slack.update(channel, ts, &message).await?;
        note_taken(app, UPDATE);
        outcome.is_edited = true;
        // What it says instead follows from the word; the text that was sent stays the one on record.
        outcome.record = Some((row, Detail { why: Some(words.join(", ")), ..Detail::default() }));
    }
    Ok(outcome)
}

/// How one of its campaigns stands for its reader.
async fn stands(
    app: &App,
    card: &Card,
    person_id: &str,
    mine: MyCampaign,
    before: Option<&Shown>,
) -> Result<(Shown, Settled)> {
    let db = &app.store.db;
    let is_over = !mine.campaign.is_open(app.clock.now());
    // Where something waits, it does not matter where the rest went.
    let left = match mine.open {
        0 => standing::left_by(db, person_id, &mine.campaign.id).await?,
        _ => Left::default(),
    };
    let facts = Facts {
        is_over,
        is_replaced: cards::is_replaced(db, card.id, person_id, &mine.campaign.id).await?,
        open: mine.open,
        total: mine.total,
        passed_on: left.passed_on,
        handed_on: left.handed_on,
    };
    // One that said its word keeps it: that the campaign closes later is no news to its reader.
    let stage = match (before.map(|shown| shown.stage), card::stage(facts)) {
        (Some(said @ (Stage::Done | Stage::HandedOn | Stage::Settled)), Stage::Closed) => said,
        (_, stage) => stage,
    };
    let shown = Shown {
        stage,
        ends_at: mine.campaign.ends_at,
        snoozed_until: snoozes::until(db, person_id, &mine.campaign.id).await?,
        asked: before.map_or(mine.open, |shown| shown.asked),
    };
    let asked = shown.asked;
    let snoozed_until = shown.snoozed_until;
    let settled = Settled { mine, stage, is_over, asked, went_to: left.names, snoozed_until };
    Ok((shown, settled))
}
