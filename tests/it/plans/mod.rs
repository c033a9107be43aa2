//! How the databases find what they are asked for: a whole story is played, every statement of it is kept, and each is
//! explained. Large tables are never walked through.

mod plan;
mod story;

use plan::Plans;
use sea_orm::Statement;

use crate::support::world_with;

/// All that the service can be set to do.
const ALL: &[(&str, &str)] = &[
    ("CERTS_CAMPAIGN_CHANNEL", story::CHANNEL),
    ("CERTS_ESCALATE_DAYS", "3"),
    ("CERTS_RETENTION_DAYS", "90"),
];

/// Fewer would mean that the story does not do what it says.
const AT_LEAST: usize = 100;

#[tokio::test]
async fn a_walk_through_a_large_table_is_noticed_and_one_through_a_small_one_is_not() {
    world_with(&[], async |w| {
        let db = &w.app.store.db;
        let plans = Plans::of(db);
        let asked = |sql: &str| Statement::from_string(db.get_database_backend(), sql);
        let walks = [
            "SELECT id FROM review WHERE level = 'SECOND'",
            r#"SELECT "r"."id" FROM "review" AS "r" WHERE "r"."level" = 'SECOND'"#,
            "DELETE FROM person WHERE name = 'Nobody'",
        ];
        for sql in walks {
            assert!(plans.walk_of(asked(sql)).await.is_some(), "{sql}");
        }
        for sql in ["SELECT id FROM review WHERE id = 'icr1'", "SELECT id FROM campaign WHERE name = 'Q4'"] {
            assert_eq!(plans.walk_of(asked(sql)).await, None);
        }
    })
    .await;
}

#[tokio::test]
async fn no_statement_of_a_whole_story_walks_through_a_large_table() {
    world_with(ALL, async |w| {
        let asked = w.listen_to_the_database().await;
        Box::pin(story::play(w)).await;
        let statements = asked.statements();
        assert!(statements.len() >= AT_LEAST, "only {} statements", statements.len());
        let plans = Plans::of(&w.app.store.db);
        let mut walks = Vec::new();
        for statement in statements {
            walks.extend(plans.walk_of(statement).await);
        }
        assert!(walks.is_empty(), "{} walk through a table:\n\n{}", walks.len(), walks.join("\n\n"));
    })
    .await;
}
