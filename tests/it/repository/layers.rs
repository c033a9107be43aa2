//! Imports point down, vendors stay in their room, and a file fits on a few screens.

use std::path::Path;

use super::{Source, none_of, rust_files};

/// The rooms of `src` from the bottom up. Between `|` neither may use the other.
const ORDER: &str = "domain, outside < config, clock, telemetry < store | okta | slack < app < flow < web | work \
                     < boot, doctor < cli < main";
/// A vendor's crate and the one room that may name it.
const KEPT_IN: &[(&str, &str)] =
    &[("sea_orm", "store"), ("slack_morphism", "slack"), ("tokio_cron_scheduler", "work")];
/// Names under which anything could be put.
const NO_NAMES: &[&str] = &["utils", "helpers", "common", "manager", "service"];
const MOST_LINES: usize = 300;
const ALL_CODE: &[&str] = &[
    "src",
    "sandbox/src",
    "entity",
    "migration",
    "killtest",
    "measure",
    "progress",
    "tests",
    "examples",
    "benches",
];

#[test]
fn imports_point_down() {
    let mut problems = Vec::new();
    for source in rust_files("src").iter().filter(|source| source.path != "src/lib.rs") {
        let from = room_of(&source.path);
        if place_of(from).is_none() {
            problems.push(format!("{}: the room `{from}` has no place in the order of rooms", source.path));
            continue;
        }
        for to in rooms_used(source).into_iter().filter(|to| !may_use(from, to)) {
            problems.push(format!("{}: `{from}` may not use `{to}`", source.path));
        }
    }
    none_of(&problems);
}

#[test]
fn vendors_stay_in_their_room() {
    let mut problems = Vec::new();
    for source in rust_files("src") {
        for (vendor, room) in KEPT_IN.iter().filter(|(_, room)| *room != room_of(&source.path)) {
            let named =
                |line: &str| line.contains(&format!("{vendor}::")) || line.contains(&format!("use {vendor}"));
            let lines = source.code().filter(|(_, line)| named(line));
            problems
                .extend(lines.map(|(at, _)| format!("{}:{at}: {vendor} belongs in src/{room}", source.path)));
        }
    }
    none_of(&problems);
}

#[test]
fn files_are_short_and_named_for_what_they_hold() {
    let mut problems = Vec::new();
    for source in ALL_CODE.iter().flat_map(|directory| rust_files(directory)) {
        let lines = source.text.lines().count();
        if lines > MOST_LINES {
            problems.push(format!("{}: {lines} lines; at most {MOST_LINES}", source.path));
        }
        let stems =
            Path::new(&source.path).components().map(|part| part.as_os_str().to_string_lossy().into_owned());
        let vague = stems
            .map(|stem| stem.trim_end_matches(".rs").to_owned())
            .find(|stem| NO_NAMES.contains(&&**stem));
        problems
            .extend(vague.map(|name| format!("{}: `{name}` says nothing; name what it holds", source.path)));
    }
    none_of(&problems);
}

/// `src/okta/wire.rs` and `src/okta.rs` are in the room `okta`.
fn room_of(path: &str) -> &str {
    path.trim_start_matches("src/").split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

/// The row of a room, from the bottom up, and whether the rooms in that row are blind to each other.
fn place_of(room: &str) -> Option<(usize, bool)> {
    let rows = ORDER.split('<').map(str::trim).enumerate();
    let named = |row: &str| row.split([',', '|']).any(|name| name.trim() == room);
    rows.into_iter().find(|(_, row)| named(row)).map(|(at, row)| (at, row.contains('|')))
}

fn may_use(from: &str, to: &str) -> bool {
    match (place_of(from), place_of(to)) {
        (Some((here, blind)), Some((there, _))) => from == to || there < here || (there == here && !blind),
        _ => false,
    }
}

/// The rooms that a file names: after `crate::`, or after as many `super::` as lead to the crate itself.
fn rooms_used(source: &Source) -> Vec<String> {
    let depth = source.path.trim_end_matches("/mod.rs").matches('/').count();
    let code: String = source.code().flat_map(|(_, line)| [line, "\n"]).collect();
    let mut rooms: Vec<String> = ["crate::".to_owned(), "super::".repeat(depth)]
        .iter()
        .flat_map(|path| code.split(path.as_str()).skip(1).flat_map(first_names).collect::<Vec<_>>())
        .filter(|name| place_of(name).is_some())
        .collect();
    rooms.sort();
    rooms.dedup();
    rooms
}

/// `a::b` names `a`; `{a::b, c::{d, e}}` names `a` and `c`.
fn first_names(path: &str) -> Vec<String> {
    let name_at =
        |text: &str| text.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or("").to_owned();
    let Some(group) = path.strip_prefix('{') else { return vec![name_at(path)] };
    let mut names = vec![name_at(group.trim_start())];
    let mut open = 1;
    for (at, c) in group.char_indices() {
        match c {
            '{' => open += 1,
            '}' => open -= 1,
            ',' if open == 1 => names.push(name_at(group[at + 1..].trim_start())),
            _ => {}
        }
        if open == 0 {
            break;
        }
    }
    names
}

#[test]
fn the_rules_are_what_they_seem() {
    assert!(may_use("flow", "store") && may_use("clock", "config") && may_use("main", "boot"));
    for (from, to) in
        [("domain", "clock"), ("store", "okta"), ("web", "work"), ("flow", "web"), ("okta", "app")]
    {
        assert!(!may_use(from, to), "{from} may use {to}");
    }
    let used = |path: &str, text: &str| rooms_used(&Source { path: path.to_owned(), text: text.to_owned() });
    assert_eq!(
        used("src/flow/sync.rs", "use crate::{\n  app::{self, web},\n  work::x,\n};"),
        ["app", "work"]
    );
    assert_eq!(
        used("src/flow/sync.rs", "// crate::web\nuse super::web; let x = crate::boot::run();"),
        ["boot"]
    );
    assert_eq!(used("src/flow/sync.rs", "use super::super::web::verify;"), ["web"]);
    assert_eq!(used("src/flow/mod.rs", "use super::web::verify;"), ["web"]);
}
