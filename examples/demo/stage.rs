//! The stage: the service, the two vendors and a clock, and a transcript of what people see.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use certs::app::App;
use certs::clock::{Clock, ManualClock};
use certs::config::Config;
use certs::store::Store;
use certs::{boot, web, work};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use sandbox::{Company, Message, Person, Review, Reviewer, Sandbox};
use tempfile::TempDir;
use tokio::net::TcpListener;

/// What the hook shows; made up like everything here.
const HOOK_SECRET: &str = "demo-hook-secret";
/// How long anybody here waits for an answer by the system's clock: the time of the story is another one.
const PATIENCE: Duration = Duration::from_mins(5);

pub struct Stage {
    pub app: App,
    pub sandbox: Sandbox,
    pub company: Company,
    pub clock: ManualClock,
    pace: Duration,
    shown: usize,
    /// Every message that was sent: the day, whom, and what kind.
    pub sent: Vec<(NaiveDate, String, String)>,
    _folder: TempDir,
}

impl Stage {
    /// With these settings besides those that there have to be.
    pub async fn set_up(pace: Duration, more: &[(&'static str, &str)]) -> anyhow::Result<Self> {
        boot::choose_cryptography();
        let clock = ManualClock::at(instant("2026-09-01 08:00")?);
        let now = clock.clone();
        let sandbox = Sandbox::start_patient(Arc::new(move || now.now()), PATIENCE).await?;
        let company = Company::acme();
        company.move_in(&sandbox);
        let folder = tempfile::tempdir()?;
        let mut settings: BTreeMap<&str, String> = [
            ("DATABASE_URL", format!("sqlite://{}?mode=rwc", folder.path().join("certs.db").display())),
            ("OKTA_ORG_URL", sandbox.okta.url()),
            ("OKTA_API_TOKEN", sandbox.okta.token().to_owned()),
            ("OKTA_HOOK_SECRET", HOOK_SECRET.to_owned()),
            ("SLACK_API_URL", sandbox.slack.url()),
            ("SLACK_BOT_TOKEN", sandbox.slack.token().to_owned()),
            ("SLACK_SIGNING_SECRET", sandbox.slack.signing_secret().to_owned()),
            ("CERTS_ADMINS", company.dana.email.clone()),
        ]
        .into();
        settings.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let config = Config::from_lookup(&|name| settings.get(name).cloned())?;
        let store = Store::connect(&config.database_url).await?;
        store.migrate().await?;
        let app = App::new(config, Clock::Manual(clock.clone()), store)?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base = format!("http://{}", listener.local_addr()?);
        let routes = web::router(app.clone());
        let limits =
            web::Limits { head: PATIENCE, rest: PATIENCE, request: PATIENCE, ..web::Limits::default() };
        tokio::spawn(web::serve(listener, routes, limits, app.stop.clone()));
        sandbox.okta.point_hook(&format!("{base}/okta/hooks"), HOOK_SECRET);
        sandbox.slack.point_app(&base);
        anyhow::ensure!(sandbox.okta.verify_hook().await?, "the hook was not verified");
        Ok(Self { app, sandbox, company, clock, pace, shown: 0, sent: Vec::new(), _folder: folder })
    }

    /// A heading for a day, and the clock moved there.
    pub async fn day(&mut self, at: &str, heading: &str) -> anyhow::Result<()> {
        let instant = instant(at)?;
        self.live_until(instant).await?;
        say("");
        say(&format!("━━ Day {}, {} ━━ {heading}", self.number(), instant.format("%A %-d %B")));
        Ok(())
    }

    /// Days since the first campaign began.
    fn number(&self) -> i64 {
        let first = NaiveDate::from_ymd_opt(2026, 9, 1).unwrap_or_default();
        (self.clock.now().date_naive() - first).num_days()
    }

    /// Every daily run on the way to an instant happens at its time.
    async fn live_until(&mut self, instant: DateTime<Utc>) -> anyhow::Result<()> {
        while let Some(next) = self.next_run().filter(|next| *next < instant) {
            self.move_to(next).await?;
            self.show_new(&format!("Day {}, {}, the daily run", self.number(), next.format("%A %-d %B")));
        }
        self.move_to(instant).await
    }

    /// When the next daily run is.
    pub fn next_run(&self) -> Option<DateTime<Utc>> {
        self.app.config.daily_run.next(self.clock.now())
    }

    /// Moves the clock on, past nothing that is due before; the service does what is due then.
    pub async fn move_to(&self, instant: DateTime<Utc>) -> anyhow::Result<()> {
        self.clock.advance_to(instant);
        self.settle().await
    }

    /// The service does what there is to do.
    pub async fn settle(&self) -> anyhow::Result<()> {
        Ok(work::settle(&self.app, chrono::Duration::seconds(60)).await?)
    }

    /// The service finishes what it was asked for in Slack, and does what follows.
    pub async fn work_off(&self) -> anyhow::Result<()> {
        self.app.tasks.close();
        self.app.tasks.wait().await;
        self.settle().await
    }

    /// Okta tells what happened, and the service does what follows.
    pub async fn tell(&self) -> anyhow::Result<()> {
        let statuses = self.sandbox.okta.send_hooks().await?;
        anyhow::ensure!(statuses.iter().all(|status| *status == 204), "the hook was answered {statuses:?}");
        self.settle().await
    }

    /// Something happens in Okta, and people see what follows.
    pub async fn happens(&mut self, what: &str) -> anyhow::Result<()> {
        say(&format!("  ▸ {what}"));
        self.tell().await?;
        self.show_new("");
        tokio::time::sleep(self.pace).await;
        Ok(())
    }

    /// Somebody types a command.
    pub async fn types(&self, person: &Person, text: &str) -> anyhow::Result<()> {
        let answer = self.sandbox.slack.command(&person.slack, text).await?;
        say(&format!("  ▸ {} types /certs {text}", person.name));
        for line in answer.as_text() {
            say(&format!("      ┊ {line}"));
        }
        tokio::time::sleep(self.pace).await;
        Ok(())
    }

    /// Shows the messages that nobody has seen yet: the first of each kind in full, the others by their first line.
    fn show_new(&mut self, heading: &str) {
        let messages = self.sandbox.slack.messages();
        let new: Vec<Message> = messages.into_iter().skip(self.shown).collect();
        self.shown += new.len();
        if !new.is_empty() && !heading.is_empty() {
            say("");
            say(&format!("━━ {heading} ━━"));
        }
        let day = new.last().map(|message| message.at.date_naive());
        let is_run = !heading.is_empty();
        let mut looks = Vec::new();
        for message in new {
            let kind = kind_of(&message);
            let look = look_of(&kind, &message);
            let person = self.company.by_id(&message.user).cloned();
            let name = person.as_ref().map_or_else(|| message.user.clone(), |person| person.name.clone());
            let in_full = !looks.contains(&look);
            let summary =
                if in_full { String::new() } else { format!(": {}", sandbox::slack::shown(&message.text)) };
            say(&format!("    ✉ {} {name} gets a {look}{summary}", message.at.format("%H:%M")));
            if in_full {
                for line in message.as_text() {
                    say(&format!("      │ {line}"));
                }
                looks.push(look);
            }
            let first = person.map_or(name, |person| person.first);
            self.sent.push((message.at.date_naive(), first, kind));
        }
        if let (true, Some(day)) = (is_run, day) {
            self.show_left_alone(day);
        }
    }

    /// Who reviews in an active campaign and got nothing on that day, and why.
    fn show_left_alone(&self, day: NaiveDate) {
        for person in self.company.everybody() {
            let theirs = self.items_of(person);
            let is_told = self.sent.iter().any(|(at, first, _)| *at == day && *first == person.first);
            if theirs.is_empty() || is_told {
                continue;
            }
            let open = theirs.iter().filter(|item| item.decision == "UNREVIEWED").count();
            let why = match open {
                0 => "has decided everything",
                _ if person.okta == self.company.linus.okta => "has no Slack account",
                _ if person.okta == self.company.grace.okta => "is deactivated in Okta",
                _ => "is not due today",
            };
            say(&format!("    ∅ {} is left alone: {} {why}", person.name, person.first));
        }
    }

    /// The items of active campaigns that wait, or waited, for a person.
    fn items_of(&self, person: &Person) -> Vec<Review> {
        let okta = &self.sandbox.okta;
        let mine = Reviewer::User(person.okta.clone());
        let group = Reviewer::Group(self.company.payments_leads.id.clone());
        let in_group = self.company.payments_leads.members.contains(&person.okta);
        let is_theirs = |item: &Review| item.reviewer == mine || (in_group && item.reviewer == group);
        let active = okta.campaigns().into_iter().filter(|campaign| campaign.status == "ACTIVE");
        active.flat_map(|campaign| okta.reviews(&campaign.id)).filter(is_theirs).collect()
    }
}

/// What kind of message it looks like to whoever gets it.
fn look_of(kind: &str, message: &Message) -> String {
    let buttons = message.blocks.to_string().matches("\"review_now\"").count();
    match kind {
        "reminder" if buttons > 1 => "reminder of several campaigns".to_owned(),
        "reminder" => "reminder".to_owned(),
        "owner_digest" => "digest of their campaigns".to_owned(),
        kind => format!("{kind} message"),
    }
}

/// `launch`, `reminder`, `reassignment` or `owner_digest`, by the key in the metadata.
fn kind_of(message: &Message) -> String {
    let key = message.metadata["event_payload"]["key"].as_str().unwrap_or_default();
    key.split(':').next().unwrap_or_default().to_owned()
}

pub fn instant(text: &str) -> anyhow::Result<DateTime<Utc>> {
    Ok(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M")?.and_utc())
}

#[expect(clippy::print_stdout, reason = "the transcript is what the demo is for")]
pub fn say(line: &str) {
    println!("{line}");
}

#[expect(clippy::print_stderr, reason = "a person is reading")]
pub fn complain(line: &str) {
    eprintln!("{line}");
}
