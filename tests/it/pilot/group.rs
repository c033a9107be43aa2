//! A pilot group, and what happens when it grows.

use sandbox::Channel;

use crate::support::campaigns::begun;
use crate::support::{World, at, world_with};

use super::{states, told};

const ONLY: &str = "CERTS_ONLY";

async fn q4(w: &World) -> String {
    let campaign = begun(w, "Q4", &[(&w.company.alice, 5), (&w.company.bob, 2), (&w.company.carol, 1)]);
    w.hear().await;
    campaign.id
}

#[tokio::test]
async fn only_the_pilot_group_is_told_anything_by_address_or_by_slack_id() {
    world_with(&[], async |w| {
        let (alice, bob, carol) = (w.company.alice.clone(), w.company.bob.clone(), w.company.carol.clone());
        let only = format!("{},{}", alice.email.to_uppercase(), bob.slack);
        w.restart_with(&[(ONLY, &only), ("CERTS_ESCALATE_DAYS", "3")]).await;
        q4(w).await;
        w.live_through("2026-09-30").await;
        assert_eq!((w.inbox_of(&alice).len(), w.inbox_of(&bob).len(), w.inbox_of(&carol).len()), (6, 6, 0));
        assert_eq!(w.slack.messages().len(), 12, "nobody else: no owner, no manager");
        let held = states(w, &carol).await;
        assert_eq!(held.len(), 6, "{held:?}");
        assert!(held.iter().all(|one| one.ends_with(" held_back")), "{held:?}");
        assert!(states(w, &w.company.dana).await.iter().all(|one| one == "owner_digest held_back"));
        assert_eq!(states(w, &w.company.ingrid).await, ["escalation held_back"; 3]);
        let says = &told(w, &carol.okta).await[0].2;
        assert!(says.starts_with("1 access review in Q4 is yours until "), "{says}");
    })
    .await;
}

#[tokio::test]
async fn whoever_joins_the_group_and_everybody_at_its_end_is_caught_up_by_one_message() {
    world_with(&[], async |w| {
        let (alice, bob, carol) = (w.company.alice.clone(), w.company.bob.clone(), w.company.carol.clone());
        w.restart_with(&[(ONLY, &alice.email)]).await;
        let campaign = q4(w).await;
        w.live_through("2026-09-08").await;
        w.clock.advance_to(at("2026-09-09 12:00"));
        w.restart_with(&[(ONLY, &format!("{},{}", alice.email, bob.email))]).await;
        assert_eq!((w.inbox_of(&alice).len(), w.inbox_of(&bob).len(), w.inbox_of(&carol).len()), (2, 1, 0));
        w.live_through("2026-09-15").await;
        assert_eq!((w.inbox_of(&alice).len(), w.inbox_of(&bob).len()), (3, 2));
        let items: Vec<String> = w.okta.reviews(&campaign)[..2].iter().map(|one| one.id.clone()).collect();
        w.okta.reassign(&items, &alice.okta, &carol.okta, "yours");
        w.hear().await;
        assert!(w.inbox_of(&carol).is_empty());
        w.clock.advance_to(at("2026-09-16 12:00"));
        w.restart_with(&[(ONLY, "")]).await;
        let caught_up = w.inbox_of(&carol);
        assert_eq!(caught_up.len(), 1, "{caught_up:?}");
        assert!(caught_up[0].starts_with("3 access reviews in Q4 are yours until"), "{caught_up:?}");
        assert_eq!((w.inbox_of(&alice).len(), w.inbox_of(&bob).len()), (3, 2), "they know");
        // Another look tells nobody again.
        w.go_to("2026-09-16 13:00").await;
        assert_eq!(w.inbox_of(&carol).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_channel_is_told_where_it_is_in_the_group_itself() {
    let channel = "C0REVIEWS";
    world_with(&[("CERTS_CAMPAIGN_CHANNEL", channel), (ONLY, "nobody@example.com")], async |w| {
        w.slack.set_channel(Channel { has_app: true, ..Channel::new(channel, "access-reviews") });
        q4(w).await;
        assert!(w.slack.messages_in(channel).is_empty());
        let status = w.command(&w.company.dana.clone(), "status").await;
        assert!(status.starts_with("*Pilot group:* only 1 name of CERTS_ONLY is told anything"), "{status}");
        w.restart_with(&[(ONLY, &format!("nobody@example.com,{channel}"))]).await;
        w.go_to("2026-09-01 12:00").await;
        let posted = w.slack.messages_in(channel);
        assert_eq!(posted.len(), 1, "its status, and no word that it began: {posted:?}");
        assert_eq!(w.slack.pinned_in(channel).len(), 1);
        assert_eq!(w.slack.messages().len(), 1, "nobody else is told");
    })
    .await;
}
