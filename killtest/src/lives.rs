//! One life after the other: something happens, somebody is killed or frozen, and it starts again.

use std::time::{Duration, Instant};

use progress::Progress;
use rand::rngs::StdRng;
use sandbox::Sandbox;

use crate::fleet::Fleet;
use crate::hooks::Hooks;
use crate::moment::{At, Moment};
use crate::options::Options;
use crate::say;
use crate::story::Story;

/// Where there is no bar, a line after so many kills, with what has been said until then.
const PROGRESS: usize = 20;
/// How long the service stays down when something happens meanwhile: longer than the hook is tried.
const DOWN: Duration = Duration::from_millis(120);
/// A lease of 20 s, and time for another instance to take over what was leased.
const FROZEN: Duration = Duration::from_secs(24);
/// Time for one who goes on to do the wrong thing.
const GOES_ON: Duration = Duration::from_secs(2);

/// What the lives are lived in.
pub struct Lives<'a> {
    /// What was said on the command line.
    pub options: &'a Options,
    /// Both vendors.
    pub sandbox: &'a Sandbox,
    /// What became of the hooks.
    pub hooks: &'a Hooks,
    /// When the run began.
    pub begun: Instant,
}

impl Lives<'_> {
    /// All of them; whoever was killed last is down when they are over.
    pub async fn pass(&self, fleet: &mut Fleet, story: &mut Story, rng: &mut StdRng) -> anyhow::Result<()> {
        let mut progress = Progress::begin("kills");
        for life in 0..self.options.kills {
            // What is counted is counted in each life.
            self.sandbox.okta.forget_calls();
            self.sandbox.slack.forget_calls();
            let answered = self.hooks.answered();
            let (deed, moment) = (At::draw(rng), Moment::draw(rng));
            if deed == At::Down {
                story.go_on(life, rng);
                tokio::time::sleep(DOWN).await;
            }
            fleet.start()?;
            if deed == At::Start {
                story.go_on(life, rng);
            }
            let is_freeze = self.is_freeze(life);
            if moment.is_while_serving() || is_freeze {
                fleet.ready().await?;
            }
            if deed == At::Ready {
                story.go_on(life, rng);
            }
            if is_freeze {
                self.freeze(fleet, story, answered, rng).await?;
            }
            moment.pass(fleet, self.sandbox, self.hooks, answered).await?;
            let one = fleet.any(rng);
            fleet.kill(one)?;
            if progress.is_a_bar() {
                progress.reach(life as u64 + 1, Some(self.options.kills as u64));
            } else if (life + 1) % PROGRESS == 0 {
                let (kills, messages) = (life + 1, self.sandbox.slack.messages().len());
                say(&format!("{kills} kills, {messages} messages, {} s", self.begun.elapsed().as_secs()));
            }
        }
        Ok(())
    }

    /// Freezes are spread evenly over the lives.
    fn is_freeze(&self, life: usize) -> bool {
        let every = self.options.kills / (self.options.freezes + 1);
        self.options.freezes > 0
            && life > 0
            && life.is_multiple_of(every.max(1))
            && life / every.max(1) <= self.options.freezes
    }

    /// Freezes one in the midst of sending until the other has taken over what it held, and lets it go on.
    async fn freeze(
        &self,
        fleet: &mut Fleet,
        story: &mut Story,
        answered: usize,
        rng: &mut StdRng,
    ) -> anyhow::Result<()> {
        let one = fleet.any(rng);
        // A campaign whose messages both of them have just claimed.
        self.sandbox.slack.forget_calls();
        story.launch();
        Moment::draw_while_sending(rng).pass(fleet, self.sandbox, self.hooks, answered).await?;
        fleet.freeze(one)?;
        tokio::time::sleep(FROZEN).await;
        fleet.thaw(one)?;
        tokio::time::sleep(GOES_ON).await;
        Ok(())
    }
}

/// When the daily run is due, by the minute: in short runs at once, in others when the lives are well under way.
pub fn reminder_at(kills: usize, now: chrono::DateTime<chrono::Utc>) -> String {
    let ahead = if kills < 60 { 0 } else { 45 };
    (now + chrono::Duration::seconds(ahead)).format("%H:%M").to_string()
}
