//! What the first version left when it was killed is brought forward and finished: nothing is lost on the way, nothing
//! is said again.

use entity::{notification_log, review};
use sandbox::{Campaign, Level, Review, Reviewer};
use sea_orm::{ColumnTrait, ConnectionTrait, Database as Connection, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::support::{Database, World, at, world_on};

const AUTUMN: &str = "iciAutumnZ0000000000";
const WINTER: &str = "iciWinterZ0000000000";
/// In doubt, and in Slack.
const ARRIVED: [(&str, &str); 2] = [
    ("U0ALICENG", "launch:iciAutumnZ0000000000:00ualicengZ000000000"),
    ("U0CAROLDIAZ", "reassignment:iciAutumnZ0000000000:00ucaroldiazZ0000000:2"),
];

/// A database as the first version left it.
async fn of_the_first_version() -> Database {
    let database = Database::create().await;
    let db = Connection::connect(&database.url).await.unwrap();
    let schema = if database.is_sqlite() {
        include_str!("schema.sqlite.sql")
    } else {
        include_str!("schema.postgres.sql")
    };
    for text in [schema, include_str!("rows.sql")] {
        db.execute_unprepared(text).await.unwrap();
    }
    db.close().await.unwrap();
    database
}

/// Okta and Slack as they were at noon: what the record says, what no hook has told yet, and the two messages of which
/// the record does not say that they arrived.
async fn the_world_at_noon(w: &World) {
    let dana = w.company.dana.okta.as_str();
    w.okta.add_campaign(Campaign::new("Autumn", dana, at("2026-09-01 08:00"), 28));
    w.okta.launch(AUTUMN);
    let recorded = review::Entity::find().filter(review::Column::CampaignId.eq(AUTUMN));
    for row in recorded.all(&w.app.store.db).await.unwrap() {
        w.okta.add_review(as_okta_has_it(row));
    }
    w.clock.advance_to(at("2026-09-08 11:00"));
    w.okta.add_campaign(Campaign::new("Winter", dana, at("2026-09-08 11:00"), 14));
    for (id, reviewer) in
        [("icr00000000000000801", &w.company.ingrid), ("icr00000000000000802", &w.company.alice)]
    {
        let reviewer = Reviewer::User(reviewer.okta.clone());
        w.okta.add_review(Review::new(id, WINTER, &w.company.bob.okta, reviewer));
    }
    w.okta.launch(WINTER);
    w.clock.advance_to(at("2026-09-08 11:59"));
    // Behind the cursor of the log; the hook of it was lost.
    w.okta.reassign(&["icr00000000000000017".to_owned()], &w.company.bob.okta, dana, "for you");
    w.okta.reassign_quietly(
        &["icr00000000000000018".to_owned()],
        &w.company.alice.okta,
        &w.company.mateo.okta,
        "and this",
    );
    w.okta.drop_events();
    for (user, key) in ARRIVED {
        let metadata = json!({ "event_type": "certs_notice", "event_payload": { "key": key } });
        let said = json!({ "channel": user, "text": "As the first version said it", "metadata": metadata });
        slack(w, "chat.postMessage", &said).await;
    }
    // She heard from us before.
    slack(w, "conversations.open", &json!({ "users": w.company.priya.slack })).await;
    w.clock.advance_to(at("2026-09-08 12:00"));
}

/// What the first version asked of Slack.
async fn slack(w: &World, method: &str, body: &Value) {
    let request = w.http.post(format!("{}/{method}", w.slack.url())).bearer_auth(w.slack.token());
    let answer: Value = request.json(body).send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["ok"], true, "{method}: {answer}");
}

fn as_okta_has_it(row: review::Model) -> Review {
    let reviewer = match (row.reviewer_kind.as_str(), row.reviewer_id) {
        (_, None) => Reviewer::Nobody,
        ("GROUP", Some(id)) => Reviewer::Group(id),
        (_, Some(id)) => Reviewer::User(id),
    };
    let mut review = Review::new(&row.id, &row.campaign_id, "00uhugomoreauZ000000", reviewer);
    review.level = Some(if row.level == "SECOND" { Level::Second } else { Level::First });
    // That it was decided is all that the record knows of some.
    review.decision = if row.decision == "DECIDED" { "APPROVE".to_owned() } else { row.decision };
    review
}

/// The keys of the messages in Slack, without the number of a handover, in order.
fn keys_in_slack(w: &World) -> Vec<String> {
    let key = |message: &sandbox::Message| {
        let key = message.metadata["event_payload"]["key"].as_str().unwrap_or_default();
        key.splitn(4, ':').take(3).collect::<Vec<_>>().join(":")
    };
    let mut keys: Vec<String> = w.slack.messages().iter().map(key).collect();
    keys.sort();
    keys
}

