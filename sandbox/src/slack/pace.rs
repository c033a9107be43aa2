//! Slack's rate limits by the injected clock: tiers by method, one post a second to a channel, a cap for all posts.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::limits;
use crate::window::Window;

/// Seconds of a Slack rate-limit window.
const WINDOW_SECONDS: i64 = 60;

/// The limits of one app in one workspace.
#[derive(Debug, Default)]
pub(super) struct Pace {
    off: bool,
    methods: HashMap<String, Window>,
    channels: HashMap<String, Bucket>,
}

/// A bucket that fills with one token a second.
#[derive(Debug)]
struct Bucket {
    millis: i64,
    at: DateTime<Utc>,
}

impl Pace {
    pub(super) fn switch_off(&mut self, off: bool) {
        self.off = off;
    }

    pub(super) fn set(&mut self, method: &str, per_minute: u32) {
        self.methods.insert(method.to_owned(), Window::new(per_minute, WINDOW_SECONDS));
    }

    /// Counts a call of the method; the seconds to wait where it comes too early.
    pub(super) fn method(&mut self, method: &str, now: DateTime<Utc>) -> Option<u64> {
        if self.off {
            return None;
        }
        let window = self
            .methods
            .entry(method.to_owned())
            .or_insert_with(|| Window::new(per_minute(method), WINDOW_SECONDS));
        let standing = window.count(now);
        let wait = (standing.reset - now).num_seconds().max(1);
        (!standing.allowed).then(|| u64::try_from(wait).unwrap_or(1))
    }

    /// Counts a post to the channel; the seconds to wait where it comes too early.
    pub(super) fn channel(&mut self, channel: &str, now: DateTime<Utc>) -> Option<u64> {
        if self.off {
            return None;
        }
        let full = i64::from(limits::POST_BURST) * 1000;
        let bucket = self.channels.entry(channel.to_owned()).or_insert(Bucket { millis: full, at: now });
        let gone = (now - bucket.at).num_milliseconds();
        if gone < 0 {
            // The clock was set back.
            bucket.millis = full;
        }
        bucket.millis = bucket.millis.saturating_add(gone.max(0)).min(full);
        bucket.at = now;
        if bucket.millis < 1000 {
            return Some(1);
        }
        bucket.millis -= 1000;
        None
    }
}

fn per_minute(method: &str) -> u32 {
    match method {
        "users.list" | "conversations.create" | "conversations.list" | "pins.add" => {
            limits::TIER_2_PER_MINUTE
        }
        "users.info" | "views.publish" => limits::TIER_4_PER_MINUTE,
        "auth.test" => limits::AUTH_TEST_PER_MINUTE,
        "chat.postMessage" => limits::POSTS_PER_MINUTE,
        _ => limits::TIER_3_PER_MINUTE,
    }
}
