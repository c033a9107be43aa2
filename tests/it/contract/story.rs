//! What the service asks for in a whole story, and what the sandbox answers, held to the published descriptions.

use super::okta::okta_problems;
use super::reference;
use super::slack::slack_problems;
use crate::support::{at, world_with};

#[tokio::test]
async fn a_whole_story_asks_and_answers_as_published() {
    let Some(reference) = reference() else { return };
    world_with(&[("CERTS_CAMPAIGN_CHANNEL", "create")], async |w| {
        let start = at("2026-09-01 08:00");
        let campaigns = [
            w.company.q4_production_access(&w.sandbox(), start),
            w.company.payments_quarterly(&w.sandbox(), start),
            w.company.sox_two_level(&w.sandbox(), start),
        ];
        for campaign in &campaigns {
            w.okta.launch(&campaign.id);
        }
        w.hear().await;
        let first = w.okta.reviews(&campaigns[0].id);
        w.okta.reassign(&[first[0].id.clone()], &w.company.alice.okta, &w.company.carol.okta, "yours");
        w.okta.decide(&first[1].id, &w.company.alice.okta, "APPROVE");
        w.hear().await;
        w.slack.fail_next("chat.postMessage", 1, sandbox::Fault::SentButNoAnswer);
        w.live_through("2026-09-08").await;
        w.command(&w.company.dana, "status").await;
        w.slack.open_home(&w.company.alice.slack).await.unwrap();
        w.settle().await;
        let problems =
            [okta_problems(&reference, &w.okta.calls()), slack_problems(&reference, &w.slack.calls())]
                .concat();
        assert!(problems.is_empty(), "{problems:#?}");
        assert!(w.okta.calls().len() > 20 && w.slack.calls().len() > 20, "the story asked for too little");
        w.expected_failures = 2; // Linus is not in Slack.
    })
    .await;
}
