//! A flood, measured: the close of a campaign of 100,000 items, told by Okta in hooks of 1 to 100 events as fast as the
//! real service takes them, while another campaign begins.
//!
//! ```text
//! cargo bench --bench flood
//! scripts/with-postgres cargo bench --bench flood
//! ```
//!
//! A number after `--` is that of the items. Nothing here is asserted: figures are for reading. The vendors and the senders
//! run on the same machine as the service, and are paid for out of the same processor.

mod alone;
mod place;
mod process;
mod story;
mod table;

use std::time::{Duration, Instant};

use anyhow::Context as _;
use certs::boot;

use place::Place;
use process::Service;
use story::Story;
use table::Table;

/// Items of the campaign that is closed, and so events of its close, but for one.
const ITEMS: usize = 100_000;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    boot::choose_cryptography();
    let items = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(ITEMS);
    let place = Place::make().await?;
    let mut table = Table::new(items, place.kind());
    let story = Story::prepare(items).await?;
    let service = Service::start(&place, &story.sandbox, &story.company.dana.slack).await?;

    let begun = Instant::now();
    story.launch_the_large_one().await?;
    place.worked_off().await?;
    table.row("read at its launch", format!("{:.1} s", begun.elapsed().as_secs_f64()));
    table.row("resident memory before", service.memory("VmRSS")?);

    story.sandbox.okta.forget_calls();
    let hooks = story.close_the_large_one();
    let table_of_hooks = hooks.clone();
    let begun = Instant::now();
    let taken = story.tell(hooks).await?;
    let rest = place.waiting().await?;
    let after = Instant::now();
    place.worked_off().await?;
    let drained = after.elapsed();
    let rate = taken.rate(items);
    table.row(
        "taken",
        format!("{rate:.0} events/s in {} hooks, {:.1} s", table_of_hooks.len(), taken.took.as_secs_f64()),
    );
    table.row("longest answer", format!("{} ms, half of them within {} ms", taken.longest(), taken.median()));
    table.row("answered otherwise than 204", taken.refused.to_string());
    table.row(
        "waiting when the last was answered",
        format!("{rest}, worked off {:.1} s later", drained.as_secs_f64()),
    );
    table.row("the other campaign's last DM", story.other_told(begun).await?);
    let calls = |path: &str| story.sandbox.okta.count(path);
    let large = calls(&format!("/governance/api/v1/campaigns/{}", story.large));
    table.row("calls to Okta about the closed campaign", large.to_string());
    table.row("calls to Okta about the other one", (calls("/governance") - large).to_string());
    table.row(
        "resident memory after, at most",
        format!("{}, {}", service.memory("VmRSS")?, service.memory("VmHWM")?),
    );

    let begun = Instant::now();
    story.sync().await?;
    let read = place.log_read_after(story.sandbox.okta.clone()).await?;
    table
        .row("read again in the System Log", format!("{read} pages, {:.1} s", begun.elapsed().as_secs_f64()));
    service.stop().await.context("the service did not stop")?;

    let alone = alone::insert(&place, &table_of_hooks).await?;
    let bare = story::rate(items, alone);
    table.row(
        "the same rows, the database alone",
        format!("{bare:.0} events/s; the service reaches {:.0} %", 100.0 * rate / bare),
    );
    place.remove().await?;
    table.print();
    Ok(())
}

/// Asks again and again until there is an answer.
async fn eventually<T>(
    what: &str,
    mut ask: impl AsyncFnMut() -> anyhow::Result<Option<T>>,
) -> anyhow::Result<T> {
    let asking = async {
        loop {
            if let Some(answer) = ask().await? {
                return Ok(answer);
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(10), asking)
        .await
        .with_context(|| format!("{what}: not in ten minutes"))?
}
