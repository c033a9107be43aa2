//! A morning of reminders, measured against what both APIs allow: 200 campaigns with 50,000 open items, of which 3,000 people
//! are reminded, each once; where they can be written to is known.
//!
//! ```text
//! cargo bench --bench remind -- --time-scale 10
//! scripts/with-postgres cargo bench --bench remind
//! ```
//!
//! The campaigns begin without limits, a week before; then the published ones hold. The vendors and the service share a clock
//! that runs so many times as fast as the system's, as in `cargo bench --bench launch`. The reading of all campaigns that
//! follows a start is left out: it shares Okta's budget, and does not belong to the morning. Nothing here is asserted:
//! figures are for reading.

#[path = "../launch/floor.rs"]
mod floor;
#[path = "../launch/stage.rs"]
mod stage;

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use anyhow::Context as _;
use certs::boot;
use certs::store::schedule;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use measure::{Place, Table, say};
use sandbox::{Campaign, Company, Reviewer, limits};

use stage::{Stage, argument};

/// Our own ceiling: far over what the workspace takes, so that its limit is the one that counts.
const CEILING: u32 = 1200;
/// Requests a minute that no run comes near.
const UNLIMITED: u32 = 10_000_000;
/// Reviewers of a campaign: each person has items in two of them.
const REVIEWERS: usize = 30;
/// Okta's buckets, as the local one knows them.
const BUCKETS: &[(&str, u32)] = &[
    ("campaigns", limits::GOVERNANCE_PER_MINUTE),
    ("reviews", limits::GOVERNANCE_PER_MINUTE),
    ("logs", limits::LOGS_PER_MINUTE),
    ("users", limits::USERS_PER_MINUTE),
    ("groups", limits::GROUPS_PER_MINUTE),
    ("apps", limits::APPS_PER_MINUTE),
];

struct Size {
    campaigns: usize,
    items: usize,
    people: usize,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    boot::choose_cryptography();
    let times = u32::try_from(argument("--time-scale", 10)?)?;
    let size = Size {
        campaigns: argument("--campaigns", 200)?,
        items: argument("--items", 50_000)?,
        people: argument("--people", 3_000)?,
    };
    let mut place = Place::make()?;
    let database = place.database("remind").await?;
    let stage = Stage::set_up(at(7, 8), times).await?;
    let begun = Box::pin(begin(&stage, &size, &database)).await?;
    say(&format!("… the campaigns have begun, {begun} messages"));
    let run = Box::pin(remind(&stage, &size, &database, begun)).await?;
    let title = format!(
        "{} campaigns, {} open items, {} people to be reminded, a clock {times} times as fast, on {}",
        size.campaigns,
        size.items,
        size.people,
        place.kind()
    );
    place.remove().await?;
    table(&title, &size, &run).print();
    Ok(())
}

/// That hour of a day of September 2026.
fn at(day: u32, hour: u32) -> DateTime<Utc> {
    let day = NaiveDate::from_ymd_opt(2026, 9, day).and_then(|day| day.and_hms_opt(hour, 0, 0));
    day.unwrap_or_default().and_utc()
}

/// Lets all campaigns begin, and everybody be told; how many messages that took.
async fn begin(stage: &Stage, size: &Size, database: &str) -> anyhow::Result<usize> {
    limited(stage, false);
    let company = Company::acme();
    company.move_in(&stage.sandbox);
    let ids: Vec<String> = (0..size.people).map(|number| stage.employ(number)).collect();
    let okta = &stage.sandbox.okta;
    let mut told = 0;
    for number in 0..size.campaigns {
        let campaign = Campaign::new(&format!("Access {number}"), &company.dana.okta, at(7, 8), 28);
        okta.add_campaign(campaign.clone());
        let from = number * size.people / size.campaigns;
        let items = size.items / size.campaigns;
        for one in 0..REVIEWERS {
            let id = ids.get((from + one) % size.people).context("nobody is there")?;
            let share = items / REVIEWERS + usize::from(one < items % REVIEWERS);
            okta.add_reviews(&campaign.id, Reviewer::User(id.clone()), share);
        }
        okta.launch(&campaign.id);
        told += REVIEWERS;
    }
    stage.go_on_at(at(7, 8));
    let app = stage.serve(stage.settings(database, &[("CERTS_SLACK_MESSAGES_PER_MINUTE", "6000")])?).await?;
    stage::work(&app);
    okta.send_hooks().await?;
    stage::swept(&app).await?;
    stage::sent(&app, told).await?;
    stage::stop(app).await;
    Ok(told)
}

