//! Events.

use chrono::Duration;
use entity::inbox_event;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use super::{Terminal, now};

#[tokio::test]
async fn the_list_is_what_was_given_up_or_put_off() {
    let terminal = Terminal::new().await;
    assert_eq!(
        terminal.says("inbox list").await,
        "No event needs attention: none was given up, or was put off.\n"
    );
    for (uuid, state) in [("u1", "failed"), ("u2", "new"), ("u3", "done"), ("u4", "ignored")] {
        terminal.event(Some("ici1"), uuid, state).await;
    }
    terminal.event(Some("ici9"), "u5", "failed").await;
    terminal.event(None, "u6", "failed").await;
    let list = terminal.says("inbox list").await;
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(lines.len(), 5, "{list}");
    for (line, cells) in lines.iter().zip([
        &["NUMBER", "TYPE", "CAMPAIGN", "STATE", "TRIES", "NEXT TRY", "WHY", "SENDER'S ID"][..],
        &["launch", "Q4 Production Access (ici1)", "failed", "25", "Okta's answer is not understood", "u1"],
        &["Q4 Production Access (ici1)", "new", "u2"],
        &["ici9", "failed", "u5"],
        &["failed", "u6"],
    ]) {
        assert!(cells.iter().all(|cell| line.contains(cell)), "{cells:?}: {list}");
    }
    let rows = terminal.json("inbox list --json --campaign ici9").await;
    assert_eq!(rows.len(), 1, "a campaign that could never be read is known by its id");
    assert_eq!(
        (&rows[0]["id"], &rows[0]["campaign"], &rows[0]["tries"]),
        (&"u5".into(), &"ici9".into(), &25.into())
    );
    assert!(!rows[0].to_string().contains("payload"));
    terminal.end().await;
}

#[tokio::test]
async fn a_retry_has_all_its_tries_before_it() {
    let terminal = Terminal::new().await;
    let first = terminal.event(Some("ici1"), "u1", "failed").await;
    let received = terminal.event_row(first).await.received_at;
    assert_eq!(terminal.says("inbox retry u1").await, format!("certs: event {first} (u1) is due now\n"));
    let row = terminal.event_row(first).await;
    assert_eq!((row.state.as_str(), row.attempts, row.finished_at, row.remark), ("new", 0, None, None));
    assert_eq!(row.received_at, received);
    terminal.event(Some("ici1"), "u2", "failed").await;
    terminal.event(Some("ici2"), "u3", "failed").await;
    let said = terminal.says("inbox retry --all-failed --campaign ici2").await;
    assert!(said.contains("(u3) is due now") && !said.contains("u2"), "{said}");
    assert!(terminal.says("inbox retry --all-failed").await.contains("(u2) is due now"));
    terminal.end().await;
}

#[tokio::test]
async fn one_that_is_settled_or_being_worked_on_is_refused() {
    let terminal = Terminal::new().await;
    terminal.event(Some("ici1"), "u1", "done").await;
    terminal.event(Some("ici1"), "u2", "ignored").await;
    let id = terminal.event(Some("ici1"), "u3", "new").await;
    let mut held: inbox_event::ActiveModel = terminal.event_row(id).await.into_active_model();
    held.leased_by = Set(Some("somebody".to_owned()));
    held.leased_until = Set(Some(now() + Duration::hours(2)));
    held.update(&terminal.store.db).await.unwrap();
    for verb in ["retry", "discard"] {
        let outcome = terminal.run(&format!("inbox {verb} u1 u2 u3 u4")).await;
        assert_eq!(outcome.status, Some(1));
        for sentence in [
            "certs: event u1 was left as it is: it is done",
            "certs: event u2 was left as it is: it is ignored",
            "certs: event u3 was left as it is: the service is working on it",
            "certs: no event is called \"u4\"",
        ] {
            assert!(outcome.stderr.contains(sentence), "{sentence}: {}", outcome.stderr);
        }
    }
    terminal.end().await;
}

#[tokio::test]
async fn a_discarded_event_is_ignored_and_says_by_whom() {
    let terminal = Terminal::new().await;
    let id = terminal.event(Some("ici1"), "u1", "failed").await;
    assert_eq!(
        terminal.says(&format!("inbox discard {id}")).await,
        format!("certs: event {id} (u1) is set aside for good\n")
    );
    let row = terminal.event_row(id).await;
    assert_eq!(
        (row.state.as_str(), row.remark.as_deref()),
        ("ignored", Some("discarded by an operator (olga)"))
    );
    terminal.end().await;
}
