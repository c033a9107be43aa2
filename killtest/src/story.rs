//! What happens while the service lives and dies: campaigns begin, and items are handed on in bursts.

use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use sandbox::Sandbox;

use crate::crowd::{Crowd, ITEMS};
use crate::earlier::Earlier;

/// Most people who hand something on in one burst.
const GIVERS: usize = 6;

/// The deeds, and what they make true.
pub struct Story {
    sandbox: Sandbox,
    crowd: Crowd,
    /// What happened before it.
    pub earlier: Earlier,
    launched: usize,
    lives: usize,
    /// Each item that was handed on, with the Okta id of who has it now.
    pub handed: Vec<(String, String)>,
}

impl Story {
    /// A story that is told in so many lives.
    pub fn new(sandbox: &Sandbox, crowd: Crowd, earlier: Earlier, lives: usize) -> Self {
        Self { sandbox: sandbox.clone(), crowd, earlier, launched: 0, lives, handed: Vec::new() }
    }

    /// What happens in this life: a launch when it is time for one, else a burst.
    pub fn go_on(&mut self, life: usize, rng: &mut StdRng) {
        let cohorts = self.crowd.cohorts.len();
        // Spread over the first two thirds, so that there is time for bursts in each.
        let due = 1 + life * 3 * cohorts / (self.lives.max(1) * 2);
        if self.launched < due.min(cohorts) {
            self.launch();
        } else {
            self.burst(rng);
        }
    }

    /// Launches what is left, when there are few lives.
    pub fn launch_the_rest(&mut self) {
        while self.launched < self.crowd.cohorts.len() {
            self.launch();
        }
    }

    /// Launches the next campaign, if one is left.
    pub fn launch(&mut self) {
        if let Some(cohort) = self.crowd.cohorts.get(self.launched) {
            self.sandbox.okta.launch(&cohort.campaign);
        }
        self.launched += 1;
    }

    /// Several people of one campaign hand on some of their items, but never all. It is one of which a message has
    /// arrived: what moves before a campaign was read is simply assigned to who has it then.
    fn burst(&mut self, rng: &mut StdRng) {
        let slack = &self.sandbox.slack;
        let mut known: Vec<_> = self.crowd.cohorts.iter_mut().take(self.launched).collect();
        known.retain(|cohort| {
            cohort.givers.iter().any(|giver| !giver.has_given)
                && cohort.givers.iter().any(|giver| !slack.messages_to(&giver.slack).is_empty())
        });
        if known.is_empty() {
            return;
        }
        let chosen = rng.random_range(0..known.len());
        let Some(cohort) = known.get_mut(chosen) else { return };
        let colleagues: Vec<String> = cohort.givers.iter().map(|giver| giver.okta.clone()).collect();
        let most = rng.random_range(1..=GIVERS);
        for giver in cohort.givers.iter_mut().filter(|giver| !giver.has_given).take(most) {
            let heirs = if rng.random_ratio(1, 2) { &self.crowd.heirs } else { &colleagues };
            let Some(heir) = heirs.choose(rng).filter(|heir| **heir != giver.okta) else { continue };
            let some: Vec<String> = giver.items.iter().take(rng.random_range(1..ITEMS)).cloned().collect();
            self.sandbox.okta.reassign(&some, &giver.okta, heir, "You know these better");
            giver.has_given = true;
            self.handed.extend(some.into_iter().map(|item| (item, heir.clone())));
        }
    }

    /// The key of the launch DM of each reviewer, with their Slack id.
    pub fn launches(&self) -> impl Iterator<Item = (String, &str)> {
        self.crowd.cohorts.iter().flat_map(|cohort| {
            let key = |okta: &str| format!("launch:{}:{okta}", cohort.campaign);
            cohort.givers.iter().map(move |giver| (key(&giver.okta), giver.slack.as_str()))
        })
    }
}
