//! One list of settings: what the code reads, `SETTINGS`, `.env.example` and the README name the same, with the same
//! defaults.

use certs::config::SETTINGS;

use super::{literals, none_of, read, rust_files};

#[test]
fn the_example_file_shows_every_setting_with_its_default() {
    let text = read(".env.example");
    let lines: Vec<(bool, &str, &str)> = text.lines().filter_map(example_line).collect();
    same_names(".env.example", lines.iter().map(|(_, name, _)| *name));
    let mut problems = Vec::new();
    for (is_open, name, value) in lines {
        let default = default_of(name);
        match default {
            Some(default) if is_open || value != default => {
                problems.push(format!("{name}: .env.example must have the line #{name}={default}"));
            }
            // A placeholder would work, and everybody would know it.
            None if !is_open || !value.is_empty() => {
                problems.push(format!("{name}: must be filled in, so .env.example has the line {name}="));
            }
            _ => {}
        }
    }
    none_of(&problems);
}

#[test]
fn the_readme_shows_every_setting_with_its_default() {
    let text = read("README.md");
    let rows: Vec<(&str, &str)> = text.lines().filter_map(table_row).collect();
    same_names("the README's table", rows.iter().map(|(name, _)| *name));
    let mut problems = Vec::new();
    for (name, cell) in rows {
        let (is_right, expected) = match default_of(name) {
            None => (["–", "required"].contains(&cell), "–".to_owned()),
            Some("") => {
                (!cell.starts_with(['–', '`']) && !cell.is_empty(), "what empty means, in words".to_owned())
            }
            Some(default) => (cell == format!("`{default}`"), format!("`{default}`")),
        };
        if !is_right {
            problems.push(format!("{name}: the README gives {cell} as the default; expected {expected}"));
        }
    }
    none_of(&problems);
}

#[test]
fn the_code_reads_what_the_table_of_settings_lists() {
    let code = rust_files("src/config").into_iter().filter(|source| source.path != "src/config/settings.rs");
    let text: String = code.map(|source| source.text).collect();
    let mut names: Vec<&str> = literals(&text).filter(|literal| is_name(literal)).collect();
    names.sort_unstable();
    names.dedup();
    same_names("src/config", names.into_iter());
}

#[track_caller]
fn same_names<'a>(place: &str, names: impl Iterator<Item = &'a str>) {
    let mut names: Vec<&str> = names.collect();
    let mut listed: Vec<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
    names.sort_unstable();
    listed.sort_unstable();
    let missing: Vec<_> = listed.iter().filter(|name| !names.contains(name)).collect();
    let unknown: Vec<_> = names.iter().filter(|name| !listed.contains(name)).collect();
    let twice: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    assert_eq!(names, listed, "{place} lacks {missing:?}, has {unknown:?} too much, and {twice:?} twice");
}

fn default_of(name: &str) -> Option<&'static str> {
    SETTINGS.iter().find(|setting| setting.name == name).and_then(|setting| setting.default)
}

/// `NAME=value`, open or commented out.
fn example_line(line: &str) -> Option<(bool, &str, &str)> {
    let (name, value) = line.trim_start_matches('#').trim_start().split_once('=')?;
    is_name(name).then_some((!line.starts_with('#'), name, value))
}

/// The first two cells of a table row that is about a setting.
fn table_row(line: &str) -> Option<(&str, &str)> {
    let mut cells = line.strip_prefix("| `")?.split('|').map(str::trim);
    let name = cells.next()?.strip_suffix('`')?;
    is_name(name).then_some((name, cells.next()?))
}

fn is_name(text: &str) -> bool {
    text.contains('_') && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}
