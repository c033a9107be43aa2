//! `docs/wording.md` names every template with the values that it is given, and explains each value.

use std::collections::BTreeSet;

use certs::slack::view::Frame;
use certs::slack::view::samples;
use certs::slack::view::wording::{Kind, Wording};

use super::{none_of, read};

const PAGE: &str = "docs/wording.md";

#[test]
fn every_template_is_on_the_page_with_its_values() {
    let text = read(PAGE);
    let wording = Wording::ours().unwrap();
    let _ = samples::every_message(&Frame { wording: wording.clone(), ..samples::frame() });
    let given = wording.given();
    let mut problems = Vec::new();
    for kind in Kind::ALL {
        let names: Vec<String> = given[kind.file()].iter().map(|name| format!("`{name}`")).collect();
        let row = format!("| `{}` | {} |", kind.file(), names.join(", "));
        if !text.lines().any(|line| line == row) {
            problems.push(format!("{PAGE} lacks the row {row}"));
        }
    }
    none_of(&problems);
}

#[test]
fn every_value_is_explained_and_no_other() {
    let wording = Wording::ours().unwrap();
    let _ = samples::every_message(&Frame { wording: wording.clone(), ..samples::frame() });
    let given: BTreeSet<String> = wording.given().into_values().flatten().collect();
    let text = read(PAGE);
    let (_, table) = text.split_once("| value | is |").unwrap();
    let cells = table.lines().filter_map(|line| line.strip_prefix("| `")?.split_once(" | "));
    let explained: BTreeSet<String> =
        cells.flat_map(|(names, _)| names.split(", ")).map(|name| name.replace('`', "")).collect();
    assert_eq!(explained, given);
}
