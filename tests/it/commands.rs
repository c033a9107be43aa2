//! `/certs`: what each person may ask, and the answer that only they see.

use sandbox::{Company, Fault, render};
use sea_orm::ConnectionTrait;

use crate::support::campaigns::begun;
use crate::support::{world, world_with};

#[tokio::test]
async fn help_lists_what_the_asker_may_use() {
    world(async |w| {
        let (dana, alice) = (&w.company.dana, &w.company.alice);
        for text in ["", "help", "  HELP  "] {
            let (admins, others) = (w.command(dana, text).await, w.command(alice, text).await);
            for line in ["/certs mine", "/certs help"] {
                assert!(admins.contains(line) && others.contains(line), "{text:?}: {admins}\n{others}");
            }
            for line in ["/certs status", "/certs status <campaign>", "/certs sync"] {
                assert!(admins.contains(line) && !others.contains(line), "{text:?}: {admins}\n{others}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn mine_lists_open_items_by_campaign_and_home_shows_the_same() {
    world(async |w| {
        let alice = w.company.alice.clone();
        assert_eq!(w.command(&alice, "mine").await, "*Nothing is waiting for you*");
        begun(w, "Q4", &[(&alice, 12), (&w.company.bob, 1)]);
        let sox = begun(w, "SOX", &[(&alice, 3)]);
        w.okta.move_end(&sox.id, crate::support::at("2026-09-15 08:00"));
        w.hear().await;
        w.okta.decide(&w.okta.reviews(&sox.id)[0].id, &alice.okta, "APPROVE");
        w.hear().await;
        let answer = w.command(&alice, "mine").await;
        let lines = [
            "*14 access reviews in 2 campaigns are waiting for you*",
            "*SOX*",
            "1 of 3 reviews decided, 2 open.",
            "Due Tuesday, September 15th, 2026 at 8:00 AM (14 days).  [ Review now ]",
            "*Q4*",
            "0 of 12 reviews decided, 12 open.",
            "Due Tuesday, September 29th, 2026 at 8:00 AM (28 days).  [ Review now ]",
        ];
        assert_eq!(answer, lines.join("\n"));
        w.slack.open_home(&alice.slack).await.unwrap();
        w.settle().await;
        let home = render(&w.slack.home_of(&alice.slack).unwrap()["blocks"]).join("\n");
        let without_bars = home.replace("▓▓▓░░░░░░░ 33 %  ", "").replace("░░░░░░░░░░ 0 %  ", "");
        assert_eq!(without_bars.replace('*', ""), answer.replace('*', ""));
    })
    .await;
}

#[tokio::test]
async fn who_is_no_administrator_learns_that_it_takes_one() {
    world(async |w| {
        let (alice, bob) = (w.company.alice.clone(), &w.company.bob);
        begun(w, "Q4", &[(&alice, 12), (bob, 7)]);
        w.hear().await;
        let mine = w.command(&alice, "mine").await;
        for text in ["status", "status Q4"] {
            let answer = w.command(&alice, text).await;
            let (first, rest) = answer.split_once('\n').unwrap();
            assert!(first.contains("It takes an administrator"), "{answer}");
            assert_eq!(rest, mine);
            assert!(!answer.contains("Bob"), "{answer}");
        }
        let calls = w.okta.calls().len();
        assert!(w.command(&alice, "sync").await.contains("It takes an administrator"));
        w.settle().await;
        assert_eq!(w.okta.calls().len(), calls, "Okta was read for somebody who may not ask for it");
    })
    .await;
}

#[tokio::test]
async fn sync_reads_okta_now() {
    world(async |w| {
        w.settle().await;
        begun(w, "Q4", &[(&w.company.alice, 12)]);
        w.okta.drop_events();
        w.settle().await;
        assert!(w.slack.messages().is_empty(), "nobody told of it, and no sweep is due");
        assert!(w.command(&w.company.dana, "sync").await.contains("Okta is being read again"));
        w.settle().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        assert!(w.command(&w.company.dana, "status").await.contains("0 of 12 items reviewed"));
    })
    .await;
}

#[tokio::test]
async fn an_unknown_word_is_answered_with_the_nearest_command() {
    world(async |w| {
        let (dana, alice) = (&w.company.dana, &w.company.alice);
        assert!(
            w.command(dana, "stauts")
                .await
                .contains("“stauts” is not a command. Did you mean /certs status?")
        );
        assert!(
            w.command(alice, "mien").await.contains("“mien” is not a command. Did you mean /certs mine?")
        );
        assert!(!w.command(alice, "stauts").await.contains("/certs status"), "not theirs to use");
        let answer = w.command(alice, "<!channel> *now*").await;
        assert!(answer.starts_with("“<!channel>” is not a command\n"), "{answer}");
        let raw = w.slack.command(&alice.slack, "<!channel>").await.unwrap().body.to_string();
        assert!(!raw.contains("<!channel>"), "{raw}");
    })
    .await;
}

#[tokio::test]
async fn administrators_are_named_by_id_or_by_address() {
    let company = Company::acme();
    let admins = format!("{}, {}", company.alice.slack, company.bob.email.to_uppercase());
    world_with(&[("CERTS_ADMINS", &admins)], async |w| {
        for (person, may) in [(&w.company.alice, true), (&w.company.bob, true), (&w.company.dana, false)] {
            let answer = w.command(person, "status").await;
            assert_eq!(answer.contains("No campaign is active"), may, "{}: {answer}", person.name);
        }
    })
    .await;
}

#[tokio::test]
async fn an_administrator_named_by_id_sees_what_is_wrong_while_slack_refuses_the_token() {
    let admin = Company::acme().dana.slack;
    world_with(&[("CERTS_ADMINS", &admin)], async |w| {
        begun(w, "Q4", &[(&w.company.alice, 12)]);
        for method in ["users.info", "users.lookupByEmail", "chat.postMessage"] {
            w.slack.fail_next(method, 1000, Fault::Error("token_revoked"));
        }
        w.hear().await;
        let answer = w.command(&w.company.dana, "status").await;
        assert!(answer.contains("token_revoked") && answer.contains("0 of 12 items reviewed"), "{answer}");
        w.slack.heal();
        w.settle().await;
        assert_eq!(w.inbox_of(&w.company.alice).len(), 1);
        assert!(!w.command(&w.company.dana, "status").await.contains("token_revoked"));
    })
    .await;
}

/// Takes eight seconds: so long the client waits for an answer, by the system's clock.
#[tokio::test]
async fn an_answer_that_takes_longer_than_slack_waits_follows() {
    world(async |w| {
        w.slack.fail_next("users.info", 1, Fault::Hang);
        let asked = async {
            while w.slack.count("users.info") == 0 {
                tokio::task::yield_now().await;
            }
            w.clock.advance_to(w.clock.now() + chrono::Duration::seconds(3));
        };
        let (answer, ()) = tokio::join!(w.command(&w.company.alice, "mine"), asked);
        assert_eq!(answer, "This takes a moment; the answer follows here.");
        w.app.tasks.close();
        w.app.tasks.wait().await;
        let later = w.slack.later_answers();
        assert_eq!(later.len(), 1);
        assert_eq!(later[0].0, w.company.alice.slack);
        assert_eq!(later[0].1["response_type"], "ephemeral");
        let text = later[0].1["text"].as_str().unwrap();
        assert!(text.starts_with("Slack did not say who you are"), "{text}");
    })
    .await;
}

#[tokio::test]
async fn who_asked_a_moment_ago_is_known_without_a_look() {
    world(async |w| {
        let (alice, bob) = (w.company.alice.clone(), w.company.bob.clone());
        let help = w.command(&alice, "help").await;
        w.app.store.db.execute_unprepared("ALTER TABLE slack_account RENAME TO away").await.unwrap();
        assert_eq!(w.command(&alice, "help").await, help, "nothing is read for it");
        assert!(w.command(&bob, "help").await.contains("could not read its records"));
        w.clock.advance_to(w.clock.now() + chrono::Duration::minutes(1));
        assert!(w.command(&alice, "help").await.contains("could not read its records"), "a minute later");
        w.app.store.db.execute_unprepared("ALTER TABLE away RENAME TO slack_account").await.unwrap();
        assert_eq!(w.command(&alice, "help").await, help);
    })
    .await;
}

#[tokio::test]
async fn what_waits_is_as_true_as_what_anybody_wrote_last() {
    world(async |w| {
        let alice = w.company.alice.clone();
        let campaign = begun(w, "Q4", &[(&alice, 3)]);
        w.hear().await;
        let other = w.second_instance().await;
        for (decided, review) in w.okta.reviews(&campaign.id).iter().enumerate() {
            let waiting = format!("*{} access review", 3 - decided);
            for _ in 0..2 {
                assert!(w.command(&alice, "mine").await.starts_with(&waiting), "{waiting}");
            }
            let decide = format!("UPDATE review SET decision = 'APPROVE' WHERE id = '{}'", review.id);
            other.store.db.execute_unprepared(&decide).await.unwrap();
        }
        assert_eq!(w.command(&alice, "mine").await, "*Nothing is waiting for you*");
    })
    .await;
}

#[tokio::test]
async fn what_waits_is_not_read_again_while_nothing_was_written() {
    world(async |w| {
        let alice = w.company.alice.clone();
        begun(w, "Q4", &[(&alice, 3)]);
        w.hear().await;
        let told = w.command(&alice, "mine").await;
        let asked = w.listen_to_the_database().await;
        assert_eq!(w.command(&alice, "mine").await, told);
        let read = asked.statements();
        assert!(read.is_empty(), "{read:#?}");
        w.app.store.try_writing(w.clock.now()).await.unwrap();
        assert_eq!(w.command(&alice, "mine").await, told);
        assert!(asked.statements().iter().any(|statement| statement.sql.contains("review")), "after a write");
    })
    .await;
}
