//! What happened before the run: campaigns that began one and two weeks ago, whose reviewers were told then and have
//! done nothing since. The daily run owes each of them one reminder, for both campaigns together.

use std::collections::HashSet;

use chrono::{DateTime, Duration, Utc};
use entity::{campaign, notification_campaign, notification_log, person, review};
use sandbox::{Campaign, Company, Member, Review, Reviewer, Sandbox, User};
use sea_orm::ActiveValue::Set;
use sea_orm::{DatabaseConnection, EntityTrait};
use serde_json::json;

/// Days after its start on which a campaign is reminded of, unless the service is told otherwise.
const DUE_AFTER: [i64; 2] = [7, 14];
/// Reviewers of one pair of campaigns.
const TOGETHER: usize = 25;
/// Items of each reviewer in each campaign.
const ITEMS: usize = 2;

/// One who was told before the run.
#[derive(Clone)]
struct Waiting {
    user: User,
    dm: String,
}

/// A campaign that began before the run.
struct Past {
    campaign: Campaign,
    reviewers: Vec<Waiting>,
    /// The items, with the Okta id of who has them.
    items: Vec<(String, String)>,
}

/// All of it.
pub struct Earlier {
    campaigns: Vec<Past>,
}

impl Earlier {
    /// Moves so many reviewers into both vendors, who review in no campaign of the run.
    pub fn move_in(sandbox: &Sandbox, reviewers: usize, now: DateTime<Utc>) -> Self {
        let company = Company::acme();
        let mut campaigns = Vec::new();
        for pair in 0..reviewers.div_ceil(TOGETHER) {
            let people: Vec<Waiting> =
                (0..TOGETHER).map(|one| waiting(sandbox, &format!("Earlier{pair}n{one}"))).collect();
            for days in DUE_AFTER {
                let name = format!("Access of {days} days ago {pair}");
                let campaign = Campaign::new(&name, &company.dana.okta, now - Duration::days(days), 28);
                sandbox.okta.add_campaign(campaign.clone());
                let mut items = Vec::new();
                for (one, waiting) in people.iter().enumerate() {
                    for item in 0..ITEMS {
                        let id = format!("icrpast{days:02}{pair:05}{one:03}{item:02}");
                        let reviewer = Reviewer::User(waiting.user.id.clone());
                        sandbox.okta.add_review(Review::new(
                            &id,
                            &campaign.id,
                            &company.alice.okta,
                            reviewer,
                        ));
                        items.push((id, waiting.user.id.clone()));
                    }
                }
                sandbox.okta.set_status(&campaign.id, "ACTIVE");
                campaigns.push(Past { campaign, reviewers: people.clone(), items });
            }
        }
        Self { campaigns }
    }

    /// Writes it into the database, as the service would have left it.
    pub async fn remember(&self, database: &DatabaseConnection) -> anyhow::Result<()> {
        let people = self.campaigns.iter().step_by(DUE_AFTER.len()).flat_map(|past| &past.reviewers);
        let people: Vec<_> = people.map(Waiting::as_row).collect();
        person::Entity::insert_many(people).exec_without_returning(database).await?;
        let mut number = 0;
        for past in &self.campaigns {
            campaign::Entity::insert(past.as_row()).exec_without_returning(database).await?;
            let items = past.items.iter().map(|(id, okta)| past.item(id, okta));
            review::Entity::insert_many(items).exec_without_returning(database).await?;
            for waiting in &past.reviewers {
                number += 1;
                let notice = past.launch(waiting, number);
                let told = notification_log::Entity::insert(notice).exec(database).await?;
                let link = notification_campaign::ActiveModel {
                    notification_id: Set(told.last_insert_id),
                    campaign_id: Set(past.campaign.id.clone()),
                };
                notification_campaign::Entity::insert(link).exec_without_returning(database).await?;
            }
        }
        Ok(())
    }

