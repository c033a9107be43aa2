//! The database is full, read-only, locked, or gone for a while.

use sandbox::{Campaign, Reviewer};
use serde_json::json;

use super::faults::{
    accept_accounts, fill, let_go, lock, make_read_only, make_room, refuse_account, struggle,
};
use super::{each_has, is_ready, overview, stopped};
use crate::support::campaigns::begun;
use crate::support::{Log, World, at, crash_when, impatient_world, world};

/// Q4, of which Alice and Bob were told, and "Early", which begins now with three items of Carol's: Okta tells of it
/// when the story says so.
async fn early_is_about_to_begin(w: &World) -> Campaign {
    overview(w).await;
    begun(w, "Q4", &[(&w.company.alice, 5), (&w.company.bob, 2)]);
    w.hear().await;
    w.go_to("2026-09-01 10:00").await;
    overview(w).await;
    let early = Campaign::new("Early", &w.company.dana.okta, w.clock.now(), 28);
    w.okta.add_campaign(early.clone());
    w.okta.add_reviews(&early.id, Reviewer::User(w.company.carol.okta.clone()), 3);
    early
}

/// Early begins; what Okta's hook is answered.
async fn told(w: &World, early: &Campaign) -> u16 {
    w.okta.launch(&early.id);
    told_again(w, &w.okta.take_events()).await
}

async fn told_again(w: &World, events: &[serde_json::Value]) -> u16 {
    w.okta.send_events(events).await.unwrap()
}

/// Everything is as if nothing had been.
async fn is_made_up(w: &World, healed: chrono::DateTime<chrono::Utc>) {
    w.settle().await;
    each_has(w, &[(&w.company.carol, 1)], healed);
    assert_eq!(w.slack.messages().len(), 3, "nobody hears anything twice");
    assert!(is_ready(w).await && !stopped(w, "database").await);
    assert!(!overview(w).await.contains("Needs attention"));
}

