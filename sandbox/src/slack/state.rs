//! The workspace's memory: everything behind the one lock of the local Slack.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::sync::watch;

use super::members::Members;
use super::model::{Channel, Member, Message};
use super::pace::Pace;
use super::socket::Sockets;
use super::whisper::{About, Whisper};
use crate::fault::Faults;
use crate::record::Record;

/// The scopes that an installation has unless a story says otherwise.
pub(super) const DEFAULT_SCOPES: &[&str] = &[
    "chat:write",
    "users:read",
    "users:read.email",
    "im:write",
    "mpim:write",
    "groups:write",
    "groups:read",
    "pins:write",
    "commands",
    "im:history",
];

/// A published home view.
#[derive(Clone, Debug)]
pub(super) struct Home {
    pub(super) view: Value,
    pub(super) hash: String,
}

/// A URL for later answers to a command or a click.
#[derive(Debug)]
pub(super) struct ResponseUrl {
    pub(super) user: String,
    /// What was typed or clicked.
    pub(super) about: About,
    pub(super) since: DateTime<Utc>,
    pub(super) used: u32,
}

/// Everything that the workspace knows.
#[derive(Debug)]
pub(super) struct State {
    pub(super) members: Members,
    pub(super) open: HashSet<String>,
    /// Conversations of several people and the app, by id.
    pub(super) groups: BTreeMap<String, Vec<String>>,
    pub(super) channels: BTreeMap<String, Channel>,
    /// The messages that are pinned, by conversation.
    pub(super) pinned: HashMap<String, Vec<String>>,
    pub(super) messages: Vec<Message>,
    pub(super) homes: HashMap<String, Home>,
    pub(super) responses: HashMap<String, ResponseUrl>,
    pub(super) later: Vec<(String, Value)>,
    pub(super) whispers: Vec<Whisper>,
    pub(super) changed: watch::Sender<()>,
    pub(super) scopes: Vec<String>,
    pub(super) app: Option<String>,
    pub(super) sockets: Sockets,
    pub(super) record: Record,
    pub(super) faults: Faults,
    pub(super) pace: Pace,
    last_ts: i64,
    made: u64,
}

impl State {
    pub(super) fn new() -> Self {
        Self {
            members: Members::default(),
            open: HashSet::new(),
            groups: BTreeMap::new(),
            channels: BTreeMap::new(),
            pinned: HashMap::new(),
            messages: Vec::new(),
            homes: HashMap::new(),
            responses: HashMap::new(),
            later: Vec::new(),
            whispers: Vec::new(),
            changed: watch::Sender::new(()),
            scopes: DEFAULT_SCOPES.iter().map(|&scope| scope.to_owned()).collect(),
            app: None,
            sockets: Sockets::default(),
            record: Record::default(),
            faults: Faults::default(),
            pace: Pace::default(),
            last_ts: 0,
            made: 0,
        }
    }

    pub(super) fn member(&self, id: &str) -> Option<&Member> {
        self.members.by_id(id)
    }

    /// The member whose DM this is.
    pub(super) fn partner(&self, dm: &str) -> Option<&Member> {
        self.members.by_dm(dm)
    }

    pub(super) fn message_mut(&mut self, channel: &str, ts: &str) -> Option<&mut Message> {
        self.messages.iter_mut().find(|message| message.channel == channel && message.ts == ts)
    }

    /// A `ts` from the clock, later than every one before.
    pub(super) fn next_ts(&mut self, now: DateTime<Utc>) -> String {
        self.last_ts = now.timestamp_micros().max(self.last_ts + 1);
        format!("{}.{:06}", self.last_ts / 1_000_000, self.last_ts % 1_000_000)
    }

    /// A number that no id was made from before.
    pub(super) fn fresh(&mut self) -> u64 {
        self.made += 1;
        self.made
    }

    /// A `trigger_id`, which nothing here redeems.
    pub(super) fn trigger(&mut self, now: DateTime<Utc>) -> String {
        format!("{}.{}.{:032x}", now.timestamp_millis(), now.timestamp(), self.fresh())
    }
}
