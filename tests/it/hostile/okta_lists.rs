//! Lists of Okta's that are too large, have no end or speak of something else; and headers out of this world.

use sandbox::Fault;
use serde_json::{Value, json};

use super::goes_on;
use super::nasty::kept;
use crate::support::campaigns::begun;
use crate::support::world;

const CAMPAIGNS: &str = "/governance/api/v1/campaigns";
const REVIEWS: &str = "/governance/api/v1/reviews";

fn review(number: usize, campaign: &str, person: &sandbox::Person) -> Value {
    json!({ "id": format!("icr{number}"), "campaignId": campaign, "reviewerProfile": { "id": person.okta, "email": person.email } })
}

#[tokio::test]
async fn a_hundred_thousand_items_on_one_page_are_one_message() {
    world(async |w| {
        let campaign = begun(w, "Q4", &[]);
        let items: Vec<Value> =
            (0..100_000).map(|number| review(number, &campaign.id, &w.company.alice)).collect();
        w.okta.fail_next(REVIEWS, 1, Fault::SentButBody(kept(json!({ "data": items }).to_string())));
        w.hear().await;
        assert!(w.inbox_of(&w.company.alice)[0].starts_with("100000 access reviews in "));
        goes_on(w).await;
    })
    .await;
}

#[tokio::test]
async fn an_item_that_cannot_be_named_keeps_the_others_from_nothing() {
    world(async |w| {
        let campaign = begun(w, "Q4", &[(&w.company.alice, 1)]);
        let mut items =
            vec![json!({ "id": "" }), json!({ "id": "x".repeat(10_000_000) }), json!({ "id": ".." })];
        items.push(review(1, "iciAnother", &w.company.bob));
        items.push(review(2, &campaign.id, &w.company.alice));
        items.push(json!({ "id": "icr3", "reviewerProfile": { "id": w.company.alice.okta } }));
        w.okta.fail_next(REVIEWS, 1, Fault::SentButBody(kept(json!({ "data": items }).to_string())));
        w.hear().await;
        assert!(
            w.inbox_of(&w.company.alice)[0].starts_with("2 access reviews in "),
            "{:?}",
            w.inbox_of(&w.company.alice)
        );
        assert_eq!(w.slack.messages().len(), 1);
        goes_on(w).await;
    })
    .await;
}

#[tokio::test]
async fn a_campaign_that_cannot_be_named_keeps_no_other_from_being_found() {
    world(async |w| {
        let campaign = begun(w, "Q4", &[(&w.company.alice, 1)]);
        w.okta.drop_events();
        let list = json!({ "data": [{ "id": "ici".repeat(1_000_000) }, { "id": "a\0" }, { "id": ".." }, { "id": campaign.id }] });
        // `/campaigns` alone begins this path too; the first request is for the list.
        w.okta.fail_next(CAMPAIGNS, 1, Fault::SentButBody(kept(list.to_string())));
        w.strange_is_fine = true;
        w.settle().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        goes_on(w).await;
    })
    .await;
}

#[tokio::test]
async fn an_answer_about_another_campaign_is_none() {
    world(async |w| {
        let (one, other) =
            (begun(w, "One", &[(&w.company.alice, 1)]), begun(w, "Other", &[(&w.company.bob, 1)]));
        let body = json!({ "id": other.id, "name": "Stolen", "status": "ACTIVE" });
        w.okta.fail_next(&format!("{CAMPAIGNS}/{}", one.id), 1, Fault::SentButBody(kept(body.to_string())));
        w.hear().await;
        assert!(w.inbox_of(&w.company.alice)[0].contains(" in One"));
        assert!(!w.command(&w.company.dana, "status").await.contains("Stolen"));
    })
    .await;
}

#[tokio::test]
async fn a_list_without_an_end_comes_to_one() {
    world(async |w| {
        w.strange_is_fine = true;
        w.okta.set_rate_limit(1_000_000);
        let campaign = begun(w, "Q4", &[(&w.company.alice, 1)]);
        w.okta.drop_events();
        // Two pages that lead to each other, until the reader has had enough.
        for number in 0..500 {
            let cursor = ["one", "two"][number % 2];
            let page = json!({ "data": [{ "id": campaign.id }], "_links": { "next": { "href": format!("?after={cursor}") } } });
            w.okta.fail_next(CAMPAIGNS, 1, Fault::SentButBody(kept(page.to_string())));
        }
        w.settle().await;
        // The next attempt finds a list with an end.
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        goes_on(w).await;
    })
    .await;
}

#[tokio::test]
async fn no_header_of_okta_breaks_or_stops_anything() {
    world(async |w| {
        w.strange_is_fine = true;
        let headers = [
            ("x-rate-limit-reset", "-9223372036854775808"),
            ("x-rate-limit-reset", "9223372036854775807"),
            ("x-rate-limit-reset", "soon"),
            ("date", "Mon, 01 Jan 0001 00:00:00 GMT"),
            ("date", "Fri, 31 Dec 9999 23:59:59 GMT"),
            ("link", "<https://x/?after=%00>; rel=\"next\""),
            ("link", ">; rel=\"next\"<"),
        ];
        for (number, (name, value)) in headers.into_iter().enumerate() {
            // The budget is used up, so that the headers are minded.
            w.okta.set_rate_limit(2);
            begun(w, &format!("Q{number}"), &[(&w.company.alice, 1)]);
            w.okta.fail_next(CAMPAIGNS, 2, Fault::SentButHeader(name, value));
            w.okta.fail_next(REVIEWS, 2, Fault::SentButHeader(name, value));
            w.hear().await;
            w.clock.advance_to(w.clock.now() + chrono::Duration::minutes(10));
            w.settle().await;
            let told = w.inbox_of(&w.company.alice);
            assert!(
                told.iter().any(|text| text.contains(&format!("Q{number}"))),
                "{name}: {value}: {told:?}"
            );
        }
        w.okta.set_rate_limit(1_000);
        goes_on(w).await;
    })
    .await;
}
