//! A campaign's channel has a name that Slack takes, and that tells it from others.

use certs::domain::campaign::{Campaign, Status};
use chrono::DateTime;
use proptest::prelude::*;

fn names(id: &str, name: &str) -> [String; 2] {
    let campaign = Campaign {
        id: id.to_owned(),
        name: name.to_owned(),
        description: None,
        status: Status::Active,
        starts_at: DateTime::UNIX_EPOCH,
        ends_at: None,
        owner_id: None,
        silence_revokes: false,
        recurring_parent: None,
        is_recurring_plan: false,
    };
    campaign.channel_names()
}

#[test]
fn it_reads_as_the_campaign_with_the_end_of_its_id() {
    assert_eq!(
        names("icitdb2hvmPNbdsCP1d6", "Q4 Production: Access (EU)"),
        ["q4-production-access-eu-scp1d6", "q4-production-access-eu-icitdb2hvmpnbdscp1d6"]
    );
    assert_eq!(names("ici1", "王"), ["ici1", "ici1"]);
}

proptest! {
    #[test]
    fn whatever_it_is_called_slack_takes_the_name(id in ".{0,40}", name in ".{0,200}") {
        for name in names(&format!("ici{id}"), &name) {
            prop_assert!((1..=80).contains(&name.len()), "{}", name);
            prop_assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{}", name);
        }
    }
}
