//! The seeds of the fuzz targets, and what fuzzing found, through the same functions: no nightly compiler is needed.

#[path = "../../../fuzz/src/lib.rs"]
mod targets;

use std::path::Path;

pub use targets::settings;

type Target = (&'static str, fn(&[u8]));

const TARGETS: &[Target] = &[
    ("hook_body", targets::hook_body),
    ("log_page", targets::log_page),
    ("command", targets::command),
    ("interaction", targets::interaction),
    ("event", targets::event),
    ("campaign", targets::campaign),
    ("review", targets::review),
    ("settings", targets::settings),
];

fn fuzz() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz"))
}

#[test]
fn the_seeds_of_every_fuzz_target_pass() {
    for (name, target) in TARGETS {
        let mut seeds = 0;
        for seed in std::fs::read_dir(fuzz().join("seeds").join(name)).unwrap() {
            target(&std::fs::read(seed.unwrap().path()).unwrap());
            seeds += 1;
        }
        assert!(seeds >= 2, "{name} has {seeds} seeds");
    }
}

#[test]
fn every_fuzz_target_is_replayed_here() {
    let manifest = std::fs::read_to_string(fuzz().join("Cargo.toml")).unwrap();
    let mut declared: Vec<&str> = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("path = \"fuzz_targets/")?.strip_suffix(".rs\""))
        .collect();
    let mut replayed: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    declared.sort_unstable();
    replayed.sort_unstable();
    assert_eq!(declared, replayed);
}