#[tokio::test]
async fn rows_in_every_state_are_brought_forward_and_finished() {
    world_on(of_the_first_version().await, async |w| {
        let before = w.outbox().await;
        every_state_is_there(w, &before).await;
        the_world_at_noon(w).await;
        w.settle().await;
        let expected = [
            // In doubt and in Slack: found, not sent again. Then those that were planned, and the one that was not there.
            "launch:iciAutumnZ0000000000:00ualicengZ000000000",
            "launch:iciAutumnZ0000000000:00ubobmarshZ00000000",
            // The event that was new: a campaign that was never read.
            "launch:iciWinterZ0000000000:00ualicengZ000000000",
            "launch:iciWinterZ0000000000:00uingridsorensenZ00",
            "reassignment:iciAutumnZ0000000000:00ucaroldiazZ0000000",
            // By the System Log, behind the cursor.
            "reassignment:iciAutumnZ0000000000:00udanacruzZ00000000",
            // Handovers that were open.
            "reassignment:iciAutumnZ0000000000:00ufatimarahmanZ0000",
            // Planned; and by the event that the instance which is gone had held.
            "reassignment:iciAutumnZ0000000000:00umateorossiZ000000",
            "reassignment:iciAutumnZ0000000000:00umateorossiZ000000",
            "reassignment:iciAutumnZ0000000000:00uoluwaseunadeyemiZ",
            "reminder:2026-09-08:00ucaroldiazZ0000000",
            "reminder:2026-09-08:00upriyaramanZ000000",
        ];
        assert_eq!(keys_in_slack(w), expected);
        // What was settled is as it was, to the last column.
        let after = w.outbox().await;
        let settled =
            |row: &&entity::notification_log::Model| !["planned", "sending"].contains(&row.state.as_str());
        let kept: Vec<_> = before.iter().filter(settled).collect();
        assert_eq!(kept.len(), 17);
        assert_eq!(
            after.iter().filter(|row| kept.iter().any(|old| old.id == row.id)).collect::<Vec<_>>(),
            kept
        );
        the_rest_was_finished(w).await;

        // Nobody is reminded again of the day that was done, and of the next one once.
        w.live_through("2026-09-14").await;
        assert_eq!(keys_in_slack(w), expected);
        w.live_through("2026-09-15").await;
        let reminded = keys_in_slack(w).into_iter().filter(|key| key.starts_with("reminder:2026-09-15"));
        assert_eq!(reminded.count(), 10, "twelve have open items, Linus and Grace cannot be reached");
        let digests = keys_in_slack(w).into_iter().filter(|key| key.starts_with("owner_digest:2026-09-15"));
        assert_eq!(digests.count(), 1, "whoever runs it");
        assert_eq!(w.slack.messages().len(), expected.len() + 11);
        // The old ones; and Linus, who is not in Slack, could not be reminded.
        (w.expected_failures, w.expected_unknown) = (4, 3);
    })
    .await;
}

/// The rows are those of a first version that had been through everything.
async fn every_state_is_there(w: &World, outbox: &[notification_log::Model]) {
    for kind in ["launch", "reminder", "reassignment"] {
        for state in ["planned", "sending", "sent", "failed", "unknown", "dropped"] {
            assert!(outbox.iter().any(|row| row.kind == kind && row.state == state), "no {kind} is {state}");
        }
    }
    for state in ["new", "done", "ignored", "failed"] {
        assert!(w.events().await.iter().any(|row| row.state == state), "no event is {state}");
    }
}

async fn the_rest_was_finished(w: &World) {
    // What had been given up was made up for by a look at its campaign.
    let given_up = w.events().await.into_iter().find(|event| event.event_uuid == "given-up").unwrap();
    assert_eq!((given_up.state.as_str(), given_up.attempts), ("done", 6));
    assert!(given_up.remark.unwrap().contains("a later look at the campaign"));
    assert!(w.events().await.iter().all(|event| event.state != "new" && event.leased_by.is_none()));
    assert!(w.slack.home_of(&w.company.bob.slack).is_some(), "the Home that somebody had looked at");
    let status = w.command(&w.company.dana, "status Autumn").await;
    for line in [
        "3 of 18 items reviewed",
        "0 reviewers done, 12 outstanding",
        "Next reminder on Tue 15 Sep",
        "0 planned, 17 sent, 3 failed, 3 unknown, 3 dropped",
        "• Linus Berg: has no active Slack account for their Okta e-mail address",
        "• Priya Raman: unknown whether the message arrived: Slack's answer was lost",
        "• Kenji Sato: 1 item, last message Sep 1, 2026",
        "• Ingrid Sørensen: 1 item, last message Sep 7, 2026",
    ] {
        assert!(status.lines().any(|said| said == line), "no {line:?} in {status}");
    }
    let summer = w.command(&w.company.dana, "status Summer").await;
    assert!(summer.contains("1 of 3 items reviewed"), "{summer}");
    assert!(summer.contains("0 planned, 1 sent, 0 failed, 0 unknown, 0 dropped"), "{summer}");
}
