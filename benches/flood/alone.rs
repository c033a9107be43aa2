//! The same rows in the same batches, each committed, without anything around it: what the database alone can do.

use std::time::{Duration, Instant};

use certs::store::inbox::{self, Incoming, NEW};
use certs::store::{Store, commit};
use secrecy::SecretString;
use serde_json::Value;

/// Inserts them, one batch after the other; how long it took.
pub async fn insert(url: String, hooks: &[Vec<Value>]) -> anyhow::Result<Duration> {
    let store = Store::connect(&SecretString::from(url)).await?;
    store.migrate().await?;
    #[expect(clippy::disallowed_methods, reason = "there is no service here that could be given one")]
    let now = chrono::Utc::now();
    let batches: Vec<Vec<Incoming>> = hooks.iter().map(|events| events.iter().map(row).collect()).collect();
    let begun = Instant::now();
    for batch in batches {
        let tx = store.begin().await?;
        inbox::record(&tx, &batch, now).await?;
        commit(tx).await?;
    }
    let took = begun.elapsed();
    store.close().await;
    Ok(took)
}

/// As large as what the service stores of it.
fn row(event: &Value) -> Incoming {
    let text = |pointer: &str| event.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let hint = serde_json::json!({
        "review_id": text("/debugContext/debugData/campaignItemId"),
        "published": text("/published"),
        "decision": text("/debugContext/debugData/campaignItemDecision"),
        "actor_id": text("/actor/id"),
        "actor_name": text("/actor/displayName"),
    });
    Incoming {
        source: "okta",
        uuid: text("/uuid").unwrap_or_default(),
        kind: text("/eventType").unwrap_or_default(),
        campaign_id: text("/debugContext/debugData/campaignId"),
        payload: hint.to_string(),
        state: NEW,
    }
}
