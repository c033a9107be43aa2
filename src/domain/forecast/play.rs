//! One run after the other, up to the close of the last campaign.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::super::campaign::Campaign;
use super::super::escalation::{Step, Warning};
use super::super::notice::Notice;
use super::super::rules::{RunOfDay, Turn, reminder};
use super::morning::Morning;
use super::{Foreseen, Outset, Running};

/// How far ahead a campaign without an end is looked at, in days: as long as Okta's longest one.
const HORIZON_DAYS: u64 = 90;

/// Plays the runs to come. Says what is sent, in that order.
pub fn foresee(outset: Outset) -> Vec<Foreseen> {
    let Outset { rules, now, done_for, campaigns, waiting, zones, out_of_reach } = outset;
    let daily = rules.daily_run;
    let last = campaigns.iter().map(|one| last_day(one, rules.day_of(now))).max();
    let mut play = Play {
        campaigns,
        mail: Morning { rules, zones, out_of_reach, waiting, sent: Vec::new(), last: HashMap::new() },
    };
    let due = daily.due(now, done_for);
    let mut day = due.unwrap_or_else(|| daily.today(now));
    // The days of a run that is each reader's own begin before everybody else's.
    let last = last.and_then(|last| last.checked_add_days(Days::new(1)));
    while last.is_some_and(|last| day <= last) {
        let at = daily.instant_on(day).map(|at| at.max(now));
        if let Some(at) = at.filter(|at| *at > now || due == Some(day)) {
            play.mail.deliver(&mut play.campaigns, Some(at));
            play.run(day, at);
        }
        let Some(next) = day.succ_opt() else { break };
        day = next;
    }
    play.mail.deliver(&mut play.campaigns, None);
    play.mail.sent
}

fn last_day(running: &Running, today: NaiveDate) -> NaiveDate {
    let horizon = today.checked_add_days(Days::new(HORIZON_DAYS)).unwrap_or(today);
    let end = running.campaign.ends_at.map(|end| end.date_naive());
    end.and_then(|end| end.succ_opt()).unwrap_or(horizon)
}

struct Play {
    campaigns: Vec<Running>,
    mail: Morning,
}

impl Play {
    /// The run of a day.
    fn run(&mut self, day: NaiveDate, at: DateTime<Utc>) {
        let (mut due, owned) = self.whose_turn_it_is(day, at);
        self.tell_reviewers(&mut due, day, at);
        self.tell_owners(owned, day, at);
        self.escalate(day, at);
        for one in self.campaigns.iter_mut().filter(|one| one.campaign.is_open(at)) {
            one.dealt_with = day;
        }
    }

    /// For each person the campaigns of which they are reminded, and for each owner those of which anybody is.
    fn whose_turn_it_is(&mut self, day: NaiveDate, at: DateTime<Utc>) -> (Due, Due) {
        let (mut due, mut owned) = (Due::new(), Due::new());
        let rules = &self.mail.rules;
        for one in self.campaigns.iter_mut().filter(|one| one.campaign.is_open(at)) {
            let span = one.campaign.span(rules.daily_run.zone);
            let run = RunOfDay { cadence: &rules.cadence, span, dealt_with: one.dealt_with, today: day };
            if run.is_idle(one.reviewers.iter().any(|reviewer| reviewer.snoozed.is_some())) {
                continue;
            }
            let id = &one.campaign.id;
            let mut by_calendar = false;
            for reviewer in &mut one.reviewers {
                if let Turn::Remind { by_the_calendar } = run.turn(reviewer.contact, reviewer.snoozed) {
                    by_calendar |= by_the_calendar;
                    reviewer.snoozed = None;
                    due.entry(reviewer.person_id.clone()).or_default().insert(id.clone());
                }
            }
            if let Some(owner) = one.campaign.owner_id.clone().filter(|_| by_calendar) {
                owned.entry(owner).or_default().insert(id.clone());
            }
        }
        (due, owned)
    }

    fn tell_reviewers(&mut self, due: &mut Due, day: NaiveDate, at: DateTime<Utc>) {
        for (person_id, ids) in due {
            ids.extend(self.mail.take_back(person_id, "reminder"));
            let open: Vec<&Campaign> = self.open(at).map(|one| &one.campaign).collect();
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            let notice = reminder(&ids, &open, day, 0);
            let ends = self.ends(at);
            self.mail.plan(notice, person_id, day, at, &ends, &mut self.campaigns);
        }
    }

    fn tell_owners(&mut self, owned: Due, day: NaiveDate, at: DateTime<Utc>) {
        for (owner, ids) in owned {
            let mut campaign_ids: Vec<String> =
                self.open(at).map(|one| one.campaign.id.clone()).filter(|id| ids.contains(id)).collect();
            for id in self.mail.take_back(&owner, "owner_digest") {
                if !campaign_ids.contains(&id) {
                    campaign_ids.push(id);
                }
            }
            let ends = self.ends(at);
            let notice = Notice::OwnerDigest { date: day, campaign_ids };
            self.mail.plan(notice, &owner, day, at, &ends, &mut self.campaigns);
        }
    }

    fn escalate(&mut self, day: NaiveDate, at: DateTime<Utc>) {
        let mut heard: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
        let mut warned = Vec::new();
        for one in self.campaigns.iter_mut().filter(|one| one.campaign.is_open(at)) {
            let window = self.mail.rules.window(&one.campaign, one.first_seen);
            let Some(window) = window.filter(|window| window.is_near(day)) else { continue };
            for reviewer in &mut one.reviewers {
                let Some(listener) = &reviewer.listener else { continue };
                match window.step(day, reviewer.warning) {
                    Step::Warn(begins) if reviewer.is_active => {
                        reviewer.warning = Some(Warning { begins, arrived: None });
                        let campaign_id = one.campaign.id.clone();
                        let notice = Notice::EscalationWarning { campaign_id, begins };
                        warned.push((notice, reviewer.person_id.clone()));
                    }
                    Step::Escalate => {
                        let theirs = heard.entry(listener.clone()).or_default();
                        theirs.entry(one.campaign.id.clone()).or_default().push(reviewer.person_id.clone());
                    }
                    Step::Warn(_) | Step::Leave => {}
                }
            }
        }
        let escalated = heard.into_iter().map(|(listener, heard)| {
            let (campaign_ids, reviewers) = heard.into_iter().unzip();
            (Notice::Escalation { date: day, campaign_ids, reviewers }, listener)
        });
        let ends = self.ends(at);
        for (notice, person_id) in warned.into_iter().chain(escalated) {
            self.mail.plan(notice, &person_id, day, at, &ends, &mut self.campaigns);
        }
    }

    fn open(&self, at: DateTime<Utc>) -> impl Iterator<Item = &Running> {
        self.campaigns.iter().filter(move |one| one.campaign.is_open(at))
    }

    /// The last day of each campaign that has one.
    fn ends(&self, at: DateTime<Utc>) -> BTreeMap<String, NaiveDate> {
        let zone = self.mail.rules.daily_run.zone;
        self.open(at)
            .filter_map(|one| Some((one.campaign.id.clone(), one.campaign.span(zone).end?)))
            .collect()
    }
}

/// Campaigns, by person.
type Due = BTreeMap<String, BTreeSet<String>>;
