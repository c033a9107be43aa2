//! The campaign channel: the status of each campaign, pinned and kept true, and a line when it begins and when it ends.

mod kept_true;
mod made;
mod trouble;

use chrono::Duration;
use sandbox::{Channel, Message};

use crate::support::World;

const SETTING: &str = "CERTS_CAMPAIGN_CHANNEL";
const CHANNEL: &str = "C0REVIEWS";
const CREATE: &str = "conversations.create";
const UPDATE: &str = "chat.update";

/// The channel that is set is there, with the app in it.
fn with_channel(w: &World) {
    w.slack.set_channel(Channel { has_app: true, ..without_app() });
}

/// The same, and the app is not in it.
fn without_app() -> Channel {
    Channel::new(CHANNEL, "access-reviews")
}

/// What was posted in the channel, as it stands, in the order of posting.
fn posted(w: &World, channel: &str) -> Vec<Message> {
    w.slack.messages_in(channel)
}

/// The same as notifications showed it.
fn announced(w: &World, channel: &str) -> Vec<String> {
    posted(w, channel).into_iter().map(|message| message.announced).collect()
}

/// The status as it reads now; there is one, and it is the one that is pinned.
fn board(w: &World, channel: &str) -> String {
    let pinned = w.slack.pinned_in(channel);
    assert_eq!(pinned.len(), 1, "pinned in {channel}");
    pinned[0].as_text().join("\n").replace('*', "")
}

/// So many of the open items are decided.
fn decide(w: &World, campaign: &str, many: usize) {
    let open = w.okta.reviews(campaign).into_iter().filter(|item| item.decision == "UNREVIEWED");
    open.take(many).for_each(|item| w.okta.decide(&item.id, &w.company.alice.okta, "APPROVE"));
}

/// Later, without anything being done meanwhile.
fn later(w: &World, seconds: i64) {
    w.clock.advance_to(w.clock.now() + Duration::seconds(seconds));
}