#[tokio::test]
async fn read_only() {
    world(async |w| {
        let log = Log::begin();
        let early = early_is_about_to_begin(w).await;
        make_read_only(w, true).await;
        assert_eq!(told(w, &early).await, 503);
        w.clock.advance_to(at("2026-09-02 12:00"));
        struggle(w).await;
        assert!(!is_ready(w).await && stopped(w, "database").await);
        let answer = overview(w).await;
        let sentence =
            "*Needs attention*\n• the database failed: it is read-only; make it writable for the service";
        assert!(answer.starts_with(sentence) && answer.contains("*Q4*"), "{answer}");
        assert!(w.command(&w.company.alice, "mine").await.contains("5 access reviews"));
        assert_eq!(w.slack.messages().len(), 2, "nothing is said that could not be noted");
        assert_eq!(log.count("what is to be written waits until this is mended"), 1, "{}", log.text());
        assert!(w.figure(r#"certs_step_failures_total{step="poll"}"#) > Some(0.0));
        make_read_only(w, false).await;
        let healed = w.clock.now();
        is_made_up(w, healed).await;
    })
    .await;
}

#[tokio::test]
async fn full() {
    world(async |w| {
        let early = early_is_about_to_begin(w).await;
        fill(w).await;
        // More than there is room for in what is there already.
        w.okta.add_reviews(&early.id, Reviewer::User(w.company.carol.okta.clone()), 297);
        w.okta.launch(&early.id);
        let mut events = w.okta.take_events();
        events.extend(
            (0..400).map(|number| json!({ "uuid": format!("other {number}"), "eventType": "other" })),
        );
        assert_eq!(told_again(w, &events).await, 503);
        // SQLite still finds room for one among what it has.
        let one = told_again(w, &events[..1]).await;
        assert_eq!(one, if w.database.is_sqlite() { 204 } else { 503 });
        struggle(w).await;
        assert!(stopped(w, "database").await);
        let answer = overview(w).await;
        assert!(
            answer.starts_with("*Needs attention*\n• the database failed: it is full; make room on its disk"),
            "{answer}"
        );
        assert!(w.command(&w.company.alice, "mine").await.contains("5 access reviews"));
        assert!(w.inbox_of(&w.company.carol).is_empty());
        make_room(w).await;
        let healed = w.clock.now();
        assert_eq!(told_again(w, &events).await, 204);
        is_made_up(w, healed).await;
    })
    .await;
}

#[tokio::test]
async fn locked() {
    impatient_world(async |w| {
        let early = early_is_about_to_begin(w).await;
        let other = lock(w).await;
        w.okta.launch(&early.id);
        let events = w.okta.take_events();
        let (status, is_ready_then, mine) =
            tokio::join!(told_again(w, &events), is_ready(w), w.command(&w.company.alice, "mine"),);
        assert_eq!((status, is_ready_then), (503, false));
        assert!(mine.contains("5 access reviews"), "{mine}");
        assert!(stopped(w, "database").await);
        w.clock.advance_to(at("2026-09-01 10:20"));
        let why = certs::work::settle(&w.app, chrono::Duration::seconds(1)).await.unwrap_err();
        assert_eq!(
            why.to_string(),
            "the database failed: another process holds it locked; end what holds it"
        );
        let_go(other).await;
        let healed = w.clock.now();
        assert_eq!(told_again(w, &events).await, 204);
        is_made_up(w, healed).await;
    })
    .await;
}

#[tokio::test]
async fn gone_and_back() {
    world(async |w| {
        let log = Log::begin();
        let early = early_is_about_to_begin(w).await;
        w.database.take_away().await;
        assert_eq!(told(w, &early).await, 503);
        w.clock.advance_to(at("2026-09-01 10:20"));
        struggle(w).await;
        assert!(!is_ready(w).await && stopped(w, "database").await);
        assert_eq!(w.slack.messages().len(), 2);
        let answer = overview(w).await;
        // A connection that is open still reads the file; a new one finds none.
        let named = w.database.is_sqlite()
            && answer.contains("• the database failed: its file was moved, deleted or replaced");
        assert!(named || answer.contains("Certs could not read its records just now."), "{answer}");
        let logged =
            if w.database.is_sqlite() { "its file was moved" } else { "not currently accepting connections" };
        assert!(log.count(logged) > 0, "{}", log.text());
        w.database.give_back().await;
        let healed = w.clock.now();
        is_made_up(w, healed).await;
        assert_eq!(log.count("It works again"), 1, "{}", log.text());
    })
    .await;
}

#[tokio::test]
async fn replaced_while_in_use() {
    world(async |w| {
        let Some(file) = w.database.file() else { return };
        let early = early_is_about_to_begin(w).await;
        let away = file.with_extension("away");
        std::fs::rename(&file, &away).unwrap();
        std::fs::copy(&away, &file).unwrap();
        assert_eq!(told(w, &early).await, 503, "a copy is another file, and what goes into this one is lost");
        assert!(!is_ready(w).await && stopped(w, "database").await);
        w.restart().await;
        assert!(is_ready(w).await, "a start takes the file that is there");
        w.settle().await;
        assert_eq!(w.inbox_of(&w.company.carol).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn read_only_at_the_moment_when_a_message_has_arrived() {
    world(async |w| {
        begun(w, "Q4", &[(&w.company.alice, 5)]);
        assert_eq!(w.okta.send_hooks().await.unwrap(), [204]);
        let mut work = Box::pin(certs::work::settle(&w.app, chrono::Duration::seconds(10)));
        crash_when(work.as_mut(), || w.slack.messages().len() == 1).await;
        make_read_only(w, true).await;
        // It lives on, and cannot note what Slack has just answered.
        assert!(work.await.is_err());
        struggle(w).await;
        make_read_only(w, false).await;
        w.settle().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1, "it was looked for, and not said again");
        assert_eq!(w.slack.count("conversations.history"), 1);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_stored_for_one_person_holds_up_no_other() {
    world(async |w| {
        let (alice, bob) = (w.company.alice.clone(), w.company.bob.clone());
        refuse_account(w, &alice.email).await;
        begun(w, "Q4", &[(&alice, 5), (&bob, 2)]);
        w.hear().await;
        let told = w.clock.now();
        assert_eq!((w.inbox_of(&alice).len(), w.inbox_of(&bob).len()), (0, 1));
        assert!(w.last_to(&bob).at <= told, "he did not wait for a lease to end");
        assert_eq!(w.outbox().await.iter().filter(|row| row.leased_by.is_some()).count(), 0);
        accept_accounts(w).await;
        let healed = w.clock.now();
        w.settle().await;
        each_has(w, &[(&alice, 1)], healed);
    })
    .await;
}
