//! How things stand in the database.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::super::escalate::Hears;
use super::super::pilot::{self, Whom};
use super::super::{Result, morning, remind};
use super::{About, NotReached, Snoozed};
use crate::domain::forecast::{Foreseen, Outset, Reviewer, Running, unknown_manager_of};
use crate::domain::notice::{CHANNEL, Notice};
use crate::domain::person::Person;
use crate::domain::rules::Rules;
use crate::store::accounts::{self, FOUND};
use crate::store::campaigns::{self, Known};
use crate::store::{Tx, escalations, notifications, people, progress, schedule, snoozes, standing};

/// What was read.
pub(super) struct Read {
    pub(super) outset: Outset,
    pub(super) campaigns: Vec<About>,
    pub(super) not_reached: Vec<NotReached>,
    pub(super) snoozed: Vec<Snoozed>,
}

/// Reads the outset.
pub(super) async fn read(tx: &Tx, rules: &Rules, now: DateTime<Utc>) -> Result<Read> {
    let done_for = schedule::find(tx, remind::NAME).await?.and_then(|state| state.done_for);
    let mut read = Read {
        outset: Outset {
            rules: rules.clone(),
            now,
            done_for,
            campaigns: Vec::new(),
            waiting: waiting(tx, now).await?,
            zones: HashMap::new(),
            out_of_reach: Vec::new(),
        },
        campaigns: Vec::new(),
        not_reached: Vec::new(),
        snoozed: Vec::new(),
    };
    for known in campaigns::active(tx).await? {
        if known.campaign.is_open(now) {
            take(tx, rules, now, known, &mut read).await?;
        }
    }
    let ids = everybody(&read.outset);
    let known = people::by_id(tx, &ids).await?;
    whereabouts(tx, &ids, &known, &mut read.outset).await?;
    for one in &mut read.snoozed {
        if let Some(person) = known.get(&one.name) {
            one.name.clone_from(&person.name);
        }
    }
    Ok(read)
}

/// One campaign.
async fn take(tx: &Tx, rules: &Rules, now: DateTime<Utc>, known: Known, read: &mut Read) -> Result<()> {
    let campaign = known.campaign.clone();
    let id = campaign.id.clone();
    let loads = standing::loads(tx, &id).await?.into_iter().filter(|load| load.open > 0);
    let ids: Vec<String> = loads.map(|load| load.person_id).collect();
    let whom = Whom::of(&rules.pilot, tx, &ids).await?;
    let counts = |id: &str, state| whom.counts(id, state);
    let contacts = standing::last_contacts(tx, &id, now, counts).await?;
    let day_of = |at| rules.daily_run.today(at);
    let warnings = escalations::warnings(tx, &id, day_of, counts).await?;
    let snoozed = snoozes::in_force(tx, &id).await?;
    let hears = Hears::of(tx, &campaign, &ids, now).await?;
    let reviewers = people::by_id(tx, &ids).await?;
    let is_active = |id: &String| reviewers.get(id).is_some_and(|one| one.why_unreachable().is_none());
    // Whoever was told nothing while the service was tried out, and is to be told now.
    let news = pilot::news(&rules.pilot, tx, &campaign, now, false).await?;
    read.outset.waiting.extend(news.iter().filter_map(|row| {
        let notice = Notice::from_json(&row.payload)?;
        Some(Foreseen { at: now, person_id: row.person_id.clone(), notice })
    }));
    let reviewer = |person_id: &String| Reviewer {
        contact: contacts.get(person_id).map(|at| rules.day_of(*at)),
        snoozed: snoozed.get(person_id).copied(),
        warning: warnings.get(person_id).copied(),
        listener: if hears.knows(person_id) {
            hears.about(person_id)
        } else {
            Some(unknown_manager_of(person_id))
        },
        is_active: is_active(person_id),
        person_id: person_id.clone(),
    };
    let reviewers: Vec<Reviewer> = ids.iter().map(reviewer).collect();
    read.snoozed.extend(reviewers.iter().filter_map(|one| {
        Some(Snoozed { campaign_id: id.clone(), name: one.person_id.clone(), until: one.snoozed? })
    }));
    let (dealt_with, first_seen, problem) =
        (known.reminded_through, known.first_seen_at, known.problem.clone());
    let unreachable = progress::of_campaign(tx, known).await?.unreachable.into_iter();
    read.not_reached.extend(unreachable.map(|one| NotReached {
        campaign_id: id.clone(),
        who: one.who,
        why: one.why,
    }));
    read.campaigns.push(About {
        id,
        name: campaign.name.clone(),
        ends_at: campaign.ends_at,
        ends_on: campaign.span(rules.daily_run.zone).end,
        problem,
    });
    read.outset.campaigns.push(Running { campaign, dealt_with, first_seen, reviewers });
    Ok(())
}

/// What is decided on already.
async fn waiting(tx: &Tx, now: DateTime<Utc>) -> Result<Vec<Foreseen>> {
    let rows = notifications::open(tx).await?.into_iter().filter(|row| row.person_id != CHANNEL);
    let foreseen = rows.filter_map(|row| {
        let notice = Notice::from_json(&row.payload)?;
        Some(Foreseen { at: row.due_at.max(now), person_id: row.person_id, notice })
    });
    Ok(foreseen.collect())
}

/// Everybody who may be written to.
fn everybody(outset: &Outset) -> Vec<String> {
    let running = outset.campaigns.iter();
    let owners = running.clone().filter_map(|one| one.campaign.owner_id.clone());
    let reviewers = running.flat_map(|one| &one.reviewers);
    let both = reviewers.flat_map(|one| [Some(one.person_id.clone()), one.listener.clone()]).flatten();
    let waiting = outset.waiting.iter().map(|one| one.person_id.clone());
    owners.chain(both).chain(waiting).collect::<BTreeSet<_>>().into_iter().collect()
}

/// In which zones they live, and who cannot be written to. Of whom Slack was not asked yet, the best is hoped.
async fn whereabouts(
    tx: &Tx,
    ids: &[String],
    known: &HashMap<String, Person>,
    outset: &mut Outset,
) -> Result<()> {
    let addresses: Vec<String> = known.values().filter_map(|person| person.email.clone()).collect();
    let accounts = accounts::by_emails(tx, &addresses).await?;
    for id in ids {
        let person = known.get(id);
        let account = person.and_then(|person| accounts.get(person.email.as_ref()?));
        let zone: Tz = morning::zone(account.and_then(|row| row.time_zone.as_deref()));
        outset.zones.insert(id.clone(), zone);
        let is_away = account.is_some_and(|row| row.state != FOUND);
        if is_away || person.is_some_and(|person| person.why_unreachable().is_some()) {
            outset.out_of_reach.push(id.clone());
        }
    }
    Ok(())
}