/// The published limits, or none.
fn limited(stage: &Stage, are_on: bool) {
    stage.sandbox.slack.limits_off(!are_on);
    for (bucket, limit) in BUCKETS {
        stage.sandbox.okta.set_rate_limit_of(bucket, if are_on { *limit } else { UNLIMITED });
    }
}

/// What the morning took.
struct Run {
    read: Duration,
    time: Duration,
    reminded: usize,
    most_to_one: usize,
    owners: usize,
    calls: BTreeMap<String, usize>,
}

async fn remind(stage: &Stage, size: &Size, database: &str, before: usize) -> anyhow::Result<Run> {
    let nine = at(14, 9);
    limited(stage, true);
    stage.sandbox.okta.forget_calls();
    stage.sandbox.slack.forget_calls();
    stage.go_on_at(nine);
    let ceiling = CEILING.to_string();
    let config = stage.settings(database, &[("CERTS_SLACK_MESSAGES_PER_MINUTE", &ceiling)])?;
    let app = stage.serve(config).await?;
    app.swept.store(true, Ordering::SeqCst);
    schedule::hurry(&app.store.db, "sweep", at(14, 23)).await?;
    // Between the start of the clock and this, a database was opened.
    let begun = app.clock.now();
    stage::work(&app);
    stage::sent(&app, before + size.people + 1).await?;
    stage::stop(app).await;
    let messages = stage.sandbox.slack.messages();
    let (mut per_person, mut owners) = (BTreeMap::<String, usize>::new(), 0);
    let (mut first, mut last) = (None, begun);
    for message in messages.into_iter().skip(before) {
        let key = message.metadata["event_payload"]["key"].as_str().unwrap_or_default().to_owned();
        if key.starts_with("reminder:") {
            *per_person.entry(message.channel).or_default() += 1;
            first.get_or_insert(message.at);
            last = last.max(message.at);
        } else {
            owners += 1;
        }
    }
    Ok(Run {
        read: first.unwrap_or(begun) - begun,
        time: last - begun,
        reminded: per_person.len(),
        most_to_one: per_person.into_values().max().unwrap_or_default(),
        owners,
        calls: stage.calls(),
    })
}

fn table(title: &str, size: &Size, run: &Run) -> Table {
    let mut table = Table::new(title, &["what", "ours", "compared with", "ratio", "to reach"]);
    let pages = size.campaigns * (size.items / size.campaigns).div_ceil(limits::GOVERNANCE_PAGE_MAX);
    // The campaigns themselves are asked for in a bucket of their own.
    let reading = floor::reading(pages).max(floor::reading(size.campaigns));
    let least = reading + floor::sending(size.people, CEILING);
    let even = reading + floor::evenly(size.people, CEILING);
    let of_reading = floor::said(reading);
    table.row(&[
        &"until the last reminder",
        &floor::said(run.time),
        &format!("{}: {of_reading} of reading, then every minute's messages at once", floor::said(least)),
        &format!("{:.2}", floor::ratio(run.time, least)),
        &"≤ 1.10 × the floor",
    ]);
    table.row(&[
        &"",
        &floor::said(run.time),
        &format!("{}: {of_reading} of reading, then an even pace", floor::said(even)),
        &format!("{:.2}", floor::ratio(run.time, even)),
        &"",
    ]);
    table.row(&[&"until the first one", &floor::said(run.read), &of_reading, &"", &""]);
    table.row(&[&"people reminded", &run.reminded, &size.people, &"", &""]);
    table.row(&[&"most reminders to one", &run.most_to_one, &1, &"", &"one DM a person"]);
    table.row(&[&"digests for owners", &run.owners, &1, &"", &""]);
    for (method, count) in &run.calls {
        let expected = match method.as_str() {
            "Okta governance/api/v1/reviews" => pages.to_string(),
            "Okta governance/api/v1/campaigns" => size.campaigns.to_string(),
            "chat.postMessage" => (size.people + 1).to_string(),
            _ => String::new(),
        };
        table.row(&[&format!("calls of {method}"), count, &expected, &"", &""]);
    }
    table
}
