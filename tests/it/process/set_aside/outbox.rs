//! Notices.

use chrono::Duration;
use entity::notification_log;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use super::{Terminal, now};

#[tokio::test]
async fn an_empty_list_says_so_in_a_sentence() {
    let terminal = Terminal::new().await;
    terminal.notice("ici1", "launch:ici1:00u1", "sent").await;
    let answer = terminal.says("outbox list").await;
    assert_eq!(answer, "No notice needs attention: none has failed, is unknown, or was tried in vain.\n");
    assert_eq!(terminal.says("outbox list --state failed").await, "There is no such notice.\n");
    assert_eq!(terminal.says("outbox list --json").await, "[]\n");
    terminal.end().await;
}

#[tokio::test]
async fn the_list_is_what_needs_attention_with_names_and_reasons_in_columns() {
    let terminal = Terminal::new().await;
    let mut numbers = Vec::new();
    for (key, state) in [
        ("a", "failed"),
        ("b", "unknown"),
        ("c", "planned"),
        ("d", "sending"),
        ("e", "sent"),
        ("f", "dropped"),
    ] {
        numbers.push(terminal.notice("ici1", key, state).await);
    }
    let list = terminal.says("outbox list").await;
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(lines.len(), 5, "{list}");
    for title in ["NUMBER", "KIND", "WHO", "CAMPAIGN", "STATE", "TRIES", "SINCE", "NEXT TRY", "WHY", "KEY"] {
        assert!(lines[0].contains(title), "{list}");
    }
    for (line, (number, state)) in
        lines[1..].iter().zip(numbers.iter().zip(["failed", "unknown", "planned", "sending"]))
    {
        assert!(line.starts_with(&number.to_string()), "{list}");
        for cell in ["launch", "Alice Ng (00u1)", "Q4 Production Access", state, "20", "Slack refused it"] {
            let column = line.find(cell).unwrap_or_else(|| panic!("no {cell} in {list}"));
            assert!(line[..column].is_empty() || line[..column].ends_with(' '), "{list}");
        }
    }
    let column = |title: &str| lines[0].find(title).unwrap();
    assert!(lines[1..].iter().all(|line| line[column("WHY")..].starts_with("Slack refused it")), "{list}");
    terminal.end().await;
}

#[tokio::test]
async fn it_can_be_narrowed_by_state_campaign_and_number() {
    let terminal = Terminal::new().await;
    let keys = async |line: &str| -> Vec<String> {
        let rows = terminal.json(&format!("outbox list --json {line}")).await;
        rows.into_iter().map(|row| row["key"].as_str().unwrap().to_owned()).collect()
    };
    for (campaign, key, state) in
        [("ici1", "a", "failed"), ("ici1", "b", "unknown"), ("ici2", "c", "failed"), ("ici2", "d", "sent")]
    {
        terminal.notice(campaign, key, state).await;
    }
    assert_eq!(keys("--state failed").await, ["a", "c"]);
    assert_eq!(keys("--campaign ici2").await, ["c"]);
    assert_eq!(keys("--campaign payroll --state sent").await, ["d"]);
    assert_eq!(keys("--limit 2").await, ["b", "c"], "the newest");
    let table = terminal.says("outbox list --limit 2").await;
    assert!(table.ends_with("… and 1 older ones; --limit shows more\n"), "{table}");
    let several = terminal.run("outbox list --campaign q4").await;
    assert_eq!(several.status, Some(1));
    assert!(
        several.stderr.contains("2 campaigns match \"q4\"") && several.stderr.contains("ici1"),
        "{}",
        several.stderr
    );
    let none = terminal.run("outbox list --campaign payrol1").await;
    assert_eq!(
        (none.status, none.stderr.as_str()),
        (Some(1), "certs: no campaign on record matches \"payrol1\"\n")
    );
    terminal.end().await;
}

#[tokio::test]
async fn as_json_it_is_one_array() {
    let terminal = Terminal::new().await;
    let number = terminal.notice("ici1", "launch:ici1:00u1", "failed").await;
    let rows = terminal.json("outbox list --json").await;
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    assert_eq!(row["number"], number);
    assert_eq!((&row["person"], &row["name"]), (&"00u1".into(), &"Alice Ng".into()));
    assert_eq!(row["campaigns"], serde_json::json!([{ "id": "ici1", "name": "Q4 Production Access" }]));
    assert_eq!(
        (&row["state"], &row["tries"], &row["why"]),
        (&"failed".into(), &20.into(), &"Slack refused it".into())
    );
    assert!(row["next_try_at"].is_null() && row["settled_at"].is_string());
    terminal.end().await;
}

#[tokio::test]
async fn what_a_name_holds_cannot_move_the_cursor() {
    let terminal = Terminal::new().await;
    terminal.campaign("ici3", "Red\u{1b}[31m alert\r\n\u{202e}next").await;
    terminal.notice("ici3", "a", "failed").await;
    let list = terminal.says("outbox list").await;
    assert!(list.contains("Red [31m alert next"), "{list:?}");
    assert_eq!(list.lines().count(), 2, "{list:?}");
    assert!(!list.contains(['\u{1b}', '\r', '\u{202e}']), "{list:?}");
    terminal.end().await;
}

