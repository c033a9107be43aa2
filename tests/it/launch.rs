//! A campaign begins: each of its reviewers gets one DM, whatever happens to the hook.

use chrono::Duration;
use sandbox::{Campaign, Member, Reviewer, User};

use crate::support::{World, at, world};

/// 450 items for 23 reviewers over three pages of Okta's list.
fn large_campaign(w: &World) -> (Campaign, Vec<Member>) {
    let campaign = Campaign::new("Large", &w.company.dana.okta, at("2026-09-01 08:00"), 28);
    w.okta.add_campaign(campaign.clone());
    let mut members = Vec::new();
    for number in 0..23_usize {
        let user = User::new(&format!("N{number}"), "Reviewer");
        let member = Member::new(&format!("N{number}"), "Reviewer");
        w.okta.add_user(user.clone());
        w.slack.add_member(member.clone());
        // 19 or 20 items each, 450 together.
        let items = if number < 13 { 20 } else { 19 };
        w.okta.add_reviews(&campaign.id, Reviewer::User(user.id), items);
        members.push(member);
    }
    (campaign, members)
}

#[tokio::test]
async fn each_reviewer_gets_one_message_with_the_right_count_over_three_pages() {
    world(async |w| {
        let (campaign, members) = large_campaign(w);
        w.settle().await;
        w.okta.launch(&campaign.id);
        w.okta.forget_calls();
        w.hear().await;
        assert_eq!(w.okta.count("/governance/api/v1/reviews"), 3);
        assert_eq!(w.slack.messages().len(), 23);
        for (number, member) in members.iter().enumerate() {
            let messages = w.slack.messages_to(&member.id);
            let count = if number < 13 { 20 } else { 19 };
            assert_eq!(messages.len(), 1);
            assert!(messages[0].text.starts_with(&format!("{count} access reviews in ")), "{}", messages[0].text);
        }
        w.clock.advance_to(w.clock.now() + Duration::minutes(20));
        w.settle().await;
        assert_eq!(w.slack.messages().len(), 23, "the sweep repeated a message");
    })
    .await;
}
