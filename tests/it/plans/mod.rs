//! How the databases find what they are asked for: a whole story is played, every statement of it is kept, and each is
//! explained. Large tables are never walked through.

mod plan;
mod story;

use plan::Plans;

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
async fn no_statement_of_a_whole_story_walks_through_a_large_table() {
    world_with(ALL, async |w| {
        let asked = w.listen_to_the_database().await;
        Box::pin(story::play(w)).await;
        let statements = asked.statements();
        assert!(statements.len() >= AT_LEAST, "only {} statements", statements.len());
        let plans = Plans::of(&w.app.store.db).await;
        let mut walks = Vec::new();
        for statement in statements {
            walks.extend(plans.walk_of(statement).await);
        }
        assert!(walks.is_empty(), "{} walk through a table:\n\n{}", walks.len(), walks.join("\n\n"));
    })
    .await;
}
