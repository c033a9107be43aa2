//! A launch, measured against what both APIs allow: 20,000 reviews of 2,000 reviewers in a workspace of 10,000 people, none of
//! whom is known yet, under the published limits.
//!
//! ```text
//! cargo bench --bench launch -- --time-scale 10
//! scripts/with-postgres cargo bench --bench launch
//! ```
//!
//! The vendors and the service share a clock that runs so many times as fast as the system's: a minute's budget in six
//! seconds. What the machine itself needs costs so many times more by that clock, so the figures are the worse the faster it
//! runs. `--reviews`, `--reviewers` and `--people` make other sizes of it. Beside it runs, in the same process on the same
//! clients, what one would write first (`straightforward.rs`). Nothing here is asserted: figures are for reading.

mod floor;
mod stage;
mod straightforward;

use std::collections::BTreeMap;

use certs::boot;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use measure::{Place, Table, say};
use sandbox::{Campaign, Company, Reviewer, limits};

use stage::{Stage, argument};

/// Our own ceiling: far over what the workspace takes, so that its limit is the one that counts.
const CEILING: u32 = 1200;

struct Size {
    reviews: usize,
    reviewers: usize,
    people: usize,
}

/// What it took to tell everybody.
struct Took {
    time: Duration,
    calls: BTreeMap<String, usize>,
    messages: usize,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    boot::choose_cryptography();
    let times = u32::try_from(argument("--time-scale", 10)?)?;
    let size = Size {
        reviews: argument("--reviews", 20_000)?,
        reviewers: argument("--reviewers", 2_000)?,
        people: argument("--people", 10_000)?,
    };
    let mut place = Place::make()?;
    let database = place.database("launch").await?;
    let ours = Box::pin(ours(&size, times, &database)).await?;
    say(&format!("… told in {}; now the straightforward workflow", floor::said(ours.time)));
    let simple = Box::pin(simple(&size, times)).await?;
    let title = format!(
        "{} reviews of {} reviewers in a workspace of {}, a clock {times} times as fast, on {}",
        size.reviews,
        size.reviewers,
        size.people,
        place.kind()
    );
    place.remove().await?;
    table(&title, &size, &ours, &simple).print();
    Ok(())
}

async fn ours(size: &Size, times: u32, database: &str) -> anyhow::Result<Took> {
    let (stage, campaign) = company(size, times).await?;
    let config = stage.settings(database, &[("CERTS_SLACK_MESSAGES_PER_MINUTE", &CEILING.to_string())])?;
    let app = stage.serve(config).await?;
    stage::work(&app);
    stage::swept(&app).await?;
    stage.sandbox.okta.forget_calls();
    let begun = app.clock.now();
    stage.sandbox.okta.launch(&campaign);
    stage.sandbox.okta.send_hooks().await?;
    stage::sent(&app, size.reviewers).await?;
    let took = took(&stage, begun);
    stage::stop(app).await;
    Ok(took)
}

async fn simple(size: &Size, times: u32) -> anyhow::Result<Took> {
    let (stage, campaign) = company(size, times).await?;
    let ceiling = ("CERTS_SLACK_MESSAGES_PER_MINUTE", &*CEILING.to_string());
    let config = stage.settings("sqlite::memory:", &[ceiling])?;
    stage.sandbox.okta.launch(&campaign);
    let clock = stage.clock();
    let begun = clock.now();
    straightforward::launch(&config, clock, &campaign).await?;
    Ok(took(&stage, begun))
}

/// Everybody, and the campaign, which is yet to be launched. Each reviewer's items follow each other, so that the last
/// reviewer is met on the last page.
async fn company(size: &Size, times: u32) -> anyhow::Result<(Stage, String)> {
    let monday = NaiveDate::from_ymd_opt(2026, 9, 7).and_then(|day| day.and_hms_opt(8, 0, 0));
    let stage = Stage::set_up(monday.unwrap_or_default().and_utc(), times).await?;
    let company = Company::acme();
    company.move_in(&stage.sandbox);
    let ids: Vec<String> = (0..size.people).map(|number| stage.employ(number)).collect();
    let campaign = Campaign::new("Q4 Production Access", &company.dana.okta, stage.clock().now(), 28);
    stage.sandbox.okta.add_campaign(campaign.clone());
    for (number, id) in ids.into_iter().take(size.reviewers).enumerate() {
        let share = size.reviews / size.reviewers + usize::from(number < size.reviews % size.reviewers);
        stage.sandbox.okta.add_reviews(&campaign.id, Reviewer::User(id), share);
    }
    // Making all this took its time.
    stage.go_on_at(monday.unwrap_or_default().and_utc());
    Ok((stage, campaign.id))
}

fn took(stage: &Stage, begun: DateTime<Utc>) -> Took {
    let messages = stage.sandbox.slack.messages();
    let last = messages.iter().map(|message| message.at).max().unwrap_or(begun);
    let calls = stage.calls();
    Took { time: last - begun, calls, messages: messages.len() }
}

fn table(title: &str, size: &Size, ours: &Took, simple: &Took) -> Table {
    let mut table = Table::new(title, &["what", "ours", "compared with", "ratio", "to reach"]);
    let pages = size.reviews.div_ceil(limits::GOVERNANCE_PAGE_MAX);
    let reading = floor::reading(pages);
    let least = reading + floor::sending(size.reviewers, CEILING);
    let even = reading + floor::evenly(size.reviewers, CEILING);
    let mine = floor::said(ours.time);
    let of_reading = floor::said(reading);
    table.row(&[
        &"until the last message",
        &mine,
        &format!("{}: {of_reading} of reading, then every minute's messages at once", floor::said(least)),
        &format!("{:.2}", floor::ratio(ours.time, least)),
        &"≤ 1.10 × the floor",
    ]);
    table.row(&[
        &"",
        &mine,
        &format!("{}: {of_reading} of reading, then an even pace", floor::said(even)),
        &format!("{:.2}", floor::ratio(ours.time, even)),
        &"",
    ]);
    table.row(&[
        &"",
        &mine,
        &format!("{}: the straightforward workflow", floor::said(simple.time)),
        &format!("{:.1} times as fast", floor::ratio(simple.time, ours.time)),
        &"≥ 5 times as fast",
    ]);
    table.row(&[&"messages", &ours.messages, &simple.messages, &"", &"one a reviewer"]);
    let directory = (size.people + 1).div_ceil(limits::SLACK_PAGE_MAX);
    let most = pages + directory + size.reviewers;
    let all = |took: &Took| took.calls.values().sum::<usize>();
    table.row(&[
        &"calls",
        &all(ours),
        &format!("{most}: {pages} pages, {directory} of the directory, {} messages", size.reviewers),
        &format!("{:+}", all(ours).cast_signed() - most.cast_signed()),
        &"≤",
    ]);
    table.row(&[&"", &all(ours), &format!("{}: the straightforward workflow", all(simple)), &"", &""]);
    let mut methods: Vec<&String> = ours.calls.keys().chain(simple.calls.keys()).collect();
    methods.sort();
    methods.dedup();
    for method in methods {
        let of = |took: &Took| took.calls.get(method).copied().unwrap_or_default();
        table.row(&[&format!("of them {method}"), &of(ours), &of(simple), &"", &""]);
    }
    table
}
