//! A message whose answer was lost: it is looked for by its key, and sent again only when it is not there.

use sandbox::Fault;

use crate::support::campaigns::begun;
use crate::support::{World, world};

const POST: &str = "chat.postMessage";

/// The campaign in full, as Dana sees it.
async fn status(w: &World) -> String {
    w.command(&w.company.dana, "status Q4").await
}

/// Alice and Bob are written to; the first of the two messages meets this fault.
async fn one_in_doubt(w: &World, fault: Fault) {
    begun(w, "Q4", &[(&w.company.alice, 2), (&w.company.bob, 1)]);
    w.slack.fail_next(POST, 1, fault);
    w.hear().await;
    w.settle().await;
}

#[tokio::test]
async fn one_that_arrived_is_found_and_not_sent_again() {
    for fault in [Fault::SentButStatus(500), Fault::SentButStatus(503), Fault::SentButNoAnswer] {
        world(async |w| {
            one_in_doubt(w, fault).await;
            assert_eq!(w.slack.count(POST), 2, "{fault:?}: one for each");
            assert_eq!((w.inbox_of(&w.company.alice).len(), w.inbox_of(&w.company.bob).len()), (1, 1));
            let posted: Vec<_> = w.slack.messages().into_iter().map(|message| Some(message.ts)).collect();
            for row in w.outbox().await {
                assert_eq!(row.state, "sent");
                assert!(posted.contains(&row.ts), "{:?} is none of {posted:?}", row.ts);
            }
            assert!(status(w).await.contains("0 planned, 2 sent, 0 failed, 0 unknown, 0 dropped"));
        })
        .await;
    }
}

#[tokio::test]
async fn one_that_did_not_arrive_is_sent_once() {
    let faults = [
        Fault::Status(500),
        Fault::Status(502),
        Fault::CutConnection,
        Fault::Garbage,
        Fault::Error("fatal_error"),
    ];
    for fault in faults {
        world(async |w| {
            one_in_doubt(w, fault).await;
            assert!(w.slack.count("conversations.history") > 0, "{fault:?}: nobody looked");
            assert_eq!(w.slack.count(POST), 3, "{fault:?}");
            assert_eq!((w.inbox_of(&w.company.alice).len(), w.inbox_of(&w.company.bob).len()), (1, 1));
        })
        .await;
    }
}

#[tokio::test]
async fn the_look_itself_may_fail_and_is_made_again() {
    for fault in
        [Fault::Status(500), Fault::CutConnection, Fault::RateLimited(30), Fault::Error("internal_error")]
    {
        world(async |w| {
            w.slack.fail_next("conversations.history", 2, fault);
            one_in_doubt(w, Fault::SentButStatus(500)).await;
            w.go_to("2026-09-01 09:00").await;
            assert_eq!(w.slack.messages().len(), 2, "{fault:?}");
            assert_eq!(w.slack.count(POST), 2, "{fault:?}");
        })
        .await;
    }
}

#[tokio::test]
async fn an_outage_in_which_every_answer_is_lost_repeats_nothing() {
    world(async |w| {
        begun(w, "Q4", &[(&w.company.alice, 2), (&w.company.bob, 1), (&w.company.carol, 1)]);
        w.slack.fail_next(POST, 3, Fault::SentButStatus(503));
        w.slack.fail_next(POST, 2, Fault::Status(503));
        w.hear().await;
        w.go_to("2026-09-01 09:00").await;
        assert_eq!(w.slack.messages().len(), 3);
        for person in [&w.company.alice, &w.company.bob, &w.company.carol] {
            assert_eq!(w.inbox_of(person).len(), 1, "{}", person.name);
        }
    })
    .await;
}

#[tokio::test]
async fn without_the_scope_it_stays_unknown_is_named_and_is_not_sent_again() {
    world(async |w| {
        w.slack.set_scopes(&["chat:write", "commands", "im:write", "users:read", "users:read.email"]);
        one_in_doubt(w, Fault::SentButStatus(500)).await;
        w.go_to("2026-09-02 08:00").await;
        assert_eq!(w.slack.count(POST), 2, "it was sent again");
        assert_eq!(w.slack.count("conversations.history"), 0, "that needs the scope");
        let unknown: Vec<_> = w.outbox().await.into_iter().filter(|row| row.state == "unknown").collect();
        assert_eq!(unknown.len(), 1);
        let company = w.company.clone();
        let named = &company.by_id(&unknown[0].person_id).unwrap().name;
        let answer = status(w).await;
        assert!(answer.contains(&format!("• {named}: unknown whether the message arrived")), "{answer}");
        assert!(answer.contains("0 planned, 1 sent, 0 failed, 1 unknown, 0 dropped"), "{answer}");
        w.expected_unknown = 1;
    })
    .await;
}

#[tokio::test]
async fn one_that_was_refused_is_not_looked_for() {
    world(async |w| {
        one_in_doubt(w, Fault::RateLimited(10)).await;
        assert_eq!(w.slack.count("conversations.history"), 0);
        assert_eq!(w.slack.messages().len(), 2);
    })
    .await;
}
