//! Our side: the real service beside the local vendors, with three campaigns of which somebody has items.

use std::sync::Arc;

use anyhow::{Context as _, ensure};
use entity::inbox_event::{Column, Entity};
use measure::{Place, Service, connect, eventually};
use sandbox::{Campaign, Company, Reviewer, Sandbox};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

/// Campaigns in which the asker has items, as a reviewer of a large company has them.
const CAMPAIGNS: usize = 3;
/// Requests a minute that no run comes near.
const UNLIMITED: u32 = 10_000_000;

/// The service, and what it is measured with.
pub struct Side {
    pub place: Place,
    pub sandbox: Sandbox,
    /// Who types the commands; no administrator.
    pub asker: String,
    /// An event of the close of a campaign.
    pub event: Value,
    /// A connection to look at what is stored.
    pub db: DatabaseConnection,
    pub service: Service,
}

impl Side {
    /// The service, once everybody was told of the campaigns.
    pub async fn set_up() -> anyhow::Result<Self> {
        let mut place = Place::make()?;
        let database = place.database("inbound").await?;
        #[expect(clippy::disallowed_methods, reason = "another process has no other clock")]
        let (sandbox, now) = (Sandbox::start(Arc::new(chrono::Utc::now)).await?, chrono::Utc::now());
        sandbox.slack.limits_off(true);
        for bucket in ["campaigns", "reviews", "logs", "users", "groups", "apps"] {
            sandbox.okta.set_rate_limit_of(bucket, UNLIMITED);
        }
        let company = Company::acme();
        company.move_in(&sandbox);
        let (okta, alice) = (&sandbox.okta, &company.alice);
        let settings = [("CERTS_SLACK_MESSAGES_PER_MINUTE", "6000")];
        let certs = env!("CARGO_BIN_EXE_certs");
        let service = Service::start(certs, place.folder(), &sandbox, &database, &settings).await?;
        let launched = |name: &str| {
            let campaign = Campaign::new(name, &company.dana.okta, now, 28);
            okta.add_campaign(campaign.clone());
            let items = okta.add_reviews(&campaign.id, Reviewer::User(alice.okta.clone()), 12);
            okta.launch(&campaign.id);
            (campaign.id, items)
        };
        for number in 0..CAMPAIGNS {
            launched(&format!("Production Access {number}"));
        }
        let (closing, items) = launched("Payments");
        let statuses = okta.send_hooks().await?;
        ensure!(statuses.iter().all(|status| *status == 204), "launches were answered {statuses:?}");
        let told = async || Ok((sandbox.slack.messages_to(&alice.slack).len() > CAMPAIGNS).then_some(()));
        eventually("the messages", told).await?;
        okta.close(&closing);
        okta.send_hooks().await?;
        okta.decide(items.first().context("it has no items")?, &alice.okta, "NORESPONSE");
        let event = okta.take_events().pop().context("no event tells of it")?;
        let db = connect(&database).await?;
        let side = Self { place, asker: alice.slack.clone(), event, db, service, sandbox };
        side.rest().await?;
        Ok(side)
    }

    /// Where the service listens: `127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        self.service.base().trim_start_matches("http://")
    }

    /// Waits until no event waits.
    pub async fn rest(&self) -> anyhow::Result<()> {
        let waiting = Entity::find().filter(Column::State.eq("new"));
        eventually("an empty inbox", async || Ok((waiting.clone().count(&self.db).await? == 0).then_some(())))
            .await
    }

    /// What the service answers to each command, as JSON: the peer answers the same.
    pub async fn answers(&self) -> anyhow::Result<String> {
        let mut answers = json!({});
        for text in ["help", "mine"] {
            let answer = self.sandbox.slack.command(&self.asker, text).await?;
            ensure!(answer.status == 200, "/certs {text} was answered {}", answer.status);
            answers[text] = answer.body;
        }
        Ok(answers.to_string())
    }
}
