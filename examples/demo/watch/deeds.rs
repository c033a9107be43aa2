//! What is done in Okta and to the clock: each deed happens, Okta's hooks tell of it, and the service does what follows.

use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Redirect;
use chrono::{Days, NaiveDate};
use sandbox::{Campaign, Person};
use serde::Deserialize;

use super::campaigns::open_of;
use super::sorry::{Sorry, not_found, refused};
use super::{Watch, slack, time};

/// A campaign.
#[derive(Deserialize)]
pub struct Of {
    campaign: String,
}

/// Some items of a person; all where no number is given.
#[derive(Deserialize)]
pub struct Items {
    campaign: String,
    person: String,
    many: String,
}

/// Items and what is decided of them.
#[derive(Deserialize)]
pub struct Decision {
    #[serde(flatten)]
    items: Items,
    decision: String,
}

/// Items and who has them next.
#[derive(Deserialize)]
pub struct Handover {
    #[serde(flatten)]
    items: Items,
    to: String,
    note: String,
}

/// A campaign and the day of its end.
#[derive(Deserialize)]
pub struct End {
    campaign: String,
    end: NaiveDate,
}

/// A planned campaign begins now, with the days it was planned for.
pub async fn launch(State(watch): State<Watch>, headers: HeaderMap, Form(of): Form<Of>) -> Done {
    let stage = watch.stage.lock().await;
    let mut campaign = watch.campaign(&of.campaign, "SCHEDULED")?;
    let planned = campaign.end - campaign.start;
    campaign.start = watch.clock.now();
    campaign.end = campaign.start + planned;
    let what = format!("{} launches {}.", watch.company.dana.name, campaign.name);
    watch.sandbox.okta.add_campaign(campaign);
    watch.sandbox.okta.launch(&of.campaign);
    stage.tell().await?;
    Ok(watch.done(&headers, what))
}

/// A person decides items.
pub async fn decide(State(watch): State<Watch>, headers: HeaderMap, Form(form): Form<Decision>) -> Done {
    let stage = watch.stage.lock().await;
    let (campaign, person, items) = watch.items(&form.items)?;
    for item in &items {
        watch.sandbox.okta.decide(item, &person.okta, &form.decision);
    }
    stage.tell().await?;
    let did = if form.decision == "REVOKE" { "revokes" } else { "approves" };
    Ok(watch.done(&headers, format!("{} {did} {} of {}.", person.name, count(items.len()), campaign.name)))
}

/// A person hands items over.
pub async fn reassign(State(watch): State<Watch>, headers: HeaderMap, Form(form): Form<Handover>) -> Done {
    let stage = watch.stage.lock().await;
    let (campaign, person, items) = watch.items(&form.items)?;
    let to = watch.person(&form.to)?;
    if to.okta == person.okta {
        return Err(refused(format!("{} has these already.", person.name)));
    }
    watch.sandbox.okta.reassign(&items, &person.okta, &to.okta, &form.note);
    stage.tell().await?;
    let what = format!("{} hands {} of {} to {}.", person.name, count(items.len()), campaign.name, to.name);
    Ok(watch.done(&headers, what))
}

/// The end is moved to another day, at the same time.
pub async fn move_end(State(watch): State<Watch>, headers: HeaderMap, Form(form): Form<End>) -> Done {
    let stage = watch.stage.lock().await;
    let campaign = watch.campaign(&form.campaign, "ACTIVE")?;
    let end = form.end.and_time(campaign.end.time()).and_utc();
    if end <= watch.clock.now() {
        return Err(refused("That is in the past; close the campaign instead."));
    }
    watch.sandbox.okta.move_end(&campaign.id, end);
    stage.tell().await?;
    let what = format!("The end of {} is moved to {}.", campaign.name, end.format("%A, %-d %B"));
    Ok(watch.done(&headers, what))
}

/// A campaign is closed before its end.
pub async fn close(State(watch): State<Watch>, headers: HeaderMap, Form(of): Form<Of>) -> Done {
    let stage = watch.stage.lock().await;
    let campaign = watch.campaign(&of.campaign, "ACTIVE")?;
    watch.sandbox.okta.close(&campaign.id);
    stage.tell().await?;
    Ok(watch.done(&headers, format!("{} closes {}.", watch.company.dana.name, campaign.name)))
}

/// The same time of the next day.
pub async fn next_day(State(watch): State<Watch>, headers: HeaderMap) -> Done {
    let stage = watch.stage.lock().await;
    time::live_until(&stage, watch.clock.now() + Days::new(1)).await?;
    Ok(watch.done(&headers, "A day passes.".to_owned()))
}

/// The next daily run that brings somebody a message.
pub async fn next_reminder(State(watch): State<Watch>, headers: HeaderMap) -> Done {
    let stage = watch.stage.lock().await;
    let what = if time::live_until_reminder(&stage).await? {
        "The daily run reminds those who are due."
    } else {
        "No active campaign has a reminder to come."
    };
    Ok(watch.done(&headers, what.to_owned()))
}

/// Back to the page, or why not.
type Done = Result<Redirect, Sorry>;

impl Watch {
    fn done(&self, headers: &HeaderMap, what: String) -> Redirect {
        self.note(what);
        slack::back(headers, &self.company.alice.slack)
    }

    fn campaign(&self, id: &str, status: &str) -> Result<Campaign, Sorry> {
        let found = self.sandbox.okta.campaigns().into_iter().find(|campaign| campaign.id == id);
        let found = found.ok_or_else(|| not_found(format!("There is no campaign {id:?}.")))?;
        if found.status != status {
            return Err(refused(format!("{} is {} by now.", found.name, found.status.to_lowercase())));
        }
        Ok(found)
    }

    fn person(&self, okta: &str) -> Result<Person, Sorry> {
        let found = self.company.everybody().find(|person| person.okta == okta).cloned();
        found.ok_or_else(|| not_found(format!("Nobody here has the Okta id {okta:?}.")))
    }

    /// The campaign, whose items they are, and their ids; at least one.
    fn items(&self, form: &Items) -> Result<(Campaign, Person, Vec<String>), Sorry> {
        let campaign = self.campaign(&form.campaign, "ACTIVE")?;
        let person = self.person(&form.person)?;
        let many = match form.many.trim() {
            "" => usize::MAX,
            number => number.parse().map_err(|_| refused("How many is a number, or nothing for all."))?,
        };
        let all = self.sandbox.okta.reviews(&campaign.id);
        let items: Vec<String> =
            open_of(self, &all, &person).take(many).map(|item| item.id.clone()).collect();
        if items.is_empty() {
            return Err(refused(format!("Nothing of {} waits for {}.", campaign.name, person.name)));
        }
        Ok((campaign, person, items))
    }
}

fn count(items: usize) -> String {
    if items == 1 { "1 item".to_owned() } else { format!("{items} items") }
}
