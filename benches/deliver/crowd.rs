//! So many notices that wait to be sent, and the vendors that they are about.

use std::sync::Arc;

use anyhow::Context as _;
use certs::app::App;
use certs::clock::Clock;
use certs::config::Config;
use certs::flow::{Progress, intake, poll};
use certs::store::Store;
use entity::{notification_log, slack_account};
use sandbox::{Campaign, Company, Fault, Member, Reviewer, Sandbox, User};
use sea_orm::{ActiveValue::Set, EntityTrait, PaginatorTrait};

/// Requests a minute that no run comes near.
const UNLIMITED: u32 = 10_000_000;

/// A company whose campaign has begun.
pub struct Crowd {
    /// The vendors, without their limits.
    pub sandbox: Sandbox,
    members: Vec<Member>,
}

impl Crowd {
    /// A campaign in which so many people have one item each.
    pub async fn gather(people: usize) -> anyhow::Result<Self> {
        #[expect(clippy::disallowed_methods, reason = "another process has no other clock")]
        let (sandbox, now) = (Sandbox::start(Arc::new(chrono::Utc::now)).await?, chrono::Utc::now());
        sandbox.slack.limits_off(true);
        for bucket in ["campaigns", "reviews", "logs", "users", "groups", "apps"] {
            sandbox.okta.set_rate_limit_of(bucket, UNLIMITED);
        }
        let company = Company::acme();
        company.move_in(&sandbox);
        let campaign = Campaign::new("Quarterly", &company.dana.okta, now, 28);
        sandbox.okta.add_campaign(campaign.clone());
        let mut members = Vec::new();
        for number in 0..people {
            let (first, last) = (format!("Crowd{number}"), "Reviewer");
            let (user, member) = (User::new(&first, last), Member::new(&first, last));
            sandbox.okta.add_reviews(&campaign.id, Reviewer::User(user.id.clone()), 1);
            sandbox.okta.add_user(user);
            sandbox.slack.add_member(member.clone());
            members.push(member);
        }
        sandbox.okta.launch(&campaign.id);
        Ok(Self { sandbox, members })
    }

    /// Has the service read the campaign and plan its notices, in this database; then Okta falls silent, so that nothing
    /// but sending is measured. Who they are in Slack is known.
    pub async fn plan(&self, database: &str) -> anyhow::Result<()> {
        let settings = [
            ("DATABASE_URL", database),
            ("OKTA_ORG_URL", &self.sandbox.okta.url()),
            ("OKTA_API_TOKEN", self.sandbox.okta.token()),
            ("OKTA_HOOK_SECRET", "bench-hook-secret"),
            ("SLACK_API_URL", &self.sandbox.slack.url()),
            ("SLACK_BOT_TOKEN", self.sandbox.slack.token()),
            ("SLACK_SIGNING_SECRET", self.sandbox.slack.signing_secret()),
        ];
        let setting = |name: &str| {
            settings.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        let config = Config::from_lookup(&setting).map_err(|why| anyhow::anyhow!("{why}"))?;
        let store = Store::connect(&config.database_url).await?;
        store.migrate().await?;
        let app = App::new(config, Clock::System, store)?;
        // The System Log tells of the launch.
        while poll::step(&app).await? == Progress::Busy {}
        while intake::step(&app).await? == Progress::Busy
            || intake::step_with_sweeps(&app).await? == Progress::Busy
        {}
        let planned = notification_log::Entity::find().count(&app.store.db).await?;
        anyhow::ensure!(planned == self.members.len() as u64, "{planned} notices were planned");
        self.acquaint(&app).await.context("the directory")?;
        self.sandbox.okta.fail_next("/", usize::MAX, Fault::Status(503));
        app.store.clone().close().await;
        Ok(())
    }

    async fn acquaint(&self, app: &App) -> anyhow::Result<()> {
        for chunk in self.members.chunks(500) {
            let rows = chunk.iter().map(|member| slack_account::ActiveModel {
                email: Set(member.email.to_lowercase()),
                slack_id: Set(Some(member.id.clone())),
                state: Set("found".to_owned()),
                channel: Set(None),
                time_zone: Set(None),
                checked_at: Set(app.clock.now()),
            });
            slack_account::Entity::insert_many(rows).exec_without_returning(&app.store.db).await?;
        }
        Ok(())
    }

    /// What was posted, a line each, as another client would post it.
    pub fn posted(&self) -> anyhow::Result<String> {
        let mut lines = String::new();
        for call in self.sandbox.slack.calls() {
            if call.path == "/api/chat.postMessage" && call.status == 200 {
                lines.push_str(&serde_json::to_string(&call.body)?);
                lines.push('\n');
            }
        }
        Ok(lines)
    }
}
