//! How many messages a second leave the outbox when nothing limits them: 20,000 notices that are planned, each of whose states
//! is on the disk before the next step, against Slack's own client for Node, which posts the same messages and keeps nothing.
//!
//! ```text
//! cargo bench --bench deliver
//! scripts/with-postgres cargo bench --bench deliver
//! ```
//!
//! A number after `--` is that of the notices. Nothing here is asserted: figures are for reading. The local Slack runs in this
//! process, on the same machine as either, and is paid for out of the same processor.

mod crowd;

use std::time::{Duration, Instant};

use anyhow::Context as _;
use certs::boot;
use entity::notification_log::{Column, Entity};
use measure::{Peer, Place, Service, Table, connect, rate, reached, say};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crowd::Crowd;

/// Notices, each to somebody else.
const NOTICES: usize = 20_000;
/// So many times faster than the peer is what is asked for.
const TO_REACH: &str = "≥ 3 ×";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    boot::choose_cryptography();
    let notices = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(NOTICES);
    let mut place = Place::make()?;
    let title = format!("{notices} messages, nothing limits them, on {}", place.kind());
    let mut table = Table::new(&title, &["what", "messages/s", "took", "to reach"]);
    let crowd = Crowd::gather(notices).await?;
    let database = place.database("deliver").await?;
    Box::pin(crowd.plan(&database)).await?;
    say(&format!("… {notices} notices are planned"));

    let ours = deliver(&place, &crowd, &database, notices).await?;
    table.row(&[&"certs, every state durable", &figure(notices, ours), &seconds(ours), &""]);

    let posted = place.folder().join("messages.jsonl");
    std::fs::write(&posted, crowd.posted()?)?;
    crowd.sandbox.slack.forget_calls();
    match Peer::fetch(include_str!("package.json"), include_str!("peer.mjs")).await? {
        Err(why) => say(&format!("skipped the peer: {why}")),
        Ok(peer) => {
            let url = format!("{}/", crowd.sandbox.slack.url());
            let file = posted.display().to_string();
            let said = peer.run(&[&url, crowd.sandbox.slack.token(), &file])?.line().await?;
            let said: serde_json::Value = serde_json::from_str(&said)?;
            let theirs = said["seconds"].as_f64().context("the peer said no time")?;
            let theirs = Duration::from_secs_f64(theirs);
            table.row(&[&"@slack/web-api, nothing kept", &figure(notices, theirs), &seconds(theirs), &""]);
            let times = theirs.as_secs_f64() / ours.as_secs_f64();
            table.row(&[&"certs / @slack/web-api", &format!("{times:.1} ×"), &"", &TO_REACH]);
        }
    }
    place.remove().await?;
    table.print();
    Ok(())
}

/// From the moment at which the service is ready until every notice is settled as sent.
async fn deliver(place: &Place, crowd: &Crowd, database: &str, notices: usize) -> anyhow::Result<Duration> {
    crowd.sandbox.slack.forget_calls();
    let settings = [("CERTS_SLACK_MESSAGES_PER_MINUTE", "1000000"), ("CERTS_LOG", "warn,certs::boot=info")];
    let certs = env!("CARGO_BIN_EXE_certs");
    let service = Service::start(certs, place.folder(), &crowd.sandbox, database, &settings).await?;
    let begun = Instant::now();
    let posted = async || Ok(crowd.sandbox.slack.count("chat.postMessage") as u64);
    reached("messages", notices as u64, posted).await?;
    let db = connect(database).await?;
    let settled = Entity::find().filter(Column::State.eq("sent"));
    reached("messages settled", notices as u64, async || Ok(settled.clone().count(&db).await?)).await?;
    let took = begun.elapsed();
    db.close().await?;
    service.stop().await?;
    anyhow::ensure!(crowd.sandbox.slack.count("chat.postMessage") == notices, "something was said twice");
    Ok(took)
}

fn figure(notices: usize, took: Duration) -> String {
    format!("{:.0}", rate(notices, took))
}

fn seconds(took: Duration) -> String {
    format!("{:.1} s", took.as_secs_f64())
}
