//! Reading the directory of templates, and trying each of them with all that it may be given.

use std::fmt;
use std::path::Path;

use strsim::levenshtein;

use super::super::{Frame, samples};
use super::{Kind, Parts, Wording};

/// Templates that cannot be used: one line each, by file and line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble(pub Vec<String>);

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the templates of CERTS_TEMPLATES cannot be used:\n  {}", self.0.join("\n  "))
    }
}

impl std::error::Error for Trouble {}

/// Reads the templates of a directory, and makes every message of them once from samples. A file that ends in something
/// else than `.txt` is none of ours.
///
/// # Errors
/// Everything that is wrong, at once.
pub fn load(directory: &Path) -> Result<Wording, Trouble> {
    let mut problems = Vec::new();
    let mut parts = Parts::default();
    let names = match names(directory) {
        Ok(names) => names,
        Err(why) => return Err(Trouble(vec![format!("{} cannot be read: {why}", directory.display())])),
    };
    for name in names {
        let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.file() == name) else {
            problems.push(unknown(&name));
            continue;
        };
        match std::fs::read_to_string(directory.join(&name)) {
            Ok(source) => problems.extend(parts.add(kind, &source).err()),
            Err(why) => problems.push(format!("{name}: cannot be read: {why}")),
        }
    }
    let wording = Wording::of(parts);
    problems.extend(tried(&wording));
    if problems.is_empty() { Ok(wording) } else { Err(Trouble(problems)) }
}

impl Wording {
    /// Our own words as templates.
    ///
    /// # Errors
    /// When one of them cannot be used, which a test rules out.
    pub fn ours() -> Result<Self, Trouble> {
        let mut parts = Parts::default();
        let added = Kind::ALL.into_iter().filter_map(|kind| parts.add(kind, kind.ours()).err());
        let problems: Vec<String> = added.collect();
        if problems.is_empty() { Ok(Self::of(parts)) } else { Err(Trouble(problems)) }
    }
}

fn names(directory: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if Path::new(&name).extension().is_some_and(|extension| extension == "txt") {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn unknown(name: &str) -> String {
    let near = Kind::ALL.into_iter().map(Kind::file).min_by_key(|file| levenshtein(file, name));
    let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
    format!("{name}: no message has a template of this name{near}")
}

/// What goes wrong when every message is made.
fn tried(wording: &Wording) -> Vec<String> {
    let frame = Frame { wording: wording.clone(), ..samples::frame() };
    let _ = samples::every_message(&frame);
    let mut failures = wording.take_failures();
    failures.sort();
    failures
}
