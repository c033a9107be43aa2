//! Asking somebody about a campaign.

use crate::support::campaigns::begun;
use crate::support::world;

#[tokio::test]
async fn nobody_is_brought_together_by_who_has_nothing_to_ask() {
    world(async |w| {
        begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        w.live_through("2026-09-08").await;
        let message = w.last_to(&w.company.alice);
        let answer = w.press(&w.company.bob, &message, "ask_owner").await;
        assert_eq!(answer, "Nothing of this campaign is with you any more, so no conversation was opened.");
        assert_eq!(w.slack.count("conversations.open"), 0);
    })
    .await;
}
