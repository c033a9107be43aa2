//! One person is forgotten: nothing that is kept names them any more, and the record of what was told is whole.

use certs::flow::evidence;
use certs::flow::forget::{Outcome, forget};
use certs::store::campaigns;
use sandbox::{Campaign, Reviewer};
use sea_orm::EntityTrait;

use crate::support::{World, at, world};

/// Everything in these tables, as text.
macro_rules! rows_of {
    ($db:expr, $($entity:ident),+ $(,)?) => {
        [$(format!("{}: {:?}", stringify!($entity), entity::$entity::Entity::find().all($db).await.unwrap())),+]
    };
}

async fn everything(w: &World) -> Vec<String> {
    let db = &w.app.store.db;
    rows_of!(
        db,
        campaign,
        card,
        click,
        delivery_record,
        group_member,
        handover,
        inbox_event,
        notification_log,
        nudge,
        person,
        review,
        reviewer_group,
        slack_account,
        snooze,
    )
    .to_vec()
}

/// The tables in which a word stands.
async fn tables_with(w: &World, word: &str) -> Vec<String> {
    let tables = everything(w).await;
    let with = tables.iter().filter(|rows| rows.contains(word));
    with.filter_map(|rows| Some(rows.split_once(':')?.0.to_owned())).collect()
}

/// Alice got a campaign, looked at her Home, put it off, and handed seven items to Carol with a note; it is over.
async fn lived_through(w: &World) -> String {
    let campaign = Campaign::new("Q4", &w.company.dana.okta, at("2026-09-01 08:00"), 28);
    w.okta.add_campaign(campaign.clone());
    let items = w.okta.add_reviews(&campaign.id, Reviewer::User(w.company.alice.okta.clone()), 12);
    w.okta.launch(&campaign.id);
    w.hear().await;
    w.slack.open_home(&w.company.alice.slack).await.unwrap();
    w.live_through("2026-09-08").await;
    let tomorrow = format!("tomorrow:{}", campaign.id);
    w.press(&w.company.alice, &w.last_to(&w.company.alice), ("snooze", &*tomorrow)).await;
    w.okta.reassign(&items[..7], &w.company.alice.okta, &w.company.carol.okta, "Kranich knows them");
    w.hear().await;
    w.command(&w.company.dana, "remind q4").await;
    w.live_through("2026-09-15").await;
    let refused = forget(&w.app.store, &w.company.alice.email, true).await.unwrap();
    assert_eq!(refused, Outcome::Needed(vec!["Q4".to_owned()]), "it runs");
    w.okta.close(&campaign.id);
    w.hear().await;
    w.go_to("2026-09-16 08:00").await;
    campaign.id
}

#[tokio::test]
async fn nothing_that_is_kept_names_them_and_the_record_is_whole() {
    world(async |w| {
        let campaign_id = lived_through(w).await;
        let alice = w.company.alice.clone();
        for word in [&alice.name, &alice.email, &alice.slack, &"Kranich".to_owned()] {
            assert!(!tables_with(w, word).await.is_empty(), "the story does not hold {word}");
        }
        let would = forget(&w.app.store, &alice.slack, false).await.unwrap();
        assert!(!tables_with(w, &alice.name).await.is_empty(), "nothing was to be changed");
        let outcome = forget(&w.app.store, &alice.email, true).await.unwrap();
        assert_eq!(outcome, would);
        let Outcome::Forgotten { who, rows } = outcome else { panic!("{outcome:?}") };
        assert_eq!(who.iter().map(|trace| trace.id.as_str()).collect::<Vec<_>>(), [&*alice.okta]);
        assert!(rows.messages > 0 && rows.others > 0 && rows.handovers == 7 && rows.habits >= 3, "{rows:?}");

        for word in [&alice.name, &alice.email, &alice.slack, &"Kranich".to_owned()] {
            assert_eq!(tables_with(w, word).await, Vec::<String>::new(), "{word}");
        }
        assert!(!tables_with(w, &w.company.carol.name).await.is_empty(), "others are as they were");
        let checked = evidence::verify(&w.app.store, None).await.unwrap();
        assert!(checked.iter().all(|one| one.breaks.is_empty() && one.entries > 0), "{checked:?}");
        let known = campaigns::find(&w.app.store.db, &campaign_id).await.unwrap().unwrap();
        let export = evidence::export(&w.app.store, known, w.clock.now(), |_, _| {}).await.unwrap();
        let theirs: Vec<_> = export.notices.iter().filter(|told| told.person_id == alice.okta).collect();
        assert!(theirs.len() > 1, "that they were told is on record");
        assert!(theirs.iter().all(|told| (&told.name, &told.email, &told.said) == (&None, &None, &None)));
        assert_eq!(evidence::verify_export(&export).breaks, []);

        let again = forget(&w.app.store, &alice.email, true).await.unwrap();
        assert_eq!(again, Outcome::Nobody);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_forgotten_is_met_again_in_a_new_campaign() {
    world(async |w| {
        lived_through(w).await;
        let alice = w.company.alice.clone();
        forget(&w.app.store, &alice.okta, true).await.unwrap();
        let next = Campaign::new("Next", &w.company.dana.okta, at("2026-09-20 08:00"), 28);
        w.okta.add_campaign(next.clone());
        w.okta.add_reviews(&next.id, Reviewer::User(alice.okta.clone()), 2);
        w.go_to("2026-09-20 08:00").await;
        let before = w.inbox_of(&alice).len();
        w.okta.launch(&next.id);
        w.hear().await;
        assert_eq!(w.inbox_of(&alice).len(), before + 1);
    })
    .await;
}

#[tokio::test]
async fn nobody_is_forgotten_by_a_name_that_is_not_theirs() {
    world(async |w| {
        lived_through(w).await;
        let rows = everything(w).await;
        for wanted in ["Alice Ng", "alice", "", "%", "nobody@acme.example", "00unobody"] {
            assert_eq!(forget(&w.app.store, wanted, true).await.unwrap(), Outcome::Nobody, "{wanted:?}");
        }
        assert_eq!(everything(w).await, rows);
    })
    .await;
}
