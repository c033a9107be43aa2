//! Who asked a moment ago: whoever types twice is not looked up twice.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};

/// So long somebody who was recognised is known without a look into the directory, which itself is trusted for a day.
const KNOWN_FOR: Duration = Duration::minutes(1);
/// Most of them; whoever is forgotten for want of room is looked up again.
const MOST: usize = 10_000;

/// Addresses of Slack users who asked lately. Those of whoever asked longer ago go when the next one comes.
#[derive(Clone, Default)]
pub struct Faces(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    /// By Slack id: their address, and when it was looked up.
    faces: HashMap<String, (String, DateTime<Utc>)>,
    /// When those who are not known any more were last taken out.
    tidied_at: DateTime<Utc>,
}

impl Faces {
    /// The address of somebody who was recognised within the last minute.
    pub fn address_of(&self, slack_id: &str, now: DateTime<Utc>) -> Option<String> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (email, at) = seen.faces.get(slack_id)?;
        is_recent(*at, now).then(|| email.clone())
    }

    /// Notes whose address that is.
    pub fn note(&self, slack_id: &str, email: &str, now: DateTime<Utc>) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !is_recent(seen.tidied_at, now) {
            seen.faces.retain(|_, (_, at)| is_recent(*at, now));
            seen.tidied_at = now;
        }
        if seen.faces.len() >= MOST {
            seen.faces.clear();
        }
        seen.faces.insert(slack_id.to_owned(), (email.to_owned(), now));
    }
}

/// Also of a clock that was set back.
fn is_recent(at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now.signed_duration_since(at).abs() < KNOWN_FOR
}

/// Without the addresses.
impl fmt::Debug for Faces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Faces").finish_non_exhaustive()
    }
}
