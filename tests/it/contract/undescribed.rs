//! Methods of Slack that the descriptions at hand leave out. What is asked and answered is held to what Slack's reference
//! pages list (docs.slack.dev/reference/methods, from memory of 2026-08): where Slack changed them since, nobody here
//! would notice.

/// A method, as far as its page matters here.
pub struct Page {
    /// Its name.
    pub name: &'static str,
    /// Its arguments; the first `required` of them are.
    pub arguments: &'static [&'static str],
    /// How many are required.
    pub required: usize,
    /// Its own errors; those of every method are elsewhere.
    pub errors: &'static [&'static str],
}

/// All of them.
pub const PAGES: &[Page] = &[
    Page {
        name: "conversations.create",
        arguments: &["name", "is_private", "team_id"],
        required: 1,
        errors: &[
            "invalid_name",
            "invalid_name_maxlength",
            "invalid_name_punctuation",
            "invalid_name_required",
            "invalid_name_specials",
            "name_taken",
            "no_channel",
            "restricted_action",
        ],
    },
    Page {
        name: "conversations.invite",
        arguments: &["channel", "users", "force"],
        required: 2,
        errors: &[
            "already_in_channel",
            "cant_invite",
            "cant_invite_self",
            "channel_not_found",
            "failed_for_some_users",
            "is_archived",
            "method_not_supported_for_channel_type",
            "no_user",
            "not_in_channel",
            "org_user_not_in_team",
            "too_many_users",
            "ura_max_channels",
            "user_is_restricted",
            "user_is_ultra_restricted",
            "user_not_found",
            "user_team_not_in_channel",
        ],
    },
    Page {
        name: "conversations.list",
        arguments: &["cursor", "exclude_archived", "limit", "team_id", "types"],
        required: 0,
        errors: &[
            "invalid_cursor",
            "invalid_limit",
            "invalid_types",
            "method_not_supported_for_channel_type",
        ],
    },
    Page {
        name: "pins.add",
        arguments: &["channel", "timestamp"],
        required: 1,
        errors: &[
            "already_pinned",
            "bad_timestamp",
            "channel_not_found",
            "is_archived",
            "message_not_found",
            "no_item_specified",
            "not_in_channel",
            "not_pinnable",
            "permission_denied",
        ],
    },
];

/// The page of a method, in the form of the descriptions.
pub fn page(name: &str) -> Option<serde_json::Value> {
    let page = PAGES.iter().find(|page| page.name == name)?;
    let known = |names: &[&str]| {
        let all = names.iter().map(|name| ((*name).to_owned(), serde_json::json!("")));
        all.collect::<serde_json::Map<String, serde_json::Value>>()
    };
    Some(serde_json::json!({
        "args": { "properties": known(page.arguments), "required": page.arguments[..page.required] },
        "errors": known(page.errors),
        "output": {},
    }))
}
