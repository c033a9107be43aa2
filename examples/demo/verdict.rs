//! Did the story go as told? Each message is held to the list of what there had to be.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::notification_log;
use sea_orm::EntityTrait;

use super::stage::{Stage, say};

/// Day of September, kind, and who gets one; nobody else gets anything.
const TOLD: &[(u32, &str, &[&str])] = &[
    (1, "launch", &["Alice", "Bob", "Carol", "Priya", "Mateo"]),
    (1, "launch", &["Kenji", "Fatima", "Oluwaseun"]),
    (1, "launch", &["Mateo", "Bob"]),
    (4, "reassignment", &["Carol"]),
    (8, "reminder", &["Alice", "Bob", "Carol", "Priya", "Mateo", "Kenji", "Fatima", "Oluwaseun"]),
    (8, "owner_digest", &["Dana"]),
    (9, "launch", &["Ingrid"]),
    (15, "reminder", &["Alice", "Bob", "Carol", "Priya", "Mateo", "Kenji", "Fatima", "Oluwaseun", "Ingrid"]),
    (15, "owner_digest", &["Dana"]),
    (22, "reminder", &["Alice", "Bob", "Carol", "Priya", "Mateo", "Ingrid"]),
    (22, "owner_digest", &["Dana"]),
    (26, "reminder", &["Carol"]),
    (26, "owner_digest", &["Dana"]),
];

type Count = BTreeMap<(NaiveDate, String, String), i64>;

/// Prints the summary, and what differed. True when nothing did.
pub async fn pronounce(stage: &Stage) -> anyhow::Result<bool> {
    let mut balance = Count::new();
    for (day, kind, people) in TOLD {
        for person in *people {
            let day = NaiveDate::from_ymd_opt(2026, 9, *day).unwrap_or_default();
            *balance.entry((day, (*person).to_owned(), (*kind).to_owned())).or_default() -= 1;
        }
    }
    for sent in &stage.sent {
        *balance.entry(sent.clone()).or_default() += 1;
    }
    let mut differences: Vec<String> = Vec::new();
    for ((day, person, kind), count) in balance.into_iter().filter(|(_, count)| *count != 0) {
        let what = if count > 0 { "more than told" } else { "missing" };
        differences.push(format!("{day}: {person}, {kind}: {} {what}", count.abs()));
    }
    let rows = notification_log::Entity::find().all(&stage.app.store.db).await?;
    let unexpected = rows.iter().filter(|row| match row.state.as_str() {
        "sent" | "dropped" => false,
        "failed" => row.person_id != stage.company.linus.okta,
        _ => true,
    });
    differences.extend(unexpected.map(|row| format!("{} is {}: {:?}", row.key, row.state, row.problem)));
    differences.extend(
        stage.sandbox.okta.strange().into_iter().map(|what| format!("Okta did not understand: {what}")),
    );
    differences.extend(
        stage.sandbox.slack.strange().into_iter().map(|what| format!("Slack did not understand: {what}")),
    );

    say("");
    say("━━ Summary ━━");
    let kinds = [
        ("launch", "launch message"),
        ("reminder", "reminder message"),
        ("reassignment", "reassignment message"),
        ("owner_digest", "owner's digest"),
    ];
    for (kind, called) in kinds {
        let count = stage.sent.iter().filter(|sent| sent.2 == kind).count();
        say(&format!("  {count:>2} {called}{}", if count == 1 { "" } else { "s" }));
    }
    let calls = (stage.sandbox.okta.calls().len(), stage.sandbox.slack.calls().len());
    say(&format!("  {} calls to Okta's API, {} to Slack's", calls.0, calls.1));
    if differences.is_empty() {
        say(
            "  Each message reached whom it was for, once; nobody else was disturbed. The story went as told.",
        );
        return Ok(true);
    }
    say("  The story did not go as told:");
    for difference in differences {
        say(&format!("    ✗ {difference}"));
    }
    Ok(false)
}
