//! Somebody else hears of what a reviewer has not decided: the reviewer is told a day ahead, then their manager, or
//! whoever runs the campaign, gets one message a day. Planned by the daily run; off unless `CERTS_ESCALATE_DAYS` is set.

mod managers;
mod message;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::pilot::Whom;
use super::{Result, morning, plan};
use crate::app::App;
use crate::domain::campaign::Campaign;
use crate::domain::escalation::{Step, Window};
use crate::domain::notice::Notice;
use crate::domain::person::Person;
use crate::store::notifications::Planned;
use crate::store::{Tx, campaigns, escalations, people, standing};
pub(super) use managers::Hears;
pub(super) use managers::read as read_managers;
pub(super) use message::{escalation, warning};

/// The days on which somebody else hears of a campaign, if it may be near.
fn window(app: &App, campaign: &Campaign, first_seen: DateTime<Utc>) -> Option<Window> {
    app.config.rules().window(campaign, first_seen)
}

/// Whether the run of `today` may have to warn or to escalate in a campaign, so that its items have to be read.
pub(super) fn is_near(app: &App, campaign: &Campaign, first_seen: DateTime<Utc>, today: NaiveDate) -> bool {
    window(app, campaign, first_seen).is_some_and(|window| window.is_near(today))
}

/// Of whom somebody hears: for each campaign, the reviewers.
type Heard = BTreeMap<String, Vec<String>>;

/// Plans what the run of `today` says about these campaigns, which were read just now.
pub(super) async fn plan(
    app: &App,
    tx: &Tx,
    open: &[&Campaign],
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut wanted = Vec::new();
    let mut heard: BTreeMap<String, Heard> = BTreeMap::new();
    for campaign in open {
        let Some(known) = campaigns::find(tx, &campaign.id).await? else { continue };
        let window = window(app, campaign, known.first_seen_at).filter(|window| window.is_near(today));
        let Some(window) = window else { continue };
        let loads = standing::loads(tx, &campaign.id).await?.into_iter().filter(|load| load.open > 0);
        let ids: Vec<String> = loads.map(|load| load.person_id).collect();
        let whom = Whom::of(&app.config.pilot, tx, &ids).await?;
        let (day_of, counts) =
            (|at| app.config.daily_run.today(at), |id: &str, state| whom.counts(id, state));
        let warnings = escalations::warnings(tx, &campaign.id, day_of, counts).await?;
        let listeners = Hears::of(tx, campaign, &ids, now).await?;
        let reviewers = people::by_id(tx, &ids).await?;
        for id in ids {
            // Of whose manager nothing is known yet is not spoken today.
            let Some(listener) = listeners.about(&id) else { continue };
            match window.step(today, warnings.get(&id).copied()) {
                Step::Warn(begins) if reviewers.get(&id).is_some_and(is_reachable) => {
                    let notice = Notice::EscalationWarning { campaign_id: campaign.id.clone(), begins };
                    wanted.push(Planned { notice, person_id: id });
                }
                Step::Escalate => {
                    heard.entry(listener).or_default().entry(campaign.id.clone()).or_default().push(id);
                }
                Step::Warn(_) | Step::Leave => {}
            }
        }
    }
    let escalated = heard.into_iter().map(|(person_id, heard)| {
        let (campaign_ids, reviewers) = heard.into_iter().unzip();
        Planned { notice: Notice::Escalation { date: today, campaign_ids, reviewers }, person_id }
    });
    wanted.extend(escalated);
    // A campaign that was read later in the day adds nothing to what somebody heard already: one message a day.
    let keys: Vec<String> = wanted.iter().map(|one| one.notice.key(&one.person_id)).collect();
    let planned = escalations::planned(tx, &keys).await?;
    wanted.retain(|one| !planned.contains(&one.notice.key(&one.person_id)));
    plan::tell(tx, wanted.clone(), now).await?;
    morning::wait(app, tx, &wanted, today).await
}

fn is_reachable(person: &Person) -> bool {
    person.why_unreachable().is_none()
}
