//! The table of troubles in `docs/operations.md` and the stories that show it: each row names its own, and each story
//! of `tests/it/trouble` belongs to a row.

use super::{none_of, read, rust_files};

const PAGE: &str = "docs/operations.md";
const HEADING: &str = "## Trouble";

#[test]
fn every_row_names_stories_that_there_are() {
    let mut problems = Vec::new();
    for row in rows() {
        let named: Vec<&str> = row.stories.iter().map(String::as_str).collect();
        if named.is_empty() {
            problems.push(format!("{}: names no story", row.trouble));
        }
        if row.cells.iter().any(String::is_empty) {
            problems.push(format!("{}: has an empty cell", row.trouble));
        }
        let missing = named.into_iter().filter(|story| !is_there(story));
        problems.extend(missing.map(|story| format!("{}: there is no story {story}", row.trouble)));
    }
    none_of(&problems);
}

#[test]
fn every_story_belongs_to_a_row() {
    let named: Vec<String> = rows().into_iter().flat_map(|row| row.stories).collect();
    let mut problems = Vec::new();
    for source in rust_files("tests/it/trouble") {
        let module = source.path.trim_start_matches("tests/it/").trim_end_matches(".rs").replace('/', "::");
        let stories = tests_in(&source.text).into_iter().map(|name| format!("{module}::{name}"));
        let left_out = stories.filter(|story| !named.contains(story));
        problems.extend(left_out.map(|story| format!("{story} is in no row of {PAGE}")));
    }
    none_of(&problems);
}

#[test]
fn every_trouble_that_was_asked_for_has_a_row() {
    let troubles: Vec<String> = rows().into_iter().map(|row| row.trouble).collect();
    let asked_for = [
        "Slack is down",
        "Slack limits",
        "Slack token",
        "`chat:write`",
        "`users:read.email`",
        "`im:history`",
        "Okta is down",
        "401",
        "403 for everything",
        "403 for one campaign",
        "403 for the System Log",
        "clock",
        "full",
        "read-only",
        "locked",
        "gone",
    ];
    let missing = asked_for.iter().filter(|words| !troubles.iter().any(|trouble| trouble.contains(**words)));
    none_of(&missing.map(|words| format!("no row is about: {words}")).collect::<Vec<_>>());
}

struct Row {
    trouble: String,
    cells: Vec<String>,
    stories: Vec<String>,
}

/// The rows of the table, its head left out.
fn rows() -> Vec<Row> {
    let page = read(PAGE);
    let section = page.split_once(&format!("{HEADING}\n")).map_or("", |(_, rest)| rest);
    let section = section.split("\n## ").next().unwrap_or_default();
    let lines = section.lines().filter(|line| line.starts_with("| ")).skip(1);
    let rows: Vec<Row> = lines.map(row).collect();
    assert!(!rows.is_empty(), "{PAGE} has no table under {HEADING}");
    rows
}

fn row(line: &str) -> Row {
    let cells: Vec<String> = line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    let stories = cells
        .last()
        .map_or_else(Vec::new, |cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect());
    Row { trouble: cells.first().cloned().unwrap_or_default(), cells, stories }
}

/// `outage::name` is the test `name` in `tests/it/outage.rs`.
fn is_there(story: &str) -> bool {
    let Some((module, name)) = story.rsplit_once("::") else { return false };
    let path = format!("tests/it/{}.rs", module.replace("::", "/"));
    let sources = rust_files("tests/it").into_iter().filter(|source| source.path == path);
    sources.into_iter().any(|source| tests_in(&source.text).contains(&name.to_owned()))
}

/// The names of the tests in a source.
fn tests_in(text: &str) -> Vec<String> {
    let after_a_mark =
        text.lines().zip(text.lines().skip(1)).filter(|(mark, _)| mark.trim().ends_with("test]"));
    let names = after_a_mark.filter_map(|(_, line)| line.split_once("fn ")?.1.split_once('('));
    names.map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn a_row_and_a_test_are_read_as_they_are_written() {
    let row = row("| Slack is down | no DM | all else | a line | one DM | `slack::one`, `two` |");
    assert_eq!((row.trouble.as_str(), row.cells.len()), ("Slack is down", 6));
    assert_eq!(row.stories, ["slack::one", "two"]);
    let text = "#[tokio::test]\nasync fn one() {}\n\nasync fn helper() {}\n#[test]\nfn two() {}\n";
    assert_eq!(tests_in(text), ["one", "two"]);
    assert!(is_there("repository::trouble::a_row_and_a_test_are_read_as_they_are_written"));
    assert!(!is_there("repository::trouble::row") && !is_there("nowhere::one"));
}
