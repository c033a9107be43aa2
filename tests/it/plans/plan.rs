//! How a database answers a statement, and whether it walks through a table for it.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement, TransactionTrait};

/// Those that grow with reviewers, items or messages. The others have a row for each campaign, group or instance.
const LARGE: [&str; 12] = [
    "card",
    "click",
    "delivery_record",
    "group_member",
    "handover",
    "inbox_event",
    "notification_campaign",
    "notification_log",
    "person",
    "review",
    "slack_account",
    "snooze",
];

/// What is walked through with open eyes, as it stands in the statement.
const FINE: [&str; 1] = [
    // Nothing is asked for: an empty list of ids.
    "WHERE ? = ?",
];

/// Asks a database how it would answer. SQLite is asked as it is in use: nobody lets it count its rows.
pub struct Plans<'a>(&'a DatabaseConnection);

impl<'a> Plans<'a> {
    pub fn of(db: &'a DatabaseConnection) -> Self {
        Self(db)
    }

    /// The statement with its plan, if that walks through a large table.
    pub async fn walk_of(&self, statement: Statement) -> Option<String> {
        let sql = statement.sql.clone();
        let is_asked = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];
        if !is_asked.iter().any(|word| sql.trim_start().starts_with(word)) {
            return None;
        }
        let plan = self.explain(statement).await;
        let walked = plan.iter().filter_map(|line| walked(line, &sql)).map(|name| table_of(name, &sql));
        let walked: Vec<&str> = walked.filter(|table| LARGE.contains(table)).collect();
        let is_fine = FINE.iter().any(|words| sql.contains(words));
        (!walked.is_empty() && !is_fine).then(|| format!("{walked:?}\n{sql}\n  {}", plan.join("\n  ")))
    }

    async fn explain(&self, statement: Statement) -> Vec<String> {
        let (explain, column) = match statement.db_backend {
            DbBackend::Sqlite => ("EXPLAIN QUERY PLAN", "detail"),
            _ => ("EXPLAIN (COSTS OFF)", "QUERY PLAN"),
        };
        let tx = self.0.begin().await.unwrap();
        if statement.db_backend == DbBackend::Postgres {
            // It walks through what is small; what it walks through now, it has no index for.
            tx.execute_unprepared("SET LOCAL enable_seqscan = off").await.unwrap();
        }
        let asked = Statement { sql: format!("{explain} {}", statement.sql), ..statement };
        let plan = tx.query_all_raw(asked).await.unwrap();
        plan.iter().map(|row| row.try_get("", column).unwrap()).collect()
    }
}

/// The table, or its other name, that a line of a plan walks through.
fn walked<'a>(line: &'a str, sql: &str) -> Option<&'a str> {
    let line = line.trim_start().trim_start_matches("->").trim_start();
    let rest = match line.strip_prefix("SCAN ") {
        // An index from its one end, for the first few.
        Some(rest) if rest.contains("USING INDEX") && sql.contains("LIMIT") => return None,
        Some(rest) => rest,
        None => line.strip_prefix("Seq Scan on ")?,
    };
    rest.split_whitespace().next()
}

/// The table that is called so in a statement.
fn table_of<'a>(name: &'a str, sql: &'a str) -> &'a str {
    let words: Vec<&str> =
        sql.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect();
    let called = |pair: &&[&str]| pair[1] == name && LARGE.contains(&pair[0]);
    let called_as = |three: &&[&str]| {
        three[1].eq_ignore_ascii_case("as") && three[2] == name && LARGE.contains(&three[0])
    };
    let plain = words.windows(2).find(called).map(|pair| pair[0]);
    plain.or_else(|| words.windows(3).find(called_as).map(|three| three[0])).unwrap_or(name)
}
