//! What an operator watches is what the code says and exports: `docs/observability.md`, the alert rules, the dashboard.

use std::collections::BTreeSet;

use serde_json::Value;

use super::macros::{arguments_of, figures, log_lines};
use super::{none_of, read, rust_files};

const PAGE: &str = "docs/observability.md";
/// Labels that Prometheus adds.
const ADDED: &[&str] = &["job", "instance", "le"];
/// What a span may bear: counts, names of calls, ids of campaigns.
const BORNE: &[&str] = &[
    "call = call",
    "method = method",
    "method = POST",
    "campaign = campaign.id",
    "messages = wave.len()",
    "events = batch.len()",
];

#[test]
fn every_line_of_the_log_is_on_the_page_and_no_other() {
    let said = log_lines();
    assert!(said.len() > 50, "they are not found any more: {said:?}");
    let explained: BTreeSet<String> =
        first_cells("## Log lines").iter().flat_map(|cell| quoted(cell)).collect();
    let missing = said.difference(&explained).map(|line| format!("{PAGE} lacks the line: {line}"));
    let gone = explained.difference(&said).map(|line| format!("{PAGE} has a line that nothing says: {line}"));
    none_of(&missing.chain(gone).collect::<Vec<_>>());
}

#[test]
fn every_figure_is_on_the_page_with_its_labels() {
    let exported: BTreeSet<String> = figures()
        .into_iter()
        .map(|(name, labels)| {
            let labels = labels.into_iter().collect::<Vec<_>>().join(",");
            if labels.is_empty() { name } else { format!("{name}{{{labels}}}") }
        })
        .collect();
    let explained: BTreeSet<String> =
        first_cells("## Figures").iter().flat_map(|cell| quoted(cell)).collect();
    assert_eq!(explained, exported);
}

#[test]
fn alerts_and_dashboard_ask_for_what_is_exported() {
    let mut problems = Vec::new();
    let expressions = alert_expressions().into_iter().chain(dashboard_expressions());
    for expression in expressions {
        problems.extend(strangers_in(&expression).into_iter().map(|what| format!("{what} in: {expression}")));
    }
    none_of(&problems);
}

#[test]
fn every_alert_is_on_the_page() {
    let rules: serde_yaml_ng::Value = serde_yaml_ng::from_str(&read("deploy/alerts.yaml")).unwrap();
    let groups = rules["groups"].as_sequence().unwrap();
    let all = groups.iter().flat_map(|group| group["rules"].as_sequence().unwrap());
    let raised: BTreeSet<String> = all.map(|rule| rule["alert"].as_str().unwrap().to_owned()).collect();
    let explained: BTreeSet<String> = first_cells("## Alerts").iter().flat_map(|cell| quoted(cell)).collect();
    assert_eq!(explained, raised);
}

#[test]
fn every_figure_is_on_the_dashboard() {
    let shown = dashboard_expressions().join("\n");
    let missing = figures().into_keys().filter(|name| !shown.contains(name.as_str()));
    none_of(
        &missing
            .map(|name| format!("deploy/grafana-dashboard.json does not show {name}"))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn spans_bear_nothing_of_a_person() {
    let mut problems = Vec::new();
    let mut seen = 0;
    for source in rust_files("src") {
        for arguments in arguments_of(&source.text, "tracing::instrument") {
            seen += 1;
            if !arguments.contains("skip_all") {
                problems.push(format!("{}: a span takes all arguments of its function", source.path));
            }
            for fields in arguments_of(arguments, "fields") {
                let strange = fields.split(", ").filter(|field| !BORNE.contains(field));
                problems.extend(strange.map(|field| format!("{}: may a span bear {field}?", source.path)));
            }
            let name = arguments.split('"').nth(1).unwrap_or_default();
            if !first_cells("## Traces").iter().flat_map(|cell| quoted(cell)).any(|listed| listed == name) {
                problems.push(format!("{PAGE} lacks the span {name}"));
            }
        }
        if source.text.contains("_span!(") {
            problems.push(format!("{}: a span that this test does not see", source.path));
        }
    }
    assert!(seen > 5, "they are not found any more");
    none_of(&problems);
}

/// The first cells of the tables of a section, their heads left out.
fn first_cells(heading: &str) -> Vec<String> {
    let page = read(PAGE);
    let (_, section) =
        page.split_once(&format!("{heading}\n")).unwrap_or_else(|| panic!("{PAGE}: no {heading}"));
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| "));
    let cells = rows.filter_map(|row| row.split(" | ").next()).map(str::to_owned);
    cells.filter(|cell| cell.starts_with('`')).collect()
}

/// What stands in backticks, one or two of them.
fn quoted(cell: &str) -> Vec<String> {
    if let Some(inside) = cell.strip_prefix("`` ").and_then(|rest| rest.strip_suffix(" ``")) {
        return vec![inside.to_owned()];
    }
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn alert_expressions() -> Vec<String> {
    let rules: serde_yaml_ng::Value = serde_yaml_ng::from_str(&read("deploy/alerts.yaml")).unwrap();
    let groups = rules["groups"].as_sequence().unwrap();
    let all = groups.iter().flat_map(|group| group["rules"].as_sequence().unwrap());
    all.map(|rule| rule["expr"].as_str().unwrap().to_owned()).collect()
}

fn dashboard_expressions() -> Vec<String> {
    let dashboard: Value = serde_json::from_str(&read("deploy/grafana-dashboard.json")).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let targets = panels.iter().flat_map(|panel| panel["targets"].as_array().unwrap());
    targets.map(|target| target["expr"].as_str().unwrap().to_owned()).collect()
}

/// Figures and labels of an expression that nothing exports.
fn strangers_in(expression: &str) -> Vec<String> {
    let exported = figures();
    let mut strange = Vec::new();
    let mut labels: BTreeSet<&str> = ADDED.iter().copied().collect();
    for (at, _) in expression.match_indices("certs_") {
        let word = first_word(&expression[at..]);
        let name =
            ["_bucket", "_sum", "_count"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        let Some(theirs) = exported.get(name) else {
            strange.push(name.to_owned());
            continue;
        };
        labels.extend(theirs.iter().map(String::as_str));
        let selector =
            expression[at + word.len()..].strip_prefix('{').and_then(|rest| rest.split('}').next());
        let asked = selector.unwrap_or_default().split(',').map(|one| first_word(one.trim()));
        let unknown = asked.filter(|label| !label.is_empty() && !theirs.contains(*label));
        strange.extend(unknown.map(|label| format!("{name}{{{label}}}")));
    }
    for grouping in arguments_of(&expression.replace("by (", "by("), "by") {
        let unknown = grouping.split(',').map(str::trim).filter(|label| !labels.contains(label));
        strange.extend(unknown.map(|label| format!("by {label}")));
    }
    strange
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default()
}

#[test]
fn what_nothing_exports_is_noticed() {
    for (expression, found) in [
        ("max(certs_outbox_age)", "certs_outbox_age"),
        (r#"rate(certs_api_calls_total{vendor="okta"}[5m])"#, "certs_api_calls_total{vendor}"),
        ("sum by (kind) (certs_api_stopped)", "by kind"),
    ] {
        assert_eq!(strangers_in(expression), [found]);
    }
    let fine = r#"sum by (le, api) (rate(certs_sync_seconds_bucket[5m])) / sum by (api) (certs_api_calls_total{api="okta", status="200"})"#;
    assert_eq!(strangers_in(fine), Vec::<String>::new());
}
