//! Trying the service out: `CERTS_MODE=dry-run` says nothing and records all of it, `CERTS_ONLY` tells a pilot group alone.

mod dry_run;
mod group;

use sandbox::Person;

use crate::support::World;

/// The notices of a person as kind, state and what they say or would have said, oldest first.
async fn told(w: &World, person_id: &str) -> Vec<(String, String, String)> {
    let rows = w.outbox().await.into_iter().filter(|row| row.person_id == person_id);
    rows.map(|row| (row.kind, row.state, row.said.unwrap_or_default())).collect()
}

/// The same as kind and state alone.
async fn states(w: &World, person: &Person) -> Vec<String> {
    told(w, &person.okta).await.into_iter().map(|(kind, state, _)| format!("{kind} {state}")).collect()
}

/// How often Slack was asked for anything that others see, or that makes something.
fn said(w: &World) -> usize {
    let loud = ["chat.postMessage", "chat.update", "pins.add", "conversations.create", "conversations.open"];
    loud.iter().map(|method| w.slack.count(method)).sum()
}