    /// Okta ids of those who are owed a reminder.
    pub fn owed(&self) -> HashSet<&str> {
        let reviewers = self.campaigns.iter().flat_map(|past| &past.reviewers);
        reviewers.map(|waiting| waiting.user.id.as_str()).collect()
    }

    /// Okta ids of those who run the campaigns that the reminders are of.
    pub fn owners(&self) -> HashSet<&str> {
        self.campaigns.iter().map(|past| past.campaign.owner.as_str()).collect()
    }

    /// The keys of what was told before the run.
    pub fn told(&self) -> HashSet<String> {
        let keys = |past: &Past| past.reviewers.iter().map(|waiting| past.key(waiting)).collect::<Vec<_>>();
        self.campaigns.iter().flat_map(keys).collect()
    }
}

impl Past {
    fn key(&self, waiting: &Waiting) -> String {
        format!("launch:{}:{}", self.campaign.id, waiting.user.id)
    }

    fn as_row(&self) -> campaign::ActiveModel {
        let start = self.campaign.start;
        campaign::ActiveModel {
            id: Set(self.campaign.id.clone()),
            name: Set(self.campaign.name.clone()),
            description: Set(None),
            status: Set("ACTIVE".to_owned()),
            starts_at: Set(start),
            ends_at: Set(Some(self.campaign.end)),
            owner_id: Set(Some(self.campaign.owner.clone())),
            silence_revokes: Set(false),
            recurring_parent: Set(None),
            first_seen_at: Set(start),
            read_number: Set(1),
            synced_at: Set(Some(start)),
            // The runs of the days since had nothing to say, but that of day 7 of the older ones, which nobody did.
            reminded_through: Set(start.date_naive()),
            ended_at: Set(None),
            problem: Set(None),
            channel: Set(None),
        }
    }

    fn item(&self, id: &str, okta: &str) -> review::ActiveModel {
        review::ActiveModel {
            id: Set(id.to_owned()),
            campaign_id: Set(self.campaign.id.clone()),
            reviewer_kind: Set("USER".to_owned()),
            reviewer_id: Set(Some(okta.to_owned())),
            reviewer_name: Set(None),
            level: Set("FIRST".to_owned()),
            decision: Set("UNREVIEWED".to_owned()),
            arrival: Set("assigned".to_owned()),
            left_by: Set(None),
            read_number: Set(1),
            changed_at: Set(self.campaign.start),
        }
    }

    fn launch(&self, waiting: &Waiting, number: i64) -> notification_log::ActiveModel {
        let at = self.campaign.start;
        let notice = json!({ "kind": "launch", "campaign_id": self.campaign.id, "level": "FIRST" });
        notification_log::ActiveModel {
            key: Set(self.key(waiting)),
            kind: Set("launch".to_owned()),
            person_id: Set(waiting.user.id.clone()),
            payload: Set(notice.to_string()),
            state: Set("sent".to_owned()),
            planned_at: Set(at),
            due_at: Set(at),
            attempts: Set(0),
            settled_at: Set(Some(at)),
            channel: Set(Some(waiting.dm.clone())),
            ts: Set(Some(format!("{}.{number:06}", at.timestamp()))),
            ..Default::default()
        }
    }
}

impl Waiting {
    fn as_row(&self) -> person::ActiveModel {
        person::ActiveModel {
            id: Set(self.user.id.clone()),
            name: Set(self.user.name()),
            email: Set(self.user.email.clone()),
            status: Set("ACTIVE".to_owned()),
            updated_at: Set(DateTime::UNIX_EPOCH),
            ..Default::default()
        }
    }
}

/// Somebody with an account in both vendors.
fn waiting(sandbox: &Sandbox, first: &str) -> Waiting {
    let user = User::new(first, "Kestrel");
    let member = Member::new(first, "Kestrel");
    let waiting = Waiting { user: user.clone(), dm: member.dm() };
    sandbox.okta.add_user(user);
    sandbox.slack.add_member(member);
    waiting
}
