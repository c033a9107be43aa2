//! The manifest that `certs setup` prints: our addresses, and the scopes of what is switched on.

use std::collections::HashMap;

use certs::config::{ManifestConfig, Problems};
use certs::slack::manifest;
use serde_yaml_ng::Value;

fn config(settings: &[(&str, &str)]) -> Result<ManifestConfig, Problems> {
    let settings: HashMap<&str, &str> = settings.iter().copied().collect();
    ManifestConfig::from_lookup(&|name| settings.get(name).map(|value| (*value).to_owned()), false)
}

#[test]
fn over_socket_mode_it_has_no_address_and_needs_none() {
    let asked = ManifestConfig::from_lookup(&|_| None, true).unwrap();
    let set = config(&[("SLACK_APP_TOKEN", "xapp-1"), ("CERTS_PUBLIC_URL", "https://certs.acme.example")]);
    let text = manifest(&asked);
    assert_eq!(text, manifest(&set.unwrap()));
    assert!(!text.contains("example"), "{text}");
    let found: Value = serde_yaml_ng::from_str(&text).unwrap();
    assert_eq!(found["settings"]["socket_mode_enabled"], true);
    assert_eq!(found["settings"]["interactivity"]["is_enabled"], true);
    assert_eq!(found["settings"]["event_subscriptions"]["bot_events"][0], "app_home_opened");
    assert_eq!(found["features"]["slash_commands"][0]["command"], "/certs");
    assert_eq!(scopes(&found), scopes(&read(&[("CERTS_PUBLIC_URL", "https://certs.acme.example")])));
}

fn read(settings: &[(&str, &str)]) -> Value {
    serde_yaml_ng::from_str(&manifest(&config(settings).unwrap())).unwrap()
}

fn scopes(manifest: &Value) -> Vec<&str> {
    let list = manifest["oauth_config"]["scopes"]["bot"].as_sequence().unwrap();
    list.iter().map(|scope| scope.as_str().unwrap()).collect()
}

#[test]
fn it_leads_to_this_deployment() {
    let found = read(&[("CERTS_PUBLIC_URL", "https://reviews.acme.example/certs/")]);
    let base = "https://reviews.acme.example/certs";
    assert_eq!(found["features"]["slash_commands"][0]["url"], format!("{base}/slack/commands"));
    assert_eq!(found["settings"]["event_subscriptions"]["request_url"], format!("{base}/slack/events"));
    assert_eq!(found["settings"]["interactivity"]["request_url"], format!("{base}/slack/interactions"));
    let text = manifest(&config(&[("CERTS_PUBLIC_URL", base)]).unwrap());
    assert!(!text.contains("example.com"), "nothing is left to be filled in: {text}");
}

#[test]
fn it_asks_for_the_scopes_of_what_is_switched_on() {
    let address = ("CERTS_PUBLIC_URL", "https://certs.acme.example");
    let always =
        ["chat:write", "commands", "users:read", "users:read.email", "im:write", "mpim:write", "im:history"];
    let with = |channel| read(&[address, ("CERTS_CAMPAIGN_CHANNEL", channel)]);
    assert_eq!(scopes(&read(&[address])), always);
    let existing = with("C0REVIEWS");
    assert!(scopes(&existing).contains(&"pins:write") && !scopes(&existing).contains(&"groups:write"));
    let create = with("create");
    assert_eq!(scopes(&create).len(), always.len() + 3);
    // A comment goes with what it is about.
    assert!(!manifest(&config(&[address]).unwrap()).contains("CERTS_CAMPAIGN_CHANNEL"));
}

#[test]
fn what_is_printed_reads_well() {
    let settings = [("CERTS_PUBLIC_URL", "https://certs.acme.example")];
    insta::assert_snapshot!("manifest", manifest(&config(&settings).unwrap()));
}

#[test]
fn without_an_address_there_is_none() {
    assert_eq!(
        config(&[]).unwrap_err().0,
        [
            "CERTS_PUBLIC_URL is not set; expected the https address that Okta and Slack reach, such as https://certs.example.com"
        ]
    );
    for wrong in
        ["certs.example.com", "http://certs.example.com", "https://a:b@c.example", "https://c.example?x=1"]
    {
        let problems = config(&[("CERTS_PUBLIC_URL", wrong)]).unwrap_err();
        assert!(problems.0[0].starts_with("CERTS_PUBLIC_URL is not understood; "), "{wrong}: {problems}");
    }
    assert!(
        config(&[("CERTS_PUBLIC_URL", "http://127.0.0.1:8080")]).is_ok(),
        "a local one needs no certificate"
    );
}
