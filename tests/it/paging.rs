//! Long answers are leafed through in place, by whoever may still see them.

use chrono::Duration;
use sandbox::{Campaign, Company, Person};
use serde_json::{Value, json};

use crate::support::answers::{forged, moment, press, typed};
use crate::support::campaigns::begun;
use crate::support::{World, world, world_with};

/// So many campaigns in which Alice has an item each, which end one after the other.
async fn many(w: &World, count: i64) {
    for number in 0..count {
        let name = format!("Campaign {number:02}");
        let campaign = begun(w, &name, &[(&w.company.alice, 1)]);
        w.okta.move_end(&campaign.id, w.clock.now() + Duration::days(10) + Duration::hours(number));
    }
    w.slack.limits_off(true);
    w.hear().await;
}

/// What somebody sees who goes on from one page to the next until there is none, each in the place of the one before.
async fn leaf_through(w: &World, who: &Person, first: Value) -> Vec<Value> {
    let mut pages = vec![first];
    while pages[pages.len() - 1].to_string().contains("next_page") {
        moment(w);
        let told = press(w, who, &pages[pages.len() - 1], "next_page").await.unwrap();
        assert!(told.instead, "the next page takes the place of the one before");
        pages.push(told.body);
    }
    pages
}

fn holds(page: &Value, part: &str) -> bool {
    page.to_string().contains(part)
}

#[tokio::test]
async fn the_campaigns_are_leafed_through_there_and_back() {
    world(async |w| {
        many(w, 20).await;
        let dana = w.company.dana.clone();
        let pages = leaf_through(w, &dana, typed(w, &dana, "status").await).await;
        assert_eq!(pages.len(), 3);
        for (at, page) in pages.iter().enumerate() {
            assert!(holds(page, &format!("Page {} of 3", at + 1)), "{page}");
            assert!(holds(page, &format!("*Campaign {:02}*", at * 8)), "nearest close first: {page}");
            assert_eq!(page["text"], "20 campaigns are active");
        }
        assert!(!holds(&pages[0], "previous_page"));
        moment(w);
        let back = press(w, &dana, &pages[2], "previous_page").await.unwrap();
        assert_eq!((&back.body["blocks"], back.instead), (&pages[1]["blocks"], true));
        // A campaign that has ended meanwhile makes no hole.
        w.okta.close(&w.okta.campaigns()[0].id);
        w.hear().await;
        moment(w);
        let last = press(w, &dana, &pages[1], "next_page").await.unwrap();
        assert!(holds(&last.body, "Page 3 of 3") && holds(&last.body, "*Campaign 17*"), "{last:?}");
    })
    .await;
}

#[tokio::test]
async fn from_the_overview_the_details_and_a_reminder_are_one_press_away() {
    world(async |w| {
        many(w, 1).await;
        w.go_to("2026-09-01 13:00").await;
        let dana = w.company.dana.clone();
        let overview = typed(w, &dana, "status").await;
        let details = press(w, &dana, &overview, "details").await.unwrap();
        assert_eq!(details.body["blocks"], typed(w, &dana, "status Campaign 00").await["blocks"]);
        assert!(!details.instead, "the overview stays where it is");
        moment(w);
        let preview = press(w, &dana, &details.body, "remind").await.unwrap();
        assert_eq!(preview.text, "1 person would get a reminder of Campaign 00");
        for review in w.okta.reviews(&w.okta.campaigns()[0].id) {
            w.okta.decide(&review.id, &w.company.alice.okta, "APPROVE");
        }
        w.hear().await;
        let overview = typed(w, &dana, "status").await;
        assert!(!holds(&overview, "\"remind\"") && holds(&overview, "\"details\""), "{overview}");
    })
    .await;
}

#[tokio::test]
async fn the_people_of_a_campaign_are_leafed_through() {
    world(async |w| {
        let campaign: Campaign = w.crowd("Crowd", 95);
        w.okta.launch(&campaign.id);
        w.slack.limits_off(true);
        w.hear().await;
        let dana = w.company.dana.clone();
        let pages = leaf_through(w, &dana, typed(w, &dana, "status crowd").await).await;
        assert_eq!(pages.len(), 3);
        let named: usize = pages.iter().map(|page| page.to_string().matches("• Crowd").count()).sum();
        assert_eq!(named, 95);
    })
    .await;
}

