//! What waits until its reader's morning, and what comes of it then.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::super::daily_run::{DailyRun, MAY_TAKE};
use super::super::escalation::Warning;
use super::super::notice::Notice;
use super::super::rules::Rules;
use super::{Foreseen, Running};

/// The outbox of a forecast.
pub(super) struct Morning {
    pub(super) rules: Rules,
    pub(super) zones: HashMap<String, Tz>,
    pub(super) out_of_reach: Vec<String>,
    pub(super) waiting: Vec<Foreseen>,
    pub(super) sent: Vec<Foreseen>,
    /// On which day, by their own clock, somebody last got something of a kind.
    pub(super) last: HashMap<(String, &'static str), NaiveDate>,
}

impl Morning {
    /// The daily run by the clock of a person.
    fn clock_of(&self, person_id: &str) -> DailyRun {
        self.rules.daily_run.of_reader(self.zones.get(person_id).copied().unwrap_or(Tz::UTC))
    }

    /// Lets what the run of `day` has for somebody wait for their morning. It counts as told from now on.
    pub(super) fn plan(
        &mut self,
        notice: Notice,
        person_id: &str,
        day: NaiveDate,
        at: DateTime<Utc>,
        ends: &BTreeMap<String, NaiveDate>,
        campaigns: &mut [Running],
    ) {
        let first_end = notice.campaign_ids().iter().filter_map(|id| ends.get(id)).min().copied();
        let zone = self.zones.get(person_id).copied().unwrap_or(Tz::UTC);
        let daily = self.rules.daily_run;
        let morning = if daily.for_readers { daily.morning_of(day, zone, first_end) } else { None };
        let due = morning.map_or(at, |morning| morning.max(at));
        self.count_as_told(&notice, person_id, at, campaigns);
        self.waiting.push(Foreseen { at: due, person_id: person_id.to_owned(), notice });
    }

    /// Takes back what of this kind still waits for somebody; the campaigns that it speaks of.
    pub(super) fn take_back(&mut self, person_id: &str, kind: &str) -> Vec<String> {
        let is_older = |one: &Foreseen| one.person_id == person_id && one.notice.kind() == kind;
        let (older, rest) = std::mem::take(&mut self.waiting).into_iter().partition::<Vec<_>, _>(is_older);
        self.waiting = rest;
        older.iter().flat_map(|one| one.notice.campaign_ids().to_vec()).collect()
    }

    /// Sends what is due by then; everything, if there is no then.
    pub(super) fn deliver(&mut self, campaigns: &mut [Running], until: Option<DateTime<Utc>>) {
        loop {
            self.waiting.sort_by(|a, b| (a.at, &a.person_id).cmp(&(b.at, &b.person_id)));
            let next = self.waiting.iter().position(|one| until.is_none_or(|until| one.at <= until));
            let Some(next) = next else { return };
            let one = self.waiting.remove(next);
            if let Some(due) = self.another_day(&one) {
                self.waiting.push(Foreseen { at: due, ..one });
                continue;
            }
            let Some(notice) = self.still_true(&one, campaigns) else { continue };
            if self.out_of_reach.contains(&one.person_id) {
                continue;
            }
            self.count_as_told(&notice, &one.person_id, one.at, campaigns);
            if let Notice::EscalationWarning { campaign_id, .. } = &notice {
                let day = self.rules.daily_run.today(one.at);
                for reviewer in of(campaigns, campaign_id, &one.person_id) {
                    reviewer.warning = reviewer.warning.map(|told| Warning { arrived: Some(day), ..told });
                }
            }
            let day = self.clock_of(&one.person_id).today(one.at);
            self.last.insert((one.person_id.clone(), notice.kind()), day);
            self.sent.push(Foreseen { notice, ..one });
        }
    }

    /// When something may go to somebody who got one of its kind today already.
    fn another_day(&self, one: &Foreseen) -> Option<DateTime<Utc>> {
        if !matches!(one.notice, Notice::Reminder { .. } | Notice::OwnerDigest { .. }) {
            return None;
        }
        let clock = self.clock_of(&one.person_id);
        let last = self.last.get(&(one.person_id.clone(), one.notice.kind()))?;
        (*last == clock.today(one.at)).then_some(())?;
        clock.next(one.at).map(|next| next + MAY_TAKE)
    }

    /// What is left to say when it is sent.
    fn still_true(&self, one: &Foreseen, campaigns: &[Running]) -> Option<Notice> {
        let (clock, daily) = (self.clock_of(&one.person_id), self.rules.daily_run);
        let today = clock.today(one.at);
        let find = |id: &String| campaigns.iter().find(|known| known.campaign.id == *id);
        let is_open = |id: &String| find(id).is_some_and(|known| known.campaign.is_open(one.at));
        // The day of the close is no day for a reminder.
        let closes_later = |id: &String| {
            find(id).and_then(|known| known.campaign.span(daily.zone).end).is_none_or(|end| today < end)
        };
        let window = |id: &String| {
            let known = find(id)?;
            self.rules.window(&known.campaign, known.first_seen)
        };
        let is_left = match &one.notice {
            Notice::Reminder { campaign_ids, .. } => {
                campaign_ids.iter().any(|id| is_open(id) && closes_later(id))
            }
            Notice::Escalation { date, campaign_ids, .. } => {
                today == *date
                    && campaign_ids
                        .iter()
                        .any(|id| is_open(id) && window(id).is_some_and(|days| days.holds(*date)))
            }
            Notice::EscalationWarning { campaign_id, .. } => {
                let tomorrow = today.succ_opt();
                is_open(campaign_id)
                    && window(campaign_id).zip(tomorrow).is_some_and(|(days, tomorrow)| days.holds(tomorrow))
            }
            other => other.campaign_ids().iter().any(is_open),
        };
        is_left.then(|| one.notice.clone())
    }

    /// Notes that a reviewer was told of campaigns.
    fn count_as_told(&self, notice: &Notice, person_id: &str, at: DateTime<Utc>, campaigns: &mut [Running]) {
        if !matches!(notice, Notice::Launch { .. } | Notice::Reminder { .. })
            || self.out_of_reach.iter().any(|one| one == person_id)
        {
            return;
        }
        let day = self.rules.day_of(at);
        for id in notice.campaign_ids() {
            for reviewer in of(campaigns, id, person_id) {
                reviewer.contact = reviewer.contact.max(Some(day));
            }
        }
    }
}

/// A reviewer of a campaign.
fn of<'a>(
    campaigns: &'a mut [Running],
    campaign_id: &'a str,
    person_id: &'a str,
) -> impl Iterator<Item = &'a mut super::Reviewer> {
    campaigns
        .iter_mut()
        .filter(move |one| one.campaign.id == campaign_id)
        .flat_map(|one| &mut one.reviewers)
        .filter(move |one| one.person_id == person_id)
}
