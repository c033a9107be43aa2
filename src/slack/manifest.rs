//! The Slack app's manifest with a deployment's own addresses, ready to be pasted.

use super::scopes::is_needless;
use crate::config::{ManifestConfig, below};

/// As it is in the repository, where tests hold it to the code.
const MANIFEST: &str = include_str!("../../manifest.yml");
/// The address in it that stands for a deployment's own.
const EXAMPLE: &str = "https://certs.example.com";
/// How Socket Mode stands in it, and how it is switched on.
const SOCKET_OFF: &str = "socket_mode_enabled: false";
const SOCKET_ON: &str = "socket_mode_enabled: true";

/// The manifest, without the scopes of what is switched off, and over Socket Mode without addresses.
pub fn manifest(config: &ManifestConfig) -> String {
    let mut text = String::from(
        "# The Slack app of this deployment. At api.slack.com/apps: Create New App > From a manifest > paste this; for an app that\n# is there already, App Manifest > paste this > Save Changes, and install it to the workspace again.\n",
    );
    // A comment belongs to what follows it.
    let mut comment = String::new();
    // What stands above the first entry tells how to fill in what is filled in here.
    for line in MANIFEST.lines().skip_while(|line| line.starts_with('#')) {
        if line.trim_start().starts_with('#') {
            comment.push_str(line);
            comment.push('\n');
            continue;
        }
        let comment = std::mem::take(&mut comment);
        if config.socket_mode && line.contains(EXAMPLE) {
            continue;
        }
        let scope = line.trim_start().strip_prefix("- ");
        if scope.is_some_and(|scope| is_needless(scope, config.campaign_channel.as_ref())) {
            continue;
        }
        text.push_str(&comment);
        let line = match &config.public_url {
            _ if config.socket_mode => line.replace(SOCKET_OFF, SOCKET_ON),
            Some(public) => line.replace(EXAMPLE, &below(public, "")),
            None => line.to_owned(),
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}
