//! The vendors with their published limits and the service, on one clock that runs faster than the system's.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use certs::app::App;
use certs::clock::{Clock, FastClock};
use certs::config::Config;
use certs::store::{Store, schedule};
use certs::{web, work};
use chrono::{DateTime, Duration, Utc};
use entity::notification_log;
use sandbox::{Member, Sandbox, User};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use tokio::net::TcpListener;

/// The secret that the hook shows.
const HOOK_SECRET: &str = "bench-hook-secret";
/// How often the steps look for what has become due, as the service's heartbeat has it.
const BEAT: Duration = Duration::seconds(2);

/// Everything but the service.
pub struct Stage {
    /// The vendors.
    pub sandbox: Sandbox,
    clock: Arc<Mutex<FastClock>>,
    times: u32,
}

impl Stage {
    /// Vendors on a clock that shows `start` and runs so many times as fast as the system's.
    pub async fn set_up(start: DateTime<Utc>, times: u32) -> anyhow::Result<Self> {
        let clock = Arc::new(Mutex::new(FastClock::starting_at(start, times)));
        let theirs = clock.clone();
        let sandbox = Sandbox::start(Arc::new(move || shown(&theirs).now())).await?;
        Ok(Self { sandbox, clock, times })
    }

    /// The clock as it is now.
    pub fn clock(&self) -> Clock {
        Clock::Fast(shown(&self.clock))
    }

    /// Goes on at another time; whoever has the clock of before has to be stopped.
    pub fn go_on_at(&self, instant: DateTime<Utc>) {
        *self.clock.lock().unwrap_or_else(PoisonError::into_inner) =
            FastClock::starting_at(instant, self.times);
    }

    /// Somebody with an account in both places; the id is Okta's.
    pub fn employ(&self, number: usize) -> String {
        let (first, last) = (format!("N{number}"), "Reviewer");
        let user = User::new(&first, last);
        let id = user.id.clone();
        self.sandbox.slack.add_member(Member::new(&first, last));
        self.sandbox.okta.add_user(user);
        id
    }

    /// What was asked of the vendors, by what was asked.
    pub fn calls(&self) -> BTreeMap<String, usize> {
        let mut calls: BTreeMap<String, usize> = BTreeMap::new();
        for call in self.sandbox.slack.calls() {
            *calls.entry(call.path.replace("/api/", "")).or_default() += 1;
        }
        for call in self.sandbox.okta.calls() {
            // Without the ids.
            let path: Vec<&str> =
                call.path.split('/').filter(|part| part.len() < 20 && !part.is_empty()).collect();
            *calls.entry(format!("Okta {}", path.join("/"))).or_default() += 1;
        }
        calls
    }

    /// The settings of a service here.
    pub fn settings(&self, database: &str, more: &[(&str, &str)]) -> anyhow::Result<Config> {
        let (okta, slack) = (&self.sandbox.okta, &self.sandbox.slack);
        let set = [
            ("DATABASE_URL", database.to_owned()),
            ("OKTA_ORG_URL", okta.url()),
            ("OKTA_API_TOKEN", okta.token().to_owned()),
            ("OKTA_HOOK_SECRET", HOOK_SECRET.to_owned()),
            ("SLACK_API_URL", slack.url()),
            ("SLACK_BOT_TOKEN", slack.token().to_owned()),
            ("SLACK_SIGNING_SECRET", slack.signing_secret().to_owned()),
        ];
        let more = more.iter().map(|(name, value)| (*name, (*value).to_owned()));
        let set: Vec<(&str, String)> = set.into_iter().chain(more).collect();
        let value =
            |name: &str| set.iter().rev().find(|(one, _)| *one == name).map(|(_, value)| value.clone());
        Ok(Config::from_lookup(&value)?)
    }

    /// The service, with its loops and its address.
    pub async fn serve(&self, config: Config) -> anyhow::Result<App> {
        let store = Store::connect(&config.database_url).await?;
        store.migrate().await?;
        let app = App::new(config, self.clock(), store)?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base = format!("http://{}", listener.local_addr()?);
        let routes = web::router(app.clone());
        tokio::spawn(web::serve(listener, routes, web::Limits::default(), app.stop.clone()));
        self.sandbox.okta.point_hook(&format!("{base}/okta/hooks"), HOOK_SECRET);
        self.sandbox.slack.point_app(&base);
        Ok(app)
    }
}

/// Starts the loops of the service.
pub fn work(app: &App) {
    work::start(app);
    let app = app.clone();
    app.tasks.clone().spawn(async move {
        while !app.stop.is_cancelled() {
            app.clock.sleep_until(app.clock.now() + BEAT).await;
            app.wake.ring();
        }
    });
}

/// Stops the service.
pub async fn stop(app: App) {
    app.stop.cancel();
    app.tasks.close();
    app.tasks.wait().await;
    app.store.close().await;
}

/// Waits until Okta was looked through, as after every start.
pub async fn swept(app: &App) -> anyhow::Result<()> {
    let is_done = async || {
        let state = schedule::find(&app.store.db, "sweep").await?;
        Ok(state.and_then(|state| state.last_done_at).map(drop))
    };
    measure::eventually("the sweep after the start", is_done).await
}

/// Waits until so many notices are sent.
pub async fn sent(app: &App, many: usize) -> anyhow::Result<()> {
    let sent = notification_log::Entity::find().filter(notification_log::Column::State.eq("sent"));
    measure::reached("messages", many as u64, async || Ok(sent.clone().count(&app.store.db).await?)).await
}

/// The number behind `name` on the command line.
pub fn argument(name: &str, usual: usize) -> anyhow::Result<usize> {
    let mut arguments = std::env::args().skip_while(|argument| argument != name).skip(1);
    arguments.next().map_or(Ok(usual), |value| value.parse().with_context(|| format!("{name} {value}")))
}

fn shown(clock: &Mutex<FastClock>) -> FastClock {
    *clock.lock().unwrap_or_else(PoisonError::into_inner)
}
