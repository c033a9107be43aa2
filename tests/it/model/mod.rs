//! The model of `docs/delivery.md`, checked on the real code: two workers on one database send while they crash, freeze
//! past their leases and go on, Slack answers whatever it likes, and time passes, in any order. In the end each fact
//! was told once, and the record of it holds no step that the model does not know.

mod act;
mod worker;

use certs::work;
use chrono::Duration;
use proptest::collection::vec;
use proptest::prelude::*;
use sandbox::Campaign;

use crate::support::{World, world};
use act::{Act, acts};
use worker::Worker;

/// Orders of events that are tried. Each is a world of its own, so there are not many in one run of the tests; with
/// `PROPTEST_CASES` there are as many as one likes.
const CASES: u32 = 24;
/// Scopes without the one that lets us look into a DM.
const BLIND: &[&str] = &["chat:write", "commands", "im:write", "users:read", "users:read.email"];

/// Two campaigns: one that is told of now, one that may begin at any moment.
struct Story {
    workers: [Worker; 2],
    second: Option<Campaign>,
}

async fn play(w: &mut World, acts: &[Act], sees: bool) {
    if !sees {
        w.slack.set_scopes(BLIND);
    }
    let first = w.crowd("Alpha", 5);
    let second = w.crowd("Beta", 4);
    w.okta.launch(&first.id);
    tell(w).await;
    let workers = [Worker::new(w).await, Worker::new(w).await];
    let mut story = Story { workers, second: Some(second) };
    for act in acts {
        story.play(w, act).await;
    }
    Box::pin(story.end(w)).await;
    check(w, sees).await;
}

/// Okta tells what happened, and what follows is planned.
async fn tell(w: &World) {
    assert!(w.okta.send_hooks().await.unwrap().iter().all(|status| *status == 204));
    while certs::flow::intake::step(&w.app).await.unwrap() == certs::flow::Progress::Busy {}
}

impl Story {
    async fn play(&mut self, w: &World, act: &Act) {
        match act {
            Act::Work(at) => self.workers[*at].work().await,
            Act::Crash(at, after) => self.workers[*at].crash(w, *after).await,
            Act::Freeze(at, after) => self.workers[*at].freeze(w, *after).await,
            Act::Thaw(at) => self.workers[*at].thaw().await,
            Act::Answer(fault) => w.slack.fail_next("chat.postMessage", 1, *fault),
            Act::AnswerLook(fault) => w.slack.fail_next("conversations.history", 1, *fault),
            Act::Pass(seconds) => w.clock.advance_to(w.clock.now() + Duration::seconds(*seconds)),
            Act::Launch => {
                if let Some(campaign) = self.second.take() {
                    w.okta.launch(&campaign.id);
                    tell(w).await;
                }
            }
        }
    }

    /// One worker goes on where it froze, the other never wakes; then everything is well, and the rest is done.
    async fn end(self, w: &World) {
        let [mut woken, dead] = self.workers;
        woken.thaw().await;
        drop((woken, dead));
        if let Some(campaign) = self.second {
            w.okta.launch(&campaign.id);
            tell(w).await;
        }
        w.slack.heal();
        w.clock.advance_to(w.clock.now() + Duration::minutes(1));
        work::settle(&w.app, Duration::minutes(3)).await.unwrap();
    }
}

/// Each person was told once; where nobody can look, at most once, and whoever was not is unknown.
async fn check(w: &mut World, sees: bool) {
    let outbox = w.outbox().await;
    assert_eq!(outbox.len(), 9);
    for row in &outbox {
        let is_it =
            |message: &&sandbox::Message| message.metadata["event_payload"]["key"] == row.key.as_str();
        let arrived = w.slack.messages().iter().filter(is_it).count();
        match row.state.as_str() {
            "sent" => assert_eq!(arrived, 1, "{} is sent", row.key),
            "unknown" if !sees => assert!(arrived <= 1, "{} arrived {arrived} times", row.key),
            state => panic!("{} is {state}: {:?}", row.key, row.problem),
        }
    }
    w.expected_unknown = outbox.iter().filter(|row| row.state == "unknown").count();
}

/// Plays one order of events in a world of its own.
fn in_a_world(acts: &[Act], sees: bool) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(Box::pin(world(async |w| Box::pin(play(w, acts, sees)).await)));
}

fn config() -> ProptestConfig {
    let usual = ProptestConfig::default();
    // 256, unless the environment says otherwise.
    let cases = if usual.cases == 256 { CASES } else { usual.cases };
    ProptestConfig { cases, max_shrink_iters: 40, failure_persistence: None, ..usual }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_happens_each_is_told_once(acts in vec(acts(), 1..25)) {
        in_a_world(&acts, true);
    }

    #[test]
    fn where_nobody_can_look_none_is_told_twice(acts in vec(acts(), 1..25)) {
        in_a_world(&acts, false);
    }
}
