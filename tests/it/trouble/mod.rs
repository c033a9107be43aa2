//! Trouble with one side: what stops, what goes on, what the operator sees, and how it is made up.
//!
//! The table in `docs/operations.md` has a row for each, which names its stories; `tests/it/repository/trouble.rs`
//! holds the two together.

mod database;
mod days;
mod faults;
mod okta;
mod slack;

use chrono::{DateTime, Duration, Utc};
use sandbox::Person;

use crate::support::World;

/// 1 while an operator has to act.
async fn stopped(w: &World, api: &str) -> bool {
    // As Prometheus does: some figures are read at that moment.
    assert_eq!(w.get("/metrics").await.0, 200);
    w.figure(&format!("certs_api_stopped{{api=\"{api}\"}}")) == Some(1.0)
}

/// Whether instances are sent requests.
async fn is_ready(w: &World) -> bool {
    w.get("/readyz").await.0 == 200
}

/// The first lines of the overview that Dana gets.
async fn overview(w: &World) -> String {
    w.command(&w.company.dana, "status").await
}

/// Each of these has so many messages, and the last one came soon after the healing.
fn each_has(w: &World, people: &[(&Person, usize)], healed: DateTime<Utc>) {
    for (person, number) in people {
        let messages = w.slack.messages_to(&person.slack);
        let texts: Vec<&String> = messages.iter().map(|message| &message.text).collect();
        assert_eq!(messages.len(), *number, "{}: {texts:#?}", person.name);
        let late = w.last_to(person).at - healed;
        assert!(late >= Duration::zero() && late <= Duration::seconds(40), "{}: {late}", person.name);
    }
}
