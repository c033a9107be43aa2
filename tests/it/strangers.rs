//! Finding many people in Slack at once: the list of the workspace instead of a look-up each, and nobody lost by it.

use certs::flow::{Progress, acquaint, deliver, intake};
use certs::store::{LEASE, accounts, schedule};
use certs::work;
use chrono::Duration;
use sandbox::{Campaign, Fault, Member};
use serde_json::json;

use crate::support::{World, crash_when, world};

/// More than are looked up in a minute.
const MANY: usize = 60;

/// Whether so many were found without a look-up, in so many pages of the list, and everybody was told once.
fn listed(w: &World, people: usize, pages: usize) {
    assert_eq!(calls(w), (pages, 0));
    assert_eq!(w.slack.messages().len(), people);
}

/// Pages of the list, and look-ups.
fn calls(w: &World) -> (usize, usize) {
    (w.slack.count("users.list"), w.slack.count("users.lookupByEmail"))
}

async fn launched(w: &World, name: &str, people: usize) -> Campaign {
    let campaign = w.crowd(name, people);
    w.okta.launch(&campaign.id);
    w.hear().await;
    campaign
}

/// The member of a crowd with this number.
fn member(w: &World, name: &str) -> Member {
    w.slack.members().into_iter().find(|member| member.name == format!("{name} Reviewer")).unwrap()
}

/// Others, who fill a page and more.
fn fill_the_workspace(w: &World) {
    for number in 0..1_000 {
        w.slack.add_member(Member::new(&format!("Other{number}"), "Person"));
    }
}

#[tokio::test]
async fn many_are_found_in_the_list_with_their_time_zones() {
    world(async |w| {
        launched(w, "Many", MANY).await;
        listed(w, MANY, 1);
        let someone = member(w, "Many7");
        let known = accounts::by_email(&w.app.store.db, &someone.email).await.unwrap().unwrap();
        assert_eq!(known.time_zone, Some(someone.tz));
        let other = accounts::by_email(&w.app.store.db, &w.company.priya.email).await.unwrap();
        assert_eq!(other, None, "of somebody who does not review, something was kept");
    })
    .await;
}

#[tokio::test]
async fn few_are_looked_up() {
    world(async |w| {
        launched(w, "Few", 30).await;
        assert_eq!(calls(w), (0, 30));
        assert_eq!(w.slack.messages().len(), 30);
    })
    .await;
}

