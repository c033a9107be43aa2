//! What an operator does about it, and that it lasts.

use certs::flow::set_aside::{self, Chosen, Deed};
use certs::store::set_aside::Kept;
use sandbox::Fault;

use crate::process::{Instance, eventually};

use super::{POST, minutes, undone};
use crate::support::campaigns::begun;
use crate::support::{World, world};

const OLGA: &str = "an operator (olga)";

fn retry() -> Deed {
    Deed::Retry { by: OLGA.to_owned() }
}

fn discard() -> Deed {
    Deed::Discard { by: OLGA.to_owned() }
}

async fn notices(w: &World, names: &[&str], deed: Deed) -> Vec<(String, Kept)> {
    let chosen = Chosen::Named(names.iter().map(|name| (*name).to_owned()).collect());
    set_aside::notices(&w.app.store, &chosen, &deed, w.clock.now()).await.unwrap().kept
}

#[tokio::test]
async fn an_event_that_is_retried_is_tried_as_often_as_a_new_one() {
    world(async |w| {
        w.settle().await;
        let campaign = begun(w, "Garbled", &[(&w.company.alice, 3)]);
        w.okta.garble(&campaign.id);
        w.hear().await;
        minutes(w, 12).await;
        assert_eq!(undone(w, &campaign.id).await[0].0, "failed");
        let all = Chosen::All { states: vec!["failed"], campaign_id: Some(campaign.id.clone()) };
        let report = set_aside::events(&w.app.store, &all, &retry(), w.clock.now()).await.unwrap();
        assert_eq!((report.done.len(), report.kept.len()), (1, 0));
        w.settle().await;
        assert_eq!(undone(w, &campaign.id).await[0].0, "new", "given up after a minute");
        w.okta.heal();
        w.settle().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        assert_eq!(undone(w, &campaign.id).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_discarded_event_is_not_worked_off_and_the_sweep_still_finds_the_campaign() {
    world(async |w| {
        w.settle().await;
        let campaign = begun(w, "Garbled", &[(&w.company.alice, 3)]);
        w.okta.garble(&campaign.id);
        w.hear().await;
        let waiting = w.events().await.into_iter().find(|event| event.source == "okta").unwrap();
        let one = Chosen::Named(vec![waiting.event_uuid]);
        let report = set_aside::events(&w.app.store, &one, &discard(), w.clock.now()).await.unwrap();
        assert_eq!(report.done.len(), 1);
        assert_eq!(undone(w, &campaign.id).await, []);
        w.okta.heal();
        w.settle().await;
        assert_eq!(w.slack.messages().len(), 0);
        minutes(w, 16).await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_discarded_launch_is_not_planned_again_by_the_next_sweep() {
    world(async |w| {
        w.slack.fail_next(POST, 1, Fault::Error("invalid_blocks"));
        begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.hear().await;
        let key = w.outbox().await[0].key.clone();
        assert_eq!(notices(w, &[&key], discard()).await, []);
        minutes(w, 31).await;
        let row = w.outbox().await.remove(0);
        assert_eq!((row.state.as_str(), row.problem), ("dropped", Some(format!("discarded by {OLGA}"))));
        assert!(w.slack.messages().is_empty());
        // A second thought is not possible, and says so.
        assert_eq!(notices(w, &[&key], retry()).await, [(key, Kept::Because("dropped".to_owned()))]);
    })
    .await;
}

#[tokio::test]
async fn a_notice_that_is_retried_has_all_its_tries_and_the_figures_of_now() {
    world(async |w| {
        let campaign = begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.slack.fail_next(POST, 20, Fault::Error("a_code_of_tomorrow"));
        w.hear().await;
        minutes(w, 12).await;
        let row = w.outbox().await.remove(0);
        assert_eq!(row.state, "failed");
        w.okta.decide(&w.okta.reviews(&campaign.id)[0].id, &w.company.alice.okta, "APPROVE");
        w.hear().await;
        w.slack.fail_next(POST, 3, Fault::Error("a_code_of_tomorrow"));
        assert_eq!(notices(w, &[&row.id.to_string()], retry()).await, []);
        minutes(w, 2).await;
        let inbox = w.inbox_of(&w.company.alice);
        assert!(inbox.len() == 1 && inbox[0].starts_with("2 access reviews in "), "{inbox:?}");
    })
    .await;
}

/// In a process of its own: the figures belong to the process.
#[tokio::test]
async fn the_figures_show_what_was_set_aside_and_what_waits() {
    let service = Instance::start(&[]).await;
    let within = std::time::Duration::from_secs(40);
    let slack = &service.sandbox.slack;
    slack.fail_about("views.publish", &service.company.bob.slack, usize::MAX, Fault::Error("not_enabled"));
    slack.open_home(&service.company.bob.slack).await.unwrap();
    service.launch_q4().await;
    let shown = async || {
        let (_, figures) = service.get("/metrics").await?;
        // Linus has no Slack account.
        let all = [
            "certs_set_aside{what=\"inbox\"} 1",
            "certs_set_aside{what=\"outbox\"} 1",
            "certs_inbox_depth 0",
        ];
        let more = ["certs_inbox_oldest_seconds 0", "certs_outbox_depth 0", "certs_outbox_oldest_seconds 0"];
        all.iter().chain(&more).all(|line| figures.lines().any(|shown| shown == *line)).then_some(())
    };
    eventually("the figures", within, shown).await;
    assert!(service.log().contains("Giving events up"));
    let listed = service.beside(&["inbox", "list"]).await;
    assert!(
        listed.stdout.contains("app_home_opened") && listed.stdout.contains("not_enabled"),
        "{}",
        listed.stdout
    );
    assert_eq!(service.stop("TERM").await.status, Some(0));
}

#[tokio::test]
async fn what_an_instance_holds_is_not_changed_under_it() {
    world(async |w| {
        w.settle().await;
        begun(w, "Q4", &[(&w.company.alice, 3)]);
        w.okta.send_hooks().await.unwrap();
        let (store, now) = (&w.app.store, w.clock.now());
        let held = certs::store::inbox::claim(store, "another", certs::store::inbox::Begin::WithAny, now)
            .await
            .unwrap();
        let one = Chosen::Named(vec![held[0].id.to_string()]);
        for deed in [retry(), discard()] {
            let report = set_aside::events(store, &one, &deed, now).await.unwrap();
            let until = now + certs::store::LEASE;
            assert!(report.done.is_empty());
            assert_eq!(report.kept, [(held[0].id.to_string(), Kept::Held(until))]);
        }
        w.settle().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
    })
    .await;
}
