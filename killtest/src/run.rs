//! A run from the first start to the verdict.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sandbox::Sandbox;

use crate::child::Launcher;
use crate::crowd::Crowd;
use crate::earlier::Earlier;
use crate::fleet::Fleet;
use crate::hooks::Hooks;
use crate::lives::{self, Lives};
use crate::options::Options;
use crate::place::Place;
use crate::story::Story;
use crate::verdict::Verdict;
use crate::{healing, say};

/// Requests a minute that no run comes near.
const UNLIMITED: u32 = 10_000_000;
/// Findings of a kind that are named.
const NAMED: usize = 20;

/// Runs it; whether every fact was told exactly once.
pub async fn run(options: &Options) -> anyhow::Result<bool> {
    let begun = Instant::now();
    let seed = options.seed.unwrap_or_else(|| rand::rng().random_range(0..1_000_000));
    let mut rng = StdRng::seed_from_u64(seed);
    let server = options.server()?;
    let on = if server.is_some() { "PostgreSQL" } else { "SQLite" };
    let instances =
        if options.instances > 1 { format!(", {} instances", options.instances) } else { String::new() };
    say(&format!(
        "{} kills, {} reviewers, on {on}{instances}, --seed {seed}",
        options.kills, options.reviewers
    ));

    let sandbox = vendors().await?;
    #[expect(clippy::disallowed_methods, reason = "another process has no other clock")]
    let now = chrono::Utc::now();
    let crowd = Crowd::move_in(&sandbox, options.reviewers);
    let earlier = Earlier::move_in(&sandbox, options.reviewers / 5, now);
    let mut story = Story::new(&sandbox, crowd, earlier, options.kills);
    let place = Place::make(server).await?;
    let reminder_at = lives::reminder_at(options.kills, now);
    let launcher = || Launcher::new(&place, &sandbox, &reminder_at);
    let launchers: Vec<Launcher> =
        (0..options.instances).map(|_| launcher()).collect::<anyhow::Result<_>>()?;
    let fleet = Fleet::new(launchers);
    let hooks = Arc::new(Hooks::through(fleet.doors()));
    let telling = tokio::spawn(hooks.clone().run(sandbox.okta.clone()));

    let around = Lives { options, sandbox: &sandbox, hooks: &hooks, begun };
    let outcome = live(&around, fleet, &place, &mut story, &mut rng).await;
    telling.abort();
    let log = std::fs::read_to_string(place.log()).unwrap_or_default();
    let mut verdict = match outcome {
        Ok(verdict) => verdict,
        Err(why) => {
            let last = log.lines().last().unwrap_or("it logged nothing").to_owned();
            return Err(why).with_context(|| format!("{last}; more in {}", place.keep().display()));
        }
    };
    verdict.unknown.extend(log.lines().filter(|line| line.contains("panicked at")).map(str::to_owned));
    explain(&verdict, &hooks, &log);
    let good = verdict.is_good();
    if good {
        place.remove().await?;
    } else {
        say(&format!("the log and the database were left in {}", place.keep().display()));
    }
    let freezes = if options.freezes > 0 { format!(", freezes {}", options.freezes) } else { String::new() };
    say(&format!(
        "kills {kills}, restarts {kills}{freezes}, messages {}, missed {}, repeated {}, unknown {}, {} s",
        verdict.messages,
        verdict.missed.len(),
        verdict.repeated.len(),
        verdict.unknown.len(),
        begun.elapsed().as_secs(),
        kills = options.kills,
    ));
    Ok(good)
}

/// Everything that is killed, and the last life of all, which is left alone.
async fn live(
    around: &Lives<'_>,
    mut fleet: Fleet,
    place: &Place,
    story: &mut Story,
    rng: &mut StdRng,
) -> anyhow::Result<Verdict> {
    fleet.migrate()?;
    let database = place.look().await?;
    story.earlier.remember(&database).await?;
    database.close().await?;
    around.pass(&mut fleet, story, rng).await?;
    story.launch_the_rest();
    fleet.start()?;
    fleet.ready().await?;
    say("no more kills; waiting until everything is told");
    let database = place.look().await?;
    let patience = Duration::from_secs(around.options.patience);
    let mut verdict =
        healing::heal(&mut fleet, &database, around.sandbox, story, around.hooks, patience).await?;
    verdict.unknown.extend(fleet.verify()?.map(|said| format!("the record is not whole: {said}")));
    fleet.stop().await?;
    database.close().await?;
    Ok(verdict)
}

/// Both vendors, without their limits.
async fn vendors() -> anyhow::Result<Sandbox> {
    #[expect(clippy::disallowed_methods, reason = "another process has no other clock")]
    let sandbox = Sandbox::start(Arc::new(chrono::Utc::now)).await?;
    sandbox.slack.limits_off(true);
    for bucket in ["campaigns", "reviews", "logs", "users", "groups", "apps"] {
        sandbox.okta.set_rate_limit_of(bucket, UNLIMITED);
    }
    Ok(sandbox)
}

fn explain(verdict: &Verdict, hooks: &Hooks, log: &str) {
    for (word, findings) in
        [("missed", &verdict.missed), ("repeated", &verdict.repeated), ("unknown", &verdict.unknown)]
    {
        for finding in findings.iter().take(NAMED) {
            say(&format!("{word}: {finding}"));
        }
    }
    if verdict.open > 0 {
        say(&format!("{} rows are still to be worked on", verdict.open));
    }
    let lines = |text: &str| log.lines().filter(|line| line.contains(text)).count();
    say(&format!(
        "in doubt after a kill: {} had arrived and were not sent again, {} had not and were sent",
        lines("A message in doubt had arrived"),
        lines("A message in doubt had not arrived"),
    ));
    say(&format!("reminders: {}, each of which one daily run owed", verdict.reminders));
    say(&format!(
        "held up or frozen: {} times it was noticed before a send, {} times as the last thing before it",
        lines("Was held up for longer than a lease") + lines("Lost the claim on a notice"),
        lines("it would have been too late"),
    ));
    say(&format!(
        "events: {} promised to a hook, {} lost to the hook and found by a sweep",
        hooks.promised().len(),
        hooks.lost(),
    ));
}
