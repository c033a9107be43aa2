//! What a machine has to give: resident memory at rest, while campaigns are read and while a flood of hooks comes; the time
//! from the start to being ready; the size of the binary.
//!
//! ```text
//! cargo bench --bench cost
//! scripts/with-postgres cargo bench --bench cost
//! ```
//!
//! A number after `--` is that of the items of the large campaign. Nothing here is asserted: figures are for reading.
//! Each measure has a process of its own. Memory is what Linux says in `/proc`; elsewhere it is not known. An idle app in
//! Bolt, Slack's framework in Node, is measured beside it where npm can fetch it.

mod bolt;
mod company;
mod ready;
mod runs;

use certs::boot;
use measure::{Place, Samples, Table};

use company::Company;
use runs::Runs;

/// Items of the large campaign; the small one has a tenth.
const ITEMS: usize = 100_000;
/// Starts, of which the median counts.
const STARTS: usize = 15;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    boot::choose_cryptography();
    let items = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(ITEMS);
    let certs = env!("CARGO_BIN_EXE_certs");
    let mut place = Place::make()?;
    let columns = ["what", "ours", "beside", "ratio", "to reach"];
    let mut table = Table::new(&format!("What it costs, on {}", place.kind()), &columns);
    let company = Company::found(&[("small", items / 10), ("large", items)]).await?;
    let mut runs = Runs::new(certs, &mut place, &company);

    let idle = runs.idle().await?;
    let bolt = bolt::idle().await?;
    table.row(&[&"memory at rest", &mib(idle), &bolt.shown(), &bolt.ratio(idle), &"≤ 30 MB"]);
    let small = runs.read("small").await?;
    table.row(&[&format!("reading {} items, at most", items / 10), &mib(small), &"", &"", &""]);
    let large = runs.read("large").await?;
    let over = match (large, small, idle) {
        (Some(large), Some(small), Some(idle)) => {
            (format!("{} over rest", mib(Some(large.saturating_sub(idle)))), times(large, small))
        }
        _ => (String::new(), String::new()),
    };
    let to_reach = "≤ 64 MB over rest, ≤ 1.5 × the small one";
    table.row(&[&format!("reading {items} items, at most"), &mib(large), &over.0, &over.1, &to_reach]);
    let flood = runs.flood("large").await?;
    table.row(&[&format!("a flood of {items} events, at most"), &mib(flood), &"", &"", &""]);
    let ready = Samples::of(runs.starts(STARTS).await?);
    let took = format!("{:.0} ms (longest {:.0})", ready.millis(50), ready.millis(100));
    table.row(&[&"ready, on a migrated database", &took, &"", &"", &"≤ 150 ms"]);
    let size = std::fs::metadata(certs)?.len();
    table.row(&[&"binary", &mib(Some(size / 1024)), &"", &"", &""]);
    place.remove().await?;
    table.print();
    Ok(())
}

/// For people, of KiB; what is not known here is said so.
fn mib(kib: Option<u64>) -> String {
    let megabytes = |kib: u64| format!("{}.{} MB", kib * 1024 / 1_000_000, kib * 1024 / 100_000 % 10);
    kib.map_or_else(|| "not known here".to_owned(), megabytes)
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn times(one: u64, other: u64) -> String {
    format!("{:.2} ×", one as f64 / other as f64)
}
