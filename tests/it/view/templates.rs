//! Another wording by template files: what it may change, what it may not, and what is said of one that cannot be used.

use std::path::Path;

use certs::slack::view::samples::{self, data};
use certs::slack::view::wording::{self, Kind, Wording};
use certs::slack::view::{Frame, Message};
use serde_json::{Value, json};

use super::limits::check_message;
use super::story::{shown, told};
use super::{frame, mine};

/// A directory with these files, and what comes of it.
fn load(files: &[(&str, &str)]) -> Result<Wording, Vec<String>> {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(directory.path().join(name), text).unwrap();
    }
    wording::load(directory.path()).map_err(|trouble| trouble.0)
}

fn with(files: &[(&str, &str)]) -> Frame {
    Frame { wording: load(files).unwrap(), ..frame() }
}

fn json_of(message: &Message) -> Value {
    json!({ "text": message.text, "blocks": message.blocks })
}

#[test]
fn our_own_words_as_templates_make_our_own_messages() {
    let as_templates = Frame { wording: Wording::ours().unwrap(), ..frame() };
    assert_eq!(as_templates.wording.files().len(), Kind::ALL.len());
    for (ours, theirs) in
        samples::every_message(&frame()).into_iter().zip(samples::every_message(&as_templates))
    {
        assert_eq!(told(&ours.1), told(&theirs.1), "{}", ours.0);
        assert_eq!(json_of(&ours.1), json_of(&theirs.1), "{}", ours.0);
    }
}

#[test]
fn our_own_words_are_ones_that_can_be_used() {
    let ours: Vec<(&str, &str)> = Kind::ALL.into_iter().map(|kind| (kind.file(), kind.ours())).collect();
    assert_eq!(load(&ours).unwrap().files().len(), ours.len());
}

/// Each template has to be tried by the samples, or a mistake in it would show in Slack first.
#[test]
fn the_samples_try_every_template() {
    for kind in Kind::ALL {
        let broken = kind.ours().replace("{{ campaign }}", "{{ nonsense }}");
        let broken = if broken == kind.ours() { format!("{broken}{{{{ nonsense }}}}") } else { broken };
        let problems = load(&[(kind.file(), &broken)]).unwrap_err();
        assert!(problems.iter().all(|one| one.starts_with(kind.file())), "{problems:?}");
        assert!(
            problems.iter().any(|one| one.contains("a value that this message does not have")),
            "{problems:?}"
        );
    }
}

#[test]
fn another_language_is_said_and_the_button_stays() {
    let german = "{{ open }} {{ open|plural('Prüfung', 'Prüfungen') }} in {{ campaign }}\n---\n*Bitte prüfen:* {{ open|count('Zugriff', 'Zugriffe') }} bis {{ due }}.\n<https://wiki.example.com/zugriffe|So geht es>\n---\nFragen? {{ owner }} hilft.\n";
    let message = with(&[("launch.txt", german)]).launch(&mine("Q4 <Prod> & *mehr*", 28, 12, 12), false);
    // The customer's own link is what the check of our own words would not let pass.
    let blocks = serde_json::to_value(&message.blocks).unwrap();
    insta::assert_snapshot!(format!("({})\n{}", message.text, shown(&blocks)));
    let other = with(&[("launch.txt", german)]).reminder(&[data::reminded("Q4", 14, 5)]);
    assert_eq!(told(&other), told(&frame().reminder(&[data::reminded("Q4", 14, 5)])));
}

#[test]
fn everything_that_is_wrong_is_reported_at_once_by_file_and_line() {
    let problems = load(&[
        ("lanch.txt", "x"),
        ("reminder.txt", "fine\n---\nnot {{ closed\n"),
        ("nudge.txt", "only one part"),
        ("digest_campaign.txt", "two\n---\nparts"),
        ("launch.txt", "fine\n---\nfine\n\n{{ reviewer }}\n"),
        ("began.txt", "fine\n---\n{# nothing #}\n"),
        ("settled.txt", "{{ open|shout }}\n---\nfine"),
        ("notes.md", "none of ours"),
    ])
    .unwrap_err();
    insta::assert_snapshot!(problems.join("\n"));
    let missing = wording::load(Path::new("/no/such/directory")).unwrap_err();
    assert!(missing.to_string().contains("/no/such/directory cannot be read"), "{missing}");
}

#[test]
fn no_template_gets_past_what_slack_takes() {
    let long = "{% for n in range(900) %}{{ campaign }} {{ n }}, {{ open }}{% endfor %}";
    let tall = "{% for n in range(400) %}\n{{ campaign }} {{ n }}\n{% endfor %}";
    let words = |body: &str| format!("{long}\n---\n{body}\n---\n{tall}\n");
    let whole =
        ["launch.txt", "reminder.txt", "nudge.txt", "reassignment.txt", "settled.txt", "question.txt"];
    for body in [long, tall] {
        let files: Vec<(&str, String)> = whole.iter().map(|file| (*file, words(body))).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(file, text)| (*file, text.as_str())).collect();
        for (title, message) in samples::every_message(&with(&files)) {
            let blocks = serde_json::to_value(&message.blocks).unwrap();
            check_message(&message.text, &blocks);
            assert!(!message.text.is_empty(), "{title}");
        }
    }
}

#[test]
fn a_template_without_end_is_none() {
    let endless = "{% for a in range(9999) %}{% for b in range(9999) %}{{ open }}{% endfor %}{% endfor %}";
    let problems = load(&[("launch.txt", &format!("x\n---\n{endless}"))]).unwrap_err();
    assert!(problems[0].starts_with("launch.txt"), "{problems:?}");
}

#[test]
fn one_that_fails_on_odd_data_leaves_our_own_words() {
    // Fine with every sample, none of which is without an end.
    let frame = with(&[("launch.txt", "{{ campaign }} {{ days_left + 1 }}\n---\nuntil {{ days_left + 1 }}")]);
    let mut odd = mine("Q4", 28, 3, 3);
    odd.campaign.ends_at = None;
    assert_eq!(told(&frame.launch(&odd, false)), told(&super::frame().launch(&odd, false)));
    assert_eq!(frame.launch(&mine("Q4", 28, 3, 3), false).text, "Q4 29");
}

#[test]
fn what_comes_from_outside_is_safe_before_a_template_has_it() {
    let frame = with(&[("launch.txt", "{{ campaign }}\n---\n{{ campaign }} {{ owner }} {{ description }}")]);
    let mut hostile = mine("<!channel> {{ open }} *bold*", 28, 3, 3);
    hostile.owner_name = Some("<@U1>".to_owned());
    hostile.campaign.description = Some("<https://evil.example|here>".to_owned());
    let message = frame.launch(&hostile, false);
    let json = json_of(&message).to_string();
    for bad in ["<!channel>", "<@U1>", "<https://evil"] {
        assert!(!json.contains(bad), "{json}");
    }
    assert!(message.text.contains("{{ open }}"), "a name is no template: {}", message.text);
}
