//! The close of a large campaign sends an event for every undecided item: they cost a bounded number of calls, and
//! hold up nobody else.

use chrono::Duration;
use sandbox::Reviewer;

use crate::support::{at, world};

#[tokio::test]
async fn thousands_of_events_of_a_close_are_one_look_and_delay_no_other_campaign() {
    world(async |w| {
        let large = w.company.q4_production_access(&w.sandbox(), at("2026-09-01 08:00"));
        w.okta.launch(&large.id);
        w.hear().await;
        w.okta.add_reviews(&large.id, Reviewer::User(w.company.alice.okta.clone()), 5000);
        let small = w.company.payments_quarterly(&w.sandbox(), at("2026-09-01 08:00"));
        w.okta.forget_calls();
        w.okta.close(&large.id);
        w.okta.launch(&small.id);
        let told = w.clock.now();
        w.hear().await;
        assert!(w.okta.count(&format!("/governance/api/v1/campaigns/{}", large.id)) <= 2);
        assert!(w.okta.count("/governance/api/v1/reviews") <= 1, "only the small campaign was read");
        let message = w.last_to(&w.company.kenji);
        assert!(message.at - told <= Duration::minutes(1));
        assert!(
            w.events().await.iter().filter(|event| event.source == "okta").all(|event| event.state == "done")
        );
        w.expected_failures = 1; // Linus is not in Slack.
    })
    .await;
}
