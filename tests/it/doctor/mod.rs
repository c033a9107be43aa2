//! `certs doctor`: what a person reads when all is well, and of each check when it finds something.
//!
//! The sentences are in `snapshots`, one for each thing that may be wrong.

mod covered;
mod database;
mod hook;
mod okta;
mod patient;
mod rights;
mod service_app;
mod slack;
mod well;
mod words;

use std::collections::HashMap;
use std::time::Duration;

use certs::clock::Clock;
use certs::config::Understood;
use certs::doctor::{self, Level, Report};

use crate::support::World;

/// What is found with the settings of the story, and these.
async fn examine(w: &World, more: &[(&str, &str)]) -> Report {
    by(w, more, Clock::Manual(w.clock.clone()), doctor::EACH_WITHIN).await
}

/// The same, by another clock and with another patience.
async fn by(w: &World, more: &[(&str, &str)], clock: Clock, each: Duration) -> Report {
    let mut settings: HashMap<String, String> = w.settings.clone();
    settings.insert("CERTS_PUBLIC_URL".to_owned(), w.base.clone());
    settings.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let understood = Understood::from_lookup(&|name| settings.get(name).cloned());
    Box::pin(doctor::examine(understood, clock, each)).await.unwrap()
}

/// What a person reads of one check.
#[track_caller]
fn said(w: &World, report: &Report, name: &str) -> String {
    let (_, finding) = report.0.iter().find(|(check, _)| check.name == name).unwrap();
    let remedy = finding.remedy.as_ref().map(|remedy| format!("\n→ {remedy}")).unwrap_or_default();
    plain(w, &format!("{:?}: {}{remedy}", finding.level, finding.found))
}

/// How a check stands.
#[track_caller]
fn level(report: &Report, name: &str) -> Level {
    report.0.iter().find(|(check, _)| check.name == name).unwrap().1.level
}

/// Without what differs from run to run: ports, Okta's ids of errors, how long something took.
fn plain(w: &World, text: &str) -> String {
    let port = |url: &str| url.rsplit(':').next().unwrap().split('/').next().unwrap().to_owned();
    let (ours, theirs, slacks) = (port(&w.base), port(&w.okta.url()), port(&w.slack.url()));
    let text = text.replace(&format!("127.0.0.1:{ours}"), "certs.example.com");
    let text = text.replace(&format!("127.0.0.1:{theirs}"), "acme.okta.com");
    let text = text.replace(&format!("127.0.0.1:{slacks}"), "slack.com");
    let mut text = text.replace("the SQLite file answers", "PostgreSQL answers");
    while let Some((before, rest)) = text.split_once(" (errorId ") {
        text = format!("{before}{}", rest.split_once(')').unwrap().1);
    }
    match text.split_once(" ms, ") {
        Some((before, rest)) if !before.ends_with(" 0.0") => {
            let before = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
            format!("{before}many ms, {rest}")
        }
        _ => text,
    }
}

/// The names of those that stand so.
fn names(report: &Report, level: Level) -> Vec<&'static str> {
    let these = report.0.iter().filter(|(_, finding)| finding.level == level);
    these.map(|(check, _)| check.name).collect()
}

/// The sentence of one check is the one of the snapshot.
macro_rules! says {
    ($w:expr, $report:expr, $check:literal, $snapshot:literal) => {
        insta::assert_snapshot!($snapshot, crate::doctor::said($w, &$report, $check))
    };
}
use says;