#[tokio::test]
async fn a_retry_makes_a_notice_due_as_if_it_had_never_been_tried() {
    let terminal = Terminal::new().await;
    let failed = terminal.notice("ici1", "launch:ici1:00u1", "failed").await;
    let unknown = terminal.notice("ici1", "launch:ici1:00u2", "unknown").await;
    let said = terminal.says(&format!("outbox retry {failed} launch:ici1:00u2")).await;
    let expected = [
        format!("certs: notice {failed} (launch:ici1:00u1) is due now"),
        format!(
            "certs: notice {unknown} (launch:ici1:00u2) is due now; it may have arrived before, so they may get it twice"
        ),
        "certs: 2 of 2 notices were changed".to_owned(),
    ];
    assert_eq!(said.lines().collect::<Vec<_>>(), expected);
    for id in [failed, unknown] {
        let row = terminal.notice_row(id).await;
        assert_eq!((row.state.as_str(), row.attempts), ("planned", 0));
        assert_eq!((row.tried_at, row.settled_at, row.problem), (None, None, None));
        assert!(row.due_at > now(), "due by now, not by then");
    }
    terminal.end().await;
}

#[tokio::test]
async fn what_is_settled_or_being_worked_on_is_refused_by_name_and_the_rest_is_done() {
    let terminal = Terminal::new().await;
    let mut ids = Vec::new();
    for (key, state) in [("a", "sent"), ("b", "sending"), ("c", "dropped"), ("d", "failed"), ("e", "failed")]
    {
        ids.push(terminal.notice("ici1", key, state).await);
    }
    let mut held: notification_log::ActiveModel = terminal.notice_row(ids[4]).await.into_active_model();
    held.leased_by = Set(Some("somebody".to_owned()));
    held.leased_until = Set(Some(now() + Duration::hours(2)));
    held.update(&terminal.store.db).await.unwrap();
    let before: Vec<_> = [terminal.notice_row(ids[0]).await, terminal.notice_row(ids[4]).await].into();
    let outcome = terminal.run("outbox retry a b c d e nobody 4711").await;
    assert_eq!(outcome.status, Some(1));
    assert_eq!(outcome.stdout.lines().next(), Some(&*format!("certs: notice {} (d) is due now", ids[3])));
    for sentence in [
        "certs: notice a was left as it is: it is sent",
        "certs: notice b was left as it is: it is sending",
        "certs: notice c was left as it is: it is dropped",
        "certs: notice e was left as it is: the service is working on it. Try again after ",
        "certs: no notice is called \"nobody\"",
        "certs: no notice is called \"4711\"",
    ] {
        assert!(
            outcome.stderr.lines().any(|line| line.starts_with(sentence)),
            "{sentence}: {}",
            outcome.stderr
        );
    }
    assert!(outcome.stdout.ends_with("certs: 1 of 7 notices were changed\n"), "{}", outcome.stdout);
    let after: Vec<_> = [terminal.notice_row(ids[0]).await, terminal.notice_row(ids[4]).await].into();
    assert_eq!(before, after);
    let discard = terminal.run("outbox discard a b c e").await;
    assert_eq!((discard.status, discard.stderr.lines().count()), (Some(1), 4), "{}", discard.stderr);
    terminal.end().await;
}

#[tokio::test]
async fn all_that_failed_or_are_unknown_can_be_retried_together() {
    let terminal = Terminal::new().await;
    for number in 0..120 {
        let state = if number % 2 == 0 { "failed" } else { "unknown" };
        let campaign = if number < 60 { "ici1" } else { "ici2" };
        terminal.notice(campaign, &format!("launch:{number}"), state).await;
    }
    let count = async |line: &str| terminal.json(&format!("outbox list --json {line}")).await.len();
    let said = terminal.says("outbox retry --all-unknown --campaign ici1").await;
    assert!(said.ends_with("certs: 30 of 30 notices were changed\n"), "{said}");
    assert_eq!((count("--state unknown").await, count("--state failed").await), (30, 60));
    let said = terminal.says("outbox retry --all-failed --all-unknown").await;
    assert!(said.ends_with("certs: 90 of 90 notices were changed\n"), "{said}");
    assert_eq!(count("--state planned").await, 120);
    assert_eq!(terminal.says("outbox retry --all-failed").await, "certs: there is no such notice\n");
    terminal.end().await;
}

#[tokio::test]
async fn a_discarded_notice_says_by_whom() {
    let terminal = Terminal::new().await;
    for (key, state) in [("a", "failed"), ("b", "unknown"), ("c", "planned")] {
        let id = terminal.notice("ici1", key, state).await;
        let said = terminal.says(&format!("outbox discard {id}")).await;
        assert_eq!(said, format!("certs: notice {id} ({key}) is set aside for good\n"));
        let row = terminal.notice_row(id).await;
        assert_eq!(
            (row.state.as_str(), row.problem.as_deref()),
            ("dropped", Some("discarded by an operator (olga)"))
        );
        assert!(row.settled_at.is_some());
    }
    assert!(terminal.says("outbox list").await.starts_with("No notice needs attention"));
    terminal.end().await;
}
