//! What the command line says of itself: help with examples, completions, the man page.

use std::collections::BTreeSet;

use certs::config::SETTINGS;

use super::place::Place;

async fn said(arguments: &[&str]) -> String {
    let outcome = Place::new().run(arguments).await;
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""), "{arguments:?}");
    outcome.stdout
}

/// The commands that a help lists, `help` itself left out.
fn listed(help: &str) -> Vec<String> {
    let Some((_, rest)) = help.split_once("Commands:\n") else { return Vec::new() };
    let lines = rest.lines().take_while(|line| line.starts_with("  "));
    let names = lines.filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

/// Every command with what its help says, those below others as `outbox list`.
async fn all() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![String::new()];
    while let Some(name) = open.pop() {
        let arguments: Vec<&str> = name.split_whitespace().chain(["--help"]).collect();
        let help = said(&arguments).await;
        open.extend(listed(&help).into_iter().map(|below| format!("{name} {below}").trim().to_owned()));
        found.push((name, help));
    }
    found
}

#[tokio::test]
async fn help_lists_every_command_and_every_setting() {
    let help = said(&["--help"]).await;
    let commands: BTreeSet<String> = listed(&help).into_iter().collect();
    let expected = [
        "serve",
        "migrate",
        "health",
        "sync",
        "outbox",
        "inbox",
        "export",
        "verify",
        "plan",
        "preview",
        "forget",
        "completions",
        "man",
    ];
    let missing: Vec<_> = expected.iter().filter(|name| !commands.contains(**name)).collect();
    assert_eq!(missing, Vec::<&&str>::new(), "in {help}");
    for setting in SETTINGS {
        assert!(help.contains(setting.name), "no {} in {help}", setting.name);
    }
    assert!(help.contains("--version") && help.contains("default sqlite://certs.db?mode=rwc"), "{help}");
}

#[tokio::test]
async fn every_command_has_examples_of_itself() {
    for (name, help) in all().await {
        let (_, examples) =
            help.split_once("Examples:\n").unwrap_or_else(|| panic!("certs {name}: no examples"));
        let example = format!("certs {name}");
        assert!(examples.contains(example.trim()), "certs {name}: none of its examples shows it: {examples}");
    }
}

#[tokio::test]
async fn the_man_page_and_the_completions_have_every_command() {
    // A page writes a hyphen as `\-`.
    let page = said(&["man"]).await.replace("\\-", "-");
    let completions = [
        said(&["completions", "bash"]).await,
        said(&["completions", "zsh"]).await,
        said(&["completions", "fish"]).await,
    ];
    assert!(page.contains(".TH certs 1"), "{page}");
    for (name, help) in all().await.into_iter().filter(|(name, _)| !name.is_empty()) {
        assert!(
            page.contains(&format!(".SH \"CERTS {}\"", name.to_uppercase())),
            "the page lacks certs {name}"
        );
        let flags = help.split_whitespace().filter(|word| word.starts_with("--") && word.len() > 2);
        let flags: Vec<&str> =
            flags.filter(|flag| flag[2..].chars().all(|c| c.is_ascii_lowercase())).collect();
        let last = name.split(' ').next_back().unwrap();
        for text in &completions {
            assert!(text.contains(last), "completions lack certs {name}");
            for flag in &flags {
                assert!(
                    text.contains(flag.trim_start_matches('-')),
                    "completions lack {flag} of certs {name}"
                );
            }
        }
    }
    assert!(page.contains("CERTS_SWEEP_EVERY"), "the settings are on the page");
}
