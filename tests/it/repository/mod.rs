//! The repository checks itself, so that what the documentation promises about it stays true.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a check that cannot read what it checks has failed")]
#![allow(clippy::print_stdout, reason = "a check that is skipped says so")]

mod delivery;
mod deploy;
mod layers;
mod links;
mod macros;
mod manifest;
mod migrations;
mod observability;
mod settings;
mod trouble;
mod wording;
mod words;

use std::path::Path;

/// A text file, by its path from the root of the repository.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// Its lines with their numbers, those that are comments left out.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(at, line)| (at + 1, line)).filter(|(_, line)| !is_comment(line))
    }
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the repository.
fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

/// All Rust files below a directory; none if there is no such directory.
fn rust_files(directory: &str) -> Vec<Source> {
    let Ok(entries) = std::fs::read_dir(root().join(directory)) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.unwrap();
        let path = format!("{directory}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            found.extend(rust_files(&path));
        } else if Path::new(&path).extension().is_some_and(|extension| extension == "rs") {
            found.push(Source { text: read(&path), path });
        }
    }
    found
}

/// The string literals of a text that hold none of the characters that would end or escape one.
fn literals(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !is_comment(line)).flat_map(|line| line.split('"').skip(1).step_by(2))
}

/// Fails with all problems at once.
#[track_caller]
fn none_of(problems: &[String]) {
    assert!(problems.is_empty(), "\n  {}\n", problems.join("\n  "));
}
