//! The local Slack: a workspace whose state a story changes, whose Web API follows the published descriptions, and
//! which speaks to the app as Slack does.

mod args;
mod blocks;
mod channels;
mod chat;
mod click;
mod conversations;
mod elements;
mod http;
mod members;
mod model;
mod outbound;
mod pace;
mod problems;
mod reply;
mod respond;
mod sign;
mod socket;
mod state;
mod text;
mod users;
mod views;
mod whisper;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::sync::watch;

use crate::Now;
use crate::fault::Fault;
use crate::record::Call;
use crate::server::Server;
use http::SlackDesk;
use state::State;

pub use click::Control;
pub use model::{Answer, Channel, Member, Message};
pub use sign::signature;
pub use socket::APP_TOKEN;
pub use text::{render, shown};
pub use whisper::Whisper;

/// The app's id.
pub const APP_ID: &str = "A0CERTS01";
/// The id of the app's bot.
pub const BOT_ID: &str = "B0CERTS01";
/// The user id of the app's bot.
pub const BOT_USER: &str = "U0CERTSBOT";
/// The workspace's id.
pub const TEAM_ID: &str = "T0ACME001";

/// A handle on the local Slack; clones share it.
#[derive(Clone)]
pub struct Slack {
    state: Arc<Mutex<State>>,
    server: Arc<Server>,
    now: Now,
    token: String,
    signing_secret: String,
    client: reqwest::Client,
    patience: Duration,
}

impl fmt::Debug for Slack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slack").field("url", &self.server.url).finish_non_exhaustive()
    }
}

impl Slack {
    pub(crate) async fn start(now: Now, patience: Duration) -> anyhow::Result<Self> {
        let state = Arc::new(Mutex::new(State::new()));
        let token = "xoxb-sandbox-0123456789".to_owned();
        let signing_secret = "5a4d0b0c5a4d0b0c5a4d0b0c5a4d0b0c".to_owned();
        let desk = SlackDesk { state: state.clone(), now: now.clone(), token: token.clone() };
        let server = Arc::new(Server::start(|_| desk).await?);
        socket::start(&state).await?;
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let client = client.timeout(patience).build()?;
        Ok(Self { state, server, now, token, signing_secret, client, patience })
    }

    fn now(&self) -> DateTime<Utc> {
        (self.now)()
    }

    fn with<T>(&self, f: impl FnOnce(&mut State) -> T) -> T {
        f(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The base URL of the Web API, ending in `/api`.
    pub fn url(&self) -> String {
        format!("{}/api", self.server.url)
    }

    /// The bot token that it accepts.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// What it signs its requests with.
    pub fn signing_secret(&self) -> &str {
        &self.signing_secret
    }

    /// Where the app listens (`http://127.0.0.1:PORT`); requests go to its `/slack/commands`, `/slack/interactions`
    /// and `/slack/events`.
    pub fn point_app(&self, base_url: &str) {
        self.with(|state| state.app = Some(base_url.trim_end_matches('/').to_owned()));
    }

    /// Adds a member, or puts them in the place of the one with this id.
    pub fn add_member(&self, member: Member) {
        self.with(|state| state.members.put(member));
    }

    /// Deactivates an account.
    pub fn deactivate(&self, user_id: &str) {
        self.with(|state| match state.members.by_id_mut(user_id) {
            Some(member) => member.deactivated = true,
            None => state.record.strange(format!("a story names a member that is not there: {user_id}")),
        });
    }

    /// The members, in the order in which they came.
    pub fn members(&self) -> Vec<Member> {
        self.with(|state| state.members.all().to_vec())
    }

    /// What the app posted, oldest first, as it stands.
    pub fn messages(&self) -> Vec<Message> {
        self.with(|state| state.messages.clone())
    }

    /// What the app posted to the user.
    pub fn messages_to(&self, user_id: &str) -> Vec<Message> {
        self.with(|state| state.messages.iter().filter(|message| message.user == user_id).cloned().collect())
    }

    /// The conversations of several people and the app: their ids, and who is in them.
    pub fn group_dms(&self) -> Vec<(String, Vec<String>)> {
        self.with(|state| state.groups.clone().into_iter().collect())
    }

    /// The channels of the workspace, oldest first.
    pub fn channels(&self) -> Vec<Channel> {
        self.with(|state| state.channels.values().cloned().collect())
    }

    /// Adds a channel, or puts it in the place of the one with this id.
    pub fn set_channel(&self, channel: Channel) {
        self.with(|state| state.channels.insert(channel.id.clone(), channel));
    }

    /// The messages that are pinned in a conversation, in the order of their pins.
    pub fn pinned_in(&self, channel: &str) -> Vec<Message> {
        self.with(|state| {
            let pinned = state.pinned.get(channel).cloned().unwrap_or_default();
            pinned.iter().filter_map(|ts| state.message_mut(channel, ts).map(|found| found.clone())).collect()
        })
    }

    /// What the app posted in a conversation.
    pub fn messages_in(&self, channel: &str) -> Vec<Message> {
        let there = |message: &&Message| message.channel == channel;
        self.with(|state| state.messages.iter().filter(there).cloned().collect())
    }

    /// The user's App Home as it was published last.
    pub fn home_of(&self, user_id: &str) -> Option<Value> {
        self.with(|state| state.homes.get(user_id).map(|home| home.view.clone()))
    }

    /// What was sent to response URLs: the user who sees it, and the body.
    pub fn later_answers(&self) -> Vec<(String, Value)> {
        self.with(|state| state.later.clone())
    }

    /// Says whenever the app has changed something here, or may have.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.with(|state| state.changed.subscribe())
    }

    /// The requests and answers so far.
    pub fn calls(&self) -> Vec<Call> {
        self.with(|state| state.record.calls.clone())
    }

    /// How often the method was called.
    pub fn count(&self, method: &str) -> usize {
        let path = format!("/api/{method}");
        self.with(|state| state.record.calls.iter().filter(|call| call.path == path).count())
    }

    /// Forgets the requests so far.
    pub fn forget_calls(&self) {
        self.with(|state| state.record.calls.clear());
    }

    /// What it did not understand; a story fails on these.
    pub fn strange(&self) -> Vec<String> {
        self.with(|state| state.record.strange.clone())
    }

    /// The next so many calls of the method go wrong; `response` stands for every response URL.
    pub fn fail_next(&self, method: &str, n: usize, fault: Fault) {
        self.with(|state| state.faults.add(method, None, n, fault));
    }

    /// The same for calls that speak of this: a user, an address, a channel.
    pub fn fail_about(&self, method: &str, about: &str, n: usize, fault: Fault) {
        self.with(|state| state.faults.add(method, Some(about), n, fault));
    }

    /// Takes back every fault still to come.
    pub fn heal(&self) {
        self.with(|state| state.faults.clear());
    }

    /// The scopes of the installation from now on.
    pub fn set_scopes(&self, scopes: &[&str]) {
        self.with(|state| state.scopes = scopes.iter().map(|&scope| scope.to_owned()).collect());
    }

    /// Whether the rate limits are lifted.
    pub fn limits_off(&self, off: bool) {
        self.with(|state| state.pace.switch_off(off));
    }

    /// Calls of the method per minute.
    pub fn set_rate_limit(&self, method: &str, per_minute: u32) {
        self.with(|state| state.pace.set(method, per_minute));
    }
}
