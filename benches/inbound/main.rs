//! How many requests a second the service takes: signed `/certs help` and `/certs mine`, against Slack's own framework for
//! Node, which gives the same answers from memory; and Okta's hooks of 1 and of 100 events, each durable before its answer,
//! until the service is killed in the middle of them.
//!
//! ```text
//! cargo bench --bench inbound
//! scripts/with-postgres cargo bench --bench inbound
//! ```
//!
//! Nothing here is asserted: figures are for reading, and each is the median of several rounds, in which the two sides take
//! turns. The load comes from this process, on the same machine as either side, and is paid for out of the same processor.

mod killed;
mod load;
mod place;
mod requests;

use std::time::Duration;

use certs::boot;
use measure::{Peer, Running, Steps, Table, say};

use load::{Borne, Load};
use place::Side;
use requests::{Hooks, command};

/// Each figure is the median of so many.
const ROUNDS: usize = 5;
/// Commands that wait for an answer at the same time.
const COMMANDS: Load = Load { connections: 32, lasts: Duration::from_secs(2) };
/// The hooks measured: events of each, how many wait for an answer at the same time, and what is to be reached.
const HOOKS: [(usize, usize, &str); 2] = [(1, 128, "≥ 2000 on SQLite"), (100, 16, "")];
/// How long hooks come in a round.
const HOOKS_LAST: Duration = Duration::from_secs(3);

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    boot::choose_cryptography();
    let side = Side::set_up().await?;
    let title = format!("Requests that come in, on {}", side.place.kind());
    let columns =
        ["what", "certs /s", "certs p50, p99 ms", "bolt /s", "bolt p50, p99 ms", "/s", "p99", "to reach"];
    let mut table = Table::new(&title, &columns);
    commands(&side, &mut table).await?;
    for (series, (size, connections, to_reach)) in ["one", "many"].into_iter().zip(HOOKS) {
        let what = format!("hooks of {size}, {connections} at once");
        let mut steps = Steps::begin(&what, ROUNDS);
        let mut rounds = Vec::new();
        for round in 0..ROUNDS {
            let hooks = Hooks::like(&side.event, &format!("{series}{round}"), size);
            let load = Load { connections, lasts: HOOKS_LAST };
            rounds.push(load::send(side.address(), load, 204, |number| hooks.request(number)).await?);
            side.rest().await?;
            steps.step();
        }
        drop(steps);
        table.row(&[&what, &median(&rounds, Borne::rate), &times(&rounds), &"", &"", &"", &"", &to_reach]);
    }
    let found = killed::in_the_middle(side).await?;
    table.row(&[&"killed in the middle", &found, &"", &"", &"", &"", &"", &"lost 0"]);
    table.print();
    Ok(())
}

/// Both commands, a round of one side after a round of the other.
async fn commands(side: &Side, table: &mut Table) -> anyhow::Result<()> {
    let file = side.place.folder().join("answers.json");
    std::fs::write(&file, side.answers().await?)?;
    let peer = Peer::fetch(include_str!("package.json"), include_str!("peer.mjs")).await?;
    let mut running: Option<(Running, String)> = None;
    match &peer {
        Err(why) => say(&format!("skipped the peer: {why}")),
        Ok(peer) => {
            let file = file.display().to_string();
            let mut bolt = peer.run(&[side.sandbox.slack.signing_secret(), &file])?;
            let port = bolt.line().await?;
            running = Some((bolt, format!("127.0.0.1:{port}")));
        }
    }
    for text in ["help", "mine"] {
        let what = format!("/certs {text}, {} at once", COMMANDS.connections);
        let mut steps = Steps::begin(&what, ROUNDS);
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let request = command(&side.sandbox, &side.asker, text)?;
            ours.push(load::send(side.address(), COMMANDS, 200, |_| request.clone()).await?);
            if let Some((_, address)) = &running {
                theirs.push(load::send(address, COMMANDS, 200, |_| request.clone()).await?);
            }
            steps.step();
        }
        drop(steps);
        let (rate, p99) = (|borne: &Borne| borne.rate(), |borne: &Borne| borne.answers.millis(99));
        let mine = median(&ours, rate);
        if theirs.is_empty() {
            table.row(&[&what, &mine, &times(&ours), &"", &"", &"", &"", &"≥ 8 ×, p99 ≤ 1/4"]);
            continue;
        }
        let of = |what: fn(&Borne) -> f64| format!("{:.2} ×", middle(&ours, what) / middle(&theirs, what));
        let cells = (median(&theirs, rate), times(&theirs), of(rate), of(p99));
        table.row(&[
            &what,
            &mine,
            &times(&ours),
            &cells.0,
            &cells.1,
            &cells.2,
            &cells.3,
            &"≥ 8 ×, p99 ≤ 1/4",
        ]);
    }
    Ok(())
}

/// The median of a figure over the rounds.
fn middle(rounds: &[Borne], what: impl Fn(&Borne) -> f64) -> f64 {
    let mut figures: Vec<f64> = rounds.iter().map(what).collect();
    figures.sort_unstable_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

fn median(rounds: &[Borne], what: impl Fn(&Borne) -> f64) -> String {
    format!("{:.0}", middle(rounds, what))
}

/// How long answers took, and whether some were refused or broke off.
fn times(rounds: &[Borne]) -> String {
    let at = |share| middle(rounds, |borne| borne.answers.millis(share));
    let refused: usize = rounds.iter().map(|borne| borne.refused + borne.broken).sum();
    let but = if refused == 0 { String::new() } else { format!("; {refused} refused") };
    format!("{:.1}, {:.1}{but}", at(50), at(99))
}