#[tokio::test]
async fn everybody_leafs_through_what_is_theirs_and_nobody_through_what_is_not() {
    world(async |w| {
        many(w, 12).await;
        let (alice, bob, dana) = (w.company.alice.clone(), w.company.bob.clone(), w.company.dana.clone());
        let mine = leaf_through(w, &alice, typed(w, &alice, "mine").await).await;
        assert_eq!(mine.len(), 2);
        assert!(holds(&mine[1], "*Campaign 11*") && holds(&mine[1], "Page 2 of 2"), "{}", mine[1]);
        // Her button shows Bob what is his.
        moment(w);
        let told = press(w, &bob, &mine[0], "next_page").await.unwrap();
        assert_eq!(told.text, "Nothing is waiting for you");
        // An administrator's buttons show nobody else anything, be they replayed or made up.
        let overview = typed(w, &dana, "status").await;
        let id = w.okta.campaigns()[0].id.clone();
        let details = json!({ "ask": "campaign", "id": id, "page": 0 }).to_string();
        let status = json!({ "ask": "status", "page": 1 }).to_string();
        for who in [&alice, &bob] {
            for (answer, button) in [
                (&overview, "next_page"),
                (&overview, "details"),
                (&forged("previous_page", &details), "previous_page"),
                (&forged("choose", &details), "choose"),
                (&forged("details", &status), "details"),
            ] {
                moment(w);
                let told = press(w, who, answer, button).await.unwrap();
                assert_eq!(told.text, "It takes an administrator to see the status of campaigns.");
                assert!(!holds(&told.body, "Campaign") && !holds(&told.body, "Alice"), "{told:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn who_is_no_administrator_any_more_leafs_no_further() {
    let admins = Company::acme().dana.slack;
    world_with(&[("CERTS_ADMINS", &admins)], async |w| {
        many(w, 12).await;
        let overview = typed(w, &w.company.dana, "status").await;
        w.settings.insert("CERTS_ADMINS".to_owned(), w.company.carol.slack.clone());
        w.restart().await;
        let told = press(w, &w.company.dana, &overview, "next_page").await.unwrap();
        assert_eq!(told.text, "It takes an administrator to see the status of campaigns.");
        assert!(told.instead, "what they saw is gone");
    })
    .await;
}

#[tokio::test]
async fn a_press_that_slack_tells_of_again_is_answered_once() {
    world(async |w| {
        many(w, 12).await;
        let dana = w.company.dana.clone();
        let overview = typed(w, &dana, "status").await;
        assert!(press(w, &dana, &overview, "next_page").await.is_some());
        assert!(press(w, &dana, &overview, "next_page").await.is_none());
    })
    .await;
}

#[tokio::test]
async fn a_value_that_was_made_up_or_is_of_another_version_is_answered_in_a_sentence() {
    world(async |w| {
        many(w, 1).await;
        let dana = w.company.dana.clone();
        for (value, expected) in [
            ("", "Certs does not know this button any more; please type the command again."),
            ("{\"ask\":\"x\"}", "Certs does not know this button any more; please type the command again."),
            ("{\"ask\":\"campaign\",\"id\":\"x\",\"page\":0}", "That campaign is not on record any more."),
            ("{\"ask\":\"status\",\"page\":18446744073709551615}", "1 campaign is active"),
            ("{\"ask\":\"mine\",\"page\":18446744073709551615}", "Nothing is waiting for you"),
        ] {
            moment(w);
            let told = press(w, &dana, &forged("next_page", value), "next_page").await.unwrap();
            assert_eq!(told.text, expected, "{value}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_name_that_fits_several_campaigns_or_none_leads_on_by_a_press() {
    world(async |w| {
        many(w, 3).await;
        let dana = w.company.dana.clone();
        let several = typed(w, &dana, "status campaign").await;
        assert_eq!(several["text"], "3 campaigns match “campaign”");
        assert_eq!(several.to_string().matches("\"Show\"").count(), 3);
        let told = press(w, &dana, &several, "choose").await.unwrap();
        assert_eq!((&*told.text, told.instead), ("Campaign 00: 0 of 1 item reviewed", true));
        let none = typed(w, &dana, "status campain 02").await;
        assert_eq!(none["text"], "No campaign matches “campain 02”. Did you mean Campaign 02?");
        moment(w);
        let told = press(w, &dana, &none, "choose").await.unwrap();
        assert_eq!(told.text, "Campaign 02: 0 of 1 item reviewed");
        let nothing = typed(w, &dana, "status xyzzy").await;
        assert_eq!(nothing["text"], "No campaign matches “xyzzy”");
    })
    .await;
}
