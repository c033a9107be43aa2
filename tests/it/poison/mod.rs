//! One thing that never works: it is set aside after its tries, it is named, and nothing else waits for it.

mod by_hand;
mod campaigns;
mod events;
mod items;
mod messages;
mod reviewers;

use chrono::{DateTime, Duration, Utc};
use sandbox::Person;

use crate::support::World;

const CAMPAIGNS: &str = "/governance/api/v1/campaigns";
const REVIEWS: &str = "/governance/api/v1/reviews";
const POST: &str = "chat.postMessage";

/// Each of these got their one message within a minute.
#[track_caller]
fn told_within_a_minute(w: &World, since: DateTime<Utc>, people: &[&Person]) {
    for person in people {
        let messages = w.slack.messages_to(&person.slack);
        assert_eq!(messages.len(), 1, "{}", person.name);
        let late = messages[0].at - since;
        assert!(late <= Duration::minutes(1), "{} was told after {late}", person.name);
    }
}

/// Time goes by, a minute a step, with what becomes due in the minute after each.
async fn minutes(w: &World, many: i64) {
    for _ in 0..many {
        w.clock.advance_to(w.clock.now() + Duration::minutes(1));
        w.settle().await;
    }
}

/// What administrators see first.
async fn overview(w: &World) -> String {
    w.command(&w.company.dana, "status").await
}

/// The states and reasons of events about a campaign that are not done.
async fn undone(w: &World, campaign: &str) -> Vec<(String, String)> {
    let events = w.events().await.into_iter();
    let about = events.filter(|event| event.campaign_id.as_deref() == Some(campaign));
    let undone = about.filter(|event| ["new", "failed"].contains(&event.state.as_str()));
    undone.map(|event| (event.state, event.remark.unwrap_or_default())).collect()
}
