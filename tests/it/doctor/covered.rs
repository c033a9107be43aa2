//! The checks, their documentation and their stories name the same.

use std::collections::BTreeSet;
use std::path::Path;

use certs::doctor::CHECKS;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn all() -> BTreeSet<String> {
    CHECKS.iter().map(|check| check.name.to_owned()).collect()
}

#[test]
fn each_is_in_the_documentation() {
    let page = std::fs::read_to_string(root().join("docs/doctor.md")).unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")).filter(|row| !row.starts_with('-'));
    let first_cells = rows.filter_map(|row| row.split('|').next());
    let names: BTreeSet<String> =
        first_cells.flat_map(|cell| cell.split('`').step_by(2)).map(str::to_owned).collect();
    let names: BTreeSet<String> = names.into_iter().filter(|name| !name.trim().is_empty()).collect();
    assert_eq!(names, all(), "the table in docs/doctor.md");
}

/// A snapshot of what a person reads when the check itself finds something: not that it waits for another one.
#[test]
fn each_has_a_story_in_which_it_finds_something() {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(root().join("tests/it/doctor/snapshots")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let (head, said) = text.trim_start_matches("---\n").split_once("\n---\n").unwrap();
        let is_news = ["Failed: ", "Warning: ", "Unseen: "].iter().any(|word| said.starts_with(word));
        if is_news && !said.starts_with("Unseen: not looked at") {
            let is_meant = |name: &String| head.contains(&format!("\\\"{name}\\\")"));
            found.extend(all().into_iter().filter(is_meant));
        }
    }
    let without: Vec<String> = all().difference(&found).cloned().collect();
    assert!(without.is_empty(), "no story shows what is read of {without:?}");
}
