//! Settings and `.env` files: whatever they hold, they are used or named, and never end the process later.

use certs::config::{Config, SETTINGS, read_dot_env};
use proptest::prelude::*;

use super::nasty::text;
use super::seeds;

fn value() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "300000y",
        "584542046090y",
        "18446744073709551615s",
        "0s",
        "-1s",
        "30d",
        "1ms",
        "24:00",
        "23:59",
        "+1",
        "1,2,3,+366",
        "1,1",
        "Europe/Berlin",
        "Antarctica/Troll",
        "0.0.0.0:0",
        "[::1]:65535",
        "https://a",
        "https://a?b",
        "sqlite::memory:",
        "postgres://a:b@c/d",
        "off",
        "36500",
        "4294967296",
        "U1,a@b",
        "info,[{",
        "json",
        "xoxb-a",
        "https://acme.okta.com/{campaignId}",
    ]);
    prop_oneof![3 => known.prop_map(str::to_owned), 1 => text()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_settings_are_used_or_named(values in prop::collection::vec((0..SETTINGS.len(), value()), 0..8)) {
        let lookup = |name: &str| {
            values.iter().find(|(at, _)| SETTINGS[*at].name == name).map(|(_, value)| value.clone())
        };
        if let Err(problems) = Config::from_lookup(&lookup) {
            prop_assert!(problems.0.iter().all(|line| SETTINGS.iter().any(|one| line.starts_with(one.name))), "{}", problems);
        }
        let lines = values.iter().map(|(at, value)| format!("{}={}", SETTINGS[*at].name, value.replace('\n', " ")));
        let file = lines.collect::<Vec<_>>().join("\n");
        seeds::settings(file.as_bytes());
    }

    #[test]
    fn any_text_is_a_file_of_settings_or_none(lines in prop::collection::vec(text(), 0..6)) {
        let file = lines.join("\n");
        if let Err(problems) = read_dot_env(&file) {
            prop_assert!(problems.0.iter().all(|line| line.starts_with(".env")), "{}", problems);
        }
        seeds::settings(file.as_bytes());
    }
}
