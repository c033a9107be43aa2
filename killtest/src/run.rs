//! A run from the first start to the verdict.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sandbox::Sandbox;

use crate::child::Launcher;
use crate::crowd::Crowd;
use crate::hooks::Hooks;
use crate::moment::{At, Moment};
use crate::options::Options;
use crate::place::Place;
use crate::story::Story;
use crate::verdict::Verdict;
use crate::{healing, say};

/// Requests a minute that no run comes near.
const UNLIMITED: u32 = 10_000_000;
/// A line of progress after so many kills.
const PROGRESS: usize = 20;
/// How long the service stays down when something happens meanwhile: longer than the hook is tried.
const DOWN: Duration = Duration::from_millis(120);
/// Findings of a kind that are named.
const NAMED: usize = 20;

/// Runs it; whether every fact was told exactly once.
pub async fn run(options: &Options) -> anyhow::Result<bool> {
    let begun = Instant::now();
    let seed = options.seed.unwrap_or_else(|| rand::rng().random_range(0..1_000_000));
    let mut rng = StdRng::seed_from_u64(seed);
    let server = options.server()?;
    let on = if server.is_some() { "PostgreSQL" } else { "SQLite" };
    say(&format!("{} kills, {} reviewers, on {on}, --seed {seed}", options.kills, options.reviewers));

    let sandbox = vendors().await?;
    let crowd = Crowd::move_in(&sandbox, options.reviewers);
    let mut story = Story::new(&sandbox, crowd, options.kills);
    let launcher = Launcher::new(Place::make(server).await?, &sandbox)?;
    let hooks = Arc::new(Hooks::default());
    let telling = tokio::spawn(hooks.clone().run(sandbox.okta.clone()));

    let outcome = live(options, &launcher, &sandbox, &mut story, &hooks, &mut rng, begun).await;
    telling.abort();
    let log = std::fs::read_to_string(launcher.place().log()).unwrap_or_default();
    let place = launcher.leave();
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
    say(&format!(
        "kills {kills}, restarts {kills}, messages {}, missed {}, repeated {}, unknown {}, {} s",
        verdict.messages,
        verdict.missed.len(),
        verdict.repeated.len(),
        verdict.unknown.len(),
        begun.elapsed().as_secs(),
        kills = options.kills,
    ));
    Ok(good)
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

/// One life after the other, and the last one that is left alone.
async fn live(
    options: &Options,
    launcher: &Launcher,
    sandbox: &Sandbox,
    story: &mut Story,
    hooks: &Hooks,
    rng: &mut StdRng,
    begun: Instant,
) -> anyhow::Result<Verdict> {
    for life in 0..options.kills {
        // What is counted is counted in each life.
        sandbox.okta.forget_calls();
        sandbox.slack.forget_calls();
        let answered = hooks.answered();
        let (deed, moment) = (At::draw(rng), Moment::draw(rng));
        if deed == At::Down {
            story.go_on(life, rng);
            tokio::time::sleep(DOWN).await;
        }
        let mut service = launcher.start()?;
        if deed == At::Start {
            story.go_on(life, rng);
        }
        if moment.is_while_serving() {
            service.ready().await?;
        }
        if deed == At::Ready {
            story.go_on(life, rng);
        }
        moment.pass(&mut service, sandbox, hooks, answered).await?;
        service.kill()?;
        if (life + 1) % PROGRESS == 0 {
            let (kills, messages) = (life + 1, sandbox.slack.messages().len());
            say(&format!("{kills} kills, {messages} messages, {} s", begun.elapsed().as_secs()));
        }
    }
    story.launch_the_rest();
    let mut service = launcher.start()?;
    service.ready().await?;
    say("no more kills; waiting until everything is told");
    let database = launcher.place().look().await?;
    let patience = Duration::from_secs(options.patience);
    let verdict = healing::heal(&mut service, &database, sandbox, story, hooks, patience).await?;
    service.stop().await?;
    database.close().await?;
    Ok(verdict)
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
    say(&format!(
        "events: {} promised to a hook, {} lost to the hook and found by a sweep",
        hooks.promised().len(),
        hooks.lost(),
    ));
}
