//! What every flow needs, wired together once.

mod faces;
mod strangers;
mod stubborn;
pub mod troubles;

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::{DateTime, Duration, Utc};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::Clock;
use crate::config::Config;
use crate::okta::Okta;
use crate::slack::Slack;
use crate::slack::view::Frame;
use crate::slack::view::wording::{self, Wording};
use crate::store::Store;
use crate::store::inbox::Together;
use faces::Faces;
pub use strangers::Roster;
use strangers::Strangers;
use stubborn::Stubborn;
use troubles::Troubles;

/// The service, without its loops and its server; clones are the same service.
#[derive(Debug, Clone)]
pub struct App {
    /// The settings.
    pub config: Arc<Config>,
    /// Words in the place of ours.
    pub wording: Wording,
    /// The time.
    pub clock: Clock,
    /// The database.
    pub store: Store,
    /// The way into the inbox for what is answered once it is stored.
    pub intake: Together,
    /// The Okta org.
    pub okta: Okta,
    /// The Slack workspace.
    pub slack: Slack,
    /// Names this process among others on the same database.
    pub instance: Arc<str>,
    /// Tells the steps that there may be work.
    pub wake: Wake,
    /// What an operator has to mend.
    pub troubles: Troubles,
    /// Questions that Okta was asked lately.
    pub unanswered: Unanswered,
    /// People who will be written to, and of whom it is not known where.
    pub strangers: Strangers,
    /// People who asked something a moment ago.
    pub faces: Faces,
    /// Messages that Slack fails at while it takes others.
    pub stubborn: Stubborn,
    /// Where the org said that its reviews app is.
    pub reviews_app: Arc<OnceLock<String>>,
    /// Whether Okta was swept since the start.
    pub swept: Arc<AtomicBool>,
    /// Whether reading Okta's System Log was tried since the start.
    pub log_tried: Arc<AtomicBool>,
    /// Whether it was said that Okta refuses its System Log.
    pub log_refused: Arc<AtomicBool>,
    /// Whatever is still to be finished before the process may end.
    pub tasks: TaskTracker,
    /// Asked to stop.
    pub stop: CancellationToken,
}

impl App {
    /// Wires the parts.
    ///
    /// # Errors
    /// When a template cannot be used, or no HTTP client can be set up.
    pub fn new(config: Config, clock: Clock, store: Store) -> anyhow::Result<Self> {
        let wording = match &config.templates {
            Some(directory) => wording::load(directory)?,
            None => Wording::default(),
        };
        let troubles = Troubles::default();
        troubles.begin();
        Ok(Self {
            okta: Okta::new(&config.okta, clock.clone())?,
            slack: Slack::new(&config.slack, clock.clone())?,
            wording,
            config: Arc::new(config),
            clock,
            store,
            intake: Together::default(),
            instance: uuid::Uuid::new_v4().to_string().into(),
            wake: Wake::default(),
            troubles,
            unanswered: Unanswered::default(),
            strangers: Strangers::default(),
            faces: Faces::default(),
            stubborn: Stubborn::default(),
            reviews_app: Arc::default(),
            swept: Arc::default(),
            log_tried: Arc::default(),
            log_refused: Arc::default(),
            tasks: TaskTracker::new(),
            stop: CancellationToken::new(),
        })
    }

    /// What every message is rendered with.
    pub fn frame(&self) -> Frame {
        let review_url = self.reviews_app.get().unwrap_or(&self.config.review_url).clone();
        let frame = Frame::new(review_url, self.config.daily_run.zone, self.clock.now());
        Frame { pilot: self.config.pilot.clone(), wording: self.wording.clone(), ..frame }
    }
}

/// The bell that wakes the steps; a ring is never missed by one who looked before.
#[derive(Debug, Clone)]
pub struct Wake(Arc<watch::Sender<()>>);

impl Default for Wake {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(())))
    }
}

impl Wake {
    /// Rings.
    pub fn ring(&self) {
        self.0.send_replace(());
    }

    /// Someone who hears every ring from now on.
    pub fn listener(&self) -> watch::Receiver<()> {
        self.0.subscribe()
    }
}

/// People about whom Okta was asked for an address: one who has none is not asked for with every event.
#[derive(Debug, Clone, Default)]
pub struct Unanswered(Arc<Mutex<HashMap<String, DateTime<Utc>>>>);

/// An address that was added in Okta is noticed within this.
const ASK_AGAIN_AFTER: Duration = Duration::hours(1);

impl Unanswered {
    /// Okta had no answer: it may be asked again at any time.
    pub fn ask_again(&self, id: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
    }

    /// Whether Okta may be asked about this person, and if so, that it is.
    pub fn may_ask(&self, id: &str, now: DateTime<Utc>) -> bool {
        let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        asked.retain(|_, at| now - *at < ASK_AGAIN_AFTER);
        if asked.contains_key(id) {
            return false;
        }
        asked.insert(id.to_owned(), now);
        true
    }
}
