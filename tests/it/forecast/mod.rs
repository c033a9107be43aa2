//! `certs plan`: what it foresees is what comes, where nobody decides anything.

mod told;

use certs::config::Config;
use certs::flow::forecast::{self, Forecast};
use certs::store::notifications;
use chrono::{DateTime, Utc};

use crate::support::{World, at};

/// What is foreseen now.
async fn foreseen(w: &World) -> Forecast {
    let config = Config::from_lookup(&|name| w.settings.get(name).cloned()).unwrap();
    forecast::forecast(&w.app.store, &config.rules(), w.clock.now(), None).await.unwrap()
}

/// Each message to come as its key and the hour in which it is sent; those to managers who are not known yet left out.
fn told(forecast: &Forecast) -> Vec<String> {
    let known = forecast.messages.iter().filter(|one| !one.person_id.starts_with("manager of "));
    let mut told: Vec<String> = known.map(|one| line(&one.key, one.at)).collect();
    told.sort();
    told
}

/// The same of what was settled after `since`, in one of these states.
async fn came(w: &World, since: DateTime<Utc>, states: &[&str]) -> Vec<String> {
    let rows = w.outbox().await.into_iter().filter(|row| states.contains(&row.state.as_str()));
    let after = rows.filter(|row| row.settled_at.is_some_and(|at| at > since));
    let mut came: Vec<String> = after.map(|row| line(&row.key, row.settled_at.unwrap())).collect();
    came.sort();
    came
}

fn line(key: &str, at: DateTime<Utc>) -> String {
    format!("{key} {}", at.format("%m-%d %H h"))
}

/// Lives through every daily run and every reader's morning up to then.
async fn live(w: &World, until: &str) {
    let until = at(until);
    loop {
        let now = w.clock.now();
        let run = w.app.config.daily_run.next(now).unwrap();
        let due = notifications::next_due(&w.app.store.db).await.unwrap().filter(|due| *due > now);
        let next = due.map_or(run, |due| Ord::min(due, run));
        if next > until {
            w.clock.advance_to(until);
            w.settle().await;
            return;
        }
        w.clock.advance_to(next);
        w.settle().await;
    }
}

/// Plays to the end from each of these instants on, and compares.
async fn comes_true(w: &World, from: &[&str], until: &str, without: &[&str]) {
    let mut foreseen_then = Vec::new();
    for instant in from {
        live(w, instant).await;
        foreseen_then.push((w.clock.now(), told(&foreseen(w).await)));
    }
    live(w, until).await;
    for (index, (since, foreseen)) in foreseen_then.into_iter().enumerate() {
        // Managers are asked for when it is near.
        let is_early = index + 1 < from.len();
        // The hour of owners who were never written to is not known yet.
        let plain = |line: String| match line.rsplit_once(char::is_whitespace) {
            Some(_) if is_early && line.starts_with("owner_digest:") => line[..line.len() - 5].to_owned(),
            _ => line,
        };
        let is_meant = |line: &String| !is_early || !without.iter().any(|kind| line.starts_with(kind));
        let came = came(w, since, &["sent", "rehearsed"]).await;
        let came: Vec<String> = came.into_iter().filter(is_meant).map(plain).collect();
        let foreseen: Vec<String> = foreseen.into_iter().filter(is_meant).map(plain).collect();
        assert!(!came.is_empty());
        assert_eq!(foreseen, came, "foreseen on {}", from[index]);
    }
}
