//! What happens at Okta: a large campaign is closed, and a small one begins in the middle of what follows.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use measure::{Progress, Samples, eventually, rate};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sandbox::{Campaign, Company, Member, Reviewer, Sandbox, User, limits};
use serde_json::Value;

/// Requests a minute that no run comes near.
const UNLIMITED: u32 = 10_000_000;
/// Reviewers of the large campaign, and of the small one.
const CROWD: (usize, usize) = (100, 25);
/// Hooks under way at the same time.
const SENDERS: usize = 4;

/// Both campaigns, and when the small one was told of.
pub struct Story {
    /// The vendors.
    pub sandbox: Sandbox,
    /// The large campaign's id.
    pub large: String,
    small: String,
    /// Whose administrator is Dana.
    pub company: Company,
    small_told: Mutex<Option<Instant>>,
}

/// How the flood was taken.
pub struct Taken {
    /// From the first hook to the last answer.
    pub took: Duration,
    /// Answers that were not 204, or none within the time that Okta waits.
    pub refused: usize,
    /// How long each answer took.
    pub answers: Samples,
}

impl Story {
    /// The vendors, without their limits, and both campaigns.
    pub async fn prepare(items: usize) -> anyhow::Result<Self> {
        #[expect(clippy::disallowed_methods, reason = "another process has no other clock")]
        let (sandbox, now) = (Sandbox::start(Arc::new(chrono::Utc::now)).await?, chrono::Utc::now());
        sandbox.slack.limits_off(true);
        for bucket in ["campaigns", "reviews", "logs", "users", "groups", "apps"] {
            sandbox.okta.set_rate_limit_of(bucket, UNLIMITED);
        }
        let company = Company::acme();
        company.move_in(&sandbox);
        let campaign = |name: &str, people: usize, items: usize| {
            let campaign = Campaign::new(name, &company.dana.okta, now, 28);
            sandbox.okta.add_campaign(campaign.clone());
            for number in 0..people {
                let (first, last) = (format!("{name}{number}"), "Reviewer");
                let user = User::new(&first, last);
                sandbox.slack.add_member(Member::new(&first, last));
                let share = items / people + usize::from(number < items % people);
                sandbox.okta.add_reviews(&campaign.id, Reviewer::User(user.id.clone()), share);
                sandbox.okta.add_user(user);
            }
            campaign.id
        };
        let large = campaign("Large", CROWD.0, items);
        let small = campaign("Small", CROWD.1, CROWD.1 * 4);
        Ok(Self { sandbox, large, small, company, small_told: Mutex::default() })
    }

    /// The large campaign begins, and everybody is told.
    pub async fn launch_the_large_one(&self) -> anyhow::Result<()> {
        self.sandbox.okta.launch(&self.large);
        let statuses = self.sandbox.okta.send_hooks().await?;
        ensure!(statuses == [204], "the launch was answered {statuses:?}");
        let told = async || Ok((self.sandbox.slack.messages().len() >= CROWD.0).then_some(()));
        eventually("the messages of the large campaign", told).await
    }

    /// It is closed: the events of that, divided into hooks of 1 to 100.
    pub fn close_the_large_one(&self) -> Vec<Vec<Value>> {
        self.sandbox.okta.close(&self.large);
        let mut events: VecDeque<Value> = self.sandbox.okta.take_events().into();
        // The same division in every run.
        let mut rng = StdRng::seed_from_u64(7);
        let mut hooks = Vec::new();
        while !events.is_empty() {
            let size = rng.random_range(1..=limits::HOOK_BATCH).min(events.len());
            hooks.push(events.drain(..size).collect());
        }
        hooks
    }

    /// Sends the hooks, several at a time, each as soon as one before it was answered; and in the middle of it that of the
    /// small campaign.
    pub async fn tell(&self, hooks: Vec<Vec<Value>>) -> anyhow::Result<Taken> {
        let middle = hooks.len() / 2;
        let (all, progress) = (hooks.len() as u64, Mutex::new(Progress::begin("hooks")));
        let queue = Mutex::new(hooks.into_iter().enumerate().collect::<VecDeque<_>>());
        let begun = Instant::now();
        let senders = (0..SENDERS).map(async |_| {
            let (mut answers, mut refused) = (Vec::new(), 0);
            loop {
                let next = lock(&queue).pop_front();
                let Some((number, events)) = next else { return anyhow::Ok((answers, refused)) };
                if number == middle {
                    self.begin_the_small_one().await?;
                }
                let sent = Instant::now();
                let status = self.sandbox.okta.send_events(&events).await.unwrap_or(0);
                answers.push(sent.elapsed());
                refused += usize::from(status != 204);
                lock(&progress).reach(number as u64 + 1, Some(all));
            }
        });
        let results = futures_util::future::try_join_all(senders).await?;
        let took = begun.elapsed();
        let refused = results.iter().map(|(_, refused)| refused).sum();
        let answers = Samples::of(results.into_iter().flat_map(|(answers, _)| answers).collect());
        Ok(Taken { took, refused, answers })
    }

    async fn begin_the_small_one(&self) -> anyhow::Result<()> {
        self.sandbox.okta.launch(&self.small);
        let events = self.sandbox.okta.take_events();
        let status = self.sandbox.okta.send_events(&events).await?;
        ensure!(status == 204, "the other campaign's launch was answered {status}");
        *lock(&self.small_told) = Some(Instant::now());
        Ok(())
    }

    /// When the last reviewer of the small campaign was told of it, for people.
    pub async fn other_told(&self, begun: Instant) -> anyhow::Result<String> {
        let mine = |message: &sandbox::Message| {
            message.metadata["event_payload"]["key"].as_str().is_some_and(|key| key.contains(&self.small))
        };
        let all = async || {
            let messages = self.sandbox.slack.messages();
            let times: Vec<_> =
                messages.iter().filter(|message| mine(message)).map(|message| message.at).collect();
            Ok((times.len() == CROWD.1).then(|| times.into_iter().max()).flatten())
        };
        let last = eventually("the messages of the other campaign", all).await?;
        let told = lock(&self.small_told).context("the other campaign was not told of")?;
        // Both by the same clock: how long ago each was.
        #[expect(clippy::disallowed_methods, reason = "another process has no other clock")]
        let ago = (chrono::Utc::now() - last).to_std().unwrap_or_default();
        let took = told.elapsed().saturating_sub(ago);
        let middle = told.duration_since(begun).as_secs_f64();
        Ok(format!("{:.1} s after its hook, which came {middle:.1} s into the flood", took.as_secs_f64()))
    }

    /// An administrator asks for everything to be read again.
    pub async fn sync(&self) -> anyhow::Result<()> {
        let answer = self.sandbox.slack.command(&self.company.dana.slack, "sync").await?;
        ensure!(answer.status == 200, "the command was answered {}", answer.status);
        Ok(())
    }
}

impl Taken {
    /// Events a second.
    pub fn rate(&self, events: usize) -> f64 {
        rate(events, self.took)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
