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
mod inbox;
mod story;

use std::time::Instant;

use anyhow::Context as _;
use certs::boot;
use measure::{Place, Service, Table, rate};

use inbox::Inbox;
use story::Story;

/// Items of the campaign that is closed, and so events of its close, but for one.
const ITEMS: usize = 100_000;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    boot::choose_cryptography();
    let items = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(ITEMS);
    let mut place = Place::make()?;
    let database = place.database("flood").await?;
    let mut table =
        Table::new(&format!("The close of {items} items, on {}", place.kind()), &["what", "measured"]);
    let story = Story::prepare(items).await?;
    let settings =
        [("CERTS_ADMINS", &*story.company.dana.slack), ("CERTS_SLACK_MESSAGES_PER_MINUTE", "6000")];
    let certs = env!("CARGO_BIN_EXE_certs");
    let service = Service::start(certs, place.folder(), &story.sandbox, &database, &settings).await?;
    let inbox = Inbox::of(&database).await?;
    let memory =
        |what| service.memory(what).map_or("not known here".to_owned(), |kib| format!("{} MiB", kib / 1024));

    let begun = Instant::now();
    story.launch_the_large_one().await?;
    inbox.worked_off().await?;
    table.row(&[&"read at its launch", &format!("{:.1} s", begun.elapsed().as_secs_f64())]);
    table.row(&[&"resident memory before", &memory("VmRSS")]);

    story.sandbox.okta.forget_calls();
    let hooks = story.close_the_large_one();
    let table_of_hooks = hooks.clone();
    let begun = Instant::now();
    let taken = story.tell(hooks).await?;
    let rest = inbox.waiting().await?;
    let after = Instant::now();
    inbox.worked_off().await?;
    let drained = after.elapsed();
    let taken_rate = taken.rate(items);
    table.row(&[
        &"taken",
        &format!(
            "{taken_rate:.0} events/s in {} hooks, {:.1} s",
            table_of_hooks.len(),
            taken.took.as_secs_f64()
        ),
    ]);
    table.row(&[
        &"longest answer",
        &format!(
            "{:.0} ms, half of them within {:.0} ms",
            taken.answers.millis(100),
            taken.answers.millis(50)
        ),
    ]);
    table.row(&[&"answered otherwise than 204", &taken.refused.to_string()]);
    table.row(&[
        &"waiting when the last was answered",
        &format!("{rest}, worked off {:.1} s later", drained.as_secs_f64()),
    ]);
    table.row(&[&"the other campaign's last DM", &story.other_told(begun).await?]);
    let calls = |path: &str| story.sandbox.okta.count(path);
    let large = calls(&format!("/governance/api/v1/campaigns/{}", story.large));
    table.row(&[&"calls to Okta about the closed campaign", &large.to_string()]);
    table.row(&[&"calls to Okta about the other one", &(calls("/governance") - large).to_string()]);
    table.row(&[&"resident memory after, at most", &format!("{}, {}", memory("VmRSS"), memory("VmHWM"))]);

    let begun = Instant::now();
    story.sync().await?;
    let read = inbox.log_read_after(story.sandbox.okta.clone()).await?;
    table.row(&[
        &"read again in the System Log",
        &format!("{read} pages, {:.1} s", begun.elapsed().as_secs_f64()),
    ]);
    service.stop().await.context("the service did not stop")?;

    let alone = alone::insert(place.database("alone").await?, &table_of_hooks).await?;
    let bare = rate(items, alone);
    table.row(&[
        &"the same rows, the database alone",
        &format!("{bare:.0} events/s; the service reaches {:.0} %", 100.0 * taken_rate / bare),
    ]);
    place.remove().await?;
    table.print();
    Ok(())
}
