//! The app manifest, against Slack's schema of it.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde_json::Value;

use super::reference;

#[test]
fn the_manifest_is_one_that_slack_takes() -> anyhow::Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("manifest.yml");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let manifest: Value = serde_yaml_ng::from_str(&text)?;
    let problems = problems(&reference, &manifest)?;
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}

#[test]
fn what_setup_prints_is_one_that_slack_takes() -> anyhow::Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    for (channel, socket_mode) in [("", false), ("C0REVIEWS", false), ("create", false), ("", true)] {
        let lookup = |name: &str| {
            let value = match name {
                "CERTS_PUBLIC_URL" => "https://certs.acme.example",
                "CERTS_CAMPAIGN_CHANNEL" => channel,
                _ => return None,
            };
            Some(value.to_owned())
        };
        let config = certs::config::ManifestConfig::from_lookup(&lookup, socket_mode)?;
        let manifest: Value = serde_yaml_ng::from_str(&certs::slack::manifest(&config))?;
        let problems = problems(&reference, &manifest)?;
        assert!(problems.is_empty(), "{channel}: {}", problems.join("\n"));
    }
    Ok(())
}

#[test]
fn a_manifest_that_slack_would_refuse_is_found() -> anyhow::Result<()> {
    let Some(reference) = reference() else { return Ok(()) };
    let text = fs::read_to_string(reference.join("slack/slack-manifest.example.yaml"))?;
    let mut manifest: Value = serde_yaml_ng::from_str(&text)?;
    assert_eq!(problems(&reference, &manifest)?, Vec::<String>::new(), "Slack's own example");
    manifest["display_information"]["name"] = Value::String("x".repeat(36));
    assert!(
        problems(&reference, &manifest)?
            .iter()
            .any(|problem| problem.starts_with("/display_information/name"))
    );
    Ok(())
}

/// What the schema of the manifest's own version says. It knows neither scopes nor events by name.
fn problems(reference: &Path, manifest: &Value) -> anyhow::Result<Vec<String>> {
    let version = manifest["_metadata"]["major_version"].as_u64().unwrap_or(1);
    let path = reference.join(format!("slack/slack-manifest.schema.{version}.0.0.json"));
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let schema: Value = serde_json::from_str(&text)?;
    let validator = jsonschema::validator_for(&schema).map_err(|why| anyhow::anyhow!("{why}"))?;
    Ok(validator.iter_errors(manifest).map(|error| format!("{}: {error}", error.instance_path())).collect())
}