#[tokio::test]
async fn those_who_are_known_are_asked_about_no_more() {
    world(async |w| {
        launched(w, "Many", MANY).await;
        let again = Campaign::new("Again", &w.company.dana.okta, w.clock.now(), 28);
        w.okta.add_campaign(again.clone());
        for review in w.okta.reviews(&w.okta.campaigns()[0].id) {
            w.okta.add_reviews(&again.id, review.reviewer, 1);
        }
        w.slack.forget_calls();
        w.okta.launch(&again.id);
        w.hear().await;
        listed(w, 2 * MANY, 0);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_met_soon_after_the_list_was_read_is_found_in_it() {
    world(async |w| {
        let later = w.crowd("Later", MANY);
        launched(w, "Many", MANY).await;
        w.okta.launch(&later.id);
        w.hear().await;
        listed(w, 2 * MANY, 1);
    })
    .await;
}

#[tokio::test]
async fn a_list_that_is_refused_leaves_the_look_ups() {
    world(async |w| {
        w.slack.limits_off(true);
        for (name, fault) in [
            ("Scope", Fault::Error("missing_scope")),
            ("Broken", Fault::Status(500)),
            ("Lost", Fault::SentButNoAnswer),
            ("Strange", Fault::Garbage),
        ] {
            w.slack.forget_calls();
            w.slack.fail_next("users.list", 1000, fault);
            let before = w.slack.messages().len();
            launched(w, name, MANY).await;
            assert_eq!(w.slack.messages().len() - before, MANY, "{name}");
            assert_eq!(w.slack.count("users.lookupByEmail"), MANY, "{name}");
            w.slack.heal();
            // After the list is tried again.
            w.clock.advance_to(w.clock.now() + Duration::hours(1));
        }
    })
    .await;
}

#[tokio::test]
async fn a_list_without_addresses_leaves_the_look_ups() {
    world(async |w| {
        w.slack.limits_off(true);
        let bare =
            json!({ "ok": true, "members": [{ "id": "U1" }], "response_metadata": { "next_cursor": "" } });
        w.slack.fail_next("users.list", 1, Fault::SentButBody(bare.to_string().leak()));
        launched(w, "Many", MANY).await;
        assert_eq!(calls(w), (1, MANY));
        assert_eq!(w.slack.messages().len(), MANY);
    })
    .await;
}

#[tokio::test]
async fn a_list_that_slack_limits_is_read_on_when_it_may_be() {
    world(async |w| {
        fill_the_workspace(w);
        w.slack.set_rate_limit("users.list", 1);
        launched(w, "Many", MANY).await;
        w.settle().await;
        // The first page, the refusal, and the second page a minute later.
        listed(w, MANY, 3);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_understood_in_a_list_spoils_nobody_else() {
    world(async |w| {
        let campaign = w.crowd("Many", MANY);
        let members = w.slack.members();
        let theirs = |member: &Member| json!({ "id": member.id, "profile": { "email": member.email } });
        let mut all: Vec<_> = members.iter().map(theirs).collect();
        all.extend([json!(5), json!({ "id": 7 }), json!({ "id": "U9", "deleted": "perhaps" }), json!(null)]);
        let body = json!({ "ok": true, "members": all, "response_metadata": null });
        w.slack.fail_next("users.list", 1, Fault::SentButBody(body.to_string().leak()));
        w.okta.launch(&campaign.id);
        w.hear().await;
        listed(w, MANY, 1);
    })
    .await;
}

#[tokio::test]
async fn one_whose_account_is_switched_off_is_named_without_a_look_up() {
    world(async |w| {
        let campaign = w.crowd("Many", MANY);
        w.slack.deactivate(&member(w, "Many7").id);
        w.okta.launch(&campaign.id);
        w.hear().await;
        listed(w, MANY - 1, 1);
        let status = w.command(&w.company.dana, "status Many").await;
        assert!(status.contains("• Many7 Reviewer: has a deactivated Slack account"), "{status}");
        w.expected_failures = 1;
    })
    .await;
}

#[tokio::test]
async fn one_who_is_not_in_the_list_is_looked_up_before_it_is_said() {
    world(async |w| {
        let campaign = w.crowd("Many", MANY);
        let linus = sandbox::Reviewer::User(w.company.linus.okta.clone());
        w.okta.add_reviews(&campaign.id, linus, 1);
        w.okta.launch(&campaign.id);
        w.hear().await;
        assert_eq!(calls(w), (1, 1));
        assert_eq!(w.slack.messages().len(), MANY);
        let status = w.command(&w.company.dana, "status Many").await;
        assert!(status.contains("• Linus Berg: has no active Slack account"), "{status}");
        w.expected_failures = 1;
    })
    .await;
}

#[tokio::test]
async fn a_list_that_is_long_for_so_few_is_not_read() {
    world(async |w| {
        w.slack.limits_off(true);
        let (db, instance, now) = (&w.app.store.db, "before", w.clock.now());
        assert!(schedule::claim(db, "directory", instance, now).await.unwrap());
        assert!(schedule::advance(db, "directory", instance, "200", now).await.unwrap());
        assert!(schedule::done(db, "directory", instance, None, None, now).await.unwrap());
        launched(w, "Many", MANY).await;
        assert_eq!(calls(w), (0, MANY));
        assert_eq!(w.slack.messages().len(), MANY);
    })
    .await;
}

#[tokio::test]
async fn while_one_instance_reads_the_list_another_waits_for_it() {
    world(async |w| {
        let campaign = w.crowd("Many", MANY);
        w.okta.launch(&campaign.id);
        assert_eq!(w.okta.send_hooks().await.unwrap(), [204]);
        let (db, now) = (&w.app.store.db, w.clock.now());
        assert!(schedule::claim(db, "directory", "another", now).await.unwrap());
        while intake::step(&w.app).await.unwrap() == Progress::Busy {}
        assert_eq!(acquaint::step(&w.app).await.unwrap(), Progress::Until(now + LEASE));
        deliver::step(&w.app).await.unwrap();
        assert_eq!(calls(w), (0, 0));
        // The other one died: its claim ends.
        w.settle().await;
        listed(w, MANY, 1);
    })
    .await;
}

#[tokio::test]
async fn a_crash_in_the_middle_of_the_list_loses_nobody_and_tells_nobody_twice() {
    world(async |w| {
        fill_the_workspace(w);
        let campaign = w.crowd("Many", MANY);
        w.okta.launch(&campaign.id);
        assert_eq!(w.okta.send_hooks().await.unwrap(), [204]);
        let (app, slack) = (w.app.clone(), w.slack.clone());
        crash_when(work::settle(&app, Duration::zero()), || slack.count("users.list") == 1).await;
        assert!(w.slack.messages().is_empty());
        w.restart().await;
        w.settle().await;
        assert_eq!(w.slack.messages().len(), MANY);
    })
    .await;
}

#[tokio::test]
async fn those_to_be_reminded_whose_accounts_are_old_news_are_found_in_the_list() {
    world(async |w| {
        launched(w, "Many", MANY).await;
        w.slack.forget_calls();
        w.live_through("2026-09-08").await;
        assert_eq!(calls(w), (1, 0));
        assert_eq!(w.slack.messages().iter().filter(|message| message.text.contains("Reminder")).count(), 0);
    })
    .await;
}
