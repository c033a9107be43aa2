//! Reading a large campaign, measured: 100,000 items of 2,000 reviewers for the first time, again with nothing changed, and
//! again with one item in a hundred changed; each beside the same client reading and parsing the same pages without
//! keeping anything.
//!
//! ```text
//! cargo bench --bench sync
//! scripts/with-postgres cargo bench --bench sync
//! ```
//!
//! A number after `--` is that of the items. Nothing here is asserted: figures are for reading. The local Okta has no limits
//! and runs in the same process, so that what it costs to make the pages is in both. Okta itself takes a second or two for
//! a page and gives fifty a minute; how long a read takes there is decided by that.

mod company;
mod reader;

use std::time::Duration;

use certs::boot;
use measure::{Place, Samples, Steps, Table, rate};

use company::Company;
use reader::Reader;

/// Items of the campaign.
const ITEMS: usize = 100_000;
/// The machine is never quiet: each is done so often, and the median counts.
const ROUNDS: usize = 3;

/// What is read, and how far that may be from reading alone.
const READS: [(&str, &str); 3] =
    [("first read", "≤ 2 ×"), ("again, nothing changed", "≤ 1.2 ×"), ("again, 1 % changed", "")];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    boot::choose_cryptography();
    let items = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(ITEMS);
    let mut place = Place::make()?;
    let company = Company::found(items).await?;
    let mut ours = [const { Vec::new() }; READS.len()];
    let mut alone = [const { Vec::new() }; READS.len()];
    let mut steps = Steps::begin("reads", ROUNDS * READS.len() * 2);
    for round in 0..ROUNDS {
        let database = place.database(&format!("sync{round}")).await?;
        let reader = Reader::start(&company, database).await?;
        for read in 0..READS.len() {
            if read == 2 {
                company.change_one_in_a_hundred();
            }
            alone[read].push(reader.pages_alone().await?);
            steps.step();
            ours[read].push(reader.sync().await?);
            steps.step();
        }
        reader.stop().await;
    }
    drop(steps);
    let columns = ["what", "ours", "pages alone", "ratio", "to reach"];
    let title = format!("Reading {items} items, on {}, median of {ROUNDS}", place.kind());
    let mut table = Table::new(&title, &columns);
    for (((what, to_reach), ours), alone) in READS.into_iter().zip(ours).zip(alone) {
        let (ours, alone) = (median(ours), median(alone));
        let shown = |took: Duration| format!("{:.2} s, {:.0}/s", took.as_secs_f64(), rate(items, took));
        let ratio = format!("{:.2}", ours.as_secs_f64() / alone.as_secs_f64());
        table.row(&[&what, &shown(ours), &shown(alone), &ratio, &to_reach]);
    }
    place.remove().await?;
    table.print();
    Ok(())
}

fn median(durations: Vec<Duration>) -> Duration {
    Samples::of(durations).percentile(50)
}
