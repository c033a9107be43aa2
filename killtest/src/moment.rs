//! When the service is killed: at any time, or the moment it has come so far.

use std::time::Duration;

use rand::Rng;
use rand::rngs::StdRng;
use sandbox::Sandbox;

use crate::fleet::Fleet;
use crate::hooks::Hooks;

/// A life does not wait longer for its moment: what it waits for may be leased by a life before.
const AT_MOST: Duration = Duration::from_millis(1500);
/// How often it is looked whether the moment has come.
const LOOK: Duration = Duration::from_millis(1);

/// When in a life something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Before it: no hook gets through.
    Down,
    /// While the process starts.
    Start,
    /// When it is ready.
    Ready,
}

impl At {
    /// Draws one.
    pub fn draw(rng: &mut StdRng) -> Self {
        match rng.random_range(0..4) {
            0 => Self::Down,
            1 => Self::Start,
            _ => Self::Ready,
        }
    }
}

/// What the end of a life is keyed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    /// The start of the process, while it brings the schema up to date and binds.
    Start,
    /// It is ready.
    Ready,
    /// A hook was answered.
    Hook,
    /// So many reads of items in Okta.
    Reads(usize),
    /// So many messages.
    Posts(usize),
}

/// The end of a life.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    after: After,
    then: Duration,
}

impl Moment {
    /// Draws one.
    pub fn draw(rng: &mut StdRng) -> Self {
        let (after, millis) = match rng.random_range(0..10) {
            0 => (After::Start, 150),
            1 => (After::Ready, 700),
            2 | 3 => (After::Hook, 15),
            4 | 5 => (After::Reads(rng.random_range(1..=8)), 40),
            _ => (After::Posts(rng.random_range(1..=12)), 4),
        };
        Self { after, then: Duration::from_micros(rng.random_range(0..=millis * 1000)) }
    }

    /// Draws one in the midst of sending.
    pub fn draw_while_sending(rng: &mut StdRng) -> Self {
        let then = Duration::from_micros(rng.random_range(0..=4000));
        Self { after: After::Posts(rng.random_range(1..=4)), then }
    }

    /// Whether it waits until the service is ready.
    pub fn is_while_serving(self) -> bool {
        self.after != After::Start
    }

    /// Waits for it; `answered` hooks were when the life began.
    pub async fn pass(
        self,
        fleet: &mut Fleet,
        sandbox: &Sandbox,
        hooks: &Hooks,
        answered: usize,
    ) -> anyhow::Result<()> {
        let has_come = || match self.after {
            After::Start | After::Ready => true,
            After::Hook => hooks.answered() > answered,
            After::Reads(n) => sandbox.okta.count("/governance/api/v1/reviews") >= n,
            After::Posts(n) => sandbox.slack.count("chat.postMessage") >= n,
        };
        let waiting = async {
            while !has_come() {
                fleet.lives()?;
                tokio::time::sleep(LOOK).await;
            }
            anyhow::Ok(())
        };
        // That it did not come is a moment too.
        if let Ok(outcome) = tokio::time::timeout(AT_MOST, waiting).await {
            outcome?;
        }
        tokio::time::sleep(self.then).await;
        Ok(())
    }
}
