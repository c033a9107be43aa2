//! The scopes of the bot token, and what each is for.

use crate::config::CampaignChannel;

/// A scope, and what it is for.
pub type Scope = (&'static str, &'static str);

/// Whatever is set, these are needed.
const ALWAYS: &[Scope] = &[
    ("chat:write", "direct messages"),
    ("commands", "/certs"),
    ("users:read", "finding people, and their time zones"),
    ("users:read.email", "finding people by their address"),
];
/// With a campaign channel.
const CHANNEL: &[Scope] = &[("pins:write", "pinning the status of a campaign")];
/// With a channel for each campaign.
const CHANNELS: &[Scope] =
    &[("groups:write", "making a channel for a campaign"), ("groups:read", "finding that channel again")];
/// Nobody has to give these.
pub const OPTIONAL_SCOPES: &[Scope] = &[
    (
        "im:history",
        "a message whose answer was lost is looked for; without it, it is shown as unknown and not sent again",
    ),
    ("im:write", "the DM is opened in which such a message is looked for"),
    ("mpim:write", "the button that asks whoever runs the campaign opens a conversation"),
];

/// The scopes that are needed with this campaign channel.
pub fn needed_scopes(channel: Option<&CampaignChannel>) -> Vec<Scope> {
    match channel {
        None => ALWAYS.to_vec(),
        Some(CampaignChannel::Existing(_)) => [ALWAYS, CHANNEL].concat(),
        Some(CampaignChannel::Create) => [ALWAYS, CHANNEL, CHANNELS].concat(),
    }
}

/// Whether something needs this scope, but nothing does with this campaign channel.
pub(super) fn is_needless(scope: &str, channel: Option<&CampaignChannel>) -> bool {
    let has = |scopes: &[Scope]| scopes.iter().any(|(name, _)| *name == scope);
    has(&needed_scopes(Some(&CampaignChannel::Create))) && !has(&needed_scopes(channel))
}
